// The file-backed twins: an .eml for each mail, a .txt for each SMS, in a folder that one can open.
#pragma once

#include <memory>
#include <string>

#include "services/notifications/channels/channel.h"
#include "services/notifications/channels/mail_text.h"

namespace aor::notifications {
// A message that is sent again replaces its own file.
std::unique_ptr<Way> MailFolder(const std::string& folder, const Sender& sender);
std::unique_ptr<Way> SmsFolder(const std::string& folder);
}  // namespace aor::notifications
