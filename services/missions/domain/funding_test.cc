// Who pays in the client's place, what of it is billed to whom, and what becomes of a refusal.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/missions/domain/sample_mission.h"

namespace aor::missions {
namespace {
using namespace sample;
using enum Refusal;
using Then = std::vector<const char*>;

constexpr auto kThree =
    "mission_opened { mission_id: 'm1' client_id: 'acme' legal_entity_id: 'org'"
    " client_type: CLIENT_TYPE_COMPANY opportunity_kind: 'SUBCONTRACTING'"
    " order { session_kind: SESSION_KIND_WORKSHOP sessions: 3"
    " price { currency_code: 'EUR' minor_units: 33333 } } opened_by: 'tess' }";
constexpr auto kLowered =
    "order_lowered { line { session_kind: SESSION_KIND_WORKSHOP sessions: 1"
    " price { currency_code: 'EUR' minor_units: 33333 } } was: 3 by: 'tess' reason: 'budget' }";
constexpr auto kRaised =
    "order_raised { line { session_kind: SESSION_KIND_WORKSHOP sessions: 6"
    " price { currency_code: 'EUR' minor_units: 33333 } } was: 3 by: 'tess' reason: 'more' }";
#define OPCO "funder_id: 'opco' agreement: 'A-1' session_kind: SESSION_KIND_WORKSHOP"
#define EUROS(name, minor) " " name " { currency_code: 'EUR' minor_units: " minor " }"
constexpr auto kAgreed = "funding_agreed { funding { " OPCO EUROS("amount", "50000") " sessions: 3 }"
                         " by: 'tess' reason: 'accord' }";
constexpr auto kFortyPercent = "funding_agreed { funding { " OPCO EUROS(
    "amount", "40000") " percent { unscaled: 40 } sessions: 3 } by: 'tess' reason: 'accord' }";
constexpr auto kMore = "funding_agreed { funding { " OPCO EUROS(
    "amount", "60000") " sessions: 3 }" EUROS("was", "50000") " by: 'tess' reason: 'accord' }";
constexpr auto kRefused = "funding_refused { " OPCO EUROS(
    "amount", "20000") " by: 'tess' reason: 'no sheet' refusal_id: 'q1' }";
constexpr auto kIntroduced =
    "mission_opened { mission_id: 'm1' client_id: 'acme' opportunity_kind: 'INTRODUCTION'"
    " order { session_kind: SESSION_KIND_WORKSHOP sessions: 3 } }";

AgreeFunding Agree(const std::string& text) { return {Read<v1::Funding>(text), "accord"}; }
RecordFundingRefusal Refuse(const std::string& text) {
  return {Read<v1::FundingRefused>(text + " reason: 'no sheet' refusal_id: 'q1'")};
}
DecideRefusedFunding Bear(bool client_pays) {
  DecideRefusedFunding wish{Read<v1::RefusedFundingDecided>(OPCO " reason: 'agreed'")};
  wish.facts.set_client_pays(client_pays);
  return wish;
}

TEST(FundingTest, IsAgreedForWhatIsOrdered) {
  const auto fifty = Agree(OPCO EUROS("amount", "50000"));
  const auto of_two =
      Agree("funder_id: 'cpf' agreement: 'B-1' session_kind: SESSION_KIND_WORKSHOP" EUROS("amount",
                                                                                          "50000"));
  Check({
      {"an amount", {kThree}, Do(fifty), Then{kAgreed}},
      {"once", {kThree, kAgreed}, Do(fifty), Then{}},
      {"or a share of the price",
       {kThree},
       Do(Agree(OPCO " percent { unscaled: 40 }")),
       Then{kFortyPercent}},
      {"by the same agreement more",
       {kThree, kAgreed},
       Do(Agree(OPCO EUROS("amount", "60000"))),
       Then{kMore}},
      {"not more than it costs",
       {kThree},
       Do(Agree(OPCO EUROS("amount", "100000"))),
       kFundedBeyondOrder},
      {"nor two together", {kThree, kAgreed}, Do(of_two), kFundedBeyondOrder},
      {"nor nothing of it",
       {kThree},
       Do(Agree(OPCO " percent { unscaled: 1 scale: 4 }")),
       kFundedBeyondOrder},
      {"in its currency",
       {kThree},
       Do(Agree(OPCO " amount { currency_code: 'CHF' minor_units: 1 }")),
       kOtherCurrency},
      {"of a kind that is ordered",
       {kThree},
       Do(Agree("funder_id: 'opco' agreement: 'A-1' session_kind: SESSION_KIND_TRAINING" EUROS(
           "amount", "1"))),
       kKindNotOrdered},
      {"where the organisation sells", {kIntroduced}, Do(fifty), kNotSold},
      {"of a mission", {}, Do(fifty), kMissionUnknown},
  });
}

TEST(FundingTest, ARefusalWaitsForADecision) {
  const auto refuse = Refuse(OPCO EUROS("amount", "20000"));
  const auto of_claim = Refuse(OPCO EUROS("amount", "20000") " claim_id: 'c1'");
  const auto another = [](const char* amount) {
    RecordFundingRefusal more =
        Refuse(OPCO " amount { currency_code: 'EUR' minor_units: " + std::string(amount) + " }");
    more.facts.set_refusal_id("q2");
    return more;
  };
  constexpr auto kTheRest = "funding_refused { " OPCO EUROS(
      "amount", "30000") " by: 'tess' reason: 'no sheet' refusal_id: 'q2' }";
  constexpr auto kOthersClaim = "funder_claim_recorded { claim_id: 'c1' funder_id: 'cpf' }";
  constexpr auto kDecided = "refused_funding_decided { " OPCO EUROS(
      "amount", "20000") " client_pays: true by: 'tess' reason: 'agreed' }";
  constexpr auto kGivenUp =
      "refused_funding_decided { " OPCO EUROS("amount", "20000") " by: 'tess' reason: 'agreed' }";
  Check({
      {"it is recorded", {kThree, kAgreed}, Do(refuse), Then{kRefused}},
      {"once", {kThree, kAgreed, kRefused}, Do(refuse), Then{}},
      {"not above what it pays",
       {kThree, kAgreed},
       Do(Refuse(OPCO EUROS("amount", "50001"))),
       kRefusedBeyondFunding},
      {"the rest of it", {kThree, kAgreed, kRefused}, Do(another("30000")), Then{kTheRest}},
      {"nor above what was not refused yet",
       {kThree, kAgreed, kRefused},
       Do(another("30001")),
       kRefusedBeyondFunding},
      {"nor of a claim that nobody made", {kThree, kAgreed}, Do(of_claim), kClaimUnknown},
      {"or that was made to another", {kThree, kAgreed, kOthersClaim}, Do(of_claim), kClaimUnknown},
      {"in its currency",
       {kThree, kAgreed},
       Do(Refuse(OPCO " amount { currency_code: 'CHF' minor_units: 1 }")),
       kOtherCurrency},
      {"of an agreement", {kThree}, Do(refuse), kFundingUnknown},
      {"of a mission", {}, Do(refuse), kMissionUnknown},
      {"the client pays", {kThree, kAgreed, kRefused}, Do(Bear(true)), Then{kDecided}},
      {"or nobody does", {kThree, kAgreed, kRefused}, Do(Bear(false)), Then{kGivenUp}},
      {"decided once", {kThree, kAgreed, kRefused, kDecided}, Do(Bear(true)), Then{}},
      {"not otherwise afterwards",
       {kThree, kAgreed, kRefused, kDecided},
       Do(Bear(false)),
       kNothingRefused},
      {"nothing was refused", {kThree, kAgreed}, Do(Bear(true)), kNothingRefused},
      {"nothing was agreed", {kThree}, Do(Bear(true)), kFundingUnknown},
      {"there is no mission", {}, Do(Bear(true)), kMissionUnknown},
  });
}

TEST(FundingTest, AnOrderMayNameWhatIsAgreed) {
  const OpenMission open{Read<Event>(kThree).mission_opened(),
                         {Read<v1::Funding>(OPCO " percent { unscaled: 40 }")}};
  const OpenMission too_much{Read<Event>(kThree).mission_opened(),
                             {Read<v1::Funding>(OPCO EUROS("amount", "100000"))}};
  std::string without_reason = kFortyPercent;
  without_reason.replace(without_reason.find(" reason: 'accord'"), 17, "");
  Check({
      {"with the order", {}, Do(open), Then{kThree, without_reason.c_str()}},
      {"not more than it costs", {}, Do(too_much), kFundedBeyondOrder},
  });
}

// One workshop of 5 October is over for 900.00, a training of 20 October for 1 500.00.
constexpr auto kOfWorkshop =
    "funding_agreed { funding { " OPCO EUROS("amount", "36000") " percent { unscaled: 40 }"
    " sessions: 1 } by: 'tess' }";
#define PARTS(opco, acme) \
  " parts { payer_id: 'opco' agreement: 'A-1' session_kind: SESSION_KIND_WORKSHOP sessions: " \
  "1" \
  EUROS("amount", opco) EUROS("delivered", "90000") " }"                                       \
  " parts { payer_id: 'acme' session_kind: SESSION_KIND_WORKSHOP sessions: 1"                  \
  EUROS("amount", acme) EUROS("delivered", "90000") " }"                                       \
  " sessions { session_id: 's1' session_kind: SESSION_KIND_WORKSHOP"                           \
  " half_days: '2026-10-05-AM' } }"
#define APPORTIONED(day)                                                       \
  " apportionment { mission_id: 'm1' client_id: 'acme' legal_entity_id: 'org'" \
  " on { year: 2026 month: 10 day: " day " }"
constexpr auto kDue =
    "instalment_due { mission_id: 'm1' client_id: 'acme' legal_entity_id: 'org' number: 1"
    " delivered { session_kind: SESSION_KIND_WORKSHOP sessions: 1"
    " price { currency_code: 'EUR' minor_units: 90000 } } due_on { year: 2026 month: 10 day: 12 }"
    " by: 'tess' request_id: 'i1'" APPORTIONED("12") " instalment: 1" PARTS("36000", "54000") " }";
constexpr auto kClosed =
    "mission_closed { mission_id: 'm1' client_billable: true"
    " closed_on { year: 2026 month: 10 day: 20 }"
    " delivered { session_kind: SESSION_KIND_WORKSHOP sessions: 1 } }";

TEST(FundingTest, WhatWasBilledIsApportionedAnew) {
  const std::vector<const char*> opened = {kOpened, kP1, kFay1, kOfWorkshop};
  auto with = [&](std::vector<const char*> more) {
    more.insert(more.begin(), opened.begin(), opened.end());
    return more;
  };
  constexpr auto kLess = "funding_refused { " OPCO EUROS(
      "amount", "10000") " by: 'tess' reason: 'no sheet' refusal_id: 'q1' }";
  constexpr auto kClientPays =
      "refused_funding_decided { " OPCO EUROS("amount", "10000")
      " client_pays: true by: 'tess' reason: 'agreed' after_closing: true"
      APPORTIONED("20") PARTS("26000", "64000") " }";
  constexpr auto kNobodyPays = "refused_funding_decided { " OPCO EUROS(
      "amount", "10000") " by: 'tess' reason: 'agreed' after_closing: true" APPORTIONED("20")
      PARTS("26000", "54000") " }";
  constexpr auto kLate =
      "funding_agreed { funding { " OPCO EUROS("amount", "36000") " percent { unscaled: 40 }"
      " sessions: 1 } by: 'tess' reason: 'accord' after_closing: true"
      APPORTIONED("20") PARTS("36000", "54000") " }";
  Check({
      {"each has a part of an instalment", opened, Do(BillInstalment{"i1"}, kBetween), Then{kDue}},
      {"the client bears what the funder does not", with({kClosed, kLess}), Do(Bear(true), kAfter),
       Then{kClientPays}},
      {"or nobody does", with({kClosed, kLess}), Do(Bear(false), kAfter), Then{kNobodyPays}},
      {"an agreement that comes late",
       {kOpened, kP1, kFay1, kClosed},
       Do(Agree(OPCO " percent { unscaled: 40 }"), kAfter),
       Then{kLate}},
  });
}

// The parts of a kind after so many sessions, by payer.
std::vector<int64_t> PartsAfter(const std::vector<const char*>& given, uint32_t delivered) {
  std::vector<int64_t> amounts;
  auto mission = After(given);
  mission.billed[v1::SESSION_KIND_WORKSHOP] = delivered;
  const auto decision = Decide(mission, Do(Agree("funder_id: 'last' agreement: 'Z' session_kind:"
                                                 " SESSION_KIND_WORKSHOP" EUROS("amount", "1"))));
  const auto* events = std::get_if<std::vector<Event>>(&decision);
  EXPECT_TRUE(events) << Name(std::get<Refusal>(decision));
  if (!events) return amounts;
  for (const auto& part : events->at(0).funding_agreed().apportionment().parts())
    amounts.push_back(part.amount().minor_units());
  return amounts;
}

TEST(FundingTest, FewerSessionsAreFundedInProportionAndMoreAreNot) {
  using Amounts = std::vector<int64_t>;
  EXPECT_EQ(PartsAfter({kThree, kAgreed}, 1), (Amounts{16667, 0, 16666}));
  EXPECT_EQ(PartsAfter({kThree, kAgreed}, 2), (Amounts{33333, 1, 33332}));
  EXPECT_EQ(PartsAfter({kThree, kAgreed}, 3), (Amounts{50000, 1, 49998}));
  EXPECT_EQ(PartsAfter({kThree, kAgreed, kLowered}, 1), (Amounts{16667, 1, 16665}));
  EXPECT_EQ(PartsAfter({kThree, kAgreed, kRaised}, 6), (Amounts{50000, 1, 149997}));
  EXPECT_EQ(PartsAfter({kThree, kAgreed}, 0), (Amounts{0, 0, 0}));
}

// Whoever agrees to what, at whatever moment: nothing is billed twice, nothing is lost, and who was
// billed for more sessions is never billed less.
RC_GTEST_PROP(FundingTest, ThePartsAreTheWholeAndOnlyGrow, ()) {
  const auto price = *rc::gen::inRange<int64_t>(1, 100000);
  Mission mission;
  mission.opened.set_mission_id("m1");
  mission.opened.set_client_id("acme");
  mission.opened.set_opportunity_kind("SUBCONTRACTING");
  auto& line = mission.order[v1::SESSION_KIND_WORKSHOP];
  line.set_session_kind(v1::SESSION_KIND_WORKSHOP);
  line.mutable_price()->set_currency_code("EUR");
  line.mutable_price()->set_minor_units(price);
  const int agreements = *rc::gen::inRange(1, 5);
  for (int i = 0; i < agreements; ++i) {
    line.set_sessions(*rc::gen::inRange<uint32_t>(1, 20));
    auto wish = Agree("session_kind: SESSION_KIND_WORKSHOP funder_id: 'f" + std::to_string(i) +
                      "' agreement: 'A' amount { currency_code: 'EUR' }");
    wish.facts.mutable_amount()->set_minor_units(
        *rc::gen::inRange<int64_t>(1, price * line.sessions() + 1));
    const auto decision = Decide(mission, Do(wish));
    if (const auto* events = std::get_if<std::vector<Event>>(&decision))
      for (const auto& event : *events) mission = Evolve(std::move(mission), event);
  }
  std::map<std::string, int64_t> before;
  for (uint32_t delivered = 0; delivered <= 20; ++delivered) {
    const auto parts = PartsOf(mission, v1::SESSION_KIND_WORKSHOP, delivered);
    int64_t sum = 0;
    for (const auto& part : parts) {
      sum += part.amount().minor_units();
      RC_ASSERT(part.amount().minor_units() >= before[part.payer_id()]);
      before[part.payer_id()] = part.amount().minor_units();
    }
    RC_ASSERT(parts.empty() || sum == price * delivered);
  }
}
}  // namespace
}  // namespace aor::missions
