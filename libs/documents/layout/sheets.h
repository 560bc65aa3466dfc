// A paper in the making: A4 pages on which things are placed from top to bottom. Nothing is
// drawn before Finish, since only then it is known how many pages there are.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "libs/calendar/calendar.h"
#include "libs/documents/layout/words.h"

namespace aor::documents {
struct Point {
  double x = 0, y = 0;
};
struct Rect {
  double x = 0, y = 0, width = 0, height = 0;
};

constexpr Rect kA4{0, 0, 595.276, 841.89};
constexpr Rect kBody4{Mm(20), Mm(16), Mm(170), Mm(258)};  // where content stands

// What a reader of the file finds beside its text.
struct Properties {
  std::string title, author;
  std::string language;    // BCP 47: "fr-CH"
  calendar::Date created;  // of the business, never of the machine
  std::string foot;        // at the left of every page's foot
  // Sheets fills these, in the order of drawing: what each figure shows, in words; how many columns
  // each cell of a table spans.
  std::vector<std::string> figures = {};
  std::vector<size_t> spans = {};
};

// One thread at a time.
class Sheets {
 public:
  Sheets(const Fonts& fonts, Properties properties);
  Sheets(const Sheets&) = delete;

  double left() const { return kBody4.x; }
  double width() const { return kBody4.width; }
  double right() const { return kBody4.x + kBody4.width; }
  double y = kBody4.y;  // where the next thing goes
  double room() const { return kBody4.y + kBody4.height - y; }
  bool AtTop() const { return y <= kBody4.y; }
  void NewPage();
  // A new page unless `height` fits on this one.
  void Need(double height);
  // What begins here goes to a new page with what needs `height` below it, unless both fit on this
  // one, or half a page does not hold them.
  void Begin();
  void Gather(double height);
  // Throws Unprintable for what is higher than a page.
  static void CheckFits(double height);

  Words Set(const std::string& text, const Style& style = kBody, double width = 0) const;
  void Place(const Words& words, Point at) { Place(words, at, 0, words.lines()); }
  void Place(const Words& words, Point at, int first, int last);
  void Line(Point from, Point to, double thickness = 0.5, double grey = 0);
  void Fill(Rect rect, double grey);
  // The structure that screen readers follow ("H1", "P", "Table", "TR", "TH", "TD"); what is
  // opened is closed on the same page. No text stands outside of it.
  void Open(const char* tag);
  void Close(const char* tag);
  void Tagged(const char* tag, const Words& words, Point at);
  // A "TH" or "TD", which are opened by this alone.
  void OpenCell(const char* tag, size_t columns);
  // What is drawn until Close("Figure"), with what it shows for who does not see it.
  void OpenFigure(const std::string& shows);
  // This page's number stands at `y` instead of at the foot: something else is there.
  void LiftFoot(double y) { pages_.back().foot = y; }

  // The bytes of the file; the same things placed give the same bytes.
  std::string Finish();

 private:
  using Mark = std::function<void(cairo_t*)>;
  struct Page {
    std::vector<Mark> marks;
    double foot = Mm(284);
  };
  void Foot(cairo_t* cairo, const Page& page, size_t number) const;
  std::string Draw() const;

  Fonts::Loan loan_;
  Properties properties_;
  Owned<PangoContext> context_;
  std::vector<Page> pages_;
  struct Begun {
    size_t page = 0, marks = 0;
    double y = 0;
  } begun_;
};
}  // namespace aor::documents
