#include <gtest/gtest.h>

#include <stdexcept>

#include "libs/calendar/calendar.h"

namespace aor::calendar {
namespace {
std::vector<std::string> Texts(const std::set<Date>& days) {
  std::vector<std::string> texts;
  for (const Date day : days) texts.push_back(ToString(day));
  return texts;
}
using List = std::vector<std::string>;

// As published by the canton: ge.ch, "Jours fériés officiels".
TEST(HolidaysTest, Geneva) {
  EXPECT_EQ(Texts(PublicHolidays(2026, "CH-GE")),
            (List{"2026-01-01", "2026-04-03", "2026-04-06", "2026-05-14", "2026-05-25",
                  "2026-08-01", "2026-09-10", "2026-12-25", "2026-12-31"}));
  EXPECT_TRUE(PublicHolidays(2024, "CH-GE").contains(Date(2024, 9, 5)));  // 1 September a Sunday
  EXPECT_TRUE(PublicHolidays(2025, "CH-GE").contains(Date(2025, 9, 11)));
}

// Code du travail, art. L3133-1: eleven.
TEST(HolidaysTest, France) {
  EXPECT_EQ(
      Texts(PublicHolidays(2026, "FR")),
      (List{"2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25",
            "2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25"}));
}

TEST(HolidaysTest, Target) {
  EXPECT_EQ(
      Texts(PublicHolidays(2026, "EU-TARGET")),
      (List{"2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25", "2026-12-26"}));
  EXPECT_THROW(PublicHolidays(2026, "CH-ZZ"), std::invalid_argument);
}

TEST(HolidaysTest, EasterOfManyYears) {
  constexpr const char* kSundays[] = {"1961-04-02", "2000-04-23", "2008-03-23", "2019-04-21",
                                      "2024-03-31", "2025-04-20", "2027-03-28", "2038-04-25",
                                      "2049-04-18", "2100-03-28"};
  for (const char* sunday : kSundays) {
    const Date easter = ParseDate(sunday).value();
    const auto days = PublicHolidays(static_cast<int>(easter.year()), "EU-TARGET");
    EXPECT_TRUE(days.contains(easter - 2)) << sunday;
    EXPECT_TRUE(days.contains(easter + 1)) << sunday;
  }
}

TEST(HolidaysTest, BanksRestOnWeekendsAndHolidays) {
  EXPECT_FALSE(IsBankingDay(Date(2026, 10, 31), "CH-GE"));
  EXPECT_TRUE(IsBankingDay(Date(2026, 10, 30), "CH-GE"));
  EXPECT_EQ(NextBankingDay(Date(2026, 10, 31), "CH-GE"), Date(2026, 11, 2));
  EXPECT_EQ(NextBankingDay(Date(2026, 12, 25), "EU-TARGET"), Date(2026, 12, 28));
  EXPECT_EQ(NextBankingDay(Date(2026, 12, 31), "CH-GE"), Date(2027, 1, 4));
  EXPECT_EQ(NextBankingDay(Date(2026, 10, 30), "CH-GE"), Date(2026, 10, 30));
}
}  // namespace
}  // namespace aor::calendar
