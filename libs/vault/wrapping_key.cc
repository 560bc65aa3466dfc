#include "libs/vault/wrapping_key.h"

#include <absl/strings/escaping.h>
#include <sys/stat.h>

#include <fstream>
#include <regex>

#include "libs/files/files.h"
#include "libs/ids/random.h"
#include "libs/vault/cipher.h"

namespace aor::vault {
namespace {
// An orchestrator mounts a secret as root's, readable by the group of the process.
bool OnlyWeRead(const struct stat& file) {
  const mode_t forbidden = file.st_uid == 0 ? 037 : 077;
  return (file.st_mode & forbidden) == 0;
}
}  // namespace

absl::StatusOr<std::string> ReadWrappingKey(const std::string& file) {
  struct stat found {};
  if (stat(file.c_str(), &found) != 0) return absl::NotFoundError("no wrapping key in " + file);
  if (!OnlyWeRead(found))
    return absl::PermissionDeniedError("others may read the wrapping key: chmod 600 " + file);
  std::ifstream stream(file);
  std::string hex;
  stream >> hex;
  if (!std::regex_match(hex, std::regex("[0-9a-fA-F]{64}")))
    return absl::InvalidArgumentError("a wrapping key is 64 hex digits: " + file);
  return absl::HexStringToBytes(hex);
}

absl::StatusOr<std::string> MakeWrappingKey(const std::string& file) {
  const std::string key = RandomBytes(kKeyBytes);
  if (auto made = files::MakeSecretFile(file, absl::BytesToHexString(key) + "\n"); !made.ok())
    return made;
  return key;
}

std::string Wrap(std::string_view wrapping_key, std::string_view row, std::string_view key) {
  const std::string nonce = RandomBytes(kNonceBytes);
  return nonce + Encrypt(wrapping_key, nonce, row, key);
}

absl::StatusOr<std::string> Unwrap(std::string_view wrapping_key, std::string_view row,
                                   std::string_view wrapped) {
  if (wrapped.size() < kNonceBytes) return absl::DataLossError("keyring: a row is cut short");
  auto key =
      Decrypt(wrapping_key, wrapped.substr(0, kNonceBytes), row, wrapped.substr(kNonceBytes));
  if (!key) return absl::DataLossError("keyring: a row does not unwrap");
  return *std::move(key);
}
}  // namespace aor::vault
