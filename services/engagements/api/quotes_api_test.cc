// Quotes and rules over real gRPC.
#include "services/engagements/api/running_engagements.h"

namespace aor::engagements {
namespace {
class QuotesApiTest : public EngagementsTest {};

TEST_F(QuotesApiTest, AQuoteIsDrawnUpShownAndRepriced) {
  const std::string create =
      Id() + "quote_id: 'q1' client_id: 'acme' legal_entity_id: 'geneva' " + kElectrician;
  v1::CreateQuoteResponse created, again;
  ASSERT_EQ(Call(&Stub::CreateQuote, create, &created), "OK") << said_;
  EXPECT_EQ(Text(created.figures()), "21.96 | 11.86 | 1.80 | 1.28 | 54.00");
  EXPECT_EQ(Text(created.price().cost()), "42.14");
  ASSERT_EQ(Call(&Stub::CreateQuote, create, &again), "OK");
  EXPECT_EQ(again.DebugString(), created.DebugString());
  EXPECT_EQ(Try(&Stub::CreateQuote, create + "reason: 'another body'"), "6");

  v1::RepriceQuoteResponse repriced;
  ASSERT_EQ(Call(&Stub::RepriceQuote,
                 Id() + "client_id: 'acme' quote_id: 'q1' version: 1 held: HELD_MARGIN_PERCENT"
                        " held_value { unscaled: 20 }",
                 &repriced),
            "OK");
  EXPECT_EQ(Text(repriced.figures()), "20.00 | 10.54 | 1.76 | 1.25 | 52.68");
  EXPECT_EQ(Try(&Stub::AcceptQuote, Id() + "client_id: 'acme' quote_id: 'q1' version: 1"),
            "QUOTE_CHANGED");
  EXPECT_EQ(Try(&Stub::RepriceQuote, Id() + "client_id: 'acme' quote_id: 'q1' held: HELD_TARIFF"
                                            " held_value { unscaled: 40 }"),
            "BELOW_COST");
  EXPECT_EQ(Try(&Stub::RepriceQuote, Id() + "client_id: 'acme' quote_id: 'q1'"), "3");
  EXPECT_EQ(Try(&Stub::RepriceQuote, Id() + "client_id: 'zeta' quote_id: 'q1' held: HELD_TARIFF"
                                            " held_value { unscaled: 60 }"),
            "QUOTE_UNKNOWN");
  v1::GetQuoteResponse got;
  ASSERT_EQ(Call(&Stub::GetQuote,
                 "quote_id: 'q1' consistency_token: '" + repriced.consistency_token() + "'", &got),
            "OK");
  EXPECT_EQ(got.quote().version(), 2u);
  EXPECT_EQ(Text(got.quote().figures()), "20.00 | 10.54 | 1.76 | 1.25 | 52.68");

  ASSERT_EQ(Call(&Stub::RepriceQuote,
                 Id() + "client_id: 'acme' quote_id: 'q1' base_wage { unscaled: 35 }", &repriced),
            "OK")
      << said_;
  EXPECT_EQ(Text(repriced.figures().margin_percent()), "20.00");
}

TEST_F(QuotesApiTest, APreviewKeepsNothingAndNamesTheMinimum) {
  std::string wish = kElectrician;
  wish = wish.substr(wish.find("wish"));
  v1::PreviewQuoteResponse preview;
  ASSERT_EQ(Call(&Stub::PreviewQuote, wish, &preview), "OK") << said_;
  EXPECT_EQ(Text(preview.figures()), "21.96 | 11.86 | 1.80 | 1.28 | 54.00");
  EXPECT_EQ(preview.price().minimum_wage_source(), "BBl 2025 3547, skilled, high-wage zone");
  wish.replace(wish.find("3000"), 4, "2761");
  EXPECT_EQ(Try(&Stub::PreviewQuote, wish), "BELOW_MINIMUM_WAGE");
  EXPECT_NE(said_.find("CHF 27.62 (BBl 2025 3547"), std::string::npos) << said_;
  As("grace", "client:acme");
  EXPECT_EQ(Try(&Stub::PreviewQuote, wish), "7");
}

TEST_F(QuotesApiTest, AFormThatIsEditedValueByValueDoesNotDrift) {
  std::string wish = kElectrician;
  wish = wish.substr(wish.find("wish"));
  const auto held = [&](const char* value, const std::string& number) {
    std::string text = wish;
    const size_t from = text.find("held:");
    return text.replace(
        from, text.size() - from,
        "held: " + std::string(value) + " held_value { unscaled: " + number + " scale: 2 } }");
  };
  v1::PreviewQuoteResponse shown;
  ASSERT_EQ(Call(&Stub::PreviewQuote, held("HELD_MARGIN_PERCENT", "2000"), &shown), "OK") << said_;
  const std::string start = Text(shown.figures());
  EXPECT_EQ(start, "20.00 | 10.54 | 1.76 | 1.25 | 52.68");
  for (const auto& [value, number] :
       {std::pair("HELD_TARIFF", "5268"), {"HELD_COEFFICIENT", "176"}, {"HELD_MARGIN", "1054"}}) {
    const std::string displayed = " displayed { " + shown.price().ShortDebugString() + " }";
    ASSERT_EQ(Call(&Stub::PreviewQuote, held(value, number) + displayed, &shown), "OK") << said_;
    EXPECT_EQ(Text(shown.figures()), start) << value;
  }
}

TEST_F(QuotesApiTest, AClientAcceptsItsOwnQuoteAndSeesNoCost) {
  ASSERT_EQ(Try(&Stub::CreateQuote, Id() +
                                        "quote_id: 'q2' client_id: 'acme'"
                                        " legal_entity_id: 'geneva' " +
                                        kElectrician),
            "OK");
  As("zoe", "client:zeta");
  EXPECT_EQ(Try(&Stub::AcceptQuote, Id() + "client_id: 'acme' quote_id: 'q2'"), "7");
  EXPECT_EQ(Try(&Stub::GetQuote, "quote_id: 'q2'"), "5");
  As("grace", "client:acme");
  v1::AcceptQuoteResponse accepted;
  ASSERT_EQ(Call(&Stub::AcceptQuote,
                 Id() + "client_id: 'acme' quote_id: 'q2' version: 1 accepted_by: 'somebody-else'",
                 &accepted),
            "OK");
  v1::GetQuoteResponse got;
  ASSERT_EQ(Call(&Stub::GetQuote,
                 "quote_id: 'q2' consistency_token: '" + accepted.consistency_token() + "'", &got),
            "OK");
  EXPECT_EQ(got.quote().accepted_by(), "grace");
  EXPECT_EQ(got.quote().state(), v1::QUOTE_STATE_ACCEPTED);
  EXPECT_EQ(Text(got.quote().price().tariff()), "54.00");
  EXPECT_FALSE(got.quote().price().has_cost());
  EXPECT_FALSE(got.quote().figures().has_margin());
  As("grace", "client:acme", "other-tenant");
  EXPECT_EQ(Try(&Stub::GetQuote, "quote_id: 'q2'"), "5");
}

TEST_F(QuotesApiTest, TheRulesAnswerWithTheirSources) {
  v1::ListAgreementsResponse agreements;
  ASSERT_EQ(Ask(&Rules::ListAgreements, "jurisdiction: 'CH-GE'", &agreements), "OK");
  ASSERT_EQ(agreements.agreements_size(), 1);
  EXPECT_EQ(agreements.agreements(0).cba_id(), "GAV-PERSONALVERLEIH");
  EXPECT_EQ(Ask(&Rules::ListAgreements, "jurisdiction: 'CH-GE' page_token: 'A'", &agreements), "3");
  v1::GetMinimumWageResponse minimum;
  ASSERT_EQ(
      Ask(&Rules::GetMinimumWage,
          "jurisdiction: 'CH-GE' cba_id: 'GAV-PERSONALVERLEIH' skill: SKILL_UNSKILLED", &minimum),
      "OK");
  EXPECT_EQ(Text(minimum.minimum_wage()), "22.70");
  EXPECT_EQ(minimum.source(), "BBl 2025 3547, unskilled, Geneva");
  EXPECT_EQ(minimum.components_size(), 4);
  EXPECT_EQ(Ask(&Rules::GetMinimumWage, "jurisdiction: 'CH-ZH'", &minimum), "5");
}

// S1.7: the cost follows the charges that were chosen, and a contract keeps the choice.
TEST_F(QuotesApiTest, ChargesAreChosenFromWhatIsLoaded) {
  v1::ListChargeSetsResponse sets;
  ASSERT_EQ(Ask(&Rules::ListChargeSets, "jurisdiction: 'CH-GE'", &sets), "OK");
  ASSERT_EQ(sets.charge_sets_size(), 2);
  EXPECT_EQ(sets.charge_sets(0).charge_set_id(), "");
  EXPECT_EQ(Text(sets.charge_sets(0).percent()), "16");
  EXPECT_EQ(sets.charge_sets(1).charge_set_id(), "CH-BY-ITEM");
  EXPECT_EQ(Text(sets.charge_sets(1).percent()), "6.7");
  EXPECT_EQ(sets.charge_sets(1).components_size(), 3);
  const std::string quote = kElectrician;
  const std::string wish = quote.substr(quote.find("wish"), quote.rfind('}') - quote.find("wish"));
  const auto preview = [&](const std::string& set) {
    v1::PreviewQuoteResponse answer;
    const auto said = Call(&Stub::PreviewQuote, wish + " charge_set_id: '" + set + "' }", &answer);
    return said == "OK" ? Text(answer.price().cost()) : said;
  };
  EXPECT_EQ(preview(""), "42.14");
  EXPECT_EQ(preview("CH-BY-ITEM"), "38.77");  // 36.33 + 1.93 + 0.40 + 0.11
  EXPECT_EQ(preview("FR-BY-ITEM"), "CHARGES_UNKNOWN");
  Accepted("q40", "geneva", quote.substr(0, quote.rfind('}')) + " charge_set_id: 'CH-BY-ITEM' }");
  ASSERT_EQ(Conclude("c40", "q40", kGenevan), "OK") << said_;
  v1::GetContractResponse got;
  ASSERT_EQ(Call(&Stub::GetContract, "contract_id: 'c40'" + after_, &got), "OK") << said_;
  EXPECT_EQ(got.contract().concluded().terms().charge_set_id(), "CH-BY-ITEM");
  EXPECT_EQ(Text(got.contract().concluded().terms().cost()), "38.77");
}

TEST_F(QuotesApiTest, TemplatesAndQuotesAreListed) {
  v1::ListQuoteTemplatesResponse templates;
  ASSERT_EQ(Call(&Stub::ListQuoteTemplates, "jurisdiction: 'FR' page_size: 1", &templates), "OK");
  ASSERT_EQ(templates.quote_templates_size(), 1);
  EXPECT_EQ(templates.quote_templates(0).template_id(), "fr-contractor");
  EXPECT_EQ(templates.rule_version().substr(0, 7), "sha256:");
  const std::string second = "jurisdiction: 'FR' page_token: '" + templates.next_page_token() + "'";
  ASSERT_EQ(Call(&Stub::ListQuoteTemplates, second, &templates), "OK");
  ASSERT_GT(templates.quote_templates_size(), 0);
  EXPECT_NE(templates.quote_templates(0).template_id(), "fr-contractor");
  for (const char* forged : {"x", "AAAA", "é", "a"})
    EXPECT_EQ(
        Call(&Stub::ListQuoteTemplates, std::string("page_token: '") + forged + "'", &templates),
        "3")
        << forged;
  EXPECT_EQ(Call(&Stub::ListQuoteTemplates, "page_size: -1", &templates), "3");
  EXPECT_EQ(Call(&Stub::ListQuoteTemplates, "page_size: 2147483647", &templates), "OK");
  Accepted("q30");
  v1::WithdrawQuoteResponse withdrawn;
  ASSERT_EQ(Call(&Stub::WithdrawQuote, Id() + "client_id: 'acme' quote_id: 'q30' reason: 'filled'",
                 &withdrawn),
            "OK");
  EXPECT_EQ(Conclude("c30", "q30", kGenevan), "QUOTE_NOT_ACCEPTED");
  v1::ListQuotesResponse quotes;
  ASSERT_EQ(Call(&Stub::ListQuotes,
                 "client_id: 'acme' state: QUOTE_STATE_WITHDRAWN consistency_token: '" +
                     withdrawn.consistency_token() + "'",
                 &quotes),
            "OK");
  ASSERT_EQ(quotes.quotes_size(), 1);
  EXPECT_EQ(quotes.quotes(0).withdrawal_reason(), "filled");
}

// The last one: nothing of before is open after it.
TEST_F(QuotesApiTest, AnOfferIsOpenForThirtyDays) {
  const std::string quote = "client_id: 'acme' quote_id: 'q-late' ";
  const auto valid_until = [&](const std::string& token) {
    v1::GetQuoteResponse got;
    EXPECT_EQ(Call(&Stub::GetQuote, "quote_id: 'q-late' consistency_token: '" + token + "'", &got),
              "OK");
    return calendar::ToString(calendar::FromProto(got.quote().valid_until()));
  };
  v1::CreateQuoteResponse created;
  ASSERT_EQ(Call(&Stub::CreateQuote, Id() + quote + "legal_entity_id: 'geneva' " + kElectrician,
                 &created),
            "OK")
      << said_;
  EXPECT_EQ(valid_until(created.consistency_token()), "2026-10-28");
  process_->AdvanceTo("2026-10-29T06:00:00Z");
  EXPECT_EQ(Try(&Stub::AcceptQuote, Id() + quote), "QUOTE_EXPIRED");
  EXPECT_NE(said_.find("2026-10-28"), std::string::npos) << said_;
  v1::RepriceQuoteResponse repriced;
  ASSERT_EQ(
      Call(&Stub::RepriceQuote,
           Id() + quote + "held: HELD_TARIFF held_value { unscaled: 5400 scale: 2 }", &repriced),
      "OK")
      << said_;
  EXPECT_EQ(valid_until(repriced.consistency_token()), "2026-11-28");
  EXPECT_EQ(Try(&Stub::AcceptQuote, Id() + quote), "OK") << said_;
}
}  // namespace
}  // namespace aor::engagements
