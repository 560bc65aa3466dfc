// The twin of Kafka in memory. Either everything happens at once and without a fault, or one
// thing at a time and by a seed: late, lost, wrong, twice and in another order.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "libs/eventlog/kafka/cluster.h"

namespace aor::eventlog::kafka {
class MemoryTopic;

class MemoryCluster final : public Cluster {
 public:
  MemoryCluster() = default;                                               // at once
  explicit MemoryCluster(uint32_t seed) : random_(std::in_place, seed) {}  // by Step
  ~MemoryCluster() override;

  void Create(const std::string& topic, TopicFacts facts);
  absl::StatusOr<TopicFacts> Describe(const std::string& topic) override;
  std::unique_ptr<Topic> Open(const std::string& topic, TopicEvents& events) override;
  absl::StatusOr<std::unique_ptr<Membership>> Join(const MemberOptions& options,
                                                   OnAssigned told) override;
  // The session of a member ends: the others hear of it, the member does not.
  void Expire(const std::string& group, const std::string& instance);

  // One thing happens, if anything can: a record lands or not, a report, a read, an answer.
  void Step();
  // From now on nothing goes wrong any more.
  void Calm() { calm_ = true; }
  // Whatever still is under way to the topic lands.
  void LandAll();
  // The producer of a random process is replaced; what it had sent may still land.
  void LoseAProducer();

  std::vector<std::string> Records(const std::string& topic, uint32_t partition) const;
  // As an operator or a broken disk would: keeps only these records.
  void Keep(const std::string& topic, uint32_t partition, int64_t begin, int64_t end);
  void Put(const std::string& topic, uint32_t partition, std::string bytes);
  // As brokers do in time: of each key its last record stays, and nothing of a deleted one.
  void Compact(const std::string& topic);

 private:
  friend class MemoryTopic;
  friend class MemoryMember;
  struct Group {
    std::string topic;
    uint64_t generation = 0;
    std::map<std::string, OnAssigned> members;  // by instance; one that died hears nothing
  };
  void Settle(Group& group);
  struct Partition {
    int64_t begin = 0, end = 0;
    std::map<int64_t, Message> records;  // by offset
    Span span() const { return {begin, end}; }
  };
  struct Stored {
    TopicFacts facts;
    std::vector<Partition> partitions;
  };
  struct Produced {
    uint32_t partition;
    uint64_t token;
    Message record;  // without its offset
  };
  // What one life of a producer has sent and nobody has seen yet.
  struct Producer {
    std::string topic;
    MemoryTopic* owner = nullptr;  // none: nobody hears of it any more
    std::deque<Produced> sent;
  };
  std::shared_ptr<Producer> NewProducer(const std::string& topic, MemoryTopic* owner);
  void Produce(const std::shared_ptr<Producer>& producer, Produced produced);
  int64_t Land(const std::string& topic, const Produced& produced);
  void StepProducer(Producer& producer);
  void StepReader(MemoryTopic& topic);
  void Deliver(MemoryTopic& topic, uint32_t partition, size_t limit);
  void DeliverToAll(const std::string& topic, uint32_t partition);
  double Chance() { return std::uniform_real_distribution<>(0, 1)(*random_); }
  size_t Below(size_t bound) {
    return std::uniform_int_distribution<size_t>(0, bound - 1)(*random_);
  }

  mutable std::recursive_mutex mutex_;
  std::optional<std::mt19937> random_;
  bool calm_ = false;
  std::map<std::string, Stored> topics_;
  std::vector<std::shared_ptr<Producer>> producers_;
  std::vector<MemoryTopic*> open_;
  std::map<std::string, Group> groups_;
};
}  // namespace aor::eventlog::kafka
