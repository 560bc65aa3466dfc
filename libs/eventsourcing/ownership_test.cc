// Processes that share a log: what the rule of claims says, and who decides then.
#include "libs/eventsourcing/ownership.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <optional>
#include <thread>

#include "libs/eventlog/kafka/kafka_log.h"
#include "libs/eventlog/kafka/memory_cluster.h"
#include "libs/eventlog/memory/memory_log.h"
#include "libs/eventsourcing/reactor.h"
#include "libs/eventsourcing/rules.h"
#include "libs/eventsourcing/testing/counter.h"
#include "libs/eventsourcing/testing/golden.h"

namespace aor::eventsourcing {
namespace {
using namespace eventlog;
using namespace eventlog::kafka;
using testing::Add;
using testing::Asking;
using testing::Doing;

constexpr char kByTwo[] = "chain_claimed { process_id: 'two' address: 'b:1' generation: 4 }";
constexpr char kByOne[] = "chain_claimed { process_id: 'one' address: 'a:1' generation: 5 }";
claim::ClaimChain ByOne(uint64_t generation) { return {{generation, "one", "a:1"}}; }

TEST(ClaimRules, TheLowerGenerationYields) {
  using enum claim::Refusal;
  CheckRules<claim::Owner, claim::Event, claim::ClaimChain, claim::Refusal>({
      {"nobody's chain is claimed", {}, ByOne(5), std::vector{kByOne}},
      {"a newer member claims it from an older one", {kByTwo}, ByOne(5), std::vector{kByOne}},
      {"an older member yields", {kByTwo}, ByOne(3), kYields},
      {"of equal ones the claim that stands stays", {kByTwo}, ByOne(4), kYields},
      {"an owner claims nothing anew", {kByOne}, ByOne(9), std::vector<const char*>{}},
  });
}

TEST(ClaimRules, AStoredClaimCanBeReadForEver) {
  CheckSamples<claim::Owner, claim::Event>(GOLDEN "/claim");
}

// One process of a service: its log, its runtime, its place in the group.
struct Pod {
  Pod(MemoryCluster& group, const std::string& name, const std::string& life = "first")
      : cluster(group), instance(name) {
    KafkaLogOptions options;
    options.name = "sim";
    options.environment = "test";
    options.partitions = 2;
    log = *KafkaLog::Open(options, MemoryCopy("sim", "test"), cluster);
    RuntimeOptions owning;
    owning.writer = life + " life of " + name;
    owning.address = name;
    runtime.emplace(*log, clock, owning);
  }
  void Join(const std::string& group = "owners") {
    membership = *cluster.Join({group, TopicOf("test", "sim"), instance},
                               [this](uint64_t generation, const auto& partitions) {
                                 std::vector<uint32_t> chains;
                                 for (uint32_t chain = 0; chain < kChainCount; ++chain)
                                   for (const uint32_t one : partitions)
                                     if (chain % 2 == one) chains.push_back(chain);
                                 runtime->ownership()->Propose(generation, chains);
                               });
  }
  absl::StatusOr<Committed> Do(const std::string& id, const std::string& key,
                               bool is_forwarded = false) {
    auto request = Asking(id, "b", key);
    request.is_forwarded = is_forwarded;
    return runtime->ExecuteAndWait(request, Doing("c-" + key, Add{id, 1}));
  }
  size_t held() const { return runtime->ownership()->held(); }

