// Contracts of one worker side by side: what of one moves another, and what never does.
#include "libs/eventsourcing/rules.h"
#include "services/timesheet/domain/sample_week.h"

namespace aor::timesheet {
namespace {
using namespace sample;
using Then = std::vector<const char*>;

void Check(const std::vector<eventsourcing::Rule<Command, Refusal>>& rules) {
  eventsourcing::CheckRules<Week, Event, Command, Refusal>(rules);
}
VerifyHours VerifyOther(Asked asked, uint64_t version) {
  auto verify = Verify(std::move(asked), version);
  verify.contract = {"d"};
  return verify;
}

TEST(EmployersTest, AnotherContractOfTheEmployerIsStatedAnew) {
  const char* early = Recorded("early", "10-05 06:00", "10-05 08:00", {.contract = "d"});
  const auto mon = Recorded("mon", "10-05 08:00", "10-05 17:00", ByConsultant());
  const std::string nine = Line("10-05", "BASE", 9), two = Line("10-05", "BASE", 2);
  const std::string with_overtime = nine + Overtime("10-11", 5400, "10-05");
  const Approving other{.contract = "d"};
  auto unruled = Client();
  unruled.contracts[0].rules = nullptr;
  Check({
      {"earlier hours elsewhere make later ones overtime",
       {mon, Verified(1, nine), early},
       VerifyOther(Consultant("eve"), 1),
       Then{Verified(1, two, "eve", "d"), Verified(1, with_overtime)}},
      {"on the bill too, as the one approved it who did before",
       {mon, Approved(1, nine, "bob", "SIGNED_SHEET"), early},
       Approve(Client(), 1, other),
       Then{Approved(1, two, "carla", "CLIENT", "d"),
            Approved(1, with_overtime, "bob", "SIGNED_SHEET")}},
      {"pay moves no bill",
       {mon, Approved(1, nine), early},
       VerifyOther(Consultant("eve"), 1),
       Then{Verified(1, two, "eve", "d")}},
      {"nor a bill the pay",
       {mon, Verified(1, nine), early},
       Approve(Client(), 1, other),
       Then{Approved(1, two, "carla", "CLIENT", "d")}},
      {"nothing is measured without rules",
       {mon, Approved(1, nine), early},
       Approve(unruled, 1, other),
       Then{Approved(1, two, "carla", "CLIENT", "d")}},
  });
}

// What stands of c is no longer what its hours say: only a decision on c may say so.
TEST(EmployersTest, AnotherEmployersContractIsLeftAlone) {
  const char* early = Recorded("early", "10-05 06:00", "10-05 08:00", {.contract = "d"});
  const auto mon = Recorded("mon", "10-05 08:00", "10-05 17:00", ByConsultant());
  const std::string nine = Line("10-05", "BASE", 9), stale = Line("10-05", "BASE", 1);
  const auto lyons = [](const char* text) {
    std::string lyon(text);
    return Keep(lyon.replace(lyon.find("geneva"), 6, "lyon"));
  };
  const auto two = Line("10-05", "BASE", 2);
  Check({
      {"neither its bill",
       {mon, Approved(1, stale), early},
       Approve(OfTwoEmployers(Client()), 1, {.contract = "d"}),
       Then{lyons(Approved(1, two, "carla", "CLIENT", "d"))}},
      {"nor its pay",
       {mon, Verified(1, stale), early},
       VerifyOther(OfTwoEmployers(Consultant("eve")), 1),
       Then{lyons(Verified(1, two, "eve", "d"))}},
      {"and its hours make nothing overtime",
       {early, mon},
       Approve(OfTwoEmployers(Client()), 1),
       Then{Approved(1, nine)}},
  });
}
}  // namespace
}  // namespace aor::timesheet
