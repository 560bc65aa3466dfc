#include "services/notifications/channels/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace aor::notifications {
namespace {
struct CurlEnd {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
using Curl = std::unique_ptr<CURL, CurlEnd>;
struct ListEnd {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListEnd>;

// One mail on its way: what is still to be read of it, and the server's last word on it.
struct Transfer {
  std::string text;
  size_t read = 0;
  std::string last_line;
  bool named_recipient = false;  // to the server, which had taken the sender
};

size_t ReadMail(char* into, size_t size, size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const size_t bytes = std::min(size * count, transfer.text.size() - transfer.read);
  std::memcpy(into, transfer.text.data() + transfer.read, bytes);
  transfer.read += bytes;
  return bytes;
}

// Bounded: a server may say a lot.
size_t KeepLine(char* line, size_t size, size_t count, void* user) {
  constexpr size_t kLongest = 512;
  const std::string_view said(line, std::min(size * count, kLongest));
  if (!said.starts_with("221")) static_cast<Transfer*>(user)->last_line = said;  // a good-bye
  return size * count;
}

int SeeCommand(CURL*, curl_infotype type, char* data, size_t size, void* user) {
  if (type == CURLINFO_HEADER_OUT && std::string_view(data, size).starts_with("RCPT"))
    static_cast<Transfer*>(user)->named_recipient = true;
  return 0;
}

// A final word on this mail; a server that has no time for us, and what is wrong with the account,
// the sender or TLS, is ours to repair, and is tried again.
bool IsFinal(CURLcode code, long answered, const Transfer& transfer) {
  return (code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY ||
          code == CURLE_RECV_ERROR) &&
         answered >= 500 && answered < 600 && transfer.named_recipient;
}

Outcome OutcomeOf(CURLcode code, long answered, const Transfer& transfer) {
  if (code == CURLE_OK) return {Result::kSent, transfer.last_line};
  if (answered >= 400 && answered < 600)
    return {IsFinal(code, answered, transfer) ? Result::kRefused : Result::kDelayed,
            transfer.last_line};
  return {Result::kDelayed, curl_easy_strerror(code)};
}

class Smtp final : public Way {
 public:
  Smtp(SmtpServer server, Sender sender) : server_(std::move(server)), sender_(std::move(sender)) {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
      throw std::runtime_error("libcurl does not start");
  }

  Outcome Send(const Letter& letter) override {
    Curl curl = Take();
    const List to(curl_slist_append(nullptr, ("<" + letter.to + ">").c_str()));
    Transfer transfer{MailText(letter, sender_), 0, ""};
    if (!curl || !to) return {Result::kDelayed, "out of memory"};
    const std::string from = "<" + ReturnAddress(letter, sender_) + ">";
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, to.get());
    curl_easy_setopt(curl.get(), CURLOPT_READDATA, &transfer);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(curl.get(), CURLOPT_DEBUGDATA, &transfer);
    const CURLcode code = curl_easy_perform(curl.get());
    long answered = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answered);
    const Outcome outcome = OutcomeOf(code, answered, transfer);
    // A connection that a mail failed on is not used for the next.
    if (code == CURLE_OK) GiveBack(std::move(curl));
    return outcome;
  }

 private:
  // One with its connection still open, or a new one.
  Curl Take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return Prepared();
    Curl curl = std::move(idle_.back());
    idle_.pop_back();
    return curl;
  }
  void GiveBack(Curl curl) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(curl));
  }

  Curl Prepared() const {
    Curl curl(curl_easy_init());
    if (!curl) return curl;
    const auto set = [&](CURLoption option, auto value) {
      curl_easy_setopt(curl.get(), option, value);
    };
    set(CURLOPT_URL, (server_.url + "/" + DomainOf(sender_.mail)).c_str());  // what EHLO says
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!server_.ca_file.empty()) set(CURLOPT_CAINFO, server_.ca_file.c_str());
    if (!server_.user.empty()) {
      set(CURLOPT_USERNAME, server_.user.c_str());
      set(CURLOPT_PASSWORD, server_.password.c_str());
    }
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &ReadMail);
    set(CURLOPT_HEADERFUNCTION, &KeepLine);
    set(CURLOPT_VERBOSE, 1L);  // which tells SeeCommand, and nobody else
    set(CURLOPT_DEBUGFUNCTION, &SeeCommand);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, 10L);
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(server_.patience.count()));
    set(CURLOPT_TIMEOUT, static_cast<long>(server_.patience.count()));
    return curl;
  }

  const SmtpServer server_;
  const Sender sender_;
  std::mutex mutex_;
  std::vector<Curl> idle_;  // as many as threads send
};
}  // namespace

std::unique_ptr<Way> SmtpWay(const SmtpServer& server, const Sender& sender) {
  return std::make_unique<Smtp>(server, sender);
}
}  // namespace aor::notifications
