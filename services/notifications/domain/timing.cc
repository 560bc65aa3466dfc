#include "services/notifications/domain/timing.h"

#include <algorithm>

namespace aor::notifications {
namespace {
// That time of the day, or the first one after it where the clocks jump over it.
Instant OnWall(calendar::Date day, std::chrono::seconds time, const std::string& zone) {
  const auto wall = calendar::AtWall(day, time, zone).instants;
  return wall.empty() ? calendar::AtWall(day, time + std::chrono::hours{1}, zone).instants.at(0)
                      : wall.front();
}

bool IsSunday(calendar::Date day) { return absl::GetWeekday(day) == absl::Weekday::sunday; }

// The end of the quiet stretch that `at` lies in, if it lies in one.
std::optional<Instant> EndOfStretch(Instant at, const std::string& zone, const QuietHours& quiet) {
  const auto day = calendar::DayAt(at, zone);
  const auto time = calendar::TimeOfDayAt(at, zone);
  const bool over_midnight = quiet.from > quiet.to;
  if (quiet.sundays && IsSunday(day)) return calendar::StartOf(day + 1, zone);
  if (over_midnight && time >= quiet.from) return OnWall(day + 1, quiet.to, zone);
  if (time < quiet.to && (over_midnight || time >= quiet.from)) return OnWall(day, quiet.to, zone);
  return std::nullopt;
}
}  // namespace

std::optional<Instant> QuietUntil(Instant now, const std::string& zone, const QuietHours& quiet) {
  constexpr int kStretches = 4;  // evening, Sunday, morning; one to spare
  Instant at = now;
  for (int i = 0; i < kStretches; ++i) {
    const auto end = EndOfStretch(at, zone, quiet);
    // In the hour that comes twice the wall may show the end before it is over.
    if (!end || *end <= at) break;
    at = *end;
  }
  return at == now ? std::nullopt : std::optional(at);
}

Plan PlanFor(size_t waiting, const std::vector<Instant>& sent, Instant now) {
  constexpr std::chrono::hours kHour{1};
  const auto is_recent = [&](Instant at) { return at + kHour > now; };
  const auto recent = static_cast<size_t>(std::ranges::count_if(sent, is_recent));
  if (waiting + recent <= kMostAnHour) return {};
  if (recent < kMostAnHour) return {true, std::nullopt};
  Instant oldest = now;
  for (const Instant at : sent)
    if (is_recent(at)) oldest = std::min(oldest, at);
  return {false, oldest + kHour};
}
}  // namespace aor::notifications
