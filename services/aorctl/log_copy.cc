#include "services/aorctl/log_copy.h"

#include <cstdlib>
#include <iostream>

#include "libs/service/log_copy.h"

namespace aor::aorctl {
namespace {
constexpr char kKafka[] = "kafka";
}  // namespace

absl::Status CopyLogs(const std::string& from, const std::string& to,
                      const std::vector<std::pair<std::string, std::string>>& flags) {
  if ((from == kKafka) == (to == kKafka))
    return absl::InvalidArgumentError(
        "log copy DATA_DIRECTORY kafka, or log copy kafka DATA_DIRECTORY");
  std::vector<std::string> given = {"--log=kafka",
                                    "--data_directory=" + (to == kKafka ? from : to)};
  for (const auto& [name, value] : flags) given.push_back("--" + name + "=" + value);
  const auto config =
      service::ReadConfig(given, [](const char* name) { return std::getenv(name); });
  if (!config.ok()) return config.status();
  const auto tell = [](const std::string& line) { std::cout << line << std::endl; };
  return to == kKafka
             ? service::CopyLogsToKafka(*config, tell)
             : service::CopyLogsFromKafka(
                   *config, {"directory", "engagements", "timesheet", "invoicing", "payroll"},
                   tell);
}
}  // namespace aor::aorctl
