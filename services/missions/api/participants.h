// People of a roll: sealed on their way in, opened for who works on the session.
#pragma once

#include "aor/missions/v1/missions_rows.pb.h"
#include "aor/missions/v1/roll_service.pb.h"
#include "services/missions/api/tools.h"
#include "services/missions/domain/list_match.h"

namespace aor::missions {
// INVALID_ARGUMENT where nothing says who it is; `field` is the path for messages.
absl::Status CheckParticipant(const v1::NewParticipant& participant, const std::string& field);
// Whose key seals them: nobody of the directory can be named so.
inline constexpr char kParticipant[] = "participant~";
std::string SubjectOf(const std::string& participant);
// One line of text, without control characters or those that turn the reading direction.
bool IsPlainName(const std::string& text);

// By which a row of a list is compared with the roll, as if it were sealed.
absl::StatusOr<roll::Listed> IndexesOf(vault::Vault& vault, const std::string& tenant,
                                       const v1::NewParticipant& participant);
absl::StatusOr<v1::ParticipantRegistered> Sealed(vault::Vault& vault, const std::string& tenant,
                                                 const std::string& id,
                                                 const v1::NewParticipant& participant);
absl::StatusOr<v1::ParticipantNamed> Sealed(vault::Vault& vault, const std::string& tenant,
                                            const v1::NameParticipantRequest& request);
v1::Participant Shown(const vault::Vault& vault, const std::string& tenant,
                      const v1::ParticipantRow& row, bool opened);
}  // namespace aor::missions
