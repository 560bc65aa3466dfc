#include "services/invoicing/domain/invoice.h"

#include "libs/eventsourcing/rules.h"

namespace aor::invoicing::invoice {
namespace {
using enum Refusal;
#define EIGHT_HOURS                                                                  \
  "invoice_id: 'i' number: 'N-1' legal_entity_id: 'lyon' supplier_id: 's'"           \
  " lines { line_number: 1 contract_id: 'c' seconds: 28800 "                         \
  "  quantity { unscaled: 8 } price { unscaled: 54 }"                                \
  "  net { currency_code: 'CHF' minor_units: 43200 } cost { minor_units: 33712 }"    \
  "  vat_category: 'S' billed { iso_week: '2026-W41'"                                \
  "  day { year: 2026 month: 10 day: 5 } category: 'BASE' seconds: 28800 } }"        \
  "lines { line_number: 2 contract_id: 'c' category: 'FEE' quantity { unscaled: 1 }" \
  "  net { currency_code: 'CHF' minor_units: 1728 } fee_percent { unscaled: 4 }"     \
  "  vat_category: 'S' }"                                                            \
  "payable { currency_code: 'CHF' minor_units: 44928 }"                              \
  "contest_until { year: 2026 month: 11 day: 10 }"
constexpr auto kIssued = "invoice_issued { " EIGHT_HOURS " }";
constexpr auto kSelfBilled = "self_billed_invoice_issued { " EIGHT_HOURS " }";
constexpr auto kNote = "credit_note_issued { " EIGHT_HOURS " }";
constexpr auto kPaid =
    "payment_allocated { amount { currency_code: 'CHF' minor_units: 40000 }"
    "  payment_reference: 'p' booked_on { year: 2026 month: 11 day: 20 } }";
constexpr auto kPaidBack =
    "payment_allocated { amount { currency_code: 'CHF' minor_units: -40000 }"
    "  payment_reference: 'q' booked_on { year: 2026 month: 11 day: 20 } }";
constexpr auto kSetOff = "credit_note_issued { corrects_number: 'N-0' " EIGHT_HOURS " }";
constexpr auto kPaidAgainst =
    "payment_allocated { amount { currency_code: 'CHF' minor_units: 40000 }"
    "  payment_reference: 'N-0' booked_on { year: 2026 month: 11 day: 20 } }";
constexpr auto kCredited =
    "invoice_credited { credit_note_id: 'n' credit_note_number: 'C-1' lines { line_number: 1"
    "  seconds: 7200 net { currency_code: 'CHF' minor_units: 10800 } billed {"
    "  iso_week: '2026-W41' day { year: 2026 month: 10 day: 5 } category: 'BASE'"
    "  seconds: -7200 } } applied { currency_code: 'CHF' minor_units: 11232 }"
    "  payable { currency_code: 'CHF' minor_units: 11232 } }";
constexpr auto kCreditedAfterPayment =
    "invoice_credited { credit_note_id: 'n' credit_note_number: 'C-1' lines { line_number: 1"
    "  seconds: 7200 net { currency_code: 'CHF' minor_units: 10800 } billed {"
    "  iso_week: '2026-W41' day { year: 2026 month: 10 day: 5 } category: 'BASE'"
    "  seconds: -7200 } } applied { currency_code: 'CHF' minor_units: 4928 }"
    "  payable { currency_code: 'CHF' minor_units: 11232 } }";
constexpr auto kContested =
    "self_billed_invoice_contested { supplier_id: 's' contested_by: 'ada'"
    "  contested_on { year: 2026 month: 11 day: 10 } invoice_id: 'i' legal_entity_id: 'lyon' }";
constexpr auto kCreditedInFull =
    "invoice_credited { credit_note_id: 'n' credit_note_number: 'C-1'"
    "  applied { currency_code: 'CHF' minor_units: 44928 } }";
const Date kBooked(2026, 11, 20);

template <class Message = Event>
Event Parsed(const char* text) {
  Event event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event)) << text;
  return event;
}
v1::InvoiceIssued Document() { return Parsed(kIssued).invoice_issued(); }
v1::InvoiceIssued OfGeneva() {
  auto document = Document();
  document.set_legal_entity_id("geneva");
  return document;
}
v1::InvoiceIssued Renumbered() {
  auto document = Document();
  document.set_number("N-2");
  return document;
}
v1::InvoiceIssued OfAnotherClient() {
  auto document = Document();
  document.set_client_id("nova");
  return document;
}
v1::InvoiceIssued Empty() {
  auto document = Document();
  document.clear_lines();
  return document;
}
Credit CreditOf(int64_t net) {
  auto credited = Parsed(kCredited).invoice_credited();
  credited.mutable_lines(0)->mutable_net()->set_minor_units(net);
  return {"n", "C-1", {"CHF", 11232}, {credited.lines().begin(), credited.lines().end()}};
}
AllocatePayment Pay(int64_t minor, const char* reference = "p", const char* currency = "CHF") {
  return {{currency, minor}, reference, kBooked};
}
State Given(const std::vector<const char*>& texts) {
  State state;
  for (const char* text : texts) state = Evolve(std::move(state), Parsed(text));
  return state;
}

