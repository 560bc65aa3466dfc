#include "services/aorctl/keys.h"

#include <absl/strings/str_cat.h>

#include <filesystem>
#include <iostream>

#include "libs/vault/vault.h"

namespace aor::aorctl {
absl::Status RewrapKeys(const std::string& data_directory, const std::string& new_key_file,
                        const std::vector<std::pair<std::string, std::string>>& flags) {
  const std::string keyring = data_directory + "/keyring";
  std::string old_key_file = data_directory + "/wrapping-key";
  for (const auto& [name, value] : flags)
    if (name == "wrapping_key_file") old_key_file = value;
  if (!std::filesystem::is_directory(keyring))
    return absl::InvalidArgumentError(
        absl::StrCat(data_directory, " holds no keyring: give a service's data directory"));
  if (new_key_file.empty() || new_key_file == old_key_file)
    return absl::InvalidArgumentError("--to: name a file for the new key, not that of the old one");
  if (auto wrapped = vault::RewrapAll(keyring, old_key_file, new_key_file); !wrapped.ok())
    return wrapped;
  std::cout << "All keys are wrapped by " << new_key_file << " from now on. Start with "
            << "--wrapping_key_file=" << new_key_file << ", take a backup, keep that file apart "
            << "from it, and destroy " << old_key_file << " with its copies." << std::endl;
  return absl::OkStatus();
}
}  // namespace aor::aorctl
