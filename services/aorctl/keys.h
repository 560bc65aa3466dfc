// The operator's verb that renews the key by which all keys of persons are wrapped.
#pragma once

#include <absl/status/status.h>

#include <string>
#include <utility>
#include <vector>

namespace aor::aorctl {
// Wraps the keyring of a data directory anew, all or nothing, while no process serves it, so that
// copies of it under the old key die with that key. The old one is wrapping_key_file of the flags,
// or else the directory's own; `new_key_file` is made if missing. An error where a process holds
// the keyring, or it is wrapped by another key. Prints what is to be done next.
absl::Status RewrapKeys(const std::string& data_directory, const std::string& new_key_file,
                        const std::vector<std::pair<std::string, std::string>>& flags);
}  // namespace aor::aorctl
