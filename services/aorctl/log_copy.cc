#include "services/aorctl/log_copy.h"

#include <absl/strings/str_split.h>

#include <cstdlib>
#include <iostream>

#include "libs/service/log_copy.h"

namespace aor::aorctl {
namespace {
constexpr char kKafka[] = "kafka";
}  // namespace

absl::Status CopyLogs(const std::string& verb, const std::string& from, const std::string& to,
                      const std::vector<std::pair<std::string, std::string>>& flags) {
  if ((verb != "copy" && verb != "move") || (from == kKafka) == (to == kKafka))
    return absl::InvalidArgumentError(
        "log copy|move DATA_DIRECTORY kafka, or log copy|move kafka DATA_DIRECTORY");
  const auto afterwards =
      verb == "move" ? service::Afterwards::kSourceEnds : service::Afterwards::kBothServe;
  std::vector<std::string> given = {"--log=kafka",
                                    "--data_directory=" + (to == kKafka ? from : to)};
  for (const auto& [name, value] : flags) given.push_back("--" + name + "=" + value);
  const auto config =
      service::ReadConfig(given, [](const char* name) { return std::getenv(name); });
  if (!config.ok()) return config.status();
  const auto tell = [](const std::string& line) { std::cout << line << std::endl; };
  return to == kKafka ? service::CopyLogsToKafka(*config, tell, afterwards)
                      : service::CopyLogsFromKafka(*config, absl::StrSplit(AOR_CONTEXTS, ','), tell,
                                                   afterwards);
}
}  // namespace aor::aorctl
