#include "libs/documents/layout/fonts.h"

#include <absl/strings/str_cat.h>
#include <pango/pangofc-fontmap.h>

namespace aor::documents {
namespace {
const char* const kWeights[] = {"Regular", "Bold"};
// Of the scripts that people write their names in, beside Latin, Greek and Cyrillic.
const char* const kScripts[] = {
    "Hebrew",  "Arabic",   "Armenian",          "Georgian", "Devanagari",
    "Bengali", "Gurmukhi", "Gujarati",          "Oriya",    "Tamil",
    "Telugu",  "Kannada",  "Malayalam",         "Sinhala",  "Thai",
    "Lao",     "Khmer",    "Myanmar",           "Ethiopic", "Thaana",
    "Adlam",   "Cherokee", "CanadianAboriginal"};
// In one weight: Chinese, Japanese and Korean; other scripts; emoji and symbols.
const char* const kOneWeight[] = {"wqy/wqy-microhei.ttc",
                                  "noto/NotoSerifTibetan-Regular.ttf",
                                  "noto/NotoSansMongolian-Regular.ttf",
                                  "noto/NotoSansSyriac-Regular.ttf",
                                  "noto/NotoSansNKo-Regular.ttf",
                                  "noto/NotoSansTifinagh-Regular.ttf",
                                  "ancient-scripts/Symbola_hint.ttf"};

std::vector<std::string> Files() {
  std::vector<std::string> files;
  for (const char* weight : kWeights) {
    files.push_back(absl::StrCat("noto/NotoSans-", weight, ".ttf"));
    files.push_back(absl::StrCat("liberation2/LiberationSans-", weight, ".ttf"));
    for (const char* script : kScripts)
      files.push_back(absl::StrCat("noto/NotoSans", script, "-", weight, ".ttf"));
  }
  files.insert(files.end(), std::begin(kOneWeight), std::end(kOneWeight));
  return files;
}
}  // namespace

absl::StatusOr<std::unique_ptr<const Fonts>> Fonts::Load(const std::string& folder) {
  std::unique_ptr<Fonts> fonts(new Fonts(FcConfigCreate()));
  for (const std::string& file : Files()) {
    const std::string path = absl::StrCat(folder, "/", file);
    if (!FcConfigAppFontAddFile(fonts->config_.get(),
                                reinterpret_cast<const FcChar8*>(path.c_str()))) {
      return absl::NotFoundError(
          absl::StrCat("fonts: ", path, " cannot be read; install fonts-noto-core, ",
                       "fonts-liberation2, fonts-wqy-microhei and fonts-symbola"));
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
