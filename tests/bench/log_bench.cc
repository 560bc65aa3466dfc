// What reading costs: scan + verify + decode, a read model's fold, an offline audit,
// and a restart, each against the machine's own SHA-256.
// usage: log_bench DIRECTORY [COMMITS]
#include <openssl/sha.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/audit/pack.h"
#include "libs/audit/verify.h"
#include "libs/eventlog/embedded/embedded_store.h"
#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/projector.h"
#include "libs/eventsourcing/runtime.h"
#include "services/timesheet/projections/hours.h"
#include "tests/bench/load.h"

namespace aor::bench {
namespace {
namespace fs = std::filesystem;
using eventlog::EmbeddedStore;
using Event = timesheet::v1::WeekEvent;

double Seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// A thousand workers, five entries a week.
std::string WorkerOf(uint64_t n) { return "worker-" + std::to_string(n % 1000); }
std::string WeekOf(uint64_t n) {
  const uint64_t week = n / 5000 % 52 + 1;
  return "week-" + WorkerOf(n) + "-2026-W" + (week < 10 ? "0" : "") + std::to_string(week);
}

Event Recorded(uint64_t n) {
  Event event;
  auto& entry = *event.mutable_entry_recorded();
  entry.set_entry_id("entry-" + std::to_string(n));
  entry.set_contract_id("contract-" + std::to_string(n % 1000));
  entry.mutable_time()->mutable_start()->set_seconds(1790834400 + static_cast<int64_t>(n));
  entry.mutable_time()->mutable_end()->set_seconds(1790863200 + static_cast<int64_t>(n));
  entry.mutable_time()->set_zone("Europe/Zurich");
  entry.set_entered_by(WorkerOf(n));
  return event;
}

// State of nothing: the bench fills the log as fast as it can.
struct Nothing {};
Nothing Evolve(Nothing nothing, const Event&) { return nothing; }

void Fill(EmbeddedStore& store, uint64_t commits) {
  const eventsourcing::SystemClock clock;
  eventsourcing::RuntimeOptions options;
  options.max_waiting = 4000;
  eventsourcing::Runtime runtime(store.Log("timesheet"), clock, options);
  std::atomic<uint64_t> answered = 0;
  for (uint64_t n = 0; n < commits; ++n) {
    while (n - answered > 3000) std::this_thread::yield();
    eventsourcing::Request request;
    request.tenant = "bench";
    request.key = WorkerOf(n);
    request.method = "aor.timesheet.v1.RecordHours";
    request.request_id = std::to_string(n);
    request.body = request.request_id;
    request.actor = request.key;
    runtime.Execute(
        std::move(request),
        [n](eventsourcing::Transaction& transaction) {
          transaction.Append<Nothing, Event>(WeekOf(n), {Recorded(n)});
          return std::optional<eventsourcing::Refused>();
        },
        [&](const auto& committed) {
          if (!committed.ok()) abort();
          ++answered;
        });
  }
  while (answered < commits) std::this_thread::yield();
}

// Entries by contract: one row written for each event.
class Entries final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "entries"; }
  int version() const override { return 1; }
  std::vector<std::string> logs() const override { return {"timesheet"}; }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override {
    const auto event = eventsourcing::Decode<Event>(happened.event);
    rows.Store("bench/" + event.entry_recorded().entry_id(), event.entry_recorded());
  }
};

// As the projector reads: one message for all commits.
uint64_t ScanAll(eventlog::EventLog& log) {
  uint64_t events = 0;
  eventlog::v1::Commit parsed;
  Event event;
  for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
    (void)log.Read(chain, 1, [&](const eventlog::Stored& stored) {
      for (const auto& stream : eventsourcing::CommitOf(stored, parsed).streams())
        for (const auto& envelope : stream.events()) {
          eventsourcing::DecodeInto(envelope, event);
          ++events;
        }
      return true;
    });
  return events;
}

double Sha256BytesPerSecond() {
  const std::string block(600, 'x');
  eventlog::Hash hash;
  const int rounds = 500'000;
  const double seconds = Seconds([&] {
    for (int i = 0; i < rounds; ++i) hash = eventlog::LeafOf(block);
  });
  return rounds * 600.0 / (seconds + hash[0] * 1e-12);
}

void Rebuild(EmbeddedStore& store, const std::string& directory, uint64_t events,
             std::unique_ptr<eventsourcing::Projection> projection) {
  auto rows = *eventsourcing::OpenRowStore(directory);
  eventsourcing::Projector projector(
      *rows, [&](const std::string& name) -> eventlog::EventLog& { return store.Log(name); });
  const std::string name = projection->name();
  projector.Add(std::move(projection));
  const double seconds = Seconds([&] {
    if (!projector.Rebuild(projector.views().front(), false).ok()) abort();
  });
  Print({"read model " + name + " rebuilt", "events/s", events / seconds, 300'000, 1, "", 0});
}

void Audit(EmbeddedStore& store, const std::string& directory) {
  const auto key = eventlog::SigningKey::Generate();
  const auto written = audit::WritePack(
      {"development", "bench", "", false, *store.Heads()}, key,
      [&](const std::string& name) -> eventlog::EventLog& { return store.Log(name); },
      audit::IntoDirectory(directory));
  if (!written.ok()) abort();
  audit::Report report;
  const double seconds = Seconds([&] {
    report = audit::Verify({directory, {{"", key.public_key()}}, ""}, {});
  });
  if (!report.sound()) abort();
  Print({"audit verify", "bytes/s", report.bytes / seconds, Sha256BytesPerSecond(), 0.5, "", 0});
}

int Run(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string base = argv[1];
  const uint64_t commits = argc > 2 ? std::stoull(argv[2]) : 1'000'000;
  fs::remove_all(base);
  fs::create_directories(base);
  eventlog::EmbeddedOptions options;
  options.directory = base + "/log";
  {
    auto store = *EmbeddedStore::Open(options);
    const double seconds = Seconds([&] { Fill(*store, commits); });
    Print({"commands without an edge, 3000 in flight", "1/s", commits / seconds, 0, 0, "", 0});
  }
  std::unique_ptr<EmbeddedStore> store;
  const double restart = Seconds([&] {
    store = *EmbeddedStore::Open(options);
    Fill(*store, 1);
  });
  Print({"restart with 1 M events to the first command, per second", "1/s", 1 / restart, 2, 1, "",
         0});
  uint64_t events = 0;
  const double scan = Seconds([&] { events = ScanAll(store->Log("timesheet")); });
  Print({"scan, verify, decode on one core", "events/s", events / scan, 1'000'000, 1, "", 0});
  Rebuild(*store, base + "/rows", events, std::make_unique<Entries>());
  Rebuild(*store, base + "/hours", events, timesheet::HoursProjection());
  Audit(*store, base + "/pack");
  store.reset();
  fs::remove_all(base);
  return 0;
}
}  // namespace
}  // namespace aor::bench

int main(int argc, char** argv) { return aor::bench::Run(argc, argv); }
