// By which terms money is lent on a day.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "services/payroll/domain/rule_book.h"

namespace aor::payroll {
namespace {
using calendar::Date;

RuleBook BookOf(const std::string& text) {
  v1::PayRules rules;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &rules)) << text;
  return {"v1", rules};
}
constexpr auto kTwo = R"(
loan_terms { cap_percent { unscaled: 15 } status: STATUS_PROPOSED
             valid_from { year: 2020 month: 1 day: 1 } }
loan_terms { cap_percent { unscaled: 10 } status: STATUS_REPEALED
             valid_from { year: 2024 month: 1 day: 1 } valid_to { year: 2026 month: 12 day: 31 } }
loan_terms { cap_percent { unscaled: 8 } status: STATUS_IN_FORCE
             valid_from { year: 2027 month: 1 day: 1 } }
)";

TEST(LoanTermsTest, HoldOnTheirDays) {
  const RuleBook book = BookOf(kTwo);
  const struct {
    const char* says;
    Date on;
    int64_t cap;
  } kCases[] = {
      {"the first day", Date(2024, 1, 1), 10},
      {"the last day", Date(2026, 12, 31), 10},
      {"the day after", Date(2027, 1, 1), 8},
      {"an open end", Date(2040, 1, 1), 8},
      {"before all of them the first that ever held", Date(2019, 6, 1), 10},
  };
  for (const auto& one : kCases)
    EXPECT_EQ(book.LoansOn(one.on).cap_percent().unscaled(), one.cap) << one.says;
}

TEST(LoanTermsTest, AreThere) { EXPECT_ANY_THROW(BookOf("").LoansOn(Date(2026, 1, 1))); }
}  // namespace
}  // namespace aor::payroll
