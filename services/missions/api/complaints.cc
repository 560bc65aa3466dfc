#include "services/missions/api/complaints.h"

#include "libs/eventsourcing/row_key.h"
#include "libs/ids/uuid.h"
#include "libs/rpc/errors.h"
#include "libs/service/erased.h"
#include "services/missions/api/participants.h"
#include "services/missions/domain/complaint.h"
#include "services/missions/domain/decisions.h"
#include "services/missions/domain/roll.h"

namespace aor::missions {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;
using rpc::Caller;
constexpr char kSaid[] = "said", kAnswer[] = "answer";  // fields that are sealed

std::string ComplaintStream(const std::string& complaint) { return "complaint-" + complaint; }

// Whoever complained as a participant is erased as one; nobody else of them has a name here.
std::string SealedBy(const v1::ComplaintRecorded& recorded) {
  return recorded.participant_id().empty() ? "complaint~" + recorded.complaint_id()
                                           : SubjectOf(recorded.participant_id());
}

absl::StatusOr<types::v1::Sealed> SealWords(const Tools& tools, const std::string& tenant,
                                            const v1::ComplaintRecorded& recorded,
                                            const char* field, const std::string& words) {
  return tools.vault.Seal(tenant, SealedBy(recorded),
                          "complaint/" + recorded.complaint_id() + "/" + field, words);
}

std::string OpenWords(const Tools& tools, const std::string& tenant,
                      const v1::ComplaintRecorded& recorded, const char* field,
                      const types::v1::Sealed& sealed) {
  return service::OpenUnlessErased(tools.vault, tenant,
                                   "complaint/" + recorded.complaint_id() + "/" + field, sealed)
      .value_or("");
}

template <class AnyRefusal>
Refused Refuse(AnyRefusal refusal) {
  return {std::string(Name(refusal)), std::string(Sentence(refusal))};
}

// Compliance looks into every mission of the tenant.
Actor ComplaintActor(const Caller& caller) {
  return {caller.person.value, IsTeam(caller) || caller.Has("compliance")};
}

// Why nobody can complain of that here; else the facts, with whom it is about.
std::optional<Refused> Complete(Transaction& transaction, const Actor& by,
                                v1::ComplaintRecorded& facts) {
  const auto& mission = transaction.Fold<Mission, Event>(MissionStream(facts.mission_id()));
  if (mission.opened.mission_id().empty() || !MayCoordinate(mission, by))
    return Refuse(Refusal::kMissionUnknown);
  if (facts.session_id().empty()) return std::nullopt;
  const auto session = mission.sessions.find(facts.session_id());
  if (session == mission.sessions.end()) return Refuse(Refusal::kSessionUnknown);
  if (facts.facilitator_id().empty()) facts.set_facilitator_id(session->second.active);
  if (facts.participant_id().empty()) return std::nullopt;
  const auto& roll = transaction.Fold<roll::Roll, roll::Event>(RollStream(session->second.planned));
  return roll.participants.contains(facts.participant_id())
             ? std::nullopt
             : std::optional(Refuse(roll::Refusal::kParticipantUnknown));
}

template <class AnyWish>
std::optional<Refused> DecideOnComplaint(Transaction& transaction, const Tools& tools,
                                         const std::string& id, AnyWish wish) {
  const complaint::Command command{tools.rules->DayOf(ToInstant(transaction.now())),
                                   std::move(wish)};
  return eventsourcing::DecideOn<complaint::Complaint, complaint::Event>(
      transaction, ComplaintStream(id), command);
}

// On one that this mission has.
template <class Request, class AnyWish>
rpc::Wish OnComplaint(const Request& request, const Tools& tools, AnyWish wish) {
  return {request.mission_id(),
          [=, mission = request.mission_id(),
           id = request.complaint_id()](Transaction& transaction) -> std::optional<Refused> {
            const auto& known =
                transaction.Fold<complaint::Complaint, complaint::Event>(ComplaintStream(id));
            if (known.recorded.mission_id() != mission)
              return Refuse(complaint::Refusal::kComplaintUnknown);
            return DecideOnComplaint(transaction, tools, id, wish);
          }};
}

absl::Status TakeDays(const v1::RecordComplaintRequest& request, const Tools& tools,
                      v1::ComplaintRecorded& facts) {
  if (request.has_received_on() && !calendar::IsDate(request.received_on()))
    return rpc::FieldError("received_on", "give a day of the calendar");
  if (request.has_due_on() && !calendar::IsDate(request.due_on()))
    return rpc::FieldError("due_on", "give a day of the calendar");
  const auto today = tools.rules->DayOf(ToInstant(tools.clock.Now()));
  const auto received =
      request.has_received_on() ? calendar::FromProto(request.received_on()) : today;
  *facts.mutable_received_on() = calendar::ToProto(received);
  *facts.mutable_due_on() =
      request.has_due_on()
          ? request.due_on()
          : calendar::ToProto(received + tools.quality->data().complaints().days());
  return absl::OkStatus();
}
}  // namespace

