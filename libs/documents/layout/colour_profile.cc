#include "libs/documents/layout/colour_profile.h"

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace aor::documents {
namespace {
constexpr size_t kHeader = 128;

std::string Big(uint32_t value, int bytes = 4) {
  std::string big;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    big += static_cast<char>(value >> shift);
  return big;
}

std::string Zeros(size_t count) { return std::string(count, '\0'); }

// Numbers with 16 bits behind the point.
std::string Colour(double x, double y, double z) {
  std::string colour;
  for (const double part : {x, y, z})
    colour += Big(static_cast<uint32_t>(std::lround(part * 65536)));
  return colour;
}
std::string ColourTag(double x, double y, double z) { return "XYZ " + Zeros(4) + Colour(x, y, z); }

std::string Description() {
  const std::string name = std::string(kProfileName) + '\0';
  return "desc" + Zeros(4) + Big(name.size()) + name + Zeros(4 + 4 + 2 + 1 + 67);
}

// One exponent, 2.2, with 8 bits behind the point.
std::string Curve() { return "curv" + Zeros(4) + Big(1) + Big(0x0233, 2); }

std::string Header(size_t size) {
  const std::string header = Big(size) + Zeros(4) + Big(0x02100000) + "mntrRGB XYZ " + Zeros(12) +
                             "acsp" + Zeros(28) + Colour(0.9642, 1, 0.8249);
  return header + Zeros(kHeader - header.size());
}
}  // namespace

std::string ColourProfile() {
  const std::vector<std::pair<std::string, std::string>> tags = {
      {"desc", Description()},
      {"cprt", "text" + Zeros(4) + "none" + Zeros(1)},
      {"wtpt", ColourTag(0.9642, 1, 0.8249)},
      {"rXYZ", ColourTag(0.4360, 0.2225, 0.0139)},
      {"gXYZ", ColourTag(0.3851, 0.7169, 0.0971)},
      {"bXYZ", ColourTag(0.1431, 0.0606, 0.7141)},
      {"rTRC", Curve()},
      {"gTRC", Curve()},
      {"bTRC", Curve()}};
  std::string table = Big(tags.size()), data;
  const size_t first = kHeader + 4 + 12 * tags.size();
  for (const auto& [name, value] : tags) {
    table += name + Big(first + data.size()) + Big(value.size());
    data += value + Zeros((4 - value.size() % 4) % 4);
  }
  return Header(first + data.size()) + table + data;
}
}  // namespace aor::documents
