#include "libs/calendar/calendar.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace aor::calendar {
namespace {
TEST(CalendarTest, WeeksAreThoseOfIso8601) {
  EXPECT_EQ(IsoWeek(Date(2026, 10, 5)), "2026-W41");
  EXPECT_EQ(IsoWeek(Date(2026, 11, 1)), "2026-W44");
  EXPECT_EQ(IsoWeek(Date(2027, 1, 3)), "2026-W53");
  EXPECT_EQ(IsoWeek(Date(2024, 12, 30)), "2025-W01");
  EXPECT_EQ(MondayOf(Date(2026, 11, 1)), Date(2026, 10, 26));
  EXPECT_EQ(MondayOf(Date(2026, 10, 26)), Date(2026, 10, 26));
  EXPECT_EQ(MondayOfWeek("2026-W41"), Date(2026, 10, 5));
  EXPECT_EQ(MondayOfWeek("2026-W53"), Date(2026, 12, 28));
  for (const char* bad : {"2026-W54", "2025-W53", "2026-W00", "2026-41", "2026-W4", "2026-W411",
                          "2026-x41", "", "2026-W+1"}) {
    EXPECT_FALSE(MondayOfWeek(bad)) << bad;
  }
}

TEST(CalendarTest, Months) {
  EXPECT_EQ(MonthOf(Date(2026, 10, 31)), "2026-10");
  EXPECT_EQ(FirstOfMonth("2026-10"), Date(2026, 10, 1));
  EXPECT_EQ(LastOfMonth(Date(2028, 2, 1)), Date(2028, 2, 29));
  EXPECT_EQ(LastOfMonth(Date(2026, 12, 31)), Date(2026, 12, 31));
  EXPECT_FALSE(FirstOfMonth("2026-13"));
  EXPECT_FALSE(FirstOfMonth("2026-1"));
}

TEST(CalendarTest, ReadsOnlyDaysThatExist) {
  EXPECT_EQ(ParseDate("2026-10-31"), Date(2026, 10, 31));
  for (const char* bad : {"2026-11-31", "2026-02-29", "2026-1-01", "2026/10/31", "", "2026-10-3x",
                          "2026-10-311", "2026-00-10", "2026/10-31", "2026-10/31"}) {
    EXPECT_FALSE(ParseDate(bad)) << bad;
  }
  types::v1::Date date = ToProto(Date(2026, 11, 30));
  EXPECT_TRUE(IsDate(date));
  EXPECT_EQ(FromProto(date), Date(2026, 11, 30));
  date.set_day(31);
  EXPECT_FALSE(IsDate(date));
  EXPECT_FALSE(IsDate(ToProto(Date(1899, 12, 31))));
  EXPECT_FALSE(IsDate({}));
}

TEST(CalendarTest, ReadsInstants) {
  const auto noon = ParseInstant("2026-10-24T12:00:00Z");
  ASSERT_TRUE(noon);
  EXPECT_EQ(noon, ParseInstant("2026-10-24T14:00:00+02:00"));
  EXPECT_EQ(noon, ParseInstant("2026-10-24T08:00:00-04:00"));
  EXPECT_EQ(noon, ParseInstant("2026-10-24T17:45:00+05:45"));
  EXPECT_EQ(noon, ParseInstant("2026-10-25T11:59:00+23:59"));
  EXPECT_EQ(ToString(*noon), "2026-10-24T12:00:00Z");
  EXPECT_EQ(LocalText(*noon, "Europe/Zurich"), "2026-10-24 14:00");
  for (const char* bad :
       {"2026-10-24 12:00:00Z", "2026-10-24T24:00:00Z", "2026-10-24T12:00:00",
        "2026-10-24T12:00:00.5Z", "2026-10-24T12:00:60Z", "2026-10-24T12:00Z",
        "2026-10-24T12:00:00+2:00", "2026-11-31T12:00:00Z", "infinite-future",
        "2026-10-24T12:60:00Z", "2026-10-24T12-00:00Z", "2026-10-24T12:00-00Z",
        "2026-10-24T12:00:00+02:60", "2026-10-24T12:00:00+24:00", "2026-10-24T12:00:00+02-00",
        "2026-10-24T12:00:00+0200", "2026-10-24T12:00:00 02:00", "2026-10-24T12:00:00+02:0x"}) {
    EXPECT_FALSE(ParseInstant(bad)) << bad;
  }
}

TEST(CalendarTest, IntervalsSurviveTheWire) {
  const Interval shift{Instant(std::chrono::seconds(100)), Instant(std::chrono::seconds(200)),
                       "UTC"};
  EXPECT_EQ(FromProto(ToProto(shift)), shift);
  EXPECT_TRUE(shift.Overlaps({shift.start, shift.start + std::chrono::seconds(1), "UTC"}));
  EXPECT_FALSE(shift.Overlaps({shift.end, shift.end + std::chrono::seconds(1), "UTC"}));
}

// ---- laws ----
Date AnyDay() { return Date(1900, 1, 1) + *rc::gen::inRange(0, 109'000); }

RC_GTEST_PROP(CalendarLaw, ADayIsInTheWeekOfItsMonday, ()) {
  const Date day = AnyDay();
  const Date monday = MondayOf(day);
  RC_ASSERT(absl::GetWeekday(monday) == absl::Weekday::monday);
  RC_ASSERT(day - monday >= 0 && day - monday < 7);
  RC_ASSERT(MondayOfWeek(IsoWeek(day)) == monday);
}

RC_GTEST_PROP(CalendarLaw, TextAndProtoKeepADay, ()) {
  const Date day = AnyDay();
  RC_ASSERT(ParseDate(ToString(day)) == day);
  RC_ASSERT(IsDate(ToProto(day)) && FromProto(ToProto(day)) == day);
  RC_ASSERT(FirstOfMonth(MonthOf(day)) <= day && day <= LastOfMonth(day));
}

RC_GTEST_PROP(CalendarLaw, TextKeepsAnInstant, ()) {
  const Instant instant(std::chrono::seconds(*rc::gen::inRange<int64_t>(0, 7'000'000'000)));
  RC_ASSERT(ParseInstant(ToString(instant)) == instant);
}

RC_GTEST_PROP(CalendarLaw, ReadingNeverCrashes, (const std::string& text)) {
  ParseDate(text);
  ParseInstant(text);
  MondayOfWeek(text);
  FirstOfMonth(text);
}
}  // namespace
}  // namespace aor::calendar
