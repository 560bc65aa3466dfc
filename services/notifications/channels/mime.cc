#include "services/notifications/channels/mime.h"

#include <absl/strings/ascii.h>
#include <absl/strings/escaping.h>
#include <absl/strings/match.h>

#include <algorithm>

namespace aor::notifications {
namespace {
constexpr size_t kMostFields = 500, kMostParts = 20, kLongestValue = 2000;

// The next line without its end.
std::string_view TakeLine(std::string_view& text) {
  const size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string Trimmed(std::string_view text) {
  return std::string(absl::StripAsciiWhitespace(absl::string_view(text.data(), text.size())));
}
std::string Lower(std::string_view text) {
  return absl::AsciiStrToLower(absl::string_view(text.data(), text.size()));
}

// "value" of `name="value"` or `name=value` in a content type.
std::string ParameterOf(const std::string& type, const std::string& name) {
  const std::string lower = absl::AsciiStrToLower(type);
  for (size_t at = lower.find(';'); at != std::string::npos; at = lower.find(';', at + 1)) {
    const size_t from = lower.find_first_not_of(" \t", at + 1);
    if (from == std::string::npos || lower.compare(from, name.size() + 1, name + "=") != 0)
      continue;
    const std::string rest = type.substr(from + name.size() + 1);
    if (rest.starts_with('"')) return rest.substr(1, rest.find('"', 1) - 1);
    return rest.substr(0, rest.find_first_of("; \t"));
  }
  return "";
}

// Two digits of an octet.
bool IsHex(std::string_view text) {
  return text.size() == 2 && std::ranges::all_of(text, absl::ascii_isxdigit);
}

// Of RFC 2045, 6.7; what is no code stays as it is.
std::string FromQuotedPrintable(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      decoded += text[i];
      continue;
    }
    const std::string_view next = text.substr(i + 1, 2);
    if (next.starts_with('\n') || next == "\r\n") {
      i += next.starts_with('\n') ? 1 : 2;
    } else if (IsHex(next)) {
      decoded += absl::HexStringToBytes(absl::string_view(next.data(), next.size()));
      i += 2;
    } else {
      decoded += '=';
    }
  }
  return decoded;
}

std::string FromBase64(std::string_view text) {
  std::string decoded;
  return absl::Base64Unescape(absl::string_view(text.data(), text.size()), &decoded) ? decoded : "";
}

// How a line stands to the parts' boundary.
enum class Line { kInside, kBoundary, kEnd };
Line LineOf(std::string_view line, const std::string& boundary) {
  while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
  if (line == "--" + boundary) return Line::kBoundary;
  return line == "--" + boundary + "--" ? Line::kEnd : Line::kInside;
}
}  // namespace

std::string ValueOf(const MimeFields& fields, std::string_view name) {
  const auto found = std::ranges::find(fields, name, &MimeField::name);
  return found == fields.end() ? "" : found->value;
}

MimeFields ReadFields(std::string_view text, std::string_view* rest) {
  MimeFields fields;
  while (!text.empty()) {
    const std::string_view line = TakeLine(text);
    if (line.empty()) break;
    const bool continues = line.starts_with(' ') || line.starts_with('\t');
    if (continues && !fields.empty() && fields.back().value.size() < kLongestValue) {
      std::string& value = fields.back().value;
      value += (value.empty() ? "" : " ") + Trimmed(line.substr(0, kLongestValue));
    }
    const size_t colon = line.find(':');
    if (continues || colon == std::string_view::npos || fields.size() == kMostFields) continue;
    fields.push_back(
        {Lower(Trimmed(line.substr(0, colon))), Trimmed(line.substr(colon + 1, kLongestValue))});
  }
  if (rest) *rest = text;
  return fields;
}

MimePart ReadPart(std::string_view text) {
  MimePart part;
  part.fields = ReadFields(text, &part.body);
  return part;
}

std::string MimePart::Type() const {
  const std::string type = ValueOf(fields, "content-type");
  return Lower(Trimmed(type.substr(0, type.find(';'))));
}

std::string MimePart::Text() const {
  const std::string encoding = Lower(ValueOf(fields, "content-transfer-encoding"));
  if (encoding == "base64") return FromBase64(body);
  return encoding == "quoted-printable" ? FromQuotedPrintable(body) : std::string(body);
}

// The last one ends with the text where nothing else ends it.
std::vector<MimePart> MimePart::Parts() const {
  const std::string boundary = ParameterOf(ValueOf(fields, "content-type"), "boundary");
  std::vector<MimePart> parts;
  if (boundary.empty() || !absl::StartsWith(Type(), "multipart/")) return parts;
  const char* begun = nullptr;
  std::string_view rest = body;
  while (!rest.empty() && parts.size() < kMostParts) {
    const char* const at = rest.data();
    const Line line = LineOf(TakeLine(rest), boundary);
    if (line == Line::kInside && !rest.empty()) continue;
    const char* const end = line == Line::kInside ? rest.data() : at;
    if (begun) parts.push_back(ReadPart({begun, static_cast<size_t>(end - begun)}));
    begun = rest.data();
    if (line == Line::kEnd) break;
  }
  return parts;
}
}  // namespace aor::notifications
