#include <absl/strings/str_cat.h>

#include "aor/missions/v1/invitations_service.grpc.pb.h"
#include "libs/eventsourcing/row_key.h"
#include "libs/ids/uuid.h"
#include "services/missions/api/calls.h"
#include "services/missions/api/endpoints.h"
#include "services/missions/api/links.h"
#include "services/missions/api/participants.h"
#include "services/missions/api/reads.h"
#include "services/missions/api/roll_wishes.h"

namespace aor::missions {
namespace {
constexpr char kInvited[] = "invitation";  // who registers whoever has the link

bool IsOpen(const v1::SessionRecord& session, Instant now) {
  return !session.has_cancelled() && calendar::FromProto(session.planned().times(0)).start > now;
}

class InvitationMethods final : public v1::InvitationService::CallbackService {
 public:
  explicit InvitationMethods(Tools tools) : tools_(std::move(tools)) {}

  Reactor* CreateInvitation(Context* context, const v1::CreateInvitationRequest* request,
                            v1::CreateInvitationResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const Caller& caller, const Rows& rows) {
                  return Create(*request, caller, rows, *response);
                });
  }
  Reactor* GetInvitation(Context* context, const v1::GetInvitationRequest* request,
                         v1::GetInvitationResponse* response) override {
    return Read(tools_, context, request, response, [=, this](const Caller&, const Rows& rows) {
      return Get(*request, rows, *response);
    });
  }
  Reactor* AcceptInvitation(Context* context, const v1::AcceptInvitationRequest* request,
                            v1::AcceptInvitationResponse* response) override {
    return tools_.edge.Run(
        context, *request,
        [=, this](const Caller& stranger) { return Accept(*request, stranger.is_forwarded); },
        response);
  }

 private:
  absl::Status Create(const v1::CreateInvitationRequest& request, const Caller& caller,
                      const Rows& rows, v1::CreateInvitationResponse& response) const {
    const auto session = SessionFor(caller, rows, request.mission_id(), request.session_id());
    if (!session.ok()) return session.status();
    if (!IsOpen(*session, ToInstant(tools_.clock.Now())))
      return RefuseStranger(roll::Refusal::kInvitationOver);
    auto link = LinkTo(tools_, Invitation{caller.tenant, request.mission_id(), request.session_id(),
                                          request.people()});
    if (!link.ok()) return link.status();
    response.set_link(*std::move(link));
    *response.mutable_open_until() = session->planned().times(0).start();
    return absl::OkStatus();
  }

  absl::Status Get(const v1::GetInvitationRequest& request, const Rows& rows,
                   v1::GetInvitationResponse& response) const {
    const auto invitation = ReadInvitation(tools_, request.link());
    if (!invitation.ok()) return invitation.status();
    const auto mission = rows.Load<v1::Mission>(
        eventsourcing::RowKey(invitation->tenant, "mission", invitation->mission));
    for (const auto& session : mission->sessions()) {
      if (session.planned().session_id() != invitation->session) continue;
      if (!IsOpen(session, ToInstant(tools_.clock.Now()))) break;
      *response.mutable_times() = session.planned().times();
      response.set_place(session.planned().place());
      return absl::OkStatus();
    }
    return RefuseStranger(roll::Refusal::kInvitationOver);
  }

  absl::StatusOr<v1::ParticipantRegistered> ParticipantOf(
      const v1::AcceptInvitationRequest& request, const Invitation& invitation) {
    for (const auto& [field, name] :
         {std::pair{"surname", request.surname()}, {"given_names", request.given_names()}})
      if (!IsPlainName(name))
        return rpc::FieldError(field, "write it on one line, without control characters");
    v1::NewParticipant participant;
    participant.set_mail(request.mail());
    participant.set_surname(request.surname());
    participant.set_given_names(request.given_names());
    const std::string asked =
        absl::StrCat(invitation.mission, "/", invitation.session, "/", request.request_id());
    return Sealed(tools_.vault, invitation.tenant,
                  DerivedId(invitation.tenant, asked, "invited participant"), participant);
  }

  absl::Status Accept(const v1::AcceptInvitationRequest& request, bool is_forwarded) {
    const auto invitation = ReadInvitation(tools_, request.link());
    if (!invitation.ok()) return invitation.status();
    const auto participant = ParticipantOf(request, *invitation);
    if (!participant.ok()) return participant.status();
    eventsourcing::Request one;
    one.tenant = invitation->tenant;
    one.key = invitation->mission;
    one.method = "aor.missions.v1.AcceptInvitation";
    one.request_id =
        absl::StrCat(invitation->mission, "/", invitation->session, "/", request.request_id());
    one.body = request.SerializeAsString();
    one.actor = kInvited;
    one.is_forwarded = is_forwarded;
    const roll::AcceptInvitation wish{*participant, invitation->people};
    return tools_.runtime
        .ExecuteAndWait(std::move(one),
                        [&](eventsourcing::Transaction& transaction) {
                          return DecideOnRoll(transaction, *tools_.quality, invitation->mission,
                                              invitation->session, Actor{kInvited, true}, wish);
                        })
        .status();
  }

  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> InvitationEndpoint(Tools tools) {
  return std::make_unique<InvitationMethods>(std::move(tools));
}
}  // namespace aor::missions
