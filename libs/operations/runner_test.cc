#include "libs/operations/runner.h"

#include <absl/strings/str_format.h>
#include <gtest/gtest.h>

#include <set>

#include "libs/audit/run_check.h"
#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/projector.h"
#include "libs/eventsourcing/testing/counter.h"
#include "libs/operations/run.h"
#include "libs/operations/run_operations.h"
#include "libs/operations/runs_view.h"

namespace aor::operations {
namespace {
using eventsourcing::Transaction;
using Counter = aor::testing::Counter;
using CounterEvent = aor::testing::Event;
constexpr int kItems = 40;
constexpr char kRules[] = "rules of October";

// Counts items on streams of their own; the seventh is refused after it has begun.
class Counting final : public RunKind {
 public:
  struct World {
    std::mutex mutex;
    std::condition_variable changed;
    int may_draw = 1'000;  // how often, until somebody lets it
    bool breaks = false;   // the next time that it draws
    std::string broken;    // the legal entity for which it always breaks
    std::string rules = kRules;
    eventsourcing::View* view = nullptr;
  };
  Counting(World& world, int at_once) : world_(world), at_once_(at_once) {}
  std::string name() const override { return "counting"; }
  std::vector<std::string> RuleVersions() const override { return {world_.rules}; }
  eventsourcing::View& view() const override { return *world_.view; }

  absl::StatusOr<Items> Draw(const v1::RunRow& run, const std::string& after, size_t,
                             bool) override {
    {
      std::lock_guard lock(world_.mutex);
      if (run.opened().legal_entity_id() == world_.broken) throw std::runtime_error("broken");
      if (std::exchange(world_.breaks, false)) throw std::runtime_error("the view stopped");
      if (world_.may_draw == 0) return absl::UnavailableError("not now");
      --world_.may_draw;
    }
    Items items;
    for (int i = 1; i <= kItems && static_cast<int>(items.items.size()) < at_once_; ++i)
      if (const auto key = absl::StrFormat("%03d", i); key > after) items.items.push_back(Of(key));
    items.last = items.items.empty() || items.items.back().key == absl::StrFormat("%03d", kItems);
    return items;
  }

 private:
  static Item Of(const std::string& key) {
    return {key, "item " + key, 100, [key](Transaction& transaction) -> Outcome {
              CounterEvent event;
              event.mutable_added()->set_by_id(key);
              event.mutable_added()->set_amount(1);
              transaction.Append<Counter, CounterEvent>("counter-" + key, {event});
              if (key == "007") return LeftOut{{"UNLUCKY", "Leave it."}, {"LUCK"}};
              return money::Money{"CHF", 100};
            }};
  }
  World& world_;
  const int at_once_;
};

// A context with its log; its process comes and goes.
class RunnerTest : public ::testing::Test {
 protected:
  struct Life {
    Life(RunnerTest& test, int at_once) : runtime(test.log_, test.clock_) {
      runs = &projector.Add(std::make_unique<RunsView>("counting"));
      test.world_.view = runs;
      EXPECT_TRUE(projector.Start().ok());
      runner = std::make_unique<Runner>(runtime, *runs);
      runner->Add(std::make_unique<Counting>(test.world_, at_once));
      runner->Start();
    }
    std::unique_ptr<eventsourcing::RowStore> rows = eventsourcing::MemoryRowStore();
    eventsourcing::Runtime runtime;
    eventsourcing::Projector projector{
        *rows, [this](const std::string&) -> eventlog::EventLog& { return runtime.log(); }};
    eventsourcing::View* runs = nullptr;
    std::unique_ptr<Runner> runner;  // first to go
  };
  friend struct Life;

  void Begin(int at_once = 7) { life_ = std::make_unique<Life>(*this, at_once); }
  void End() { life_.reset(); }

