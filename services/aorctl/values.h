// Between what people type and what messages hold.
#pragma once

#include <absl/status/status.h>
#include <google/protobuf/message.h>

#include <string>
#include <string_view>

namespace aor::aorctl {
// Sets the field at a path such as address.town or entries.0.day from text:
//   numbers, true/false, strings; an enum by its name or the end of it (TEMP);
//   dates 2026-10-31, times 2026-10-31T08:00:00Z, durations 30m, amounts "CHF 12.50",
//   decimals 12.5, date ranges 2026-10-01..2026-10-31,
//   intervals "2026-10-05 08:00..2026-10-05 17:00 Europe/Zurich" (add @1 or @2 to the
//   time that the autumn night shows twice; see interval_text.h for hours of work);
//   repeated values separated by ";".
// INVALID_ARGUMENT in one sentence that names the path. Empty text sets nothing.
absl::Status SetField(google::protobuf::Message& message, std::string_view path,
                      std::string_view text);
// OK if a message of this type has a field at that path.
absl::Status NamesAField(const google::protobuf::Message& like, std::string_view path);

// The values of an enum as people type them: "TEMP, CONTRACTOR".
std::string ValuesOf(const google::protobuf::EnumDescriptor& type);

// Is a message of this type written in one word, such as a date or an amount?
bool HasNotation(const google::protobuf::Descriptor& type);

// A field as a person reads it; the same notation where there is one.
std::string FieldText(const google::protobuf::Message& message,
                      const google::protobuf::FieldDescriptor& field);
}  // namespace aor::aorctl
