#include "aor/missions/v1/roll_service.grpc.pb.h"
#include "libs/rpc/errors.h"
#include "services/missions/api/calls.h"
#include "services/missions/api/endpoints.h"
#include "services/missions/api/list_registration.h"
#include "services/missions/api/participants.h"
#include "services/missions/api/reads.h"
#include "services/missions/api/roll_wishes.h"
#include "services/missions/projections/roll_rows.h"

namespace aor::missions {
namespace {
class RollMethods final : public v1::RollService::CallbackService {
 public:
  explicit RollMethods(Tools tools) : tools_(std::move(tools)) {}

  Reactor* RegisterParticipants(Context* context, const v1::RegisterParticipantsRequest* request,
                                v1::RegisterParticipantsResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [=](const Committed& committed, v1::RegisterParticipantsResponse& answer) {
                    ForEach<roll::Event>(committed, [&](const roll::Event& event) {
                      if (!event.has_participant_registered()) return;
                      auto& one = *answer.add_registered();
                      one.set_participant_id(event.participant_registered().participant_id());
                      one.set_shares_mail(event.participant_registered().shares_mail());
                      one.set_late(event.participant_registered().late());
                    });
                  });
  }
  Reactor* NameParticipant(Context* context, const v1::NameParticipantRequest* request,
                           v1::NameParticipantResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* WithdrawParticipant(Context* context, const v1::WithdrawParticipantRequest* request,
                               v1::WithdrawParticipantResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* StateHeadCount(Context* context, const v1::StateHeadCountRequest* request,
                          v1::StateHeadCountResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* MarkAttendance(Context* context, const v1::MarkAttendanceRequest* request,
                          v1::MarkAttendanceResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* CorrectAttendance(Context* context, const v1::CorrectAttendanceRequest* request,
                             v1::CorrectAttendanceResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* EraseParticipant(Context* context, const v1::EraseParticipantRequest* request,
                            v1::EraseParticipantResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* GetRoll(Context* context, const v1::GetRollRequest* request,
                   v1::GetRollResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const Caller& caller, const Rows& rows) {
                  return Get(*request, caller, rows, *response);
                });
  }
  Reactor* ReadParticipantList(Context* context, const v1::ReadParticipantListRequest* request,
                               v1::ReadParticipantListResponse* response) override {
    return tools_.edge.Run(
        context, *request,
        [=, this](const Caller& caller) { return ReadList(tools_, *request, caller, *response); },
        response);
  }

 private:
  // Whoever works on the session sees names; others of the office see marks.
  absl::Status Get(const v1::GetRollRequest& request, const Caller& caller, const Rows& rows,
                   v1::GetRollResponse& response) const {
    const auto session = SessionFor(caller, rows, request.mission_id(), request.session_id());
    if (!session.ok()) return session.status();
    const auto roll = ReadRoll(rows, caller.tenant, request.mission_id(), *session);
    if (!roll) return rpc::NotFound("session", request.session_id());
    *response.mutable_session() = session->planned();
    if (IsConfirmed(*session, session->facilitator_id()))
      response.set_facilitator_id(session->facilitator_id());
    response.set_heads(roll->heads);
    const bool opened = !caller.Has("auditor") && !caller.Has("finance");
    const std::string& only = request.participant_id();
    for (const auto& participant : roll->participants)
      if (only.empty() || participant.registered().participant_id() == only)
        *response.add_participants() = Shown(tools_.vault, caller.tenant, participant, opened);
    return absl::OkStatus();
  }

  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> RollEndpoint(Tools tools) {
  return std::make_unique<RollMethods>(std::move(tools));
}
}  // namespace aor::missions
