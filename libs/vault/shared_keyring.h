// A keyring whose wrapped keys live where many processes find them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "libs/vault/vault.h"

namespace aor::vault {
// Rows in one order for everybody. Of each name the last row may be all that is kept.
class SharedRows {
 public:
  using Visit = std::function<void(const std::string& name, const std::optional<std::string>& row)>;
  virtual ~SharedRows() = default;
  // OK: it stands there for good. UNAVAILABLE: it may stand there, or come to. None: deleted.
  virtual absl::Status Put(std::string_view name, std::optional<std::string_view> row) = 0;
  // Each once and in order: what has come by now, or all that stood there at this call.
  virtual absl::Status Read(bool to_the_end, const Visit& visit) = 0;
};

// Reads all rows before it returns. The wrapping key is as a FileKeyring's: made for the first
// key of all, and refused when it is not the one that the others were wrapped with. The next one,
// where it is given, opens, too, and wraps as soon as RewrapShared says so.
absl::StatusOr<std::unique_ptr<Keyring>> SharedKeyring(
    std::unique_ptr<SharedRows> rows, const std::string& wrapping_key_file,
    const std::string& next_wrapping_key_file = "");
// Wraps every key anew, while processes go on that were given both wrapping keys; goes on where it
// was interrupted. One that was given the old one only opens what it knows until it ends, and makes
// no new keys. How many keys had to be wrapped: repeated until none, nothing is left that the old
// one opens but what the topic has not compacted yet. The new key's file is made if missing.
absl::StatusOr<uint64_t> RewrapShared(std::unique_ptr<SharedRows> rows,
                                      const std::string& old_wrapping_key_file,
                                      const std::string& new_wrapping_key_file);
}  // namespace aor::vault
