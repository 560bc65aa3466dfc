#include "libs/documents/layout/catalogue.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>

#include <stdexcept>

namespace aor::documents {
namespace {
constexpr std::string_view kEnd = ">>\nendobj\n", kStart = "startxref\n";

[[noreturn]] void Unknown(const char* what) {
  throw std::logic_error(
      absl::StrCat("cairo writes another file than this was written for: no ", what));
}

// Where the cross-reference table begins, as the file itself says.
size_t TableOf(const std::string& file, size_t start) {
  size_t table = 0;
  const std::string number = file.substr(start, file.find('\n', start) - start);
  if (!absl::SimpleAtoi(number, &table) || file.compare(table, 5, "xref\n") != 0) Unknown("table");
  return table;
}
}  // namespace

// The catalogue is the last object before the table, so no other object moves.
std::string WithLanguage(std::string file, const std::string& language) {
  const size_t start = file.rfind(kStart);
  if (start == std::string::npos) Unknown("trailer");
  const size_t table = TableOf(file, start + kStart.size());
  const size_t end = table - kEnd.size();
  const bool is_last = file.compare(end, kEnd.size(), kEnd) == 0 &&
                       file.rfind("<< /Type /Catalog\n", end) > file.rfind(" 0 obj\n", end);
  if (!is_last) Unknown("catalogue");
  const std::string said =
      absl::StrCat("   /Lang (", language, ")\n   /MarkInfo << /Marked true >>\n",
                   "   /ViewerPreferences << /DisplayDocTitle true >>\n");
  file.resize(start);
  file.insert(end, said);
  return absl::StrCat(file, "startxref\n", table + said.size(), "\n%%EOF\n");
}
}  // namespace aor::documents
