// What an operator says about sending, by environment variables AOR_NOTIFICATIONS_<NAME>.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <string>

#include "services/notifications/channels/mail_text.h"
#include "services/notifications/domain/timing.h"

namespace aor::notifications {
struct Settings {
  std::string outbox;     // OUTBOX: where files go without a server; <data>/files/notifications
  std::string templates;  // TEMPLATES: a folder; those built in unless said
  // LINK: where people look (README.md, "What LINK serves"); said by whoever names a server
  std::string link = "https://space.invalid";
  std::string zone = "Europe/Zurich";  // ZONE: of recipients who named none
  QuietHours quiet;                    // QUIET: 20-7, or off
  // MAIL_FROM, MAIL_NAME; MAIL_RETURNS: where mails come back to; ONE_CLICK: on
  Sender sender{"noreply@agency.invalid", ""};
  std::string returned;      // RETURNED: a maildir that what comes back is delivered to
  std::string smtp_url;      // SMTP: smtp://host:587 or smtps://host:465
  std::string smtp_ca_file;  // SMTP_CA_FILE: of the server's certificate
  std::string smtp_user, smtp_password_file;  // SMTP_USER, SMTP_PASSWORD_FILE
  std::string smpp;                           // SMPP: host:port
  std::string smpp_user, smpp_password_file;  // SMPP_USER, SMPP_PASSWORD_FILE
  std::string sms_from = "agency";            // SMS_FROM: a number or up to 11 letters
};
using Environment = std::function<const char*(const char* name)>;
// INVALID_ARGUMENT that names the variable and what would be right.
absl::StatusOr<Settings> ReadSettings(const Environment& environment);
}  // namespace aor::notifications
