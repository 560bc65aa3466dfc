#include "libs/service/gauges.h"

#include <prometheus/metric_family.h>

#include <filesystem>
#include <map>

namespace aor::service {
namespace {
using Labels = std::vector<prometheus::ClientMetric::Label>;

prometheus::MetricFamily Family(const char* name, const char* help) {
  return {name, help, prometheus::MetricType::Gauge, {}};
}

void Add(prometheus::MetricFamily& family, double value, Labels labels = {}) {
  auto& metric = family.metric.emplace_back();
  metric.label = std::move(labels);
  metric.gauge.value = value;
}
}  // namespace

// Until the first signature the age is that of the process.
Gauges::Gauges(const Process& process)
    : process_(process), signed_at_ms_(absl::ToUnixMillis(absl::Now())) {}

void Gauges::HeadsWereSigned() { signed_at_ms_ = absl::ToUnixMillis(absl::Now()); }

std::vector<prometheus::MetricFamily> Gauges::Collect() const {
  std::vector<prometheus::MetricFamily> all = {Lags(), AnchorAge()};
  for (auto& families : {Health(), Disks()})
    all.insert(all.end(), families.begin(), families.end());
  return all;
}

prometheus::MetricFamily Gauges::Lags() const {
  std::map<std::pair<std::string, std::string>, uint64_t> lags;
  for (const auto& position : process_.Positions())
    lags[{position.view, position.log}] +=
        position.tail - std::min(position.tail, position.applied);
  for (const auto& context : process_.contexts)
    if (context->relay) lags[{context->name + "/relay", context->name}] = context->relay->Lag();
  auto family =
      Family("aor_view_lag_commits", "Commits that a view or reaction has not applied yet.");
  for (const auto& [place, lag] : lags)
    Add(family, static_cast<double>(lag), {{"view", place.first}, {"log", place.second}});
  return family;
}

std::vector<prometheus::MetricFamily> Gauges::Health() const {
  auto healthy = Family("aor_healthy", "1, or 0 for a part that stopped: the log says why.");
  auto unhealthy = Family("aor_unhealthy", "1 for each part that stopped, and the kind of fault.");
  const auto report = [&](const std::string& part, const absl::Status& status) {
    Add(healthy, status.ok(), {{"part", part}});
    if (!status.ok())
      Add(unhealthy, 1, {{"part", part}, {"code", absl::StatusCodeToString(status.code())}});
  };
  report("storage", process_.storage->Health());
  report("keyring", process_.vault->Health());
  auto waiting = Family("aor_relay_waiting",
                        "1 while published events of a log do not leave: the log line says why.");
  for (const auto& context : process_.contexts) {
    report(context->name, context->Health());
    if (context->relay) Add(waiting, !context->relay->Health().ok(), {{"log", context->name}});
  }
  return {healthy, unhealthy, waiting, Deadlines()};
}

prometheus::MetricFamily Gauges::Deadlines() const {
  auto failing = Family("aor_deadline_failing",
                        "1 while what is due by a deadline cannot be done: the log line says why.");
  for (const std::string& name : process_.ticker->Failing()) Add(failing, 1, {{"deadline", name}});
  return failing;
}

prometheus::MetricFamily Gauges::AnchorAge() const {
  auto family = Family("aor_anchor_age_seconds", "Since the heads were last signed and kept.");
  Add(family, absl::ToDoubleSeconds(absl::Now() - absl::FromUnixMillis(signed_at_ms_)));
  return family;
}

std::vector<prometheus::MetricFamily> Gauges::Disks() const {
  auto size = Family("aor_disk_bytes", "The file system that a directory lies on.");
  auto free = Family("aor_disk_free_bytes", "What this process may still write there.");
  const auto measure = [&](const char* name, const std::string& directory) {
    std::error_code error;
    const auto space = std::filesystem::space(directory, error);
    if (error) return;  // a memory log keeps no anchor
    Add(size, static_cast<double>(space.capacity), {{"directory", name}});
    Add(free, static_cast<double>(space.available), {{"directory", name}});
  };
  measure("data", process_.config.data_directory);
  measure("anchor", process_.config.anchor_directory);
  return {size, free};
}

std::vector<prometheus::MetricFamily> LogGauges::Collect() const {
  const auto progress = storage_.Progress();
  if (progress.empty()) return {};
  auto read = Family("aor_log_records_read", "Records of a log's topic that were read here.");
  auto end = Family("aor_log_records", "Records that the topic held when it was last asked.");
  auto voids = Family("aor_log_void_records", "Records since the start that take no effect.");
  auto repeated = Family("aor_log_repeated_requests",
                         "Commits since the start of a request that had one: a defect.");
  for (const auto& log : progress) {
    const Labels labels = {{"log", log.log}};
    Add(read, static_cast<double>(log.read), labels);
    Add(end, static_cast<double>(log.end), labels);
    Add(voids, static_cast<double>(log.void_records), labels);
    Add(repeated, static_cast<double>(log.repeated_requests), labels);
  }
  return {read, end, voids, repeated};
}
}  // namespace aor::service
