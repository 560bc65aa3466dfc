// A piece of text, set once: measured, then placed whole or line by line.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <string>

#include "libs/documents/layout/fonts.h"

namespace aor::documents {
constexpr double Mm(double millimetres) { return millimetres * 72 / 25.4; }

enum class Align { kLeft, kRight };
enum class Ink { kBlack, kGrey };

struct Style {
  double size = 9;
  bool bold = false;
  Ink ink = Ink::kBlack;
  Align align = Align::kLeft;
  const char* face = kText;
  double leading = 0;  // from baseline to baseline; 0: the font's own
};
constexpr Style kBody{};
constexpr Style kStrong{.bold = true};
constexpr Style kSmall{.size = 8};
constexpr Style kLabel{.size = 8, .ink = Ink::kGrey};

// All in points. Copies share one layout.
class Words {
 public:
  // Sets `text` within `width`; 0 leaves it on one line. Throws Unprintable for what is no
  // UTF-8, for control characters, and for a character that no font has.
  Words(PangoContext* context, const std::string& text, const Style& style, double width = 0);

  double width() const { return width_; }
  double height() const { return height_; }
  int lines() const { return pango_layout_get_line_count(layout_.get()); }
  // From the top to where line `line` begins; `lines()` gives the height.
  double TopOf(int line) const;
  // Draws the lines from `first` to before `last`, the top of the first at y.
  void Draw(cairo_t* cairo, double x, double y, int first, int last) const;

 private:
  double IndentOf(double line) const;

  std::shared_ptr<PangoLayout> layout_;
  double box_, width_ = 0, height_ = 0;
  Style style_;
};
}  // namespace aor::documents
