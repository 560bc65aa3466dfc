#include "libs/operations/month_calendar.h"

#include <gtest/gtest.h>

namespace aor::operations {
namespace {
using calendar::Date;

std::string Row(const std::string& more) {
  return "cut_offs { step: 'PAYSLIP' minute_of_day: 720 source: 'policy' " + more + " } ";
}
std::string Due(const MonthCalendar& rules, Date month, const std::string& place,
                const std::string& zone) {
  const auto due = rules.DueOf("PAYSLIP", month, place, zone);
  return due ? calendar::LocalText(*due, zone) : "never";
}

// 1 November 2026 is a Sunday, and 1 January a holiday in both calendars.
TEST(MonthCalendarTest, CountsBankingDaysOfThePlaceOnItsWall) {
  const MonthCalendar rules(
      Row("banking_day: 2 valid_from { year: 2026 month: 1 day: 1 } status: 'in force'") +
      Row("banking_day: 1 place: 'FR' valid_from { year: 2026 month: 1 day: 1 } status: "
          "'unverified'") +
      Row("banking_day: 5 valid_from { year: 2026 month: 12 day: 1 } status: 'in force'") +
      Row("banking_day: 9 valid_from { year: 2026 month: 12 day: 1 } status: 'proposed'"));
  const Date october(2026, 10, 1), december(2026, 12, 1);
  EXPECT_EQ(Due(rules, october, "CH-GE", "Europe/Zurich"), "2026-11-03 12:00");
  EXPECT_EQ(Due(rules, october, "FR", "Europe/Paris"), "2026-11-02 12:00");
  EXPECT_EQ(Due(rules, december, "FR", "Europe/Paris"), "2027-01-04 12:00");
  EXPECT_EQ(Due(rules, december, "CH-GE", "Europe/Zurich"), "2027-01-08 12:00");
  EXPECT_EQ(Due(rules, Date(2025, 12, 1), "CH-GE", "Europe/Zurich"), "never");
}

TEST(MonthCalendarTest, ACutOffSaysWhereItComesFrom) {
  EXPECT_THROW(MonthCalendar("cut_offs { step: 'PAYSLIP' banking_day: 2 }"), std::logic_error);
  EXPECT_THROW(MonthCalendar("no calendar"), std::logic_error);
}

TEST(MonthCalendarTest, TheShippedOneHasEveryStepThatIsDueByIt) {
  for (const char* step : {"APPROVAL", "VERIFICATION", "CONTEST", "INVOICE_DRAFT", "PAYSLIP"})
    EXPECT_TRUE(MonthCalendar::Shipped().DueOf(step, Date(2026, 10, 1), "FR", "Europe/Paris"))
        << step;
}

TEST(MonthCalendarTest, LateIsAfterTheDueTime) {
  v1::Waiting waiting;
  const calendar::Instant noon{std::chrono::seconds{43'200}};
  SetDue(waiting, noon, noon);
  EXPECT_FALSE(waiting.late());
  SetDue(waiting, noon, noon + std::chrono::seconds{1});
  EXPECT_TRUE(waiting.late());
}
}  // namespace
}  // namespace aor::operations
