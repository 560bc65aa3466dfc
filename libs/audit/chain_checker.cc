#include "libs/audit/chain_checker.h"

#include <absl/strings/str_cat.h>

namespace aor::audit {
ChainChecker::ChainChecker(const std::string& log, const std::string& environment, uint32_t chain) {
  at_.head = eventlog::GenesisHead(log, environment, chain, eventlog::kChainCount);
}

std::optional<std::string> ChainChecker::Take(const Record& record) {
  if (record.wrong) return record.wrong;
  at_ = {at_.sequence + 1, record.head};
  if (record.commit) return CheckAssertions(record);
  tenant_only_ = false;
  return std::nullopt;
}

std::optional<std::string> ChainChecker::CheckAssertions(const Record& record) {
  const eventlog::v1::Commit& commit = *record.commit;
  const int64_t micros =
      commit.recorded_at().seconds() * 1'000'000 + commit.recorded_at().nanos() / 1000;
  if (micros < last_micros_) return "the recorded time runs backwards";
  last_micros_ = micros;
  if (!requests_.insert(record.request).second)
    return absl::StrCat("request ", commit.request_id(), " was committed before");
  if (auto wrong = CheckStreams(commit)) return wrong;
  for (const auto& range : commit.consumed()) {
    uint64_t& to = consumed_[{range.log(), range.chain()}];
    if (range.from() <= to || range.to() < range.from())
      return absl::StrCat("events of log ", range.log(), " chain ", range.chain(),
                          " take effect twice");
    to = range.to();
  }
  return std::nullopt;
}

std::optional<std::string> ChainChecker::CheckStreams(const eventlog::v1::Commit& commit) {
  for (const auto& guard : commit.guards())
    if (tenant_only_ && versions_[guard.name()] != guard.expected_version())
      return absl::StrCat("the guard on ", guard.name(), " does not hold");
  for (const auto& stream : commit.streams()) {
    uint64_t& version = versions_[stream.name()];
    if (version != stream.expected_version())
      return absl::StrCat("stream ", stream.name(), " is at version ", version, ", not ",
                          stream.expected_version());
    version += stream.events_size();
  }
  return std::nullopt;
}
}  // namespace aor::audit
