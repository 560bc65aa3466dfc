#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aor::aorctl {
struct CsvRow {
  int line = 0;  // of the file, from 1
  std::vector<std::string> cells;
};
inline constexpr char kOpenQuote[] = "the quote is never closed";
struct CsvProblem {
  CsvRow row;  // as far as it could be read; a line with an open quote is one cell
  std::string why;
};
struct CsvFile {
  std::vector<CsvRow> rows;  // the heading first
  std::vector<CsvProblem> problems;
};
// RFC 4180, UTF-8 (a byte order mark is skipped), "," between cells; lines that start
// with # and empty lines are skipped. All that is wrong is told, each with its line: a row
// with another number of cells than the heading, bytes that are no UTF-8, an open quote.
// What follows an open quote is read from the next line on. `cells_before` of each row stand
// before its own, and are not among the cells that a problem counts.
CsvFile ParseCsv(std::string_view text, size_t cells_before = 0);
// A line of such a file.
std::string CsvLine(const std::vector<std::string>& cells);
}  // namespace aor::aorctl
