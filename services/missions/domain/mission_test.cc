#include "services/missions/domain/sample_mission.h"

namespace aor::missions {
namespace {
using namespace sample;
using enum Refusal;
using Then = std::vector<const char*>;

v1::MissionOpened Facts(const std::string& client = "acme") {
  auto facts = Read<Event>(kOpened).mission_opened();
  facts.set_client_id(client);
  return facts;
}
const OpenMission kOpen{Facts()};
const ChangeOrder kRaise{v1::SESSION_KIND_WORKSHOP, 2, "a second team"};
const ChangeOrder kLower{v1::SESSION_KIND_TRAINING, 0, "no training"};
const ReplaceCoordinator kReplace{"carl", "ill"};
constexpr auto kRaised =
    "order_raised { line { session_kind: SESSION_KIND_WORKSHOP sessions: 2 price {"
    " currency_code: 'EUR' minor_units: 90000 } } was: 1 by: 'tess' reason: 'a second team' }";
constexpr auto kLowered =
    "order_lowered { line { session_kind: SESSION_KIND_TRAINING price { currency_code: 'EUR'"
    " minor_units: 150000 } } was: 1 by: 'tess' reason: 'no training' }";
const ChangeOrder kAddTraining{v1::SESSION_KIND_TRAINING, 1, "a training"};
ChangeOrder Priced(ChangeOrder change, int64_t cents) {
  change.price = Read<types::v1::Money>("currency_code: 'EUR'");
  change.price->set_minor_units(cents);
  return change;
}
constexpr auto kDeclined = "opportunity_declined { coordinator_id: 'cora' reason: 'busy' }";
constexpr auto kReplaced =
    "coordinator_replaced { coordinator_id: 'carl' was: 'cora' from { seconds: 1790841600 }"
    " by: 'tess' reason: 'ill' level: 'green' }";
constexpr auto kClosed = "mission_closed { mission_id: 'm1' }";

TEST(MissionTest, AnOrderIsOpenedAndChanged) {
  auto nothing = kOpen;
  nothing.facts.clear_order();
  auto silent = kRaise;
  silent.reason.clear();
  const ChangeOrder last{v1::SESSION_KIND_WORKSHOP, 0, "nothing"};
  Check({
      {"a mission is opened by its order", {}, Do(kOpen), Then{kOpened}},
      {"once", {kOpened}, Do(kOpen), Then{}},
      {"an id says one mission", {kOpened}, Do(OpenMission{Facts("other")}), kMissionExists},
      {"something is ordered", {}, Do(nothing), kNothingOrdered},
      {"an order is raised", {kOpened}, Do(kRaise), Then{kRaised}},
      {"and says why", {kOpened}, Do(silent), kReasonMissing},
      {"an order is lowered", {kOpened}, Do(kLower), Then{kLowered}},
      {"something stays ordered", {kOpened, kLowered}, Do(last), kNothingOrdered},
      {"what is not there is not changed", {}, Do(kRaise), kMissionUnknown},
      {"another price is another mission",
       {kOpened, kRaised},
       Do(Priced(kRaise, 95000)),
       kPriceAgreed},
      {"a closed mission is another order", {kOpened, kClosed}, Do(kRaise), kMissionClosed},
  });
}

TEST(MissionTest, WhatIsSoldHasAPrice) {
  auto unpriced = kOpen;
  unpriced.facts.mutable_order(1)->clear_price();
  auto introduced = unpriced;
  introduced.facts.set_opportunity_kind("INTRODUCTION");
  auto free = kOpen;
  free.facts.mutable_order(1)->mutable_price()->set_minor_units(0);
  const auto opened = [](const OpenMission& wish) {
    Event event;
    *event.mutable_mission_opened() = wish.facts;
    return event.ShortDebugString();
  };
  const std::string without_price = opened(introduced), at_nothing = opened(free);
  auto one_kind = kOpen;
  one_kind.facts.mutable_order()->RemoveLast();
  const std::string workshops = opened(one_kind);
  one_kind.facts.mutable_order(0)->clear_price();
  const std::string of_old = opened(one_kind);
  constexpr auto kTrainingToo =
      "order_raised { line { session_kind: SESSION_KIND_TRAINING sessions: 1 price {"
      " currency_code: 'EUR' minor_units: 150000 } } by: 'tess' reason: 'a training' }";
  Check({
      {"what is sold has a price", {}, Do(unpriced), kPriceMissing},
      {"what is introduced needs none", {}, Do(introduced), Then{without_price.c_str()}},
      {"nothing is a price", {}, Do(free), Then{at_nothing.c_str()}},
      {"so has a kind that is ordered later", {workshops.c_str()}, Do(kAddTraining), kPriceMissing},
      {"which says it", {workshops.c_str()}, Do(Priced(kAddTraining, 150000)), Then{kTrainingToo}},
      {"a price stays", {kOpened}, Do(Priced(kRaise, 80000)), kPriceAgreed},
      {"and may be said again", {kOpened}, Do(Priced(kRaise, 90000)), Then{kRaised}},
      {"an order of old is told its price", {of_old.c_str()}, Do(kRaise), kPriceMissing},
      {"with its next change", {of_old.c_str()}, Do(Priced(kRaise, 90000)), Then{kRaised}},
  });
}

TEST(MissionTest, AnOpportunityIsOfferedAndTaken) {
  const OfferOpportunity offer{"cora"};
  const AcceptOpportunity accept{"cora"};
  const DeclineOpportunity decline{"cora", "busy"};
  auto silent = kReplace;
  silent.reason.clear();
  constexpr auto kToYann =
      "opportunity_offered { coordinator_id: 'yann' offered_by: 'tess' mission_id: 'm1' }";
  constexpr auto kToCarl =
      "opportunity_offered { coordinator_id: 'carl' offered_by: 'tess' mission_id: 'm1' }";
  Check({
      {"an opportunity is offered", {kOpened}, Do(offer), Then{kOffered}},
      {"once", {kOpened, kOffered}, Do(offer), Then{}},
      {"of a mission that is there", {}, Do(offer), kMissionUnknown},
      {"not once it is taken",
       {kOpened, kOffered, kAccepted},
       Do(OfferOpportunity{"carl"}),
       kAlreadyTaken},
      {"nor once it is closed", {kOpened, kClosed}, Do(offer), kMissionClosed},
      {"whoever declined is asked again",
       {kOpened, kOffered, kDeclined},
       Do(offer),
       Then{kOffered}},
      {"it is accepted", {kOpened, kOffered}, Do(accept, kBefore, kCora), Then{kAccepted}},
      {"by whom it was offered to", {kOpened}, Do(accept, kBefore, kCora), kMissionUnknown},
      {"not after it was declined", {kOpened, kOffered, kDeclined}, Do(accept), kOfferUnknown},
      {"the first one takes it",
       {kOpened, kOffered, kToCarl, kAccepted},
       Do(AcceptOpportunity{"carl"}),
       kAlreadyTaken},
      {"not once it is closed", {kOpened, kOffered, kClosed}, Do(accept), kMissionClosed},
      {"a level is a gate", {kOpened, kToYann}, Do(AcceptOpportunity{"yann"}), kLevelTooLow},
      {"which holds on the day",
       {kOpened, kOffered},
       Do(accept, At("2027-01-01T08:00:00Z")),
       kLevelTooLow},
      {"it is declined", {kOpened, kOffered}, Do(decline), Then{kDeclined}},
      {"by whom it was offered to only", {kOpened}, Do(decline), kMissionUnknown},
      {"not by who took it", {kOpened, kOffered, kAccepted}, Do(decline), kOfferUnknown},
      {"a coordinator is replaced", {kOpened, kOffered, kAccepted}, Do(kReplace), Then{kReplaced}},
      {"with a reason", {kOpened, kOffered, kAccepted}, Do(silent), kReasonMissing},
      {"by somebody of the level",
       {kOpened, kOffered, kAccepted},
       Do(ReplaceCoordinator{"yann", "ill"}),
       kLevelTooLow},
      {"where there is a mission", {}, Do(kReplace), kMissionUnknown},
      {"that is not closed", {kOpened, kOffered, kAccepted, kClosed}, Do(kReplace), kMissionClosed},
  });
}

TEST(MissionTest, WhatIsPlannedIsCountedAgainstTheOrder) {
  const auto counted = Count(After(kStaffed), v1::SESSION_KIND_WORKSHOP, kBetween);
  EXPECT_EQ(counted.ordered, 1u);
  EXPECT_EQ(counted.planned, 1u);
  EXPECT_EQ(counted.enrolled, 1u);
  EXPECT_EQ(counted.confirmed, 1u);
  EXPECT_EQ(counted.over, 1u);
  const auto ahead = Count(After(kStaffed), v1::SESSION_KIND_TRAINING, kBetween);
  EXPECT_EQ(ahead.planned, 1u);
  EXPECT_EQ(ahead.over, 0u);
}

TEST(MissionTest, WhatItWaitsForIsSaidByName) {
  const auto names = [](const std::vector<const char*>& events, Instant now) {
    std::string all;
    for (const auto& blocker : Blockers(After(events), now))
      all += std::to_string(static_cast<int>(blocker.is)) + ":" + blocker.session + blocker.person +
             " ";
    return all;
  };
  EXPECT_EQ(names({kOpened}, kBefore), "0: 0: ");
  EXPECT_EQ(names({kOpened, kClosed}, kBefore), "") << "a closed one waits for nothing";
  EXPECT_EQ(names({}, kBefore), "");
  EXPECT_EQ(names({kOpened, kP1}, kBefore), "0: 1:s1 ");
  EXPECT_EQ(names({kOpened, kP1, kP2}, kAfter), "2:s1 2:s2 ");
  EXPECT_EQ(names(kStaffed, kBetween), "3:s1fay 1:s2 ");
  EXPECT_EQ(names(kStaffed, At("2026-10-20T14:59:59Z")), "3:s1fay 1:s2 ");
  EXPECT_EQ(names(kStaffed, At("2026-10-20T15:00:00Z")), "3:s1fay 3:s2finn ");
}
}  // namespace
}  // namespace aor::missions
