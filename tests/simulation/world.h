// A few writers that claim the chains as their group proposes, or in every third seed all believe
// they own every chain; hosts whose clocks jump; clients that send again, and a Kafka that loses,
// delays, repeats and reorders; one thing at a time, by a seed. The code under test is
// the real one: chain writers and Kafka logs without their threads. What the protocol promises is
// checked against an independent fold of the topic.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "libs/eventlog/kafka/kafka_log.h"
#include "libs/eventlog/kafka/memory_cluster.h"
#include "libs/eventsourcing/chain_writer.h"
#include "libs/eventsourcing/testing/counter.h"

namespace aor::simulation {
inline constexpr uint32_t kChains = 3;
inline constexpr int kRequests = 150;

struct Counts {
  uint64_t records = 0, valid = 0, void_records = 0, acknowledged = 0, refused = 0, unknown = 0,
           empty = 0, crashes = 0, clock_jumps = 0, lost_producers = 0, conflicts = 0, claims = 0,
           forwarded = 0;
  Counts& operator+=(const Counts& other);
};

// A wish and what its client knows of it.
struct Wish {
  std::string id;
  uint32_t chain = 0;
  std::string stream;
  testing::Command command;
  int due = 0;
  int attempts = 0;
  bool ended = false;
  absl::Status last;
};

// An answer, with how long the topic was when the wish arrived and when it was answered.
struct Answered {
  const Wish* wish = nullptr;
  size_t since = 0, until = 0;
  absl::StatusOr<eventsourcing::Committed> answer;
};

class World {
 public:
  explicit World(uint32_t seed);
  ~World();
  // What was violated, in words; empty when all promises were kept.
  std::vector<std::string> Run();
  const Counts& counts() const { return counts_; }

 private:
  struct Writer;
  void Step();
  void SendSomething();
  void Arrive(Writer& writer, Wish& wish, std::optional<size_t> sender, size_t since);
  void OnAnswerOf(size_t writer, std::optional<size_t> sender, Wish& wish, int attempt,
                  size_t since, absl::StatusOr<eventsourcing::Committed> answer);
  void OnAnswer(Wish& wish, int attempt, size_t since,
                absl::StatusOr<eventsourcing::Committed> answer);
  void Crash(size_t writer);
  void Misfortune(double x);
  std::unique_ptr<Writer> NewWriter(size_t place, std::shared_ptr<eventlog::kafka::Copy> copy);
  void Own(Writer& writer);
  void Join(Writer& writer);
  Writer& AnyWriter();
  bool IsOver() const;
  bool AllReadToTheEnd();
  size_t Length() const;
  double Chance() { return std::uniform_real_distribution<>(0, 1)(random_); }
  int Below(int bound) { return std::uniform_int_distribution<>(0, bound - 1)(random_); }

  std::mt19937 random_;
  eventlog::kafka::MemoryCluster cluster_;
  const int patience_;  // attempts of a writer
  const bool anarchy_;  // nobody claims anything
  int lives_ = 0;
  int time_ = 0;
  bool calm_ = false;
  Counts counts_;
  std::deque<Wish> wishes_;
  std::vector<Answered> answers_;
  std::vector<std::unique_ptr<Writer>> writers_;
};
}  // namespace aor::simulation
