#include "services/missions/api/roll_wishes.h"

#include <absl/strings/str_cat.h>

#include "libs/ids/uuid.h"
#include "libs/rpc/errors.h"
#include "services/missions/api/asking.h"
#include "services/missions/api/participants.h"

namespace aor::missions {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;
using rpc::Caller;

roll::SessionFacts FactsOf(const Mission& mission, const Session& session) {
  return {session.planned.session_id(),
          {session.planned.half_days().begin(), session.planned.half_days().end()},
          session.start,
          session.end,
          session.cancelled,
          mission.closed,
          session.planned.times(0).zone(),
          mission.opened.mission_id(),
          session.checked && session.conforms};
}

template <class Request>
rpc::Wish OnRoll(const Request& request, const Caller& caller, const Tools& tools,
                 roll::Wish wish) {
  return {request.mission_id(),
          [mission = request.mission_id(), session = request.session_id(), by = ActorOf(caller),
           book = tools.quality, wish = std::move(wish)](Transaction& transaction) {
            return DecideOnRoll(transaction, *book, mission, session, by, wish);
          }};
}

template <class Ids>
std::vector<std::string> ToVector(const Ids& ids) {
  return {ids.begin(), ids.end()};
}
}  // namespace

std::optional<Refused> DecideOnRoll(Transaction& transaction, const QualityBook& book,
                                    const std::string& mission, const std::string& session,
                                    const Actor& by, const roll::Wish& wish) {
  const auto& known = transaction.Fold<Mission, Event>(MissionStream(mission));
  const auto found = known.sessions.find(session);
  if (found == known.sessions.end() || !MayAttend(known, session, by))
    return Refused{std::string(Name(Refusal::kSessionUnknown)),
                   std::string(Sentence(Refusal::kSessionUnknown))};
  const roll::Command command{by.id, by.is_team, ToInstant(transaction.now()),
                              FactsOf(known, found->second), wish};
  auto refused = eventsourcing::DecideOn<roll::Roll, roll::Event>(
      transaction, RollStream(found->second.planned), command);
  return refused ? refused : AskParticipants(transaction, book, known, command.session);
}

std::string ParticipantId(const std::string& tenant, const std::string& request_id, int index) {
  return DerivedId(tenant, request_id, absl::StrCat("participant ", index));
}

MaybeWish ToWish(const v1::RegisterParticipantsRequest& request, const Caller& caller,
                 const Tools& tools) {
  roll::Register wish;
  for (int i = 0; i < request.participants_size(); ++i) {
    const auto& participant = request.participants(i);
    if (auto wrong = CheckParticipant(participant, absl::StrCat("participants[", i, "]"));
        !wrong.ok())
      return wrong;
    auto sealed = Sealed(tools.vault, caller.tenant,
                         ParticipantId(caller.tenant, request.request_id(), i), participant);
    if (!sealed.ok()) return sealed.status();
    wish.participants.push_back(*std::move(sealed));
  }
  return OnRoll(request, caller, tools, std::move(wish));
}
MaybeWish ToWish(const v1::NameParticipantRequest& request, const Caller& caller,
                 const Tools& tools) {
  if (!IsPlainName(request.surname()))
    return rpc::FieldError("surname", "write it on one line, without control characters");
  if (!IsPlainName(request.given_names()))
    return rpc::FieldError("given_names", "write them on one line, without control characters");
  auto sealed = Sealed(tools.vault, caller.tenant, request);
  if (!sealed.ok()) return sealed.status();
  return OnRoll(request, caller, tools, roll::NameParticipant{*std::move(sealed)});
}
// What they were asked is not theirs to answer any more.
MaybeWish ToWish(const v1::WithdrawParticipantRequest& request, const Caller& caller,
                 const Tools& tools) {
  const Actor by = ActorOf(caller);
  return rpc::Wish{
      request.mission_id(), [=, book = tools.quality](Transaction& transaction) {
        const std::string &mission = request.mission_id(), &session = request.session_id();
        auto refused = DecideOnRoll(transaction, *book, mission, session, by,
                                    roll::WithdrawParticipant{request.participant_id()});
        return refused ? refused
                       : TakeBack(transaction, {session, mission, request.participant_id()});
      }};
}
MaybeWish ToWish(const v1::StateHeadCountRequest& request, const Caller& caller,
                 const Tools& tools) {
  return OnRoll(request, caller, tools, roll::StateHeadCount{request.people()});
}
MaybeWish ToWish(const v1::MarkAttendanceRequest& request, const Caller& caller,
                 const Tools& tools) {
  return OnRoll(request, caller, tools,
                roll::MarkAttendance{request.half_day(), ToVector(request.present()),
                                     ToVector(request.absent())});
}
MaybeWish ToWish(const v1::CorrectAttendanceRequest& request, const Caller& caller,
                 const Tools& tools) {
  return OnRoll(request, caller, tools,
                roll::CorrectAttendance{request.participant_id(), request.half_day(),
                                        request.present(), request.reason()});
}
// Compliance may reach every roll of the tenant, and this is all it does there.
MaybeWish ToWish(const v1::EraseParticipantRequest& request, const Caller& caller,
                 const Tools& tools) {
  const Actor by{caller.person.value, true};
  return rpc::Wish{request.mission_id(), [=, book = tools.quality](Transaction& transaction) {
                     return DecideOnRoll(transaction, *book, request.mission_id(),
                                         request.session_id(), by,
                                         roll::EraseParticipant{request.participant_id()});
                   }};
}
}  // namespace aor::missions
