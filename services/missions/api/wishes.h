// Requests into wishes that the runtime decides on, each on the chain of its mission or person.
#pragma once

#include <set>
#include <string>

#include "aor/missions/v1/facilitators_service.pb.h"
#include "aor/missions/v1/fees_service.pb.h"
#include "aor/missions/v1/funding_service.pb.h"
#include "aor/missions/v1/missions_service.pb.h"
#include "services/missions/api/tools.h"

namespace aor::missions {
// Decides on a mission; `named` are the people whom the wish names. One command for the API and
// for the clock.
std::optional<eventsourcing::Refused> DecideOnMission(eventsourcing::Transaction& transaction,
                                                      const Tools& tools,
                                                      const std::string& mission, const Actor& by,
                                                      const Wish& wish,
                                                      const std::set<std::string>& named = {});
rpc::Wish OnMission(const Tools& tools, const rpc::Caller& caller, const std::string& mission,
                    Wish wish, const std::set<std::string>& named = {});

std::string IdOf(const v1::OpenMissionRequest& request, const std::string& tenant);
std::string IdOf(const v1::PlanSessionRequest& request, const std::string& tenant);
std::string IdOf(const v1::RecordFunderClaimRequest& request, const std::string& tenant);

using MaybeWish = absl::StatusOr<rpc::Wish>;
MaybeWish ToWish(const v1::OpenMissionRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::ChangeOrderRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::BillInstalmentRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::OfferOpportunityRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::AcceptOpportunityRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::DeclineOpportunityRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::ReplaceCoordinatorRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::PlanSessionRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::MoveSessionRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::CancelSessionRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::ProposeFacilitatorRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::ConfirmFacilitatorRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::DeclineSessionRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::WithdrawFacilitatorRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::ReplaceFacilitatorRequest&, const rpc::Caller&, const Tools&);

MaybeWish ToWish(const v1::DepositSheetRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::CheckSheetRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::RequestFeesRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::TransmitFeesRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::HoldFeeRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::DismissHoldRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::ReleaseFeeRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::WaiveFeeRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::RefuseFeeRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::DepositSupplierInvoiceRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::RecordFunderClaimRequest&, const rpc::Caller&, const Tools&);

MaybeWish ToWish(const v1::AgreeFundingRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::RecordFundingRefusalRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::DecideRefusedFundingRequest&, const rpc::Caller&, const Tools&);
// What is wrong with one of the fundings that an order names.
absl::Status CheckFunding(const v1::Funding& funding, const std::string& field);

MaybeWish ToWish(const v1::RecordLevelRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::RevokeLevelRequest&, const rpc::Caller&, const Tools&);
MaybeWish ToWish(const v1::RecordPayeeRequest&, const rpc::Caller&, const Tools&);
}  // namespace aor::missions
