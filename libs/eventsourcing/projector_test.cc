#include "libs/eventsourcing/projector.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <future>

#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/testing/counter.h"

namespace aor::eventsourcing {
namespace {
using eventlog::MemoryLog;
using testing::Add;
using ::testing::AllOf;
using testing::Asking;
using testing::Doing;
using ::testing::HasSubstr;

// total per stream, in text
class Totals final : public Projection {
 public:
  explicit Totals(std::string log = "test") : log_(std::move(log)) {}
  std::string name() const override { return "totals"; }
  int version() const override { return 1; }
  std::vector<std::string> logs() const override { return {log_}; }
  void Apply(const Happened& happened, WritableRows& rows) override {
    if (!Holds<testing::Event>(happened.event)) return;
    const auto event = Decode<testing::Event>(happened.event);
    const std::string key = happened.commit.tenant() + "/" + happened.stream.name();
    const auto before = rows.Get(key);
    rows.Put(key, std::to_string((before ? std::stoll(*before) : 0) + event.added().amount()));
  }

 private:
  const std::string log_;
};

absl::Status WaitFor(View& view, const std::string& token, absl::Duration patience) {
  const auto ready = std::make_shared<std::promise<absl::Status>>();  // outlives who calls back
  view.WhenApplied(token, absl::Now() + patience,
                   [ready](absl::Status status) { ready->set_value(status); });
  return ready->get_future().get();
}
absl::Status WaitFor(View& view, const std::string& token) {
  return WaitFor(view, token, absl::Seconds(10));
}

struct ProjectorTest : ::testing::Test {
  DevelopmentClock clock{absl::FromUnixSeconds(1'790'000'000)};
  MemoryLog log{"test"};
  std::unique_ptr<RowStore> store = MemoryRowStore();
  Projector::LogOf logs = [this](const std::string&) -> eventlog::EventLog& { return log; };
};

TEST_F(ProjectorTest, AReaderThatBringsItsTokenSeesItsChange) {
  Projector projector(*store, logs);
  View& view = projector.Add(std::make_unique<Totals>());
  Runtime runtime(log, clock);
  ASSERT_TRUE(projector.Start().ok());
  for (int i = 1; i <= 20; ++i) {
    const auto done =
        runtime.ExecuteAndWait(Asking(std::to_string(i)), Doing("c", Add{std::to_string(i), 1}));
    ASSERT_TRUE(done.ok());
    ASSERT_TRUE(WaitFor(view, done->token()).ok());
    EXPECT_EQ(view.rows().Get("t/c"), std::to_string(i));
  }
}

// A restored log has other commits behind the same numbers.
TEST_F(ProjectorTest, ATokenOfAnotherHistoryIsNotTakenForThisOne) {
  Projector projector(*store, logs);
  View& view = projector.Add(std::make_unique<Totals>());
  Runtime runtime(log, clock);
  ASSERT_TRUE(projector.Start().ok());
  MemoryLog other_log("test");
  Runtime other(other_log, clock);
  const auto of_the_other = other.ExecuteAndWait(Asking("1"), Doing("c", Add{"another", 1}));
  std::string first;
  for (int i = 1; i < 4; ++i) {
    const std::string id = std::to_string(i);
    const std::string token = runtime.ExecuteAndWait(Asking(id), Doing("c", Add{id, 1}))->token();
    if (first.empty()) first = token;
    ASSERT_TRUE(WaitFor(view, token).ok());
  }
  EXPECT_TRUE(WaitFor(view, first).ok());
  const auto refused = WaitFor(view, of_the_other->token());
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition) << refused;
}

TEST_F(ProjectorTest, AReaderDoesNotWaitBeyondItsDeadline) {
  Projector projector(*store, logs);
  View& view = projector.Add(std::make_unique<Totals>());
  ASSERT_TRUE(projector.Start().ok());
  EXPECT_EQ(WaitFor(view, TokenOf("test", 0, {7, {}}), absl::Milliseconds(30)).code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(WaitFor(view, "no token").code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(ProjectorTest, RebuildingGivesTheSameRows) {
  Projector projector(*store, logs);
  View& view = projector.Add(std::make_unique<Totals>());
  Runtime runtime(log, clock);
  ASSERT_TRUE(projector.Start().ok());
  std::string token;
  for (int i = 0; i < 1200; ++i)
    token =
        runtime.ExecuteAndWait(Asking(std::to_string(i)), Doing("c", Add{std::to_string(i), 1}))
            ->token();
  ASSERT_TRUE(WaitFor(view, token).ok());
  EXPECT_TRUE(projector.Rebuild("totals@1", true).ok());
  EXPECT_EQ(view.rows().Get("t/c"), "1200");
  // A row that no event accounts for shows when the view is built again.
  ASSERT_TRUE(store->Write({{"totals@1.1/r/t/c", "1201"}}).ok());
  EXPECT_EQ(projector.Rebuild("totals@1", true).code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(projector.Rebuild("totals@1", false).ok());
  EXPECT_EQ(view.rows().Get("t/c"), "1200");
}

TEST_F(ProjectorTest, AViewGoesOnWhereItStoppedAlsoAfterAnEarlierRelease) {
  Runtime runtime(log, clock);
  const uint32_t chain = eventlog::ChainOf("t/k");
  int added = 0;
  const auto live = [&] {
    Projector projector(*store, logs);
    View& view = projector.Add(std::make_unique<Totals>());
    ASSERT_TRUE(projector.Start().ok());
    for (int i = 0; i < 5; ++i) {
      const std::string id = std::to_string(++added);
      const auto done = runtime.ExecuteAndWait(Asking(id), Doing("c", Add{id, 1}));
      ASSERT_TRUE(WaitFor(view, done->token()).ok());
    }
    EXPECT_EQ(view.rows().Get("t/c"), std::to_string(added));
  };
  live();
  live();
  // What stood in one row for all chains: sequence:u64 head:32 of each.
  const std::string place =
      "totals@1.0/p/test/" + std::string(chain < 10 ? "0" : "") + std::to_string(chain);
  const auto here = store->Get(place);
  ASSERT_TRUE(here);
  std::string all(eventlog::kChainCount * 40, '\0');
  all.replace(chain * 40, 40, *here);
  ASSERT_TRUE(store->Write({{place, std::nullopt}, {"totals@1.0/p/test", all}}).ok());
  live();
}

// A large row for each event, and a row that says which one came before it in its stream.
class LargeRows final : public Projection {
 public:
  std::string name() const override { return "large"; }
  int version() const override { return 1; }
  std::vector<std::string> logs() const override { return {"test"}; }
  void Apply(const Happened& happened, WritableRows& rows) override {
    const std::string last = "t/last/" + happened.stream.name();
    const auto before = rows.Get(last);
    rows.Put("t/" + happened.event.event_id(), std::string(60'000, 'x') + before.value_or(""));
    rows.Put(last, happened.event.event_id());
  }
};

TEST_F(ProjectorTest, ARebuildLargerThanItsMemoryGivesTheSameRows) {
  Projector projector(*store, logs);
  View& view = projector.Add(std::make_unique<LargeRows>());
  Runtime runtime(log, clock);
  ASSERT_TRUE(projector.Start().ok());
  std::string token;
  for (int i = 0; i < 1200; ++i) {  // 72 MB
    const std::string id = std::to_string(i), stream = "c" + std::to_string(i % 7);
    token = runtime.ExecuteAndWait(Asking(id, "b", stream), Doing(stream, Add{id, 1}))->token();
  }
  ASSERT_TRUE(WaitFor(view, token).ok());
  EXPECT_TRUE(projector.Rebuild("large@1", true).ok());
  EXPECT_TRUE(view.rows().Get("t/last/c3"));
}

TEST_F(ProjectorTest, ARebuildOfADamagedLogNamesThePlaceAndLeavesTheViewAsItWas) {
  Projector projector(*store, logs);
  View& view = projector.Add(std::make_unique<Totals>());
  Runtime runtime(log, clock);
  ASSERT_TRUE(projector.Start().ok());
  std::string token;
  for (int i = 0; i < 600; ++i)
    token =
        runtime.ExecuteAndWait(Asking(std::to_string(i)), Doing("c", Add{std::to_string(i), 1}))
            ->token();
  ASSERT_TRUE(WaitFor(view, token).ok());
  log.Tamper(eventlog::ChainOf("t/k"), 411, [](std::string& bytes) { bytes.back() ^= 1; });
  const auto rebuilt = projector.Rebuild("totals@1", false);
  EXPECT_EQ(rebuilt.code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(rebuilt.message().find("411"), std::string::npos) << rebuilt;
  EXPECT_EQ(view.rows().Get("t/c"), "600");
}

TEST_F(ProjectorTest, AViewAheadOfItsLogIsNotServed) {
  {
    Projector projector(*store, logs);
    View& view = projector.Add(std::make_unique<Totals>());
    Runtime runtime(log, clock);
    ASSERT_TRUE(projector.Start().ok());
    ASSERT_TRUE(
        WaitFor(view, runtime.ExecuteAndWait(Asking("1"), Doing("c", Add{"1", 1}))->token()).ok());
  }
  MemoryLog cut("test");
  Projector projector(*store, [&](const std::string&) -> eventlog::EventLog& { return cut; });
  View& view = projector.Add(std::make_unique<Totals>());
  const auto started = projector.Start();
  EXPECT_EQ(started.code(), absl::StatusCode::kDataLoss) << started;
  EXPECT_EQ(WaitFor(view, "").code(), absl::StatusCode::kDataLoss);
}

// Other contexts' events, too, which a view of this release would skip for ever.
TEST_F(ProjectorTest, AnUnknownEventStopsTheViewAndNamesThePlace) {
  Projector projector(*store, logs);
  View& view = projector.Add(std::make_unique<Totals>());
  Runtime runtime(log, clock);
  ASSERT_TRUE(projector.Start().ok());
  const auto done = runtime.ExecuteAndWait(Asking("r1"), [](Transaction& transaction) {
    auto& touched = transaction.touched()["c"];
    touched.appended = true;
    touched.events.emplace_back().set_type("aor.testing.v2.OtherEvent/of_a_newer_release");
    return std::optional<Refused>();
  });
  EXPECT_EQ(WaitFor(view, done->token()).code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(projector.Health().message(),
              AllOf(HasSubstr("log test chain"), HasSubstr("sequence 1: aor.testing.v2")));
  EXPECT_THROW(view.rows(), ViewStopped);
}

// An older release knows no amount of 7.
class OlderTotals final : public Projection {
 public:
  std::string name() const override { return totals_.name(); }
  int version() const override { return totals_.version(); }
  std::vector<std::string> logs() const override { return totals_.logs(); }
  void Apply(const Happened& happened, WritableRows& rows) override {
    if (Decode<testing::Event>(happened.event).added().amount() == 7)
      throw BrokenHistory("unknown to this program");
    totals_.Apply(happened, rows);
  }

 private:
  Totals totals_;
};

TEST_F(ProjectorTest, RowsOfFormerReleasesAndOfHalfARebuildAreDropped) {
  ASSERT_TRUE(store
                  ->Write({{"cursor/test/test/0", "5"},
                           {"generation/totals@1", "1"},
                           {"totals@0.0/r/t/c", "1"},
                           {"totals@1.1/r/t/kept", "1"},
                           {"totals@1.2/r/t/c", "1"},
                           {"weeks@3.0/r/t/c", "1"}})
                  .ok());
  Projector projector(*store, logs);
  View& view = projector.Add(std::make_unique<Totals>());
  ASSERT_TRUE(projector.Start().ok());
  EXPECT_EQ(view.rows().Get("t/kept"), "1");
  EXPECT_EQ(store->Get("cursor/test/test/0"), "5");
  for (const char* former : {"totals@0.0/r/t/c", "totals@1.2/r/t/c", "weeks@3.0/r/t/c"})
    EXPECT_EQ(store->Get(former), std::nullopt) << former;
}

TEST_F(ProjectorTest, AStoppedViewGoesOnAfterTheUpgrade) {
  Runtime runtime(log, clock);
  std::string token;
  for (int amount = 6; amount < 9; ++amount) {
    const std::string id = std::to_string(amount);
    token = runtime.ExecuteAndWait(Asking(id, "b", "c"), Doing("c", Add{id, amount}))->token();
  }
  {
    Projector older(*store, logs);
    View& view = older.Add(std::make_unique<OlderTotals>());
    (void)older.Start();
    EXPECT_EQ(WaitFor(view, token).code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(older.Health().message(), HasSubstr("sequence 2"));
  }
  Projector upgraded(*store, logs);
  View& view = upgraded.Add(std::make_unique<Totals>());
  ASSERT_TRUE(upgraded.Start().ok());
  ASSERT_TRUE(WaitFor(view, token).ok());
  EXPECT_EQ(view.rows().Get("t/c"), "21");
}
}  // namespace
}  // namespace aor::eventsourcing
