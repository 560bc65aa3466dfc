#include "libs/eventsourcing/reactor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>

#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/testing/counter.h"

namespace aor::eventsourcing {
namespace {
using eventlog::MemoryLog;
using testing::Add;
using ::testing::AllOf;
using testing::Asking;
using testing::Doing;
using ::testing::HasSubstr;

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

TEST(TickerTest, ADeadlineThatFailsIsToldOfAndHoldsNoOtherUp) {
  const SystemClock clock;
  std::string told;
  Ticker ticker(clock,
                [&](const std::string& name, const std::string& why) { told = name + ": " + why; });
  int looked = 0;
  ticker.Add(std::make_unique<Looking>([] { throw std::runtime_error("no broker"); }));
  ticker.Add(std::make_unique<Looking>([&] { ++looked; }));
  ticker.TickNow();
  EXPECT_EQ(looked, 1);
  EXPECT_EQ(told, "looking: no broker");
}

TEST(TickerTest, TroubleThatLastsIsToldOnce) {
  const SystemClock clock;
  std::vector<std::string> told;
  Ticker ticker(clock, [&](const std::string&, const std::string& why) { told.push_back(why); });
  std::string why = "no broker";
  ticker.Add(std::make_unique<Looking>([&] {
    if (!why.empty()) throw std::runtime_error(why);
  }));
  ticker.TickNow();
  ticker.TickNow();
  EXPECT_EQ(ticker.Failing(), std::vector<std::string>{"looking"});
  why = "no disk";
  ticker.TickNow();
  why = "";
  ticker.TickNow();
  EXPECT_TRUE(ticker.Failing().empty());
  why = "no disk";
  ticker.TickNow();
  EXPECT_EQ(told, (std::vector<std::string>{"no broker", "no disk", "no disk"}));
}

// Every added amount of the source is added here, too, unless an older release does not know it.
// An amount that it stumbles over has no effect until that is mended.
std::atomic<int64_t> stumbling_block = 0;
class Mirror final : public Reaction {
 public:
  explicit Mirror(int64_t unknown = 0) : unknown_(unknown) {}
  std::string name() const override { return "mirror"; }
  std::vector<std::string> sources() const override { return {"source"}; }
  std::vector<std::string> KeysOf(const Happened& happened) const override {
    if (Decode<testing::Event>(happened.event).added().amount() == unknown_)
      throw BrokenHistory("unknown to this program");
    return {happened.stream.name(), "all"};
  }
  void React(const Happened& happened, const std::string& key, Transaction& transaction) override {
    const auto event = Decode<testing::Event>(happened.event);
    if (event.added().amount() == stumbling_block) throw std::runtime_error("stumbles");
    const std::string stream = "mirror-" + key;
    Insist(DecideOn<testing::Counter, testing::Event>(
               transaction, stream,
               testing::Command(Add{happened.event.event_id(), event.added().amount()})),
           stream);
  }

 private:
  const int64_t unknown_;
};

struct ReactorTest : ::testing::Test {
  void AddTo(const std::string& stream, int64_t amount) {
    const std::string id = std::to_string(++requests);
    ASSERT_TRUE(from.ExecuteAndWait(Asking(id, "b", stream), Doing(stream, Add{id, amount})).ok());
  }
  std::unique_ptr<Reactor> Start(RowStore& cursors, int64_t unknown = 0) {
    auto reactor =
        std::make_unique<Reactor>(to, cursors, [&](const std::string& name) -> eventlog::EventLog& {
          return name == "source" ? source : target;
        });
    reactor->Add(std::make_unique<Mirror>(unknown));
    reactor->Start();
    return reactor;
  }
  int64_t Total() {
    int64_t total = 0;
    auto peek = Asking("peek", "b", "all");
    peek.validate_only = true;
    EXPECT_TRUE(to.ExecuteAndWait(peek, [&](Transaction& transaction) {
                    total = transaction.Fold<testing::Counter, testing::Event>("mirror-all").total;
                    return std::optional<Refused>();
                  }).ok());
    return total;
  }

