// Complaints: what was said is sealed on its way in, and opened for whoever looks into it.
#pragma once

#include "aor/missions/v1/complaints_service.pb.h"
#include "aor/missions/v1/quality_rows.pb.h"
#include "services/missions/api/wishes.h"

namespace aor::missions {
std::string IdOf(const v1::RecordComplaintRequest& request, const std::string& tenant);
MaybeWish ToWish(const v1::RecordComplaintRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::AssignComplaintRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::AnswerComplaintRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::CloseComplaintRequest&, const rpc::Caller&, const Tools&);
// Whom it is about does not read who said what of them.
v1::Complaint Shown(const Tools& tools, const rpc::Caller& caller, const v1::ComplaintRow& row);
}  // namespace aor::missions
