#include "services/notifications/domain/recipient.h"

#include <stdexcept>

namespace aor::notifications::recipient {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

template <class Fact, class Command>
void Fill(Fact& fact, const Command& command) {
  fact.set_recipient_id(command.recipient_id);
  fact.set_topic(command.topic);
  fact.set_by(command.by);
}

Decision On(const Recipient& recipient, const Unsubscribe& command) {
  if (recipient.unwanted.contains(command.topic)) return AlreadyTrue();
  if (!command.is_topic) return kNoSuchTopic;

  Event event;
  Fill(*event.mutable_recipient_unsubscribed(), command);
  return std::vector{event};
}

Decision On(const Recipient& recipient, const Resubscribe& command) {
  if (!recipient.unwanted.contains(command.topic)) return AlreadyTrue();

  Event event;
  Fill(*event.mutable_recipient_resubscribed(), command);
  return std::vector{event};
}
}  // namespace

Decision Decide(const Recipient& recipient, const Command& command) {
  return std::visit([&](const auto& c) { return On(recipient, c); }, command);
}

Recipient Evolve(Recipient recipient, const Event& event) {
  switch (event.kind_case()) {
    case Event::kRecipientUnsubscribed:
      recipient.unwanted.insert(event.recipient_unsubscribed().topic());
      return recipient;
    case Event::kRecipientResubscribed:
      recipient.unwanted.erase(event.recipient_resubscribed().topic());
      return recipient;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("recipient: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kNoSuchTopic: return "NO_SUCH_TOPIC";
  }
  throw std::logic_error("recipient: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kNoSuchTopic:
      return "Name reminders, approvals, payments or questionnaires; what a contract asks for is "
             "always sent.";
  }
  throw std::logic_error("recipient: unnamed refusal");
}
}  // namespace aor::notifications::recipient
