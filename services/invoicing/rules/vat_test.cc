#include "services/invoicing/rules/vat.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace aor::invoicing {
namespace {
struct Case {
  Trade trade;
  const char* category;
  Decimal percent;
  const char* reason_names;  // the article
};

TEST(VatRatesTest, WhoseTaxFallsDueDependsOnWhereBothAreAtHome) {
  const std::vector<Case> cases = {
      {{"CH", "CH", ""}, "S", {81, 1}, ""},
      {{"CH", "", ""}, "S", {81, 1}, ""},
      {{"CH", "LI", ""}, "S", {81, 1}, ""},  // one territory
      {{"CH", "FR", "FR1"}, "O", {}, "MWSTG art. 8"},
      {{"CH", "DE", ""}, "O", {}, "MWSTG art. 8"},
      {{"FR", "FR", "FR1"}, "S", {20, 0}, ""},
      {{"FR", "MC", "FR1"}, "S", {20, 0}, ""},
      {{"FR", "DE", "DE1"}, "AE", {}, "Autoliquidation"},
      {{"FR", "DE", ""}, "S", {20, 0}, ""},  // no number: taxed as at home
      {{"FR", "CH", ""}, "O", {}, "259-1"},
      {{"FR", "GB", "GB1"}, "O", {}, "259-1"},
  };
  for (const auto& [trade, category, percent, reason] : cases) {
    const std::string where = trade.seller_country + " to " + trade.buyer_country;
    const Vat vat = VatOn(VatRatesOf(trade), calendar::Date(2026, 10, 5));
    EXPECT_EQ(vat.category, category) << where;
    EXPECT_EQ(vat.percent, percent) << where;
    EXPECT_NE(vat.exemption_reason.find(reason), std::string::npos) << where;
    EXPECT_EQ(vat.exemption_reason.empty(), vat.category == "S") << where;
  }
}

TEST(VatRatesTest, TheRateIsThatOfTheDayOfWork) {
  const auto rates = VatRatesOf({"CH", "CH", ""});
  EXPECT_EQ(VatOn(rates, calendar::Date(2023, 12, 31)).percent, (Decimal{77, 1}));
  EXPECT_EQ(VatOn(rates, calendar::Date(2024, 1, 1)).percent, (Decimal{81, 1}));
}

TEST(VatRatesTest, ACountryWithoutRulesIsBilledNothing) {
  EXPECT_FALSE(VatOn(VatRatesOf({"US", "US", ""}), calendar::Date(2026, 10, 5)).known());
}
}  // namespace
}  // namespace aor::invoicing
