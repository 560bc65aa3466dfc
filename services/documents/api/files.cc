#include "services/documents/api/files.h"

#include <absl/strings/ascii.h>

#include <algorithm>
#include <string_view>

#include "libs/rpc/errors.h"

namespace aor::documents {
namespace {
using std::string_literals::operator""s;

bool IsPdf(const std::string& file) {
  constexpr size_t kTrailer = 1024;
  return file.starts_with("%PDF-1.") || file.starts_with("%PDF-2.")
             ? file.find("%%EOF", file.size() - std::min(file.size(), kTrailer)) !=
                   std::string::npos
             : false;
}
bool IsPng(const std::string& file) {
  return file.starts_with("\x89PNG\r\n\x1a\n") && file.find("IHDR") == 12 &&
         file.find("IEND") != std::string::npos;
}
bool IsJpeg(const std::string& file) {
  return file.starts_with("\xff\xd8\xff") && file.ends_with("\xff\xd9");
}

// Marks, embeddings and isolates turn a name's end round: invoice_fdp.exe looks like a PDF.
bool TurnsDirection(const std::string& name) {
  const auto holds = [&](const char* mark) { return name.find(mark) != std::string::npos; };
  return std::ranges::any_of(
      std::initializer_list<const char*>{"\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d",
                                         "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"},
      holds);
}
}  // namespace

absl::StatusOr<std::string> MediaTypeOf(const std::string& file) {
  if (file.empty()) return rpc::FieldError("file", "send the file: it is empty");
  if (IsPdf(file)) return "application/pdf"s;
  if (IsPng(file)) return "image/png"s;
  if (IsJpeg(file)) return "image/jpeg"s;
  return rpc::FieldError("file", "send a whole PDF, PNG or JPEG: its bytes are none of these");
}

std::string NameOfType(const std::string& name, const std::string& media_type) {
  const std::string lower = absl::AsciiStrToLower(name);
  const auto ends = [&](std::initializer_list<const char*> endings) {
    return std::ranges::any_of(endings, [&](const char* one) { return lower.ends_with(one); });
  };
  if (media_type == "application/pdf") return ends({".pdf"}) ? name : name + ".pdf";
  if (media_type == "image/png") return ends({".png"}) ? name : name + ".png";
  if (media_type == "image/jpeg") return ends({".jpg", ".jpeg"}) ? name : name + ".jpg";
  return name;
}

absl::Status CheckFileName(const std::string& name) {
  const bool is_path = name.find_first_of("/\\") != std::string::npos || name.starts_with(".");
  const bool has_controls =
      std::ranges::any_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  if (is_path || has_controls || TurnsDirection(name))
    return rpc::FieldError(
        "file_name", "give a plain name such as permit.pdf, without path or hidden characters");
  return absl::OkStatus();
}
}  // namespace aor::documents
