// Whom a message goes to, by which way, and where it leads them.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>

#include "aor/notifications/v1/notifications_service.pb.h"
#include "libs/vault/vault.h"
#include "services/notifications/channels/channel.h"
#include "services/notifications/clients/contacts.h"
#include "services/notifications/delivery/undelivered.h"
#include "services/notifications/domain/timing.h"
#include "services/notifications/templates/templates.h"

namespace aor::notifications {
// What sending takes, of the process.
struct Means {
  std::shared_ptr<Contacts> contacts;
  std::shared_ptr<Way> mail, sms;
  std::shared_ptr<const Templates> templates;
  QuietHours quiet;
  std::string zone;  // of recipients who named none
  std::string link;  // where people look, such as https://space.example.com
  std::shared_ptr<Undelivered> undelivered;
  vault::Vault* vault = nullptr;  // of the process, by which mails are marked
};

struct Address {
  std::string reader;  // the recipient, or who stands in
  Contact contact;
  v1::Channel channel = v1::CHANNEL_UNSPECIFIED;  // none: nowhere
  std::string link = {};                          // to what the message is about
  std::string mac = {};                           // of its mark
};
// Asked anew for each attempt; what it fails with may pass.
absl::StatusOr<Address> AddressOf(const Means& means, const std::string& tenant,
                                  const v1::Message& message);
// The message with the names of whom it tells of, for the time of sending only.
absl::StatusOr<v1::MessageRequested> WithNames(const Means& means, const std::string& tenant,
                                               v1::MessageRequested message);
// What somebody is asked by a link of their own; empty: nothing. A digest would lose the link.
std::string AskingOf(const v1::MessageRequested& message);
}  // namespace aor::notifications