std::string IdOf(const v1::RecordComplaintRequest& request, const std::string& tenant) {
  return request.complaint_id().empty() ? DerivedId(tenant, request.request_id(), "complaint")
                                        : request.complaint_id();
}

MaybeWish ToWish(const v1::RecordComplaintRequest& request, const Caller& caller,
                 const Tools& tools) {
  if (!request.participant_id().empty() && request.session_id().empty())
    return rpc::FieldError("session_id", "name the session that they took part in");
  v1::ComplaintRecorded facts;
  facts.set_complaint_id(IdOf(request, caller.tenant));
  facts.set_mission_id(request.mission_id());
  facts.set_session_id(request.session_id());
  facts.set_facilitator_id(request.facilitator_id());
  facts.set_complainant(request.complainant());
  facts.set_participant_id(request.participant_id());
  facts.set_owner_id(request.owner_id());
  facts.set_by(caller.person.value);
  if (auto wrong = TakeDays(request, tools, facts); !wrong.ok()) return wrong;
  auto sealed = SealWords(tools, caller.tenant, facts, kSaid, request.words());
  if (!sealed.ok()) return sealed.status();
  *facts.mutable_words() = *std::move(sealed);
  return rpc::Wish{request.mission_id(),
                   [=, by = ComplaintActor(caller)](Transaction& transaction) {
                     auto complete = facts;
                     auto refused = Complete(transaction, by, complete);
                     return refused ? refused
                                    : DecideOnComplaint(transaction, tools, facts.complaint_id(),
                                                        complaint::Record{complete});
                   }};
}
MaybeWish ToWish(const v1::AssignComplaintRequest& request, const Caller& caller,
                 const Tools& tools) {
  if (!calendar::IsDate(request.due_on()))
    return rpc::FieldError("due_on", "give a day of the calendar");
  complaint::Assign wish;
  wish.facts.set_complaint_id(request.complaint_id());
  wish.facts.set_owner_id(request.owner_id());
  *wish.facts.mutable_due_on() = request.due_on();
  wish.facts.set_by(caller.person.value);
  wish.facts.set_reason(request.reason());
  return OnComplaint(request, tools, wish);
}
MaybeWish ToWish(const v1::AnswerComplaintRequest& request, const Caller& caller,
                 const Tools& tools) {
  const auto row = tools.view.rows().Load<v1::ComplaintRow>(
      eventsourcing::RowKey(caller.tenant, "complaint", request.complaint_id()));
  if (!row) return rpc::NotFound("complaint", request.complaint_id());
  auto sealed = SealWords(tools, caller.tenant, row->recorded(), kAnswer, request.words());
  if (!sealed.ok()) return sealed.status();
  complaint::Answer wish;
  wish.facts.set_complaint_id(request.complaint_id());
  *wish.facts.mutable_words() = *std::move(sealed);
  wish.facts.set_by(caller.person.value);
  return OnComplaint(request, tools, wish);
}
MaybeWish ToWish(const v1::CloseComplaintRequest& request, const Caller& caller,
                 const Tools& tools) {
  complaint::Close wish;
  wish.facts.set_complaint_id(request.complaint_id());
  wish.facts.set_finding(request.finding());
  wish.facts.set_measure(request.measure());
  wish.facts.set_by(caller.person.value);
  return OnComplaint(request, tools, wish);
}

v1::Complaint Shown(const Tools& tools, const Caller& caller, const v1::ComplaintRow& row) {
  const std::string& tenant = caller.tenant;
  const bool is_about_them = row.recorded().facilitator_id() == caller.person.value;
  v1::Complaint shown;
  *shown.mutable_recorded() = row.recorded();
  shown.mutable_recorded()->clear_words();
  if (!is_about_them)
    shown.set_words(OpenWords(tools, tenant, row.recorded(), kSaid, row.recorded().words()));
  if (row.has_answered()) {
    *shown.mutable_answered() = row.answered();
    shown.mutable_answered()->clear_words();
    shown.set_answer(OpenWords(tools, tenant, row.recorded(), kAnswer, row.answered().words()));
  }
  if (row.has_closed()) *shown.mutable_closed() = row.closed();
  return shown;
}
}  // namespace aor::missions
