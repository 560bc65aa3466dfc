// From facts to consequences: complete, approved, verified.
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
const ContractId kC{"c"};
const char* Mon() { return Recorded("mon", "10-05 08:00", "10-05 16:00"); }
const char* Tue(Extra extra = {}) { return Recorded("tue", "10-06 08:00", "10-06 16:00", extra); }
std::string EightOn(const char* day) { return Line(day, "BASE", 8); }

TEST(ReleaseTest, AWeekIsDeclaredComplete) {
  Check({
      {"a week can be complete", {Mon()}, DeclareComplete{Worker(), kC, 1}, Then{Complete(1)}},
      {"a week without work too", {}, DeclareComplete{Worker(), kC, 0}, Then{Complete(0)}},
      {"only what was seen is complete",
       {Mon()},
       DeclareComplete{Worker(), kC, 0},
       kEntriesChanged},
      {"of a contract that is known", {}, DeclareComplete{Worker(), {"x"}, 0}, kUnknownContract},
      {"late hours reopen",
       {Mon(), Complete(1), Tue()},
       DeclareComplete{Worker(), kC, 2},
       Then{Complete(2)}},
  });
}

TEST(ReleaseTest, TheClientApproves) {
  const auto approved = Approved(1, EightOn("10-05"));
  const auto sheet = Approved(1, EightOn("10-05"), "bob", "SIGNED_SHEET");
  const Approving by_sheet{v1::APPROVED_BY_SIGNED_SHEET, "abc"};
  const auto theirs = Recorded("mon", "10-05 08:00", "10-05 16:00", ByClient());
  Check({
      {"the client approves", {Mon()}, Approve(Client(), 1), Then{approved}},
      {"only what was seen", {Mon(), Tue()}, Approve(Client(), 1), kEntriesChanged},
      {"late hours void it",
       {Mon(), approved, Tue()},
       Approve(Client(), 2),
       Then{Approved(2, EightOn("10-05") + EightOn("10-06"))}},
      {"nobody approves own hours", {Mon()}, Approve(Worker(), 1), kOwnHours},
      {"nor through a delegation", {Mon()}, Approve(For(Client(), "ada"), 1), kOwnHours},
      {"nor what they entered",
       {Recorded("mon", "10-05 08:00", "10-05 16:00", ByConsultant())},
       Approve(Consultant(), 1),
       kOwnEntries},
      {"nor what was entered in their name",
       {Recorded("mon", "10-05 08:00", "10-05 16:00", {"bob", "CONSULTANT", "", "c", "eve"})},
       Approve(Consultant("eve"), 1),
       kOwnEntries},
      {"nor in the name of who entered it",
       {Recorded("mon", "10-05 08:00", "10-05 16:00", ByConsultant())},
       Approve(For(Client(), "bob"), 1),
       kOwnEntries},
      {"the client may, what the client entered", {theirs}, Approve(Client(), 1), Then{approved}},
      {"and needs no second step",
       {},
       Record(Client(), {Shift("mon", "10-05 08:00", "10-05 16:00")}),
       Then{theirs, approved}},
      {"a signed sheet is the client's word",
       {Recorded("mon", "10-05 08:00", "10-05 16:00", ByConsultant())},
       Approve(Consultant(), 1, by_sheet),
       Then{sheet}},
      {"not before the work is done",
       {Mon()},
       Approve(At(Client(), "10-05 15:00"), 1),
       kNotYetWorked},
      {"but as soon as it is", {Mon()}, Approve(At(Client(), "10-05 16:00"), 1), Then{approved}},
      {"nor before a day has come",
       {DayRecorded("mon", "10-05")},
       Approve(At(ByDay(Client()), "10-04 23:59"), 1),
       kNotYetWorked},
      {"a day is approved",
       {DayRecorded("mon", "10-05")},
       Approve(ByDay(Client()), 1),
       Then{Approved(1, Units("10-05", "DAY", 1), "carla", "CLIENT")}},
      {"of a contract that is known",
       {},
       Approve(Client(), 0, {.contract = "x"}),
       kUnknownContract},
      {"nor measured by rules that are not here",
       {Mon()},
       Approve(WithoutRules(Client()), 1),
       kUnknownRules},
      {"what overlaps waits",
       {Mon(), Recorded("b", "10-05 15:00", "10-05 17:00")},
       Approve(Client(), 2),
       Then{Approved(2, EightOn("10-05"))}},
      {"what is outside the contract waits",
       {Mon()},
       Approve(EndedBefore(Client()), 1),
       Then{Ending("10-04", Approved(1, ""))}},
      {"until it is extended",
       {Mon(), Ending("10-04", Approved(1, ""))},
       Approve(Client(), 1),
       Then{approved}},
  });
}

