// How many commits of one chain a tenant's pack shows. Whoever cuts the logs signs it: a bare leaf
// stands for another tenant's commit, and nobody who carries the pack can make one of its own.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "libs/eventlog/anchor.h"

namespace aor::audit {
struct Shown {
  std::string log;
  uint32_t chain = 0;
  uint64_t sequence = 0;  // of the last record that was counted, leaves included
  uint64_t commits = 0;   // of the tenant, from the first record to that one
};
// The signed note of it: origin aor/<environment>/shown, "<tenant>", then
// "<log> <chain> <sequence> <commits>".
std::string ShownNote(const std::string& environment, const std::string& tenant, const Shown& shown,
                      const eventlog::SigningKey& key);
// DATA_LOSS unless it is whole and signed by this key for this tenant.
absl::StatusOr<Shown> VerifyShown(std::string_view note, const std::string& environment,
                                  const std::string& tenant, std::string_view public_key);
}  // namespace aor::audit
