#include "services/aorctl/csv.h"

#include <absl/strings/str_cat.h>

namespace aor::aorctl {
namespace {
absl::Status Bad(int line, std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", std::string(why)));
}

bool IsUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const int more = lead < 0x80       ? 0
                     : lead >> 5 == 6  ? 1
                     : lead >> 4 == 14 ? 2
                     : lead >> 3 == 30 ? 3
                                       : -1;
    if (more < 0 || i + more >= text.size() + (more == 0)) return false;
    for (int k = 1; k <= more; ++k)
      if ((text[i + k] & 0xC0) != 0x80) return false;
    i += more + 1;
  }
  return true;
}

// Reads one record from `at` on; counts the lines it spans.
absl::StatusOr<CsvRow> ReadRow(std::string_view text, size_t& at, int& line) {
  CsvRow row{line, {""}};
  bool quoted = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') ++line;
    if (quoted) {
      if (c != '"') {
        row.cells.back() += c;
      } else if (at + 1 < text.size() && text[at + 1] == '"') {
        row.cells.back() += text[++at];
      } else {
        quoted = false;
      }
    } else if (c == '"' && row.cells.back().empty()) {
      quoted = true;
    } else if (c == ',') {
      row.cells.emplace_back();
    } else if (c == '\n') {
      ++at;
      return row;
    } else if (c != '\r') {
      row.cells.back() += c;
    }
  }
  if (quoted) return Bad(row.line, "the quote is never closed");
  return row;
}
}  // namespace

absl::StatusOr<std::vector<CsvRow>> ParseCsv(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::vector<CsvRow> rows;
  int line = 1;
  for (size_t at = 0; at < text.size();) {
    auto row = ReadRow(text, at, line);
    if (!row.ok()) return row.status();
    const bool empty = row->cells.size() == 1 && row->cells[0].empty();
    if (empty || row->cells[0].starts_with("#")) continue;
    for (const std::string& cell : row->cells)
      if (!IsUtf8(cell)) return Bad(row->line, "save the file as UTF-8");
    if (!rows.empty() && row->cells.size() != rows[0].cells.size())
      return Bad(row->line, absl::StrCat("has ", row->cells.size(), " cells where the heading has ",
                                         rows[0].cells.size()));
    rows.push_back(*std::move(row));
  }
  return rows;
}
}  // namespace aor::aorctl
