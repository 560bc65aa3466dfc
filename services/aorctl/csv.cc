#include "services/aorctl/csv.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <absl/strings/str_replace.h>

#include <algorithm>
#include <optional>

#include "services/aorctl/utf8.h"

namespace aor::aorctl {
namespace {
// Reads one record from `at` on and counts the lines it spans; nothing where a quote is
// never closed.
std::optional<CsvRow> ReadRow(std::string_view text, size_t& at, int& line) {
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
  if (quoted) return std::nullopt;
  return row;
}

// Only the line on which the quote was opened is lost.
CsvProblem OpenQuote(std::string_view text, size_t& at, int& line) {
  const size_t end = std::min(text.find('\n', at), text.size());
  CsvProblem problem{{line, {std::string(text.substr(at, end - at))}}, kOpenQuote};
  at = end + 1;
  ++line;
  return problem;
}

// Is the line at `at` a remark, or empty? A quoted "#12" is a cell like any other.
bool IsSkipped(std::string_view text, size_t at) {
  return text[at] == '#' || text[at] == '\n' || text.substr(at, 2) == "\r\n";
}

size_t NextLine(std::string_view text, size_t at) {
  return std::min(text.find('\n', at), text.size() - 1) + 1;
}

std::string ProblemOf(const CsvRow& row, const std::vector<CsvRow>& before, size_t cells_before) {
  for (const std::string& cell : row.cells)
    if (!IsUtf8(cell)) return "save the file as UTF-8";
  if (before.empty() || row.cells.size() == before[0].cells.size()) return "";
  const auto own = [&](const CsvRow& of) { return of.cells.size() - cells_before; };
  return absl::StrCat("has ", row.cells.size() < cells_before ? 0 : own(row),
                      " cells where the heading has ", own(before[0]));
}

bool NeedsQuotes(const std::string& cell) {
  return cell.find_first_of(",\"\n\r") != std::string::npos || cell.starts_with("#");
}
}  // namespace

CsvFile ParseCsv(std::string_view text, size_t cells_before) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  CsvFile file;
  int line = 1;
  for (size_t at = 0; at < text.size();) {
    if (IsSkipped(text, at)) {
      at = NextLine(text, at);
      ++line;
      continue;
    }
    size_t begin = at;
    int first = line;
    auto row = ReadRow(text, at, line);
    if (!row) {
      file.problems.push_back(OpenQuote(text, begin, first));
      at = begin;
      line = first;
    } else if (auto why = ProblemOf(*row, file.rows, cells_before); !why.empty()) {
      file.problems.push_back({*std::move(row), std::move(why)});
    } else {
      file.rows.push_back(*std::move(row));
    }
  }
  return file;
}

std::string CsvLine(const std::vector<std::string>& cells) {
  return absl::StrJoin(
             cells, ",",
             [](std::string* out, const std::string& cell) {
               if (!NeedsQuotes(cell)) return absl::StrAppend(out, cell);
               absl::StrAppend(out, "\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
             }) +
         "\n";
}
}  // namespace aor::aorctl
