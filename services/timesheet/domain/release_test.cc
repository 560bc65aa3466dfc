// From facts to consequences: complete, approved, contested, verified.
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
       Then{Approved(1, "")}},
      {"until it is extended", {Mon(), Approved(1, "")}, Approve(Client(), 1), Then{approved}},
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

TEST(ReleaseTest, AContestFreezesBillingOnly) {
  const auto both = EightOn("10-05") + EightOn("10-06");
  const auto approved = Approved(2, both), verified = Verified(2, both);
  const auto contested = Contested(2, "entry_ids: 'tue' ", "10-06");
  Check({
      {"the client contests",
       {Mon(), Tue()},
       ContestHours{Client(), kC, 2, {{"tue"}}},
       Then{contested}},
      {"what was approved shrinks, pay does not",
       {Mon(), Tue(), approved, verified},
       ContestHours{Client(), kC, 2, {{"tue"}}},
       Then{contested, Approved(2, EightOn("10-05"))}},
      {"contested hours are not approved",
       {Mon(), Tue(), contested},
       Approve(Client(), 2),
       Then{Approved(2, EightOn("10-05"))}},
      {"but verified", {Mon(), Tue(), contested}, Verify(Consultant("eve"), 2), Then{verified}},
      {"a contest is withdrawn",
       {Mon(), Tue(), contested, Approved(2, EightOn("10-05"))},
       ContestHours{Client(), kC, 2, {}},
       Then{Contested(2, ""), approved}},
      {"only what was seen", {Mon()}, ContestHours{Client(), kC, 2, {{"mon"}}}, kEntriesChanged},
      {"only what is there", {Mon()}, ContestHours{Client(), kC, 1, {{"tue"}}}, kUnknownEntry},
      {"and was not taken out",
       {Mon(), Tue(), Reversed("tue", "ada")},
       ContestHours{Client(), kC, 3, {{"tue"}}},
       kUnknownEntry},
      {"of this contract",
       {Mon(), Tue({.contract = "d"})},
       ContestHours{Client(), kC, 1, {{"tue"}}},
       kUnknownEntry},
      {"of a contract that is known", {}, ContestHours{Client(), {"x"}, 0, {}}, kUnknownContract},
      {"by somebody else", {Mon()}, ContestHours{Worker(), kC, 1, {{"mon"}}}, kOwnHours},
      {"nor for the worker",
       {Mon()},
       ContestHours{For(Client(), "ada"), kC, 1, {{"mon"}}},
       kOwnHours},
  });
}

DecideContest Settle(Asked asked, v1::ContestOutcome outcome, std::set<EntryId> entries = {}) {
  return {std::move(asked), kC, 2, std::move(entries), outcome};
}
DecideContest Uphold(Asked asked, std::set<EntryId> entries = {}) {
  return Settle(std::move(asked), v1::CONTEST_OUTCOME_UPHELD, std::move(entries));
}
DecideContest Reject(Asked asked, std::set<EntryId> entries = {}) {
  return Settle(std::move(asked), v1::CONTEST_OUTCOME_REJECTED, std::move(entries));
}
const char* Proposed(const char* by, const char* for_whom = "") {
  return Keep(std::string("contest_rejection_proposed { contract_id: 'c' entries_version: 2 ") +
              "entry_ids: 'tue' proposed_by: '" + by + "' proposed_for: '" + for_whom + "' }");
}
const char* Decided(const char* outcome, const char* by, const char* proposer = "") {
  return Keep(
      std::string("contest_decided { contract_id: 'c' entries_version: 2 entry_ids: 'tue' ") +
      "outcome: CONTEST_OUTCOME_" + outcome + " decided_by: '" + by + "' proposed_by: '" +
      proposer + "' }");
}

