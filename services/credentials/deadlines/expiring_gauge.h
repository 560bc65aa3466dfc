// aor_credentials_expiring{within_days}: accepted credentials that end within so many days and have
// no later one, as the owner of a log sees them.
#pragma once

#include <prometheus/registry.h>

#include <map>
#include <string>

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/reaction.h"

namespace aor::credentials {
class ExpiringGauge final : public eventsourcing::Deadline {
 public:
  // `view` is CredentialsView's.
  ExpiringGauge(const eventsourcing::View& view, prometheus::Registry& registry);
  std::string name() const override { return "expiring-gauge"; }
  // Counts once a minute.
  void At(absl::Time now) override;

 private:
  const eventsourcing::View& view_;
  std::map<int, prometheus::Gauge*> within_days_;
  absl::Time counted_ = absl::InfinitePast();
};
}  // namespace aor::credentials
