#include "libs/eventsourcing/transaction.h"

#include <absl/strings/cord.h>
#include <absl/strings/str_cat.h>

#include <iterator>

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

void Insist(const std::optional<Refused>& refused, std::string_view stream) {
  if (refused)
    throw BrokenHistory(absl::StrCat(absl::string_view(stream.data(), stream.size()),
                                     " refuses what follows here: ", refused->name, ", ",
                                     refused->sentence));
}

void Transaction::Consumes(const std::string& log, uint32_t chain, uint64_t from, uint64_t to) {
  eventlog::v1::Consumed range;
  range.set_log(log);
  range.set_chain(chain);
  range.set_from(from);
  range.set_to(to);
  consumed_.push_back(std::move(range));
}

std::optional<Refused> Transaction::Attempt(
    const std::function<std::optional<Refused>(Transaction&)>& part) {
  Transaction inner(tenant_, now_, [this](const std::string& stream, const auto& evolve) {
    const auto found = touched_.find(stream);
    return found == touched_.end() ? load_(stream, evolve) : found->second.state;
  });
  if (auto refused = part(inner)) return refused;
  for (auto& [stream, touched] : inner.touched_) {
    const auto [place, is_new] = touched_.try_emplace(stream);
    if (is_new) {
      place->second = std::move(touched);
      continue;
    }
    place->second.state = std::move(touched.state);
    place->second.appended |= touched.appended;
    std::move(touched.events.begin(), touched.events.end(),
              std::back_inserter(place->second.events));
  }
  bytes_ += inner.bytes_;
  return std::nullopt;
}
}  // namespace aor::eventsourcing
