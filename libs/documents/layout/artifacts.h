// What no screen reader reads out: rules, fills and the foot of a page (ISO 14289-1, 7.1 and 7.8).
// cairo 1.16 writes it between the elements of the structure without a word.
#pragma once

#include <string>
#include <string_view>

namespace aor::documents {
// The content of a page as cairo wrote it, with marks around what stands in no element. Text there
// is the foot: throws std::logic_error for a second one, which nobody would hear.
std::string WithArtifacts(std::string_view content);
// The same of what is deflated, as it stands in the file.
std::string DeflatedWithArtifacts(const std::string& deflated);
}  // namespace aor::documents
