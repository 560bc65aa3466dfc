// Mail by SMTP, never without TLS.
#pragma once

#include <absl/status/statusor.h>

#include <chrono>
#include <memory>
#include <string>

#include "services/notifications/channels/channel.h"
#include "services/notifications/channels/mail_text.h"

namespace aor::notifications {
struct SmtpServer {
  std::string url;      // smtp://host:587 turns to TLS by STARTTLS, smtps://host:465 begins so
  std::string ca_file;  // empty: those of the system
  std::string user, password;
  std::chrono::seconds patience{20};  // for a whole mail
};
std::unique_ptr<Way> SmtpWay(const SmtpServer& server, const Sender& sender);
}  // namespace aor::notifications
