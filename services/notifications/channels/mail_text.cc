#include "services/notifications/channels/mail_text.h"

#include <absl/strings/escaping.h>
#include <absl/strings/str_cat.h>
#include <absl/time/time.h>

#include <algorithm>

#include "services/notifications/channels/bounce.h"
#include "services/notifications/channels/mail_html.h"

namespace aor::notifications {
namespace {
constexpr char kHex[] = "0123456789ABCDEF";
constexpr size_t kLine = 76;

std::string OneLine(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = ' ';
  return text;
}

bool IsPlain(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7F; }) &&
         text.find("=?") == std::string::npos && text.size() <= kLine - 10;  // behind "Subject: "
}

// A display name: quoted, since a comma in it would begin another address.
std::string EncodedName(const std::string& name) {
  const std::string encoded = EncodedHeader(name);
  if (encoded.empty() || encoded.starts_with("=?")) return encoded;
  std::string quoted;
  for (const char c : encoded)
    if (c != '"' && c != '\\') quoted += c;
  return '"' + quoted + '"';
}

bool Continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string Date(calendar::Instant at) {
  return absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000",
                          absl::FromUnixSeconds(at.time_since_epoch().count()),
                          absl::UTCTimeZone());
}
}  // namespace

std::string EncodedHeader(const std::string& text) {
  const std::string line = OneLine(text);
  if (IsPlain(line)) return line;
  constexpr size_t kBytes = 42;  // of a word, 56 in base64: whole characters only
  std::string encoded;
  for (size_t from = 0; from < line.size();) {
    size_t to = std::min(from + kBytes, line.size());
    while (to < line.size() && to > from + 1 && Continues(line[to])) --to;
    absl::StrAppend(&encoded, encoded.empty() ? "" : "\r\n ", "=?UTF-8?B?",
                    absl::Base64Escape(line.substr(from, to - from)), "?=");
    from = to;
  }
  return encoded;
}

std::string QuotedPrintable(const std::string& text) {
  std::string encoded;
  size_t column = 0;
  const auto put = [&](const std::string& piece) {
    if (column + piece.size() >= kLine) {
      encoded += "=\r\n";
      column = 0;
    }
    encoded += piece;
    column += piece.size();
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (text[i] == '\n') {
      encoded += "\r\n";
      column = 0;
      continue;
    }
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
    const bool plain = byte >= ' ' && byte < 0x7F && byte != '=' && !(byte == ' ' && ends_line) &&
                       !(byte == '.' && column == 0);
    put(plain ? std::string(1, text[i]) : std::string{'=', kHex[byte >> 4], kHex[byte & 15]});
  }
  return encoded;
}

std::string DomainOf(const std::string& mail) { return mail.substr(mail.rfind('@') + 1); }

namespace {
// Where mail programs put their button: RFC 2369, and RFC 8058 where the space takes it.
std::string UnsubscribeHeader(const Letter& letter, const Sender& sender) {
  if (letter.topic.empty() || letter.mac.empty()) return "";
  const Mark mark{letter.wire_id, letter.mac};
  std::string header = "\r\nList-Unsubscribe:";
  if (!sender.returns.empty())
    absl::StrAppend(&header, " <mailto:", AddressFor(sender.returns, kToUnsubscribe, mark),
                    "?subject=unsubscribe>,\r\n");
  absl::StrAppend(&header, " <", OneLine(letter.link), "/u/", Compact(mark), ">");
  if (sender.one_click) header += "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click";
  return header;
}

std::string MessageIdOf(const Letter& letter, const Sender& sender) {
  return absl::StrCat("<", letter.wire_id, letter.mac.empty() ? "" : ".", letter.mac, "@",
                      DomainOf(sender.mail), ">");
}

std::string PartOf(const std::string& boundary, const char* type, const std::string& text) {
  return absl::StrCat("--", boundary, "\r\nContent-Type: ", type,
                      "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
                      QuotedPrintable(text), "\r\n");
}
}  // namespace

std::string ReturnAddress(const Letter& letter, const Sender& sender) {
  if (sender.returns.empty()) return sender.mail;
  return letter.mac.empty() ? sender.returns
                            : AddressFor(sender.returns, kToReport, {letter.wire_id, letter.mac});
}

std::string MailText(const Letter& letter, const Sender& sender) {
  const std::string name = EncodedName(sender.name);
  const std::string from =
      name.empty() ? "<" + sender.mail + ">" : name + "\r\n <" + sender.mail + ">";
  // In quoted-printable no "=" is followed by "_": no line of a letter is this one.
  const std::string boundary = absl::StrCat("=_", letter.wire_id, "_");
  return absl::StrCat("Date: ", Date(letter.at), "\r\nFrom: ", from, "\r\nTo: <",
                      OneLine(letter.to), ">\r\nSubject: ", EncodedHeader(letter.subject),
                      "\r\nMessage-ID: ", MessageIdOf(letter, sender),
                      "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n",
                      "Content-Language: ", OneLine(letter.language),
                      UnsubscribeHeader(letter, sender),
                      "\r\nContent-Type: multipart/alternative;\r\n boundary=\"", boundary,
                      "\"\r\n\r\n", PartOf(boundary, "text/plain", letter.text),
                      PartOf(boundary, "text/html", HtmlOf(letter)), "--", boundary, "--\r\n");
}
}  // namespace aor::notifications
