#include <absl/strings/str_cat.h>

#include <algorithm>

#include "aor/missions/v1/roll_service.grpc.pb.h"
#include "libs/rpc/errors.h"
#include "services/missions/api/calls.h"
#include "services/missions/api/endpoints.h"
#include "services/missions/api/participant_list.h"
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
        [=, this](const Caller& caller) { return ReadList(*request, caller, *response); },
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
    response.set_facilitator_id(session->facilitator_id());
    response.set_heads(roll->heads);
    const bool opened = !caller.Has("auditor") && !caller.Has("finance");
    const std::string& only = request.participant_id();
    for (const auto& participant : roll->participants)
      if (only.empty() || participant.registered().participant_id() == only)
        *response.add_participants() = Shown(tools_.vault, caller.tenant, participant, opened);
    return absl::OkStatus();
  }

  // Good rows go in commits of a few hundred, each with an id of its own, so that a repeat of the
  // request repeats them.
  absl::Status ReadList(const v1::ReadParticipantListRequest& request, const Caller& caller,
                        v1::ReadParticipantListResponse& response) {
    const auto session =
        SessionFor(caller, tools_.view.rows(), request.mission_id(), request.session_id());
    if (!session.ok()) return session.status();
    const auto list = missions::ReadParticipantList(request.text());
    response.mutable_columns()->Assign(list.columns.begin(), list.columns.end());
    std::vector<int> good;
    for (const auto& row : list.rows) {
      if (row.problem().empty()) good.push_back(response.rows_size());
      *response.add_rows() = row;
    }
    response.set_good(static_cast<uint32_t>(good.size()));
    if (!request.register_good_rows()) return absl::OkStatus();
    constexpr size_t kRowsOfCommit = 250;
    for (size_t from = 0; from < good.size(); from += kRowsOfCommit) {
      const size_t to = std::min(good.size(), from + kRowsOfCommit);
      if (auto status =
              RegisterRows(request, caller, {good.begin() + from, good.begin() + to}, response);
          !status.ok())
        return status;
    }
    return absl::OkStatus();
  }

  absl::Status RegisterRows(const v1::ReadParticipantListRequest& request, const Caller& caller,
                            const std::vector<int>& rows,
                            v1::ReadParticipantListResponse& response) {
    roll::Register wish;
    for (const int row : rows) {
      auto sealed = Sealed(tools_.vault, caller.tenant,
                           ParticipantId(caller.tenant, request.request_id(), row),
                           response.rows(row).participant());
      if (!sealed.ok()) return sealed.status();
      wish.participants.push_back(*std::move(sealed));
    }
    eventsourcing::Request one;
    one.tenant = caller.tenant;
    one.key = request.mission_id();
    one.method = "aor.missions.v1.ReadParticipantList";
    one.request_id = absl::StrCat(request.request_id(), "/", rows.front());
    one.body = request.SerializeAsString();
    one.actor = caller.person.value;
    one.on_behalf_of = caller.on_behalf_of;
    one.reason = request.reason();
    one.is_forwarded = caller.is_forwarded;
    const auto committed = tools_.runtime.ExecuteAndWait(
        std::move(one), [&, by = ActorOf(caller)](eventsourcing::Transaction& transaction) {
          return DecideOnRoll(transaction, *tools_.quality, request.mission_id(),
                              request.session_id(), by, wish);
        });
    if (!committed.ok()) return committed.status();
    response.set_consistency_token(committed->token());
    response.set_registered(response.registered() + static_cast<uint32_t>(rows.size()));
    return absl::OkStatus();
  }

  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> RollEndpoint(Tools tools) {
  return std::make_unique<RollMethods>(std::move(tools));
}
}  // namespace aor::missions