  // OK, or the rule that refused it.
  std::string Open(const std::string& request_id, const std::string& entity = "geneva") {
    v1::RunOpened opened;
    opened.set_run_kind("counting");
    opened.set_legal_entity_id(entity);
    opened.set_period("2026-10");
    opened.add_rule_versions(kRules);
    const rpc::Caller caller{"alpina", PersonId{"carla"}, "", {}};
    const auto wish = OpenRun(caller, opened, request_id);
    eventsourcing::Request request;
    request.tenant = "alpina";
    request.key = wish.key;
    request.method = "open";
    request.request_id = request.body = request_id;
    const auto committed = life_->runtime.ExecuteAndWait(request, wish.work);
    if (!committed.ok()) return eventsourcing::RefusalName(committed.status());
    google::longrunning::Operation operation;
    FillOpened("counting", *committed, operation);
    id_ = operation.name().substr(std::string("operations/counting/").size());
    return "OK";
  }
  void Decide(const run::Command& command, const std::string& entity = "geneva") {
    eventsourcing::Request request;
    request.tenant = "alpina";
    request.key = entity;
    request.method = request.request_id = "decide";
    const auto done = life_->runtime.ExecuteAndWait(request, [&](Transaction& transaction) {
      return eventsourcing::DecideOn<run::Run, run::Event, run::Command>(
          transaction, run::StreamOf(id_), command);
    });
    EXPECT_TRUE(done.ok()) << done.status();
  }
  v1::RunRow Row() const {
    return life_->runs->rows().Load<v1::RunRow>(RunKey("alpina", id_)).value_or(v1::RunRow{});
  }
  bool Eventually(const std::function<bool(const v1::RunRow&)>& holds) const {
    for (int i = 0; i < 1000; ++i) {
      if (holds(Row())) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
  bool IsClosed() const {
    return Eventually([](const v1::RunRow& row) { return row.has_closed(); });
  }
  void LetDraw(int times) {
    std::lock_guard lock(world_.mutex);
    world_.may_draw = times;
  }
  // All commits of the run's chain, each with how often its items were added.
  std::map<std::string, int> Added() const {
    std::map<std::string, int> added;
    EachCommit([&](const eventlog::v1::Commit& commit) {
      for (const auto& stream : commit.streams())
        if (stream.name().starts_with("counter-")) ++added[stream.name()];
    });
    return added;
  }
  void EachCommit(const std::function<void(const eventlog::v1::Commit&)>& see) const {
    const auto read =
        log_.Read(eventlog::ChainOf("alpina/geneva"), 1, [&](const eventlog::Stored& stored) {
          eventlog::v1::Commit commit;
          commit.ParseFromArray(stored.bytes.data(), static_cast<int>(stored.bytes.size()));
          see(commit);
          return true;
        });
    EXPECT_TRUE(read.ok());
  }

  eventlog::MemoryLog log_{"counting"};
  eventsourcing::DevelopmentClock clock_{absl::FromUnixSeconds(1'790'000'000)};
  Counting::World world_;
  std::string id_;
  std::unique_ptr<Life> life_;
};

TEST_F(RunnerTest, EveryItemIsDoneOnceAndTheRefusedOneLeavesNothing) {
  Begin();
  ASSERT_EQ(Open("r1"), "OK");
  ASSERT_TRUE(IsClosed());
  const auto row = Row();
  EXPECT_EQ(row.closed().outcome(), v1::RUN_OUTCOME_COMPLETED);
  EXPECT_EQ(row.closed().done(), kItems - 1u);
  EXPECT_EQ(row.closed().sums(0).minor_units(), (kItems - 1) * 100);
  ASSERT_EQ(row.result().left_size(), 1);
  EXPECT_EQ(row.result().left(0).ShortDebugString(),
            "item_id: \"item 007\" refusal: \"UNLUCKY\" sentence: \"Leave it.\" missing: \"LUCK\"");
  const auto added = Added();
  EXPECT_EQ(added.size(), kItems - 1u);
  EXPECT_FALSE(added.contains("counter-007"));
  for (const auto& [stream, times] : added) EXPECT_EQ(times, 1) << stream;
}

TEST_F(RunnerTest, AnAuditorComesToTheSameCountSumsAndDigest) {
  Begin();
  ASSERT_EQ(Open("r1"), "OK");
  ASSERT_TRUE(IsClosed());
  const auto check = audit::RunCheck();
  uint64_t sequence = 0;
  EachCommit([&](const eventlog::v1::Commit& commit) { check->See(commit, 0, ++sequence); });
  std::vector<audit::Finding> found;
  check->Finish(found);
  EXPECT_TRUE(found.empty()) << found[0].what;
  EXPECT_EQ(check->summary(), "1 runs of 39 items, closed as their chunks say");
}

TEST_F(RunnerTest, TheNextLifeOfTheProcessGoesOnBehindTheLastChunk) {
  Begin();
  LetDraw(2);
  ASSERT_EQ(Open("r1"), "OK");
  ASSERT_TRUE(Eventually([](const v1::RunRow& row) { return row.metadata().chunks() == 2; }));
  End();
  LetDraw(1000);
  Begin(5);  // cut differently now
  ASSERT_TRUE(IsClosed());
  EXPECT_EQ(Row().closed().done(), kItems - 1u);
  for (const auto& [stream, times] : Added()) EXPECT_EQ(times, 1) << stream;
}

TEST_F(RunnerTest, WhatBreaksWhileDrawingIsTriedAgain) {
  world_.breaks = true;
  Begin();
  ASSERT_EQ(Open("r1"), "OK");
  ASSERT_TRUE(IsClosed());
  EXPECT_EQ(Row().closed().done(), kItems - 1u);
}

TEST_F(RunnerTest, OneThatCannotGoOnKeepsNobodyWaitingAndMayBeCancelled) {
  world_.broken = "basel";
  Begin();
  ASSERT_EQ(Open("r1", "basel"), "OK");
  const std::string broken = id_;
  for (int i = 0; i < 5; ++i) {  // before it and behind it, as their ids fall
    ASSERT_EQ(Open("r2-" + std::to_string(i)), "OK");
    ASSERT_TRUE(IsClosed());
    EXPECT_EQ(Row().closed().outcome(), v1::RUN_OUTCOME_COMPLETED);
  }
  id_ = broken;
  EXPECT_FALSE(Row().has_closed());
  Decide(run::RequestCancellation{id_, "carla"}, "basel");
  ASSERT_TRUE(IsClosed());
  EXPECT_EQ(Row().closed().outcome(), v1::RUN_OUTCOME_CANCELLED);
}

TEST_F(RunnerTest, OneIsOpenAtATimeAndTheSameRequestFindsIt) {
  Begin();
  LetDraw(0);
  ASSERT_EQ(Open("r1"), "OK");
  const std::string first = id_;
  EXPECT_EQ(Open("r2"), "RUN_IS_OPEN");
  EXPECT_EQ(Open("r1"), "OK");
  EXPECT_EQ(id_, first);
  LetDraw(1000);
  ASSERT_TRUE(IsClosed());
  EXPECT_EQ(Open("r2"), "OK");
  EXPECT_NE(id_, first);
}

TEST_F(RunnerTest, ACancelledRunIsClosedAndKeepsWhatItDid) {
  Begin();
  LetDraw(2);
  ASSERT_EQ(Open("r1"), "OK");
  ASSERT_TRUE(Eventually([](const v1::RunRow& row) { return row.metadata().chunks() == 2; }));
  Decide(run::RequestCancellation{id_, "carla"});
  LetDraw(1000);
  ASSERT_TRUE(IsClosed());
  EXPECT_EQ(Row().closed().outcome(), v1::RUN_OUTCOME_CANCELLED);
  EXPECT_EQ(Row().closed().done(), 13u);
  EXPECT_EQ(Added().size(), 13u);
  const auto operation = ToOperation("counting", Row());
  EXPECT_TRUE(operation.done());
  EXPECT_EQ(operation.error().code(), 1);
}

TEST_F(RunnerTest, ARunOfOtherRulesIsClosedAsFailed) {
  Begin();
  LetDraw(2);
  ASSERT_EQ(Open("r1"), "OK");
  ASSERT_TRUE(Eventually([](const v1::RunRow& row) { return row.metadata().chunks() == 2; }));
  End();
  world_.rules = "rules of November";
  LetDraw(1000);
  Begin();
  ASSERT_TRUE(IsClosed());
  EXPECT_EQ(Row().closed().outcome(), v1::RUN_OUTCOME_FAILED);
  EXPECT_TRUE(Row().closed().detail().starts_with("RULES_CHANGED"));
}
}  // namespace
}  // namespace aor::operations
