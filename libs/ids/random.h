#pragma once

#include <cstddef>
#include <string>

namespace aor {
// From the system's generator of secrets. Throws std::runtime_error where it fails: nobody goes on
// with what can be guessed.
std::string RandomBytes(size_t count);
}  // namespace aor
