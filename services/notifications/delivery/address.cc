#include "services/notifications/delivery/address.h"

#include <absl/strings/ascii.h>

#include "services/notifications/marks.h"
#include "services/notifications/messages.h"
#include "services/notifications/projections/outbox.h"

namespace aor::notifications {
namespace {
// The recipient; who stands in for it; or the person that an organisation is reached by.
absl::StatusOr<Address> ReaderOf(Contacts& contacts, const std::string& tenant,
                                 const v1::MessageRequested& message) {
  std::string reader = message.recipient_id();
  auto contact = contacts.Of(tenant, reader);
  if (contact.ok() && message.to_backup() && !contact->backup_id.empty()) {
    reader = contact->backup_id;
    contact = contacts.Of(tenant, reader);
  }
  if (!contact.ok()) return contact.status();
  if (!contact->person_id.empty()) reader = contact->person_id;
  return Address{std::move(reader), *std::move(contact)};
}

// Who takes part in a training session is another recipient in each: what they do not want any
// more is remembered under a blind index of their address.
absl::Status NameParticipant(vault::Vault& vault, const std::string& tenant, Address& address) {
  const auto index =
      vault.BlindIndex(tenant, "participant/mail", absl::AsciiStrToLower(address.contact.mail));
  if (index.ok()) address.reader = *index;
  return index.status();
}
bool IsParticipant(const std::string& recipient) {
  return recipient.find('~') != std::string::npos;
}

// What an SMS did not bring comes by mail.
v1::Channel ChannelTo(const Contact& contact, const v1::Message& message) {
  const Kind* kind = KindOf(message.requested().template_id());
  const bool has_mail = !contact.mail.empty();
  const bool has_phone = !contact.phone.empty() && !message.sms_failed();
  if (has_phone && (!has_mail || (kind && kind->by_sms))) return v1::CHANNEL_SMS;
  return has_mail ? v1::CHANNEL_MAIL : v1::CHANNEL_UNSPECIFIED;
}

// What a participant answers by says itself who it is from.
absl::StatusOr<std::string> LinkOf(const Means& means, const std::string& tenant,
                                   const v1::MessageRequested& message) {
  const std::string asking = AskingOf(message);
  if (asking.empty()) return means.link + "/m/" + PercentEncoded(message.message_id());
  const auto link = means.contacts->AnswerLinkOf(tenant, asking);
  return link.ok() ? absl::StatusOr<std::string>(means.link + "/q/" + *link) : link;
}
}  // namespace

absl::StatusOr<Address> AddressOf(const Means& means, const std::string& tenant,
                                  const v1::Message& message) {
  const auto& requested = message.requested();
  auto address = ReaderOf(*means.contacts, tenant, requested);
  if (!address.ok()) return address;
  if (IsParticipant(requested.recipient_id()) && !TopicOf(requested).empty())
    if (auto named = NameParticipant(*means.vault, tenant, *address); !named.ok()) return named;
  address->channel = ChannelTo(address->contact, message);
  if (!calendar::IsZone(address->contact.zone) || address->contact.zone.empty())
    address->contact.zone = means.zone;
  auto link = LinkOf(means, tenant, requested);
  if (!link.ok()) return link.status();
  address->link = *std::move(link);
  auto mark = MarkFor(*means.vault, tenant, requested.message_id());
  if (!mark.ok()) return mark.status();
  address->mac = std::move(mark->mac);
  return address;
}

absl::StatusOr<v1::MessageRequested> WithNames(const Means& means, const std::string& tenant,
                                               v1::MessageRequested message) {
  const Kind* kind = KindOf(message.template_id());
  for (auto& parameter : *message.mutable_parameters()) {
    if (!IsOf(kind, parameter.name(), Field::kParty)) continue;
    auto name = means.contacts->NameOf(tenant, parameter.id());
    if (!name.ok()) return name.status();
    parameter.set_id(*std::move(name));
  }
  return message;
}

std::string AskingOf(const v1::MessageRequested& message) {
  for (const auto& parameter : message.parameters())
    if (parameter.name() == kAsking) return parameter.id();
  return "";
}
}  // namespace aor::notifications
