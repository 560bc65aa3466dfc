// How the rows of a shared keyring are named, each a record with its name as the key:
//   "w"  a known text, wrapped: the key that opens the last one wraps from then on
//   "k" <tenant> NUL <subject> NUL <version:4> <random:8>  a key, wrapped; of one version the
//        first counts
//   "r" <tenant> NUL <subject> NUL <version:4>  the one that counts, wrapped anew; wins over "k"
//   "d" <tenant> NUL <subject>  destroyed: its keys are deleted
// The random bytes keep both of two keys that processes made at the same moment: else compaction
// would keep the later one, and the first has been used. For the same reason the one that is
// wrapped anew has a row of its own: under its old name it would come to stand behind the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aor::vault {
struct KeyName {
  std::string subject;  // with the tenant, as in the rows
  uint32_t version = 0;
  bool is_anew = false;
};
std::string SubjectOf(std::string_view tenant, std::string_view subject);
std::string NewName(const std::string& subject, uint32_t version);
std::string NameAnew(const std::string& subject, uint32_t version);
// Nothing for a row of another kind.
std::optional<KeyName> KeyNamed(std::string_view row);
}  // namespace aor::vault
