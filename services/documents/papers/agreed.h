// A contract with its parties and its quote: what its papers, and those of its amendments, say.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "services/documents/papers/paper.h"

namespace aor::documents {
// Of the pair of a contract.
struct Half {
  engagements::v1::EngagementKind engagement;
  bool of_worker;  // with who works, or with who hires
};

// All that a paper says, from whoever holds it.
struct Agreed {
  Half half;
  engagements::v1::Contract contract;
  engagements::v1::Quote quote;
  Known agency, client, worker, supplier;
  std::string site;
  Reader reader = {};
  const engagements::v1::ContractConcluded& facts() const { return contract.concluded(); }
  calendar::Date DayOf(const google::protobuf::Timestamp& recorded_at) const {
    return calendar::DayAt(calendar::Instant{std::chrono::seconds{recorded_at.seconds()}},
                           agency.zone);
  }
  calendar::Date day() const { return DayOf(contract.concluded_at()); }
};
// In the language that is wanted, or that of this half's reader; the organisations as they were
// called at `at`. ERASED without the worker.
absl::StatusOr<Agreed> AgreedOn(Records& records, const engagements::v1::Contract& contract,
                                const google::protobuf::Timestamp& at, const Half& half,
                                const Wanted& wanted);
v1::Parties PartiesOf(const engagements::v1::ContractConcluded& facts);

KnownFacts FactsOf(const Agreed& agreed);
// Which words hold: those of the day.
Setting SettingOf(const Agreed& agreed, v1::DocumentKind kind, calendar::Date day);
// Of the clause that names a unit's price.
std::string TariffName(engagements::v1::Unit unit);
}  // namespace aor::documents
