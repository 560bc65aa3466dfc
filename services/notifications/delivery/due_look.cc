#include "services/notifications/delivery/due_look.h"

#include <algorithm>
#include <utility>

#include "services/notifications/projections/outbox.h"

namespace aor::notifications {
namespace {
// The instant and the tenant in a key, and where the tenant's rows of that instant end.
struct Place {
  std::string tenant, beyond;
};
Place PlaceOf(std::string_view key, size_t tenant_at) {
  const size_t end = std::min(key.find('/', tenant_at), key.size());
  // '0' is the character behind '/'.
  return {std::string(key.substr(tenant_at, end - tenant_at)),
          std::string(key.substr(0, end)) + '0'};
}
}  // namespace

// One of each tenant, then another one of each, beginning behind the one that was dealt to last.
std::vector<DueItem> DueLook::Deal(std::map<std::string, std::vector<DueItem>> queues) {
  std::vector<std::vector<DueItem>*> order;
  for (auto& [tenant, queue] : queues) order.push_back(&queue);
  const auto behind = std::distance(queues.begin(), queues.upper_bound(last_));
  std::ranges::rotate(order, order.begin() + behind);
  std::vector<DueItem> dealt;
  for (size_t round = 0, before = kTurn; dealt.size() < kTurn && dealt.size() != before; ++round) {
    before = dealt.size();
    for (auto* queue : order)
      if (round < queue->size() && dealt.size() < kTurn)
        dealt.push_back(std::move((*queue)[round]));
  }
  if (!dealt.empty()) last_ = dealt.back().tenant;
  return dealt;
}

std::vector<DueItem> DueLook::Take(const eventsourcing::Rows& rows, calendar::Instant now,
                                   const std::function<bool(const DueItem&)>& wanted) {
  const std::string end = table_ + Digits(now + std::chrono::seconds{1});
  std::map<std::string, std::vector<DueItem>> queues;
  std::string from = std::exchange(from_, "");
  size_t seen = 0;
  for (bool jumps = true; jumps;) {
    jumps = false;
    const std::string start = from;
    rows.Scan(table_, start, [&](std::string_view key, std::string_view value) {
      if (key >= end) return false;
      if (++seen > kLook) {
        from_ = key;
        return false;
      }
      Place place = PlaceOf(key, end.size() + 1);
      auto& queue = queues[place.tenant];
      if (queue.size() == kTurn) {
        from = std::move(place.beyond);
        jumps = true;
        return false;
      }
      DueItem item{std::move(place.tenant), std::string(value)};
      if (wanted(item)) queue.push_back(std::move(item));
      return true;
    });
  }
  return Deal(std::move(queues));
}
}  // namespace aor::notifications
