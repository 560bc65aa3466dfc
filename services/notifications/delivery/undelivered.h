// Counts messages that came to their end without reaching anybody, by why: what somebody is to
// look at.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/registry.h>

#include "aor/eventlog/v1/commit.pb.h"

namespace aor::notifications {
class Undelivered {
 public:
  explicit Undelivered(prometheus::Registry& registry);
  // What a commit of this context says; the ends of several messages count each.
  void Count(const eventlog::v1::Commit& commit);

 private:
  prometheus::Family<prometheus::Counter>& family_;
  prometheus::Counter &refused_, &given_up_, &bounced_;  // there from the start, at nought
};
}  // namespace aor::notifications
