// Requests on a session's roll, on the chain of its mission.
#pragma once

#include "aor/missions/v1/roll_service.pb.h"
#include "services/missions/api/tools.h"
#include "services/missions/domain/roll.h"

namespace aor::missions {
// Decides on the roll of a session that the caller works on, and asks whoever is to be asked by
// that; SESSION_UNKNOWN for others.
std::optional<eventsourcing::Refused> DecideOnRoll(eventsourcing::Transaction& transaction,
                                                   const QualityBook& book,
                                                   const std::string& mission,
                                                   const std::string& session, const Actor& by,
                                                   const roll::Wish& wish);
// The id of the n-th participant that a request registers.
std::string ParticipantId(const std::string& tenant, const std::string& request_id, int index);

using MaybeWish = absl::StatusOr<rpc::Wish>;
MaybeWish ToWish(const v1::RegisterParticipantsRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::NameParticipantRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::WithdrawParticipantRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::StateHeadCountRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::MarkAttendanceRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::CorrectAttendanceRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::EraseParticipantRequest&, const rpc::Caller&, const Tools&);
}  // namespace aor::missions
