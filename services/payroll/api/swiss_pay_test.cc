// Swiss pay from what other services published of the worker.
#include "services/payroll/api/running_month.h"

namespace aor::payroll {
namespace {
class SwissPayTest : public PayrollTest {
 protected:
  int64_t AmountOf(const std::string& contract, const std::string& code) {
    const auto slip = Draft(contract).slip();
    int64_t amount = 0;
    for (const auto& line : slip.lines())
      if (line.code() == code) amount += line.amount().minor_units();
    return amount;
  }
  static std::string Weekly(std::string concluded, int hours) {
    return concluded.replace(concluded.find("currency_code"), 0,
                             "weekly_hours { unscaled: " + std::to_string(hours) + " } ");
  }
};

// E36: it holds from the next month.
TEST_F(SwissPayTest, ATariffCodeThatChangesWithinTheMonthLeavesItAsItIs) {
  NightWorker("tia", "c-tia");
  const std::string born = "birth_date { year: 1990 month: 5 day: 17 } permit: 'G' ";
  canned_->profiles["tia"] = born + "source_tax_canton: 'GE' source_tax_code: 'B0N'";
  EXPECT_EQ(AmountOf("c-tia", "SOURCE_TAX"), -660);  // 1.4 % by 30 × 180, as hired
  canned_->profiles["tia@2026-10-01"] = born + "source_tax_canton: 'GE' source_tax_code: 'A0N'";
  EXPECT_EQ(AmountOf("c-tia", "SOURCE_TAX"), -3540) << "7.5 %";
  canned_->profiles["tia"] = "birth_date { year: 1990 month: 5 day: 17 } permit: 'C'";
  EXPECT_EQ(AmountOf("c-tia", "SOURCE_TAX"), -3540) << "settled since";
}

TEST_F(SwissPayTest, WhatIsFirstSaidWithinTheMonthIsNoChange) {
  NightWorker("yve", "c-yve");
  const std::string born = "birth_date { year: 1990 month: 5 day: 17 } ";
  const std::string code = " source_tax_canton: 'GE' source_tax_code: 'A0N'";
  const auto tax = [&](const std::string& first, const std::string& last) {
    canned_->profiles["yve@2026-10-01"] = born + first;
    canned_->profiles["yve"] = born + last;
    const auto draft = Draft("c-yve");
    return draft.missing().empty() ? AmountOf("c-yve", "SOURCE_TAX") : 1;
  };
  EXPECT_EQ(tax("", "permit: 'B'" + code), -3540) << "only the birth date was known";
  EXPECT_EQ(tax("permit: 'B'", "permit: 'B'" + code), -3540) << "the canton's word came later";
  EXPECT_EQ(tax("", "permit: 'C'"), 0);
  EXPECT_EQ(tax("permit: 'B'", "permit: 'C'"), 1) << "his code of before is owed";
  EXPECT_EQ(tax("permit: 'C'", "permit: 'B'" + code), 0) << "a change";
}

TEST_F(SwissPayTest, WhoIsEngagedAgainWithinTheMonthIsTaxedAsThen) {
  NightWorker("zac", "c-zac");
  const std::string of =
      "birth_date { year: 1990 month: 5 day: 17 } permit: 'G' "
      "source_tax_canton: 'GE' source_tax_code: ";
  canned_->profiles["zac@2026-10-01"] = of + "'A0N'";
  canned_->profiles["zac"] = of + "'B0N'";
  const auto conclude = [](const std::string& contract, const std::string& start,
                           const std::string& end) {
    auto concluded = Concluded(contract, "zac", "geneva", 30, end);
    const std::string september = "year: 2026 month: 9 day: 28";
    Fact<ContractEvent>("engagements", "acme",
                        concluded.replace(concluded.find(september), september.size(), start));
  };
  conclude("c-zac", "year: 2026 month: 10 day: 19", kNovember);
  canned_->since["zac"] = "year: 2026 month: 10 day: 19";
  EXPECT_EQ(AmountOf("c-zac", "SOURCE_TAX"), -660);
  canned_->since["zac"] = "year: 2026 month: 10 day: 20";
  EXPECT_EQ(AmountOf("c-zac", "SOURCE_TAX"), -3540) << "a change after the first day";
  canned_->since["zac"] = "year: 2026 month: 10 day: 19";
  conclude("c-zac-1", "year: 2026 month: 9 day: 1", "year: 2026 month: 10 day: 9");
  EXPECT_EQ(AmountOf("c-zac", "SOURCE_TAX"), -3540) << "employed here since September";
}

TEST_F(SwissPayTest, HoursOfAllContractsWithTheEmployerInsureAgainstAccidents) {
  NightWorker("uma", "c-uma");
  const auto conclude = [](const char* contract, const char* entity, int hours) {
    Fact<ContractEvent>("engagements", "acme",
                        Weekly(Concluded(contract, "uma", entity, 30, kNovember), hours));
  };
  conclude("c-uma-5", "geneva", 5);
  Fact<WeekEvent>("timesheet", "uma",
                  Verified("c-uma-5", "uma", "geneva", "2026-W43", Line("22", "BASE", 300)));
  EXPECT_LT(AmountOf("c-uma-5", "NBU"), 0) << "beside one without a schedule";
  conclude("c-uma", "geneva", 2);
  EXPECT_EQ(AmountOf("c-uma-5", "NBU"), 0);
  conclude("c-uma-lyon", "lyon", 30);
  EXPECT_EQ(AmountOf("c-uma-5", "NBU"), 0) << "another employer";
  conclude("c-uma-3", "geneva", 1);
  EXPECT_LT(AmountOf("c-uma-5", "NBU"), 0) << "8 hours";
}

TEST_F(SwissPayTest, ADayHasTheHoursOfItsQuote) {
  NightWorker("xia", "c-xia");
  const auto base = [this](const std::string& contract, const std::string& hours) {
    auto concluded = Concluded(contract, "xia", "geneva", 300, "year: 2027 month: 9 day: 30");
    concluded.replace(concluded.find("UNIT_HOUR"), 9, "UNIT_DAY " + hours);
    Fact<ContractEvent>("engagements", "acme", concluded);
    Fact<WeekEvent>("timesheet", "xia",
                    Verified(contract, "xia", "geneva", "2026-W42",
                             " lines { day { year: 2026 month: 10 day: 14 } category: CATEGORY_DAY"
                             " quantity { unscaled: 1 } }"));
    const auto draft = Draft(contract);
    for (const auto& line : draft.slip().lines())
      if (line.code() == "BVG") return line.base().minor_units();
    return int64_t{0};
  };
  EXPECT_EQ(base("c-xia-1", "daily_hours { unscaled: 8 }"), 23538);  // 8 h of 2 184: 64 260
  EXPECT_EQ(base("c-xia-2", "hours_per_unit { unscaled: 8 }"), 23538);
}

TEST_F(SwissPayTest, WeeksOfBeforeAreForgottenAfterAYear) {
  const auto pension = [this](const std::string& worker, const std::string& as_of) {
    NightWorker(worker, "c-" + worker);
    Fact<directory::v1::PersonEvent>(
        "directory", worker,
        "opening_balance_recorded { person_id: '" + worker +
            "' legal_entity_id: 'geneva' balance_kind: OPENING_BALANCE_KIND_BVG_WEEKS"
            " quantity { unscaled: 13 } as_of { " +
            as_of + " } }");
    return AmountOf("c-" + worker, "BVG");
  };
  EXPECT_EQ(pension("vea", "year: 2026 month: 9 day: 30"), -1324);
  EXPECT_EQ(pension("wes", "year: 2024 month: 12 day: 31"), 0);
}
}  // namespace
}  // namespace aor::payroll
