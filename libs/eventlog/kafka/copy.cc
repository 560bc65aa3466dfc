#include "libs/eventlog/kafka/copy.h"

#include "libs/eventlog/memory/memory_log.h"

namespace aor::eventlog::kafka {
namespace {
class EmbeddedCopy final : public Copy {
 public:
  EmbeddedCopy(EmbeddedStore& store, std::string log) : store_(store), name_(std::move(log)) {}
  EventLog& log() override { return store_.Log(name_); }
  absl::Status Fold(std::vector<Record> records, const std::string& mark) override {
    return store_.Fold(name_, std::move(records), mark);
  }
  std::string mark() const override { return store_.MarkOf(name_); }

 private:
  EmbeddedStore& store_;
  const std::string name_;
};

class InMemory final : public Copy {
 public:
  InMemory(const std::string& log, const std::string& environment) : log_(log, environment) {}
  EventLog& log() override { return log_; }
  absl::Status Fold(std::vector<Record> records, const std::string& mark) override {
    log_.Fold(records);
    mark_ = mark;
    return absl::OkStatus();
  }
  std::string mark() const override { return mark_; }

 private:
  MemoryLog log_;
  std::string mark_;
};
}  // namespace

std::unique_ptr<Copy> CopyIn(EmbeddedStore& store, const std::string& log) {
  return std::make_unique<EmbeddedCopy>(store, log);
}

std::unique_ptr<Copy> MemoryCopy(const std::string& log, const std::string& environment) {
  return std::make_unique<InMemory>(log, environment);
}
}  // namespace aor::eventlog::kafka