// E33, E44: what was billed or paid is taken back because somebody decided so, and not because the
// week is measured again after an end was recorded.
TEST(ReleaseTest, AnEarlierEndTakesNothingBackThatWasAccepted) {
  const auto both = EightOn("10-05") + EightOn("10-06");
  const auto ended = [](Asked asked) { return EndedOn(kMonday, std::move(asked)); };
  const auto late =
      Recorded("wed", "10-07 08:00", "10-07 16:00", {.flags = "FLAG_OUTSIDE_CONTRACT"});
  const auto early = Recorded("early", "10-06 06:00", "10-06 08:00", {.contract = "d"});
  const auto eve = Consultant("eve");
  const std::string two = Line("10-06", "BASE", 2);
  const auto in_d = [](const char* by) {
    return Approved(1, Line("10-06", "BASE", 2), by, "CLIENT", "d");
  };
  const std::string over = both + Overtime("10-11", 1800, "10-06");
  Check({
      {"approved again it is the same",
       {Mon(), Tue(), Approved(2, both)},
       Approve(ended(Client()), 2),
       Then{}},
      {"verified too", {Mon(), Tue(), Verified(2, both)}, Verify(ended(eve), 2), Then{}},
      {"what comes later waits",
       {Mon(), Tue(), Approved(2, both), late},
       Approve(ended(Client()), 3),
       Then{Ending("10-05", Approved(3, both))}},
      {"however often it is approved",
       {Mon(), Tue(), Approved(2, both), late, Ending("10-05", Approved(3, both))},
       Approve(ended(Client()), 3),
       Then{}},
      {"so does what nobody had accepted",
       {Mon(), Tue()},
       Approve(ended(Client()), 2),
       Then{Ending("10-05", Approved(2, EightOn("10-05")))}},
      {"what was approved only is not paid by that",
       {Mon(), Tue(), Approved(2, both)},
       Verify(ended(eve), 2),
       Then{Ending("10-05", Verified(2, EightOn("10-05")))}},
      {"another contract's approval restates what it causes, and no more",
       {Mon(), Tue(), Approved(2, both), early},
       Approve(ended(Client()), 1, {.contract = "d"}),
       Then{in_d("carla"), Ending("10-05", Approved(2, over))}},
      {"taken out by a person it is given back",
       {Mon(), Tue(), Approved(2, both), Reversed("tue", "bob")},
       Approve(ended(Client()), 3),
       Then{Ending("10-05", Approved(3, EightOn("10-05")))}},
      {"other content was never accepted",
       {Mon(), Tue(), Approved(2, both),
        Corrected("tue", "10-06 08:00", "10-06 15:00", {.flags = "FLAG_OUTSIDE_CONTRACT"})},
       Approve(ended(Client()), 3),
       Then{Ending("10-05", Approved(3, EightOn("10-05")))}},
      {"what an extension let count stays when that is taken back",
       {Mon(), late, Ending("10-09", Approved(2, EightOn("10-05") + EightOn("10-07")))},
       Approve(ended(Client()), 2),
       Then{}},
  });
}

