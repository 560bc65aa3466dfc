// What every backend of the log of record promises, run unchanged against each.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <thread>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/eventlog/record.h"
#include "tests/contract/log_backend.h"

namespace aor::eventlog {
namespace {
constexpr uint32_t kChain = 7;

RequestKey Key(uint8_t id) { return RequestKeyOf("t", "Test", "r" + std::to_string(id)); }

// What a test changes of a commit before it is made.
struct Says {
  uint8_t request = 0;
  std::string stream = "a";
  std::string tenant = "t";
  std::optional<Consumption> consumed = {};
};

Record Of(const Tail& after, const std::string& reason, const Says& says = {}) {
  v1::Commit commit;
  commit.set_log("hours");
  commit.set_environment("test");
  commit.set_chain(kChain);
  commit.set_chain_count(kChainCount);
  commit.set_sequence(after.sequence + 1);
  commit.set_previous_head(std::string(Bytes(after.head)));
  commit.set_tenant(says.tenant);
  commit.set_method("Test");
  commit.set_reason(reason);
  commit.add_streams()->set_name(says.stream);
  if (says.request) {
    commit.set_request_id("r" + std::to_string(says.request));
    commit.set_request_digest(std::string(32, static_cast<char>(says.request)));
  }
  if (says.consumed) {
    commit.add_consumed()->set_log(says.consumed->log);
    commit.mutable_consumed(0)->set_chain(says.consumed->chain);
    commit.mutable_consumed(0)->set_to(says.consumed->to);
  }
  return RecordOf(commit, commit.SerializeAsString());
}

std::string ReasonOf(std::string_view bytes) {
  v1::Commit commit;
  EXPECT_TRUE(commit.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  return commit.reason();
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
                         all += std::to_string(stored.at.sequence) + ":" + ReasonOf(stored.bytes) +
                                " ";
                         return true;
                       })
                  .ok());
  return all;
}

TEST_P(EventLogContract, AnEmptyChainBeginsAtItsGenesis) {
  const Tail tail = log().TailOf(kChain);
  EXPECT_EQ(tail.sequence, 0u);
  EXPECT_EQ(tail.head, GenesisHead("hours", "test", kChain, kChainCount));
  EXPECT_NE(tail.head, log().TailOf(kChain + 1).head);
}

TEST_P(EventLogContract, ARecordThatExtendsTheHeadIsCommitted) {
  const Tail before = log().TailOf(kChain);
  const Record record = Of(before, "one");
  const Appended one = Append(log(), record);
  ASSERT_EQ(one.outcome, Outcome::kCommitted);
  EXPECT_EQ(one.at.sequence, 1u);
  EXPECT_EQ(one.at.head, NextHead(before.head, LeafOf(record.bytes)));
  ASSERT_EQ(Append(log(), Of(one.at, "two")).outcome, Outcome::kCommitted);
  EXPECT_EQ(ReadAll(log()), "1:one 2:two ");
  EXPECT_EQ(ReadAll(log(), 2), "2:two ");
  EXPECT_EQ(ReadAll(log(), 3), "");
}

TEST_P(EventLogContract, ARecordThatDoesNotIsAConflictAndLeavesNothing) {
  const Tail before = log().TailOf(kChain);
  ASSERT_EQ(Append(log(), Of(before, "one", {.request = 1})).outcome, Outcome::kCommitted);
  EXPECT_EQ(Append(log(), Of(before, "zombie", {.request = 2})).outcome, Outcome::kConflict);
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
  const Appended one = Append(log(), Of(log().TailOf(kChain), "one", {.request = 9}));
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
  for (const auto& [tenant, stream] : std::vector<std::pair<std::string, std::string>>{
           {"t", "a"}, {"t", "ab"}, {"t", "a"}, {"u", "a"}})
    at = Append(log(), Of(at, "one", {.stream = stream, .tenant = tenant})).at;
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
      const char letter = stored.bytes.back();
      EXPECT_TRUE(stored.bytes.ends_with(std::string(100'000, letter)));
      seen += letter;
      return true;
    });
    EXPECT_TRUE(read.ok());
    EXPECT_EQ(seen, expected);
  }
}

TEST_P(EventLogContract, WhatAChainTookEffectOfIsKept) {
  Record record = Of(log().TailOf(kChain), "one", {.consumed = Consumption{"source", 3, 41}});
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
  for (int i = 0; i < 20; ++i)
    at = Append(log(), Of(at, std::to_string(i), {.request = static_cast<uint8_t>(i + 1)})).at;
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

}  // namespace
}  // namespace aor::eventlog
