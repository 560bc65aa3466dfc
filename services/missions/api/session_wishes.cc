// Requests on when and where sessions take place: the roll and what was asked of its people follow.
#include <absl/strings/str_cat.h>

#include "libs/ids/uuid.h"
#include "libs/rpc/errors.h"
#include "services/missions/api/asking.h"
#include "services/missions/api/roll_wishes.h"
#include "services/missions/api/wishes.h"

namespace aor::missions {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;
using rpc::Caller;
using std::chrono::seconds;

std::optional<seconds> TimeOfDay(const std::string& text) {  // "09:00"
  const auto digit = [&](size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
    return std::nullopt;
  const int hour = (text[0] - '0') * 10 + text[1] - '0',
            minute = (text[3] - '0') * 10 + text[4] - '0';
  if (hour > 23 || minute > 59) return std::nullopt;
  return std::chrono::hours(hour) + std::chrono::minutes(minute);
}

// What the clock on the wall shows is an instant: the earlier of two in autumn, none in spring.
absl::StatusOr<calendar::Interval> IntervalOf(const v1::LocalTime& time, const std::string& zone,
                                              const std::string& field) {
  const auto start = TimeOfDay(time.start()), end = TimeOfDay(time.end());
  if (!start) return rpc::FieldError(field + ".start", "give a time such as 09:00");
  if (!end) return rpc::FieldError(field + ".end", "give a time such as 17:30");
  const auto day = *calendar::ParseDate(time.date());
  const auto begins = calendar::AtWall(day, *start, zone);
  const auto ends = calendar::AtWall(*end > *start ? day : day + 1, *end, zone);
  if (begins.instants.empty())
    return rpc::FieldError(field + ".start", "does not exist that day, the clocks are put forward");
  if (ends.instants.empty())
    return rpc::FieldError(field + ".end", "does not exist that day, the clocks are put forward");
  const calendar::Interval interval{begins.instants.front(), ends.instants.back(), zone};
  if (interval.length() > std::chrono::hours(16))
    return rpc::FieldError(field + ".end", "is at most 16 hours later: give each day by itself");
  return interval;
}

absl::Status TakeTimes(const auto& request, auto& plan) {
  std::optional<calendar::Interval> before;
  for (int i = 0; i < request.times_size(); ++i) {
    const std::string field = absl::StrCat("times[", i, "]");
    auto time = IntervalOf(request.times(i), request.zone(), field);
    if (!time.ok()) return time.status();
    if (before && time->start < before->end)
      return rpc::FieldError(field + ".start", "lies before the end of the one above it");
    *plan.add_times() = calendar::ToProto(*time);
    before = *std::move(time);
  }
  return absl::OkStatus();
}

// The half-days on which somebody was present.
std::set<std::string> AttendedOn(Transaction& transaction, const std::string& mission,
                                 const std::string& session) {
  const auto& known = transaction.Fold<Mission, Event>(MissionStream(mission));
  const auto found = known.sessions.find(session);
  std::set<std::string> attended;
  if (found == known.sessions.end()) return attended;
  const auto& roll = transaction.Fold<roll::Roll, roll::Event>(RollStream(found->second.planned));
  for (const auto& [id, participant] : roll.participants)
    for (const auto& [half_day, was_there] : participant.marks)
      if (was_there) attended.insert(half_day);
  return attended;
}

// Who walked in before it was moved is tested beforehand after all.
std::optional<Refused> Move(Transaction& transaction, const Tools& tools,
                            const std::string& mission, const Actor& by,
                            missions::MoveSession wish) {
  const std::string& session = wish.facts.session_id();
  wish.attended = AttendedOn(transaction, mission, session);
  if (auto refused = DecideOnMission(transaction, tools, mission, by, wish)) return refused;
  if (auto refused = FollowSession(transaction, mission, session)) return refused;
  return DecideOnRoll(transaction, *tools.quality, mission, session, by, roll::ReachEnd{});
}

std::optional<Refused> Cancel(Transaction& transaction, const Tools& tools,
                              const std::string& mission, const Actor& by,
                              missions::CancelSession wish) {
  wish.attended = !AttendedOn(transaction, mission, wish.session).empty();
  if (auto refused = DecideOnMission(transaction, tools, mission, by, wish)) return refused;
  return FollowSession(transaction, mission, wish.session);
}
}  // namespace

std::string IdOf(const v1::PlanSessionRequest& request, const std::string& tenant) {
  return request.session_id().empty() ? DerivedId(tenant, request.request_id(), "session")
                                      : request.session_id();
}

MaybeWish ToWish(const v1::PlanSessionRequest& request, const Caller& caller, const Tools& tools) {
  missions::PlanSession wish;
  wish.facts.set_session_id(IdOf(request, caller.tenant));
  wish.facts.set_session_kind(request.session_kind());
  if (auto wrong = TakeTimes(request, wish.facts); !wrong.ok()) return wrong;
  wish.facts.set_place(request.place());
  wish.facts.set_group(request.group());
  wish.facts.set_title(request.title());
  wish.facts.set_reason(request.reason());
  return OnMission(tools, caller, request.mission_id(), wish);
}
MaybeWish ToWish(const v1::MoveSessionRequest& request, const Caller& caller, const Tools& tools) {
  missions::MoveSession wish;
  wish.facts.set_session_id(request.session_id());
  if (auto wrong = TakeTimes(request, wish.facts); !wrong.ok()) return wrong;
  wish.facts.set_place(request.place());
  wish.facts.set_reason(request.reason());
  return rpc::Wish{request.mission_id(), [=, mission = request.mission_id(),
                                          by = ActorOf(caller)](Transaction& transaction) {
                     return Move(transaction, tools, mission, by, wish);
                   }};
}
MaybeWish ToWish(const v1::CancelSessionRequest& request, const Caller& caller,
                 const Tools& tools) {
  const missions::CancelSession wish{request.session_id(), request.reason(),
                                     request.client_agreed()};
  return rpc::Wish{request.mission_id(), [=, mission = request.mission_id(),
                                          by = ActorOf(caller)](Transaction& transaction) {
                     return Cancel(transaction, tools, mission, by, wish);
                   }};
}
}  // namespace aor::missions
