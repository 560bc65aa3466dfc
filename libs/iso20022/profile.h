// The elements that our payment files use, in the order of the schema.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "libs/iso20022/text_rules.h"

namespace aor::iso20022 {
struct Element {
  std::string_view indented;  // as deep in the tree as its name is indented
  size_t least, most;
  TextRule rule;  // nothing for an element that holds others

  size_t depth() const { return indented.find_first_not_of(' '); }
  std::string_view name() const { return indented.substr(depth()); }
};
const Element& DocumentElement();
// What may stand in an element of the profile. An element that may come more
// than twice is named with its number in paths.
std::span<const Element* const> ChildrenOf(const Element& parent);
inline constexpr size_t kMany = 1'000'000;
}  // namespace aor::iso20022
