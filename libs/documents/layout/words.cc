#include "libs/documents/layout/words.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_format.h>

#include <optional>

#include "libs/documents/layout/unprintable.h"

namespace aor::documents {
namespace {
// The line around a place of a text, enough of it to find it again.
std::string LineAround(const std::string& text, size_t place) {
  const size_t begin = place == 0 ? 0 : text.rfind('\n', place - 1) + 1;
  const std::string line = text.substr(begin, text.find('\n', place) - begin);
  if (g_utf8_strlen(line.data(), line.size()) <= 40) return line;
  return absl::StrCat(line.substr(0, g_utf8_offset_to_pointer(line.data(), 40) - line.data()), "…");
}

std::string NameOf(gunichar c) { return absl::StrFormat("U+%04X", c); }

// Overrides of direction can show an amount or a name as another one.
bool IsOverride(gunichar c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

bool IsRefused(gunichar c) { return (c != '\n' && g_unichar_iscntrl(c)) || IsOverride(c); }

void CheckCharacters(const std::string& text) {
  if (!g_utf8_validate(text.data(), text.size(), nullptr)) {
    throw Unprintable("a text is not valid UTF-8");
  }
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end; at = g_utf8_next_char(at)) {
    const gunichar c = g_utf8_get_char(at);
    if (IsRefused(c)) {
      throw Unprintable(
          absl::StrCat("control character ", NameOf(c), " cannot be printed: remove it"));
    }
  }
}

// Where the first character stands that has no glyph of its own.
size_t FirstMissing(PangoLayout* layout) {
  PangoLayoutIter* iter = pango_layout_get_iter(layout);
  std::optional<size_t> missing;
  do {
    PangoLayoutRun* run = pango_layout_iter_get_run_readonly(iter);
    for (int i = 0; run != nullptr && !missing && i < run->glyphs->num_glyphs; ++i) {
      if (run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
        missing = run->item->offset + run->glyphs->log_clusters[i];
    }
  } while (!missing && pango_layout_iter_next_run(iter));
  pango_layout_iter_free(iter);
  return missing.value_or(0);
}

void CheckGlyphs(PangoLayout* layout, const std::string& text) {
  if (pango_layout_get_unknown_glyphs_count(layout) == 0) return;
  const size_t place = FirstMissing(layout);
  throw Unprintable(absl::StrCat("no font has the character ",
                                 NameOf(g_utf8_get_char(text.data() + place)), " of “",
                                 LineAround(text, place), "”: write it in other letters"));
}

void SetFont(PangoLayout* layout, const Style& style) {
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, style.face);
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
  if (style.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
}

// A word that is wider than its place goes on below as it is: a hyphen could be taken for its own.
void SetAttributes(PangoLayout* layout, double leading) {
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(false));
  if (leading > 0)
    pango_attr_list_insert(attributes, pango_attr_line_height_new_absolute(leading * PANGO_SCALE));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
}

double Grey(Ink ink) { return ink == Ink::kGrey ? 0.38 : 0; }
}  // namespace

Words::Words(PangoContext* context, const std::string& text, const Style& style, double width)
    : layout_(pango_layout_new(context), Unref<PangoLayout>()), box_(width), style_(style) {
  CheckCharacters(text);
  SetFont(layout_.get(), style);
  if (width > 0 || style.leading > 0) SetAttributes(layout_.get(), style.leading);
  pango_layout_set_text(layout_.get(), text.data(), text.size());
  if (width > 0) {
    pango_layout_set_width(layout_.get(), width * PANGO_SCALE);
    pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
  }
  CheckGlyphs(layout_.get(), text);
  PangoRectangle logical;
  pango_layout_get_extents(layout_.get(), nullptr, &logical);
  width_ = pango_units_to_double(logical.width);
  height_ = pango_units_to_double(logical.height);
}

double Words::TopOf(int line) const {
  if (line >= lines()) return height_;
  PangoLayoutIter* iter = pango_layout_get_iter(layout_.get());
  while (line-- > 0) pango_layout_iter_next_line(iter);
  int top = 0;
  pango_layout_iter_get_line_yrange(iter, &top, nullptr);
  pango_layout_iter_free(iter);
  return pango_units_to_double(top);
}

// Left is left also for a name that is read from the right: pango would mirror it.
double Words::IndentOf(double line) const {
  return style_.align == Align::kRight && box_ > 0 ? box_ - line : 0;
}

void Words::Draw(cairo_t* cairo, double x, double y, int first, int last) const {
  cairo_set_source_rgb(cairo, Grey(style_.ink), Grey(style_.ink), Grey(style_.ink));
  const double above = first == 0 ? 0 : TopOf(first);
  PangoLayoutIter* iter = pango_layout_get_iter(layout_.get());
  for (int line = 0; line < last; ++line, pango_layout_iter_next_line(iter)) {
    if (line < first) continue;
    PangoRectangle logical;
    pango_layout_iter_get_line_extents(iter, nullptr, &logical);
    cairo_move_to(cairo, x + IndentOf(pango_units_to_double(logical.width)),
                  y - above + pango_units_to_double(pango_layout_iter_get_baseline(iter)));
    pango_cairo_show_layout_line(cairo, pango_layout_iter_get_line_readonly(iter));
  }
  pango_layout_iter_free(iter);
}
}  // namespace aor::documents
