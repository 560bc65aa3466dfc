#include "libs/documents/layout/table.h"

#include <algorithm>

#include "libs/documents/layout/unprintable.h"

namespace aor::documents {
namespace {
constexpr double kPadding = 2.6, kAboveSection = 4, kBetween = Mm(5), kBeforeUnit = Mm(1),
                 kLeastText = Mm(20), kAfter = Mm(2);

bool Belongs(const Row& row) {
  return row.kind != Row::Kind::kLine && row.kind != Row::Kind::kSection;
}
bool IsBold(const Row& row) { return row.kind != Row::Kind::kLine && row.kind != Row::Kind::kPart; }

Style StyleOf(const Row& row) {
  return {.size = row.kind == Row::Kind::kTotal ? 10.0 : 8.5, .bold = IsBold(row)};
}

// Cells set, with the height they take, and blank space above them.
struct SetRow {
  std::vector<std::optional<Words>> cells;
  double height = 0, above = 0;
};

class Drawing {
 public:
  Drawing(Sheets& sheets, const Table& table) : sheets_(sheets), table_(table) {
    heading_.cells.resize(table.columns.size());
    rows_.resize(table.rows.size());
    SetNumbers();
    ShareWidth();
    SetTexts();
  }

  void Draw() {
    Begin();
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (Needed(i) > sheets_.room()) Break(i);
      DrawRow(table_.rows[i], rows_[i]);
      Count(table_.rows[i]);
    }
    sheets_.Close("Table");
    sheets_.y += kAfter;
  }

 private:
  static constexpr Style kHeading{.size = 7.5, .bold = true, .ink = Ink::kGrey};

  bool IsNumber(size_t column) const {
    return table_.columns[column].align == Align::kRight || table_.columns[column].unit;
  }
  bool IsOpen(size_t column) const {
    return !IsNumber(column) && table_.columns[column].width == 0;
  }
  double GapBefore(size_t column) const {
    if (column == 0) return 0;
    return table_.columns[column].unit ? kBeforeUnit : kBetween;
  }

  // Numbers first, on one line each: they say how wide their columns are.
  void SetNumbers() {
    widths_.resize(table_.columns.size());
    for (size_t c = 0; c < widths_.size(); ++c) {
      widths_[c] = table_.columns[c].width;
      if (!IsNumber(c)) continue;
      heading_.cells[c] = sheets_.Set(table_.columns[c].heading, kHeading);
      widths_[c] = std::max(widths_[c], heading_.cells[c]->width());
      for (size_t r = 0; r < rows_.size(); ++r) SetNumber(r, c);
    }
    ReserveCarry();
  }

  void SetNumber(size_t r, size_t c) {
    const Row& row = table_.rows[r];
    rows_[r].cells.resize(table_.columns.size());
    if (row.cells.at(c).empty()) return;
    rows_[r].cells[c] = sheets_.Set(row.cells[c], StyleOf(row));
    widths_[c] = std::max(widths_[c], rows_[r].cells[c]->width());
  }

  // A sum on the way can be wider than any line.
  void ReserveCarry() {
    std::optional<money::Money> sum;
    for (const Row& row : table_.rows) {
      if (!table_.carry || !row.counts) continue;
      sum = sum ? *sum + *row.counts : *row.counts;
    }
    if (!sum) return;
    const Words words = sheets_.Set(table_.carry->print(*sum), {.size = 8.5, .bold = true});
    widths_.back() = std::max(widths_.back(), words.width());
  }

  void ShareWidth() {
    double rest = sheets_.width();
    for (size_t c = 0; c < widths_.size(); ++c) rest -= GapBefore(c) + widths_[c];
    size_t open = 0;
    for (size_t c = 0; c < widths_.size(); ++c) open += IsOpen(c);
    if (open > 0 ? rest / open < kLeastText : rest < 0) {
      throw Unprintable("the columns of the table are wider than the page: shorten the amounts");
    }
    for (size_t c = 0; c < widths_.size(); ++c)
      if (IsOpen(c)) widths_[c] = rest / open;
  }

  void SetTexts() {
    for (size_t c = 0; c < widths_.size(); ++c) {
      if (!IsNumber(c))
        heading_.cells[c] = sheets_.Set(table_.columns[c].heading, kHeading, widths_[c]);
      heading_.height = std::max(heading_.height, heading_.cells[c]->height() + 2 * kPadding);
    }
    for (size_t r = 0; r < rows_.size(); ++r) {
      rows_[r].cells.resize(widths_.size());
      rows_[r].height = table_.rows[r].least;
      for (size_t c = 0; c < widths_.size(); ++c) SetText(r, c);
      if (table_.rows[r].kind == Row::Kind::kSection && r > 0) rows_[r].above = kAboveSection;
      rows_[r].height += rows_[r].above;
      Sheets::CheckFits(rows_[r].height + heading_.height + 2 * CarryHeight());
    }
  }

  void SetText(size_t r, size_t c) {
    const Row& row = table_.rows[r];
    if (!IsNumber(c) && !row.cells.at(c).empty())
      rows_[r].cells[c] = sheets_.Set(row.cells[c], StyleOf(row), TextWidth(row, c));
    if (rows_[r].cells[c])
      rows_[r].height = std::max(rows_[r].height, rows_[r].cells[c]->height() + 2 * kPadding);
  }

