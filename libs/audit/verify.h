// Verifies a pack offline: needs the pack, the public key and nothing else.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/audit/checkpoints.h"

namespace aor::audit {
struct Finding {
  std::string check;  // such as CHAIN, SIGNATURE, NUMBERING, TOTALS
  std::string log;
  uint32_t chain = 0;
  uint64_t sequence = 0;  // the first bad position; 0 where none can be named
  std::string what;       // one sentence
};

// Something recomputed from the events of a verified pack. Sees commits of one log
// after another, chain by chain, in order.
class Check {
 public:
  virtual ~Check() = default;
  virtual std::string name() const = 0;
  virtual void See(const eventlog::v1::Commit& commit, uint32_t chain, uint64_t sequence) = 0;
  // After the last commit; adds what was found.
  virtual void Finish(std::vector<Finding>& findings) = 0;
  virtual std::string summary() const = 0;  // "27 numbers in 5 series, no gap"
};

struct Report {
  std::vector<Finding> findings;  // none: the pack is sound
  std::vector<std::string> summaries;
  uint64_t commits = 0, leaves = 0, events = 0, bytes = 0;
  bool development_clock = false;
  std::string environment, tenant, exported_at;
  bool sound() const { return findings.empty(); }
};

struct VerifyOptions {
  std::string directory;
  PublicKeys public_keys;
  // Older checkpoints from elsewhere: their heads must lie on these chains.
  std::string earlier_checkpoint;
};
// Stops at the first bad position of a chain and goes on with the next one.
// Memory does not grow with the pack, but for request ids and stream versions.
Report Verify(const VerifyOptions& options, std::vector<std::unique_ptr<Check>> checks);
}  // namespace aor::audit