TEST(InvoiceTest, FollowsTheRules) {
  using Then = std::vector<const char*>;
  const Contest in_time{"ada", Date(2026, 11, 10)}, late{"ada", Date(2026, 11, 11)};
  eventsourcing::CheckRules<State, Event, Command, Refusal>({
      {"an invoice is issued", {}, Issue{Kind::kInvoice, Document()}, Then{kIssued}},
      {"a credit note too", {}, Issue{Kind::kCreditNote, Document()}, Then{kNote}},
      {"and in a supplier's name", {}, Issue{Kind::kSelfBilled, Document()}, Then{kSelfBilled}},
      {"with lines", {}, Issue{Kind::kInvoice, Empty()}, kNoLines},
      {"once", {kIssued}, Issue{Kind::kInvoice, Renumbered()}, kIssuedOtherwise},
      {"and by one legal entity", {kIssued}, Issue{Kind::kInvoice, OfGeneva()}, kIssuedOtherwise},
      {"another draft is another invoice, also where the number is the last one given",
       {kIssued},
       Issue{Kind::kInvoice, OfAnotherClient()},
       kIssuedOtherwise},
      {"a credit reduces what is open", {kIssued}, CreditOf(10800), Then{kCredited}},
      {"at most what is open", {kIssued, kPaid}, CreditOf(10800), Then{kCreditedAfterPayment}},
      {"a credit needs an invoice", {}, CreditOf(10800), kNotIssued},
      {"a line is credited once", {kIssued}, CreditOf(43201), kCreditsMore},
      {"money is allocated", {kIssued}, Pay(40000), Then{kPaid}},
      {"nothing of an open run is paid",
       {kIssued},
       AllocatePayment{{"CHF", 40000}, "P-1", Date(2026, 11, 20), true},
       Refusal::kRunOpen},
      {"to an invoice", {}, Pay(40000), kNotIssued},
      {"at most what is open", {kIssued, kPaid}, Pay(4929, "q"), kAllocatesMore},
      {"and not below nothing", {kIssued}, Pay(-1), kTakesBackMore},
      {"what was credited is not taken back", {kIssued, kCreditedInFull}, Pay(-1), kTakesBackMore},
      {"nor more than came in", {kIssued, kPaid, kCredited}, Pay(-40001, "q"), kTakesBackMore},
      {"money that came in goes back", {kIssued, kPaid}, Pay(-40000, "q"), Then{kPaidBack}},
      {"nor what a note was set off against", {kSetOff, kPaidAgainst}, Pay(-1), kTakesBackMore},
      {"in its currency", {kIssued}, Pay(1, "q", "EUR"), kCurrencyDiffers},
      {"some of it", {kIssued}, Pay(0), kNothingAllocated},
      {"a payment once", {kIssued, kPaid}, Pay(1), kAllocatedOtherwise},
      {"a supplier contests", {kSelfBilled}, in_time, Then{kContested}},
      {"within the window", {kSelfBilled}, late, kContestWindowOver},
      {"also what is credited in part", {kSelfBilled, kCredited}, in_time, Then{kContested}},
      {"not what is credited in full", {kSelfBilled, kCreditedInFull}, in_time, kNothingToContest},
      {"what is billed in his name", {kIssued}, in_time, kNotSelfBilled},
      {"once it is", {}, in_time, kNotIssued},
  });
}

