// What one recipient does not want to hear of.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/notifications/v1/notifications_events.pb.h"

namespace aor::notifications::recipient {
using Event = v1::RecipientEvent;

struct Unsubscribe {
  std::string recipient_id, topic, by;
  bool is_topic = true;  // one that can be unsubscribed from
};
struct Resubscribe {
  std::string recipient_id, topic, by;
};
using Command = std::variant<Unsubscribe, Resubscribe>;

enum class Refusal { kNoSuchTopic };

struct Recipient {
  std::set<std::string> unwanted;  // topics
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Recipient& recipient, const Command& command);
Recipient Evolve(Recipient recipient, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::notifications::recipient
