#include "libs/documents/layout/fonts.h"

#include <absl/strings/str_cat.h>
#include <pango/pangofc-fontmap.h>

namespace aor::documents {
namespace {
const char* const kFiles[] = {
    "noto/NotoSans-Regular.ttf",
    "noto/NotoSans-Bold.ttf",
    "noto/NotoSansHebrew-Regular.ttf",
    "noto/NotoSansHebrew-Bold.ttf",
    "noto/NotoSansArabic-Regular.ttf",
    "noto/NotoSansArabic-Bold.ttf",
    "liberation2/LiberationSans-Regular.ttf",
    "liberation2/LiberationSans-Bold.ttf",
};
}  // namespace

absl::StatusOr<std::unique_ptr<const Fonts>> Fonts::Load(const std::string& folder) {
  std::unique_ptr<Fonts> fonts(new Fonts(FcConfigCreate()));
  for (const char* file : kFiles) {
    const std::string path = absl::StrCat(folder, "/", file);
    if (!FcConfigAppFontAddFile(fonts->config_.get(),
                                reinterpret_cast<const FcChar8*>(path.c_str()))) {
      return absl::NotFoundError(absl::StrCat("fonts: ", path, " cannot be read; install ",
                                              "fonts-noto-core and fonts-liberation2"));
    }
  }
  return fonts;
}

Owned<PangoFontMap> Fonts::Take() const {
  const std::lock_guard lock(mutex_);
  if (!idle_.empty()) {
    Owned<PangoFontMap> map = std::move(idle_.back());
    idle_.pop_back();
    return map;
  }
  Owned<PangoFontMap> map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map.get()), config_.get());
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map.get()), 72);
  return map;
}

void Fonts::GiveBack(Owned<PangoFontMap> map) const {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(map));
}
}  // namespace aor::documents