  // A text may spread over the empty cells at its right.
  double TextWidth(const Row& row, size_t c) const {
    double width = widths_[c];
    for (size_t next = c + 1; next < widths_.size() && row.cells[next].empty(); ++next)
      width += GapBefore(next) + widths_[next];
    return row.kind == Row::Kind::kLine ? widths_[c] : width;
  }

  double CarryHeight() const { return table_.carry ? 12 + 2 * kPadding : 0; }
  double BelowHeight() const { return table_.below > 0 ? kAfter + table_.below : 0; }

  // What must stand on this page if row `i` does: a section's first line, the sums below a
  // line, and the line that carries over if more follows, or else what stands below the table.
  double Needed(size_t i) const {
    double height = rows_[i].height;
    size_t next = i + 1;
    if (table_.rows[i].kind == Row::Kind::kSection && next < rows_.size())
      height += rows_[next++].height;
    while (next < rows_.size() && Belongs(table_.rows[next])) height += rows_[next++].height;
    return height + (next < rows_.size() ? CarryHeight() : BelowHeight());
  }

  // A short one is not broken.
  void Begin() {
    double height = heading_.height;
    for (const SetRow& row : rows_) height += row.height;
    if (height <= kBody4.height / 3) sheets_.Gather(height + BelowHeight());
    if (heading_.height + (rows_.empty() ? 0 : Needed(0)) > sheets_.room()) sheets_.NewPage();
    sheets_.Open("Table");
    DrawCells(heading_, "TH");
    Rule(0.75, 0);
  }

  // A column that never counted has nothing to carry.
  void Break(size_t next) {
    if (sum_) DrawCarry(table_.carry->forward);
    sheets_.Close("Table");
    sheets_.NewPage();
    sheets_.Open("Table");
    DrawCells(heading_, "TH");
    Rule(0.75, 0);
    if (sum_) DrawCarry(table_.carry->brought);
    if (Needed(next) > sheets_.room())
      throw Unprintable("rows of the table that belong together are higher than a page");
  }

  void DrawCarry(const std::string& label) {
    Row row{std::vector<std::string>(widths_.size()), Row::Kind::kSum, {}};
    row.cells.front() = label;
    row.cells.back() = table_.carry->print(*sum_);
    SetRow set;
    set.cells.resize(widths_.size());
    const Style style{.size = 8.5, .bold = true, .ink = Ink::kGrey};
    set.cells.front() = sheets_.Set(label, style);
    set.cells.back() = sheets_.Set(row.cells.back(), style);
    set.height = CarryHeight();
    DrawCells(set, "TD");
    Rule(0.25, 0.6);
  }

  void Count(const Row& row) {
    if (!table_.carry || !row.counts) return;
    sum_ = sum_ ? *sum_ + *row.counts : *row.counts;
  }

  void DrawRow(const Row& row, const SetRow& set) {
    if (row.kind == Row::Kind::kSum) Rule(0.4, 0);
    if (row.kind == Row::Kind::kTotal) Rule(0.75, 0);
    DrawCells(set, "TD");
    if (row.kind == Row::Kind::kTotal) Rule(0.75, 0);
    if (!IsBold(row)) Rule(0.25, 0.8);
  }

  void DrawCells(const SetRow& set, const char* tag) {
    sheets_.Open("TR");
    double x = sheets_.left();
    for (size_t c = 0; c < widths_.size(); x += widths_[c++]) {
      if (table_.columns[c].boxed)
        sheets_.Line({x + kBetween / 4, sheets_.y}, {x + kBetween / 4, sheets_.y + set.height},
                     0.25, 0.6);
      x += GapBefore(c);
      if (!IsSpanned(set, c)) DrawCell(c, set, tag, x);
    }
    sheets_.Close("TR");
    sheets_.y += set.height;
  }

  // What says nothing belongs to the cell before it, unless somebody is to write there: who hears
  // the table read out counts columns.
  bool IsSpanned(const SetRow& set, size_t c) const {
    return c > 0 && !set.cells[c] && !table_.columns[c].boxed;
  }

  void DrawCell(size_t c, const SetRow& set, const char* tag, double x) {
    size_t end = c + 1;
    while (end < widths_.size() && IsSpanned(set, end)) ++end;
    sheets_.OpenCell(tag, end - c);
    if (const auto& words = set.cells[c]) {
      const bool at_right = table_.columns[c].align == Align::kRight;
      sheets_.Place(*words, {at_right ? x + widths_[c] - words->width() : x,
                             sheets_.y + set.above + kPadding});
    }
    sheets_.Close(tag);
  }

  void Rule(double thickness, double grey) {
    sheets_.Line({sheets_.left(), sheets_.y}, {sheets_.right(), sheets_.y}, thickness, grey);
  }

  Sheets& sheets_;
  const Table& table_;
  std::vector<double> widths_;
  SetRow heading_;
  std::vector<SetRow> rows_;
  std::optional<money::Money> sum_;
};
}  // namespace

void Draw(Sheets& sheets, const Table& table) { Drawing(sheets, table).Draw(); }
}  // namespace aor::documents
