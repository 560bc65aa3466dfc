#include "libs/eventsourcing/transaction.h"

#include <absl/strings/cord.h>

namespace aor::eventsourcing {
namespace {
constexpr char kRefusalPayload[] = "aor/refusal";
}  // namespace

absl::Status ToStatus(const Refused& refused) {
  absl::Status status = absl::FailedPreconditionError(refused.sentence);
  status.SetPayload(kRefusalPayload, absl::Cord(refused.name));
  return status;
}

std::string RefusalName(const absl::Status& status) {
  const auto name = status.GetPayload(kRefusalPayload);
  return name ? std::string(*name) : "";
}

void Transaction::Consumes(const std::string& log, uint32_t chain, uint64_t from, uint64_t to) {
  eventlog::v1::Consumed range;
  range.set_log(log);
  range.set_chain(chain);
  range.set_from(from);
  range.set_to(to);
  consumed_.push_back(std::move(range));
}
}  // namespace aor::eventsourcing
