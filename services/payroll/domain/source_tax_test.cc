// Whose tax a Swiss employer withholds, and at which rate.
#include "services/payroll/domain/prefill.h"
#include "services/payroll/domain/prefill_examples.h"

namespace aor::payroll {
namespace {
using namespace examples;
using calendar::Date;
const RuleBook& Swiss() {
  static const RuleBook book = BookOf("CH-GE");
  return book;
}
const Date kTuesday(2026, 10, 6);

void TaxAtSource(SlipInput& input) {
  input.profile->permit = "B";
  input.profile->source_tax_canton = "GE";
  input.profile->source_tax_code = "A0N";
}

// Bern TaxInfo, exit on 16 March: 9 500 are taxed by 3 500 / 16 × 30 + 1 000 + 5 000 = 12 562.50.
TEST(SourceTaxTest, TaxesAPartOfAMonthByTheWholeOne) {
  auto rules = Swiss().rules();
  auto& tariff = *rules.mutable_tariffs(0);
  tariff.clear_brackets();
  for (const auto& [from, percent] : {std::pair(0, 1), {1256250, 10}, {1256251, 20}}) {
    auto& bracket = *tariff.add_brackets();
    *bracket.mutable_income_from() = money::ToProto(money::Money{"CHF", from});
    *bracket.mutable_percent() = money::ToProto(money::Decimal{percent, 0});
  }
  const RuleBook book("bern", rules);
  auto input = GenevaByMonth(3500);
  TaxAtSource(input);
  input.period = "2026-03";
  input.contract.start = Date(2025, 1, 1);
  input.contract.end = Date(2026, 3, 16);
  input.contract.base_wages = {{Date(2025, 1, 1), {3500, 0}}};
  input.verified = {Quantity(Date(2026, 3, 16), "MONTH", 1)};
  const auto fee = [](const char* id, int64_t amount) {
    return MissionFee{id, id, {"CHF", amount}, {100, 0}, {}, Date(2026, 3, 10), "board", true};
  };
  input.fees = {fee("holidays", 100000), fee("severance", 500000)};
  const auto draft = Prefill(input, &book);
  EXPECT_EQ(LineOf(draft, "SOURCE_TAX").base().minor_units(), 950000);
  EXPECT_EQ(AmountOf(draft, "SOURCE_TAX"), -95000);
}

TEST(SourceTaxTest, CountsEveryMonthAsThirtyDays) {
  const Date before(2026, 1, 1);
  const struct {
    Date start;
    std::optional<Date> end;
    int64_t tax;  // of 4 500: 7.5 % below 5 500, 10.9, 13.4 from 7 000, 16.2 from 9 000
  } kRows[] = {
      {before, std::nullopt, 33750},
      {before, Date(2026, 10, 31), 33750},
      {Date(2026, 10, 1), std::nullopt, 33750},
      {Date(2026, 10, 16), std::nullopt, 72900},        // 15 days
      {Date(2026, 10, 15), std::nullopt, 60300},        // 16 days
      {before, Date(2026, 10, 15), 72900},              // 15 days
      {before, Date(2026, 10, 30), 33750},              // 30 days
      {Date(2026, 10, 31), std::nullopt, 72900},        // 1 day
      {Date(2026, 10, 12), Date(2026, 10, 26), 72900},  // 15 days
  };
  for (const auto& row : kRows) {
    auto input = GenevaByMonth(4500);
    TaxAtSource(input);
    input.contract.base_wages = {{before, {4500, 0}}};
    input.contract.start = row.start;
    input.contract.end = row.end;
    EXPECT_EQ(AmountOf(Prefill(input, &Swiss()), "SOURCE_TAX"), -row.tax)
        << row.start << " to " << row.end.value_or(Date());
  }
}

TEST(SourceTaxTest, IsOwedByAllButCitizensAndTheSettled) {
  const struct {
    const char *permit, *code, *missing;
    bool taxed;
  } kRows[] = {
      {"C", "", "", false},
      {"CITIZEN", "", "", false},
      {"B", "A0N", "", true},
      {"F", "A0N", "", true},
      {"F", "", kSourceTaxCode, false},
      {"B", "", kSourceTaxCode, false},
      {"N", "", kSourceTaxCode, false},
      {"", "", kPermit, false},
      {"", "A0N", "", true},
      {"C", "A0N", "", true},
  };
  for (const auto& row : kRows) {
    auto input = Geneva();
    input.verified = {Time(kTuesday, "BASE", 600)};
    input.profile->permit = row.permit;
    input.profile->source_tax_code = row.code;
    if (*row.code) input.profile->source_tax_canton = "GE";
    const auto draft = Prefill(input, &Swiss());
    const std::string who = std::string(row.permit) + " " + row.code;
    EXPECT_EQ(AmountOf(draft, "SOURCE_TAX") < 0, row.taxed) << who;
    EXPECT_EQ(draft.missing,
              *row.missing ? std::set<std::string>{row.missing} : std::set<std::string>{})
        << who;
  }
}
}  // namespace
}  // namespace aor::payroll
