// What is counted and written down about every call that ended.
#pragma once

#include <absl/time/time.h>
#include <prometheus/registry.h>

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace aor::metrics {
// Why a caller was not let in. What one may not know of is NOT_FOUND, and counted as that.
enum class Denied {
  kNo,
  kToken,   // none, or one that proves nothing
  kPolicy,  // none of the roles that the method admits
  kRecord,  // a role that does not reach this record
};

struct EndedCall {
  std::string method;
  std::string code;  // OK, NOT_FOUND, …
  absl::Duration took;
  std::string trace_id;
  std::string actor;  // internal ids of who was denied; empty for an admitted call
  std::string tenant;
  std::string detail;  // of a failure that operators must look at; never sent to callers
  Denied denied = Denied::kNo;
};

// aor_rpc_calls_total{method,code}, aor_rpc_seconds{method}, aor_rpc_denied_total{method,reason},
// and a log line, which names who was denied a method or a record. Tenants are no labels. Safe from
// any thread.
class Calls {
 public:
  explicit Calls(prometheus::Registry& registry);
  void Begin() { ++open_; }
  void Count(const EndedCall& call);  // ends one that began
  size_t open() const { return open_; }

 private:
  prometheus::Counter& CounterOf(const std::string& method, const std::string& code);
  prometheus::Histogram& HistogramOf(const std::string& method);

  prometheus::Family<prometheus::Counter>& totals_;
  prometheus::Family<prometheus::Counter>& denied_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  std::atomic<size_t> open_ = 0;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, prometheus::Counter*> counters_;
  std::map<std::string, prometheus::Histogram*> histograms_;
};
}  // namespace aor::metrics