  DevelopmentClock clock{absl::FromUnixSeconds(1'790'000'000)};
  MemoryLog source{"source"}, target{"target"};
  Runtime from{source, clock}, to{target, clock};
  int requests = 0;
};

bool Until(const std::function<bool()>& holds) {
  for (int tries = 0; tries < 1000; ++tries, absl::SleepFor(absl::Milliseconds(5)))
    if (holds()) return true;
  return false;
}
bool HasReadAll(const Reactor& reactor) {
  return std::ranges::all_of(reactor.Positions(),
                             [](const auto& place) { return place.applied == place.tail; });
}

TEST_F(ReactorTest, EachEventTakesEffectOnceHoweverOftenItIsRead) {
  for (int i = 0; i < 50; ++i) AddTo("c" + std::to_string(i % 5), 2);
  for (int life = 0; life < 3; ++life) {  // each life starts without cursors
    const auto cursors = MemoryRowStore();
    const auto reactor = Start(*cursors);
    EXPECT_TRUE(Until([&] { return HasReadAll(*reactor); }));
    EXPECT_TRUE(reactor->Health().ok()) << reactor->Health();
  }
  EXPECT_EQ(Total(), 100);
}

// After a kill it goes on where it rested.
TEST_F(ReactorTest, WhereItHasReadIsSavedWhenItRests) {
  AddTo("c", 2);
  const auto cursors = MemoryRowStore();
  const auto reactor = Start(*cursors);
  const std::string place = "cursor/target/source/" + std::to_string(eventlog::ChainOf("t/c"));
  EXPECT_TRUE(Until([&] { return cursors->Get(place) == "1"; }));
}

// What it cannot read waits, with its chain; the others go on; nothing is missing in the end.
TEST_F(ReactorTest, PoisonStopsOneChainUntilTheUpgrade) {
  for (const int64_t amount : {1, 7, 2}) AddTo("poisoned", amount);
  AddTo("other", 5);
  const auto cursors = MemoryRowStore();
  {
    const auto older = Start(*cursors, 7);
    EXPECT_TRUE(Until([&] { return !older->Health().ok() && Total() == 6; }));
    EXPECT_THAT(older->Health().message(),
                AllOf(HasSubstr("of target to log source chain"), HasSubstr("after sequence 1"),
                      HasSubstr("sequence 2: unknown to this program")));
  }
  const auto upgraded = Start(*cursors);
  EXPECT_TRUE(Until([&] { return HasReadAll(*upgraded); }));
  EXPECT_TRUE(upgraded->Health().ok()) << upgraded->Health();
  EXPECT_EQ(Total(), 15);
}

TEST_F(ReactorTest, EffectsStandInTheOrderOfTheirCauses) {
  for (const int64_t amount : {1, 7, 2}) AddTo("c", amount);
  stumbling_block = 7;
  const auto cursors = MemoryRowStore();
  const auto reactor = Start(*cursors);
  EXPECT_TRUE(Until([&] { return !reactor->Health().ok(); }));
  EXPECT_THAT(reactor->Health().message(), HasSubstr("after sequence 0"));
  EXPECT_EQ(Total(), 1);
  stumbling_block = 0;
  EXPECT_TRUE(Until([&] { return HasReadAll(*reactor); }));
  EXPECT_EQ(Total(), 10);
}

TEST_F(ReactorTest, AStuckChainStarvesNoOther) {
  std::string stuck = "stuck", later = "later";
  while (eventlog::ChainOf("t/" + stuck) > 30) stuck += "k";
  while (eventlog::ChainOf("t/" + later) < 31) later += "r";
  stumbling_block = 7;
  for (int i = 0; i < 600; ++i) AddTo(stuck, 7);
  AddTo(later, 5);
  const auto cursors = MemoryRowStore();
  const auto reactor = Start(*cursors);
  EXPECT_TRUE(Until([&] { return Total() == 5; }));
  EXPECT_FALSE(reactor->Health().ok());
  stumbling_block = 0;
  EXPECT_TRUE(Until([&] { return HasReadAll(*reactor); }));
}

TEST_F(ReactorTest, ATypeThatNoMessageKnowsIsNotSkipped) {
  ASSERT_TRUE(from.ExecuteAndWait(Asking("r1"),
                                  [](Transaction& transaction) {
                                    auto& touched = transaction.touched()["c"];
                                    touched.appended = true;
                                    touched.events.emplace_back().set_type(
                                        "aor.testing.v2.OtherEvent/new");
                                    return std::optional<Refused>();
                                  })
                  .ok());
  const auto cursors = MemoryRowStore();
  const auto reactor = Start(*cursors);
  EXPECT_TRUE(Until([&] { return !reactor->Health().ok(); }));
  EXPECT_THAT(reactor->Health().message(), HasSubstr("aor.testing.v2.OtherEvent/new: unknown"));
  EXPECT_FALSE(HasReadAll(*reactor));
}
}  // namespace
}  // namespace aor::eventsourcing
