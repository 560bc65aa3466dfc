// One message's stream, for whoever decides on it: the API, the reactions, the delivery.
#pragma once

#include <optional>
#include <string>

#include "aor/notifications/v1/notifications_service.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/eventsourcing/transaction.h"
#include "services/notifications/channels/channel.h"
#include "services/notifications/domain/message.h"

namespace aor::notifications {
std::string MessageStream(const std::string& message_id);
std::optional<eventsourcing::Refused> DecideOnMessage(eventsourcing::Transaction& transaction,
                                                      const std::string& message_id,
                                                      const message::Command& command);
// Does the commit record that an attempt to send it begins?
bool Began(const eventsourcing::Committed& committed, const std::string& message_id);
// What its way says of an attempt; for what an SMS does not bring there is the mail.
message::Command CommandFor(const Outcome& outcome, uint32_t attempt, calendar::Instant now,
                            bool is_sms);
message::Command ExpiryOf(const v1::MessageRequested& message);
// The topic that its recipient may do without; empty: it leaves in any case.
std::string TopicOf(const v1::MessageRequested& message);
// The same, of a digest that of all its messages, if they have one in common.
std::string TopicOf(const eventsourcing::Rows& rows, const std::string& tenant,
                    const v1::MessageRequested& message);
// Did they unsubscribe from it? On their own chain.
bool IsUnwanted(eventsourcing::Transaction& transaction, const std::string& recipient,
                const std::string& topic);
// One message that stands for all of these. If some are unwanted they come to their end instead,
// and what to do with the others is planned anew.
std::optional<eventsourcing::Refused> DecideOnDigest(eventsourcing::Transaction& transaction,
                                                     const std::string& recipient,
                                                     const std::vector<v1::Message>& due);
}  // namespace aor::notifications
