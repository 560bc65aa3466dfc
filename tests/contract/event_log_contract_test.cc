// What every backend of the log of record promises, run unchanged against each.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <thread>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/eventlog/embedded/embedded_store.h"
#include "libs/eventlog/memory/memory_log.h"

namespace aor::eventlog {
namespace {
constexpr uint32_t kChain = 7;

struct Backend {
  virtual ~Backend() = default;
  virtual EventLog& log() = 0;
  virtual void Restart() {}  // as after a crash: what is durable stays
};

struct Memory final : Backend {
  MemoryLog memory{"hours"};
  EventLog& log() override { return memory; }
};

struct Embedded final : Backend {
  Embedded() {
    std::filesystem::remove_all(directory);
    Restart();
  }
  ~Embedded() override {
    store.reset();
    std::filesystem::remove_all(directory);
  }
  EventLog& log() override { return store->Log("hours"); }
  void Restart() override {
    store.reset();
    auto opened =
        EmbeddedStore::Open({.directory = directory, .environment = "test", .anchored = {}});
    ASSERT_TRUE(opened.ok()) << opened.status();
    store = *std::move(opened);
  }
  const std::string directory = ::testing::TempDir() + "log-" + std::to_string(getpid());
  std::unique_ptr<EmbeddedStore> store;
};

RequestKey Key(uint8_t id) {
  RequestKey key{};
  key[0] = id;
  return key;
}

Record Of(const Tail& after, std::string bytes, uint8_t request = 0) {
  Record record;
  record.chain = kChain;
  record.previous_head = after.head;
  record.bytes = std::move(bytes);
  record.streams = {"t/a"};
  if (request) record.request = Key(request);
  record.digest.fill(request);
  return record;
}

Appended Append(EventLog& log, Record record) {
  const auto answer = std::make_shared<std::promise<Appended>>();  // the log may hold it longer
  log.Append(std::move(record), [answer](const Appended& done) { answer->set_value(done); });
  return answer->get_future().get();
}

std::string ReadAll(EventLog& log, uint64_t from = 1) {
  std::string all;
  EXPECT_TRUE(log.Read(kChain, from,
                       [&](const Stored& stored) {
                         all += std::to_string(stored.at.sequence) + ":" +
                                std::string(stored.bytes) + " ";
                         return true;
                       })
                  .ok());
  return all;
}

struct EventLogContract : ::testing::TestWithParam<bool> {
  EventLogContract() {
    if (GetParam())
      backend = std::make_unique<Embedded>();
    else
      backend = std::make_unique<Memory>();
  }
  EventLog& log() { return backend->log(); }
  std::unique_ptr<Backend> backend;
};

TEST_P(EventLogContract, AnEmptyChainBeginsAtItsGenesis) {
  const Tail tail = log().TailOf(kChain);
  EXPECT_EQ(tail.sequence, 0u);
  EXPECT_EQ(tail.head, GenesisHead("hours", "test", kChain, kChainCount));
  EXPECT_NE(tail.head, log().TailOf(kChain + 1).head);
}

TEST_P(EventLogContract, ARecordThatExtendsTheHeadIsCommitted) {
  const Tail before = log().TailOf(kChain);
  const Appended one = Append(log(), Of(before, "one"));
  ASSERT_EQ(one.outcome, Outcome::kCommitted);
  EXPECT_EQ(one.at.sequence, 1u);
  EXPECT_EQ(one.at.head, NextHead(before.head, LeafOf("one")));
  ASSERT_EQ(Append(log(), Of(one.at, "two")).outcome, Outcome::kCommitted);
  EXPECT_EQ(ReadAll(log()), "1:one 2:two ");
  EXPECT_EQ(ReadAll(log(), 2), "2:two ");
  EXPECT_EQ(ReadAll(log(), 3), "");
}

TEST_P(EventLogContract, ARecordThatDoesNotIsAConflictAndLeavesNothing) {
  const Tail before = log().TailOf(kChain);
  ASSERT_EQ(Append(log(), Of(before, "one", 1)).outcome, Outcome::kCommitted);
  EXPECT_EQ(Append(log(), Of(before, "zombie", 2)).outcome, Outcome::kConflict);
  EXPECT_EQ(ReadAll(log()), "1:one ");
  EXPECT_FALSE(log().Find(kChain, Key(2)));
}

TEST_P(EventLogContract, APipelineIsAnsweredInOrderAndBreaksTogether) {
  Tail at = log().TailOf(kChain);
  std::vector<Record> records;
  for (int i = 0; i < 6; ++i) {
    records.push_back(Of(at, "p" + std::to_string(i)));
    at = {at.sequence + 1, NextHead(at.head, LeafOf(records.back().bytes))};
  }
  records.erase(records.begin() + 3);  // a lost predecessor
  std::vector<std::future<Appended>> answers;
  std::vector<std::promise<Appended>> promises(records.size());
  for (size_t i = 0; i < records.size(); ++i) {
    answers.push_back(promises[i].get_future());
    log().Append(std::move(records[i]),
                 [&, i](const Appended& done) { promises[i].set_value(done); });
  }
  std::string outcomes;
  for (auto& answer : answers) outcomes += answer.get().outcome == Outcome::kCommitted ? 'c' : 'x';
  EXPECT_EQ(outcomes, "cccxx");
  EXPECT_EQ(ReadAll(log()), "1:p0 2:p1 3:p2 ");
}

TEST_P(EventLogContract, TheFirstCommitOfARequestIsRemembered) {
  const Appended one = Append(log(), Of(log().TailOf(kChain), "one", 9));
  const auto found = log().Find(kChain, Key(9));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->sequence, 1u);
  EXPECT_EQ(found->digest[0], 9);
  EXPECT_FALSE(log().Find(kChain + 1, Key(9)));
  ASSERT_EQ(Append(log(), Of(one.at, "two")).outcome, Outcome::kCommitted);
  EXPECT_EQ(log().Find(kChain, Key(9))->sequence, 1u);
}

TEST_P(EventLogContract, AStreamIsReadWithoutTheOthers) {
  Tail at = log().TailOf(kChain);
  for (const char* stream : {"t/a", "t/ab", "t/a", "u/a"}) {
    Record record = Of(at, stream);
    record.streams = {stream};
    at = Append(log(), std::move(record)).at;
  }
  std::string sequences;
  EXPECT_TRUE(log()
                  .ReadStream(kChain, "t/a", 0,
                              [&](const Stored& stored) {
                                sequences += std::to_string(stored.at.sequence);
                                return true;
                              })
                  .ok());
  EXPECT_EQ(sequences, "13");
}

TEST_P(EventLogContract, StreamsOfLargeCommitsAreReadWhole) {
  Tail at = log().TailOf(kChain);
  std::string expected;
  for (char letter = 'a'; letter < 'a' + 6; ++letter) {
    at = Append(log(), Of(at, std::string(100'000, letter))).at;
    expected += letter;
  }
  for (int times = 0; times < 2; ++times) {
    std::string seen;
    const auto read = log().ReadStream(kChain, "t/a", 0, [&](const Stored& stored) {
      EXPECT_EQ(stored.bytes.size(), 100'000u);
      EXPECT_EQ(stored.bytes.front(), stored.bytes.back());
      seen += stored.bytes.front();
      return true;
    });
    EXPECT_TRUE(read.ok());
    EXPECT_EQ(seen, expected);
  }
}

TEST_P(EventLogContract, WhatAChainTookEffectOfIsKept) {
  Record record = Of(log().TailOf(kChain), "one");
  record.consumed = {{"source", 3, 41}};
  ASSERT_EQ(Append(log(), std::move(record)).outcome, Outcome::kCommitted);
  EXPECT_EQ(log().ConsumedTo(kChain, "source", 3), 41u);
  EXPECT_EQ(log().ConsumedTo(kChain, "source", 4), 0u);
}

TEST_P(EventLogContract, ListenersWakeUpAfterCommits) {
  const auto woken = std::make_shared<std::atomic<bool>>(false);  // outlives this test
  log().OnCommit([woken] { *woken = true; });
  ASSERT_EQ(Append(log(), Of(log().TailOf(kChain), "one")).outcome, Outcome::kCommitted);
  for (int tries = 0; tries < 5000 && !*woken; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_TRUE(*woken);
}

TEST_P(EventLogContract, WhatWasAnsweredIsThereAfterARestart) {
  Tail at = log().TailOf(kChain);
  for (int i = 0; i < 20; ++i) at = Append(log(), Of(at, std::to_string(i), i + 1)).at;
  const std::string before = ReadAll(log());
  backend->Restart();
  EXPECT_EQ(ReadAll(log()), before);
  EXPECT_EQ(log().TailOf(kChain).head, at.head);
  EXPECT_EQ(log().Find(kChain, Key(20))->sequence, 20u);
}

// More than a log keeps in memory: what is read has to be the same, from there or from disk.
TEST_P(EventLogContract, WhoFollowsCloselyReadsTheSameAsWhoComesLate) {
  Tail at = log().TailOf(kChain);
  const Tail genesis = at;
  std::string close;
  for (int i = 0; i < 90; ++i) {
    Record record = Of(at, std::string(40'000, 'a' + i % 26));
    v1::Commit parsed;
    parsed.set_reason(std::to_string(i));
    record.commit = std::make_shared<const v1::Commit>(parsed);
    at = Append(log(), std::move(record)).at;
    EXPECT_TRUE(log()
                    .Read(kChain, i + 1,
                          [&](const Stored& stored) {
                            EXPECT_EQ(stored.commit->reason(), std::to_string(i));
                            close += stored.bytes;
                            return true;
                          })
                    .ok());
  }
  for (const bool again : {false, true}) {
    if (again) backend->Restart();
    std::string late;
    Hash head = genesis.head;
    EXPECT_TRUE(log()
                    .Read(kChain, 1,
                          [&](const Stored& stored) {
                            head = NextHead(head, LeafOf(stored.bytes));
                            EXPECT_EQ(head, stored.at.head) << stored.at.sequence;
                            late += stored.bytes;
                            return true;
                          })
                    .ok());
    EXPECT_EQ(head, at.head);
    EXPECT_TRUE(late == close);
  }
}

TEST_P(EventLogContract, AConflictOnAnEmptyChainLeavesItEmpty) {
  Tail elsewhere;
  elsewhere.head.fill(7);
  EXPECT_EQ(Append(log(), Of(elsewhere, "zombie")).outcome, Outcome::kConflict);
  backend->Restart();
  EXPECT_EQ(log().TailOf(kChain).sequence, 0u);
  EXPECT_EQ(Append(log(), Of(log().TailOf(kChain), "one")).outcome, Outcome::kCommitted);
}

TEST_P(EventLogContract, FourWritersMakeOneChain) {
  std::atomic<int> committed = 0;
  std::vector<std::thread> writers;
  for (int w = 0; w < 4; ++w)
    writers.emplace_back([&, w] {
      for (int done = 0; done < 25;) {
        const Tail tail = log().TailOf(kChain);
        const std::string bytes = std::to_string(w) + "-" + std::to_string(done);
        if (Append(log(), Of(tail, bytes)).outcome == Outcome::kCommitted) ++done, ++committed;
      }
    });
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(committed, 100);
  Hash head = GenesisHead("hours", "test", kChain, kChainCount);
  EXPECT_TRUE(log()
                  .Read(kChain, 1,
                        [&](const Stored& stored) {
                          head = NextHead(head, LeafOf(stored.bytes));
                          return stored.at.head == head;
                        })
                  .ok());
  EXPECT_EQ(head, log().TailOf(kChain).head);
  EXPECT_EQ(log().TailOf(kChain).sequence, 100u);
}

INSTANTIATE_TEST_SUITE_P(Backends, EventLogContract, ::testing::Bool(),
                         [](const auto& info) { return info.param ? "Embedded" : "Memory"; });
}  // namespace
}  // namespace aor::eventlog
