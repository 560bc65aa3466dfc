// What the records of a chain assert, checked in order against what came before.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "libs/audit/record_blocks.h"
#include "libs/eventlog/event_log.h"

namespace aor::audit {
class ChainChecker {
 public:
  ChainChecker(const std::string& log, const std::string& environment, uint32_t chain);
  // The sentence that says what is wrong with this record; nothing if it is sound. What the
  // record shows by itself was looked at before (RecordBlocks::Check).
  std::optional<std::string> Take(const Record& record);
  const eventlog::Tail& at() const { return at_; }

 private:
  std::optional<std::string> CheckAssertions(const Record& record);
  std::optional<std::string> CheckStreams(const eventlog::v1::Commit& commit);

  eventlog::Tail at_;
  int64_t last_micros_ = 0;
  bool tenant_only_ = true;  // no bare leaves so far: versions can be counted
  absl::flat_hash_map<std::string, uint64_t> versions_;
  std::map<std::pair<std::string, uint32_t>, uint64_t> consumed_;
  absl::flat_hash_set<RequestDigest> requests_;
};
}  // namespace aor::audit
