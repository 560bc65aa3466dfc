#include "services/timesheet/domain/wall.h"

#include <stdexcept>

namespace aor::timesheet {
namespace {
using namespace std::chrono_literals;
using std::chrono::seconds;

calendar::Instant OneOf(const WallTimes& times, calendar::Date day, seconds time_of_day,
                        bool second, std::set<v1::Flag>& flags) {
  const auto shown = calendar::AtWall(day, time_of_day, times.zone).instants;
  if (shown.empty()) flags.insert(v1::FLAG_NONEXISTENT_TIME);
  if (shown.size() == 2 && second) return shown[1];
  if (shown.size() == 2) flags.insert(v1::FLAG_AMBIGUOUS_TIME);
  return shown.empty() ? OnWall(day, time_of_day, times.zone) : shown[0];
}
}  // namespace

OnTheClock Resolve(const WallTimes& times) {
  OnTheClock result;
  auto& [time, flags] = result;
  time.zone = times.zone;
  time.start = OneOf(times, times.day, times.start, times.second_start, flags);
  // 02:50 to the second 02:10 are twenty minutes.
  const auto shown = calendar::AtWall(times.day, times.end, times.zone).instants;
  const bool later =
      times.end > times.start || (times.second_end && shown.size() == 2 && shown[1] > time.start);
  const auto end_day = later ? times.day : times.day + 1;
  time.end = OneOf(times, end_day, times.end, times.second_end, flags);
  return result;
}

calendar::Instant OnWall(calendar::Date day, seconds since_midnight, const std::string& zone) {
  for (; since_midnight < 0s; since_midnight += 24h) day--;
  // No gap of a wall clock is longer than a day: Samoa skipped one in 2011.
  for (int minute = 0; minute <= 48 * 60; minute++, since_midnight += 1min) {
    for (; since_midnight >= 24h; since_midnight -= 24h) day++;
    const auto shown = calendar::AtWall(day, since_midnight, zone).instants;
    if (!shown.empty()) return shown[0];
  }
  throw std::logic_error("no wall clock of " + zone + " shows " + calendar::ToString(day));
}
}  // namespace aor::timesheet
