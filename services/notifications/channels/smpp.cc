#include "services/notifications/channels/smpp.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "services/notifications/channels/smpp_socket.h"

namespace aor::notifications {
namespace {
using smpp::Pdu;
using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kFirstPause{1}, kLongestPause{60};  // before we bind once more
constexpr std::chrono::milliseconds kGlance{200};

// A number that nobody has, or that the operator does not take, or a text it does not.
bool IsFinal(uint32_t status) {
  constexpr uint32_t kFinal[] = {0x01, 0x0B, 0x50, 0x51};  // length, number, its type, its plan
  return std::ranges::find(kFinal, status) != std::end(kFinal);
}

std::string Said(const char* to, const Pdu& answer) {
  return absl::StrCat(to, " status ", answer.status);
}

Outcome OutcomeOf(const Pdu& answer) {
  if (answer.command == smpp::kGenericNack || answer.status != 0)
    return {IsFinal(answer.status) ? Result::kRefused : Result::kDelayed, Said("submit", answer)};
  const std::string id = smpp::FirstText(answer.body);
  const bool is_plain = std::ranges::all_of(id, [](char c) { return c > ' ' && c < 0x7F; });
  return {Result::kSent, absl::StrCat("taken as ", id), is_plain ? id : ""};
}

// Its thread binds, reads whatever the centre says, and binds anew when the session is lost.
class Smpp final : public Way {
 public:
  Smpp(SmppServer server, KeepReceipt keep)
      : server_(std::move(server)), keep_(std::move(keep)), thread_([this] { Live(); }) {}
  ~Smpp() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      if (session_) session_->Write({smpp::kUnbind, 0, ++sequence_, ""});  // a courtesy
      if (session_) session_->Break();
    }
    changed_.notify_all();
    thread_.join();
  }

  Outcome Send(const Letter& letter) override {
    std::unique_lock lock(mutex_);
    if (!AwaitSession(lock)) return {Result::kDelayed, trouble_};
    const auto taken =
        Ask(lock, smpp::kSubmitSm,
            smpp::SubmitBody({server_.from, letter.to, letter.text, letter.wire_id}));
    return taken ? OutcomeOf(*taken) : Outcome{Result::kDelayed, "no answer to the message"};
  }

 private:
  using Lock = std::unique_lock<std::mutex>;

  // Whoever has something to say does not wait for the whole pause.
  bool AwaitSession(Lock& lock) {
    const uint64_t tried = tries_;
    ++wanted_;
    changed_.notify_all();
    changed_.wait_for(lock, 2 * server_.patience + kFirstPause,
                      [&] { return session_ || tries_ != tried || stopping_; });
    --wanted_;
    return session_ != nullptr;
  }

  // The answer to it; nothing if none comes in time, and then the session is not trusted any more.
  std::optional<Pdu> Ask(Lock& lock, uint32_t command, std::string body) {
    const auto session = session_;
    const uint32_t sequence = ++sequence_;
    answers_[sequence] = std::nullopt;
    bool is_written = session->Write({command, 0, sequence, std::move(body)});
    is_written = is_written && changed_.wait_for(lock, server_.patience, [&] {
      return answers_[sequence] || session_ != session;
    });
    auto answer = std::move(answers_[sequence]);
    answers_.erase(sequence);
    if (!answer) session->Break();
    return answer;
  }

  void Live() {
    auto pause = kFirstPause;
    while (true) {
      const bool was_bound = Serve();
      Lock lock(mutex_);
      ++tries_;
      changed_.notify_all();
      pause = was_bound ? kFirstPause : std::min(2 * pause, kLongestPause);
      changed_.wait_for(lock, kFirstPause, [&] { return stopping_; });
      changed_.wait_for(lock, pause - kFirstPause, [&] { return stopping_ || wanted_ > 0; });
      if (stopping_) return;
    }
  }

