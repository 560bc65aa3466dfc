// Says what is due: reads the earliest reminders until one lies ahead, and no further. Those that
// wait cost one look at the first of them, however many they are.
#pragma once

#include <future>

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/reaction.h"
#include "libs/eventsourcing/runtime.h"
#include "services/notifications/delivery/due_look.h"
#include "services/notifications/projections/outbox.h"

namespace aor::notifications {
class Reminders final : public eventsourcing::Deadline {
 public:
  Reminders(eventsourcing::Runtime& runtime, eventsourcing::View& outbox)
      : runtime_(runtime), outbox_(outbox) {}
  std::string name() const override { return "reminders"; }
  void At(absl::Time now) override;

 private:
  bool IsOurs(const DueItem& item) const;
  std::future<void> Tell(const DueItem& item, calendar::Instant now);

  eventsourcing::Runtime& runtime_;
  eventsourcing::View& outbox_;
  DueLook look_{kRemind};
};
}  // namespace aor::notifications
