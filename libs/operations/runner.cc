#include "libs/operations/runner.h"

#include <pthread.h>

#include <algorithm>
#include <future>

#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/waiting.h"
#include "libs/ids/uuid.h"
#include "libs/metrics/log.h"
#include "libs/operations/chunk.h"
#include "libs/operations/run.h"
#include "libs/operations/runs_view.h"

namespace aor::operations {
namespace {
using eventsourcing::Committed;
using eventsourcing::Request;
using eventsourcing::WaitFor;
constexpr int kPositionsOfAToken = 32;

Request RequestOf(const v1::RunRow& run, const std::string& step) {
  const auto& opened = run.opened();
  Request request;
  request.tenant = run.tenant();
  request.key = opened.legal_entity_id();
  request.method = "aor.operations.v1.Runs/" + opened.run_kind();
  request.request_id = Uuid5(kDerivedIds, opened.run_id() + "/" + step);
  request.body = opened.run_id() + "/" + step;
  request.actor = opened.opened_by();
  request.on_behalf_of = opened.opened_for();
  request.correlation_id = opened.run_id();
  request.reason = run.reason();
  return request;
}

// On a thread of its own: whoever draws the next chunk does not decide on this one.
std::future<absl::StatusOr<Committed>> Submit(eventsourcing::Runtime& runtime,
                                              const v1::RunRow& run, Chunk chunk) {
  return std::async(std::launch::async, [&runtime, &run, chunk = std::move(chunk)] {
    return runtime.ExecuteAndWait(RequestOf(run, std::to_string(chunk.number)),
                                  [&chunk](eventsourcing::Transaction& transaction) {
                                    return Decide(chunk, Runner::kChunkBytes, transaction);
                                  });
  });
}

// A view that was folded anew may stand before what the run was opened on.
absl::Status SeesSources(const v1::RunOpened& opened, eventsourcing::View& view) {
  absl::Status status;
  for (int from = 0; from < opened.sources_size() && status.ok(); from += kPositionsOfAToken) {
    eventlog::v1::ConsistencyToken token;
    for (int i = from; i < std::min(opened.sources_size(), from + kPositionsOfAToken); ++i)
      *token.add_positions() = opened.sources(i);
    status = WaitFor(view, eventsourcing::EncodeToken(token));
  }
  return status;
}

void Say(const v1::RunRow& run, const absl::Status& status) {
  metrics::Log(spdlog::level::warn, "run waits",
               {{"run", run.opened().run_id()}, {"detail", std::string(status.message())}});
}

bool SameRules(const v1::RunOpened& opened, const RunKind& kind) {
  const auto now = kind.RuleVersions();
  return std::equal(now.begin(), now.end(), opened.rule_versions().begin(),
                    opened.rule_versions().end());
}
}  // namespace

Runner::~Runner() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Runner::Add(std::unique_ptr<RunKind> kind) {
  const std::string name = kind->name();
  kinds_[name] = std::move(kind);
}

void Runner::Start() {
  if (!kinds_.empty()) thread_ = std::thread([this] { Loop(); });
}

bool Runner::Rest(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, time, [this] { return stopping_; });
}

// What an earlier life did is seen before anything is drawn.
void Runner::CatchUp() {
  eventlog::v1::ConsistencyToken token;
  const auto wait = [&] {
    while (token.positions_size() > 0 && !WaitFor(runs_, eventsourcing::EncodeToken(token)).ok() &&
           Rest(kAgain)) {
    }
    token.Clear();
  };
  const auto& log = runtime_.log();
  for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain) {
    const eventlog::Tail tail = log.TailOf(chain);
    if (tail.sequence == 0) continue;
    *token.add_positions() = eventsourcing::PositionAt(log.name(), chain, tail);
    if (token.positions_size() == kPositionsOfAToken) wait();
  }
  wait();
}

void Runner::Loop() {
  pthread_setname_np(pthread_self(), "run");
  CatchUp();
  while (Rest(kPause)) {
    try {
      CarryOutOpenRuns();
    } catch (const std::exception& error) {
      metrics::Log(spdlog::level::err, "runs wait", {{"detail", error.what()}});
      Rest(kAgain);
    }
  }
}

