// Whether work may go on: one answer for each gate, with why not, who asks for it and who can
// put it right. Pure: of a day, as it was known at an instant.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string>
#include <vector>

#include "aor/credentials/v1/credentials_facts.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::credentials {
// Whatever concerns one subject, in any order; more does no harm.
struct Facts {
  std::vector<v1::AdoptionFacts> adoptions;  // one for each scope
  std::vector<v1::CredentialFact> credentials;
  std::vector<v1::DeterminationFact> determinations;
  std::vector<v1::OverrideFact> overrides;
};
// Of a day, as it was known by an instant; none: as it is known now.
struct When {
  calendar::Date day;
  std::optional<google::protobuf::Timestamp> known_by = {};
  bool Knows(const google::protobuf::Timestamp& recorded) const;
};

// All that is asked of this work then, whichever gate it closes. Nothing adopted, nothing asked.
std::vector<v1::AskedRequirement> Asked(const v1::Subject& subject, const Facts& facts,
                                        const When& when);
v1::GateAnswer Check(v1::Gate gate, const v1::Subject& subject, const Facts& facts,
                     const When& when);
// The answers of one gate from a day to another: what a lapse or a gap looks like over time.
// Neighbours differ in what they say, not only in their days.
std::vector<v1::Stretch> Over(v1::Gate gate, const v1::Subject& subject, const Facts& facts,
                              const When& from, calendar::Date to);

// The last day of work that is known then; none: open.
std::optional<calendar::Date> EndOf(const v1::ContractFact& contract, const When& when);

// In the order in which an engagement meets them.
inline constexpr v1::Gate kGates[] = {v1::GATE_CONTRACTING, v1::GATE_STARTING, v1::GATE_BADGE,
                                      v1::GATE_BILLING, v1::GATE_FEE};
}  // namespace aor::credentials
