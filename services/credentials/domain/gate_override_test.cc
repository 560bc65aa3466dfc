#include "services/credentials/domain/gate_override.h"

#include "libs/eventsourcing/rules.h"

namespace aor::credentials::gate_override {
namespace {
using Then = std::vector<const char*>;
using enum Refusal;
using calendar::Date;

#define OF "override_id: 'o' worker_id: 'ada' contract_id: 'c1' gate: GATE_BILLING "
#define DAYS                                  \
  "first_day { year: 2026 month: 10 day: 5 }" \
  " last_day { year: 2026 month: 10 day: 31 } "
constexpr char kAsked[] =
    "override_requested { " OF DAYS "requested_by: 'tom' reason { subject_id: 'ada' } }";
constexpr char kGranted[] =
    "override_granted { " OF DAYS "granted_by: 'carla' role: 'compliance' }";
constexpr char kEnded[] =
    "override_ended { " OF "last_day { year: 2026 month: 10 day: 9 } ended_by: 'carla' }";

Request Ask(Date first, Date last, const char* by = "tom", Date today = Date(2026, 10, 5)) {
  Event event;
  google::protobuf::TextFormat::ParseFromString(kAsked, &event);
  Request command{event.override_requested(), today};
  *command.facts.mutable_first_day() = calendar::ToProto(first);
  *command.facts.mutable_last_day() = calendar::ToProto(last);
  command.facts.set_requested_by(by);
  return command;
}
const Date kFirst(2026, 10, 5), kLast(2026, 10, 31);
Grant By(const char* person, const char* for_whom = "", Date today = kFirst) {
  return {"o", person, for_whom, "compliance", today};
}
End On(int day) { return {"o", "carla", Date(2026, 10, day)}; }

TEST(OverrideTest, FollowsTheRules) {
  eventsourcing::CheckRules<Override, Event, Command, Refusal>({
      {"somebody asks for it", {}, Ask(kFirst, kLast), Then{kAsked}},
      {"an id names one wish", {kAsked}, Ask(kFirst, kLast, "tina"), kOverrideExists},
      {"a last day does not lie before the first", {}, Ask(kLast, kFirst), kEndsBeforeItBegins},
      {"it lasts 92 days at most", {}, Ask(kFirst, kFirst + 92), kLastsTooLong},
      {"it is for days to come", {}, Ask(kFirst, kLast, "tom", kLast + 1), kOver},
      {"another person grants it", {kAsked}, By("carla"), Then{kGranted}},
      {"also on its last day", {kAsked}, By("carla", "", kLast), Then{kGranted}},
      {"nobody grants their own wish", {kAsked}, By("tom"), kOwnRequest},
      {"nor for who wished it", {kAsked}, By("carla", "tom"), kOwnRequest},
      {"the worker does not grant it", {kAsked}, By("ada"), kOwnRequest},
      {"what nobody asked for is not granted", {}, By("carla"), kOverrideUnknown},
      {"what is over is not granted", {kAsked}, By("carla", "", kLast + 1), kOver},
      {"it can end earlier", {kAsked, kGranted}, On(9), Then{kEnded}},
      {"it cannot end later", {kAsked, kGranted, kEnded}, On(10), kEndsLater},
      {"what was not granted does not end", {kAsked}, On(9), kNotGranted},
      {"what nobody asked for does not end", {}, On(9), kOverrideUnknown},
  });
  EXPECT_EQ(std::get<0>(Decide(Override(), Ask(kFirst, kFirst + 91))).size(), 1u);
}
}  // namespace
}  // namespace aor::credentials::gate_override
