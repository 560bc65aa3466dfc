#include "libs/eventlog/claims.h"

#include "aor/eventlog/v1/claim_events.pb.h"
#include "aor/eventlog/v1/commit.pb.h"

namespace aor::eventlog {
namespace {
const std::string kIndexed = std::string("/") + kClaimStream;  // as a log names it
constexpr char kType[] = "aor.eventlog.v1.ClaimEvent/chain_claimed";

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

void Claims::Take(const Record& record) {
  if (record.streams.size() != 1 || record.streams.front() != kIndexed) return;
  Take(record.chain, record.commit ? *record.commit : Parsed(record.bytes));
}

void Claims::Take(uint32_t chain, const v1::Commit& commit) {
  for (const auto& stream : commit.streams())
    for (const auto& envelope : stream.events()) {
      v1::ClaimEvent event;
      if (envelope.type() != kType || !event.ParseFromString(envelope.payload())) continue;
      std::lock_guard lock(mutex_);
      claims_.at(chain) = Standing(claims_.at(chain), event.chain_claimed());
    }
}

bool Claims::IsOf(uint32_t chain, std::string_view process) const {
  std::lock_guard lock(mutex_);
  return claims_.at(chain).process == process;
}

Claim Claims::Of(uint32_t chain) const {
  std::lock_guard lock(mutex_);
  return claims_.at(chain);
}
}  // namespace aor::eventlog
