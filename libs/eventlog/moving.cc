#include "libs/eventlog/moving.h"

#include <absl/strings/str_cat.h>

#include <future>

#include "aor/eventlog/v1/claim_events.pb.h"
#include "libs/eventlog/claims.h"
#include "libs/eventlog/record.h"
#include "libs/ids/uuid.h"

namespace aor::eventlog {
namespace {
// Events of the stream of claims so far.
uint64_t VersionOf(const EventLog& log, uint32_t chain) {
  uint64_t events = 0;
  log.ReadStream(chain, absl::StrCat("/", kClaimStream), 0,
                 [&](const Stored& stored) {
                   v1::Commit commit;
                   commit.ParseFromArray(stored.bytes.data(),
                                         static_cast<int>(stored.bytes.size()));
                   for (const auto& stream : commit.streams()) events += stream.events_size();
                   return true;
                 })
      .IgnoreError();  // who reads the chain is told of damage
  return events;
}

Record Move(const EventLog& log, uint32_t chain, const std::string& here, const std::string& there,
            absl::Time now) {
  v1::ClaimEvent event;
  event.mutable_chain_moved()->set_from(here);
  event.mutable_chain_moved()->set_to(there);

  v1::Commit commit = NextCommit(log, chain, log.TailOf(chain), now);
  auto& stream = *commit.add_streams();
  stream.set_name(kClaimStream);
  stream.set_expected_version(VersionOf(log, chain));
  auto& envelope = *stream.add_events();
  envelope.set_event_id(Uuid5(commit.commit_id(), "0"));
  envelope.set_type("aor.eventlog.v1.ClaimEvent/chain_moved");
  envelope.set_schema_version(1);
  envelope.set_payload(event.SerializeAsString());
  return RecordOf(commit, commit.SerializeAsString());
}

absl::Status AppendAndWait(EventLog& log, Record record) {
  std::promise<Appended> answer;
  log.Append(std::move(record), [&](const Appended& appended) { answer.set_value(appended); });
  const Appended appended = answer.get_future().get();
  if (appended.outcome == Outcome::kCommitted) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("log ", log.name(), ": ", appended.detail));
}

absl::Status In(const EventLog& log, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::FailedPreconditionError(absl::StrCat("log ", log.name(), ": ", status.message()));
}
}  // namespace

std::string KafkaPlace(const std::string& topic) { return absl::StrCat("kafka:", topic); }

absl::Status CheckIsAt(const EventLog& log, const std::string& here) {
  if (log.claims()) return In(log, log.claims()->CheckIsAt(here));
  Claims claims;
  claims.Load(log);
  return In(log, claims.CheckIsAt(here));
}

absl::Status MoveAway(EventLog& log, const std::string& here, const std::string& there,
                      absl::Time now) {
  Claims claims;
  claims.Load(log);
  for (uint32_t chain = 0; chain < kChainCount; ++chain) {
    const std::string to = claims.MovedTo(chain);
    if (to == there) continue;
    if (!to.empty() && to != here) return In(log, claims.CheckIsAt(here));
    auto moved = AppendAndWait(log, Move(log, chain, here, there, now));
    if (!moved.ok()) return moved;
  }
  return absl::OkStatus();
}
}  // namespace aor::eventlog
