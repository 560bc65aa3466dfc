#include "services/notifications/channels/smpp.h"

#include <absl/strings/str_cat.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "services/notifications/channels/smpp_pdu.h"

namespace aor::notifications {
namespace {
using smpp::Pdu;

// A number that nobody has, or that the operator does not take, or a text it does not.
bool IsFinal(uint32_t status) {
  constexpr uint32_t kFinal[] = {0x01, 0x0B, 0x50, 0x51};  // length, number, its type, its plan
  return std::ranges::find(kFinal, status) != std::end(kFinal);
}

// One connection; every step is bounded by the patience.
class Session {
 public:
  explicit Session(const SmppServer& server) {
    addrinfo hints{}, *found = nullptr;
    hints.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(server.host.c_str(), server.port.c_str(), &hints, &found) != 0) return;
    for (const addrinfo* at = found; at && socket_ < 0; at = at->ai_next) Connect(*at, server);
    freeaddrinfo(found);
  }
  Session(const Session&) = delete;
  ~Session() {
    if (socket_ >= 0) close(socket_);
  }

  // The answer to it; nothing if none comes.
  std::optional<Pdu> Ask(uint32_t command, std::string body) {
    constexpr int kMostBetween = 20;  // messages of the server's own before it answers
    const Pdu asked{command, 0, ++sequence_, std::move(body)};
    if (!Write(smpp::Encoded(asked))) return std::nullopt;
    for (int i = 0; i < kMostBetween; ++i) {
      auto pdu = Read();
      if (!pdu) return std::nullopt;
      if (pdu->sequence == asked.sequence &&
          (pdu->command == (command | smpp::kAnswer) || pdu->command == smpp::kGenericNack))
        return pdu;
      if (pdu->command == smpp::kEnquireLink &&
          !Write(smpp::Encoded({smpp::kEnquireLink | smpp::kAnswer, 0, pdu->sequence, ""})))
        return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  void Connect(const addrinfo& address, const SmppServer& server) {
    const int fd =
        socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
    if (fd < 0) return;
    timeval limit{};
    limit.tv_sec = server.patience.count();
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);  // of connect, too
    if (connect(fd, address.ai_addr, address.ai_addrlen) == 0)
      socket_ = fd;
    else
      close(fd);
  }
  bool Write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }
  bool ReadTo(std::string& bytes, size_t size) const {
    char buffer[smpp::kLongest];
    while (bytes.size() < size) {
      const ssize_t read = recv(socket_, buffer, std::min(sizeof buffer, size - bytes.size()), 0);
      if (read <= 0) return false;
      bytes.append(buffer, static_cast<size_t>(read));
    }
    return true;
  }
  std::optional<Pdu> Read() const {
    std::string bytes;
    if (!ReadTo(bytes, 4)) return std::nullopt;
    const auto length = smpp::LengthOf(bytes);
    if (!length || !ReadTo(bytes, *length)) return std::nullopt;
    return smpp::Decoded(bytes);
  }

  int socket_ = -1;
  uint32_t sequence_ = 0;
};

class Smpp final : public Way {
 public:
  explicit Smpp(SmppServer server) : server_(std::move(server)) {}

  Outcome Send(const Letter& letter) override {
    Session session(server_);
    const auto bound =
        session.Ask(smpp::kBindTransmitter, smpp::BindBody(server_.user, server_.password));
    if (!bound) return {Result::kDelayed, "no answer to the bind"};
    if (bound->status != 0) return {Result::kDelayed, Said("bind", *bound)};
    const auto taken = session.Ask(
        smpp::kSubmitSm, smpp::SubmitBody({server_.from, letter.to, letter.text, letter.wire_id}));
    if (!taken) return {Result::kDelayed, "no answer to the message"};
    const Outcome outcome = OutcomeOf(*taken);
    session.Ask(smpp::kUnbind, "");  // a courtesy: the answer changes nothing
    return outcome;
  }

 private:
  static std::string Said(const char* to, const Pdu& answer) {
    return absl::StrCat(to, " status ", answer.status);
  }
  static Outcome OutcomeOf(const Pdu& answer) {
    if (answer.command == smpp::kGenericNack || answer.status != 0)
      return {IsFinal(answer.status) ? Result::kRefused : Result::kDelayed, Said("submit", answer)};
    return {Result::kSent, absl::StrCat("taken as ", smpp::FirstText(answer.body))};
  }

  const SmppServer server_;
};
}  // namespace

std::unique_ptr<Way> SmppWay(const SmppServer& server) { return std::make_unique<Smpp>(server); }
}  // namespace aor::notifications
