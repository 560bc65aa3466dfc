#include "libs/eventsourcing/projector.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/reactor.h"
#include "libs/eventsourcing/testing/counter.h"

namespace aor::eventsourcing {
namespace {
using eventlog::MemoryLog;
using testing::Add;
using testing::Asking;
using testing::Doing;

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

TEST_F(ProjectorTest, AnUnknownEventStopsTheViewWithAnAlarm) {
  Projector projector(*store, logs);
  View& view = projector.Add(std::make_unique<Totals>());
  Runtime runtime(log, clock);
  ASSERT_TRUE(projector.Start().ok());
  const auto done = runtime.ExecuteAndWait(Asking("r1"), [](Transaction& transaction) {
    auto& touched = transaction.touched()["c"];
    touched.appended = true;
    touched.events.emplace_back().set_type("aor.testing.v1.CounterEvent/of_a_newer_release");
    return std::optional<Refused>();
  });
  EXPECT_EQ(WaitFor(view, done->token()).code(), absl::StatusCode::kDataLoss);
  EXPECT_FALSE(projector.Health().ok());
  EXPECT_THROW(view.rows(), ViewStopped);
}

class Looking final : public Deadline {
 public:
  explicit Looking(std::function<void()> look) : look_(std::move(look)) {}
  std::string name() const override { return "looking"; }
  void At(absl::Time) override { look_(); }

