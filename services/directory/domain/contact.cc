#include "services/directory/domain/contact.h"

#include <stdexcept>

namespace aor::directory::contact {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

Decision On(const Contact& contact, const RecordContact& command) {
  if (command.owner_erased) return kOwnerErased;
  if (contact.content_index == command.fact.content_index() &&
      contact.backup_id == command.fact.backup_id())
    return AlreadyTrue();
  if (!command.owner_known) return kUnknownOwner;

  Event event;
  *event.mutable_contact_recorded() = command.fact;
  return std::vector{event};
}
}  // namespace

Decision Decide(const Contact& contact, const Command& command) {
  return std::visit([&](const auto& c) { return On(contact, c); }, command);
}

Contact Evolve(Contact contact, const Event& event) {
  switch (event.kind_case()) {
    case Event::kContactRecorded:
      contact.content_index = event.contact_recorded().content_index();
      contact.backup_id = event.contact_recorded().backup_id();
      return contact;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("contact: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kUnknownOwner: return "UNKNOWN_OWNER";
    case kOwnerErased: return "OWNER_ERASED";
  }
  throw std::logic_error("contact: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kUnknownOwner: return "Register the person or organisation before its contact.";
    case kOwnerErased: return "This person's data was erased; nothing can be sent to them.";
  }
  throw std::logic_error("contact: unnamed refusal");
}
}  // namespace aor::directory::contact