TEST(InvoiceTest, PartOfALineIsCreditedWithItsFee) {
  const auto credited = std::get<0>(CreditLines(Given({kIssued}), {{1, Decimal{2, 0}, {}}}));
  ASSERT_EQ(credited.size(), 2u);
  EXPECT_EQ(credited[0].net().minor_units(), 10800);
  EXPECT_EQ(credited[0].billed(0).seconds(), -7200);
  EXPECT_EQ(credited[1].line_number(), 2u);
  EXPECT_EQ(credited[1].net().minor_units(), 432);
}

// Work at two rates of VAT, each with its fee; expenses; a line added by hand.
constexpr auto kMixed =
    "invoice_issued { number: 'N-1' payable { currency_code: 'EUR' minor_units: 9999999 }"
    " lines { line_number: 1 contract_id: 'c' category: 'DAY' vat_category: 'S'"
    "  vat_percent { unscaled: 77 scale: 1 } net { currency_code: 'EUR' minor_units: 1116000 } }"
    " lines { line_number: 2 contract_id: 'c' category: 'DAY' vat_category: 'S'"
    "  vat_percent { unscaled: 81 scale: 1 } net { currency_code: 'EUR' minor_units: 62000 } }"
    " lines { line_number: 3 contract_id: 'c' category: 'EXPENSE' vat_category: 'S'"
    "  vat_percent { unscaled: 81 scale: 1 } net { currency_code: 'EUR' minor_units: 20000 } }"
    " lines { line_number: 4 contract_id: 'c' category: 'FEE' fee_percent { unscaled: 4 }"
    "  vat_category: 'S' vat_percent { unscaled: 77 scale: 1 }"
    "  net { currency_code: 'EUR' minor_units: 44640 } }"
    " lines { line_number: 5 contract_id: 'c' category: 'FEE' fee_percent { unscaled: 4 }"
    "  vat_category: 'S' vat_percent { unscaled: 810 scale: 2 }"
    "  net { currency_code: 'EUR' minor_units: 2480 } }"
    " lines { line_number: 6 contract_id: 'c' category: 'MANUAL' vat_category: 'S'"
    "  vat_percent { unscaled: 81 scale: 1 } net { currency_code: 'EUR' minor_units: 20000 } } }";

TEST(InvoiceTest, AFeeIsGivenBackOnWhatItWasTakenOn) {
  const auto credited = [](uint32_t line) {
    std::map<uint32_t, int64_t> nets;
    const auto parts = std::get<0>(CreditLines(Given({kMixed}), {{line, {}, {}}}));
    for (const auto& part : parts) nets[part.line_number()] = part.net().minor_units();
    return nets;
  };
  using Nets = std::map<uint32_t, int64_t>;
  EXPECT_EQ(credited(1), (Nets{{1, 1116000}, {4, 44640}}));
  EXPECT_EQ(credited(2), (Nets{{2, 62000}, {5, 2480}}));
  EXPECT_EQ(credited(3), (Nets{{3, 20000}}));
  EXPECT_EQ(credited(6), (Nets{{6, 20000}}));
}

TEST(InvoiceTest, TheRestOfALineIsExactlyWhatWasLeft) {
  const auto credited = std::get<0>(CreditLines(Given({kIssued, kCredited}), {}));
  ASSERT_EQ(credited.size(), 2u);
  EXPECT_EQ(credited[0].net().minor_units(), 32400);
  EXPECT_EQ(credited[0].seconds(), 21600);
  EXPECT_EQ(credited[0].billed(0).seconds(), -21600);
  EXPECT_EQ(credited[1].net().minor_units(), 1728);
}

TEST(InvoiceTest, ThePartsOfALineNeverAddUpToMoreThanIt) {
  State state =
      Given({"invoice_issued { number: 'N-1' lines { line_number: 1 quantity { unscaled: 3 }"
             "  price { unscaled: 33335 scale: 3 }"
             "  net { currency_code: 'CHF' minor_units: 10001 } }"
             "payable { currency_code: 'CHF' minor_units: 10001 } }"});
  int64_t sum = 0;
  for (const char* note : {"n1", "n2", "n3"}) {  // 33.34 + 33.34 + 33.33
    const auto lines = std::get<0>(CreditLines(state, {{1, Decimal{1, 0}, {}}}));
    sum += lines[0].net().minor_units();
    const auto decision = Decide(state, Credit{note, note, {"CHF", 0}, lines});
    for (const auto& event : std::get<0>(decision)) state = Evolve(std::move(state), event);
  }
  EXPECT_EQ(sum, 10001);
}

