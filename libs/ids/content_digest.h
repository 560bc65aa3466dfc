#pragma once

#include <string>
#include <string_view>

namespace aor {
// SHA-256 of the bytes in 64 lower-case hex digits: the version of a rule file, the
// digest of a payment file.
std::string ContentDigest(std::string_view bytes);
}  // namespace aor
