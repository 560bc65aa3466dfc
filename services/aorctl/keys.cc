#include "services/aorctl/keys.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "libs/service/config.h"
#include "libs/service/kafka_keyring.h"
#include "libs/service/kafka_storage.h"
#include "libs/vault/vault.h"

namespace aor::aorctl {
namespace {
absl::Status RewrapFolder(const std::string& data_directory, const std::string& old_key_file,
                          const std::string& new_key_file) {
  const std::string keyring = data_directory + "/keyring";
  if (!std::filesystem::is_directory(keyring))
    return absl::InvalidArgumentError(
        absl::StrCat(data_directory, " holds no keyring: give a service's data directory"));
  if (auto wrapped = vault::RewrapAll(keyring, old_key_file, new_key_file); !wrapped.ok())
    return wrapped;
  std::cout << "All keys are wrapped by " << new_key_file << " from now on. Start with "
            << "--wrapping_key_file=" << new_key_file << ", take a backup, keep that file apart "
            << "from it, and destroy " << old_key_file << " with its copies." << std::endl;
  return absl::OkStatus();
}

// The flags are those of a service, such as --kafka_brokers.
absl::Status RewrapTopics(const std::string& new_key_file, const Flags& flags) {
  std::vector<std::string> given = {"--log=kafka"};
  for (const auto& [name, value] : flags) given.push_back("--" + name + "=" + value);
  const auto config =
      service::ReadConfig(given, [](const char* name) { return std::getenv(name); });
  if (!config.ok()) return config.status();
  if (config->kafka_keyring.empty())
    return absl::InvalidArgumentError("--kafka_keyring: name the topics, separated by commas");
  auto options = service::KafkaOptions(*config);
  if (!options.ok()) return options.status();
  const auto cluster = eventlog::kafka::RdkafkaCluster::Connect(*std::move(options));
  if (!cluster.ok()) return cluster.status();
  for (const auto& topic : absl::StrSplit(config->kafka_keyring, ',', absl::SkipEmpty())) {
    const auto wrapped = service::RewrapKafkaKeyring(**cluster, std::string(topic),
                                                     config->wrapping_key_file, new_key_file);
    if (!wrapped.ok()) return wrapped.status();
    std::cout << topic << ": " << *wrapped << " keys wrapped anew" << std::endl;
  }
  std::cout << "Run this again until it says 0 keys. Then start each process with "
            << "--wrapping_key_file=" << new_key_file << " alone, take a backup, and destroy "
            << config->wrapping_key_file << " with its copies." << std::endl;
  return absl::OkStatus();
}
}  // namespace

absl::Status RewrapKeys(const std::string& where, const std::string& new_key_file,
                        const Flags& flags) {
  std::string old_key_file = where == "kafka" ? "" : where + "/wrapping-key";
  for (const auto& [name, value] : flags)
    if (name == "wrapping_key_file") old_key_file = value;
  if (old_key_file.empty())
    return absl::InvalidArgumentError("--wrapping_key_file: name the file of the old key");
  if (new_key_file.empty() || new_key_file == old_key_file)
    return absl::InvalidArgumentError("--to: name a file for the new key, not that of the old one");
  return where == "kafka" ? RewrapTopics(new_key_file, flags)
                          : RewrapFolder(where, old_key_file, new_key_file);
}
}  // namespace aor::aorctl