TEST(ReleaseTest, AnUpheldContestIsNeverBilled) {
  const auto contested = Contested(2, "entry_ids: 'tue' ", "10-06");
  const auto upheld = Decided("UPHELD", "bob");
  const auto rest = Approved(2, EightOn("10-05"));
  Check({
      {"the agency agrees", {Mon(), Tue(), contested}, Uphold(Consultant()), Then{upheld}},
      {"the bill has shrunk already",
       {Mon(), Tue(), contested, rest},
       Uphold(Consultant(), {{"tue"}}),
       Then{upheld}},
      {"and does not grow again",
       {Mon(), Tue(), contested, upheld},
       Approve(Client(), 2),
       Then{rest}},
      {"pay is as it was",
       {Mon(), Tue(), contested, upheld},
       Verify(Consultant("eve"), 2),
       Then{Verified(2, EightOn("10-05") + EightOn("10-06"))}},
      {"the client asks once",
       {Mon(), Tue(), contested, upheld},
       ContestHours{Client(), kC, 2, {{"tue"}}},
       kContestDecided},
      {"silence approves the rest",
       {Mon(), Tue(), Complete(2), contested, upheld},
       Approve(Person("deadline", v1::ENTERED_AS_IMPORT), 2, {v1::APPROVED_BY_TACIT}),
       Then{Keep("deadline_reached { contract_id: 'c' deadline: 'TACIT_APPROVAL' due" +
                 SecondsText(When("10-12 08:00")) + "}"),
            Approved(2, EightOn("10-05"), "deadline", "TACIT")}},
      {"only what is contested", {Mon(), Tue()}, Uphold(Consultant()), kNotContested},
      {"by its name", {Mon(), Tue(), contested}, Uphold(Consultant(), {{"mon"}}), kNotContested},
      {"nobody decides on own hours", {Mon(), Tue(), contested}, Uphold(Worker()), kOwnHours},
      {"nor through a delegation",
       {Mon(), Tue(), contested},
       Uphold(For(Consultant(), "ada")),
       kOwnHours},
      {"only what was seen",
       {Mon(), Tue(), contested, Corrected("mon", "10-05 08:00", "10-05 15:00")},
       Uphold(Consultant()),
       kEntriesChanged},
      {"of a contract that is known",
       {},
       DecideContest{Consultant(), {"x"}, 0, {}, v1::CONTEST_OUTCOME_UPHELD},
       kUnknownContract},
      {"by rules that are here",
       {Mon(), Tue(), contested},
       Uphold(WithoutRules(Consultant())),
       kUnknownRules},
  });
}

TEST(ReleaseTest, TwoConsultantsRejectAContest) {
  const auto both = EightOn("10-05") + EightOn("10-06");
  const auto contested = Contested(2, "entry_ids: 'tue' ", "10-06");
  const auto rest = Approved(2, EightOn("10-05"));
  const auto rejected = Decided("REJECTED", "eve", "bob");
  const auto by_eve = Recorded("mon", "10-05 08:00", "10-05 16:00", {"eve", "CONSULTANT"});
  Check({
      {"the first proposes",
       {Mon(), Tue(), contested, rest},
       Reject(Consultant("bob")),
       Then{Proposed("bob")}},
      {"the second decides, and the hours are billed again",
       {Mon(), Tue(), contested, rest, Proposed("bob")},
       Reject(Consultant("eve")),
       Then{rejected, Approved(2, both, "eve", "DECISION")}},
      {"where nothing was approved, the client still has to",
       {Mon(), Tue(), contested, Proposed("bob")},
       Reject(Consultant("eve")),
       Then{rejected}},
      {"and approves all",
       {Mon(), Tue(), contested, Proposed("bob"), rejected},
       Approve(Client(), 2),
       Then{Approved(2, both)}},
      {"or contests no more",
       {Mon(), Tue(), contested, Proposed("bob"), rejected},
       ContestHours{Client(), kC, 2, {{"tue"}}},
       kContestDecided},
      {"unless the hours change",
       {Mon(), Tue(), contested, Proposed("bob"), rejected,
        Corrected("tue", "10-06 08:00", "10-06 16:00")},
       ContestHours{Client(), kC, 3, {{"tue"}}},
       Then{Contested(3, "entry_ids: 'tue' ", "10-06")}},
      {"one person alone does not",
       {Mon(), Tue(), contested, Proposed("bob")},
       Reject(For(Consultant("eve"), "bob")),
       kSamePerson},
      {"nor the one for whom it was proposed",
       {Mon(), Tue(), contested, Proposed("bob", "eve")},
       Reject(Consultant("eve")),
       kSamePerson},
      {"nor one who entered the hours",
       {by_eve, Tue(), contested, Proposed("bob")},
       Reject(Consultant("eve")),
       kOwnEntries},
      {"nor the worker", {Mon(), Tue(), contested}, Reject(Worker()), kOwnHours},
      {"nor anybody for the worker",
       {Mon(), Tue(), contested},
       Reject(For(Consultant("eve"), "ada")),
       kOwnHours},
      {"nor anybody in the name of who entered the hours",
       {by_eve, Tue(), contested, Proposed("bob")},
       Reject(For(Consultant("zoe"), "eve")),
       kOwnEntries},
      {"the second may uphold it instead",
       {Mon(), Tue(), contested, Proposed("bob")},
       Uphold(Consultant("eve")),
       Then{Decided("UPHELD", "eve")}},
      {"a changed week drops the proposal",
       {Mon(), Tue(), contested, Proposed("bob"), Corrected("tue", "10-06 08:00", "10-06 16:00"),
        Contested(3, "entry_ids: 'tue' ", "10-06")},
       DecideContest{Consultant("eve"), kC, 3, {}, v1::CONTEST_OUTCOME_REJECTED},
       Then{Keep("contest_rejection_proposed { contract_id: 'c' entries_version: 3 "
                 "entry_ids: 'tue' proposed_by: 'eve' }")}},
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
