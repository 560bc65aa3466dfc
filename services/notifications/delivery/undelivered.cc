#include "services/notifications/delivery/undelivered.h"

#include "aor/notifications/v1/notifications_events.pb.h"
#include "libs/eventsourcing/event_types.h"

namespace aor::notifications {
Undelivered::Undelivered(prometheus::Registry& registry)
    : family_(prometheus::BuildCounter()
                  .Name("aor_notifications_undelivered_total")
                  .Help("Messages that came to their end without reaching anybody, by why")
                  .Register(registry)),
      refused_(family_.Add({{"reason", "refused"}})),
      given_up_(family_.Add({{"reason", "given_up"}})),
      bounced_(family_.Add({{"reason", "bounced"}})) {}

void Undelivered::Count(const eventlog::v1::Commit& commit) {
  for (const auto& stream : commit.streams())
    for (const auto& stored : stream.events()) {
      if (!eventsourcing::Holds<v1::MessageEvent>(stored)) continue;
      const auto event = eventsourcing::Decode<v1::MessageEvent>(stored);
      if (event.has_message_refused() && !event.message_refused().has_retry_at())
        refused_.Increment();
      if (event.has_message_given_up()) given_up_.Increment();
      if (event.has_message_bounced() && !event.message_bounced().has_retry_at())
        bounced_.Increment();
    }
}
}  // namespace aor::notifications
