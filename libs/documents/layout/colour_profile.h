// What red, green and blue of a paper mean: an ICC profile (version 2.1) of the primaries of sRGB,
// which an archived file carries. 480 bytes, where others have thousands.
#pragma once

#include <string>

namespace aor::documents {
inline constexpr char kProfileName[] = "sRGB";
std::string ColourProfile();
}  // namespace aor::documents
