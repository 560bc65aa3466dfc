#include "services/aorctl/values.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>

#include "aor/options/v1/options.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventlog/anchor.h"
#include "libs/files/files.h"
#include "libs/money/money.h"
#include "services/aorctl/interval_text.h"

namespace aor::aorctl {
namespace {
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

absl::Status Wrong(std::string_view path, std::string_view text, std::string_view wanted) {
  return absl::InvalidArgumentError(absl::StrCat(std::string(path), ": \"", std::string(text),
                                                 "\" is not ", std::string(wanted)));
}

// One parser for each message that has a notation: false if the text is not in it.
template <class Proto, class Parse>
std::function<bool(Message&, std::string_view)> Into(Parse parse) {
  return [parse](Message& message, std::string_view text) {
    auto& proto = static_cast<Proto&>(message);
    return parse(proto, text);
  };
}

bool ToDate(types::v1::Date& proto, std::string_view text) {
  const auto date = calendar::ParseDate(text);
  if (date) proto = calendar::ToProto(*date);
  return date.has_value();
}

bool ToMoney(types::v1::Money& proto, std::string_view text) {
  const size_t space = text.find(' ');
  if (space != 3) return false;
  const auto amount = money::ParseDecimal(text.substr(4));
  const std::string currency(text.substr(0, 3));
  if (!amount || amount->scale > money::MinorDigits(currency)) return false;
  try {
    proto = money::ToProto(money::FromDecimal(currency, *amount));
    return true;
  } catch (const std::overflow_error&) {
    return false;  // more than anybody has
  }
}

// As it is printed, too: "CHF 1 200.50".
bool ToGroupedMoney(types::v1::Money& proto, std::string_view text) {
  std::string amount(text.substr(std::min<size_t>(4, text.size())));
  std::erase(amount, ' ');
  return ToMoney(proto, std::string(text.substr(0, 4)) + amount);
}

bool ToDecimal(types::v1::Decimal& proto, std::string_view text) {
  const auto value = money::ParseDecimal(text);
  if (value) proto = money::ToProto(*value);
  return value.has_value();
}

bool ToTimestamp(google::protobuf::Timestamp& proto, std::string_view text) {
  const auto instant = calendar::ParseInstant(text);
  if (instant) proto.set_seconds(instant->time_since_epoch().count());
  return instant.has_value();
}

bool ToDuration(google::protobuf::Duration& proto, std::string_view text) {
  absl::Duration duration;
  if (!absl::ParseDuration(std::string(text), &duration)) return false;
  proto.set_seconds(absl::ToInt64Seconds(duration));
  return true;
}

bool ToDateRange(types::v1::DateRange& proto, std::string_view text) {
  const size_t dots = text.find("..");
  if (dots == std::string_view::npos) return false;
  return ToDate(*proto.mutable_start(), text.substr(0, dots)) &&
         (dots + 2 == text.size() || ToDate(*proto.mutable_end(), text.substr(dots + 2)));
}

constexpr char kWorkedTime[] =
    "an interval such as 2026-10-05 08:00..2026-10-05 17:00 Europe/Zurich; one with a time that "
    "the wall skips or shows twice ends after it began, and within 24 hours of the wall's";

struct Notation {
  std::function<bool(Message&, std::string_view)> parse;
  const char* example;
};
const std::map<const Descriptor*, Notation>& Notations() {
  static const auto* notations = new std::map<const Descriptor*, Notation>{
      {types::v1::Date::descriptor(), {Into<types::v1::Date>(ToDate), "a date such as 2026-10-31"}},
      {types::v1::Money::descriptor(),
       {Into<types::v1::Money>(ToGroupedMoney), "an amount such as CHF 12.50"}},
      {types::v1::Decimal::descriptor(),
       {Into<types::v1::Decimal>(ToDecimal), "a number such as 12.5"}},
      {google::protobuf::Timestamp::descriptor(),
       {Into<google::protobuf::Timestamp>(ToTimestamp), "a time such as 2026-10-31T08:00:00Z"}},
      {google::protobuf::Duration::descriptor(),
       {Into<google::protobuf::Duration>(ToDuration), "a duration such as 1h30m"}},
      {types::v1::DateRange::descriptor(),
       {Into<types::v1::DateRange>(ToDateRange), "dates such as 2026-10-01..2026-10-31"}},
      {types::v1::Interval::descriptor(),
       {Into<types::v1::Interval>(ToInterval),
        "an interval such as 2026-10-05 08:00..2026-10-05 17:00 Europe/Zurich, with times that "
        "exist"}}};
  return *notations;
}

const google::protobuf::EnumValueDescriptor* FindEnum(const FieldDescriptor& field,
                                                      std::string_view text) {
  const std::string name(text);
  const auto& type = *field.enum_type();
  const std::string& zero = type.value(0)->name();  // SKILL_UNSPECIFIED
  const std::string prefix = zero.substr(0, zero.rfind("UNSPECIFIED"));
  if (const auto* value = type.FindValueByName(name)) return value;
  return type.FindValueByName(prefix + name);
}

template <class Number, class Set>
absl::Status SetNumber(std::string_view path, std::string_view text, const Set& set) {
  Number number = 0;
  using Limits = std::numeric_limits<Number>;
  if (!absl::SimpleAtoi(absl::string_view(text.data(), text.size()), &number))
    return Wrong(path, text,
                 absl::StrCat("a whole number from ", Limits::min(), " to ", Limits::max()));
  set(number);
  return absl::OkStatus();
}

// The hours of an entry; false where another field is meant.
bool IsWorkedTime(const FieldDescriptor& field) {
  return field.containing_type() == timesheet::v1::NewEntry::descriptor() &&
         field.number() == timesheet::v1::NewEntry::kTimeFieldNumber;
}

// What is not there in the calendar or on the map is named.
std::string Wanted(const Descriptor& type, std::string_view text, std::string_view wanted) {
  const bool is_interval = type.full_name() == "aor.types.v1.Interval";
  const bool is_day = type.full_name() == "aor.types.v1.Date" && text.size() == 10 &&
                      text[4] == '-' && text[7] == '-';
  const std::string missing = is_interval ? WhatDoesNotExist(text)
                              : is_day    ? absl::StrCat("there is no day ", std::string(text))
                                          : "";
  return absl::StrCat(std::string(wanted), missing.empty() ? "" : "; ", missing);
}

absl::Status SetMessage(Message& message, const FieldDescriptor& field, std::string_view path,
                        std::string_view text) {
  if (IsWorkedTime(field))
    return ToWorkedTime(static_cast<timesheet::v1::NewEntry&>(message), text)
               ? absl::OkStatus()
               : Wrong(path, text, Wanted(*field.message_type(), text, kWorkedTime));
  const Reflection& reflection = *message.GetReflection();
  const auto notation = Notations().find(field.message_type());
  if (notation == Notations().end())
    return Wrong(path, text, "possible here: name a field of " + field.message_type()->name());
  Message& inner = field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                       : *reflection.MutableMessage(&message, &field);
  return notation->second.parse(inner, text)
             ? absl::OkStatus()
             : Wrong(path, text, Wanted(*field.message_type(), text, notation->second.example));
}

// --file=@scan.pdf, --text=@list.csv: a field that holds a whole file, longer than an argument may
// be.
bool IsWholeFile(const FieldDescriptor& field) {
  constexpr uint32_t kWholeFile = 100'000;
  return field.type() == FieldDescriptor::TYPE_BYTES ||
         field.options().GetExtension(options::v1::check).max_length() >= kWholeFile;
}

absl::Status SetFromFile(Message& message, const FieldDescriptor& field, std::string_view path,
                         const std::string& file) {
  auto bytes = files::ReadFile(file);
  if (!bytes.ok()) return Wrong(path, file, "a file that can be read");
  message.GetReflection()->SetString(&message, &field, *std::move(bytes));
  return absl::OkStatus();
}

// Sets or, for a repeated field, adds one value.
absl::Status SetOne(Message& message, const FieldDescriptor& field, std::string_view path,
                    std::string_view text) {
  const Reflection& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (IsWholeFile(field) && text.starts_with("@"))
        return SetFromFile(message, field, path, std::string(text.substr(1)));
      many ? reflection.AddString(&message, &field, std::string(text))
           : reflection.SetString(&message, &field, std::string(text));
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_BOOL:
      if (text != "true" && text != "false") return Wrong(path, text, "true or false");
      reflection.SetBool(&message, &field, text == "true");
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = FindEnum(field, text);
      if (!value) return Wrong(path, text, "one of " + ValuesOf(*field.enum_type()));
      many ? reflection.AddEnum(&message, &field, value)
           : reflection.SetEnum(&message, &field, value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return SetNumber<int32_t>(path, text,
                                [&](auto n) { reflection.SetInt32(&message, &field, n); });
    case FieldDescriptor::CPPTYPE_INT64:
      return SetNumber<int64_t>(path, text,
                                [&](auto n) { reflection.SetInt64(&message, &field, n); });
    case FieldDescriptor::CPPTYPE_UINT32:
      return SetNumber<uint32_t>(path, text, [&](auto n) {
        many ? reflection.AddUInt32(&message, &field, n)
             : reflection.SetUInt32(&message, &field, n);
      });
    case FieldDescriptor::CPPTYPE_UINT64:
      return SetNumber<uint64_t>(path, text,
                                 [&](auto n) { reflection.SetUInt64(&message, &field, n); });
    case FieldDescriptor::CPPTYPE_MESSAGE: return SetMessage(message, field, path, text);
    default: return Wrong(path, text, "possible on a command line");
  }
}

struct Place {
  Message* message;
  const FieldDescriptor* field;
};

// The place that a path leads to; messages on the way are made.
absl::StatusOr<Place> Find(Message& message, std::string_view path) {
  const std::vector<std::string> names = absl::StrSplit(std::string(path), '.');
  Message* at = &message;
  for (size_t i = 0;; ++i) {
    const FieldDescriptor* field = at->GetDescriptor()->FindFieldByName(names[i]);
    if (!field)
      return absl::InvalidArgumentError(absl::StrCat(
          std::string(path), ": ", at->GetDescriptor()->name(), " has no field ", names[i]));
    if (i + 1 == names.size()) return Place{at, field};
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    const Reflection& reflection = *at->GetReflection();
    int index = -1;
    if (is_message && field->is_repeated() && i + 2 < names.size() &&
        absl::SimpleAtoi(names[i + 1], &index)) {
      if (index < 0 || index > 10'000) return Wrong(path, names[i + 1], "an index");
      while (reflection.FieldSize(*at, field) <= index) reflection.AddMessage(at, field);
      at = reflection.MutableRepeatedMessage(at, field, index);
      ++i;
    } else if (is_message && !field->is_repeated()) {
      at = reflection.MutableMessage(at, field);
    } else {
      return Wrong(path, names[i + 1], "a field of " + names[i]);
    }
  }
}
}  // namespace

absl::Status SetField(Message& message, std::string_view path, std::string_view text) {
  if (text.empty()) return absl::OkStatus();
  const auto place = Find(message, path);
  if (!place.ok()) return place.status();
  if (!place->field->is_repeated()) return SetOne(*place->message, *place->field, path, text);
  for (const auto& one : absl::StrSplit(std::string(text), ';', absl::SkipWhitespace()))
    if (auto set = SetOne(*place->message, *place->field, path, std::string(one)); !set.ok())
      return set;
  return absl::OkStatus();
}

absl::Status NamesAField(const Message& like, std::string_view path) {
  const std::unique_ptr<Message> scratch(like.New());
  return Find(*scratch, path).status();
}

bool HasNotation(const Descriptor& type) { return Notations().contains(&type); }
}  // namespace aor::aorctl
