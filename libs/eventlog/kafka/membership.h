// A group of processes, each of which is proposed some partitions of a topic. Only a proposal:
// see libs/eventlog/claims.h. Twins: rdkafka_membership, memory_cluster.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace aor::eventlog::kafka {
// A member that is not heard of for so long is out, and the others get what it had.
inline constexpr std::chrono::milliseconds kSession{6'000};

struct MemberOptions {
  std::string group, topic;
  std::string instance;  // the same in each life: who comes back in time keeps what it had
};

// Whenever the group has settled, with its generation; with 0 and nothing while it has not, or
// when this process is out. On a thread of the cluster, or within a call; must not block.
using OnAssigned =
    std::function<void(uint64_t generation, const std::vector<uint32_t>& partitions)>;

class Membership {
 public:
  virtual ~Membership() = default;  // without Leave the others wait for the end of its session
  // The others get at once what it had. It is not a member any more.
  virtual void Leave() = 0;
};
}  // namespace aor::eventlog::kafka
