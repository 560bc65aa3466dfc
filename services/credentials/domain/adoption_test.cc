#include "services/credentials/domain/adoption.h"

#include "libs/eventsourcing/rules.h"

namespace aor::credentials::adoption {
namespace {
using Then = std::vector<const char*>;
using enum Refusal;

#define ADOPTED(version, from_day, status)                                       \
  "policy_adopted { scope { scope_kind: SCOPE_KIND_CLIENT scope_id: 'acme' }"    \
  " policy_version: '" version                                                   \
  "' policy { policy_id: 'p' provenance {"                                       \
  " valid_from: '2026-01-01' valid_to: '2026-12-31' status: RULE_STATUS_" status \
  " } }"                                                                         \
  " effective_from { year: 2026 month: 10 day: " from_day " } adopted_by: 'carla' }"
constexpr char kFirst[] = ADOPTED("v1", "5", "IN_FORCE");
constexpr char kSecond[] = ADOPTED("v2", "8", "IN_FORCE");
constexpr char kSecondAtOnce[] = ADOPTED("v2", "5", "IN_FORCE");
constexpr char kUnverified[] = ADOPTED("v1", "5", "UNVERIFIED");
#define ENDED(day)                                                                           \
  "adoption_ended { scope { scope_kind: SCOPE_KIND_CLIENT scope_id: 'acme' } policy_id: 'p'" \
  " last_day { year: 2026 month: 10 day: " day " } ended_by: 'carla' }"
constexpr char kEnded[] = ENDED("9");
constexpr char kUndone[] = ENDED("7");

Adopt Take(const char* text, int year = 2026) {
  Event event;
  google::protobuf::TextFormat::ParseFromString(text, &event);
  event.mutable_policy_adopted()->mutable_effective_from()->set_year(year);
  return {event.policy_adopted()};
}
End On(int day) {
  Event event;
  google::protobuf::TextFormat::ParseFromString(kEnded, &event);
  event.mutable_adoption_ended()->mutable_last_day()->set_day(day);
  return {event.adoption_ended()};
}

TEST(AdoptionTest, FollowsTheRules) {
  eventsourcing::CheckRules<Adoptions, Event, Command, Refusal>({
      {"a policy is adopted", {}, Take(kFirst), Then{kFirst}},
      {"an unverified one, too", {}, Take(kUnverified), Then{kUnverified}},
      {"a proposed one is not", {}, Take(ADOPTED("v1", "5", "PROPOSED")), kProposedOnly},
      {"it is in force on its first day", {}, Take(kFirst, 2027), kNotInForce},
      {"nor is it before", {}, Take(kFirst, 2025), kNotInForce},
      {"a newer version replaces it", {kFirst}, Take(kSecond), Then{kSecond}},
      {"from the same day, too", {kFirst}, Take(kSecondAtOnce), Then{kSecondAtOnce}},
      {"days that lie behind keep theirs", {kSecond}, Take(kFirst), kAdoptedLater},
      {"unless the later one never began", {kSecond, kUndone}, Take(kFirst), Then{kFirst}},
      {"it ends", {kFirst}, On(9), Then{kEnded}},
      {"it may never have begun", {kFirst}, On(3), kEndsBeforeItBegins},
      {"what was not adopted does not end", {}, On(9), kNotAdopted},
      {"it can be taken again", {kFirst, kEnded}, Take(kFirst), Then{kFirst}},
  });
}
}  // namespace
}  // namespace aor::credentials::adoption
