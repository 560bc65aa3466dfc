#include "aor/missions/v1/missions_service.grpc.pb.h"
#include "services/missions/api/calls.h"
#include "services/missions/api/endpoints.h"
#include "services/missions/api/reads.h"
#include "services/missions/api/wishes.h"

namespace aor::missions {
namespace {
class MissionMethods final : public v1::MissionService::CallbackService {
 public:
  explicit MissionMethods(Tools tools) : tools_(std::move(tools)) {}

  Reactor* OpenMission(Context* context, const v1::OpenMissionRequest* request,
                       v1::OpenMissionResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [=](const Committed& committed, v1::OpenMissionResponse& answer) {
                    answer.set_mission_id(IdOf(*request, committed.commit->tenant()));
                  });
  }
  Reactor* ChangeOrder(Context* context, const v1::ChangeOrderRequest* request,
                       v1::ChangeOrderResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* OfferOpportunity(Context* context, const v1::OfferOpportunityRequest* request,
                            v1::OfferOpportunityResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* AcceptOpportunity(Context* context, const v1::AcceptOpportunityRequest* request,
                             v1::AcceptOpportunityResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* DeclineOpportunity(Context* context, const v1::DeclineOpportunityRequest* request,
                              v1::DeclineOpportunityResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* ReplaceCoordinator(Context* context, const v1::ReplaceCoordinatorRequest* request,
                              v1::ReplaceCoordinatorResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* PlanSession(Context* context, const v1::PlanSessionRequest* request,
                       v1::PlanSessionResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [=](const Committed& committed, v1::PlanSessionResponse& answer) {
                    answer.set_session_id(IdOf(*request, committed.commit->tenant()));
                    ForEach<Event>(committed, [&](const Event& event) {
                      if (!event.has_session_planned()) return;
                      *answer.mutable_half_days() = event.session_planned().half_days();
                      answer.set_beyond_order(event.session_planned().beyond_order());
                    });
                  });
  }
  Reactor* MoveSession(Context* context, const v1::MoveSessionRequest* request,
                       v1::MoveSessionResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [](const Committed& committed, v1::MoveSessionResponse& answer) {
                    ForEach<Event>(committed, [&](const Event& event) {
                      if (event.has_session_moved())
                        *answer.mutable_half_days() = event.session_moved().half_days();
                    });
                  });
  }
  Reactor* CancelSession(Context* context, const v1::CancelSessionRequest* request,
                         v1::CancelSessionResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [=](const Committed& committed, v1::CancelSessionResponse& answer) {
                    ForEach<Event>(committed, [&](const Event& event) {
                      if (event.has_session_cancelled())
                        answer.set_late(event.session_cancelled().late());
                    });
                  });
  }
  Reactor* ProposeFacilitator(Context* context, const v1::ProposeFacilitatorRequest* request,
                              v1::ProposeFacilitatorResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* ConfirmFacilitator(Context* context, const v1::ConfirmFacilitatorRequest* request,
                              v1::ConfirmFacilitatorResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* DeclineSession(Context* context, const v1::DeclineSessionRequest* request,
                          v1::DeclineSessionResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* WithdrawFacilitator(Context* context, const v1::WithdrawFacilitatorRequest* request,
                               v1::WithdrawFacilitatorResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* ReplaceFacilitator(Context* context, const v1::ReplaceFacilitatorRequest* request,
                              v1::ReplaceFacilitatorResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* BillInstalment(Context* context, const v1::BillInstalmentRequest* request,
                          v1::BillInstalmentResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [](const Committed& committed, v1::BillInstalmentResponse& answer) {
                    ForEach<Event>(committed, [&](const Event& event) {
                      if (event.has_instalment_due())
                        *answer.mutable_instalment() = event.instalment_due();
                    });
                  });
  }
  Reactor* GetMission(Context* context, const v1::GetMissionRequest* request,
                      v1::GetMissionResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const Caller& caller, const Rows& rows) {
                  return Get(tools_, *request, caller, rows, *response);
                });
  }
  Reactor* ListMissions(Context* context, const v1::ListMissionsRequest* request,
                        v1::ListMissionsResponse* response) override {
    return Read(tools_, context, request, response, [=](const Caller& caller, const Rows& rows) {
      return List(*request, caller, rows, *response);
    });
  }
  Reactor* ExplainClosing(Context* context, const v1::ExplainClosingRequest* request,
                          v1::ExplainClosingResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const Caller& caller, const Rows& rows) {
                  return Explain(tools_, *request, caller, rows, *response);
                });
  }

 private:
  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> MissionEndpoint(Tools tools) {
  return std::make_unique<MissionMethods>(std::move(tools));
}
}  // namespace aor::missions
