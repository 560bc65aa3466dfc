// E7 over the border of two weeks: the time that was recorded first is counted, and no hour twice.
#include "libs/eventsourcing/rules.h"
#include "services/timesheet/domain/sample_week.h"

namespace aor::timesheet {
namespace {
using namespace sample;
using Then = std::vector<const char*>;
constexpr bool kFirst = false, kSecond = true;  // what stands beside, as its flag says

Command ApproveBeside(std::vector<BesideTime> Asked::*week, bool flagged) {
  Asked asked = Client();
  asked.*week = {{{When("10-05 15:00"), When("10-05 18:00"), "Europe/Zurich"}, flagged}};
  return Approve(asked, 1);
}

TEST(BorderTest, WhatWasRecordedFirstCounts) {
  const char* mon = Recorded("mon", "10-05 08:00", "10-05 16:00");
  const char* flagged =
      Recorded("mon", "10-05 08:00", "10-05 16:00", {"ada", "WORKER", "FLAG_OVERLAPS"});
  const auto counted = Approved(1, Line("10-05", "BASE", 8)), waits = Approved(1, "");
  const auto before = &Asked::before, after = &Asked::after;
  eventsourcing::CheckRules<Week, Event, Command, Refusal>({
      {"next week's stood first", {flagged}, ApproveBeside(after, kFirst), Then{waits}},
      {"next week's came second", {mon}, ApproveBeside(after, kSecond), Then{counted}},
      {"last week's stood first", {flagged}, ApproveBeside(before, kFirst), Then{waits}},
      {"last week's came second", {mon}, ApproveBeside(before, kSecond), Then{counted}},
      {"both overlap others, too: last week's",
       {flagged},
       ApproveBeside(before, kSecond),
       Then{waits}},
      {"both overlap others, too: not next week's",
       {flagged},
       ApproveBeside(after, kSecond),
       Then{counted}},
  });
}
}  // namespace
}  // namespace aor::timesheet
