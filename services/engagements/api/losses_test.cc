// What lies below cost is asked for by one person and taken by another, over real gRPC.
#include "services/engagements/api/running_engagements.h"

namespace aor::engagements {
namespace {
class LossesTest : public EngagementsTest {};
constexpr auto kNotAllowed = "7";

TEST_F(LossesTest, AQuoteBelowCostWaitsForFinance) {
  std::string cheap = kElectrician;
  cheap.replace(cheap.find("5400"), 4, "4000");
  const std::string draw = "quote_id: 'l1' client_id: 'acme' legal_entity_id: 'geneva' ";
  EXPECT_EQ(Try(&Stub::CreateQuote, Id() + draw + cheap), "BELOW_COST");
  cheap.insert(cheap.rfind('}'), " approval_reason: 'to win the canton'");
  ASSERT_EQ(Try(&Stub::CreateQuote, Id() + draw + cheap), "OK") << said_;
  const std::string quote = "client_id: 'acme' quote_id: 'l1' ";
  As("grace", "client:acme");
  EXPECT_EQ(Try(&Stub::AcceptQuote, Id() + quote), "QUOTE_NOT_APPROVED");
  EXPECT_EQ(said_.find("cost"), std::string::npos) << "no business of the client's: " << said_;

  const std::string approve = quote + "version: 1 reason: 'a reference' ";
  As("max", "consultant");
  EXPECT_EQ(Try(&Stub::ApproveQuote, Id() + approve), kNotAllowed);
  As("carla", "finance");
  EXPECT_EQ(Try(&Stub::ApproveQuote, Id() + approve), "SAME_PERSON");
  As("olga", "finance");
  EXPECT_EQ(Try(&Stub::ApproveQuote, Id() + quote + "version: 1"), "3") << "for no reason";
  v1::ApproveQuoteResponse approved;
  ASSERT_EQ(Call(&Stub::ApproveQuote, Id() + approve, &approved), "OK") << said_;
  const std::string get =
      "quote_id: 'l1' consistency_token: '" + approved.consistency_token() + "'";
  v1::GetQuoteResponse got;
  ASSERT_EQ(Call(&Stub::GetQuote, get, &got), "OK");
  EXPECT_EQ(got.quote().price().proposed_by() + ", " + got.quote().approved().approved_by() + ": " +
                got.quote().approved().reason(),
            "carla, olga: a reference");
  EXPECT_FALSE(got.quote().waits_for_approval());
  As("grace", "client:acme");
  ASSERT_EQ(Call(&Stub::GetQuote, get, &got), "OK");
  EXPECT_FALSE(got.quote().has_approved());
  EXPECT_EQ(got.quote().price().proposed_by(), "");
  EXPECT_EQ(Try(&Stub::AcceptQuote, Id() + quote + "version: 2"), "OK") << said_;
}

TEST_F(LossesTest, ARateBelowCostIsNoneBeforeASecondPersonTakesIt) {
  Accepted("l2");
  ASSERT_EQ(Conclude("l2", "l2", kGenevan), "OK") << said_;
  const std::string contract =
      "client_id: 'acme' contract_id: 'l2' effective_from { year: 2026 month: 10 day: 12 }"
      " tariff { unscaled: 40 } ";
  v1::AgreeRateResponse agreed;
  ASSERT_EQ(Call(&Stub::AgreeRate, Id() + contract + "approval_reason: 'volume'", &agreed), "OK");
  EXPECT_TRUE(agreed.waits_for_approval());
  EXPECT_FALSE(agreed.has_rate());
  const auto tariff_on_the_day = [&](const std::string& token) {
    v1::GetTermsResponse terms;
    EXPECT_EQ(Call(&Stub::GetTerms,
                   "contract_id: 'l2' effective_on { year: 2026 month: 10 day: 12 }"
                   " consistency_token: '" +
                       token + "'",
                   &terms),
              "OK");
    return Text(terms.terms().tariff());
  };
  EXPECT_EQ(tariff_on_the_day(agreed.consistency_token()), "54.00");
  v1::GetContractResponse got;
  ASSERT_EQ(Call(&Stub::GetContract, "contract_id: 'l2'", &got), "OK");
  ASSERT_EQ(got.contract().proposed_rates_size(), 1);
  EXPECT_EQ(got.contract().proposed_rates(0).proposed().proposed_by(), "carla");
  As("ada", "worker");
  ASSERT_EQ(Call(&Stub::GetContract, "contract_id: 'l2'", &got), "OK");
  EXPECT_EQ(got.contract().proposed_rates_size(), 0);

  As("carla", "finance");
  EXPECT_EQ(Try(&Stub::ApproveRate, Id() + contract + "reason: 'volume'"), "SAME_PERSON");
  As("olga", "finance");
  v1::ApproveRateResponse approved;
  ASSERT_EQ(Call(&Stub::ApproveRate, Id() + contract + "reason: 'volume'", &approved), "OK");
  EXPECT_EQ(approved.rate().proposed_by() + ", " + approved.rate().approved_by(), "carla, olga");
  EXPECT_EQ(tariff_on_the_day(approved.consistency_token()), "40");
  As("carla", "consultant");
  ASSERT_EQ(Try(&Stub::EndContract, Id() + "client_id: 'acme' contract_id: 'l2'"
                                           " end { year: 2026 month: 10 day: 12 }"),
            "OK");
}
}  // namespace
}  // namespace aor::engagements
