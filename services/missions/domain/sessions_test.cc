#include "services/missions/domain/sample_mission.h"

namespace aor::missions {
namespace {
using namespace sample;
using enum Refusal;
using Then = std::vector<const char*>;
const std::vector<const char*> kCoordinated = {kOpened, kOffered, kAccepted};
constexpr auto kClosed = "mission_closed { mission_id: 'm1' }";

PlanSession Plan(const char* facts, const std::string& more = "") {
  return {Read<v1::SessionPlanned>(facts + more)};
}
std::vector<const char*> With(std::vector<const char*> given, std::vector<const char*> more) {
  given.insert(given.end(), more.begin(), more.end());
  return given;
}

TEST(SessionsTest, ArePlannedBeforeTheyTakePlace) {
  const auto late = Plan(kWorkshop, " reason: 'forgotten'");
  const std::string regular = "session_planned { " + std::string(kWorkshop) +
                              " half_days: '2026-10-05-AM' planned_by: 'tess'"
                              " after_the_fact: true reason: 'forgotten' mission_id: 'm1'"
                              " roll: 'm1~s1' }";
  auto second = Plan(kWorkshop);
  second.facts.set_session_id("s3");
  const std::string beyond =
      "session_planned { session_id: 's3' session_kind: "
      "SESSION_KIND_WORKSHOP times { start { seconds: 1791183600 } end { "
      "seconds: 1791194400 } zone: 'Europe/Paris' } half_days: "
      "'2026-10-05-AM' place: 'Paris' planned_by: 'cora' beyond_order: true"
      " mission_id: 'm1' roll: 'm1~s3' }";
  constexpr auto kWorkshopsOnly =
      "mission_opened { mission_id: 'm1' opportunity_kind: 'SUBCONTRACTING'"
      " order { session_kind: SESSION_KIND_WORKSHOP sessions: 1"
      " price { currency_code: 'EUR' minor_units: 90000 } } }";
  const std::string shown = [&] {
    auto event = Read<Event>(beyond);
    event.mutable_session_planned()->set_planned_by("tess");
    event.mutable_session_planned()->set_reason("paid extra");
    return event.ShortDebugString();
  }();
  auto extra = second;
  extra.facts.set_reason("paid extra");
  auto other = Plan(kWorkshop);
  other.facts.set_place("Lyon");
  auto strict = Read<v1::MissionRules>(kRules);
  strict.mutable_settings()->set_refuse_beyond_order(true);
  const auto refuse = std::make_shared<const Rules>(strict);
  const Instant start = At("2026-10-05T07:00:00Z");
  Check({
      {"a session is planned", kCoordinated, Do(Plan(kWorkshop), kBefore, kCora), Then{kP1}},
      {"once", With(kCoordinated, {kP1}), Do(Plan(kWorkshop), kBefore, kCora), Then{}},
      {"an id says one session", With(kCoordinated, {kP1}), Do(other, kBefore, kCora),
       kSessionExists},
      {"by whoever coordinates", kCoordinated, Do(Plan(kWorkshop), kBefore, kFay), kMissionUnknown},
      {"of a mission that is there", {}, Do(Plan(kWorkshop)), kMissionUnknown},
      {"before it begins", kCoordinated, Do(Plan(kWorkshop), start, kCora), kSessionBegan},
      {"afterwards by the permanent team, visibly", kCoordinated, Do(late, start),
       Then{regular.c_str()}},
      {"who says why", kCoordinated, Do(Plan(kWorkshop), start), kReasonMissing},
      {"more than was ordered is shown", With(kCoordinated, {kP1}), Do(second, kBefore, kCora),
       Then{beyond.c_str()}},
      {"or refused", With(kCoordinated, {kP1}), Do(second, kBefore, kCora, refuse), kBeyondOrder},
      {"but for a reason of the permanent team's", With(kCoordinated, {kP1}),
       Do(extra, kBefore, kTeam, refuse), Then{shown.c_str()}},
      {"which says it", With(kCoordinated, {kP1}), Do(second, kBefore, kTeam, refuse),
       kReasonMissing},
      {"of a kind that the client pays", {kWorkshopsOnly}, Do(Plan(kTraining)), kPriceMissing},
      {"nothing is planned after closing", With(kCoordinated, {kClosed}), Do(Plan(kWorkshop)),
       kMissionClosed},
  });
}

MoveSession To(int64_t start, const std::string& more = "reason: 'strike'") {
  return {
      Read<v1::SessionMoved>("session_id: 's1' times { start { seconds: " + std::to_string(start) +
                             " } end { seconds: " + std::to_string(start + 10800) +
                             " } zone: 'Europe/Paris' } place: 'Lyon' " + more),
      {}};
}
MoveSession Attended(MoveSession move, const std::string& half_day) {
  move.attended = {half_day};
  return move;
}

TEST(SessionsTest, AreMovedBeforeTheyTakePlaceAndVisibly) {
  constexpr int64_t kNextDay = 1791270000, kNextYear = 1799136000, kSeptember = 1790751600;
  constexpr auto kMoved =
      "session_moved { session_id: 's1' times { start { seconds: 1791270000 }"
      " end { seconds: 1791280800 } zone: 'Europe/Paris' } half_days: '2026-10-06-AM'"
      " place: 'Lyon' was_times { start { seconds: 1791183600 } end { seconds: 1791194400 }"
      " zone: 'Europe/Paris' } was_place: 'Paris' by: 'cora' reason: 'strike'"
      " facilitator_id: 'fay' mission_id: 'm1' }";
  constexpr auto kThere =
      "session_planned { session_id: 's3' session_kind: SESSION_KIND_WORKSHOP times {"
      " start { seconds: 1791270000 } end { seconds: 1791280800 } zone: 'Europe/Paris' } }";
  constexpr auto kFay3 = "facilitator_confirmed { session_id: 's3' facilitator_id: 'fay' }";
  constexpr auto kCancelled = "session_cancelled { session_id: 's1' }";
  constexpr auto kSheet = "sheet_deposited { session_id: 's1' digest: 'aa' }";
  const Instant start = At("2026-10-05T07:00:00Z"), end = At("2026-10-05T10:00:00Z");
  auto late = Read<Event>(kMoved);
  late.mutable_session_moved()->set_by("tess");
  late.mutable_session_moved()->set_after_the_fact(true);
  const std::string visibly = late.ShortDebugString();
  Check({
      {"a session is moved", kStaffed, Do(To(kNextDay), kBefore, kCora), Then{kMoved}},
      {"once", With(kStaffed, {kMoved}), Do(To(kNextDay), kBefore, kCora), Then{}},
      {"by whoever coordinates", kStaffed, Do(To(kNextDay), kBefore, kFay), kSessionUnknown},
      {"with a reason", kStaffed, Do(To(kNextDay, ""), kBefore, kCora), kReasonMissing},
      {"before it begins", kStaffed, Do(To(kNextDay), start, kCora), kSessionBegan},
      {"and not into the past", kStaffed, Do(To(kSeptember), kBefore, kCora), kSessionBegan},
      {"later by the permanent team, visibly", kStaffed, Do(To(kNextDay), start),
       Then{visibly.c_str()}},
      {"with a reason, too", kStaffed, Do(To(kNextDay, ""), start), kReasonMissing},
      {"until it is over", kStaffed, Do(To(kNextDay), end), kSessionTookPlace},
      {"or its sheet is signed", With(kStaffed, {kSheet}), Do(To(kNextDay), start),
       kSessionTookPlace},
      {"a half-day that took place stays", kStaffed,
       Do(Attended(To(kNextDay), "2026-10-05-AM"), start), kHalfDayAttended},
      {"and the others are moved", kStaffed, Do(Attended(To(kNextDay), "2026-10-06-AM"), start),
       Then{visibly.c_str()}},
      {"with its facilitator", With(kStaffed, {kThere, kFay3}), Do(To(kNextDay)),
       kFacilitatorElsewhere},
      {"who is of the level then", kStaffed, Do(To(kNextYear)), kLevelTooLow},
      {"if it takes place", With(kStaffed, {kCancelled}), Do(To(kNextDay)), kSessionCancelled},
      {"and the mission is open", With(kStaffed, {kClosed}), Do(To(kNextDay)), kMissionClosed},
  });
  const Mission moved = After(With(kStaffed, {kMoved}));
  EXPECT_EQ(moved.sessions.at("s1").start, start + std::chrono::hours(24));
  EXPECT_EQ(moved.sessions.at("s1").active, "fay");
}

TEST(SessionsTest, AreCancelledWithOrWithoutTheClientsAgreement) {
  const CancelSession agreed{"s1", "strike", true}, cancel{"s1", "strike"};
  constexpr auto kCancelled =
      "session_cancelled { session_id: 's1' by: 'cora' reason: 'strike' facilitator_id: 'fay' }";
  constexpr auto kAgreed =
      "session_cancelled { session_id: 's1' by: 'cora' reason: 'strike'"
      " client_agreed: true facilitator_id: 'fay' }";
  constexpr auto kLate =
      "session_cancelled { session_id: 's1' by: 'cora' reason: 'strike'"
      " late: true facilitator_id: 'fay' }";
  constexpr auto kNobodyLost = "session_cancelled { session_id: 's1' by: 'cora' reason: 'strike' }";
  const std::string fee = "fees_requested { request_id: 'r' month: '2026-10' fees { fee_id: '" +
                          FeeOf("s1", "fay") + "' session_id: 's1' payee_id: 'fay' } }";
  constexpr auto kSheet = "sheet_deposited { session_id: 's1' digest: 'aa' }";
  constexpr auto kRejected = "sheet_checked { session_id: 's1' digest: 'aa' }";
  const CancelSession took_place{"s1", "strike", false, true},
      agreed_attended{"s1", "strike", true, true};
  const Instant started = At("2026-10-05T07:30:00Z");
  const Instant notice = At("2026-10-03T07:00:00Z"), late = At("2026-10-03T07:00:01Z");
  Check({
      {"a session is cancelled", kStaffed, Do(cancel, notice, kCora), Then{kCancelled}},
      {"so late that its facilitator is owed", kStaffed, Do(cancel, late, kCora), Then{kLate}},
      {"where there is one", With(kCoordinated, {kP1}), Do(cancel, late, kCora), Then{kNobodyLost}},
      {"the client may agree", kStaffed, Do(agreed, kBefore, kCora), Then{kAgreed}},
      {"and agree later", With(kStaffed, {kCancelled}), Do(agreed, kAfter, kCora), Then{kAgreed}},
      {"an agreement stays", With(kStaffed, {kAgreed}), Do(cancel, kBefore, kCora), Then{}},
      {"a reason is given", kStaffed, Do(CancelSession{"s1", ""}, kBefore, kCora), kReasonMissing},
      {"by whoever coordinates", kStaffed, Do(cancel, kBefore, kFay), kSessionUnknown},
      {"what is over is the permanent team's to cancel", kStaffed, Do(cancel, kBetween, kCora),
       kSessionEnded},
      {"what took place is not cancelled", kStaffed, Do(took_place, kBetween), kSessionTookPlace},
      {"in part neither", kStaffed, Do(took_place, started, kCora), kSessionTookPlace},
      {"nor what a sheet says of it", With(kStaffed, {kSheet}), Do(cancel, kBetween),
       kSessionTookPlace},
      {"unless that was rejected", With(kStaffed, {kSheet, kRejected}), Do(cancel, started, kCora),
       Then{kLate}},
      {"what was given up, the client agrees to later", With(kStaffed, {kCancelled}),
       Do(agreed_attended, kAfter, kCora), Then{kAgreed}},
      {"nor what is paid", With(kStaffed, {fee.c_str()}), Do(cancel, kBetween), kFeeRequested},
      {"nor after closing", With(kStaffed, {kClosed}), Do(cancel, kBetween), kMissionClosed},
  });
}

// Two workshops stand for the one that was ordered: without the first nothing of it is given up,
// and without both it is missing.
TEST(SessionsTest, WhatTheOrderDoesNotNeedGivesNothingOfItUp) {
  constexpr auto kBeside =
      "session_planned { session_id: 's3' session_kind: SESSION_KIND_WORKSHOP beyond_order: true"
      " times { start { seconds: 1791270000 } end { seconds: 1791280800 } zone: 'Europe/Paris' } }";
  constexpr auto kSpare =
      "session_cancelled { session_id: 's3' by: 'cora' reason: 'spare' client_agreed: true"
      " beyond_order: true }";
  constexpr auto kCancelled =
      "session_cancelled { session_id: 's1' by: 'cora' reason: 'strike' facilitator_id: 'fay' }";
  const auto both = With(kStaffed, {kBeside});
  const CancelSession spare{"s3", "spare", true}, strike{"s1", "strike"};
  Check({
      {"the client agrees to what is beyond", both, Do(spare, kBefore, kCora), Then{kSpare}},
      {"once", With(both, {kSpare}), Do(spare, kBefore, kCora), Then{}},
      {"the other one may fall away, too", With(both, {kSpare}), Do(strike, kBefore, kCora),
       Then{kCancelled}},
  });
  const auto left = [](const std::vector<const char*>& events) {
    return Count(After(events), v1::SESSION_KIND_WORKSHOP, kBefore);
  };
  EXPECT_EQ(left(With(both, {kSpare})).cancelled_agreed, 0u);
  const auto blockers = Blockers(After(With(both, {kSpare, kCancelled})), kAfter);
  ASSERT_FALSE(blockers.empty());
  EXPECT_EQ(blockers[0].is, Blocker::Is::kSessionsMissing) << "the client waits for one workshop";
}

// Two calls owe what one does.
TEST(SessionsTest, WhoIsTakenOffJustBeforeTheCancellationIsOwedAFee) {
  const WithdrawFacilitator withdraw{"s1", "fay", "not needed"};
  const CancelSession cancel{"s1", "strike"};
  constexpr auto kLetGo =
      "facilitator_withdrawn { session_id: 's1' facilitator_id: 'fay' by: 'cora'"
      " reason: 'not needed' late: true }";
  constexpr auto kInTime =
      "facilitator_withdrawn { session_id: 's1' facilitator_id: 'fay' by: 'cora'"
      " reason: 'not needed' }";
  constexpr auto kHerself =
      "facilitator_withdrawn { session_id: 's1' facilitator_id: 'fay' by: 'fay'"
      " reason: 'not needed' }";
  constexpr auto kLate =
      "session_cancelled { session_id: 's1' by: 'cora' reason: 'strike'"
      " late: true facilitator_id: 'fay' }";
  constexpr auto kFree = "session_cancelled { session_id: 's1' by: 'cora' reason: 'strike' }";
  constexpr auto kFinn1 = "facilitator_confirmed { session_id: 's1' facilitator_id: 'finn' }";
  constexpr auto kOfFinn =
      "session_cancelled { session_id: 's1' by: 'cora' reason: 'strike'"
      " late: true facilitator_id: 'finn' }";
  const Instant notice = At("2026-10-03T07:00:00Z"), late = At("2026-10-03T07:00:01Z");
  Check({
      {"late, she is let go", kStaffed, Do(withdraw, late, kCora), Then{kLetGo}},
      {"in time it is nothing", kStaffed, Do(withdraw, notice, kCora), Then{kInTime}},
      {"nor by her own will", kStaffed, Do(withdraw, late, kFay), Then{kHerself}},
      {"cancelled then, she is owed it", With(kStaffed, {kLetGo}), Do(cancel, late, kCora),
       Then{kLate}},
      {"not who left in time", With(kStaffed, {kInTime}), Do(cancel, late, kCora), Then{kFree}},
      {"nor by herself", With(kStaffed, {kHerself}), Do(cancel, late, kCora), Then{kFree}},
      {"whoever came in her place is", With(kStaffed, {kLetGo, kFinn1}), Do(cancel, late, kCora),
       Then{kOfFinn}},
  });
  const Mission owed = After(With(kStaffed, {kLetGo, kLate}));
  EXPECT_EQ(owed.sessions.at("s1").active, "fay");
  EXPECT_TRUE(owed.sessions.at("s1").IsConfirmed());
}

TEST(SessionsTest, HaveOneFacilitatorOfTheLevel) {
  const auto planned = With(kCoordinated, {kP1, kP2});
  constexpr auto kProposed =
      "facilitator_proposed { session_id: 's1' facilitator_id: 'fay' by: 'cora' level: 'green' }";
  constexpr auto kDeclined =
      "facilitator_declined { session_id: 's1' facilitator_id: 'fay' by: 'fay' reason: 'busy' }";
  constexpr auto kConfirmedHerself =
      "facilitator_confirmed { session_id: 's1' facilitator_id: 'fay' by: 'fay' level: 'green' }";
  constexpr auto kAfterwards =
      "facilitator_confirmed { session_id: 's1' facilitator_id: 'fay'"
      " by: 'tess' level: 'green' reason: 'she ran it' }";
  constexpr auto kWithdrawn =
      "facilitator_withdrawn { session_id: 's1' facilitator_id: 'fay' by: 'fay' reason: 'ill' }";
  const ProposeFacilitator propose{"s1", "fay"};
  const ConfirmFacilitator confirm{"s1", "fay", ""};
  const DeclineSession decline{"s1", "fay", "busy"};
  const WithdrawFacilitator withdraw{"s1", "fay", "ill"};
  std::string beside = kPlanned1;
  beside.replace(beside.find("'s1'"), 4, "'s3'");
  constexpr auto kGone = "session_cancelled { session_id: 's1' client_agreed: true }";
  const std::string fee = "fees_requested { request_id: 'r' month: '2026-10' fees { fee_id: '" +
                          FeeOf("s1", "fay") + "' session_id: 's1' payee_id: 'fay' } }";
  Check({
      {"a facilitator is proposed", planned, Do(propose, kBefore, kCora), Then{kProposed}},
      {"of the level on that day", planned, Do(ProposeFacilitator{"s1", "yann"}), kLevelTooLow},
      {"of the role's level", planned, Do(ProposeFacilitator{"s2", "fay"}), kLevelTooLow},
      {"by whoever coordinates", planned, Do(propose, kBefore, kFay), kSessionUnknown},
      {"one at a time", With(planned, {kProposed}), Do(ProposeFacilitator{"s1", "finn"}),
       kSessionHasFacilitator},
      {"who is not elsewhere then", With(planned, {kFay1, beside.c_str()}),
       Do(ProposeFacilitator{"s3", "fay"}), kFacilitatorElsewhere},
      {"a cancelled session is no elsewhere", With(planned, {kFay1, kGone, beside.c_str()}),
       Do(ProposeFacilitator{"s3", "fay"}, kBefore, kCora),
       Then{"facilitator_proposed { session_id: 's3' facilitator_id: 'fay' by: 'cora'"
            " level: 'green' }"}},
      {"not for a cancelled one", With(planned, {kGone}), Do(propose), kSessionCancelled},
      {"nor afterwards", planned, Do(propose, kBetween), kSessionEnded},
      {"nor after closing", With(planned, {kClosed}), Do(propose), kMissionClosed},
      {"somebody confirms", With(planned, {kProposed}), Do(confirm, kBefore, kFay),
       Then{kConfirmedHerself}},
      {"what was proposed", planned, Do(confirm, kBefore, kFay), kSessionUnknown},
      {"the coordinator enrols at once", planned, Do(confirm, kBefore, kCora), Then{kFay1}},
      {"one only", With(planned, {kFay1}), Do(ConfirmFacilitator{"s1", "finn", ""}),
       kSessionHasFacilitator},
      {"of the level", planned, Do(ConfirmFacilitator{"s1", "yann", ""}), kLevelTooLow},
      {"afterwards the permanent team does", planned,
       Do(ConfirmFacilitator{"s1", "fay", "she ran it"}, kBetween), Then{kAfterwards}},
      {"with a reason", planned, Do(confirm, kBetween), kReasonMissing},
      {"and nobody else", planned, Do(confirm, kBetween, kCora), kSessionEnded},
      {"somebody declines", With(planned, {kProposed}), Do(decline, kBefore, kFay),
       Then{kDeclined}},
      {"what was proposed to them", planned, Do(decline), kFacilitatorUnknown},
      {"for themselves", With(planned, {kProposed}), Do(decline, kBefore, kFinn), kSessionUnknown},
      {"while it is open", With(planned, {kProposed, kClosed}), Do(decline), kMissionClosed},
      {"somebody withdraws", With(planned, {kFay1}), Do(withdraw, kBefore, kFay), Then{kWithdrawn}},
      {"who is enrolled", planned, Do(withdraw), kFacilitatorUnknown},
      {"not who is elsewhere", With(planned, {kFay1}), Do(withdraw, kBefore, kFinn),
       kSessionUnknown},
      {"not once it is over", With(planned, {kFay1}), Do(withdraw, kBetween, kFay), kSessionEnded},
      {"nor once the fee was asked for", With(planned, {kFay1, fee.c_str()}),
       Do(withdraw, kBetween), kFeeRequested},
      {"another one comes", With(planned, {kFay1, kWithdrawn}),
       Do(ConfirmFacilitator{"s1", "finn", ""}, kBefore, kCora),
       Then{"facilitator_confirmed { session_id: 's1' facilitator_id: 'finn' by: 'cora'"
            " level: 'blue' }"}},
  });
}

TEST(SessionsTest, WhoIsConfirmedOrCoordinatesWorksOnTheRoll) {
  const auto planned = With(kCoordinated, {kP1});
  constexpr auto kProposed = "facilitator_proposed { session_id: 's1' facilitator_id: 'fay' }";
  constexpr auto kDeclined = "facilitator_declined { session_id: 's1' facilitator_id: 'fay' }";
  const auto fay_may = [](const std::vector<const char*>& events) {
    return MayAttend(After(events), "s1", kFay);
  };
  EXPECT_FALSE(fay_may(planned));
  EXPECT_FALSE(fay_may(With(planned, {kProposed}))) << "whoever was only asked sees nobody's name";
  EXPECT_TRUE(fay_may(With(planned, {kProposed, kFay1})));
  EXPECT_FALSE(fay_may(With(planned, {kProposed, kDeclined})));
  EXPECT_TRUE(MayAttend(After(planned), "s1", kCora));
  EXPECT_FALSE(MayAttend(After(planned), "s9", kCora));
}

TEST(SessionsTest, AFacilitatorIsReplacedTheSameMorning) {
  const ReplaceFacilitator replace{"s1", "finn", "fay", "ill"};
  constexpr auto kReplaced =
      "facilitator_replaced { session_id: 's1' facilitator_id: 'finn' was: 'fay' by: 'cora'"
      " reason: 'ill' level: 'blue' }";
  const std::string fee = "fees_requested { request_id: 'r' month: '2026-10' fees { fee_id: '" +
                          FeeOf("s1", "fay") + "' session_id: 's1' payee_id: 'fay' } }";
  const Instant morning = At("2026-10-05T08:30:00Z");
  Check({
      {"it began already", kStaffed, Do(replace, morning, kCora), Then{kReplaced}},
      {"whoever is enrolled", With(kStaffed, {kReplaced}),
       Do(ReplaceFacilitator{"s1", "carl", "fay", "ill"}), kFacilitatorUnknown},
      {"by another one", kStaffed, Do(ReplaceFacilitator{"s1", "fay", "fay", "ill"}),
       kFacilitatorUnknown},
      {"by somebody of the level", kStaffed, Do(ReplaceFacilitator{"s1", "yann", "fay", "ill"}),
       kLevelTooLow},
      {"not by the facilitator", kStaffed, Do(replace, morning, kFay), kSessionUnknown},
      {"not once it is over", kStaffed, Do(replace, kBetween, kCora), kSessionEnded},
      {"nor once the fee was asked for", With(kStaffed, {fee.c_str()}), Do(replace, kBetween),
       kFeeRequested},
      {"nor after closing", With(kStaffed, {kClosed}), Do(replace), kMissionClosed},
  });
}

TEST(SessionsTest, TheClockSaysOnceThatOneIsOver) {
  const ReachSessionEnd reach{"s1"};
  constexpr auto kEnded =
      "session_ended { session_id: 's1' facilitator_id: 'fay'"
      " ended_at { seconds: 1791194400 } sheet_missing: true }";
  constexpr auto kAlone =
      "session_ended { session_id: 's1' ended_at { seconds: 1791194400 }"
      " sheet_missing: true }";
  constexpr auto kGone = "session_cancelled { session_id: 's1' }";
  Check({
      {"it is over", kStaffed, Do(reach, At("2026-10-05T10:00:00Z")), Then{kEnded}},
      {"not before", kStaffed, Do(reach, At("2026-10-05T09:59:59Z")), Then{}},
      {"a cancelled one does not end", With(kStaffed, {kGone}), Do(reach, kAfter), Then{}},
      {"nobody may be confirmed", {kOpened, kP1}, Do(reach, kAfter), Then{kAlone}},
  });
}
}  // namespace
}  // namespace aor::missions
