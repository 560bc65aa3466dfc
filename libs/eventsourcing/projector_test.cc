#include "libs/eventsourcing/projector.h"

#include <gtest/gtest.h>

#include <filesystem>
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

absl::Status WaitFor(View& view, const std::string& token) {
  std::promise<absl::Status> ready;
  view.WhenApplied(token, absl::Now() + absl::Seconds(10),
                   [&](absl::Status status) { ready.set_value(status); });
  return ready.get_future().get();
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
  std::promise<absl::Status> ready;
  view.WhenApplied(TokenOf("test", 0, {7, {}}), absl::Now() + absl::Milliseconds(30),
                   [&](absl::Status status) { ready.set_value(status); });
  EXPECT_EQ(ready.get_future().get().code(), absl::StatusCode::kUnavailable);
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
INSTANTIATE_TEST_SUITE_P(Stores, RowStoreTest, ::testing::Bool(),
                         [](const auto& info) { return info.param ? "RocksDb" : "Memory"; });
}  // namespace
}  // namespace aor::eventsourcing
