#include "tests/simulation/world.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tests/simulation/promises.h"

namespace aor::simulation {
namespace {
using namespace eventlog;
using namespace eventlog::kafka;

constexpr int kMillisOfAStep = 5;
constexpr int kStorm = 2'500, kPatience = 30'000;  // steps
constexpr char kGroup[] = "owners";
const std::string kTopic = TopicOf("test", "sim");

// A disk that survives the process.
struct Disk final : Copy {
  explicit Disk(std::shared_ptr<Copy> kept) : copy(std::move(kept)) {}
  EventLog& log() override { return copy->log(); }
  absl::Status Fold(std::vector<Record> records, const std::string& mark) override {
    return copy->Fold(std::move(records), mark);
  }
  std::string mark() const override { return copy->mark(); }
  const std::shared_ptr<Copy> copy;
};

// The clock of a host, which somebody sets forward and back.
struct HostClock final : eventsourcing::Clock {
  absl::Time Now() const override { return now; }
  absl::Time now = absl::FromUnixSeconds(1'790'000'000);
};

std::shared_ptr<Copy> EmptyDisk() { return MemoryCopy("sim", "test"); }

eventsourcing::RuntimeOptions WriterOptions(int patience, const std::string& life) {
  eventsourcing::RuntimeOptions options;
  options.writer = life;
  options.max_attempts = patience;
  options.cached_streams = 2;
  return options;
}
}  // namespace

Counts& Counts::operator+=(const Counts& other) {
  records += other.records, valid += other.valid, void_records += other.void_records;
  acknowledged += other.acknowledged, refused += other.refused, unknown += other.unknown;
  empty += other.empty, crashes += other.crashes, lost_producers += other.lost_producers;
  clock_jumps += other.clock_jumps;
  conflicts += other.conflicts, claims += other.claims, forwarded += other.forwarded;
  return *this;
}

// One life of a process: a log, a writer and a strand for each chain, and the one thread that
// brings wishes to the strands.
struct World::Writer {
  std::deque<std::function<void()>> lane;
  std::array<eventsourcing::Strand, kChains> strands;
  Writer(int patience, size_t at, int life)
      : place(at), options(WriterOptions(patience, "life" + std::to_string(life))) {}
  const size_t place;  // its address
  const eventsourcing::RuntimeOptions options;
  HostClock clock;
  std::shared_ptr<Copy> disk;
  std::unique_ptr<KafkaLog> log;
  std::optional<eventsourcing::Ownership> ownership;
  std::unique_ptr<Membership> membership;
  std::atomic<size_t> cached_streams = 0;
  std::vector<std::unique_ptr<eventsourcing::ChainWriter>> chains;
  bool paused = false;

