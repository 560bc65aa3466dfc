#include "services/missions/domain/half_days.h"

#include <gtest/gtest.h>

namespace aor::missions {
namespace {
using Days = std::vector<std::string>;

calendar::Interval Time(const char* start, const char* end, const char* zone = "Europe/Paris") {
  return {*calendar::ParseInstant(start), *calendar::ParseInstant(end), zone};
}

TEST(HalfDaysTest, FollowTheWallOfThePlace) {
  EXPECT_EQ(HalfDaysOf({Time("2026-10-05T07:00:00Z", "2026-10-05T10:00:00Z")}),
            (Days{"2026-10-05-AM"}));
  EXPECT_EQ(HalfDaysOf({Time("2026-10-05T07:00:00Z", "2026-10-05T12:00:00Z")}),
            (Days{"2026-10-05-AM"}))
      << "until 14:00";
  EXPECT_EQ(HalfDaysOf({Time("2026-10-05T07:00:00Z", "2026-10-05T12:00:01Z")}),
            (Days{"2026-10-05-AM", "2026-10-05-PM"}));
  EXPECT_EQ(HalfDaysOf({Time("2026-10-05T11:00:00Z", "2026-10-05T17:00:00Z")}),
            (Days{"2026-10-05-PM"}));
  EXPECT_EQ(HalfDaysOf({Time("2026-10-05T07:00:00Z", "2026-10-05T10:00:00Z", "America/Montreal")}),
            (Days{"2026-10-05-AM"}));
}

TEST(HalfDaysTest, AnEveningOverMidnightIsOne) {
  EXPECT_EQ(HalfDaysOf({Time("2026-10-05T16:00:00Z", "2026-10-05T23:00:00Z")}),
            (Days{"2026-10-05-EVE"}));
}

TEST(HalfDaysTest, SeveralDaysAreSeveralIntervals) {
  EXPECT_EQ(HalfDaysOf({Time("2026-10-24T07:00:00Z", "2026-10-24T15:00:00Z"),
                        Time("2026-10-25T08:00:00Z", "2026-10-25T11:00:00Z")}),
            (Days{"2026-10-24-AM", "2026-10-24-PM", "2026-10-25-AM"}))
      << "summer time ended in between";
  EXPECT_EQ(HalfDaysOf({Time("2026-10-05T07:00:00Z", "2026-10-05T08:00:00Z"),
                        Time("2026-10-05T09:00:00Z", "2026-10-05T10:00:00Z")}),
            (Days{"2026-10-05-AM"}))
      << "one signature for a half-day, whatever its breaks";
}
}  // namespace
}  // namespace aor::missions
