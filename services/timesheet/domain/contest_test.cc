// What a client contests, and what the agency makes of it.
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
const char* StillContested(std::string approved, const char* day) {
  return Keep(approved.substr(0, approved.size() - 1) + "contested_days" + DateText(day) + "}");
}
std::string EightOn(const char* day) { return Line(day, "BASE", 8); }

TEST(ContestTest, AContestFreezesBillingOnly) {
  const auto both = EightOn("10-05") + EightOn("10-06");
  const auto approved = Approved(2, both), verified = Verified(2, both);
  const auto contested = Contested(2, "entry_ids: 'tue' ", "10-06");
  Check({
      {"the client contests",
       {Mon(), Tue()},
       ContestHours{Client(), kC, 2, {{"tue"}}},
       Then{contested}},
      {"neither what was approved nor pay moves",
       {Mon(), Tue(), approved, verified},
       ContestHours{Client(), kC, 2, {{"tue"}}},
       Then{contested}},
      {"contested hours are not approved",
       {Mon(), Tue(), contested},
       Approve(Client(), 2),
       Then{StillContested(Approved(2, EightOn("10-05")), "10-06")}},
      {"nor given back with the rest",
       {Mon(), Tue(), approved, contested},
       Approve(Client(), 2),
       Then{StillContested(Approved(2, EightOn("10-05")), "10-06")}},
      {"nor with another version",
       {Mon(), Tue(), approved, contested, Corrected("mon", "10-05 08:00", "10-05 15:00")},
       Approve(Client(), 3),
       Then{StillContested(Approved(3, Line("10-05", "BASE", 7)), "10-06")}},
      {"but verified", {Mon(), Tue(), contested}, Verify(Consultant("eve"), 2), Then{verified}},
      {"a contest is withdrawn",
       {Mon(), Tue(), contested, Approved(2, EightOn("10-05"))},
       ContestHours{Client(), kC, 2, {}},
       Then{approved, Contested(2, "")}},
      {"before anybody approved the rest",
       {Mon(), Tue(), approved, contested},
       ContestHours{Client(), kC, 2, {}},
       Then{Contested(2, "")}},
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

// Nine hours, and two before them by another contract: 9.5 are without overtime.
TEST(ContestTest, WhatIsContestedCountsTowardsTheLimitsOfAnotherContract) {
  const auto early = Recorded("early", "10-05 06:00", "10-05 15:00", ByConsultant());
  const char* late = Recorded("late", "10-05 15:00", "10-05 17:00", {"bob", "CONSULTANT", "", "d"});
  const std::string nine = Line("10-05", "BASE", 9), two = Line("10-05", "BASE", 2);
  const auto other = Approved(1, two + Overtime("10-11", 5400, "10-05"), "carla", "CLIENT", "d");
  const auto contested = Contested(1, "entry_ids: 'early' ", "10-05");
  Check({
      {"approved beside it",
       {early, Approved(1, nine), late, contested},
       Approve(Client(), 1, {.contract = "d"}),
       Then{other}},
      {"or with the rest of it",
       {early, Approved(1, nine), late, other, contested},
       Approve(Client(), 1),
       Then{StillContested(Approved(1, ""), "10-05")}},
  });
}

TEST(ContestTest, AnotherContractMovesOnceItIsDecided) {
  const char* early = Recorded("early", "10-05 06:00", "10-05 08:00", {.contract = "d"});
  const auto mon = Recorded("mon", "10-05 08:00", "10-05 17:00", ByConsultant());
  const std::string nine = Line("10-05", "BASE", 9), two = Line("10-05", "BASE", 2);
  const auto other = Approved(1, two, "carla", "CLIENT", "d");
  const auto contested = Contested(1, "entry_ids: 'mon' ", "10-05");
  Check({
      {"what is contested stays as it is when hours elsewhere are approved",
       {mon, Approved(1, nine), contested, early},
       Approve(Client(), 1, {.contract = "d"}),
       Then{other}},
      {"and is stated with them when it is decided",
       {mon, Approved(1, nine), contested, early, other,
        Keep("contest_rejection_proposed { contract_id: 'c' entries_version: 1 "
             "entry_ids: 'mon' proposed_by: 'zoe' }")},
       DecideContest{Consultant("eve"), kC, 1, {}, v1::CONTEST_OUTCOME_REJECTED},
       Then{Keep("contest_decided { contract_id: 'c' entries_version: 1 entry_ids: 'mon' outcome: "
                 "CONTEST_OUTCOME_REJECTED decided_by: 'eve' proposed_by: 'zoe' }"),
            Approved(1, nine + Overtime("10-11", 5400, "10-05"), "eve", "DECISION")}},
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

TEST(ContestTest, AnUpheldContestIsNeverBilled) {
  const auto contested = Contested(2, "entry_ids: 'tue' ", "10-06");
  const auto upheld = Decided("UPHELD", "bob");
  const auto rest = Approved(2, EightOn("10-05"));
  Check({
      {"the agency agrees", {Mon(), Tue(), contested}, Uphold(Consultant()), Then{upheld}},
      {"and the bill shrinks",
       {Mon(), Tue(), Approved(2, EightOn("10-05") + EightOn("10-06")), contested},
       Uphold(Consultant(), {{"tue"}}),
       Then{upheld, rest}},
      {"or has done so with an approval",
       {Mon(), Tue(), contested, rest},
       Uphold(Consultant(), {{"tue"}}),
       Then{upheld, rest}},
      {"but for what is contested still",
       {Mon(), Tue(), Approved(2, EightOn("10-05") + EightOn("10-06")),
        Contested(2, "entry_ids: 'mon' entry_ids: 'tue' ", "10-06")},
       Uphold(Consultant(), {{"tue"}}),
       Then{upheld, StillContested(rest, "10-05")}},
      {"until that is decided, too",
       {Mon(), Tue(), Contested(2, "entry_ids: 'mon' entry_ids: 'tue' ", "10-06"), upheld,
        StillContested(rest, "10-05")},
       Uphold(Consultant()),
       Then{Keep("contest_decided { contract_id: 'c' entries_version: 2 entry_ids: 'mon' "
                 "outcome: CONTEST_OUTCOME_UPHELD decided_by: 'bob' }"),
            Approved(2, "")}},
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

TEST(ContestTest, TwoConsultantsRejectAContest) {
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
}  // namespace
}  // namespace aor::timesheet
