#include "services/notifications/channels/smpp_socket.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace aor::notifications {
namespace {
// A socket that is connected, or -1. What is begun on it ends within the patience.
int Connected(const addrinfo& address, std::chrono::seconds patience) {
  const int fd = socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
  if (fd < 0) return fd;
  timeval limit{};
  limit.tv_sec = patience.count();
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);  // of connect, too
  if (connect(fd, address.ai_addr, address.ai_addrlen) == 0) return fd;
  close(fd);
  return -1;
}
}  // namespace

SmppSocket::SmppSocket(const std::string& host, const std::string& port,
                       std::chrono::seconds patience) {
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  if (getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return;
  for (const addrinfo* at = found; at && socket_ < 0; at = at->ai_next)
    socket_ = Connected(*at, patience);
  freeaddrinfo(found);
}

SmppSocket::~SmppSocket() {
  if (socket_ >= 0) close(socket_);
}

void SmppSocket::Break() const { shutdown(socket_, SHUT_RDWR); }

bool SmppSocket::Write(const smpp::Pdu& pdu) const {
  const std::string encoded = smpp::Encoded(pdu);
  std::string_view bytes = encoded;
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool SmppSocket::ReadTo(std::string& bytes, size_t size) const {
  char buffer[smpp::kLongest];
  while (bytes.size() < size) {
    const ssize_t read = recv(socket_, buffer, std::min(sizeof buffer, size - bytes.size()), 0);
    if (read <= 0) return false;
    bytes.append(buffer, static_cast<size_t>(read));
  }
  return true;
}

std::optional<smpp::Pdu> SmppSocket::Read(std::chrono::milliseconds wait, bool& is_broken) const {
  pollfd ready{socket_, POLLIN, 0};
  if (poll(&ready, 1, static_cast<int>(wait.count())) == 0) return std::nullopt;
  std::string bytes;
  is_broken = !ReadTo(bytes, 4);
  const auto length = is_broken ? std::nullopt : smpp::LengthOf(bytes);
  is_broken = !length || !ReadTo(bytes, *length);
  return is_broken ? std::nullopt : smpp::Decoded(bytes);
}
}  // namespace aor::notifications
