#include "libs/service/monitor.h"

#include <grpcpp/health_check_service_interface.h>
#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include "libs/metrics/log.h"

namespace aor::service {
namespace {
constexpr auto kBetweenLooks = std::chrono::seconds(1);

prometheus::ClientMetric Gauge(double value, std::vector<prometheus::ClientMetric::Label> labels) {
  prometheus::ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = value;
  return metric;
}

// Read when Prometheus asks.
class Gauges final : public prometheus::Collectable {
 public:
  explicit Gauges(const Process& process) : process_(process) {}
  std::vector<prometheus::MetricFamily> Collect() const override { return {Lags(), Health()}; }

 private:
  prometheus::MetricFamily Lags() const {
    std::map<std::pair<std::string, std::string>, uint64_t> lags;
    for (const auto& position : process_.Positions())
      lags[{position.view, position.log}] +=
          position.tail - std::min(position.tail, position.applied);
    prometheus::MetricFamily family{"aor_view_lag_commits",
                                    "Commits that a view or reaction has not applied yet.",
                                    prometheus::MetricType::Gauge,
                                    {}};
    for (const auto& [place, lag] : lags)
      family.metric.push_back(
          Gauge(static_cast<double>(lag), {{"view", place.first}, {"log", place.second}}));
    return family;
  }
  prometheus::MetricFamily Health() const {
    prometheus::MetricFamily family{"aor_healthy",
                                    "1, or 0 for a part that stopped: the log says why.",
                                    prometheus::MetricType::Gauge,
                                    {}};
    family.metric.push_back(Gauge(process_.storage->Health().ok(), {{"part", "storage"}}));
    for (const auto& context : process_.contexts)
      family.metric.push_back(Gauge(context->Health().ok(), {{"part", context->name}}));
    return family;
  }
  const Process& process_;
};
}  // namespace

Monitor::Monitor(Process& process, grpc::Server& server, std::vector<std::string> services)
    : process_(process),
      server_(server),
      services_(std::move(services)),
      gauges_(std::make_shared<Gauges>(process)) {
  LookAtHealth();
  thread_ = std::thread([this] { Loop(); });
}

Monitor::~Monitor() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void Monitor::Loop() {
  std::unique_lock lock(mutex_);
  while (!stop_.wait_for(lock, kBetweenLooks, [this] { return stopping_; })) {
    lock.unlock();
    LookAtHealth();
    if (absl::Now() - signed_at_ >= absl::Seconds(process_.config.anchor_seconds)) SignHeads();
    lock.lock();
  }
}

void Monitor::LookAtHealth() {
  const absl::Status storage = process_.storage->Health();
  Report("storage", storage);
  auto* health = server_.GetHealthCheckService();
  health->SetServingStatus("", storage.ok());
  for (const std::string& service : services_) health->SetServingStatus(service, storage.ok());
  for (const auto& context : process_.contexts) {
    const absl::Status status = context->Health();
    Report(context->name, status);
    for (const std::string& service : services_)
      if (service.starts_with("aor." + context->name + "."))
        health->SetServingStatus(service, storage.ok() && status.ok());
  }
}

// Changes only: a state that lasts is in the metrics.
void Monitor::Report(const std::string& what, const absl::Status& status) {
  absl::Status& last = last_[what];
  if (last == status) return;
  last = status;
  metrics::Log(status.ok() ? spdlog::level::info : spdlog::level::err,
               status.ok() ? "recovered" : "unhealthy",
               {{"part", what},
                {"code", absl::StatusCodeToString(status.code())},
                {"detail", std::string(status.message())}});
}

void Monitor::SignHeads() {
  Report("anchor", process_.storage->WriteAnchor());
  signed_at_ = absl::Now();
}
}  // namespace aor::service
