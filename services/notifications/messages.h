// One message's stream, for whoever decides on it: the API, the reactions, the delivery.
#pragma once

#include <optional>
#include <string>

#include "libs/eventsourcing/transaction.h"
#include "services/notifications/domain/message.h"

namespace aor::notifications {
std::string MessageStream(const std::string& message_id);
std::optional<eventsourcing::Refused> DecideOnMessage(eventsourcing::Transaction& transaction,
                                                      const std::string& message_id,
                                                      const message::Command& command);
}  // namespace aor::notifications
