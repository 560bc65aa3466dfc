// What every commit of a chain asserts, checked against what came before.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "aor/eventlog/v1/commit.pb.h"
#include "libs/eventlog/event_log.h"

namespace aor::audit {
class ChainChecker {
 public:
  ChainChecker(std::string log, std::string environment, uint32_t chain);
  // The sentence that says what is wrong with this record; nothing if it is sound.
  // `head` is what the pack says the head is after it.
  std::optional<std::string> Take(char kind, std::string_view bytes, const eventlog::Hash& head,
                                  eventlog::v1::Commit& commit);
  const eventlog::Tail& at() const { return at_; }

 private:
  std::optional<std::string> CheckPlace(const eventlog::v1::Commit& commit) const;
  std::optional<std::string> CheckAssertions(const eventlog::v1::Commit& commit);

  const std::string log_, environment_;
  const uint32_t chain_;
  eventlog::Tail at_;
  int64_t last_micros_ = 0;
  bool tenant_only_ = true;  // no bare leaves so far: versions can be counted
  std::map<std::string, uint64_t> versions_;
  std::map<std::pair<std::string, uint32_t>, uint64_t> consumed_;
  std::set<std::string> requests_;
};
}  // namespace aor::audit
