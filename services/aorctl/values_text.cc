#include <absl/strings/escaping.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <algorithm>

#include "libs/calendar/calendar.h"
#include "libs/money/money.h"
#include "services/aorctl/interval_text.h"
#include "services/aorctl/values.h"

namespace aor::aorctl {
namespace {
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// "CHF 1 200.50".
std::string GroupedText(const money::Money& amount) {
  std::string text = money::ToString(amount);
  const size_t first = text.find_first_of("0123456789");
  for (size_t at = std::min(text.find('.'), text.size()); at > first + 3;)
    text.insert(at -= 3, " ");
  return text;
}

std::string MessageText(const Message& message) {
  const Descriptor* type = message.GetDescriptor();
  if (type == types::v1::Date::descriptor())
    return calendar::ToString(calendar::FromProto(static_cast<const types::v1::Date&>(message)));
  if (type == types::v1::Money::descriptor())
    return GroupedText(money::FromProto(static_cast<const types::v1::Money&>(message)));
  if (type == types::v1::Decimal::descriptor())
    return money::ToString(money::FromProto(static_cast<const types::v1::Decimal&>(message)));
  if (type == google::protobuf::Timestamp::descriptor())
    return calendar::ToString(calendar::Instant(
        std::chrono::seconds(static_cast<const google::protobuf::Timestamp&>(message).seconds())));
  if (type == google::protobuf::Duration::descriptor())
    return absl::FormatDuration(
        absl::Seconds(static_cast<const google::protobuf::Duration&>(message).seconds()));
  if (type == types::v1::Interval::descriptor())
    return IntervalText(calendar::FromProto(static_cast<const types::v1::Interval&>(message)));
  if (type == types::v1::DateRange::descriptor()) {
    const auto& range = static_cast<const types::v1::DateRange&>(message);
    return (range.has_start() ? MessageText(range.start()) : "") + ".." +
           (range.has_end() ? MessageText(range.end()) : "");
  }
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return absl::StrJoin(fields, " ", [&](std::string* out, const FieldDescriptor* field) {
    absl::StrAppend(out, FieldText(message, *field));
  });
}

// SKILL_NURSE is NURSE beside SKILL_UNSPECIFIED.
std::string WithoutPrefix(const google::protobuf::EnumDescriptor& type, const std::string& name) {
  const std::string& zero = type.value(0)->name();
  const std::string prefix = zero.substr(0, zero.rfind("UNSPECIFIED"));
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

// Nobody reads more of it than a digest's length.
std::string BytesText(const FieldDescriptor& field, const std::string& bytes) {
  constexpr size_t kShort = 64;
  if (bytes.size() <= kShort) return absl::Base64Escape(bytes);
  return absl::StrCat(bytes.size(), " bytes: ",
                      field.name() == "file" ? "--to=FILE or DIRECTORY writes them, " : "",
                      "--output=json shows them");
}

std::string ScalarText(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = reflection.GetString(message, &field);
      return field.type() == FieldDescriptor::TYPE_BYTES ? BytesText(field, text) : text;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return WithoutPrefix(*field.enum_type(), reflection.GetEnum(message, &field)->name());
    case FieldDescriptor::CPPTYPE_INT32: return absl::StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64: return absl::StrCat(reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return reflection.HasField(message, &field)
                 ? MessageText(reflection.GetMessage(message, &field))
                 : "";
    default: return "";
  }
}
}  // namespace

std::string ValuesOf(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i)
    if (const std::string name = WithoutPrefix(type, type.value(i)->name()); name != "UNSPECIFIED")
      names.push_back(name);
  return absl::StrJoin(names, ", ");
}

std::string FieldText(const Message& message, const FieldDescriptor& field) {
  if (!field.is_repeated()) return ScalarText(message, field);
  const Reflection& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, &field);
  std::vector<std::string> parts;
  for (int i = 0; i < size; ++i) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
      parts.push_back(MessageText(reflection.GetRepeatedMessage(message, &field, i)));
    else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING)
      parts.push_back(reflection.GetRepeatedString(message, &field, i));
    else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM)
      parts.push_back(reflection.GetRepeatedEnum(message, &field, i)->name());
    else if (field.cpp_type() == FieldDescriptor::CPPTYPE_UINT32)
      parts.push_back(absl::StrCat(reflection.GetRepeatedUInt32(message, &field, i)));
  }
  return absl::StrJoin(parts, "; ");
}
}  // namespace aor::aorctl
