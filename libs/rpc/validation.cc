#include "libs/rpc/validation.h"

#include <set>
#include <string>

#include "aor/options/v1/options.pb.h"
#include "aor/types/v1/calendar.pb.h"
#include "aor/types/v1/money.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/rpc/formats.h"

namespace aor::rpc {
namespace {
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using options::v1::Check;
using Violated = std::vector<FieldViolation>;

constexpr uint32_t kTextLength = 256, kTokenLength = 4096, kItems = 1000;
constexpr uint32_t kScale = 9;
// The first and last second of years 1 and 9999.
constexpr int64_t kFirstSecond = -62135596800, kLastSecond = 253402300799;

void CheckMessage(const Message& message, const std::string& path, Violated& violated);

bool Is(const Message& message, const google::protobuf::Descriptor* descriptor) {
  return message.GetDescriptor() == descriptor;
}

bool IsTimestamp(const google::protobuf::Timestamp& time) {
  return time.seconds() >= kFirstSecond && time.seconds() <= kLastSecond && time.nanos() >= 0 &&
         time.nanos() <= 999'999'999;
}

// Advice for a value of a shared type; empty for a sound one or another type.
std::string TypeAdvice(const Message& message) {
  if (Is(message, types::v1::Date::descriptor()) &&
      !calendar::IsDate(static_cast<const types::v1::Date&>(message)))
    return "give a day of the calendar between 1900 and 2199";
  if (Is(message, types::v1::Decimal::descriptor()) &&
      static_cast<const types::v1::Decimal&>(message).scale() > kScale)
    return "give at most 9 digits after the point";
  if (Is(message, google::protobuf::Timestamp::descriptor()) &&
      !IsTimestamp(static_cast<const google::protobuf::Timestamp&>(message)))
    return "give an instant between the years 1 and 9999";
  return "";
}

// The days that a calendar day may be, too: what follows from an hour is still an instant.
bool IsOfOurTime(const google::protobuf::Timestamp& instant) {
  constexpr int64_t kYear1900 = -2'208'988'800, kYear2200 = 7'258'118'400;
  return instant.seconds() >= kYear1900 && instant.seconds() < kYear2200 && instant.nanos() == 0;
}

void CheckInterval(const types::v1::Interval& interval, const std::string& path,
                   Violated& violated) {
  if (!interval.has_start()) violated.push_back({path + ".start", "say when it starts"});
  if (!interval.has_end()) violated.push_back({path + ".end", "say when it ends"});
  constexpr char kAdvice[] = "give whole seconds between the years 1900 and 2199";
  if (!IsOfOurTime(interval.start())) violated.push_back({path + ".start", kAdvice});
  if (!IsOfOurTime(interval.end())) violated.push_back({path + ".end", kAdvice});
  if (const auto advice = FormatAdvice("zone", interval.zone()); advice != "")
    violated.push_back({path + ".zone", advice});
}

void CheckNested(const Message& message, const std::string& path, Violated& violated) {
  if (const auto advice = TypeAdvice(message); advice != "") violated.push_back({path, advice});
  if (Is(message, types::v1::Interval::descriptor()))
    CheckInterval(static_cast<const types::v1::Interval&>(message), path, violated);
  if (Is(message, types::v1::Money::descriptor()))
    if (const auto advice =
            FormatAdvice("currency", static_cast<const types::v1::Money&>(message).currency_code());
        advice != "")
      violated.push_back({path + ".currency_code", advice});
  if (message.GetDescriptor()->file()->package() != "google.protobuf")
    CheckMessage(message, path, violated);
}

uint32_t MaxLength(const FieldDescriptor& field, const Check& check) {
  static const auto& tokens = *new std::set<std::string>{"consistency_token", "page_token"};
  if (check.max_length() > 0) return check.max_length();
  return tokens.contains(field.name()) ? kTokenLength : kTextLength;
}

std::string AdviceOn(const std::string& text, const Check& check, bool one_line) {
  if (check.format().empty() || text.empty()) return TextAdvice(text, one_line);
  return FormatAdvice(check.format(), text);
}

void CheckText(const FieldDescriptor& field, const Check& check, const std::string& text,
               const std::string& path, Violated& violated) {
  const bool is_text = field.type() == FieldDescriptor::TYPE_STRING;
  const uint32_t longest = MaxLength(field, check);
  if (is_text && Characters(text) > longest)
    violated.push_back({path, "use at most " + std::to_string(longest) + " characters"});
  else if (!is_text && check.max_length() > 0 && text.size() > check.max_length())
    violated.push_back({path, "use at most " + std::to_string(check.max_length()) + " bytes"});
  else if (is_text)
    if (const auto advice = AdviceOn(text, check, longest <= kTextLength); advice != "")
      violated.push_back({path, advice});
}

void CheckNumber(const FieldDescriptor& field, const Check& check, __int128 number,
                 const std::string& path, Violated& violated) {
  if (field.name() == "page_size" && number < 0)
    return violated.push_back({path, "give 1 to 1000, or none"});
  if (check.max() <= check.min() || (number >= check.min() && number <= check.max())) return;
  violated.push_back({path, "give a number from " + std::to_string(check.min()) + " to " +
                                std::to_string(check.max())});
}

// One value: the field's own, or its item `index` (-1 for a field that is no list).
void CheckValue(const Message& message, const FieldDescriptor& field, int index, const Check& check,
                const std::string& path, Violated& violated) {
  const auto& reflection = *message.GetReflection();
  std::string scratch;
  const auto number = [&](auto one, auto item) -> __int128 {
    return index < 0 ? (reflection.*one)(message, &field)
                     : (reflection.*item)(message, &field, index);
  };
  using Reflection = google::protobuf::Reflection;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return CheckText(
          field, check,
          index < 0 ? reflection.GetStringReference(message, &field, &scratch)
                    : reflection.GetRepeatedStringReference(message, &field, index, &scratch),
          path, violated);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return CheckNested(index < 0 ? reflection.GetMessage(message, &field)
                                   : reflection.GetRepeatedMessage(message, &field, index),
                         path, violated);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int value = number(&Reflection::GetEnumValue, &Reflection::GetRepeatedEnumValue);
      if (!field.enum_type()->FindValueByNumber(value))
        violated.push_back({path, "use one of the values of " + field.enum_type()->name()});
      return;
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return CheckNumber(field, check, number(&Reflection::GetInt32, &Reflection::GetRepeatedInt32),
                         path, violated);
    case FieldDescriptor::CPPTYPE_INT64:
      return CheckNumber(field, check, number(&Reflection::GetInt64, &Reflection::GetRepeatedInt64),
                         path, violated);
    case FieldDescriptor::CPPTYPE_UINT32:
      return CheckNumber(field, check,
                         number(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32), path,
                         violated);
    case FieldDescriptor::CPPTYPE_UINT64:
      return CheckNumber(field, check,
                         number(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64), path,
                         violated);
    default: return;
  }
}

void CheckList(const Message& message, const FieldDescriptor& field, const Check& check,
               const std::string& path, Violated& violated) {
  const int size = message.GetReflection()->FieldSize(message, &field);
  const uint32_t most = check.max_items() > 0 ? check.max_items() : kItems;
  if (check.required() && size == 0) violated.push_back({path, "give at least one"});
  if (static_cast<uint32_t>(size) > most)
    return violated.push_back({path, "give at most " + std::to_string(most) + " items"});
  if (field.is_map()) return;
  for (int i = 0; i < size; ++i)
    CheckValue(message, field, i, check, path + "[" + std::to_string(i) + "]", violated);
}

// Set, and, if it is text, not the empty one nor blanks alone.
bool IsGiven(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (!reflection.HasField(message, &field)) return false;
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return true;
  std::string scratch;
  return !IsBlank(reflection.GetStringReference(message, &field, &scratch));
}

void CheckMessage(const Message& message, const std::string& path, Violated& violated) {
  const auto& descriptor = *message.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor& field = *descriptor.field(i);
    const Check& check = field.options().GetExtension(options::v1::check);
    const std::string here = path.empty() ? field.name() : path + "." + field.name();
    if (field.is_repeated())
      CheckList(message, field, check, here, violated);
    else if (IsGiven(message, field))
      CheckValue(message, field, -1, check, here, violated);
    else if (check.required())
      violated.push_back({here, "give a value"});
    else if (!field.has_presence())
      CheckValue(message, field, -1, check, here, violated);
  }
}
}  // namespace

std::vector<FieldViolation> Violations(const Message& request) {
  Violated violated;
  CheckMessage(request, "", violated);
  return violated;
}
}  // namespace aor::rpc
