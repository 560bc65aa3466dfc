// A letter as RFC 5322 text: what SMTP carries and what an .eml file holds.
#pragma once

#include <string>

#include "services/notifications/channels/channel.h"

namespace aor::notifications {
struct Sender {
  std::string mail;  // checked when the process starts
  std::string name;
  std::string returns = {};  // where mails come back to; empty: to `mail`
  bool one_click = false;    // the space takes what RFC 8058 posts to it
};
// Lines end with CRLF and, but for addresses with a mark, are no longer than 78 bytes; nothing in
// the letter can begin a header.
std::string MailText(const Letter& letter, const Sender& sender);
// Of the envelope: what comes back names the mail by it.
std::string ReturnAddress(const Letter& letter, const Sender& sender);
// RFC 2047, where it is not plain ASCII.
std::string EncodedHeader(const std::string& text);
std::string QuotedPrintable(const std::string& text);
std::string DomainOf(const std::string& mail);
}  // namespace aor::notifications
