// As much of MIME as it takes to read a report that a mail server wrote (RFC 2045, RFC 6522).
// Bounded: what is longer, deeper or more is not read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aor::notifications {
struct MimeField {
  std::string name;   // in lower case
  std::string value;  // in one line
};
using MimeFields = std::vector<MimeField>;
// The first one of this name; empty if there is none.
std::string ValueOf(const MimeFields& fields, std::string_view name);
// Up to the first empty line, or to the end; `rest` begins behind it.
MimeFields ReadFields(std::string_view text, std::string_view* rest = nullptr);

struct MimePart {
  MimeFields fields;
  std::string_view body;  // as it was transferred; of the text that was read

  std::string Type() const;  // such as multipart/report, in lower case
  std::string Text() const;  // without its transfer encoding
  std::vector<MimePart> Parts() const;
};
MimePart ReadPart(std::string_view text);
}  // namespace aor::notifications
