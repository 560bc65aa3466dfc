#include "services/credentials/deadlines/expiring_gauge.h"

#include <prometheus/gauge.h>

#include "libs/calendar/calendar.h"
#include "services/credentials/projections/credentials_view.h"

namespace aor::credentials {
namespace {
constexpr int kWithinDays[] = {7, 30, 90};
constexpr absl::Duration kBetween = absl::Minutes(1);
}  // namespace

ExpiringGauge::ExpiringGauge(const eventsourcing::View& view, prometheus::Registry& registry)
    : view_(view) {
  auto& family = prometheus::BuildGauge()
                     .Name("aor_credentials_expiring")
                     .Help("Accepted credentials that end within so many days, without a later one")
                     .Register(registry);
  for (const int days : kWithinDays)
    within_days_[days] = &family.Add({{"within_days", std::to_string(days)}});
}

void ExpiringGauge::At(absl::Time now) {
  if (now < counted_ + kBetween) return;
  counted_ = now;
  const auto today = calendar::DayAt(
      calendar::Instant(std::chrono::seconds(absl::ToUnixSeconds(now))), "Europe/Zurich");
  std::map<int, int> ending;
  constexpr size_t kDay = 10;
  view_.rows().Scan(kEndingPrefix, kEndingPrefix + calendar::ToString(today),
                    [&](std::string_view key, std::string_view) {
                      const auto day = calendar::ParseDate(
                          key.substr(std::string_view(kEndingPrefix).size(), kDay));
                      if (!day || *day > today + within_days_.rbegin()->first) return false;
                      for (const auto& [days, gauge] : within_days_)
                        if (*day <= today + days) ++ending[days];
                      return true;
                    });
  for (const auto& [days, gauge] : within_days_) gauge->Set(ending[days]);
}
}  // namespace aor::credentials
