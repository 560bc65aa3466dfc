#include "services/notifications/messages.h"

namespace aor::notifications {
std::string MessageStream(const std::string& message_id) { return "message-" + message_id; }

std::optional<eventsourcing::Refused> DecideOnMessage(eventsourcing::Transaction& transaction,
                                                      const std::string& message_id,
                                                      const message::Command& command) {
  return eventsourcing::DecideOn<message::Message, message::Event, message::Command>(
      transaction, MessageStream(message_id), command);
}
}  // namespace aor::notifications
