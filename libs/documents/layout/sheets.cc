#include "libs/documents/layout/sheets.h"

#include <absl/strings/str_cat.h>
#include <cairo-pdf.h>

#include "libs/documents/layout/archive.h"
#include "libs/documents/layout/unprintable.h"

namespace aor::documents {
namespace {
struct DestroyCairo {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Cairo = std::unique_ptr<cairo_t, DestroyCairo>;
using Surface = std::unique_ptr<cairo_surface_t, DestroyCairo>;

// Glyphs stand where the text says, not where a screen would round them to.
Owned<PangoContext> ContextOf(PangoFontMap* map, const std::string& language) {
  Owned<PangoContext> context(pango_font_map_create_context(map));
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context.get(), options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context.get(), false);
  pango_context_set_language(context.get(), pango_language_from_string(language.c_str()));
  return context;
}

cairo_status_t Append(void* file, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(file)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

void Describe(cairo_surface_t* surface, const Properties& properties) {
  const std::string created = calendar::ToString(properties.created) + "T00:00:00Z";
  const auto set = [&](cairo_pdf_metadata_t key, const std::string& value) {
    cairo_pdf_surface_set_metadata(surface, key, value.c_str());
  };
  set(CAIRO_PDF_METADATA_TITLE, properties.title);
  set(CAIRO_PDF_METADATA_AUTHOR, properties.author);
  set(CAIRO_PDF_METADATA_CREATE_DATE, created);
  set(CAIRO_PDF_METADATA_MOD_DATE, created);
}

void Check(cairo_status_t status) {
  if (status == CAIRO_STATUS_SUCCESS) return;
  throw Unprintable(absl::StrCat("the page cannot be drawn: ", cairo_status_to_string(status)));
}
}  // namespace

Sheets::Sheets(const Fonts& fonts, Properties properties)
    : loan_(fonts),
      properties_(std::move(properties)),
      context_(ContextOf(loan_.map(), properties_.language)),
      pages_(1) {}

void Sheets::NewPage() {
  pages_.emplace_back();
  y = kBody4.y;
}

void Sheets::CheckFits(double height) {
  if (height > kBody4.height) throw Unprintable("a text is higher than a page: shorten it");
}

void Sheets::Need(double height) {
  CheckFits(height);
  if (height > room()) NewPage();
}

void Sheets::Begin() { begun_ = {pages_.size(), pages_.back().marks.size(), y}; }

void Sheets::Gather(double height) {
  const double moved = y - begun_.y;
  const bool moves =
      begun_.page == pages_.size() && begun_.y > kBody4.y && moved + height <= kBody4.height / 2;
  if (height <= room() || !moves) return;
  auto& marks = pages_.back().marks;
  const auto first = marks.begin() + static_cast<std::ptrdiff_t>(begun_.marks);
  std::vector<Mark> taken(std::make_move_iterator(first), std::make_move_iterator(marks.end()));
  marks.erase(first, marks.end());
  NewPage();
  for (Mark& mark : taken)
    pages_.back().marks.push_back(
        [mark = std::move(mark), up = kBody4.y - begun_.y](cairo_t* cairo) {
          cairo_translate(cairo, 0, up);
          mark(cairo);
          cairo_translate(cairo, 0, -up);
        });
  y += moved;
}

Words Sheets::Set(const std::string& text, const Style& style, double width) const {
  return Words(context_.get(), text, style, width);
}

void Sheets::Place(const Words& words, Point at, int first, int last) {
  pages_.back().marks.push_back(
      [=](cairo_t* cairo) { words.Draw(cairo, at.x, at.y, first, last); });
}

void Sheets::Line(Point from, Point to, double thickness, double grey) {
  pages_.back().marks.push_back([=](cairo_t* cairo) {
    cairo_set_source_rgb(cairo, grey, grey, grey);
    cairo_set_line_width(cairo, thickness);
    cairo_move_to(cairo, from.x, from.y);
    cairo_line_to(cairo, to.x, to.y);
    cairo_stroke(cairo);
  });
}

void Sheets::Fill(Rect rect, double grey) {
  pages_.back().marks.push_back([=](cairo_t* cairo) {
    cairo_set_source_rgb(cairo, grey, grey, grey);
    cairo_rectangle(cairo, rect.x, rect.y, rect.width, rect.height);
    cairo_fill(cairo);
  });
}

void Sheets::Open(const char* tag) {
  pages_.back().marks.push_back([=](cairo_t* cairo) { cairo_tag_begin(cairo, tag, nullptr); });
}

void Sheets::OpenCell(const char* tag, size_t columns) {
  properties_.spans.push_back(columns);
  Open(tag);
}

void Sheets::OpenFigure(const std::string& shows) {
  properties_.figures.push_back(shows);
  Open("Figure");
}

void Sheets::Close(const char* tag) {
  pages_.back().marks.push_back([=](cairo_t* cairo) { cairo_tag_end(cairo, tag); });
}

void Sheets::Tagged(const char* tag, const Words& words, Point at) {
  Open(tag);
  Place(words, at);
  Close(tag);
}

void Sheets::Foot(cairo_t* cairo, const Page& page, size_t number) const {
  constexpr Style kFoot{.size = 7.5, .ink = Ink::kGrey};
  const Words count = Set(absl::StrCat(number, " / ", pages_.size()), kFoot);
  const Words foot = Set(properties_.foot, kFoot, width() - count.width() - Mm(8));
  if (foot.height() > Mm(9))
    throw Unprintable("the foot of the page is too long: shorten the title or number");
  foot.Draw(cairo, left(), page.foot, 0, foot.lines());
  count.Draw(cairo, right() - count.width(), page.foot, 0, 1);
}

std::string Sheets::Draw() const {
  std::string file;
  const Surface surface(cairo_pdf_surface_create_for_stream(Append, &file, kA4.width, kA4.height));
  Describe(surface.get(), properties_);
  const Cairo cairo(cairo_create(surface.get()));
  for (size_t number = 1; number <= pages_.size(); ++number) {
    for (const Mark& mark : pages_[number - 1].marks) mark(cairo.get());
    Foot(cairo.get(), pages_[number - 1], number);
    cairo_show_page(cairo.get());
  }
  Check(cairo_status(cairo.get()));
  cairo_surface_finish(surface.get());
  Check(cairo_surface_status(surface.get()));
  return file;
}

std::string Sheets::Finish() { return Archived(Draw(), properties_); }
}  // namespace aor::documents
