// The fonts that papers are set in, and no others: what else the machine has installed
// changes no paper.
#pragma once

#include <absl/status/statusor.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace aor::documents {
template <class T>
struct Unref {
  void operator()(T* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref<T>>;

// What the first family lacks, the one of the script has: a name in Chinese is set beside one in
// Latin letters.
inline constexpr char kText[] = "Noto Sans";
// The standard of the Swiss QR-bill allows Arial, Frutiger, Helvetica and this one.
inline constexpr char kQrBill[] = "Liberation Sans, Noto Sans";

class Fonts {
 public:
  // `folder` as Debian's packages fonts-noto-core, fonts-liberation2, fonts-wqy-microhei and
  // fonts-symbola fill it. A file that is missing is named.
  static absl::StatusOr<std::unique_ptr<const Fonts>> Load(
      const std::string& folder = "/usr/share/fonts/truetype");

  // A map of fonts belongs to one thread at a time; there are as many as papers in work.
  // Must not outlive the fonts.
  class Loan {
   public:
    explicit Loan(const Fonts& fonts) : fonts_(fonts), map_(fonts.Take()) {}
    ~Loan() { fonts_.GiveBack(std::move(map_)); }
    Loan(const Loan&) = delete;
    PangoFontMap* map() const { return map_.get(); }

   private:
    const Fonts& fonts_;
    Owned<PangoFontMap> map_;
  };

 private:
  struct Destroy {
    void operator()(FcConfig* config) const { FcConfigDestroy(config); }
  };
  explicit Fonts(FcConfig* config) : config_(config) {}
  Owned<PangoFontMap> Take() const;
  void GiveBack(Owned<PangoFontMap> map) const;

  std::unique_ptr<FcConfig, Destroy> config_;
  mutable std::mutex mutex_;
  mutable std::vector<Owned<PangoFontMap>> idle_;
};
}  // namespace aor::documents