  ~Writer() {
    membership.reset();
    log.reset();  // what it says at its end nobody hears
    lane.clear();
  }
  void Work(int tasks) {
    for (; tasks > 0 && !lane.empty(); --tasks) {
      const auto task = std::move(lane.front());
      lane.pop_front();
      task();
    }
  }
};

World::World(uint32_t seed)
    : random_(seed),
      cluster_(seed + 1'000'000),
      patience_(1 + static_cast<int>(seed % 4)),
      anarchy_(seed % 3 == 0) {
  cluster_.Create(kTopic, {.partitions = 1, .replicas = 1, .settings = {}});
  for (uint32_t i = 0; i < 2 + seed % 2; ++i) writers_.push_back(NewWriter(i, EmptyDisk()));
  for (int i = 0; i < kRequests; ++i) {
    Wish& wish = wishes_.emplace_back();
    wish.id = "r" + std::to_string(i);
    wish.chain = Below(kChains);
    wish.stream = "s" + std::to_string(Below(2));
    wish.command = testing::Add{"add" + std::to_string(Below(30)), Below(6) - 3};
    if (Chance() < .004) wish.command = testing::Close{};
    wish.due = Below(kStorm - 200);
  }
}

World::~World() = default;

// A chain is claimed by the thread that brings wishes to its strand.
void World::Own(Writer& writer) {
  writer.ownership.emplace(
      *writer.log, eventlog::Claim{0, writer.options.writer, std::to_string(writer.place)},
      [&writer](uint32_t chain, const eventsourcing::Request& request,
                const eventsourcing::Work& work, const eventsourcing::Answer& answer) {
        eventsourcing::Wanted claim{request, work, answer};
        claim.key = eventsourcing::KeyOfRequest(request);
        claim.is_claim = true;
        writer.lane.push_back([&writer, chain, claim] {
          writer.strands[chain].Run(
              [&writer, chain, claim] { writer.chains[chain]->Start(claim); });
        });
      },
      [this] {
        return std::chrono::steady_clock::time_point(Instant(1 + time_ * kMillisOfAStep));
      });
}

void World::Join(Writer& writer) {
  if (anarchy_) return;
  writer.membership = *cluster_.Join(
      {kGroup, kTopic, std::to_string(writer.place)}, [&writer](uint64_t generation, auto parts) {
        writer.ownership->Propose(
            generation, parts.empty() ? std::vector<uint32_t>{} : std::vector<uint32_t>{0, 1, 2});
      });
}

std::unique_ptr<World::Writer> World::NewWriter(size_t place, std::shared_ptr<Copy> disk) {
  auto writer = std::make_unique<Writer>(patience_, place, ++lives_);
  writer->disk = disk;
  KafkaLogOptions options;
  options.name = "sim";
  options.environment = "test";
  options.own_thread = false;
  options.report_limit = Instant(400 * kMillisOfAStep);
  options.settle_limit = Instant(800 * kMillisOfAStep);
  options.now = [clock = &writer->clock] { return clock->Now(); };
  options.steady_now = [this] { return Instant(time_ * kMillisOfAStep); };
  writer->log = *KafkaLog::Open(options, std::make_unique<Disk>(disk), cluster_);
  if (!anarchy_) Own(*writer);
  for (uint32_t chain = 0; chain < kChains; ++chain)
    writer->chains.push_back(std::make_unique<eventsourcing::ChainWriter>(
        *writer->log, chain, writer->clock, writer->options, writer->cached_streams,
        writer->strands[chain], writer->ownership ? &*writer->ownership : nullptr,
        [lane = &writer->lane, strand = &writer->strands[chain]] {
          lane->push_back([strand] { strand->Drain(); });
        }));
  Join(*writer);
  return writer;
}

World::Writer& World::AnyWriter() { return *writers_[Below(static_cast<int>(writers_.size()))]; }

size_t World::Length() const { return cluster_.Records(kTopic, 0).size(); }

void World::SendSomething() {
  std::vector<Wish*> open;
  for (Wish& wish : wishes_)
    if (!wish.ended && wish.due <= time_) open.push_back(&wish);
  if (open.empty()) return;
  Wish& wish = *open[Below(static_cast<int>(open.size()))];
  ++wish.attempts;
  wish.due = time_ + 200 + Below(400) * (1 + wish.attempts / 4);
  if (calm_ || Chance() > .05) Arrive(AnyWriter(), wish, {}, Length());
}

void World::Arrive(Writer& writer, Wish& wish, std::optional<size_t> sender, size_t since) {
  eventsourcing::Wanted wanted;
  wanted.request = testing::Asking(wish.id, wish.id);
  wanted.request.is_retry = wish.attempts > 1 && wish.id.back() % 2 == 0;  // some clients say so
  wanted.request.is_forwarded = sender.has_value();
  wanted.key = eventsourcing::KeyOfRequest(wanted.request);
  wanted.digest = eventsourcing::DigestOfRequest(wanted.request, "");
  wanted.work = testing::Doing(wish.stream, wish.command);
  wanted.answer = [=, this, &wish, attempt = wish.attempts, at = writer.place](auto answer) {
    OnAnswerOf(at, sender, wish, attempt, since, std::move(answer));
  };
  writer.lane.push_back([&writer, chain = wish.chain, wanted = std::move(wanted)] {
    writer.strands[chain].Run([&writer, chain, wanted] { writer.chains[chain]->Start(wanted); });
  });
}

// What is decided elsewhere is sent on there, once, if somebody is there. Who sent it on hears when
// that one has left it.
void World::OnAnswerOf(size_t writer, std::optional<size_t> sender, Wish& wish, int attempt,
                       size_t since, absl::StatusOr<eventsourcing::Committed> answer) {
  const auto elsewhere = eventsourcing::ElsewhereOf(answer.status());
  if (elsewhere && sender && writers_.at(*sender))
    writers_.at(*sender)->ownership->NobodyDecides(wish.chain);
  const bool goes_on = elsewhere && !sender && !elsewhere->address.empty();
  if (!goes_on) return OnAnswer(wish, attempt, since, std::move(answer));
  Writer* owner = writers_.at(std::stoul(elsewhere->address)).get();
  ++counts_.forwarded;
  if (owner && attempt == wish.attempts && (calm_ || Chance() > .05))
    Arrive(*owner, wish, writer, since);
}

// The client hears it or not. It ends with what was committed or refused, sometimes with a plain
// failure, and otherwise sends again.
void World::OnAnswer(Wish& wish, int attempt, size_t since,
                     absl::StatusOr<eventsourcing::Committed> answer) {
  const absl::Status status = answer.status();
  const bool refused = !eventsourcing::RefusalName(status).empty();
  counts_.acknowledged += status.ok();
  counts_.refused += refused;
  counts_.unknown += absl::IsUnknown(status);
  counts_.conflicts += absl::IsAborted(status);
  answers_.push_back({&wish, since, Length(), std::move(answer)});
  if (wish.ended || (!calm_ && Chance() < .08)) return;
  const bool latest = attempt == wish.attempts;
  wish.ended = status.ok() || (latest && (refused || absl::IsAborted(status)));
  if (wish.ended) wish.last = status;
}

void World::Crash(size_t writer) {
  ++counts_.crashes;
  auto disk = Chance() < .5 ? EmptyDisk() : writers_[writer]->disk;
  writers_[writer].reset();
  if (Chance() < .5) cluster_.Expire(kGroup, std::to_string(writer));
  writers_[writer] = NewWriter(writer, std::move(disk));
}

void World::Misfortune(double x) {
  if (x < .08) {
    cluster_.Expire(kGroup, std::to_string(Below(static_cast<int>(writers_.size()))));
  } else if (x < .16) {
    Join(AnyWriter());
  } else if (x < .26) {
    ++counts_.clock_jumps;
    AnyWriter().clock.now += absl::Seconds(Below(7'200) - 3'600);
  } else if (x < .5) {
    Writer& writer = AnyWriter();
    writer.paused = !writer.paused;
  } else if (x < .75) {
    Crash(Below(static_cast<int>(writers_.size())));
  } else {
    ++counts_.lost_producers;
    cluster_.LoseAProducer();
  }
}

void World::Step() {
  ++time_;
  const double x = Chance();
  Writer& writer = AnyWriter();
  if (x < .16) {
    SendSomething();
  } else if (x < .55) {
    cluster_.Step();
  } else if (writer.paused) {
  } else if (x < .75) {
    writer.log->Step();
  } else if (x < .985) {
    writer.Work(1 + Below(4));
  } else if (!calm_) {
    Misfortune(Chance());
  }
}

bool World::IsOver() const { return std::ranges::all_of(wishes_, &Wish::ended); }

std::vector<std::string> World::Run() {
  while (time_ < kStorm) Step();
  calm_ = true;
  cluster_.Calm();
  for (auto& writer : writers_) {
    writer->paused = false;
    Join(*writer);
  }
  while (time_ < kPatience && !IsOver()) Step();
  cluster_.LandAll();
  while (time_ < 2 * kPatience && !AllReadToTheEnd()) Step();

  Promises promises(cluster_.Records(kTopic, 0), wishes_, counts_);
  for (const Answered& answered : answers_) promises.Check(answered);
  for (const Wish& wish : wishes_) promises.CheckEnd(wish);
  for (const auto& writer : writers_) promises.CheckReader(*writer->log);
  return promises.broken();
}

bool World::AllReadToTheEnd() {
  return std::ranges::all_of(writers_, [&](const auto& writer) {
    return writer->log->progress().read == static_cast<int64_t>(Length());
  });
}
}  // namespace aor::simulation
