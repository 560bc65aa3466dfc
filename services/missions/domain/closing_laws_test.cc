// The closing rule under every order of events: exactly one closing, one coordination fee.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "services/missions/domain/sample_mission.h"

namespace aor::missions {
namespace {
using namespace sample;

// One mission that is tried with whatever comes, in whatever order, at a clock that only advances.
class World {
 public:
  void Try(const Command& command) {
    const bool was_closed = mission_.closed;
    const auto blockers = Blockers(mission_, command.now);
    const auto decision = Decide(mission_, command);
    const auto* events = std::get_if<std::vector<Event>>(&decision);
    if (!events) return;
    for (const Event& event : *events) {
      closings_ += event.has_mission_closed();
      coordination_fees_ += event.has_coordination_fee_triggered();
      payable_ += event.has_fee_became_payable();
      if (event.has_fee_became_payable())
        RC_ASSERT(paid_.insert(event.fee_became_payable().fee().fee_id()).second);
      const bool plans = event.has_session_planned() || event.has_order_raised() ||
                         event.has_order_lowered() || event.has_fees_requested() ||
                         event.has_facilitator_confirmed() || event.has_coordinator_replaced() ||
                         event.has_session_cancelled() || event.has_session_moved();
      RC_ASSERT(!(was_closed && plans));
      mission_ = Evolve(std::move(mission_), event);
    }
    if (mission_.closed && !was_closed) CheckClosed(command.now);
    if (!mission_.closed && !events->empty()) RC_ASSERT(!Blockers(mission_, command.now).empty());
    const auto again = Decide(mission_, command);
    RC_ASSERT(again.index() == 0u && std::get<0>(again).empty());
    RC_ASSERT(closings_ <= 1);
    RC_ASSERT(coordination_fees_ <= closings_);
  }
  const Mission& mission() const { return mission_; }
  int closings() const { return closings_; }
  int coordination_fees() const { return coordination_fees_; }

 private:
  // At that instant all that was ordered was done and every facilitation fee settled.
  void CheckClosed(Instant now) const {
    for (const auto& [id, session] : mission_.sessions) {
      RC_ASSERT(session.cancelled || (session.end <= now && session.IsConfirmed()));
      if (session.cancelled && !session.late) continue;
      if (!session.IsConfirmed()) continue;
      const auto fee = mission_.fees.find(FeeIdOf(mission_, id, session.active));
      RC_ASSERT(fee != mission_.fees.end());
      RC_ASSERT(fee->second.is != FeeState::Is::kRequested);
    }
    for (const auto& [kind, line] : mission_.order) {
      const auto counted = Count(mission_, kind, now);
      RC_ASSERT(counted.over + counted.cancelled_agreed >= line.sessions());
    }
  }

