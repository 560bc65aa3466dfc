#include "libs/metrics/calls.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>

#include "libs/metrics/log.h"

namespace aor::metrics {
namespace {
const prometheus::Histogram::BucketBoundaries& Buckets() {
  static const auto& buckets = *new prometheus::Histogram::BucketBoundaries{
      0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
  return buckets;
}

// A call that went well and took less is counted, and told only to who asks for debug.
constexpr absl::Duration kSlow = absl::Seconds(1);

std::string ReasonOf(Denied denied) {
  switch (denied) {
    case Denied::kNo: return "";
    case Denied::kToken: return "token";
    case Denied::kPolicy: return "policy";
    case Denied::kRecord: return "record";
  }
  return "";
}

std::string Millis(absl::Duration took) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", absl::ToDoubleMilliseconds(took));
  return text;
}
}  // namespace

Calls::Calls(prometheus::Registry& registry)
    : totals_(prometheus::BuildCounter()
                  .Name("aor_rpc_calls_total")
                  .Help("Calls that ended, by method and status code.")
                  .Register(registry)),
      denied_(prometheus::BuildCounter()
                  .Name("aor_rpc_denied_total")
                  .Help("Calls whose caller was not let in: by token, policy or record.")
                  .Register(registry)),
      seconds_(prometheus::BuildHistogram()
                   .Name("aor_rpc_seconds")
                   .Help("How long calls took.")
                   .Register(registry)) {}

void Calls::Count(const EndedCall& call) {
  CounterOf(call.method, call.code).Increment();
  HistogramOf(call.method).Observe(absl::ToDoubleSeconds(call.took));
  if (call.denied != Denied::kNo)
    denied_.Add({{"method", call.method}, {"reason", ReasonOf(call.denied)}}).Increment();
  const bool names_caller = call.denied == Denied::kPolicy || call.denied == Denied::kRecord;
  const auto level = !call.detail.empty()                      ? spdlog::level::err
                     : names_caller                            ? spdlog::level::warn
                     : call.code != "OK" || call.took >= kSlow ? spdlog::level::info
                                                               : spdlog::level::debug;
  Log(level, names_caller ? "denied" : "call",
      {{"trace_id", call.trace_id},
       {"method", call.method},
       {"code", call.code},
       {"ms", Millis(call.took)},
       {"reason", names_caller ? ReasonOf(call.denied) : ""},
       {"tenant", names_caller ? call.tenant : ""},
       {"actor", names_caller ? call.actor : ""},
       {"detail", call.detail}});
  --open_;
}

prometheus::Counter& Calls::CounterOf(const std::string& method, const std::string& code) {
  std::lock_guard lock(mutex_);
  auto& counter = counters_[{method, code}];
  if (!counter) counter = &totals_.Add({{"method", method}, {"code", code}});
  return *counter;
}

prometheus::Histogram& Calls::HistogramOf(const std::string& method) {
  std::lock_guard lock(mutex_);
  auto& histogram = histograms_[method];
  if (!histogram) histogram = &seconds_.Add({{"method", method}}, Buckets());
  return *histogram;
}
}  // namespace aor::metrics