 private:
  const std::function<void()> look_;
};

TEST(TickerTest, ADeadlineOfAStoppedViewHoldsNoOtherUp) {
  const SystemClock clock;
  Ticker ticker(clock);
  int looked = 0;
  ticker.Add(std::make_unique<Looking>([] { throw ViewStopped("view hours@1 stopped"); }));
  ticker.Add(std::make_unique<Looking>([&] { ++looked; }));
  ticker.TickNow();
  ticker.TickNow();
  EXPECT_EQ(looked, 2);
}

// Every added amount of the source is added here, too.
class Mirror final : public Reaction {
 public:
  std::string name() const override { return "mirror"; }
  std::vector<std::string> sources() const override { return {"source"}; }
  std::vector<std::string> KeysOf(const Happened& happened) const override {
    return {happened.stream.name(), "all"};
  }
  void React(const Happened& happened, const std::string& key, Transaction& transaction) override {
    const auto event = Decode<testing::Event>(happened.event);
    DecideOn<testing::Counter, testing::Event>(
        transaction, "mirror-" + key,
        testing::Command(Add{happened.event.event_id(), event.added().amount()}));
  }
};

TEST(ReactorTest, EachEventTakesEffectOnceHoweverOftenItIsRead) {
  DevelopmentClock clock(absl::FromUnixSeconds(1'790'000'000));
  MemoryLog source("source"), target("target");
  Runtime from(source, clock), to(target, clock);
  for (int i = 0; i < 50; ++i) {
    const std::string id = std::to_string(i), stream = "c" + std::to_string(i % 5);
    ASSERT_TRUE(from.ExecuteAndWait(Asking(id, "b", stream), Doing(stream, Add{id, 2})).ok());
  }
  for (int life = 0; life < 3; ++life) {  // each life starts without cursors
    const auto cursors = MemoryRowStore();
    Reactor reactor(to, *cursors, [&](const std::string& name) -> eventlog::EventLog& {
      return name == "source" ? source : target;
    });
    reactor.Add(std::make_unique<Mirror>());
    reactor.Start();
    for (int tries = 0; tries < 1000; ++tries) {
      bool behind = reactor.Positions().empty();
      for (const auto& position : reactor.Positions()) behind |= position.applied < position.tail;
      if (!behind) break;
      absl::SleepFor(absl::Milliseconds(5));
    }
    EXPECT_TRUE(reactor.Health().ok()) << reactor.Health();
  }
  int64_t total = 0;
  auto peek = Asking("peek", "b", "all");
  peek.validate_only = true;
  ASSERT_TRUE(to.ExecuteAndWait(peek, [&](Transaction& transaction) {
                  total = transaction.Fold<testing::Counter, testing::Event>("mirror-all").total;
                  return std::optional<Refused>();
                }).ok());
  EXPECT_EQ(total, 100);
}

struct RowStoreTest : ::testing::TestWithParam<bool> {
  RowStoreTest() {
    if (!GetParam()) {
      store = MemoryRowStore();
      return;
    }
    directory = ::testing::TempDir() + "rows-" + std::to_string(getpid());
    std::filesystem::remove_all(directory);
    store = *OpenRowStore(directory);
  }
  ~RowStoreTest() override {
    store.reset();
    if (!directory.empty()) std::filesystem::remove_all(directory);
  }
  std::string Keys(const Rows& rows, std::string_view prefix, std::string_view from = "") {
    std::string all;
    rows.Scan(prefix, from, [&](std::string_view key, std::string_view value) {
      all += std::string(key) + "=" + std::string(value) + " ";
      return true;
    });
    return all;
  }
  std::string directory;
  std::unique_ptr<RowStore> store;
};

TEST_P(RowStoreTest, ChangesLieOnTopOfStoredRowsInOrder) {
  ASSERT_TRUE(store->Write({{"m/a1", "1"}, {"m/a3", "3"}, {"m/a5", "5"}, {"n/a1", "x"}}).ok());
  OverlaidRows rows(*store, "m/");
  rows.Put("a2", "2");
  rows.Put("a3", "three");
  rows.Delete("a1");
  rows.Put("a9", "9");
  rows.Put("b1", "b");
  EXPECT_EQ(Keys(rows, "a"), "a2=2 a3=three a5=5 a9=9 ");
  EXPECT_EQ(Keys(rows, "a", "a4"), "a5=5 a9=9 ");
  EXPECT_EQ(rows.Get("a1"), std::nullopt);
  ASSERT_TRUE(store->Write(rows.changes()).ok());
  EXPECT_EQ(Keys(OverlaidRows(*store, "m/"), ""), "a2=2 a3=three a5=5 a9=9 b1=b ");
  ASSERT_TRUE(store->DeletePrefix("m/").ok());
  EXPECT_EQ(Keys(OverlaidRows(*store, "m/"), ""), "");
  EXPECT_EQ(Keys(OverlaidRows(*store, "n/"), ""), "a1=x ");
}
TEST_P(RowStoreTest, ManyRowsAtOnceAreLikeOneAfterAnother) {
  ASSERT_TRUE(store->Write({{"m/00007", "old"}, {"m/00008", "old"}, {"n/1", "x"}}).ok());
  OverlaidRows rows(*store, "m/");
  for (int i = 10; i < 30'010; ++i) rows.Put(std::to_string(100'000 + i), std::to_string(i));
  rows.Put("00007", "new");
  rows.Delete("00008");
  EXPECT_GT(rows.bytes(), 30'000u * 11);
  ASSERT_TRUE(store->Write(rows.changes()).ok());
  rows.Written();
  EXPECT_EQ(rows.bytes(), 0u);
  EXPECT_EQ(rows.Get("00007"), "new");
  EXPECT_EQ(rows.Get("00008"), std::nullopt);
  EXPECT_EQ(rows.Get("130009"), "30009");
  EXPECT_EQ(Keys(rows, "13000"),
            "130000=30000 130001=30001 130002=30002 130003=30003 "
            "130004=30004 130005=30005 130006=30006 130007=30007 "
            "130008=30008 130009=30009 ");
  ASSERT_TRUE(store->Write({{"m/00007", "newer"}}).ok());
  EXPECT_EQ(rows.Get("00007"), "newer");
  if (directory.empty()) return;
  store.reset();
  std::ofstream(directory + "/rows-9") << "left by a killed process";
  store = *OpenRowStore(directory);
  EXPECT_FALSE(std::filesystem::exists(directory + "/rows-9"));
  EXPECT_EQ(store->Get("m/130009"), "30009");
  EXPECT_EQ(store->Get("m/00007"), "newer");
}

TEST_P(RowStoreTest, RowsThatAreKnownNotToBeThereAreNotLookedFor) {
  ASSERT_TRUE(store->Write({{"m/a", "of another life"}}).ok());
  OverlaidRows rows(*store, "m/", false);
  EXPECT_EQ(rows.Get("a"), std::nullopt);
  EXPECT_EQ(Keys(rows, ""), "");
  rows.Put("b", "1");
  EXPECT_EQ(Keys(rows, ""), "b=1 ");
  ASSERT_TRUE(store->Write(rows.changes()).ok());
  rows.Written();
  EXPECT_EQ(Keys(rows, "b"), "b=1 ");
}
INSTANTIATE_TEST_SUITE_P(Stores, RowStoreTest, ::testing::Bool(),
                         [](const auto& info) { return info.param ? "RocksDb" : "Memory"; });

TEST(Bell, RingsNobodyOnceItIsGone) {
  int rings = 0;
  std::function<void()> kept_by_the_log;
  {
    const Bell bell([&] { ++rings; });
    kept_by_the_log = bell.listener();
    kept_by_the_log();
  }
  kept_by_the_log();
  EXPECT_EQ(rings, 1);
}
}  // namespace
}  // namespace aor::eventsourcing