// Those of chains that are decided elsewhere are carried out there. One that cannot go on by now
// is come back to: it keeps nobody waiting behind it, and may be cancelled meanwhile.
void Runner::CarryOutOpenRuns() {
  for (const v1::RunRow& run : OpenRuns(runs_.rows())) {
    const auto kind = kinds_.find(run.opened().run_kind());
    if (kind == kinds_.end() || !runtime_.DecidesOn(run.tenant(), run.opened().legal_entity_id()))
      continue;
    if (run.metadata().cancellation_requested())
      Close(run, v1::RUN_OUTCOME_CANCELLED, "");
    else
      CarryOut(run, *kind->second);
  }
}

absl::StatusOr<Items> Runner::Draw(const v1::RunRow& run, RunKind& kind, const std::string& after,
                                   bool all_seen) {
  absl::StatusOr<Items> drawn;
  try {
    drawn = kind.Draw(run, after, kChunkBytes, all_seen);
  } catch (const std::exception& error) {  // a view that stopped, a broken row
    drawn = absl::InternalError(error.what());
  }
  if (drawn.ok()) return drawn;
  Say(run, drawn.status());
  Rest(kAgain);
  return drawn;
}

// While one chunk is decided and on its way to the log the next is drawn.
void Runner::CarryOut(const v1::RunRow& run, RunKind& kind) {
  if (!SameRules(run.opened(), kind))
    return Close(run, v1::RUN_OUTCOME_FAILED, "RULES_CHANGED: it was opened under other rules.");
  auto seen = SeesSources(run.opened(), kind.view());
  if (seen.ok()) seen = WaitFor(kind.view(), run.metadata().consistency_token());
  if (!seen.ok()) return Say(run, seen);
  uint32_t number = run.metadata().chunks();
  auto drawn = Draw(run, kind, run.after(), true);
  while (drawn.ok() && !drawn->items.empty()) {
    const std::string expected = drawn->items.back().key;
    const bool last = drawn->last;
    auto answer = Submit(runtime_, run, {run.opened().run_id(), ++number, std::move(drawn->items)});
    absl::StatusOr<Items> next = Items{{}, last};
    if (!last) next = Draw(run, kind, expected, false);
    const auto committed = answer.get();
    if (!committed.ok()) return OnRefused(run, committed.status());
    const auto advanced = AdvancedIn(*committed->commit);
    if (!advanced) return;
    // The chunk was full before its last item, or it is one of an earlier life.
    if (advanced->after() != expected) next = Draw(run, kind, advanced->after(), false);
    if (next.ok() && next->items.empty() && !next->last) {
      if (!WaitFor(kind.view(), committed->token()).ok()) return;
      next = Draw(run, kind, advanced->after(), true);
    }
    drawn = std::move(next);
  }
  if (drawn.ok()) Close(run, v1::RUN_OUTCOME_COMPLETED, "");
}

void Runner::OnRefused(const v1::RunRow& run, const absl::Status& status) {
  const std::string refusal = eventsourcing::RefusalName(status);
  if (refusal == Name(run::Refusal::kCancelled)) return Close(run, v1::RUN_OUTCOME_CANCELLED, "");
  Say(run, status);
  Rest(kAgain);
}

// Returns when the runs are shown without it: else it would be carried out again.
void Runner::Close(const v1::RunRow& run, v1::RunOutcome outcome, const std::string& detail) {
  const std::string& id = run.opened().run_id();
  const auto committed = runtime_.ExecuteAndWait(
      RequestOf(run, "close"), [&](eventsourcing::Transaction& transaction) {
        return eventsourcing::DecideOn<run::Run, run::Event, run::Command>(
            transaction, run::StreamOf(id), run::Close{id, outcome, detail});
      });
  if (!committed.ok()) return Say(run, committed.status());
  WaitFor(runs_, committed->token()).IgnoreError();
}
}  // namespace aor::operations
