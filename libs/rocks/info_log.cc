#include "libs/rocks/info_log.h"

#include <array>
#include <cstdarg>
#include <cstdio>

#include "libs/metrics/log.h"

namespace aor::rocks {
namespace {
class Lines final : public rocksdb::Logger {
 public:
  explicit Lines(std::string database)
      : Logger(rocksdb::InfoLogLevel::WARN_LEVEL), database_(std::move(database)) {}
  using Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    std::array<char, 1024> line;  // what is longer is cut
    std::vsnprintf(line.data(), line.size(), format, arguments);
    metrics::Log(spdlog::level::warn, "rocksdb",
                 {{"database", database_}, {"detail", line.data()}});
  }

 private:
  const std::string database_;
};
}  // namespace

std::shared_ptr<rocksdb::Logger> InfoLog(const std::string& database) {
  return std::make_shared<Lines>(database);
}

std::shared_ptr<rocksdb::Logger> NoLog() {
  auto lines = InfoLog("");
  lines->SetInfoLogLevel(rocksdb::InfoLogLevel::HEADER_LEVEL);
  return lines;
}
}  // namespace aor::rocks
