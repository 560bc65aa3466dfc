// Who decides on which chain of a log that several processes write, as their claims in it say, and
// where a chain goes on that has moved.
#pragma once

#include <absl/status/status.h>

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "libs/eventlog/event_log.h"

namespace aor::eventlog {
namespace v1 {
class ChainClaimed;
}

struct Claim {
  uint64_t generation = 0;       // 0: nobody claimed it
  std::string process, address;  // one life of a process, and where it is called
};
// The stream of claims, of no tenant, on each chain.
inline constexpr char kClaimStream[] = "ownership";

// Which of two claims stands: the lower generation yields, wherever it stands in the log; of equal
// ones the newer.
Claim Standing(Claim before, const v1::ChainClaimed& claimed);

// The routing table, folded from claims. Safe from any thread.
class Claims {
 public:
  // What the log holds by now.
  void Load(const EventLog& log);
  // A commit that was found VALID, in the order of its chain. Whether it says anything of this.
  bool Take(const Record& record);
  Claim Of(uint32_t chain) const;
  bool IsOf(uint32_t chain, std::string_view process) const;
  // FAILED_PRECONDITION names the first chain that moved to another place than `here`.
  absl::Status CheckIsAt(const std::string& here) const;
  std::string MovedTo(uint32_t chain) const;  // empty: it never did

 private:
  void Take(uint32_t chain, const v1::Commit& commit);

  mutable std::mutex mutex_;
  std::array<Claim, kChainCount> claims_;
  std::array<std::string, kChainCount> moved_to_;
};
}  // namespace aor::eventlog
