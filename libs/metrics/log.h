// Structured logs: one JSON object a line. Nothing personal goes in: ids, names of
// methods and rules, numbers.
#pragma once

#include <spdlog/common.h>

#include <initializer_list>
#include <string>
#include <utility>

namespace aor::metrics {
using LogField = std::pair<const char*, std::string>;
// {"time":…,"level":…,"event":…,<fields>}; fields without a value are left out.
std::string LogLine(const std::string& time, const std::string& level, const std::string& event,
                    std::initializer_list<LogField> fields);
// To standard output by spdlog's default logger. Safe from any thread.
void Log(spdlog::level::level_enum level, const std::string& event,
         std::initializer_list<LogField> fields);
// Once per process: lines leave in the background, the oldest are dropped before a
// call would wait for the reader of standard output.
void StartLogging(const std::string& level);
void StopLogging();  // writes what waits
}  // namespace aor::metrics
