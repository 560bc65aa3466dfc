// A table over as many pages as it needs: the heading repeats, and a column of amounts is
// carried over. Numbers are never wrapped: their columns are as wide as what they hold.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "libs/documents/layout/sheets.h"
#include "libs/money/money.h"

namespace aor::documents {
struct Column {
  std::string heading;
  Align align = Align::kLeft;
  double width = 0;    // of text that wraps, in points; 0: an equal share of what numbers leave
  bool unit = false;   // stands close behind the number before it, on one line
  bool boxed = false;  // a line at its left: to write in
};

struct Row {
  // A part is what leads from one sum to the next, such as VAT.
  enum class Kind { kLine, kSection, kPart, kSum, kTotal };
  std::vector<std::string> cells;  // one for each column
  Kind kind = Kind::kLine;
  std::optional<money::Money> counts = {};  // what it adds to the total carried over
  double least = 0;                         // its height at least: to write on
};

// The amount stands in the last column; the words in the first.
struct Carry {
  std::string forward, brought;
  std::function<std::string(const money::Money&)> print;
};

struct Table {
  std::vector<Column> columns;
  std::vector<Row> rows;  // parts, sums and totals never begin a page
  std::optional<Carry> carry = {};
  double below = 0;  // what stands on the page of its last rows, such as signatures
};

// Throws Unprintable if the columns or a row do not fit on a page.
void Draw(Sheets& sheets, const Table& table);
}  // namespace aor::documents
