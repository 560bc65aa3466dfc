#include "services/missions/domain/half_days.h"

#include <algorithm>

namespace aor::missions {
namespace {
using std::chrono::hours;
constexpr auto kAfternoon = hours(13), kEvening = hours(18), kReachesAfternoon = hours(14);

void Add(std::vector<std::string>& half_days, calendar::Date day, const char* part) {
  std::string half_day = calendar::ToString(day) + part;
  if (std::ranges::find(half_days, half_day) == half_days.end())
    half_days.push_back(std::move(half_day));
}

bool ReachesAfternoon(const calendar::Interval& time, calendar::Date day) {
  return calendar::DayAt(time.end, time.zone) > day ||
         calendar::TimeOfDayAt(time.end, time.zone) > kReachesAfternoon;
}
}  // namespace

std::vector<std::string> HalfDaysOf(const std::vector<calendar::Interval>& times) {
  std::vector<std::string> half_days;
  for (const auto& time : times) {
    const auto day = calendar::DayAt(time.start, time.zone);
    const auto begins = calendar::TimeOfDayAt(time.start, time.zone);
    if (begins >= kEvening) {
      Add(half_days, day, "-EVE");
      continue;
    }
    if (begins < kAfternoon) Add(half_days, day, "-AM");
    if (begins >= kAfternoon || ReachesAfternoon(time, day)) Add(half_days, day, "-PM");
  }
  return half_days;
}
}  // namespace aor::missions