  MemoryCluster& cluster;
  const std::string instance;
  DevelopmentClock clock{absl::FromUnixSeconds(1'790'000'000)};
  std::unique_ptr<KafkaLog> log;
  std::optional<Runtime> runtime;
  std::unique_ptr<Membership> membership;
};

bool Soon(const std::function<bool()>& holds) {
  for (int tries = 0; tries < 5'000 && !holds(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return holds();
}

struct OwnershipTest : ::testing::Test {
  OwnershipTest() {
    cluster.Create(TopicOf("test", "sim"), {.partitions = 2, .replicas = 1, .settings = {}});
  }
  // A key on a chain of partition 0, and one of partition 1.
  static std::string KeyOn(uint32_t partition) {
    for (int i = 0;; ++i)
      if (ChainOf("t/k" + std::to_string(i)) % 2 == partition) return "k" + std::to_string(i);
  }
  uint64_t CommitsOf(const Pod& pod) const {
    uint64_t commits = 0;
    for (uint32_t chain = 0; chain < kChainCount; ++chain)
      commits += pod.log->TailOf(chain).sequence;
    return commits;
  }
  MemoryCluster cluster;
};

TEST_F(OwnershipTest, AChainIsDecidedOnByWhoClaimedItAndTheOthersSayWhere) {
  Pod a(cluster, "a"), b(cluster, "b");
  EXPECT_TRUE(ElsewhereOf(a.Do("too early", KeyOn(0)).status()));
  a.Join();
  ASSERT_TRUE(Soon([&] { return a.held() == 64; }));
  b.Join();
  ASSERT_TRUE(Soon([&] { return a.held() == 32 && b.held() == 32; }));
  EXPECT_EQ(CommitsOf(a), 64u + 32u) << "one claim a chain and change of owner";

  EXPECT_TRUE(a.Do("r1", KeyOn(0)).ok());
  ASSERT_TRUE(Soon([&] { return b.Do("r1", KeyOn(0)).ok(); })) << "what is known is answered";
  const auto elsewhere = ElsewhereOf(b.Do("r2", KeyOn(0)).status());
  ASSERT_TRUE(elsewhere);
  EXPECT_EQ(elsewhere->address, "a");
  EXPECT_EQ(elsewhere->chain, ChainOf("t/" + KeyOn(0)));
  EXPECT_TRUE(b.Do("r3", KeyOn(0), true).ok()) << "what was sent on is decided where it is";
  EXPECT_TRUE(b.Do("r4", KeyOn(1)).ok());
}

TEST_F(OwnershipTest, WhoIsOutYieldsToTheNewerClaimAndDecidesNoMore) {
  Pod a(cluster, "a"), b(cluster, "b");
  a.Join();
  b.Join();
  ASSERT_TRUE(Soon([&] { return a.held() == 32 && b.held() == 32; }));
  cluster.Expire("owners", "a");  // a does not hear of it
  ASSERT_TRUE(Soon([&] { return b.held() == 64 && a.held() == 0; }));
  EXPECT_TRUE(ElsewhereOf(a.Do("r1", KeyOn(0)).status()));
  EXPECT_TRUE(b.Do("r1", KeyOn(0)).ok());
  const uint64_t commits = CommitsOf(b);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(ElsewhereOf(a.Do("x", KeyOn(0)).status()));
  EXPECT_EQ(CommitsOf(b), commits) << "it claims nothing back";
  a.Join();
  EXPECT_TRUE(Soon([&] { return a.held() == 32 && b.held() == 32; }));
}

TEST_F(OwnershipTest, WhomTheGroupProposesClaimsFromAnOwnerThatIsSilent) {
  Pod a(cluster, "a"), b(cluster, "b");
  b.Join("one group");
  ASSERT_TRUE(Soon([&] { return b.held() == 64; }));
  a.Join("another");  // as a group that forgot its generation
  ASSERT_TRUE(Soon([&] { return a.held() == 64 && b.held() == 0; }))
      << "a group that began anew counts from one";
  b.runtime->ownership()->NobodyDecides(ChainOf("t/" + KeyOn(0)));
  EXPECT_TRUE(Soon([&] { return b.held() == 1 && a.held() == 63; }));
}

TEST_F(OwnershipTest, AClaimOfAFormerLifeThatComesLateIsClaimedFromIt) {
  Pod former(cluster, "a"), next(cluster, "a", "second");
  former.Join("before it was killed");
  ASSERT_TRUE(Soon([&] { return former.held() == 64; }));
  next.Join("now");
  ASSERT_TRUE(Soon([&] { return next.held() == 64 && former.held() == 0; }));
  former.runtime->ownership()->NobodyDecides(ChainOf("t/" + KeyOn(0)));
  ASSERT_TRUE(Soon([&] { return next.held() == 63; })) << "its claim was on the way";
  EXPECT_TRUE(Soon([&] { return next.Do("r1", KeyOn(0)).ok(); }));
}

TEST_F(OwnershipTest, LeavingHandsOverAndMeanwhileGoesOnDeciding) {
  Pod a(cluster, "a"), b(cluster, "b");
  a.Join();
  b.Join();
  ASSERT_TRUE(Soon([&] { return a.held() == 32; }));
  a.membership->Leave();
  const auto answer = a.Do("r1", KeyOn(0));
  EXPECT_TRUE(answer.ok() || ElsewhereOf(answer.status()));
  EXPECT_TRUE(Soon([&] { return a.held() == 0 && b.held() == 64; }));
}

TEST_F(OwnershipTest, ACommitThatTheLogCannotHoldIsRefusedForGood) {
  Pod a(cluster, "a");
  a.Join();
  ASSERT_TRUE(Soon([&] { return a.held() == 64; }));
  const auto refused = a.runtime->ExecuteAndWait(Asking("big", "b", "k"),
                                                 Doing("c", Add{std::string(900'000, 'x'), 1}));
  EXPECT_EQ(RefusalName(refused.status()), "COMMIT_TOO_LARGE");
  EXPECT_NE(refused.status().message().find("900000"), std::string::npos);
  EXPECT_TRUE(a.Do("small", "k").ok());
}

// As a context's view: an event that it does not know stops it.
class Strict final : public Projection {
 public:
  std::string name() const override { return "strict"; }
  int version() const override { return 1; }
  std::vector<std::string> logs() const override { return {"sim"}; }
  void Apply(const Happened& happened, WritableRows&) override {
    if (!Holds<testing::Event>(happened.event)) throw std::runtime_error("unknown event");
  }
};

TEST_F(OwnershipTest, ViewsAreShownNoClaims) {
  Pod a(cluster, "a");
  a.Join();
  ASSERT_TRUE(Soon([&] { return a.held() == 64; }));
  const auto done = a.Do("r1", KeyOn(0));
  ASSERT_TRUE(done.ok());
  const auto store = MemoryRowStore();
  Projector projector(*store, [&](const std::string&) -> EventLog& { return *a.log; });
  auto& view = projector.Add(std::make_unique<Strict>());
  ASSERT_TRUE(projector.Start().ok());
  std::promise<absl::Status> applied;
  view.WhenApplied(done->token(), absl::Now() + absl::Seconds(10),
                   [&](absl::Status status) { applied.set_value(std::move(status)); });
  EXPECT_TRUE(applied.get_future().get().ok());
  EXPECT_TRUE(projector.Health().ok()) << projector.Health();
}

// Adds one here for each event there.
class Counting final : public Reaction {
 public:
  std::string name() const override { return "counting"; }
  std::vector<std::string> sources() const override { return {"source"}; }
  std::vector<std::string> KeysOf(const Happened& happened) const override {
    return {happened.stream.name()};
  }
  void React(const Happened& happened, const std::string& key, Transaction& transaction) override {
    const testing::Command add = Add{happened.event.event_id(), 1};
    const std::string stream = "mirror-" + key;
    Insist(DecideOn<testing::Counter, testing::Event>(transaction, stream, add), stream);
  }
};

struct Reacting : Pod {
  Reacting(MemoryCluster& group, const std::string& name, EventLog& source) : Pod(group, name) {
    reactor.emplace(*runtime, *cursors,
                    [&source](const std::string&) -> EventLog& { return source; });
    reactor->Add(std::make_unique<Counting>());
    reactor->Start();
  }
  ~Reacting() { membership.reset(); }
  bool IsDone() const {
    const auto positions = reactor->Positions();
    return std::ranges::all_of(positions, [](const auto& at) { return at.applied == at.tail; });
  }
  int64_t Counted(const std::string& stream) {
    int64_t total = 0;
    auto peek = Asking("peek", "b", stream);
    peek.validate_only = peek.is_forwarded = true;
    EXPECT_TRUE(
        runtime
            ->ExecuteAndWait(
                peek,
                [&](Transaction& transaction) {
                  total =
                      transaction.Fold<testing::Counter, testing::Event>("mirror-" + stream).total;
                  return std::optional<Refused>();
                })
            .ok());
    return total;
  }
  const std::unique_ptr<RowStore> cursors = MemoryRowStore();
  std::optional<Reactor> reactor;  // last: it uses the rest
};

TEST_F(OwnershipTest, AReactionIsCarriedOutByTheOwnerAndGoesOnWhenItIsGone) {
  DevelopmentClock clock(absl::FromUnixSeconds(1'790'000'000));
  MemoryLog source("source");
  Runtime from(source, clock);
  const auto happen = [&](const std::string& round) {
    for (int i = 0; i < 20; ++i) {
      const std::string id = round + std::to_string(i), stream = "c" + std::to_string(i % 5);
      ASSERT_TRUE(from.ExecuteAndWait(Asking(id, "b", stream), Doing(stream, Add{id, 2})).ok());
    }
  };
  Reacting b(cluster, "b", source);
  {
    Reacting a(cluster, "a", source);
    a.Join();
    b.Join();
    ASSERT_TRUE(Soon([&] { return a.held() == 32 && b.held() == 32; }));
    happen("one");
    EXPECT_TRUE(Soon([&] { return a.IsDone() && b.IsDone(); }));
  }
  happen("two");  // while nobody owns what a had
  EXPECT_FALSE(b.IsDone());
  cluster.Expire("owners", "a");
  EXPECT_TRUE(Soon([&] { return b.IsDone(); }));
  EXPECT_TRUE(b.reactor->Health().ok()) << b.reactor->Health();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(b.Counted("c" + std::to_string(i)), 8);
}
}  // namespace
}  // namespace aor::eventsourcing