  // One session, to its end. Was there one?
  bool Serve() {
    const auto session = std::make_shared<SmppSocket>(server_.host, server_.port, server_.patience);
    const std::string trouble = Bind(*session);
    {
      const std::lock_guard lock(mutex_);
      trouble_ = trouble;
      if (!trouble.empty() || stopping_) return false;
      session_ = session;
      heard_ = Clock::now();
      is_asked_ = false;
    }
    changed_.notify_all();
    while (Listen(*session)) continue;
    const std::lock_guard lock(mutex_);
    session_ = nullptr;
    trouble_ = "the session was lost";
    return true;
  }

  // What stands in the way of it; empty: nothing.
  std::string Bind(const SmppSocket& session) {
    const std::string none = "no answer to the bind";
    bool is_broken =
        !session.is_open() || !session.Write({smpp::kBindTransceiver, 0, 1,
                                              smpp::BindBody(server_.user, server_.password)});
    for (const auto until = Clock::now() + server_.patience; !is_broken && Clock::now() < until;) {
      const auto answer = session.Read(kGlance, is_broken);
      if (!answer || (answer->command & smpp::kAnswer) == 0) continue;
      return answer->status == 0 ? "" : Said("bind", *answer);
    }
    return none;
  }

  // To what the centre says next. False when the session has come to its end.
  bool Listen(const SmppSocket& session) {
    bool is_broken = false;
    const auto pdu = session.Read(kGlance, is_broken);
    if (is_broken) return false;
    if (!pdu) return IsAlive(session);
    heard_ = Clock::now();
    is_asked_ = false;
    if ((pdu->command & smpp::kAnswer) != 0) return Answered(*pdu);
    return Reply(session, *pdu) && pdu->command != smpp::kUnbind;
  }

  bool Answered(const Pdu& pdu) {
    const std::lock_guard lock(mutex_);
    if (const auto waits = answers_.find(pdu.sequence); waits != answers_.end())
      waits->second = pdu;
    changed_.notify_all();
    return true;
  }

  bool Reply(const SmppSocket& session, const Pdu& pdu) {
    Pdu reply{pdu.command | smpp::kAnswer, 0, pdu.sequence, ""};
    if (pdu.command == smpp::kDeliverSm)
      reply.status = Keep(pdu.body), reply.body = std::string(1, '\0');
    else if (pdu.command != smpp::kEnquireLink && pdu.command != smpp::kUnbind)
      reply.command = smpp::kGenericNack, reply.status = smpp::kNoSuchCommand;
    const std::lock_guard lock(mutex_);
    return session.Write(reply);
  }

  // An SMS that somebody wrote to us is taken, and read by nobody.
  uint32_t Keep(std::string_view body) const {
    const auto receipt = smpp::ReadReceipt(body);
    return !receipt || keep_(*receipt) ? 0 : smpp::kTryLater;
  }

  // After a while of silence it is asked; it has the patience to answer.
  bool IsAlive(const SmppSocket& session) {
    const auto silent = Clock::now() - heard_;
    if (silent > server_.silence + server_.patience) return !is_asked_;
    if (silent < server_.silence || is_asked_) return true;
    is_asked_ = true;
    const std::lock_guard lock(mutex_);
    return session.Write({smpp::kEnquireLink, 0, ++sequence_, ""});
  }

  const SmppServer server_;
  const KeepReceipt keep_;
  Clock::time_point heard_ = Clock::now();  // the thread's own, as the next
  bool is_asked_ = false;
  std::mutex mutex_;  // also of writing
  std::condition_variable changed_;
  std::shared_ptr<SmppSocket> session_;  // once it is bound
  std::string trouble_ = "no answer to the bind";
  std::map<uint32_t, std::optional<Pdu>> answers_;  // that somebody waits for
  uint32_t sequence_ = 1;
  uint64_t tries_ = 0;
  int wanted_ = 0;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};
}  // namespace

std::unique_ptr<Way> SmppWay(const SmppServer& server, KeepReceipt keep) {
  return std::make_unique<Smpp>(server, std::move(keep));
}
}  // namespace aor::notifications
