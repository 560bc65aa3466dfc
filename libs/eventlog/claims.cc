#include "libs/eventlog/claims.h"

#include <absl/strings/str_cat.h>

#include "aor/eventlog/v1/claim_events.pb.h"
#include "aor/eventlog/v1/commit.pb.h"

namespace aor::eventlog {
namespace {
const std::string kIndexed = std::string("/") + kClaimStream;  // as a log names it
constexpr char kClaimed[] = "aor.eventlog.v1.ClaimEvent/chain_claimed",
               kMoved[] = "aor.eventlog.v1.ClaimEvent/chain_moved";

v1::Commit Parsed(std::string_view bytes) {
  v1::Commit commit;
  if (!commit.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) commit.Clear();
  return commit;
}
}  // namespace

Claim Standing(Claim before, const v1::ChainClaimed& claimed) {
  if (claimed.generation() < before.generation) return before;
  return {claimed.generation(), claimed.process_id(), claimed.address()};
}

void Claims::Load(const EventLog& log) {
  for (uint32_t chain = 0; chain < kChainCount; ++chain)
    log.ReadStream(chain, kIndexed, 0,
                   [&](const Stored& stored) {
                     Take(chain, Parsed(stored.bytes));
                     return true;
                   })
        .IgnoreError();  // who reads the chain is told of damage
}

bool Claims::Take(const Record& record) {
  if (record.streams.size() != 1 || record.streams.front() != kIndexed) return false;
  Take(record.chain, record.commit ? *record.commit : Parsed(record.bytes));
  return true;
}

void Claims::Take(uint32_t chain, const v1::Commit& commit) {
  for (const auto& stream : commit.streams())
    for (const auto& envelope : stream.events()) {
      v1::ClaimEvent event;
      if (!event.ParseFromString(envelope.payload())) continue;
      std::lock_guard lock(mutex_);
      if (envelope.type() == kClaimed)
        claims_.at(chain) = Standing(claims_.at(chain), event.chain_claimed());
      else if (envelope.type() == kMoved)
        moved_to_.at(chain) = event.chain_moved().to();
    }
}

bool Claims::IsOf(uint32_t chain, std::string_view process) const {
  std::lock_guard lock(mutex_);
  return claims_.at(chain).process == process;
}

std::string Claims::MovedTo(uint32_t chain) const {
  std::lock_guard lock(mutex_);
  return moved_to_.at(chain);
}

absl::Status Claims::CheckIsAt(const std::string& here) const {
  for (uint32_t chain = 0; chain < kChainCount; ++chain)
    if (const auto to = MovedTo(chain); !to.empty() && to != here)
      return absl::FailedPreconditionError(
          absl::StrCat("chain ", chain, " moved from ", here, " to ", to, ": it is served there"));
  return absl::OkStatus();
}

Claim Claims::Of(uint32_t chain) const {
  std::lock_guard lock(mutex_);
  return claims_.at(chain);
}
}  // namespace aor::eventlog
