// What may be handed in: told by its bytes, never by what it calls itself.
#pragma once

#include <absl/status/statusor.h>

#include <string>

namespace aor::documents {
inline constexpr size_t kMostInOneMessage = 3 << 20;  // beside it, one message holds the rest

// application/pdf, image/png or image/jpeg, or which field to mend.
absl::StatusOr<std::string> MediaTypeOf(const std::string& file);
// The name, ending as files of its media type do: whoever saves it opens it with the right program.
std::string NameOfType(const std::string& name, const std::string& media_type);
// OK for a name that a person can save and read: no path, no control or direction characters.
absl::Status CheckFileName(const std::string& name);
}  // namespace aor::documents
