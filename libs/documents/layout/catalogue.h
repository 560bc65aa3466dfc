// What cairo cannot say in a file's catalogue: the language of the text, that it is tagged,
// and that a reader shows the title instead of the file's name.
#pragma once

#include <string>

namespace aor::documents {
std::string WithLanguage(std::string file, const std::string& language);
}  // namespace aor::documents
