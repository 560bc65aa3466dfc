// The operator's verb that renews the key by which all keys of persons are wrapped.
#pragma once

#include <absl/status/status.h>

#include <string>
#include <utility>
#include <vector>

namespace aor::aorctl {
using Flags = std::vector<std::pair<std::string, std::string>>;
// Wraps a keyring anew, so that copies of it under the old key die with that key. `where` is a data
// directory that no process serves, wrapped all or nothing; or "kafka": then the topics that
// kafka_keyring of the flags names, while processes go on that were given both keys. The old one is
// wrapping_key_file of the flags, or else the directory's own; `new_key_file` is made if missing.
// An error where a process holds the directory, or it is wrapped by another key. Prints what is to
// be done next.
absl::Status RewrapKeys(const std::string& where, const std::string& new_key_file,
                        const Flags& flags);
}  // namespace aor::aorctl
