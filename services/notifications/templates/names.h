// What a message names by id or code, in words of its reader's language: fr, de or en.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace aor::notifications {
// Of the values that a template prints.
void NameInWords(std::map<std::string, std::string>& values, std::string_view language);
}  // namespace aor::notifications