  Mission mission_;
  std::set<std::string> paid_;
  int closings_ = 0, coordination_fees_ = 0, payable_ = 0;
};

const std::vector<std::string> kSessions = {"s1", "s2", "s3"};
const std::vector<std::string> kPersons = {"fay", "finn", "carl"};

std::string AnyFee() {
  return FeeOf(*rc::gen::elementOf(kSessions), *rc::gen::elementOf(kPersons));
}
Wish AnyPlan() {
  auto plan = Read<v1::SessionPlanned>(*rc::gen::arbitrary<bool>() ? kWorkshop : kTraining);
  plan.set_session_id(*rc::gen::elementOf(kSessions));
  plan.set_reason("needed");
  return PlanSession{plan};
}
Wish AnyMove(const std::string& session) {
  const bool is_workshop = *rc::gen::arbitrary<bool>();
  auto plan = Read<v1::SessionPlanned>(is_workshop ? kWorkshop : kTraining);
  v1::SessionMoved moved;
  moved.set_session_id(session);
  const int64_t later = 86400 * *rc::gen::inRange(-3, 9);
  for (auto& time : *plan.mutable_times()) {
    time.mutable_start()->set_seconds(time.start().seconds() + later);
    time.mutable_end()->set_seconds(time.end().seconds() + later);
  }
  *moved.mutable_times() = plan.times();
  moved.set_reason("strike");
  return MoveSession{moved, {}};
}
RequestFees AnyRequest() {
  RequestFees request{"r" + std::to_string(*rc::gen::inRange(0, 4)), {}};
  request.items.push_back({*rc::gen::elementOf(kSessions), {}, 5});
  return request;
}
Wish AnyWish() {
  const std::string session = *rc::gen::elementOf(kSessions);
  const std::string person = *rc::gen::elementOf(kPersons);
  const auto kind = *rc::gen::element(v1::SESSION_KIND_WORKSHOP, v1::SESSION_KIND_TRAINING);
  switch (*rc::gen::inRange(0, 19)) {
    case 0: return AnyPlan();
    case 1: return ConfirmFacilitator{session, person, "ran it"};
    case 2: return CancelSession{session, "strike", *rc::gen::arbitrary<bool>()};
    case 3: return WithdrawFacilitator{session, person, "ill"};
    case 4: return ReplaceFacilitator{session, person, *rc::gen::elementOf(kPersons), "ill"};
    case 5: return ChangeOrder{kind, static_cast<uint32_t>(*rc::gen::inRange(0, 3)), "changed"};
    case 6: return ReplaceCoordinator{*rc::gen::element<std::string>("cora", "carl"), "ill"};
    case 7: return ReachSessionEnd{session};
    case 8: return DepositSheet{session, "d", "aa"};
    case 9: return CheckSheet{session, "aa", *rc::gen::arbitrary<bool>(), false, "seen"};
    case 10: return HoldFee{AnyFee(), "no sheet"};
    case 11: return ReleaseFee{AnyFee(), "it came"};
    case 12: return WaiveFee{AnyFee(), "given up"};
    case 13: return RefuseFee{AnyFee(), "did not come"};
    case 14: return HandedIn(AnyFee(), "bb", "1");
    case 15: return AnyRequest();
    case 16: return AnyMove(session);
    case 17: return DismissHold{AnyFee(), "seen on site"};
    default: return TransmitFees{{AnyFee()}};
  }
}

void Open(World& world, bool is_coordinated = true) {
  world.Try(Do(OpenMission{Read<Event>(kOpened).mission_opened()}));
  if (!is_coordinated) return;  // by the permanent team alone
  world.Try(Do(OfferOpportunity{"cora"}));
  world.Try(Do(AcceptOpportunity{"cora"}));
}

RC_GTEST_PROP(ClosingLawsTest, WhateverHappensAMissionClosesOnceAndOnlyWhenAllIsDone, ()) {
  World world;
  Open(world, *rc::gen::arbitrary<bool>());
  Instant now = kBefore;
  const int steps = *rc::gen::inRange(10, 120);
  for (int i = 0; i < steps; ++i) {
    now += std::chrono::hours(*rc::gen::inRange(0, 24));
    world.Try(Do(AnyWish(), now));
  }
}

// What has to be done before it closes, in any order, some of it twice.
RC_GTEST_PROP(ClosingLawsTest, AllThatIsNeededInAnyOrderClosesIt, ()) {
  World world;
  Open(world);
  for (const char* facts : {kWorkshop, kTraining})
    world.Try(Do(PlanSession{Read<v1::SessionPlanned>(facts)}));
  world.Try(Do(ConfirmFacilitator{"s1", "fay", ""}));
  world.Try(Do(ConfirmFacilitator{"s2", "finn", ""}));
  std::vector<Wish> needed = {RequestFees{"r1", {{"s1", {}, 5}}},
                              RequestFees{"r2", {{"s2", {}, 5}}}};
  const auto settle = [&](const std::string& fee) -> Wish {
    switch (*rc::gen::inRange(0, 4)) {
      case 0: return HoldFee{fee, "no sheet"};
      case 1: return WaiveFee{fee, "given up"};
      case 2: return RefuseFee{fee, "did not come"};
      default: return TransmitFees{{fee}};
    }
  };
  needed.push_back(settle(FeeOf("s1", "fay")));
  needed.push_back(settle(FeeOf("s2", "finn")));
  needed.push_back(DepositSheet{"s1", "d", "aa"});
  needed.push_back(CheckSheet{"s1", "aa", false, false, "unsigned"});
  needed.push_back(ReachSessionEnd{"s2"});
  // Each round tries all in another order; three rounds reach what hangs on another.
  for (int round = 0; round < 3; ++round) {
    for (size_t i = needed.size(); i > 1; --i)
      std::swap(needed[i - 1], needed[*rc::gen::inRange<size_t>(0, i)]);
    for (const Wish& wish : needed) world.Try(Do(wish, kAfter));
  }
  RC_ASSERT(world.closings() == 1);
  RC_ASSERT(world.coordination_fees() == 1);
}

// Two commands decided on the same state, as in a race: the second is decided again on what the
// first left, whichever that is.
RC_GTEST_PROP(ClosingLawsTest, WhicheverOfTwoRacingLastSettlementsWinsItClosesOnce, ()) {
  World world;
  Open(world);
  for (const char* facts : {kWorkshop, kTraining})
    world.Try(Do(PlanSession{Read<v1::SessionPlanned>(facts)}));
  world.Try(Do(ConfirmFacilitator{"s1", "fay", ""}));
  world.Try(Do(ConfirmFacilitator{"s2", "finn", ""}));
  world.Try(Do(RequestFees{"r1", {{"s1", {}, 5}, {"s2", {}, 5}}}, kAfter));
  const bool swapped = *rc::gen::arbitrary<bool>();
  world.Try(Do(TransmitFees{{swapped ? FeeOf("s2", "finn") : FeeOf("s1", "fay")}}, kAfter));
  RC_ASSERT(world.closings() == 0);
  world.Try(Do(HoldFee{swapped ? FeeOf("s1", "fay") : FeeOf("s2", "finn"), "no sheet"}, kAfter));
  RC_ASSERT(world.closings() == 1);
  world.Try(Do(DepositSheet{"s1", "late", "cc"}, kAfter));
  world.Try(Do(TransmitFees{{FeeOf("", "cora")}}, kAfter));
  RC_ASSERT(world.closings() == 1);
  RC_ASSERT(world.coordination_fees() == 1);
}

// Closes a mission whose coordinator changed before the second session.
v1::CoordinationFeeTriggered Triggered(const std::string& rules) {
  World world;
  Open(world);
  for (const char* facts : {kWorkshop, kTraining})
    world.Try(Do(PlanSession{Read<v1::SessionPlanned>(facts)}));
  world.Try(Do(ConfirmFacilitator{"s1", "fay", ""}));
  world.Try(Do(ConfirmFacilitator{"s2", "finn", ""}));
  world.Try(Do(ReplaceCoordinator{"carl", "ill"}, kBetween));
  world.Try(Do(RequestFees{"r1", {{"s1", {}, 5}, {"s2", {}, 5}}}, kAfter));
  world.Try(Do(TransmitFees{{FeeOf("s1", "fay")}}, kAfter));
  const auto last = Decide(world.mission(),
                           Do(TransmitFees{{FeeOf("s2", "finn")}}, kAfter, kTeam, RulesOf(rules)));
  const auto& events = std::get<0>(last);
  const auto found = std::ranges::find_if(
      events, [](const Event& event) { return event.has_coordination_fee_triggered(); });
  return found == events.end() ? v1::CoordinationFeeTriggered()
                               : found->coordination_fee_triggered();
}

TEST(ClosingTest, TheCoordinationFeeIsSplitByTheSessionsOfEachOnesTime) {
  const auto split = Triggered(kRules);
  ASSERT_EQ(split.shares_size(), 2);
  EXPECT_EQ(split.shares(0).payee_id(), "carl");
  EXPECT_EQ(split.shares(0).amount().minor_units(), 4000);
  EXPECT_EQ(split.shares(1).payee_id(), "cora");
  EXPECT_EQ(split.shares(1).sessions(), 1u);
  std::string last = kRules;
  last.replace(last.find("BY_SESSIONS"), 11, "LAST");
  const auto whole = Triggered(last);
  ASSERT_EQ(whole.shares_size(), 1);
  EXPECT_EQ(whole.shares(0).payee_id(), "carl");
  EXPECT_EQ(whole.shares(0).amount().minor_units(), 8000);
  std::string none = kRules;
  none.replace(none.find("coordination_fee: true"), 22, "coordination_fee: false");
  EXPECT_EQ(Triggered(none).shares_size(), 0);
}

TEST(ClosingTest, WhatTookPlaceIsBilledWhereTheOrganisationSells) {
  auto given = kStaffed;
  given.push_back("session_cancelled { session_id: 's2' client_agreed: true }");
  const auto events = EventsOf(given, Do(WaiveFee{FeeOf("s1", "fay"), "given up"}, kBetween));
  ASSERT_EQ(events.size(), 4u);
  const auto closed = Read<Event>(events[1]).mission_closed();
  EXPECT_TRUE(closed.client_billable());
  EXPECT_TRUE(closed.client_informed());
  ASSERT_EQ(closed.delivered_size(), 1);
  EXPECT_EQ(closed.delivered(0).session_kind(), v1::SESSION_KIND_WORKSHOP);
  EXPECT_EQ(closed.delivered(0).price().minor_units(), 90000);
}

// Two workshops took place, and one was ordered.
TEST(ClosingTest, WhatTheClientNeverAgreedToIsNotBilled) {
  std::string beside = kPlanned1;
  beside.replace(beside.find("'s1'"), 4, "'s3'");
  const std::vector<const char*> given = {
      kOpened,
      kP1,
      kFay1,
      kP2,
      "session_cancelled { session_id: 's2' client_agreed: true }",
      beside.c_str(),
      "facilitator_confirmed { session_id: 's3' facilitator_id: 'carl' }"};
  const auto closed = [](std::vector<const char*> events) {
    const std::string waived = "fee_waived { fee_id: '" + FeeOf("s1", "fay") + "' }";
    events.push_back(waived.c_str());
    const auto led = EventsOf(events, Do(WaiveFee{FeeOf("s3", "carl"), "given up"}, kBetween));
    return Read<Event>(led.at(1)).mission_closed();
  };
  const auto ordered_one = closed(given);
  ASSERT_EQ(ordered_one.delivered_size(), 1);
  EXPECT_EQ(ordered_one.delivered(0).sessions(), 1u);
  ASSERT_EQ(ordered_one.beyond_order_size(), 1);
  EXPECT_EQ(ordered_one.beyond_order(0).session_kind(), v1::SESSION_KIND_WORKSHOP);
  EXPECT_EQ(ordered_one.beyond_order(0).sessions(), 1u);
  auto raised = given;
  raised.push_back(
      "order_raised { line { session_kind: SESSION_KIND_WORKSHOP sessions: 2"
      " price { currency_code: 'EUR' minor_units: 90000 } } was: 1 }");
  const auto ordered_two = closed(raised);
  EXPECT_EQ(ordered_two.delivered(0).sessions(), 2u) << "once the client agreed";
  EXPECT_EQ(ordered_two.beyond_order_size(), 0);
}

// The workshop is run by fay, the training given up, and she waives her fee: what follows.
std::vector<std::string> ClosedWith(const std::vector<const char*>& begun,
                                    const std::vector<const char*>& sheets) {
  auto given = begun;
  for (const char* event :
       {kP1, kFay1, kP2, "session_cancelled { session_id: 's2' client_agreed: true }"})
    given.push_back(event);
  given.insert(given.end(), sheets.begin(), sheets.end());
  return EventsOf(given, Do(WaiveFee{FeeOf("s1", "fay"), "given up"}, kBetween));
}

TEST(ClosingTest, WhatNobodyCoordinatedOwesNoCoordinationFee) {
  const auto events = ClosedWith({kOpened}, {});
  ASSERT_EQ(events.size(), 2u);
  EXPECT_TRUE(Read<Event>(events[1]).has_mission_closed());
  EXPECT_EQ(Read<Event>(events[1]).mission_closed().delivered_size(), 1);
}

TEST(ClosingTest, ASheetThatLacksBeforeProposesToHoldTheCoordinationFee) {
  const std::vector<const char*> coordinated = {kOpened, kOffered, kAccepted};
  constexpr auto kSheet = "sheet_deposited { session_id: 's1' digest: 'aa' version: 1 }";
  constexpr auto kGood = "sheet_checked { session_id: 's1' digest: 'aa' conforms: true }";
  constexpr auto kBad = "sheet_checked { session_id: 's1' digest: 'aa' }";
  const auto cause = [&](const std::vector<const char*>& sheets) {
    const auto events = ClosedWith(coordinated, sheets);
    const auto last = Read<Event>(events.back());
    if (!last.has_hold_proposed()) return v1::HOLD_CAUSE_UNSPECIFIED;
    EXPECT_EQ(last.hold_proposed().fee_id(), FeeOf("", "cora"));
    EXPECT_EQ(last.hold_proposed().session_id(), "s1") << "the one that was given up needs none";
    return last.hold_proposed().cause();
  };
  EXPECT_EQ(cause({}), v1::HOLD_CAUSE_SHEET_MISSING);
  EXPECT_EQ(cause({kSheet, kBad}), v1::HOLD_CAUSE_SHEET_NOT_CONFORMING);
  EXPECT_EQ(cause({kSheet, kGood}), v1::HOLD_CAUSE_UNSPECIFIED);
  EXPECT_EQ(cause({kSheet}), v1::HOLD_CAUSE_UNSPECIFIED) << "one that nobody has checked is there";
}
}  // namespace
}  // namespace aor::missions