TEST(InvoiceTest, ACreditNamesWhatThereIs) {
  const auto refusal = [](const Crediting& crediting) { return Name(std::get<1>(crediting)); };
  const State issued = Given({kIssued});
  EXPECT_EQ(refusal(CreditLines(issued, {{3, {}, {}}})), "UNKNOWN_LINE");
  EXPECT_EQ(refusal(CreditLines(issued, {{1, Decimal{9, 0}, {}}})), "CREDITS_MORE_THAN_BILLED");
  EXPECT_EQ(refusal(CreditLines(issued, {{1, {}, Date(2026, 10, 6)}})), "NO_WORK_ON_DAY");
  EXPECT_EQ(refusal(CreditLines(issued, {{1, Decimal{1, 4}, {}}})), "QUANTITY_TOO_SMALL");
  EXPECT_EQ(refusal(CreditLines(issued, {{1, {}, {}}, {1, {}, {}}})), "NOTHING_TO_CREDIT");
  EXPECT_EQ(refusal(CreditLines(issued, {{1, Decimal{5, 0}, {}}, {1, Decimal{5, 0}, {}}})),
            "CREDITS_MORE_THAN_BILLED");
  EXPECT_EQ(refusal(CreditLines(Given({kNote}), {})), "CREDITS_A_CREDIT_NOTE");
  EXPECT_EQ(refusal(CreditLines({}, {})), "INVOICE_NOT_ISSUED");
}

// Work of 100.00 less a discount of 30.00.
constexpr auto kDiscounted =
    "invoice_issued { number: 'N-1' payable { currency_code: 'CHF' minor_units: 7000 }"
    " lines { line_number: 1 category: 'MANUAL' net { currency_code: 'CHF' minor_units: 10000 } }"
    " lines { line_number: 2 category: 'MANUAL' net { currency_code: 'CHF' minor_units: -3000 } } "
    "}";

TEST(InvoiceTest, WhatWasTakenOffIsCreditedWithWhatItWasTakenOffFrom) {
  const State state = Given({kDiscounted});
  const auto refusal = [&](const std::vector<LineToCredit>& lines) {
    return Name(std::get<1>(CreditLines(state, lines)));
  };
  EXPECT_EQ(refusal({{1, {}, {}}}), "CREDITS_MORE_THAN_BILLED");
  EXPECT_EQ(refusal({{2, {}, {}}}), "CREDITS_LESS_THAN_NOTHING");
  EXPECT_EQ(std::get<0>(CreditLines(state, {})).size(), 2u);
}

// 100 × 0.10 with 5 % VAT: half a cent each, rounded up, would come to 11.00 of 10.50.
TEST(InvoiceTest, SmallNotesNeverComeToMoreThanTheInvoice) {
  State state =
      Given({"invoice_issued { number: 'N-1' vat { category: 'S' percent { unscaled: 5 } }"
             "  lines { line_number: 1 vat_category: 'S' vat_percent { unscaled: 5 }"
             "  quantity { unscaled: 100 } price { unscaled: 1 scale: 1 }"
             "  net { currency_code: 'CHF' minor_units: 1000 } }"
             "net { currency_code: 'CHF' minor_units: 1000 }"
             "payable { currency_code: 'CHF' minor_units: 1050 } }"});
  int64_t sum = 0;
  for (int i = 0; i < 100; i++) {
    const std::string id = std::to_string(i);
    const auto lines = std::get<0>(CreditLines(state, {{1, Decimal{1, 0}, {}}}));
    v1::InvoiceIssued note;
    for (auto& line : NoteLines(*state.document, lines, true)) *note.add_lines() = line;
    SettleNote(note, state, lines);
    const Money payable = money::FromProto(note.payable());
    EXPECT_GE(payable.minor, 0);
    sum += payable.minor;
    const auto decision = Decide(state, Credit{id, id, payable, lines});
    for (const auto& event : std::get<0>(decision)) state = Evolve(std::move(state), event);
    EXPECT_LE(sum, 1050) << i;
  }
  EXPECT_EQ(sum, 1050);
}

