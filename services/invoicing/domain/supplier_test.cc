#include "services/invoicing/domain/supplier.h"

#include "libs/eventsourcing/rules.h"

namespace aor::invoicing::supplier {
namespace {
using enum Refusal;
constexpr auto kGranted =
    "mandate_granted { supplier_id: 's' document_digest: 'ab'"
    "  effective_from { year: 2026 month: 10 day: 1 } contest_days: 10 }";
constexpr auto kGrantedForLonger =
    "mandate_granted { supplier_id: 's' document_digest: 'ab'"
    "  effective_from { year: 2026 month: 10 day: 1 } contest_days: 30 }";
constexpr auto kRevoked =
    "mandate_revoked { supplier_id: 's' effective_from { year: 2026 month: 11 day: 1 } }";
constexpr auto kSubmitted =
    "supplier_invoice_submitted { supplier_id: 's' supplier_invoice_number: 'F-1' contract_id: 'c'"
    "  quantity { unscaled: 2 } net { currency_code: 'EUR' minor_units: 124000 }"
    "  vat { currency_code: 'EUR' minor_units: 24800 }"
    "  days { year: 2026 month: 10 day: 5 } days { year: 2026 month: 10 day: 6 }"
    "  issue_date { year: 2026 month: 10 day: 31 } }";
constexpr auto kHeldForDay =
    "supplier_invoice_held { supplier_id: 's' supplier_invoice_number: 'F-1'"
    "  reason: 'DAYS_NOT_APPROVED' unmatched_days { year: 2026 month: 10 day: 6 } }";
constexpr auto kHeldForAmount =
    "supplier_invoice_held { supplier_id: 's' supplier_invoice_number: 'F-1'"
    "  reason: 'AMOUNT_DIFFERS' }";
constexpr auto kHeldAsSelfBilled =
    "supplier_invoice_held { supplier_id: 's' supplier_invoice_number: 'F-1'"
    "  reason: 'SELF_BILLED' }";
constexpr auto kAccepted =
    "supplier_invoice_accepted { supplier_id: 's' supplier_invoice_number: 'F-1'"
    "  legal_entity_id: 'lyon' payable { currency_code: 'EUR' minor_units: 148800 }"
    "  due_date { year: 2026 month: 11 day: 30 } contract_id: 'c'"
    "  days { start { year: 2026 month: 10 day: 5 } end { year: 2026 month: 10 day: 6 } } }";
constexpr auto kRejected =
    "supplier_invoice_rejected { supplier_id: 's' supplier_invoice_number: 'F-1'"
    "  why: 'billed twice' rejected_by: 'fred' }";
const Date kStart(2026, 10, 1), kMonday(2026, 10, 5);

v1::SupplierInvoiceSubmitted Invoice(const char* number = "F-1") {
  v1::SupplierEvent event;
  google::protobuf::TextFormat::ParseFromString(kSubmitted, &event);
  event.mutable_supplier_invoice_submitted()->set_supplier_invoice_number(number);
  return event.supplier_invoice_submitted();
}
v1::SupplierInvoiceSubmitted WithoutDays() {
  auto invoice = Invoice();
  invoice.clear_days();
  return invoice;
}
v1::SupplierInvoiceSubmitted Dearer() {
  auto invoice = Invoice();
  invoice.mutable_net()->set_minor_units(124001);
  return invoice;
}
Claimable Approved(int days, int64_t price = 620) {
  Claimable claimable{{}, "EUR"};
  for (int i = 0; i < days; i++) claimable.days[kMonday + i] = {{{0, {1, 0}}, {price, 0}, {20, 0}}};
  return claimable;
}
Claimable SelfBilled(int days) {
  Claimable claimable = Approved(days);
  claimable.self_billed = true;
  return claimable;
}
// At the right price, but three units for two days.
constexpr auto kThreeSubmitted =
    "supplier_invoice_submitted { supplier_id: 's' supplier_invoice_number: 'F-1' contract_id: 'c'"
    "  quantity { unscaled: 3 } net { currency_code: 'EUR' minor_units: 186000 }"
    "  vat { currency_code: 'EUR' minor_units: 37200 }"
    "  days { year: 2026 month: 10 day: 5 } days { year: 2026 month: 10 day: 6 }"
    "  issue_date { year: 2026 month: 10 day: 31 } }";
v1::SupplierInvoiceSubmitted ThreeUnits() {
  v1::SupplierEvent event;
  google::protobuf::TextFormat::ParseFromString(kThreeSubmitted, &event);
  return event.supplier_invoice_submitted();
}
AcceptInvoice Accept(const char* number, Claimable claimable) {
  return {number, "lyon", std::move(claimable), 30};
}

TEST(SupplierTest, FollowsTheRules) {
  using Then = std::vector<const char*>;
  eventsourcing::CheckRules<State, Event, Command, Refusal>({
      {"a mandate is granted", {}, GrantMandate{"s", "ab", kStart, {}, 10}, Then{kGranted}},
      {"in writing", {}, GrantMandate{"s", "", kStart, {}, 10}, kDocumentMissing},
      {"for some time",
       {},
       GrantMandate{"s", "ab", kStart, kStart - 1, 10},
       kMandateEndsBeforeStart},
      {"a mandate is revoked", {kGranted}, RevokeMandate{"s", Date(2026, 11, 1)}, Then{kRevoked}},
      {"if there is one", {}, RevokeMandate{"s", Date(2026, 11, 1)}, kNoMandate},
      {"with another window it is another mandate",
       {kGranted},
       GrantMandate{"s", "ab", kStart, {}, 30},
       Then{kGrantedForLonger}},
      {"and again in force when it is granted again",
       {kGranted, kRevoked},
       GrantMandate{"s", "ab", kStart, {}, 10},
       Then{kGranted}},
      {"approved days match", {}, SubmitInvoice{Invoice(), Approved(2)}, Then{kSubmitted}},
      {"a day too many is named",
       {},
       SubmitInvoice{Invoice(), Approved(1)},
       Then{kSubmitted, kHeldForDay}},
      {"another price is held",
       {},
       SubmitInvoice{Invoice(), Approved(2, 600)},
       Then{kSubmitted, kHeldForAmount}},
      {"more units than its days have are held",
       {},
       SubmitInvoice{ThreeUnits(), Approved(2)},
       Then{kThreeSubmitted, kHeldForAmount}},
      {"a number is used once",
       {kSubmitted},
       SubmitInvoice{Dearer(), Approved(2)},
       kDuplicateNumber},
      {"an invoice names its days", {}, SubmitInvoice{WithoutDays(), Approved(2)}, kNoDays},
      {"a matched invoice is accepted", {kSubmitted}, Accept("F-1", Approved(2)), Then{kAccepted}},
      {"a held one once its day is approved",
       {kSubmitted, kHeldForDay},
       Accept("F-1", Approved(2)),
       Then{kAccepted}},
      {"not before", {kSubmitted, kHeldForDay}, Accept("F-1", Approved(1)), kDaysNotApproved},
      {"not at another price",
       {kSubmitted, kHeldForAmount},
       Accept("F-1", Approved(2, 600)),
       kAmountDiffers},
      {"not an unknown one", {}, Accept("F-1", Approved(2)), kUnknownInvoice},
      {"accepted once, though its days are billed then",
       {kSubmitted, kAccepted},
       Accept("F-1", Approved(0)),
       Then{}},
      {"a wrong one is rejected",
       {kSubmitted, kHeldForDay},
       RejectInvoice{"F-1", "billed twice", "fred"},
       Then{kRejected}},
      {"once", {kSubmitted, kRejected}, RejectInvoice{"F-1", "again", "ada"}, Then{}},
      {"and for good", {kSubmitted, kRejected}, Accept("F-1", Approved(2)), kWasRejected},
      {"not what is owed",
       {kSubmitted, kAccepted},
       RejectInvoice{"F-1", "too late", "fred"},
       kAlreadyAccepted},
      {"nor an unknown one", {}, RejectInvoice{"F-9", "why", "fred"}, kUnknownInvoice},
  });
}

// Of work that is billed in the supplier's name there is no second paper, whatever it claims (E85).
TEST(SupplierTest, ASelfBilledContractTakesNoInvoiceOfItsOwnUnderAMandate) {
  using Then = std::vector<const char*>;
  constexpr auto kRevokedBefore =
      "mandate_revoked { supplier_id: 's' effective_from { year: 2026 month: 10 day: 31 } }";
  eventsourcing::CheckRules<State, Event, Command, Refusal>({
      {"it is kept and held",
       {kGranted},
       SubmitInvoice{Invoice(), SelfBilled(2)},
       Then{kSubmitted, kHeldAsSelfBilled}},
      {"though its days are billed already",
       {kGranted},
       SubmitInvoice{Invoice(), SelfBilled(0)},
       Then{kSubmitted, kHeldAsSelfBilled}},
      {"and not accepted",
       {kGranted, kSubmitted, kHeldAsSelfBilled},
       Accept("F-1", SelfBilled(2)),
       kSelfBilled},
      {"nor one from before the mandate was recorded",
       {kSubmitted, kGranted},
       Accept("F-1", SelfBilled(2)),
       kSelfBilled},
      {"another contract's is",
       {kGranted},
       SubmitInvoice{Invoice(), Approved(2)},
       Then{kSubmitted}},
      {"without a mandate the supplier bills",
       {},
       SubmitInvoice{Invoice(), SelfBilled(2)},
       Then{kSubmitted}},
      {"and once it is revoked from the invoice's day on",
       {kGranted, kSubmitted, kHeldAsSelfBilled, kRevokedBefore},
       Accept("F-1", SelfBilled(2)),
       Then{kAccepted}},
  });
}

// E47: each day counts at its own price and VAT, whatever others are open.
TEST(SupplierTest, AnInvoiceIsHeldAgainstThePriceAndVatOfItsDays) {
  Claimable claimable = Approved(2);
  claimable.days[kMonday + 2] = {{{0, {1, 0}}, {700, 0}, {0, 0}}};
  const auto is_held = [&](v1::SupplierInvoiceSubmitted invoice) {
    return std::get<0>(Decide({}, SubmitInvoice{std::move(invoice), claimable})).size() > 1;
  };
  EXPECT_FALSE(is_held(Invoice()));
  auto three = ThreeUnits();
  *three.add_days() = calendar::ToProto(kMonday + 2);
  EXPECT_TRUE(is_held(three)) << "three days at 620 with VAT";
  three.mutable_net()->set_minor_units(124000 + 70000);
  three.mutable_vat()->set_minor_units(24800);
  EXPECT_FALSE(is_held(three));
}

// Three times ten minutes at 1.00 are 0.50, not 0.51.
TEST(SupplierTest, DaysOfOnePriceAreRoundedTogether) {
  Claimable claimable{{}, "EUR"};
  auto invoice = Invoice();
  *invoice.add_days() = calendar::ToProto(kMonday + 2);
  for (int i = 0; i < 3; i++) claimable.days[kMonday + i] = {{{600, {}}, {1, 0}, {20, 0}}};
  *invoice.mutable_quantity() = money::ToProto(Decimal{5, 1});
  invoice.mutable_net()->set_minor_units(50);
  invoice.mutable_vat()->set_minor_units(10);
  EXPECT_EQ(std::get<0>(Decide({}, SubmitInvoice{invoice, claimable})).size(), 1u);
}

TEST(SupplierTest, WhatWasSpentOrIsContestedIsNotClaimed) {
  ContractBasis basis;
  basis.contract.unit = Unit::kDay;
  basis.contract.expenses_billed = true;
  basis.contract.rates = {{kMonday, {620, 0}, {620, 0}, {620, 0}}};
  for (int i = 0; i < 2; i++)
    basis.approved.work[{"2026-W41", kMonday + i, "DAY", {}}] = {0, {1, 0}};
  basis.approved.work[{"2026-W41", kMonday, kExpense, {}}] = {0, {3740, 2}};
  basis.approved.contested["2026-W41"] = {kMonday + 1};
  const Work claimable = ClaimableWork(basis);
  ASSERT_EQ(claimable.size(), 1u);
  EXPECT_EQ(claimable.begin()->first, (WorkKey{"2026-W41", kMonday, "DAY", {}}));
}

State Given(const std::vector<const char*>& texts) {
  State state;
  for (const char* text : texts) {
    Event event;
    google::protobuf::TextFormat::ParseFromString(text, &event);
    state = Evolve(std::move(state), event);
  }
  return state;
}

TEST(SupplierTest, AMandateIsInForceByDate) {
  const State state = Given({kGranted, kRevoked});
  EXPECT_FALSE(MandateOn(state, kStart - 1));
  EXPECT_TRUE(MandateOn(state, kStart));
  EXPECT_TRUE(MandateOn(state, Date(2026, 10, 31)));
  EXPECT_FALSE(MandateOn(state, Date(2026, 11, 1)));
  EXPECT_EQ(MandateOn(Given({kGranted, kGrantedForLonger}), kStart)->contest_days, 30u);
}

TEST(SupplierTest, ADayClaimedTwiceIsOneTooMany) {
  auto invoice = Invoice();
  *invoice.mutable_days(1) = invoice.days(0);
  EXPECT_EQ(UnmatchedDays(invoice, Approved(2)), std::vector{kMonday});
}
}  // namespace
}  // namespace aor::invoicing::supplier
