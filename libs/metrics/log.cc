#include "libs/metrics/log.h"

#include <absl/time/clock.h>
#include <absl/time/time.h>
#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>

namespace aor::metrics {
namespace {
constexpr size_t kWaitingLines = 8192;

void AppendQuoted(const std::string& text, std::string& line) {
  line += '"';
  for (const unsigned char c : text) {
    if (c == '"' || c == '\\') {
      line += '\\';
      line += static_cast<char>(c);
    } else if (c < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", c);
      line += escaped;
    } else {
      line += static_cast<char>(c);
    }
  }
  line += '"';
}
}  // namespace

std::string LogLine(const std::string& time, const std::string& level, const std::string& event,
                    std::initializer_list<LogField> fields) {
  std::string line = "{\"time\":";
  AppendQuoted(time, line);
  line += ",\"level\":";
  AppendQuoted(level, line);
  line += ",\"event\":";
  AppendQuoted(event, line);
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    line += std::string(",\"") + name + "\":";
    AppendQuoted(value, line);
  }
  return line + "}";
}

void Log(spdlog::level::level_enum level, const std::string& event,
         std::initializer_list<LogField> fields) {
  const auto logger = spdlog::default_logger();
  if (!logger || !logger->should_log(level)) return;
  const auto name = spdlog::level::to_string_view(level);
  const std::string now =
      absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone());
  logger->log(level,
              spdlog::string_view_t(LogLine(now, {name.data(), name.size()}, event, fields)));
}

void StartLogging(const std::string& level) {
  spdlog::init_thread_pool(kWaitingLines, 1);
  auto logger = spdlog::create_async_nb<spdlog::sinks::stdout_sink_mt>("aor");
  logger->set_pattern("%v");
  logger->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(logger));
}

void StopLogging() { spdlog::shutdown(); }
}  // namespace aor::metrics