// 2 h and the fee on them, as a draft of corrected hours brings them.
v1::InvoiceIssued NoteOfTwoHours() {
  v1::InvoiceIssued note;
  const auto credited = std::get<0>(CreditLines(Given({kIssued}), {{1, Decimal{2, 0}, {}}}));
  for (auto& line : NoteLines(Document(), credited, true)) *note.add_lines() = line;
  return note;
}

TEST(InvoiceTest, CorrectedHoursLeaveTheRestOfTheirLines) {
  State state = Given({kIssued});
  const auto lines = CorrectedLines(state, NoteOfTwoHours());
  ASSERT_EQ(lines.size(), 2u);
  const auto decision = Decide(state, Credit{"n", "C-1", {"CHF", 11232}, lines});
  for (const auto& event : std::get<0>(decision)) state = Evolve(std::move(state), event);
  const auto rest = std::get<0>(CreditLines(state, {}));
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_EQ(rest[0].seconds(), 21600);
  EXPECT_EQ(rest[0].billed(0).seconds(), -21600);
  EXPECT_EQ(rest[0].net().minor_units(), 32400);
  EXPECT_EQ(rest[1].net().minor_units(), 1296);
}

TEST(InvoiceTest, ANoteThatIsNotOfItsLinesAloneNamesNone) {
  const State state = Given({kIssued}), credited = Given({kIssued, kCredited, kCredited});
  const auto names = [&](auto change, const State& of) {
    auto note = NoteOfTwoHours();
    change(note);
    return CorrectedLines(of, note).size();
  };
  const auto line = [](auto& note) -> v1::InvoiceLine& { return *note.mutable_lines(0); };
  EXPECT_EQ(names([](auto&) {}, credited), 2u) << "4 h are left";
  EXPECT_EQ(names([&](auto& note) { line(note).mutable_billed(0)->set_seconds(-21600); }, state),
            2u);
  EXPECT_EQ(names([&](auto& note) { line(note).mutable_billed(0)->set_seconds(-21600); }, credited),
            0u);
  EXPECT_EQ(names([&](auto& note) { line(note).mutable_billed(0)->set_seconds(7200); }, state), 0u);
  EXPECT_EQ(names([&](auto& note) { line(note).mutable_price()->set_unscaled(55); }, state), 0u);
  EXPECT_EQ(names([&](auto& note) { line(note).set_contract_id("d"); }, state), 0u);
  EXPECT_EQ(names([&](auto& note) { line(note).set_vat_category("E"); }, state), 0u);
  EXPECT_EQ(names([&](auto& note) { line(note).mutable_net()->set_minor_units(43201); }, state),
            0u);
  EXPECT_EQ(names([&](auto& note) { line(note).clear_billed(); }, state), 0u) << "by hand";
}

// A part of a fee is of no base that was printed.
TEST(InvoiceTest, ANoteSaysWhatAWholeFeeIsOf) {
  v1::InvoiceIssued original = Document();
  original.mutable_lines(1)->mutable_fee_base()->set_minor_units(43200);
  v1::CreditedLine fee;
  fee.set_line_number(2);
  *fee.mutable_net() = original.lines(1).net();
  EXPECT_EQ(NoteLines(original, {fee}, true)[0].fee_base().minor_units(), 43200);
  fee.mutable_net()->set_minor_units(432);
  EXPECT_FALSE(NoteLines(original, {fee}, true)[0].has_fee_base());
}

TEST(InvoiceTest, ANoteKeepsTheCostOfWorkThatIsPaidAllTheSame) {
  const auto credited = std::get<0>(CreditLines(Given({kIssued}), {{1, Decimal{2, 0}, {}}}));
  EXPECT_EQ(NoteLines(Document(), credited, true)[0].cost().minor_units(), 8428);
  const auto note = NoteLines(Document(), credited, false);
  EXPECT_EQ(note[0].cost().minor_units(), 0);
  EXPECT_EQ(note[0].quantity().unscaled(), 200);
  EXPECT_EQ(money::ToString(money::FromProto(note[1].price())), "4.32");
}
}  // namespace
}  // namespace aor::invoicing::invoice
