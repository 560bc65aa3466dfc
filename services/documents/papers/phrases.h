// What a paper says beside its texts, in each of its languages.
#pragma once

#include <string>
#include <string_view>

#include "libs/documents/papers/press.h"

namespace aor::documents {
struct Phrase {
  std::string_view en, fr, de;
};
inline std::string In(const Reader& reader, const Phrase& phrase) {
  return std::string(reader.language == "fr"   ? phrase.fr
                     : reader.language == "de" ? phrase.de
                                               : phrase.en);
}
}  // namespace aor::documents
