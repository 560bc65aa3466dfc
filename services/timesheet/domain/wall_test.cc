#include "services/timesheet/domain/wall.h"

#include <gtest/gtest.h>

namespace aor::timesheet {
namespace {
using namespace std::chrono_literals;
using calendar::Date;

WallTimes Zurich(Date day, std::chrono::seconds start, std::chrono::seconds end) {
  return {day, start, end, "Europe/Zurich"};
}
std::string Starts(const WallTimes& times) { return calendar::ToString(Resolve(times).time.start); }

TEST(WallTest, ANightEndsOnTheNextDay) {
  const auto [time, flags] = Resolve(Zurich(Date{2026, 10, 5}, 22h, 6h));
  EXPECT_EQ(time.length(), 8h);
  EXPECT_TRUE(flags.empty());
}

TEST(WallTest, AnAutumnNightIsAnHourLonger) {
  EXPECT_EQ(Resolve(Zurich(Date{2026, 10, 24}, 22h, 6h)).time.length(), 9h);
}

TEST(WallTest, ASkippedTimeMovesToTheFirstThatExistsAndIsFlagged) {
  const auto sheet = Zurich(Date{2026, 3, 29}, 2h + 30min, 8h);
  EXPECT_EQ(Starts(sheet), "2026-03-29T01:00:00Z");  // 03:00 on the wall
  EXPECT_EQ(Resolve(sheet).flags, std::set{v1::FLAG_NONEXISTENT_TIME});
}

TEST(WallTest, OfWorkWithinTheSkippedHourNothingIsLeft) {
  const auto [time, flags] = Resolve(Zurich(Date{2026, 3, 29}, 2h + 15min, 2h + 45min));
  EXPECT_EQ(time.length(), 0h);
  EXPECT_EQ(calendar::ToString(time.start), "2026-03-29T01:00:00Z");
  EXPECT_EQ(flags, std::set{v1::FLAG_NONEXISTENT_TIME});
}

TEST(WallTest, OfATimeShownTwiceTheFirstIsTakenAndFlagged) {
  const auto sheet = Zurich(Date{2026, 10, 25}, 2h + 30min, 8h);
  EXPECT_EQ(Starts(sheet), "2026-10-25T00:30:00Z");
  EXPECT_EQ(Resolve(sheet).flags, std::set{v1::FLAG_AMBIGUOUS_TIME});
}

TEST(WallTest, TheSecondOneIsTakenWhenSaid) {
  auto sheet = Zurich(Date{2026, 10, 25}, 2h + 30min, 8h);
  sheet.second_start = true;
  EXPECT_EQ(Starts(sheet), "2026-10-25T01:30:00Z");
  EXPECT_TRUE(Resolve(sheet).flags.empty());
}

TEST(WallTest, WorkMayEndInTheSecondOfTwoHours) {
  auto sheet = Zurich(Date{2026, 10, 25}, 2h + 50min, 2h + 10min);
  sheet.second_end = true;
  EXPECT_EQ(Resolve(sheet).time.length(), 20min);
}

TEST(WallTest, ADayMayBeCountedFromTheEveningBefore) {
  EXPECT_EQ(OnWall(Date{2026, 10, 25}, -1h, "Europe/Zurich"),
            calendar::ParseInstant("2026-10-24T21:00:00Z"));
  EXPECT_EQ(OnWall(Date{2026, 10, 24}, 24h, "Europe/Zurich"),
            OnWall(Date{2026, 10, 25}, 0h, "Europe/Zurich"));
}
}  // namespace
}  // namespace aor::timesheet
