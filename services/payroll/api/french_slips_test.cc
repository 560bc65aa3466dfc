// What engagements and timesheet say of French work, on drafts and in the month's status.
#include "libs/money/money.h"
#include "services/payroll/api/running_month.h"

namespace aor::payroll {
namespace {
class FrenchSlipsTest : public PayrollTest {
 protected:
  // With 35 h of the week from 5 October.
  void Works(const std::string& worker, const std::string& contract, int wage) {
    canned_->profiles[worker] =
        "birth_date { year: 1995 month: 1 day: 2 } pas_rate_known: true"
        " pas_rate_percent { unscaled: 42 scale: 1 }";
    Fact<ContractEvent>("engagements", "acme",
                        Concluded(contract, worker, "lyon", wage, "year: 2026 month: 10 day: 30"));
    Fact<WeekEvent>("timesheet", worker,
                    Verified(contract, worker, "lyon", "2026-W41", Line("6", "BASE", 35 * 60)));
  }
  static void Ends(const std::string& contract, const std::string& more) {
    Fact<ContractEvent>("engagements", "acme",
                        "contract_ended { contract_id: '" + contract +
                            "' end { year: 2026 month: 10 day: 9 } " + more + "}");
  }
  int64_t AmountOf(const std::string& contract, const std::string& code) {
    int64_t sum = 0;
    const auto draft = Draft(contract);
    for (const auto& line : draft.slip().lines())
      if (line.code() == code) sum += line.amount().minor_units();
    return sum;
  }
  static std::vector<std::string> MissingOf(const v1::DraftPayslip& draft) {
    return {draft.missing().begin(), draft.missing().end()};
  }
};

TEST_F(FrenchSlipsTest, TheCauseOfAnEarlyEndComesWithTheContract) {
  Works("lea", "f1", 15);
  Ends("f1", "");
  EXPECT_EQ(MissingOf(Draft("f1")), std::vector<std::string>{"END_CAUSE"});
  Ends("f1", "end_cause: END_CAUSE_WORKER ");
  EXPECT_EQ(MissingOf(Draft("f1")), std::vector<std::string>{});
  EXPECT_EQ(AmountOf("f1", "IFM"), 0);
  EXPECT_EQ(AmountOf("f1", "ICCP"), 5250);
  Ends("f1", "end_cause: END_CAUSE_EMPLOYER ");
  EXPECT_EQ(AmountOf("f1", "IFM"), 5250) << "corrected";
}

TEST_F(FrenchSlipsTest, AnEndOnTheAgreedDayNeedsNoCause) {
  Works("max", "f2", 15);
  Fact<ContractEvent>("engagements", "acme",
                      "contract_ended { contract_id: 'f2' end { year: 2026 month: 10 day: 30 } }");
  process_->AdvanceTo("2026-11-02T06:00:00Z");
  EXPECT_EQ(MissingOf(Draft("f2")), std::vector<std::string>{});
  EXPECT_EQ(AmountOf("f2", "IFM"), 5250);
  Fact<ContractEvent>("engagements", "acme",
                      "contract_ended { contract_id: 'f2' end { year: 2026 month: 10 day: 30 }"
                      " end_cause: END_CAUSE_WORKER }");
  EXPECT_EQ(AmountOf("f2", "IFM"), 5250) << "who works to the agreed day has left nothing early";
}

// The week of 28 September to 4 October; another wage from 1 October on.
TEST_F(FrenchSlipsTest, OvertimeHasTheWageOfTheDayThatCausedIt) {
  Works("noe", "f3", 15);
  Fact<ContractEvent>("engagements", "acme",
                      "rate_agreed { contract_id: 'f3' base_wage { unscaled: 30 } effective_from {"
                      " year: 2026 month: 10 day: 1 } }");
  const auto cause = [](int month, int day, int hours) {
    return " caused_on { day { year: 2026 month: " + std::to_string(month) +
           " day: " + std::to_string(day) + " } time { seconds: " + std::to_string(hours * 3600) +
           " } }";
  };
  std::string line = Line("4", "OVERTIME", 4 * 60, 25);
  line.insert(line.rfind('}'), cause(9, 30, 3) + cause(10, 2, 1));
  Fact<WeekEvent>("timesheet", "noe", Verified("f3", "noe", "lyon", "2026-W40", line));
  EXPECT_EQ(AmountOf("f3", "OVERTIME_25"), 3 * 375 + 750);
}

TEST_F(FrenchSlipsTest, AMonthHasTheHoursOfItsQuote) {
  Works("pia", "f5", 15);
  auto concluded = Concluded("f6", "pia", "lyon", 1830, "year: 2026 month: 12 day: 18");
  concluded.replace(concluded.find("UNIT_HOUR"), 9,
                    "UNIT_MONTH hours_per_unit { unscaled: 15167 scale: 2 }");
  Fact<ContractEvent>("engagements", "acme", concluded);
  Fact<WeekEvent>("timesheet", "pia",
                  Verified("f6", "pia", "lyon", "2026-W42",
                           " lines { day { year: 2026 month: 10 day: 14 } category: CATEGORY_MONTH"
                           " quantity { unscaled: 1 } }"));
  const auto draft = Draft("f6");
  ASSERT_EQ(draft.below_minimum_size(), 1);
  EXPECT_EQ(money::ToString(money::FromProto(draft.below_minimum(0).minimum())), "1867.06");
}

TEST_F(FrenchSlipsTest, AWageBelowTheMinimumIsSaidWhereverTheSlipIs) {
  Works("ode", "f4", 12);
  const auto draft = Draft("f4");
  ASSERT_EQ(draft.below_minimum_size(), 1);
  EXPECT_EQ(money::ToString(money::FromProto(draft.below_minimum(0).minimum())), "12.31");
  EXPECT_EQ(AmountOf("f4", "BASE"), 35 * 1231);
  EXPECT_TRUE(draft.payable());
  process_->AdvanceTo("2026-11-02T06:00:00Z");
  v1::GetMonthStatusResponse status;
  ASSERT_EQ(Call(&Stub::GetMonthStatus,
                 "legal_entity_id: 'lyon' month: '2026-10' page_size: 100" + Since(), &status),
            "OK")
      << said_;
  int found = 0;
  for (const auto& waiting : status.waiting())
    if (waiting.party_id() == "ode") {
      ++found;
      ASSERT_EQ(waiting.reasons_size(), 1);
      EXPECT_EQ(waiting.reasons(0), "BELOW_MINIMUM_WAGE");
      EXPECT_NE(waiting.sentence().find("wage of 12 is below"), std::string::npos)
          << waiting.sentence();
    }
  EXPECT_EQ(found, 1);
}
}  // namespace
}  // namespace aor::payroll
