// The log of record on Kafka: commits live in the topic <environment>.<log>.log.v1; what of it is
// VALID is kept in a local copy, which is read. Many processes may read it and several may write.
#pragma once

#include <absl/time/time.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "libs/eventlog/claims.h"
#include "libs/eventlog/event_log.h"
#include "libs/eventlog/kafka/cluster.h"
#include "libs/eventlog/kafka/copy.h"
#include "libs/eventlog/kafka/partition.h"

namespace aor::eventlog::kafka {
struct KafkaLogOptions {
  std::string name, environment;
  std::string topic;  // TopicOf unless given
  // Where it lives, as moves name it: a chain that moved elsewhere takes no commit any more. Empty
  // for who moves logs.
  std::string here;
  uint32_t partitions = 1;
  bool writable = true;    // otherwise after Own
  bool own_thread = true;  // otherwise its owner calls Step: for simulations
  size_t max_waiting = 20'000;
  size_t max_waiting_bytes = 64 << 20;
  Instant report_limit{7'000}, settle_limit{10'000};
  std::string writer;                   // in the empty commits of its own
  std::function<absl::Time()> now;      // for their recorded_at
  std::function<Instant()> steady_now;  // the machine's steady clock unless given
};

// More partitions are topics of another version, into which whole chains are copied.
std::string TopicOf(const std::string& environment, const std::string& log,
                    const std::string& version = "v1");

// How far a log has come in its topic.
struct Progress {
  bool caught_up = false;          // with what stood there when it was opened
  int64_t read = 0, end = 0;       // records of all partitions
  uint64_t void_records = 0;       // since it was opened
  uint64_t repeated_requests = 0;  // VALID commits of a request that had one: a defect, see the log
};

class KafkaLog final : public EventLog, private TopicEvents {
 public:
  // Begins to read at once. FAILED_PRECONDITION for a copy of a topic with other partitions.
  static absl::StatusOr<std::unique_ptr<KafkaLog>> Open(KafkaLogOptions options,
                                                        std::unique_ptr<Copy> copy,
                                                        Cluster& cluster);
  ~KafkaLog() override;

  const std::string& name() const override { return options_.name; }
  const std::string& environment() const override { return options_.environment; }
  void Append(Record record, Done done) override;
  Tail TailOf(uint32_t chain) const override { return copy_->log().TailOf(chain); }
  absl::Status Read(uint32_t chain, uint64_t from,
                    const std::function<bool(const Stored&)>& visit) const override {
    return copy_->log().Read(chain, from, visit);
  }
  absl::Status ReadStream(uint32_t chain, std::string_view stream, uint64_t from,
                          const std::function<bool(const Stored&)>& visit) const override {
    return copy_->log().ReadStream(chain, stream, from, visit);
  }
  std::optional<Remembered> Find(uint32_t chain, const RequestKey& request) const override {
    return copy_->log().Find(chain, request);
  }
  uint64_t ConsumedTo(uint32_t chain, std::string_view source_log,
                      uint32_t source_chain) const override {
    return copy_->log().ConsumedTo(chain, source_log, source_chain);
  }
  void CatchUp(uint32_t chain, std::function<void(absl::Status)> done) override;
  void OnCommit(std::function<void()> listener) override {
    copy_->log().OnCommit(std::move(listener));
  }

  const Claims* claims() const override { return &claims_; }

  // From now on this process writes it.
  void Own() { writable_ = true; }
  // UNAVAILABLE while it is read for the first time, while brokers or disk do not answer;
  // DATA_LOSS when the topic no longer holds what was read from it: nothing is written then.
  absl::Status Health() const;
  Progress progress() const;
  void Step();

 private:
  using Task = std::function<void(Instant now)>;
  KafkaLog(KafkaLogOptions options, std::unique_ptr<Copy> copy);
  absl::Status Start(Cluster& cluster);
  void Post(Task task);
  void Loop();
  Instant Now();
  void Send();
  bool Store();
  void Take(std::vector<Folded> folded);
  void Tell(Instant now);
  absl::Status CheckIsHere() const;
  std::string MarkNow() const;
  Record EmptyCommit(uint32_t chain, const Tail& after) const;
  Partition& PartitionOf(uint32_t chain) { return *partitions_[chain % options_.partitions]; }

  void OnReports(uint32_t partition, std::vector<Report> reports) override;
  void OnRead(uint32_t partition, std::vector<Message> messages) override;
  bool IsHungry() const override { return unread_bytes_ < kUnreadBytes; }
  void OnSpan(uint32_t partition, uint64_t ask, Span span) override;
  void OnProducerLost() override;
  void OnUnreadable(uint32_t partition, std::string why) override;

  static constexpr size_t kUnreadBytes = 32 << 20;
  const KafkaLogOptions options_;
  const std::unique_ptr<Copy> copy_;
  std::vector<std::unique_ptr<Partition>> partitions_;
  std::vector<Record> unstored_;
  std::string stored_mark_;
  Claims claims_;
  absl::Status moved_;     // from here on, of the log's thread
  bool produced_ = false;  // since the last Send
  Instant looked_{}, stood_still_{};
  uint64_t repeated_requests_ = 0;
  std::atomic<bool> writable_;
  std::atomic<size_t> waiting_ = 0, waiting_bytes_ = 0, unread_bytes_ = 0;
  mutable std::mutex told_mutex_;
  absl::Status health_, copy_health_;
  Progress progress_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Task> inbox_;
  bool stopping_ = false;
  std::unique_ptr<Topic> topic_;
  std::thread thread_;  // last: it uses the rest
};
}  // namespace aor::eventlog::kafka
