// One connection to an SMS centre, message by message. Reading and writing may go on at once, each
// on one thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "services/notifications/channels/smpp_pdu.h"

namespace aor::notifications {
class SmppSocket {
 public:
  // To where nobody answers within the patience it is not open.
  SmppSocket(const std::string& host, const std::string& port, std::chrono::seconds patience);
  SmppSocket(const SmppSocket&) = delete;
  ~SmppSocket();
  bool is_open() const { return socket_ >= 0; }
  bool Write(const smpp::Pdu& pdu) const;
  // Waits for the next one until then. Nothing if none came; `is_broken` if none will.
  std::optional<smpp::Pdu> Read(std::chrono::milliseconds wait, bool& is_broken) const;
  void Break() const;  // whoever reads or writes ends at once

 private:
  bool ReadTo(std::string& bytes, size_t size) const;

  int socket_ = -1;
};
}  // namespace aor::notifications
