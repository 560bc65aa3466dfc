// Whoever the roll of a session says to ask is asked, in the commit that makes it so.
#pragma once

#include <optional>
#include <string>

#include "services/missions/api/tools.h"
#include "services/missions/domain/quality.h"

namespace aor::missions {
std::string QualityStream(const v1::SessionPlanned& session);
// On both occasions, after a decision on the roll.
std::optional<eventsourcing::Refused> AskParticipants(eventsourcing::Transaction& transaction,
                                                      const QualityBook& book,
                                                      const Mission& mission,
                                                      const roll::SessionFacts& session);
// What they were asked is taken back.
std::optional<eventsourcing::Refused> TakeBack(eventsourcing::Transaction& transaction,
                                               const quality::TakeBack& wish);
// What was asked follows its session, after a decision on that: it is taken back where the session
// was cancelled, and a positioning test is open until the session begins.
std::optional<eventsourcing::Refused> FollowSession(eventsourcing::Transaction& transaction,
                                                    const std::string& mission,
                                                    const std::string& session);
}  // namespace aor::missions
