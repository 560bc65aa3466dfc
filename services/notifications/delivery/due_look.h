// What is due of all tenants, the earliest first, dealt among them one by one: neither one
// tenant's flood nor what cannot be helped now keeps the others waiting.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/projection.h"

namespace aor::notifications {
struct DueItem {
  std::string tenant, value;  // of its row
};

// Of one table of the outbox, /<table>/<instant>/<tenant>/<id>. For one thread.
class DueLook {
 public:
  static constexpr size_t kTurn = 500;     // dealt in a look; the rest in the next one
  static constexpr size_t kLook = 10'000;  // rows read for it; the next one reads on from there

  explicit DueLook(std::string table) : table_(std::move(table)) {}
  // At most kTurn of what is wanted and due; `wanted` is asked once for each row that is read.
  std::vector<DueItem> Take(const eventsourcing::Rows& rows, calendar::Instant now,
                            const std::function<bool(const DueItem&)>& wanted);

 private:
  std::vector<DueItem> Deal(std::map<std::string, std::vector<DueItem>> queues);

  const std::string table_;
  std::string from_;  // where the last look ended before all was seen; empty: at the earliest
  std::string last_;  // the tenant that was dealt to last
};
}  // namespace aor::notifications
