// How a process stands, read when Prometheus asks.
#pragma once

#include <prometheus/collectable.h>

#include <atomic>
#include <cstdint>
#include <vector>

#include "libs/service/process.h"

namespace aor::service {
// aor_view_lag_commits{view,log}, aor_healthy{part}, aor_unhealthy{part,code},
// aor_log_records_read{log}, aor_log_records{log}, aor_log_void_records{log} and
// aor_log_repeated_requests{log} of logs that live elsewhere; aor_anchor_age_seconds,
// aor_disk_bytes{directory}, aor_disk_free_bytes{directory}.
class Gauges final : public prometheus::Collectable {
 public:
  explicit Gauges(const Process& process);
  void HeadsWereSigned();
  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  prometheus::MetricFamily Lags() const;
  std::vector<prometheus::MetricFamily> Health() const;
  prometheus::MetricFamily AnchorAge() const;
  std::vector<prometheus::MetricFamily> Disks() const;
  std::vector<prometheus::MetricFamily> Logs() const;

  const Process& process_;
  std::atomic<int64_t> signed_at_ms_;
};
}  // namespace aor::service
