// A compacted topic of one partition: rows that many processes share, read whole by each of them.
#pragma once

#include <absl/status/status.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "libs/eventlog/kafka/cluster.h"
#include "libs/eventlog/kafka/partition.h"

namespace aor::eventlog::kafka {
// Safe from any thread; calls block, but never longer than the limit that it was opened with, and
// hardly at all while the brokers are silent.
class Table final : private TopicEvents {
 public:
  using Visit = std::function<void(const std::string& key, const std::optional<std::string>& row)>;
  Table(Cluster& cluster, const std::string& topic, Instant limit = Instant{10'000});
  ~Table() override;
  // OK: it stands there for good. UNAVAILABLE: it may stand there, or come to.
  absl::Status Put(std::string_view key, std::optional<std::string_view> row);
  // Each record once and in the order of the topic, none for a deleted key: what has come by now,
  // or, with `to_the_end`, all that stood there at this call. UNAVAILABLE when that did not come.
  absl::Status Read(bool to_the_end, const Visit& visit);

 private:
  void OnReports(uint32_t partition, std::vector<Report> reports) override;
  void OnRead(uint32_t partition, std::vector<Message> messages) override;
  bool IsHungry() const override { return true; }  // few and small
  void OnSpan(uint32_t partition, uint64_t ask, Span span) override;
  void OnProducerLost() override;
  void OnUnreadable(uint32_t partition, std::string why) override;
  absl::Status ReachEnd();
  bool IsSilent() const;

  const std::string name_;
  const Instant limit_;
  std::mutex reading_;  // visits one after the other, in order
  std::mutex mutex_;
  std::condition_variable news_;
  uint64_t last_token_ = 0, last_ask_ = 0;
  std::map<uint64_t, std::optional<absl::Status>> puts_;  // until they were answered
  std::map<uint64_t, std::optional<int64_t>> asks_;
  Instant unanswered_since_{};  // the first question since an answer; 0: none
  std::deque<Message> unread_;
  bool was_reached_ = false;
  int64_t next_ = 0;  // the offset after what has come
  absl::Status broken_;
  std::unique_ptr<Topic> topic_;  // last: it calls the rest
};
}  // namespace aor::eventlog::kafka
