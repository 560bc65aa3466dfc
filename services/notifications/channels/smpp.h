// SMS by SMPP 3.4: a session for each message. The protocol knows no TLS: give it a tunnel.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "services/notifications/channels/channel.h"

namespace aor::notifications {
struct SmppServer {
  std::string host, port;
  std::string user, password;
  std::string from;                   // who the SMS is from: digits, or up to 11 letters
  std::chrono::seconds patience{10};  // for each answer
};
std::unique_ptr<Way> SmppWay(const SmppServer& server);
}  // namespace aor::notifications
