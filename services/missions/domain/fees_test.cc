#include "services/missions/domain/decisions.h"
#include "services/missions/domain/sample_mission.h"

namespace aor::missions {
namespace {
using namespace sample;
using enum Refusal;
using Then = std::vector<const char*>;
constexpr auto kClosed = "mission_closed { mission_id: 'm1' }";
constexpr auto kSheet =
    "sheet_deposited { session_id: 's1' document_id: 'd1' digest: 'aa' by:"
    " 'cora' version: 1 }";
constexpr auto kGood = "sheet_checked { session_id: 's1' digest: 'aa' conforms: true by: 'tess' }";
constexpr auto kBad =
    "sheet_checked { session_id: 's1' digest: 'aa' by: 'tess'"
    " reason: 'unsigned afternoon' }";

std::vector<const char*> With(std::vector<const char*> given, std::vector<const char*> more) {
  given.insert(given.end(), more.begin(), more.end());
  return given;
}
RequestFees Request(const std::string& id, const std::vector<std::string>& sessions,
                    int64_t travel = 0, uint32_t participants = 12) {
  RequestFees wish{id, {}};
  for (const auto& session : sessions) {
    auto& item = wish.items.emplace_back();
    item.session = session;
    item.participants = participants;
    item.travel.set_currency_code("EUR");
    item.travel.set_minor_units(travel);
  }
  return wish;
}
// The fee of fay's workshop, requested on 12 October: 300 and 42.50 for the train.
const std::string kFee =
    "fee_id: '" + FeeOf("s1", "fay") +
    "' session_id: 's1' payee_id: 'fay' supplier_id: 'firm'"
    " role: MISSION_ROLE_FACILITATOR supplier_kind: SUPPLIER_KIND_COMPANY country: 'FR'"
    " tariff { currency_code: 'EUR' minor_units: 30000 } percent: 100"
    " travel { currency_code: 'EUR' minor_units: 4250 }"
    " amount { currency_code: 'EUR' minor_units: 34250 } paper: FEE_PAPER_SELF_BILLED"
    " pay_on { year: 2026 month: 11 day: 11 } tariff_source: 'board'"
    " tariff_status: TARIFF_STATUS_IN_FORCE worked_on { year: 2026 month: 10 day: 5 }";
const std::string kRequested =
    "fees_requested { request_id: 'r1' month: '2026-10' fees { " + kFee + " } by: 'cora' }";
const std::string kId = FeeOf("s1", "fay");
const std::string kProposal = "hold_proposed { fee_id: '" + kId +
                              "' session_id: 's1'"
                              " cause: HOLD_CAUSE_SHEET_MISSING }";
const std::string kProposed2 = "hold_proposed { fee_id: '" + kId +
                               "' session_id: 's1'"
                               " cause: HOLD_CAUSE_SHEET_NOT_CONFORMING }";
const std::string kTransmitted = "fee_transmitted { fee { " + kFee + " } by: 'tess' }";
const std::string kPayable = "fee_became_payable { fee { " + kFee +
                             " } mission_id: 'm1'"
                             " client_id: 'acme' legal_entity_id: 'org'"
                             " opportunity_kind: 'SUBCONTRACTING' }";
const std::string kHeld = "fee_held { fee_id: '" + kId +
                          "' by: 'tess' reason: 'no sheet'"
                          " cause: HOLD_CAUSE_SHEET_MISSING }";
const std::string kReleased = "fee_released { fee { " + kFee + " } by: 'tess' reason: 'it came' }";
const char* const kR = kRequested.c_str();

TEST(FeesTest, AreRequestedOnceASessionIsOver) {
  auto free = Read<v1::MissionRules>(kRules);
  free.mutable_settings()->set_one_request_a_month(false);
  const auto often = std::make_shared<const Rules>(free);
  constexpr auto kNamed = "facilitator_confirmed { session_id: 's1' facilitator_id: 'nobody' }";
  constexpr auto kVera = "facilitator_confirmed { session_id: 's1' facilitator_id: 'vera' }";
  constexpr auto kGone = "session_cancelled { session_id: 's1' facilitator_id: 'fay' }";
  const auto given = With(kStaffed, {kSheet, kGood});
  const Instant next_month = At("2026-10-31T23:30:00Z");  // 00:30 on 1 November in Paris
  Check({
      {"a fee is computed", given, Do(Request("r1", {"s1"}, 4250), kBetween, kCora), Then{kR}},
      {"without a sheet a hold is proposed", kStaffed,
       Do(Request("r1", {"s1"}, 4250), kBetween, kCora), Then{kR, kProposal.c_str()}},
      {"nor with one that does not conform", With(kStaffed, {kSheet, kBad}),
       Do(Request("r1", {"s1"}, 4250), kBetween, kCora), Then{kR, kProposed2.c_str()}},
      {"one that nobody has checked is there", With(kStaffed, {kSheet}),
       Do(Request("r1", {"s1"}, 4250), kBetween, kCora), Then{kR}},
      {"never before the session's end", given, Do(Request("r1", {"s2"}), kBetween, kCora),
       kSessionNotEnded},
      {"by whoever coordinates", given, Do(Request("r1", {"s1"}), kBetween, kFay), kMissionUnknown},
      {"once for a session", With(given, {kR}), Do(Request("r2", {"s1"}), kBetween, kCora, often),
       kFeeRequested},
      {"also in one request", given, Do(Request("r1", {"s1", "s1"}), kBetween, kCora),
       kFeeRequested},
      {"of a session that is there", given, Do(Request("r1", {"s9"}), kBetween), kSessionUnknown},
      {"that somebody ran",
       {kOpened, kP1},
       Do(Request("r1", {"s1"}), kBetween),
       kFacilitatorUnknown},
      {"and that was not given up in time", With(given, {kGone}),
       Do(Request("r1", {"s1"}), kBetween), kSessionCancelled},
      {"for participants who are registered", given, Do(Request("r1", {"s1"}, 0, 0), kBetween),
       kParticipantsMissing},
      {"to somebody who can be paid",
       {kOpened, kP1, kP2, kNamed},
       Do(Request("r1", {"s1"}), kBetween),
       kPayeeUnknown},
      {"travel has a limit", given, Do(Request("r1", {"s1"}, 10001), kBetween), kTravelAboveLimit},
      {"of its own for volunteers",
       {kOpened, kP1, kP2, kVera},
       Do(Request("r1", {"s1"}, 5001), kBetween),
       kTravelAboveLimit},
      {"not after closing", With(given, {kClosed}), Do(Request("r1", {"s1"}), kBetween),
       kMissionClosed},
  });
  std::string third = kPlanned1;
  third.replace(third.find("'s1'"), 4, "'s3'");
  constexpr auto kThird = "facilitator_confirmed { session_id: 's3' facilitator_id: 'carl' }";
  const auto more = With(given, {kR, third.c_str(), kThird});
  Check({{"one request a month", more, Do(Request("r2", {"s3"}), kBetween, kCora),
          kOneRequestAMonth}});
  EXPECT_EQ(EventsOf(more, Do(Request("r2", {"s3"}), kBetween, kCora, often)).size(), 2u);
  EXPECT_EQ(EventsOf(more, Do(Request("r2", {"s3"}), next_month, kCora)).size(), 2u)
      << "a month is the organisation's";
  const auto last = EventsOf(more, Do(Request("r2", {"s2", "s3"}), kAfter, kCora));
  ASSERT_EQ(last.size(), 3u) << "the last one before closing is exempt";
  EXPECT_NE(last[0].find("last_before_closing: true"), std::string::npos);
}

TEST(FeesTest, ATariffHoldsOnTheDayOfTheWork) {
  auto rules = Read<v1::MissionRules>(kRules);
  rules.mutable_tariffs(2)->mutable_valid_to()->set_month(10);
  rules.mutable_tariffs(2)->mutable_valid_to()->set_day(19);
  const auto old = std::make_shared<const Rules>(rules);
  Check({{"a tariff ends", kStaffed, Do(Request("r1", {"s2"}), kAfter, kTeam, old), kNoTariff}});
}

TEST(FeesTest, ALateCancellationIsPaidInPart) {
  constexpr auto kLate = "session_cancelled { session_id: 's1' late: true facilitator_id: 'fay' }";
  const auto events = EventsOf(With(kStaffed, {kLate}), Do(Request("r1", {"s1"}, 0, 0), kBefore));
  ASSERT_EQ(events.size(), 1u);
  EXPECT_NE(events[0].find("percent: 50 amount { currency_code: \"EUR\" minor_units: 15000 }"),
            std::string::npos)
      << events[0];
}

TEST(FeesTest, AVolunteerHasTheirTravelCostsOnlyWhateverTheTariff) {
  constexpr auto kVera = "facilitator_confirmed { session_id: 's1' facilitator_id: 'vera' }";
  auto rules = Read<v1::MissionRules>(kRules);
  rules.mutable_tariffs()->DeleteSubrange(1, 1);  // the one of volunteers
  const auto general = std::make_shared<const Rules>(rules);
  const auto requested = EventsOf({kOpened, kP1, kP2, kVera},
                                  Do(Request("r1", {"s1"}, 4250), kBetween, kTeam, general));
  ASSERT_FALSE(requested.empty());
  EXPECT_NE(requested[0].find(" amount { currency_code: \"EUR\" minor_units: 4250 }"),
            std::string::npos)
      << requested[0];
  // Whose payee was not known when the mission closed.
  constexpr auto kShare =
      "coordination_fee_triggered { shares { fee_id: 'c' payee_id: 'vera' sessions: 1 percent: 100"
      " tariff { currency_code: 'EUR' minor_units: 4000 }"
      " amount { currency_code: 'EUR' minor_units: 4000 }"
      " worked_on { year: 2026 month: 10 day: 26 } } }";
  const auto sent = EventsOf({kOpened, kClosed, kShare}, Do(TransmitFees{{"c"}}, kAfter));
  ASSERT_EQ(sent.size(), 2u);
  EXPECT_NE(sent[0].find(" amount { currency_code: \"EUR\" }"), std::string::npos) << sent[0];
  EXPECT_EQ(PercentFor(v1::SUPPLIER_KIND_VOLUNTEER, 50), 0u);
  EXPECT_EQ(PercentFor(v1::SUPPLIER_KIND_EMPLOYEE, 50), 50u);
}

TEST(FeesTest, ThePaperFollowsThePayee) {
  const auto paper = [](const std::string& person, const std::string& kind) {
    const auto payee = PayeeOn(AllPeople(), person, calendar::Date(2026, 10, 5));
    return RulesOf()->PaperFor(kind, payee.value_or(Payee{}));
  };
  EXPECT_EQ(paper("fay", "SUBCONTRACTING"), v1::FEE_PAPER_SELF_BILLED);
  EXPECT_EQ(paper("finn", "SUBCONTRACTING"), v1::FEE_PAPER_OWN_INVOICE);
  EXPECT_EQ(paper("finn", "INTRODUCTION"), v1::FEE_PAPER_SELF_BILLED);
  EXPECT_EQ(paper("vera", "SUBCONTRACTING"), v1::FEE_PAPER_EXPENSE_REPORT);
  EXPECT_EQ(paper("nobody", "SUBCONTRACTING"), v1::FEE_PAPER_UNSPECIFIED);
}

TEST(FeesTest, WhoMovedAbroadIsPaidForEarlierSessionsAsBefore) {
  auto people = AllPeople();
  people["fay"].payees.push_back(Read<v1::PayeeRecorded>(
      "supplier_kind: SUPPLIER_KIND_COMPANY supplier_id: 'sarl' country: 'BE'"
      " valid_from { year: 2026 month: 10 day: 15 }"));
  EXPECT_EQ(PayeeOn(people, "fay", calendar::Date(2026, 10, 14))->country, "FR");
  EXPECT_EQ(PayeeOn(people, "fay", calendar::Date(2026, 10, 15))->country, "BE");
}

TEST(FeesTest, AreTransmittedHeldAndReleased) {
  const auto requested = With(kStaffed, {kR, kProposal.c_str()});
  const auto held = With(requested, {kHeld.c_str()});
  const Actor fay{"fay", true};
  const HoldFee hold{kId, "no sheet"};
  const ReleaseFee release{kId, "it came"};
  const std::string dismissed =
      "hold_dismissed { fee_id: '" + kId + "' by: 'tess' reason: 'it is in the post' }";
  const std::string after = "fee_held { fee_id: '" + kId +
                            "' by: 'tess' reason: 'no sheet'"
                            " cause: HOLD_CAUSE_OTHER after_transmission: true }";
  const std::string waived = "fee_waived { fee_id: '" + kId +
                             "' session_id: 's1' payee_id: 'fay'"
                             " by: 'fay' }";
  const std::string refused = "fee_refused { fee_id: '" + kId +
                              "' session_id: 's1'"
                              " payee_id: 'fay' by: 'tess' reason: 'did not come' }";
  const char* const t = kTransmitted.c_str();
  const char* const p = kPayable.c_str();
  Check({
      {"a fee is transmitted", With(kStaffed, {kR}), Do(TransmitFees{{kId, kId}}, kBetween),
       Then{t, p}},
      {"which was requested", kStaffed, Do(TransmitFees{{kId}}, kBetween), kFeeUnknown},
      {"nobody transmits their own", requested, Do(TransmitFees{{kId}}, kBetween, fay), kOwnFee},
      {"a held one is released instead", held, Do(TransmitFees{{kId}}, kBetween), kFeeHeld},
      {"a waived one stays so", With(requested, {waived.c_str()}),
       Do(TransmitFees{{kId}}, kBetween), kFeeSettled},
      {"a person decides to hold", requested, Do(hold, kBetween), Then{kHeld.c_str()}},
      {"and says why", requested, Do(HoldFee{kId, ""}, kBetween), kReasonMissing},
      {"not of their own", requested, Do(hold, kBetween, fay), kOwnFee},
      {"payment can be held after transmission", With(kStaffed, {kR, t, p}), Do(hold, kBetween),
       Then{after.c_str()}},
      {"not what nobody asked for", kStaffed, Do(hold, kBetween), kFeeUnknown},
      {"nor what is given up", With(requested, {waived.c_str()}), Do(hold, kBetween), kFeeSettled},
      {"or dismisses the proposal", requested, Do(DismissHold{kId, "it is in the post"}, kBetween),
       Then{dismissed.c_str()}},
      {"with a reason", requested, Do(DismissHold{kId, ""}, kBetween), kReasonMissing},
      {"not their own", requested, Do(DismissHold{kId, "x"}, kBetween, fay), kOwnFee},
      {"of a fee that is there", kStaffed, Do(DismissHold{kId, "x"}, kBetween), kFeeUnknown},
      {"a conforming sheet releases", With(held, {kSheet, kGood}), Do(release, kBetween),
       Then{kReleased.c_str(), p}},
      {"what was payable is not said again", With(kStaffed, {kR, t, p, after.c_str()}),
       Do(release, kBetween), Then{kReleased.c_str()}},
      {"not before", With(held, {kSheet, kBad}), Do(release, kBetween), kSheetNotConforming},
      {"with a reason", With(held, {kSheet, kGood}), Do(ReleaseFee{kId, ""}, kBetween),
       kReasonMissing},
      {"not their own", With(held, {kSheet, kGood}), Do(release, kBetween, fay), kOwnFee},
      {"what is held", requested, Do(release, kBetween), kFeeNotHeld},
      {"and known", kStaffed, Do(release, kBetween), kFeeUnknown},
      {"once for good", With(held, {kSheet, kGood, kReleased.c_str(), p}), Do(hold, kBetween),
       kFeeReleased},
      {"a payee waives", requested, Do(WaiveFee{kId, ""}, kBetween, kFay), Then{waived.c_str()}},
      {"before asking too", kStaffed, Do(WaiveFee{kId, ""}, kBetween, kFay), Then{waived.c_str()}},
      {"not before it is owed", kStaffed, Do(WaiveFee{kId, ""}, kBefore, kFay), kSessionNotEnded},
      {"nobody else's", requested, Do(WaiveFee{kId, ""}, kBetween, kFinn), kFeeUnknown},
      {"but for the permanent team, who says why", requested, Do(WaiveFee{kId, ""}, kBetween),
       kReasonMissing},
      {"nor what is transmitted", With(requested, {t, p}), Do(WaiveFee{kId, ""}, kBetween, kFay),
       kFeeSettled},
      {"a fee is refused", requested, Do(RefuseFee{kId, "did not come"}, kBetween),
       Then{refused.c_str()}},
      {"with a reason", requested, Do(RefuseFee{kId, ""}, kBetween), kReasonMissing},
      {"not once it is transmitted", With(requested, {t, p}), Do(RefuseFee{kId, "x"}, kBetween),
       kFeeSettled},
      {"nor their own", requested, Do(RefuseFee{kId, "x"}, kBetween, fay), kOwnFee},
      {"of a fee that is owed", {kOpened, kP1}, Do(RefuseFee{kId, "x"}, kBetween), kFeeUnknown},
  });
}

TEST(FeesTest, AForeignSupplierIsPaidOnTheRequestAndTheInvoice) {
  const auto given = With(kStaffed, {kSheet, kGood});
  const auto requested = EventsOf(given, Do(Request("r1", {"s2"}), kAfter, kCora));
  ASSERT_EQ(requested.size(), 2u);
  EXPECT_NE(requested[0].find("FEE_PAPER_OWN_INVOICE"), std::string::npos);
  const auto after = With(given, {requested[0].c_str()});
  const std::string id = FeeOf("s2", "finn");
  const auto invoice = HandedIn(id, "bb", "2026-17"), renumbered = HandedIn(id, "bb", "2026-71");
  const std::string corrected = "supplier_invoice_deposited { fee_id: '" + id +
                                "' document_id: 'd9' digest: 'bb' number: '2026-71' by: 'finn'"
                                " net { currency_code: 'EUR' minor_units: 60000 }"
                                " issue_date { year: 2026 month: 10 day: 22 } }";
  const auto transmitted = EventsOf(after, Do(TransmitFees{{id}}, kAfter));
  ASSERT_EQ(transmitted.size(), 1u) << "not payable without the invoice";
  const auto invoiced = EventsOf(after, Do(invoice, kAfter, kFinn));
  ASSERT_EQ(invoiced.size(), 1u);
  const auto first = With(after, {invoiced[0].c_str()});
  EXPECT_EQ(EventsOf(first, Do(TransmitFees{{id}}, kAfter)).size(), 2u);
  const auto then = With(after, {transmitted[0].c_str()});
  const auto payable = EventsOf(then, Do(invoice, kAfter, kFinn));
  ASSERT_EQ(payable.size(), 2u);
  auto another = invoice;
  another.facts.set_digest("cc");
  EXPECT_NE(payable[1].find("invoice { fee_id"), std::string::npos) << "and says which it is";
  const std::string waived = "fee_waived { fee_id: '" + id + "' }";
  Check({
      {"of whoever is paid", after, Do(invoice, kAfter, kFay), kFeeUnknown},
      {"once it is payable it stays", With(then, {payable[0].c_str(), payable[1].c_str()}),
       Do(another, kAfter), kInvoiceUsed},
      {"its number may have been mistyped", first, Do(renumbered, kAfter, kFinn),
       Then{corrected.c_str()}},
      {"a self-billed fee needs none", With(kStaffed, {kR}), Do(HandedIn(kId, "bb", "1"), kBetween),
       kInvoiceNotNeeded},
      {"nor does one that was given up", With(after, {waived.c_str()}), Do(invoice, kAfter, kTeam),
       kFeeSettled},
  });
}

TEST(FeesTest, SheetsAreDepositedAndChecked) {
  const DepositSheet deposit{"s1", "d1", "aa"};
  const CheckSheet good{"s1", "aa", true}, bad{"s1", "aa", false, false, "unsigned afternoon"};
  constexpr auto kSecond =
      "sheet_deposited { session_id: 's1' document_id: 'd2' digest: 'bb' by:"
      " 'tess' version: 2 after_closing: true }";
  constexpr auto kGoodSecond =
      "sheet_checked { session_id: 's1' digest: 'bb' conforms: true by: 'tess' }";
  constexpr auto kCured =
      "sheet_checked { session_id: 's1' digest: 'aa' conforms: true"
      " by_attestation: true by: 'tess' reason: 'attested' }";
  constexpr auto kGone = "session_cancelled { session_id: 's1' }";
  const auto open = With(kStaffed, {kR, kSheet});
  Check({
      {"a sheet is deposited", kStaffed, Do(deposit, kBetween, kCora), Then{kSheet}},
      {"by whoever ran it, too", kStaffed, Do(deposit, kBetween, kFinn), kSessionUnknown},
      {"of a session that is there", {kOpened}, Do(deposit, kBetween), kSessionUnknown},
      {"on the day", kStaffed, Do(deposit, kBefore, kCora), kSessionNotBegun},
      {"not of a cancelled one", With(kStaffed, {kGone}), Do(deposit, kBetween), kSessionCancelled},
      {"late evidence is taken, visibly", With(kStaffed, {kSheet, kClosed}),
       Do(DepositSheet{"s1", "d2", "bb"}, kAfter), Then{kSecond}},
      {"an older one does not come back", With(kStaffed, {kSheet, kSecond}), Do(deposit, kAfter),
       kSheetSuperseded},
      {"a sheet conforms", With(kStaffed, {kSheet}), Do(good, kBetween), Then{kGood}},
      {"or holds are proposed", open, Do(bad, kBetween), Then{kBad, kProposed2.c_str()}},
      {"once", With(open, {kProposed2.c_str()}), Do(bad, kBetween), Then{kBad}},
      {"it says why", open, Do(CheckSheet{"s1", "aa", false}, kBetween), kReasonMissing},
      {"a cure says how", open, Do(CheckSheet{"s1", "aa", true, true, ""}, kBetween),
       kReasonMissing},
      {"and is recorded", With(kStaffed, {kSheet, kBad}),
       Do(CheckSheet{"s1", "aa", true, true, "attested"}, kBetween), Then{kCured}},
      {"nobody checks the sheet that they are paid by", With(kStaffed, {kSheet}),
       Do(good, kBetween, {"fay", true}), kOwnSheet},
      {"nor that they coordinate by", With(kStaffed, {kSheet}), Do(good, kBetween, {"cora", true}),
       kOwnSheet},
      {"another verdict says why", With(open, {kBad}), Do(good, kBetween), kReasonMissing},
      {"a newer sheet is checked anew", With(kStaffed, {kSheet, kGood, kSecond}),
       Do(CheckSheet{"s1", "bb", true}, kAfter), Then{kGoodSecond}},
      {"what is there is checked", kStaffed, Do(good, kBetween), kSheetUnknown},
      {"the newest one", With(kStaffed, {kSheet, kSecond}), Do(good, kAfter), kSheetSuperseded},
      {"of a session that is there", {kOpened}, Do(good, kBetween), kSessionUnknown},
  });
}

TEST(FeesTest, AProposalEndsWithItsCause) {
  const std::string cora = FeeOf("", "cora");
  const std::string triggered =
      "coordination_fee_triggered { shares { fee_id: '" + cora + "' payee_id: 'cora' } }";
  const std::string for_cora =
      "hold_proposed { fee_id: '" + cora + "' session_id: 's1' cause: HOLD_CAUSE_SHEET_MISSING }";
  constexpr auto kSheet2 = "sheet_deposited { session_id: 's2' digest: 'bb' version: 1 }";
  constexpr auto kBad2 = "sheet_checked { session_id: 's2' digest: 'bb' }";
  constexpr auto kGood2 = "sheet_checked { session_id: 's2' digest: 'bb' conforms: true }";
  const auto waits = [](const std::vector<const char*>& given, const std::string& fee) {
    return After(given).fees.at(fee).proposed != v1::HOLD_CAUSE_UNSPECIFIED;
  };
  const auto proposed =
      With(kStaffed, {kR, kProposal.c_str(), triggered.c_str(), for_cora.c_str()});
  EXPECT_TRUE(waits(proposed, kId));
  EXPECT_TRUE(waits(With(proposed, {kSheet, kBad}), kId));
  EXPECT_TRUE(waits(With(proposed, {kSheet2, kGood2}), kId)) << "a sheet of another session";
  EXPECT_FALSE(waits(With(proposed, {kSheet, kGood}), kId));
  EXPECT_FALSE(waits(With(proposed, {kTransmitted.c_str()}), kId));
  EXPECT_FALSE(waits(With(proposed, {kHeld.c_str(), kProposed2.c_str(), kReleased.c_str()}), kId));
  EXPECT_TRUE(waits(With(proposed, {kSheet, kGood}), cora)) << "the other session has none";
  EXPECT_TRUE(waits(With(proposed, {kSheet2, kBad2, kSheet, kGood}), cora));
  EXPECT_FALSE(waits(With(proposed, {kSheet2, kSheet, kGood}), cora));
}

TEST(FeesTest, AFundersClaimIsARecord) {
  const RecordFunderClaim claim{Read<v1::FunderClaimRecorded>(
      "claim_id: 'c1' session_id: 's1' funder_id: 'opco' reference: 'R-7'"
      " amount { currency_code: 'EUR' minor_units: 90000 }")};
  RecordFunderClaim more = claim;
  more.facts.mutable_amount()->set_minor_units(180000);
  RecordFunderClaim of_nobody = claim;
  of_nobody.facts.set_agreement("A-9");
  constexpr auto kClaim =
      "funder_claim_recorded { claim_id: 'c1' session_id: 's1' funder_id: 'opco'"
      " amount { currency_code: 'EUR' minor_units: 90000 } reference: 'R-7' by: 'tess'"
      " sheet_digests: 'aa' checked_by: 'tess' }";
  Check({
      {"eight months later", With(kStaffed, {kSheet, kGood, kClosed}),
       Do(claim, At("2027-06-01T08:00:00Z")), Then{kClaim}},
      {"once", With(kStaffed, {kSheet, kGood, kClaim}), Do(claim, kAfter), Then{}},
      {"and another has an id of its own", With(kStaffed, {kClaim}), Do(more, kAfter),
       kClaimExists},
      {"by an agreement of its own", With(kStaffed, {kSheet, kGood}), Do(of_nobody, kAfter),
       kFundingUnknown},
      {"of a session that is there", {kOpened}, Do(claim, kAfter), kSessionUnknown},
      {"of a mission that is there", {}, Do(claim, kAfter), kMissionUnknown},
  });
}
}  // namespace
}  // namespace aor::missions
