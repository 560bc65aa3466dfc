// Whoever the roll of a session says to ask is asked, in the commit that makes it so.
#pragma once

#include <optional>
#include <string>

#include "services/missions/api/tools.h"
#include "services/missions/domain/roll.h"

namespace aor::missions {
std::string QualityStream(const v1::SessionPlanned& session);
// On both occasions, after a decision on the roll.
std::optional<eventsourcing::Refused> AskParticipants(eventsourcing::Transaction& transaction,
                                                      const QualityBook& book,
                                                      const Mission& mission,
                                                      const roll::SessionFacts& session);
}  // namespace aor::missions
