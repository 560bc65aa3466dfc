#include "services/notifications/domain/timing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace aor::notifications {
namespace {
using namespace std::chrono_literals;
constexpr char kZone[] = "Europe/Zurich";

std::string Until(const char* now, const QuietHours& quiet = {}, const char* zone = kZone) {
  const auto until = QuietUntil(*calendar::ParseInstant(now), zone, quiet);
  return until ? calendar::ToString(*until) : "now";
}

TEST(QuietHoursTest, NobodyIsWokenUp) {
  EXPECT_EQ(Until("2026-10-21T10:00:00Z"), "now") << "noon of a Wednesday";
  EXPECT_EQ(Until("2026-10-21T17:59:59Z"), "now");
  EXPECT_EQ(Until("2026-10-21T18:00:00Z"), "2026-10-22T05:00:00Z") << "20:00 in summer";
  EXPECT_EQ(Until("2026-10-22T04:59:59Z"), "2026-10-22T05:00:00Z");
  EXPECT_EQ(Until("2026-10-22T05:00:00Z"), "now");
  EXPECT_EQ(Until("2026-10-21T18:00:00Z", {}, "America/New_York"), "now") << "14:00 there";
}

TEST(QuietHoursTest, ASundayIsQuietWhole) {
  EXPECT_EQ(Until("2026-10-17T18:30:00Z"), "2026-10-19T05:00:00Z") << "Saturday evening to Monday";
  EXPECT_EQ(Until("2026-10-18T10:00:00Z"), "2026-10-19T05:00:00Z");
}

TEST(QuietHoursTest, TheNightOfTheClocksIsAsLongAsItIs) {
  const QuietHours every_day{20h, 7h, false};
  // 24 to 25 October: eleven hours on the wall, twelve in truth; 28 to 29 March: ten.
  EXPECT_EQ(Until("2026-10-24T18:00:00Z", every_day), "2026-10-25T06:00:00Z");
  EXPECT_EQ(Until("2026-03-28T19:00:00Z", every_day), "2026-03-29T05:00:00Z");
  EXPECT_EQ(Until("2026-10-24T18:00:00Z"), "2026-10-26T06:00:00Z") << "and the Sunday after it";
  // 02:30 does not exist in March, and comes twice in October: the first one counts.
  const QuietHours short_night{23h, 2h + 30min, false};
  EXPECT_EQ(Until("2026-03-28T23:30:00Z", short_night), "2026-03-29T01:30:00Z");
  EXPECT_EQ(Until("2026-10-24T22:00:00Z", short_night), "2026-10-25T00:30:00Z");
}

RC_GTEST_PROP(QuietHoursLaws, WhatWaitedMayLeave, ()) {
  const Instant now{std::chrono::seconds{*rc::gen::inRange<int64_t>(1'767'225'600, 1'830'297'600)}};
  const auto zone = *rc::gen::element<std::string>("Europe/Zurich", "America/St_Johns",
                                                   "Australia/Lord_Howe", "UTC");
  const QuietHours quiet{std::chrono::hours{*rc::gen::inRange(17, 24)},
                         std::chrono::hours{*rc::gen::inRange(3, 10)}, *rc::gen::arbitrary<bool>()};
  const auto until = QuietUntil(now, zone, quiet);
  if (!until) return;
  RC_ASSERT(*until > now);
  RC_ASSERT(*until <= now + 62h);
  RC_ASSERT(!QuietUntil(*until, zone, quiet));
}

TEST(PlanTest, AFloodBecomesOneMessage) {
  const Instant now{100'000s};
  const std::vector<Instant> two{now - 90min, now - 30min, now - 10min};  // one is forgotten
  const std::vector<Instant> full(kMostAnHour, now - 20min);
  EXPECT_FALSE(PlanFor(kMostAnHour, {}, now).gather) << "as many as may leave";
  EXPECT_TRUE(PlanFor(kMostAnHour + 1, {}, now).gather);
  EXPECT_FALSE(PlanFor(3, two, now).gather);
  EXPECT_TRUE(PlanFor(4, two, now).gather);
  EXPECT_EQ(PlanFor(1, full, now).waits, now + 40min);
  EXPECT_FALSE(PlanFor(1, full, now).gather);
  EXPECT_FALSE(PlanFor(1, full, now + 40min).waits) << "an hour after the first";
}
}  // namespace
}  // namespace aor::notifications