TEST(ReleaseTest, TimeApprovesTacitly) {
  const Approving tacit{v1::APPROVED_BY_TACIT, ""};
  const auto deadline = Person("deadline", v1::ENTERED_AS_IMPORT);
  const auto reached = Keep("deadline_reached { contract_id: 'c' deadline: 'TACIT_APPROVAL' due" +
                            SecondsText(When("10-12 08:00")) + "}");
  const auto approved = Approved(1, EightOn("10-05"), "deadline", "TACIT");
  Check({
      {"a complete week",
       {Mon(), Complete(1)},
       Approve(deadline, 1, tacit),
       Then{reached, approved}},
      {"not an open one", {Mon()}, Approve(deadline, 1, tacit), Then{}},
      {"nor one that has changed",
       {Mon(), Complete(1), Tue(), Complete(2)},
       Approve(deadline, 1, tacit),
       Then{}},
      {"nor one that is contested",
       {Mon(), Complete(1), Contested(1, "entry_ids: 'mon' ")},
       Approve(deadline, 1, tacit),
       Then{}},
  });
}

TEST(ReleaseTest, AConsultantVerifies) {
  const auto verified = Verified(1, EightOn("10-05"));
  const auto eve = Consultant("eve");
  const std::vector<const char*> full = {
      Mon(), Tue(), Recorded("wed", "10-07 08:00", "10-07 16:00"),
      Recorded("thu", "10-08 08:00", "10-08 16:00"), Recorded("fri", "10-09 08:00", "10-09 16:00")};
  auto complete = full;
  complete.push_back(Complete(5));
  const auto all =
      EightOn("10-05") + EightOn("10-06") + EightOn("10-07") + EightOn("10-08") + EightOn("10-09");
  Check({
      {"hours are verified", {Mon()}, Verify(eve, 1), Then{verified}},
      {"only what was seen", {Mon()}, Verify(eve, 2), kEntriesChanged},
      {"nobody verifies own hours", {Mon()}, Verify(Worker(), 1), kOwnHours},
      {"nor what they entered",
       {Recorded("mon", "10-05 08:00", "10-05 16:00", {"eve", "CONSULTANT"})},
       Verify(eve, 1),
       kOwnEntries},
      {"nor what another entered for them",
       {Recorded("mon", "10-05 08:00", "10-05 16:00", {"bob", "CONSULTANT", "", "c", "eve"})},
       Verify(eve, 1),
       kOwnEntries},
      {"nor through the one who entered",
       {Recorded("mon", "10-05 08:00", "10-05 16:00", ByConsultant())},
       Verify(For(eve, "bob"), 1),
       kOwnEntries},
      {"nor for the worker", {Mon()}, Verify(For(eve, "ada"), 1), kOwnHours},
      {"nor what they corrected",
       {Mon(), Corrected("mon", "10-05 08:00", "10-05 15:00", {"eve", "CONSULTANT"})},
       Verify(eve, 2),
       kOwnEntries},
      {"nor what they took out",
       {Mon(), Tue(), Reversed("tue", "eve")},
       Verify(eve, 3),
       kOwnEntries},
      {"not before the work is done", {Mon()}, Verify(At(eve, "10-05 15:00"), 1), kNotYetWorked},
      {"of a contract that is known", {}, VerifyHours{eve, {"x"}, 0}, kUnknownContract},
      {"by rules that are here", {Mon()}, Verify(WithoutRules(eve), 1), kUnknownRules},
      {"in bulk what matches the schedule", complete, Verify(eve, 5, true), Then{Verified(5, all)}},
      {"but not what is open", full, Verify(eve, 5, true), kDiffersFromSchedule},
      {"nor what differs", {Mon(), Complete(1)}, Verify(eve, 1, true), kDiffersFromSchedule},
  });
}

TEST(ReleaseTest, LatenessIsAFact) {
  const auto late = At(Worker(), "10-12 12:00");
  const auto due = Keep("deadline_reached { contract_id: 'c' deadline: 'HOURS_DUE' due" +
                        SecondsText(When("10-12 12:00")) + "}");
  Check({
      {"hours are due on Monday noon", {Mon()}, ReachHoursDue{late, kC}, Then{due}},
      {"not before", {}, ReachHoursDue{Worker(), kC}, Then{}},
      {"a complete week is in time", {Complete(0)}, ReachHoursDue{late, kC}, Then{}},
      {"of a contract that is known", {}, ReachHoursDue{late, {"x"}}, kUnknownContract},
  });
}
}  // namespace
}  // namespace aor::timesheet
