#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <stdexcept>

#include "libs/calendar/calendar.h"

namespace aor::calendar {
namespace {
using namespace std::chrono_literals;
using std::chrono::seconds;
constexpr char kZurich[] = "Europe/Zurich";

Instant At(Date day, seconds time) { return AtWall(day, time, kZurich).instants.at(0); }
Interval Shift(Date from_day, seconds from, Date to_day, seconds to) {
  return {At(from_day, from), At(to_day, to), kZurich};
}

TEST(ZonesTest, KnowsOnlyNamesOfTheDatabase) {
  EXPECT_TRUE(IsZone(kZurich));
  EXPECT_TRUE(IsZone("UTC"));
  for (const char* bad : {"", "Europe/Geneva", "europe zurich", "/usr/share/zoneinfo/Europe/Zurich",
                          "../zoneinfo/Europe/Zurich", "localtime", "libc:localtime", "Europe",
                          "right/Europe/Zurich", "posixrules"}) {
    EXPECT_FALSE(IsZone(bad)) << bad;
  }
  EXPECT_THROW(DayAt(Instant(0s), "Mars/Olympus"), std::invalid_argument);
}

TEST(ZonesTest, TheSpringHourDoesNotExist) {
  EXPECT_EQ(AtWall(Date(2026, 3, 29), 2h + 30min, kZurich).instants.size(), 0u);
  EXPECT_EQ(AtWall(Date(2026, 3, 29), 3h, kZurich).instants.size(), 1u);
  EXPECT_EQ(Shift(Date(2026, 3, 28), 22h, Date(2026, 3, 29), 6h).length(), 7h);
}

TEST(ZonesTest, TheAutumnHourExistsTwice) {
  const auto twice = AtWall(Date(2026, 10, 25), 2h + 30min, kZurich).instants;
  ASSERT_EQ(twice.size(), 2u);
  EXPECT_EQ(twice[1] - twice[0], 1h);
  EXPECT_EQ(AtWall(Date(2026, 10, 25), 3h, kZurich).instants.size(), 1u);
}

TEST(ZonesTest, TheLongNightLastsNineHours) {
  const Interval night = Shift(Date(2026, 10, 24), 22h, Date(2026, 10, 25), 6h);
  EXPECT_EQ(night.length(), 9h);
  const auto days = SplitByDay(night);
  ASSERT_EQ(days.size(), 2u);
  EXPECT_EQ(days[0].length(), 2h);
  EXPECT_EQ(days[1].length(), 7h);
}

TEST(ZonesTest, DaysStartAtTheirFirstMoment) {
  EXPECT_EQ(ToString(StartOf(Date(2026, 10, 25), kZurich)), "2026-10-24T22:00:00Z");
  // In Santiago the clocks skip from 24:00 to 01:00.
  EXPECT_EQ(ToString(StartOf(Date(2026, 9, 6), "America/Santiago")), "2026-09-06T04:00:00Z");
  EXPECT_EQ(TimeOfDayAt(StartOf(Date(2026, 9, 6), "America/Santiago"), "America/Santiago"), 1h);
}

// ---- laws, over every kind of clock change ----
Interval AnyInterval() {
  const Instant start(seconds(*rc::gen::inRange<int64_t>(1'700'000'000, 1'900'000'000)));
  const std::string zone =
      *rc::gen::element<std::string>("Europe/Zurich", "Europe/Paris", "America/New_York",
                                     "Australia/Lord_Howe", "America/Santiago", "UTC");
  return {start, start + seconds(*rc::gen::inRange(1, 400'000)), zone};
}

RC_GTEST_PROP(ZonesLaw, TheDaysCoverTheIntervalExactly, ()) {
  const Interval whole = AnyInterval();
  Instant reached = whole.start;
  Date last = DayAt(whole.start, whole.zone) - 1;
  for (const Interval& part : SplitByDay(whole)) {
    RC_ASSERT(part.start == reached);
    RC_ASSERT(part.start < part.end);
    const Date day = DayAt(part.start, whole.zone);
    RC_ASSERT(day > last);
    RC_ASSERT(DayAt(part.end - 1s, whole.zone) == day);
    reached = part.end;
    last = day;
  }
  RC_ASSERT(reached == whole.end);
}

RC_GTEST_PROP(ZonesLaw, TheWallAndTheInstantAreInverse, ()) {
  const Interval any = AnyInterval();
  const auto found =
      AtWall(DayAt(any.start, any.zone), TimeOfDayAt(any.start, any.zone), any.zone).instants;
  RC_ASSERT(std::count(found.begin(), found.end(), any.start) == 1);
  for (const Instant instant : found) {
    RC_ASSERT(DayAt(instant, any.zone) == DayAt(any.start, any.zone));
    RC_ASSERT(TimeOfDayAt(instant, any.zone) == TimeOfDayAt(any.start, any.zone));
  }
}

RC_GTEST_PROP(ZonesLaw, NothingOfADayIsBeforeItsStart, ()) {
  const Interval any = AnyInterval();
  const Date day = DayAt(any.start, any.zone);
  const Instant start = StartOf(day, any.zone);
  RC_ASSERT(start <= any.start);
  RC_ASSERT(DayAt(start, any.zone) == day);
  RC_ASSERT(DayAt(start - 1s, any.zone) < day);
}
}  // namespace
}  // namespace aor::calendar
