// SMS by SMPP 3.4: one session that stays, since it is also where the centre says what became of a
// message. The protocol knows no TLS: give it a tunnel.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "services/notifications/channels/channel.h"
#include "services/notifications/channels/smpp_pdu.h"

namespace aor::notifications {
struct SmppServer {
  std::string host, port;
  std::string user, password;
  std::string from;                   // who the SMS is from: digits, or up to 11 letters
  std::chrono::seconds patience{10};  // for each answer
  std::chrono::seconds silence{30};   // after which we ask whether it is still there
};
// Keeps a receipt; only when that is done, and it says true, the centre hears that we have it.
// Called on the session's thread, while messages are sent on others.
using KeepReceipt = std::function<bool(const smpp::Receipt& receipt)>;
std::unique_ptr<Way> SmppWay(const SmppServer& server, KeepReceipt keep);
}  // namespace aor::notifications
