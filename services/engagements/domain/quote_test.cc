#include "services/engagements/domain/quote.h"

#include "libs/eventsourcing/rules.h"
#include "services/engagements/domain/sample_rules.h"

namespace aor::engagements {
namespace {
using enum Reason;

DrawUpQuote DrawUp(Wish wish, const char* client = "acme") {
  return {
      "q1", client, "geneva", "Electrician", "ge-electrician", std::move(wish), sample::Geneva()};
}
RepriceQuote Reprice(v1::Held held, money::Decimal value, uint64_t seen = 0,
                     const char* approval = "") {
  return {seen, held, value, {approval, "nina", "max"}};
}
ChangeBaseWage Raise(money::Decimal base_wage) { return {0, base_wage, sample::Geneva(), {}}; }

#define PRICE(held, value, tariff, numerator, denominator)                                  \
  "price { currency_code: 'CHF' unit: UNIT_HOUR base_wage { unscaled: 3000 scale: 2 }"      \
  " gross_wage { unscaled: 3633 scale: 2 } cost { unscaled: 4214 scale: 2 } held: " held    \
  " held_value { unscaled: " value " scale: 2 } tariff { unscaled: " tariff                 \
  " scale: 2 }"                                                                             \
  " components { code: 'PUBLIC_HOLIDAYS' percent { unscaled: 32 scale: 1 }"                 \
  "  amount { unscaled: 96 scale: 2 } source: 'art. 14' verification: 'in force' }"         \
  " components { code: 'HOLIDAY_PAY' percent { unscaled: 833 scale: 2 }"                    \
  "  amount { unscaled: 258 scale: 2 } source: '20 days' verification: 'in force' }"        \
  " components { code: 'THIRTEENTH' percent { unscaled: 833 scale: 2 }"                     \
  "  amount { unscaled: 279 scale: 2 } source: '1/12' verification: 'in force' }"           \
  " components { code: 'EMPLOYER_CHARGES' percent { unscaled: 16 }"                         \
  "  amount { unscaled: 581 scale: 2 } source: 'illustrative' verification: 'unverified' }" \
  " cba_id: 'GAV-PERSONALVERLEIH' rule_version: 'sha256:1'"                                 \
  " minimum_wage { unscaled: 2762 scale: 2 } minimum_wage_source: 'BBl 2025 3547'"          \
  " minimum_wage_verification: 'in force' jurisdiction: 'CH-GE' skill: SKILL_SKILLED"       \
  " work_date { year: 2026 month: 10 day: 5 }"                                              \
  " exact_tariff { numerator: " numerator " denominator: " denominator " } "
#define AT_54 PRICE("HELD_TARIFF", "5400", "5400", "54", "1") "}"
#define AT_60 PRICE("HELD_TARIFF", "6000", "6000", "60", "1") "}"
#define AT_20_PERCENT PRICE("HELD_MARGIN_PERCENT", "2000", "5268", "2107", "40") "}"
#define AT_A_LOSS                                 \
  PRICE("HELD_TARIFF", "4000", "4000", "40", "1") \
  "approval_reason: 'volume' proposed_by: 'nina' proposed_for: 'max' }"
constexpr auto kDrawnUp =
    "quote_drawn_up { quote_id: 'q1' client_id: 'acme' legal_entity_id: 'geneva'"
    " engagement_kind: ENGAGEMENT_KIND_TEMP title: 'Electrician' template_id: "
    "'ge-electrician' " AT_54 "}";
constexpr auto kTo60 = "quote_repriced { " AT_60 " }";
constexpr auto kTo54 = "quote_repriced { " AT_54 " }";
constexpr auto kToLossByOlga = "quote_repriced { " PRICE(
    "HELD_TARIFF", "4000", "4000", "40", "1") "approval_reason: 'volume' proposed_by: 'olga' } }";
constexpr auto kTo20Percent = "quote_repriced { " AT_20_PERCENT " }";
constexpr auto kToLoss = "quote_repriced { " AT_A_LOSS " }";
constexpr auto kOffered =
    "quote_drawn_up { quote_id: 'q1' client_id: 'acme' legal_entity_id: 'geneva'"
    " engagement_kind: ENGAGEMENT_KIND_TEMP title: 'Electrician' template_id: "
    "'ge-electrician' " AT_54 " valid_until { year: 2026 month: 11 day: 4 } }";
constexpr auto kOfferedAnew =
    "quote_repriced { " AT_54 " valid_until { year: 2026 month: 12 day: 5 } }";
constexpr auto kAccepted = "quote_accepted { quote_id: 'q1' accepted_by: 'grace' " AT_54 " }";
constexpr auto kApproved =
    "quote_approved { approved_by: 'olga' role: 'finance' reason: 'a reference' }";
constexpr auto kAcceptedAtALoss =
    "quote_accepted { quote_id: 'q1' accepted_by: 'grace' " AT_A_LOSS " }";
constexpr auto kWithdrawn = "quote_withdrawn { reason: 'filled' }";

ApproveQuote Approve(const char* by, const char* behalf = "", uint64_t seen = 2) {
  return {seen, by, behalf, "finance", "a reference"};
}

TEST(QuoteTest, GoesBelowCostByTwo) {
  using Then = std::vector<const char*>;
  const money::Decimal k40{4000, 2};
  eventsourcing::CheckRules<Quote, QuoteEvent, QuoteCommand, Refusal>({
      {"one alone is not enough", {kDrawnUp, kToLoss}, AcceptQuote{2, "grace"}, kQuoteNotApproved},
      {"a second person approves", {kDrawnUp, kToLoss}, Approve("olga"), Then{kApproved}},
      {"once", {kDrawnUp, kToLoss, kApproved}, Approve("pia"), Then{}},
      {"then the client accepts",
       {kDrawnUp, kToLoss, kApproved},
       AcceptQuote{3, "grace"},
       Then{kAcceptedAtALoss}},
      {"not who asked for it", {kDrawnUp, kToLoss}, Approve("nina"), kSamePerson},
      {"nor for whom it was asked", {kDrawnUp, kToLoss}, Approve("max"), kSamePerson},
      {"nor in their name", {kDrawnUp, kToLoss}, Approve("olga", "nina"), kSamePerson},
      {"the price that was read", {kDrawnUp, kToLoss}, Approve("olga", "", 1), kQuoteChanged},
      {"a price above cost needs nobody", {kDrawnUp}, Approve("olga", "", 1), kNothingToApprove},
      {"another's wish is another price",
       {kDrawnUp, kToLoss, kApproved},
       RepriceQuote{0, v1::HELD_TARIFF, k40, {"volume", "olga", ""}},
       Then{kToLossByOlga}},
      {"which is approved again",
       {kDrawnUp, kToLoss, kApproved, kToLossByOlga},
       AcceptQuote{4, "grace"},
       kQuoteNotApproved},
      {"a price above cost is accepted again",
       {kDrawnUp, kToLoss, kTo54},
       AcceptQuote{3, "grace"},
       Then{kAccepted}},
      {"an accepted quote is over", {kDrawnUp, kAccepted}, Approve("olga"), kQuoteAccepted},
      {"a withdrawn one, too",
       {kDrawnUp, kToLoss, kWithdrawn},
       Approve("olga", "", 3),
       kQuoteWithdrawn},
      {"a quote exists before it is approved", {}, Approve("olga"), kQuoteUnknown},
  });
}

TEST(QuoteTest, FollowsTheRules) {
  using Then = std::vector<const char*>;
  const money::Decimal k54{5400, 2}, k60{6000, 2}, k20{2000, 2}, k40{4000, 2};
  Wish cheap = sample::Electrician();
  cheap.base_wage = {2000, 2};
  eventsourcing::CheckRules<Quote, QuoteEvent, QuoteCommand, Refusal>({
      {"a quote is drawn up", {}, DrawUp(sample::Electrician()), Then{kDrawnUp}},
      {"the same quote is drawn up once", {kDrawnUp}, DrawUp(sample::Electrician()), Then{}},
      {"a repriced quote is not drawn up again",
       {kDrawnUp, kTo60},
       DrawUp(sample::Electrician()),
       Then{}},
      {"an id says one thing", {kDrawnUp}, DrawUp(sample::Electrician(), "other"), kQuoteExists},
      {"a quote is for a client", {}, DrawUp(sample::Electrician(), ""), kPartyMissing},
      {"a wage reaches the minimum", {}, DrawUp(cheap), kBelowMinimumWage},
      {"another tariff is held", {kDrawnUp}, Reprice(v1::HELD_TARIFF, k60), Then{kTo60}},
      {"another value is held",
       {kDrawnUp},
       Reprice(v1::HELD_MARGIN_PERCENT, k20),
       Then{kTo20Percent}},
      {"the same price changes nothing", {kDrawnUp}, Reprice(v1::HELD_TARIFF, k54), Then{}},
      {"what was seen is repriced", {kDrawnUp}, Reprice(v1::HELD_TARIFF, k60, 1), Then{kTo60}},
      {"what was not seen is not repriced",
       {kDrawnUp, kTo60},
       Reprice(v1::HELD_TARIFF, k40, 1),
       kQuoteChanged},
      {"a margin is less than the price",
       {kDrawnUp},
       Reprice(v1::HELD_MARGIN_PERCENT, {100, 0}),
       kMarginOfWholePrice},
      {"nobody sells at a loss unasked", {kDrawnUp}, Reprice(v1::HELD_TARIFF, k40), kBelowCost},
      {"a loss can be proposed",
       {kDrawnUp},
       Reprice(v1::HELD_TARIFF, k40, 0, "volume"),
       Then{kToLoss}},
      {"a quote exists before it is repriced", {}, Reprice(v1::HELD_TARIFF, k60), kQuoteUnknown},
      {"an accepted price stands",
       {kDrawnUp, kAccepted},
       Reprice(v1::HELD_TARIFF, k60),
       kQuoteAccepted},
      {"a withdrawn quote has no price",
       {kDrawnUp, kWithdrawn},
       Reprice(v1::HELD_TARIFF, k60),
       kQuoteWithdrawn},
      {"the same wage changes nothing", {kDrawnUp}, Raise({3000, 2}), Then{}},
      {"another wage reaches the minimum", {kDrawnUp}, Raise({2761, 2}), kBelowMinimumWage},
      {"another wage may eat the margin", {kDrawnUp}, Raise({5000, 2}), kBelowCost},
      {"an accepted wage stands", {kDrawnUp, kAccepted}, Raise({3100, 2}), kQuoteAccepted},
      {"the client accepts", {kDrawnUp}, AcceptQuote{1, "grace"}, Then{kAccepted}},
      {"only what was seen is accepted", {kDrawnUp, kTo60}, AcceptQuote{1, "grace"}, kQuoteChanged},
      {"somebody accepts", {kDrawnUp}, AcceptQuote{1, ""}, kPartyMissing},
      {"a withdrawn quote is not accepted",
       {kDrawnUp, kWithdrawn},
       AcceptQuote{2, "grace"},
       kQuoteWithdrawn},
      {"a quote exists before it is accepted", {}, AcceptQuote{0, "grace"}, kQuoteUnknown},
      {"the agency withdraws", {kDrawnUp}, WithdrawQuote{"filled"}, Then{kWithdrawn}},
      {"an accepted quote can be withdrawn",
       {kDrawnUp, kAccepted},
       WithdrawQuote{"filled"},
       Then{kWithdrawn}},
      {"a quote exists before it is withdrawn", {}, WithdrawQuote{"filled"}, kQuoteUnknown},
  });
}

TEST(QuoteTest, IsOfferedForThirtyDays) {
  using Then = std::vector<const char*>;
  const calendar::Date first(2026, 10, 5), last(2026, 11, 4), after(2026, 11, 5);
  const auto draw_up = [](calendar::Date today) {
    DrawUpQuote command = DrawUp(sample::Electrician());
    command.today = today;
    return command;
  };
  const auto reprice = [](calendar::Date today) {
    RepriceQuote command = Reprice(v1::HELD_TARIFF, {5400, 2});
    command.today = today;
    return command;
  };
  const auto raise = [](calendar::Date today) {
    ChangeBaseWage command = Raise({3000, 2});
    command.today = today;
    return command;
  };
  eventsourcing::CheckRules<Quote, QuoteEvent, QuoteCommand, Refusal>({
      {"it says until when", {}, draw_up(first), Then{kOffered}},
      {"asked for again later it is the same", {kOffered}, draw_up(after), Then{}},
      {"the last day counts", {kOffered}, AcceptQuote{1, "grace", last}, Then{kAccepted}},
      {"the next one does not",
       {kOffered},
       AcceptQuote{1, "grace", after},
       Refusal{kQuoteExpired, "Its last day was 2026-11-04."}},
      {"what was accepted stays so", {kOffered, kAccepted}, AcceptQuote{1, "grace", after}, Then{}},
      {"it can be offered anew at the same price", {kOffered}, reprice(after), Then{kOfferedAnew}},
      {"or at the same wage", {kOffered}, raise(after), Then{kOfferedAnew}},
      {"not before it is over", {kOffered}, reprice(last), Then{}},
      {"and then be accepted",
       {kOffered, kOfferedAnew},
       AcceptQuote{2, "grace", after},
       Then{kAccepted}},
      {"an offer of before there were days stays open",
       {kDrawnUp},
       AcceptQuote{1, "grace", after},
       Then{kAccepted}},
  });
}

TEST(QuoteTest, AnotherWageKeepsWhatIsHeld) {
  Wish wish = sample::Electrician();
  wish.held = v1::HELD_MARGIN_PERCENT;
  wish.held_value = money::Decimal{20, 0};
  const auto drawn = std::get<0>(Decide(Quote{}, DrawUp(wish)));
  const Quote quote = Evolve(Quote{}, drawn.front());
  const auto raised = std::get<0>(Decide(quote, Raise({3500, 2})));
  const v1::Price& price = raised.front().quote_repriced().price();
  EXPECT_EQ(price.held(), v1::HELD_MARGIN_PERCENT);
  EXPECT_EQ(money::ToString(Display(price).margin_percent), "20.00");
  EXPECT_EQ(money::ToString(money::FromProto(price.cost())), "49.17");
  EXPECT_EQ(money::ToString(Display(price).tariff), "61.46");
}

TEST(QuoteTest, ASuppliersPriceGoesOnPassingThrough) {
  DrawUpQuote contractor = DrawUp(Wish{});
  contractor.wish.kind = v1::ENGAGEMENT_KIND_AOR;
  contractor.wish.currency = "EUR";
  contractor.wish.unit = v1::UNIT_DAY;
  contractor.wish.base_wage = {620, 0};
  contractor.wish.fee_percent = money::Decimal{4, 0};
  contractor.basis = sample::NoAgreement("FR");
  const auto drawn = std::get<0>(Decide(Quote{}, contractor));
  const auto raised = std::get<0>(Decide(
      Evolve(Quote{}, drawn.front()), ChangeBaseWage{0, {650, 0}, sample::NoAgreement("FR"), {}}));
  const v1::Price& price = raised.front().quote_repriced().price();
  EXPECT_EQ(money::ToString(money::FromProto(price.tariff())), "650.00");
  EXPECT_EQ(money::ToString(money::FromProto(price.fee())), "26.00");
}

TEST(QuoteTest, EveryChangeIsAnotherVersion) {
  Quote quote;
  const auto apply = [&](const QuoteCommand& command) {
    const auto decision = Decide(quote, command);
    for (const auto& event : std::get<0>(decision)) quote = Evolve(quote, event);
    return quote.version;
  };
  EXPECT_EQ(apply(DrawUp(sample::Electrician())), 1u);
  EXPECT_EQ(apply(Reprice(v1::HELD_TARIFF, {60, 0})), 2u);
  EXPECT_EQ(apply(AcceptQuote{2, "grace"}), 3u);
}

TEST(QuoteTest, StopsAtAnUnknownEvent) { EXPECT_ANY_THROW(Evolve(Quote{}, QuoteEvent{})); }
}  // namespace
}  // namespace aor::engagements
