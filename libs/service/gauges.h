// How a process stands, read when Prometheus asks: its logs from the first moment, the rest when
// its contexts have started.
#pragma once

#include <prometheus/collectable.h>

#include <atomic>
#include <cstdint>
#include <vector>

#include "libs/service/process.h"

namespace aor::service {
// aor_log_records_read{log}, aor_log_records{log}, aor_log_void_records{log} and
// aor_log_repeated_requests{log} of logs that live elsewhere.
class LogGauges final : public prometheus::Collectable {
 public:
  explicit LogGauges(const Storage& storage) : storage_(storage) {}
  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const Storage& storage_;
};

// aor_view_lag_commits{view,log}, aor_healthy{part}, aor_unhealthy{part,code},
// aor_relay_waiting{log}, aor_anchor_age_seconds, aor_disk_bytes{directory},
// aor_disk_free_bytes{directory}.
class Gauges final : public prometheus::Collectable {
 public:
  explicit Gauges(const Process& process);
  void HeadsWereSigned();
  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  prometheus::MetricFamily Lags() const;
  std::vector<prometheus::MetricFamily> Health() const;
  prometheus::MetricFamily Deadlines() const;
  prometheus::MetricFamily AnchorAge() const;
  std::vector<prometheus::MetricFamily> Disks() const;

  const Process& process_;
  std::atomic<int64_t> signed_at_ms_;
};
}  // namespace aor::service
