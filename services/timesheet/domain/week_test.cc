#include "services/timesheet/domain/week.h"

#include "libs/eventsourcing/rules.h"
#include "services/timesheet/domain/sample_week.h"

namespace aor::timesheet {
namespace {
using namespace sample;
using enum Refusal;
using Then = std::vector<const char*>;

void Check(const std::vector<eventsourcing::Rule<Command, Refusal>>& rules) {
  eventsourcing::CheckRules<Week, Event, Command, Refusal>(rules);
}

TEST(WeekTest, TakesEveryFact) {
  const auto mon = Recorded("mon", "10-05 08:00", "10-05 16:00");
  const auto noisy = [](const char* id, const char* from, const char* to, const char* flag) {
    return Recorded(id, from, to, Extra{.flags = flag});
  };
  Check({
      {"hours can be recorded",
       {},
       Record(Worker(), {Shift("mon", "10-05 08:00", "10-05 16:00")}),
       Then{mon}},
      {"the same entry is recorded once",
       {mon},
       Record(Worker(), {Shift("mon", "10-05 08:00", "10-05 16:00")}),
       Then{}},
      {"the same id with other content is no second entry",
       {mon},
       Record(Worker(), {Shift("mon", "10-05 08:00", "10-05 17:00")}),
       kEntryExists},
      {"an entry lasts some time",
       {},
       Record(Worker(), {Shift("mon", "10-05 08:00", "10-05 08:00")}),
       kNoDuration},
      {"an expense is no time",
       {},
       Record(Worker(), {Expense(Shift("mon", "10-05 08:00", "10-05 09:00"))}),
       kExpenseInHours},
      {"a break is shorter than its time",
       {},
       Record(Worker(), {Break(8, Shift("mon", "10-05 08:00", "10-05 16:00"))}),
       kNoDuration},
      {"a contract that is not the worker's",
       {},
       Record(Worker(), {Of("x", Shift("mon", "10-05 08:00", "10-05 16:00"))}),
       kUnknownContract},
      {"a grid is one decision",
       {},
       Record(Worker(), {Shift("mon", "10-05 08:00", "10-05 16:00"),
                         Shift("tue", "10-06 08:00", "10-06 16:00")}),
       Then{mon, Recorded("tue", "10-06 08:00", "10-06 16:00")}},
      {"an entry may follow another at once",
       {mon},
       Record(Consultant(), {Shift("b", "10-05 16:00", "10-05 17:00")}),
       Then{Recorded("b", "10-05 16:00", "10-05 17:00", ByConsultant())}},
      {"overlapping: taken and flagged",
       {mon},
       Record(Consultant(), {Shift("b", "10-05 15:00", "10-05 17:00")}),
       Then{Recorded("b", "10-05 15:00", "10-05 17:00", ByConsultant("FLAG_OVERLAPS"))}},
      {"overlapping last week's night: taken and flagged",
       {},
       Record(AfterNight(Worker()), {Shift("b", "10-05 04:00", "10-05 08:00")}),
       Then{noisy("b", "10-05 04:00", "10-05 08:00", "FLAG_OVERLAPS")}},
      {"duplicate: taken and flagged",
       {mon},
       Record(Consultant(), {Shift("b", "10-05 08:00", "10-05 16:00")}),
       Then{Recorded("b", "10-05 08:00", "10-05 16:00", ByConsultant("FLAG_DUPLICATE"))}},
      {"future: taken and flagged",
       {},
       Record(At(Worker(), "10-05 12:00"), {Shift("mon", "10-05 08:00", "10-05 16:00")}),
       Then{noisy("mon", "10-05 08:00", "10-05 16:00", "FLAG_FUTURE")}},
      {"on time until Monday noon",
       {},
       Record(At(Worker(), "10-12 12:00"), {Shift("mon", "10-05 08:00", "10-05 16:00")}),
       Then{mon}},
      {"late: taken and flagged",
       {},
       Record(At(Worker(), "10-12 12:01"), {Shift("mon", "10-05 08:00", "10-05 16:00")}),
       Then{noisy("mon", "10-05 08:00", "10-05 16:00", "FLAG_LATE")}},
      {"outside the contract's dates: taken and flagged",
       {},
       Record(EndedBefore(Worker()), {Shift("mon", "10-05 08:00", "10-05 16:00")}),
       Then{noisy("mon", "10-05 08:00", "10-05 16:00", "FLAG_OUTSIDE_CONTRACT")}},
      {"unsigned contract: taken and flagged",
       {},
       Record(Unsigned(Worker()), {Shift("mon", "10-05 08:00", "10-05 16:00")}),
       Then{noisy("mon", "10-05 08:00", "10-05 16:00", "FLAG_UNSIGNED_CONTRACT")}},
      {"a forgotten end: taken and flagged",
       {},
       Record(Consultant(), {Shift("mon", "10-05 08:00", "10-06 09:01")}),
       Then{Recorded("mon", "10-05 08:00", "10-06 09:01", ByConsultant("FLAG_TOO_LONG"))}},
      {"a shift may last a day of autumn",
       {},
       Record(Consultant(), {Shift("mon", "10-05 08:00", "10-06 09:00")}),
       Then{Recorded("mon", "10-05 08:00", "10-06 09:00", ByConsultant())}},
      {"days of an hourly contract: taken and flagged",
       {},
       Record(Worker(), {Day("mon", "10-05", 1)}),
       Then{DayRecorded("mon", "10-05", "FLAG_OTHER_UNIT")}},
      {"hours of a daily contract: taken and flagged, and no overtime",
       {},
       Record(ByDay(Worker()), {Shift("mon", "10-05 08:00", "10-05 18:00")}),
       Then{noisy("mon", "10-05 08:00", "10-05 18:00", "FLAG_OTHER_UNIT")}},
      {"time that the wall skipped altogether: taken and flagged",
       {},
       Record(Worker(),
              {Flagged(v1::FLAG_NONEXISTENT_TIME, Shift("mon", "10-05 03:00", "10-05 03:00"))}),
       Then{noisy("mon", "10-05 03:00", "10-05 03:00", "FLAG_NONEXISTENT_TIME")}},
      {"the wall clock's flags are kept",
       {},
       Record(Worker(),
              {Flagged(v1::FLAG_AMBIGUOUS_TIME, Shift("mon", "10-05 08:00", "10-05 16:00"))}),
       Then{noisy("mon", "10-05 08:00", "10-05 16:00", "FLAG_AMBIGUOUS_TIME")}},
  });
}

TEST(WeekTest, WorkersClaimOvertimeAndOthersConfirmIt) {
  const auto ten = Recorded("mon", "10-05 08:00", "10-05 18:00");
  const auto claim = Claimed("mon", 7200), confirmed = Confirmed("mon", "carla");
  const ContractId c{"c"};
  Check({
      {"hours beyond the day's schedule are claimed",
       {},
       Record(Worker(), {Shift("mon", "10-05 08:00", "10-05 18:00")}),
       Then{ten, claim}},
      {"a second entry of the day is beyond it too",
       {Recorded("a", "10-05 08:00", "10-05 16:00")},
       Record(Worker(), {Shift("mon", "10-05 16:00", "10-05 18:00")}),
       Then{Recorded("mon", "10-05 16:00", "10-05 18:00"), claim}},
      {"so are hours beyond the week's",
       {Recorded("a", "10-05 08:00", "10-05 16:00"), Recorded("b", "10-06 08:00", "10-06 16:00"),
        Recorded("d", "10-07 08:00", "10-07 16:00"), Recorded("e", "10-08 08:00", "10-08 16:00"),
        Recorded("f", "10-09 08:00", "10-09 16:00")},
       Record(Worker(), {Shift("mon", "10-10 08:00", "10-10 10:00")}),
       Then{Recorded("mon", "10-10 08:00", "10-10 10:00"), claim}},
      {"but not those that were claimed as beyond a day's",
       {ten, claim, Recorded("b", "10-06 08:00", "10-06 16:00"),
        Recorded("d", "10-07 08:00", "10-07 16:00"), Recorded("e", "10-08 08:00", "10-08 16:00")},
       Record(Worker(), {Shift("f", "10-09 08:00", "10-09 16:00")}),
       Then{Recorded("f", "10-09 08:00", "10-09 16:00")}},
      {"what a consultant enters is confirmed",
       {},
       Record(Consultant(), {Shift("mon", "10-05 08:00", "10-05 18:00")}),
       Then{Recorded("mon", "10-05 08:00", "10-05 18:00", ByConsultant())}},
      {"the client confirms", {ten, claim}, ConfirmOvertime{Client(), c, {}}, Then{confirmed}},
      {"by name too", {ten, claim}, ConfirmOvertime{Client(), c, {{"mon"}}}, Then{confirmed}},
      {"nobody confirms own overtime", {ten, claim}, ConfirmOvertime{Worker(), c, {}}, kOwnHours},
      {"nor through a delegation",
       {ten, claim},
       ConfirmOvertime{For(Client(), "ada"), c, {}},
       kOwnHours},
      {"who enters for another is named beside",
       {},
       Record(For(Consultant(), "eve"), {Shift("mon", "10-05 08:00", "10-05 16:00")}),
       Then{Recorded("mon", "10-05 08:00", "10-05 16:00", {"bob", "CONSULTANT", "", "c", "eve"})}},
      {"there must be some", {}, ConfirmOvertime{Client(), c, {}}, kNoOvertimeClaimed},
      {"pending overtime is not approved",
       {ten, claim},
       Approve(Client(), 1),
       Then{Approved(1, Line("10-05", "BASE", 8))}},
      {"unless it is confirmed with it",
       {ten, claim},
       Approve(Client(), 1, {.confirm = true}),
       Then{confirmed, Approved(1, Line("10-05", "BASE", 10) + Overtime("10-11", 1800, "10-05"))}},
      {"a correction replaces the claim",
       {ten, claim},
       CorrectEntry{Worker(), Shift("mon", "10-05 08:00", "10-05 17:00"), {"new"}},
       Then{Corrected("mon", "10-05 08:00", "10-05 17:00"), Claimed("mon", 3600)}},
  });
}

const char* Reduced(const char* id, int excess) {
  return Keep(std::string("overtime_claim_reduced { contract_id: 'c' entry_id: '") + id +
              "' excess { seconds: " + std::to_string(excess) + " } }");
}

TEST(WeekTest, ClaimsShrinkWithTheHoursBesideThem) {
  const auto day = Recorded("day", "10-05 08:00", "10-05 16:00");
  const auto evening = Recorded("eve", "10-05 16:00", "10-05 18:00");
  const auto night = Recorded("night", "10-05 20:00", "10-05 21:00");
  const auto claim = Claimed("eve", 7200), late_claim = Claimed("night", 3600);
  const auto until = [](const char* end) {
    return CorrectEntry{Worker(), Shift("day", "10-05 08:00", end), {"new"}};
  };
  const auto cut = [](const char* end) { return Corrected("day", "10-05 08:00", end); };
  Check({
      {"an hour less of work is an hour less of overtime",
       {day, evening, claim},
       until("10-05 15:00"),
       Then{cut("10-05 15:00"), Reduced("eve", 3600)}},
      {"none is left of a short day",
       {day, evening, claim},
       until("10-05 14:00"),
       Then{cut("10-05 14:00"), Reduced("eve", 0)}},
      {"nor of one that was taken out",
       {day, evening, claim},
       ReverseEntry{Worker(), {"day"}},
       Then{Reversed("day", "ada"), Reduced("eve", 0)}},
      {"the latest claim shrinks first",
       {day, evening, claim, night, late_claim},
       until("10-05 14:30"),
       Then{cut("10-05 14:30"), Reduced("night", 0), Reduced("eve", 5400)}},
      {"to the minute",
       {day, evening, claim},
       until("10-05 15:59"),
       Then{cut("10-05 15:59"), Reduced("eve", 7140)}},
      {"a longer day claims what no other claim holds",
       {Recorded("day", "10-05 08:00", "10-05 15:00"), evening, Claimed("eve", 3600)},
       until("10-05 16:00"),
       Then{cut("10-05 16:00"), Claimed("day", 3600)}},
      {"confirmed overtime shrinks too",
       {day, evening, claim, Confirmed("eve", "carla")},
       until("10-05 15:00"),
       Then{cut("10-05 15:00"), Reduced("eve", 3600)}},
      {"and stays confirmed",
       {day, evening, claim, Confirmed("eve", "carla"), cut("10-05 15:00"), Reduced("eve", 3600)},
       ConfirmOvertime{Client(), {"c"}, {}},
       Then{}},
      {"the time within the schedule counts at once",
       {day, evening, claim, cut("10-05 14:00"), Reduced("eve", 0)},
       Approve(Client(), 3),
       Then{Approved(3, Line("10-05", "BASE", 8))}},
      {"a week's claim falls with its Monday",
       {day, Recorded("b", "10-06 08:00", "10-06 16:00"),
        Recorded("d", "10-07 08:00", "10-07 16:00"), Recorded("e", "10-08 08:00", "10-08 16:00"),
        Recorded("f", "10-09 08:00", "10-09 16:00"), Recorded("sat", "10-10 08:00", "10-10 10:00"),
        Claimed("sat", 7200)},
       ReverseEntry{Worker(), {"day"}},
       Then{Reversed("day", "ada"), Reduced("sat", 0)}},
  });
}

TEST(WeekTest, EntriesAreCorrectedAndReversed) {
  const auto mon = Recorded("mon", "10-05 08:00", "10-05 16:00");
  const auto shorter = Shift("mon", "10-05 08:00", "10-05 15:00");
  const auto cut = Corrected("mon", "10-05 08:00", "10-05 15:00");
  const auto approved = Approved(1, Line("10-05", "BASE", 8));
  const auto verified = Verified(1, Line("10-05", "BASE", 8));
  const auto gone = Reversed("mon", "ada");
  const auto again = Recorded("new", "10-05 08:00", "10-05 15:00");
  Check({
      {"an entry is corrected in place",
       {mon},
       CorrectEntry{Worker(), shorter, {"new"}},
       Then{cut}},
      {"an approved one is reversed and entered anew",
       {mon, approved},
       CorrectEntry{Worker(), shorter, {"new"}},
       Then{gone, again}},
      {"a verified one too",
       {mon, verified},
       CorrectEntry{Worker(), shorter, {"new"}},
       Then{gone, again}},
      {"nothing to correct", {}, CorrectEntry{Worker(), shorter, {"new"}}, kUnknownEntry},
      {"what was taken out is not corrected",
       {mon, gone},
       CorrectEntry{Worker(), shorter, {"new"}},
       kEntryReversed},
      {"a worker does not change the client's entry",
       {Recorded("mon", "10-05 08:00", "10-05 16:00", ByClient())},
       CorrectEntry{Worker(), shorter, {"new"}},
       kEnteredByOthers},
      {"nor written over: it is locked",
       {mon, approved},
       Record(Worker(), {shorter}),
       kEntryLocked},
      {"nor what is verified", {mon, verified}, Record(Worker(), {shorter}), kEntryLocked},
      {"the same again is in nobody's way",
       {mon, approved},
       Record(Worker(), {Shift("mon", "10-05 08:00", "10-05 16:00")}),
       Then{}},
      {"an entry is taken out", {mon}, ReverseEntry{Worker(), {"mon"}}, Then{gone}},
      {"by its own side", {mon}, ReverseEntry{Client(), {"mon"}}, kEnteredByOthers},
      {"by the same client",
       {Recorded("mon", "10-05 08:00", "10-05 16:00", ByClient())},
       ReverseEntry{OtherClient(), {"mon"}},
       kUnknownEntry},
      {"nor told to another that it was taken out",
       {mon, gone},
       ReverseEntry{OtherClient(), {"mon"}},
       kUnknownEntry},
      {"nor corrected by another",
       {mon},
       CorrectEntry{OtherClient(), shorter, {"new"}},
       kUnknownEntry},
      {"what is not there stays so", {}, ReverseEntry{Worker(), {"mon"}}, kUnknownEntry},
      {"its id is not used again", {mon, gone}, Record(Worker(), {shorter}), kEntryExists},
  });
}

TEST(WeekTest, WhatCannotBeMeasuredWaits) {
  const auto mon = Recorded("mon", "10-05 08:00", "10-05 16:00");
  const auto eight = Approved(2, Line("10-05", "BASE", 8));
  Check({
      {"a forgotten end waits, and takes nothing from the day after",
       {Recorded("sun", "10-04 08:00", "10-05 09:30"), mon},
       Approve(Client(), 2),
       Then{eight}},
      {"days of an hourly contract wait",
       {mon, DayRecorded("day", "10-05")},
       Approve(Client(), 2),
       Then{eight}},
      {"hours of a daily contract wait", {mon}, Approve(ByDay(Client()), 1), Then{Approved(1, "")}},
      {"until the contract is one by the hour",
       {mon, Approved(1, "")},
       Approve(Client(), 1),
       Then{Approved(1, Line("10-05", "BASE", 8))}},
      {"time that the wall skipped is not in the way of the hour after",
       {Recorded("gap", "10-05 08:00", "10-05 08:00", {.flags = "FLAG_NONEXISTENT_TIME"}), mon},
       Approve(Client(), 2),
       Then{eight}},
  });
}

TEST(WeekTest, NamesTheEntryOfAGridThatIsRefused) {
  const auto good = [](const char* id) { return Shift(id, "10-05 08:00", "10-05 09:00"); };
  const auto bad = Shift("bad", "10-05 08:00", "10-05 08:00");
  EXPECT_EQ(FirstRefused({}, Record(Consultant(), {bad})), 0u);
  EXPECT_EQ(FirstRefused({}, Record(Consultant(), {good("a"), good("b"), bad, good("d")})), 2u);
  EXPECT_EQ(FirstRefused({}, Record(Consultant(), {good("a"), bad, bad})), 1u);
}

TEST(WeekTest, AWeekHasABound) {
  Week week;
  for (size_t i = 0; i < kMostEntries; i++) week.entries[{"e" + std::to_string(i)}] = {};
  const auto decision = Decide(week, Record(Worker(), {Shift("x", "10-05 08:00", "10-05 09:00")}));
  ASSERT_EQ(decision.index(), 1u);
  EXPECT_EQ(std::get<Refusal>(decision), kWeekFull);
}

TEST(WeekTest, StopsAtAnUnknownEvent) { EXPECT_ANY_THROW(Evolve({}, Event{})); }

TEST(WeekTest, EveryRefusalSaysWhatToDo) {
  for (int i = 0; i <= static_cast<int>(kSamePerson); i++) {
    EXPECT_NE(Name(Refusal(i)), "");
    EXPECT_TRUE(Sentence(Refusal(i)).ends_with('.')) << Name(Refusal(i));
  }
}
}  // namespace
}  // namespace aor::timesheet
