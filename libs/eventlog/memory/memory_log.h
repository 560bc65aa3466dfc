#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "libs/eventlog/committer.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog/listeners.h"

namespace aor::eventlog {
// The in-memory twin: the same rule, the same order of answers, and faults on
// demand. Nothing survives it.
class MemoryLog final : public EventLog {
 public:
  enum class Fault {
    kNone,
    kUnavailable,        // refused, nothing written
    kIndeterminateLost,  // the answer and the commit are lost
    kIndeterminateKept,  // the answer is lost, the commit stands
    kForeignFirst,       // a zombie's commit, given by `foreign`, lands just before
  };
  struct Faults {
    std::function<Fault(const Record&)> at_append;
    std::function<std::string(const Record&, const Tail&)> foreign;  // bytes of the zombie's commit
  };
  explicit MemoryLog(std::string name, std::string environment = "test", Faults faults = {});

  const std::string& name() const override { return name_; }
  const std::string& environment() const override { return environment_; }
  void Append(Record record, Done done) override;
  Tail TailOf(uint32_t chain) const override;
  absl::Status Read(uint32_t chain, uint64_t from,
                    const std::function<bool(const Stored&)>& visit) const override;
  absl::Status ReadStream(uint32_t chain, std::string_view stream, uint64_t from,
                          const std::function<bool(const Stored&)>& visit) const override;
  std::optional<Remembered> Find(uint32_t chain, const RequestKey& request) const override;
  uint64_t ConsumedTo(uint32_t chain, std::string_view source_log,
                      uint32_t source_chain) const override;
  void OnCommit(std::function<void()> listener) override;

  // Takes records that were found VALID elsewhere, in order.
  void Fold(const std::vector<Record>& records);
  // Changes stored bytes, as a disk or an intruder would: for tests of detection.
  void Tamper(uint32_t chain, uint64_t sequence, const std::function<void(std::string&)>& change);

 private:
  struct Row {
    Tail at;
    std::string bytes;
    std::shared_ptr<const v1::Commit> commit;
  };
  struct Chain {
    std::vector<Row> rows;
    std::map<std::string, std::vector<uint64_t>, std::less<>> streams;
    std::map<RequestKey, Remembered> requests;
    std::map<std::pair<std::string, uint32_t>, uint64_t> consumed;
  };
  void Write(std::vector<Waiting> batch);
  Appended Apply(const Record& record);
  Tail Put(const Record& record);
  Tail TailLocked(uint32_t chain) const;
  void Push(uint32_t chain, std::string bytes, std::shared_ptr<const v1::Commit> commit = {});

  const std::string name_, environment_;
  const Faults faults_;
  mutable std::mutex mutex_;
  std::map<uint32_t, Chain> chains_;
  Listeners listeners_;
  Committer committer_;  // last: its thread uses the rest
};
}  // namespace aor::eventlog
