// All that the rows know of one subject, for the rules of gates.
#pragma once

#include <optional>
#include <string>

#include "libs/eventsourcing/projection.h"
#include "services/credentials/domain/gates.h"

namespace aor::credentials {
std::optional<v1::ContractFact> ContractIn(const eventsourcing::Rows& rows,
                                           const std::string& tenant, const std::string& contract);
// A contract belongs to its client's programme of its engagement kind, the first by id where
// there are several.
v1::Subject WithProgramme(v1::Subject subject, const eventsourcing::Rows& rows,
                          const std::string& tenant);
Facts FactsOf(const v1::Subject& subject, const eventsourcing::Rows& rows,
              const std::string& tenant);
}  // namespace aor::credentials
