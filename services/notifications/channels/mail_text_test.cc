#include "services/notifications/channels/mail_text.h"

#include <absl/strings/str_split.h>
#include <gtest/gtest.h>

#include "services/notifications/channels/mail_html.h"

namespace aor::notifications {
namespace {
Letter Sample() {
  return {"6a3c0a52-4f0e-5d0f-8a51-0d2f3a6f9c01",
          "ada@example.com",
          "Votre contrat c-7 est prolongé jusqu'au 05.12.2026, et c'est une bonne nouvelle",
          "Bonjour Zoé,\n\n.point\nUne ligne = longue " + std::string(200, 'x') + " fin \n",
          "fr",
          *calendar::ParseInstant("2026-10-29T06:00:00Z")};
}

TEST(MailTextTest, IsWhatEveryMailProgramReads) {
  const std::string text = MailText(Sample(), {"noreply@alpina.example", "Agence Alpinä"});
  for (const absl::string_view line : absl::StrSplit(text, "\r\n")) {
    EXPECT_LE(line.size(), 78u) << line;
    EXPECT_EQ(line.find_first_of("\r\n"), absl::string_view::npos);
    EXPECT_FALSE(line == ".") << "would end the message";
    for (const char c : line) EXPECT_GE(c, ' ') << line;
  }
  EXPECT_NE(text.find("Date: Thu, 29 Oct 2026 06:00:00 +0000\r\n"), std::string::npos);
  EXPECT_NE(text.find("Message-ID: <6a3c0a52-4f0e-5d0f-8a51-0d2f3a6f9c01@alpina.example>\r\n"),
            std::string::npos);
  EXPECT_NE(text.find("\r\n\r\nBonjour Zo=C3=A9,\r\n\r\n=2Epoint\r\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("prolongé"), std::string::npos) << "7 bits";
}

TEST(MailTextTest, SaysTheSameTwiceForOneReader) {
  Letter letter = Sample();
  letter.link = "https://space.example.com";
  letter.text = "Bonjour,\n\nhttps://space.example.com/m/1\n\n- un\n- deux\n";
  const std::string text = MailText(letter, {"noreply@alpina.example", ""});
  const std::string boundary = "--=_" + letter.wire_id + "_";
  const std::vector<std::string> parts = absl::StrSplit(text, boundary);
  ASSERT_EQ(parts.size(), 4u) << text;
  EXPECT_NE(parts[1].find("text/plain"), std::string::npos) << "the one that stands first";
  EXPECT_NE(parts[2].find("text/html"), std::string::npos);
  EXPECT_EQ(parts[3], "--\r\n");
  EXPECT_EQ(text.find("List-Unsubscribe"), std::string::npos) << "contractual";
}

// What follows "List-Unsubscribe", to the last of its lines.
std::string UnsubscribeIn(const Letter& letter, const Sender& sender) {
  const std::string text = MailText(letter, sender);
  const size_t from = text.find("List-Unsubscribe");
  return from == std::string::npos ? "none"
                                   : text.substr(from, text.find("\r\nContent-Type", from) - from);
}

TEST(MailTextTest, OffersToUnsubscribeWhereThatMayBe) {
  Letter letter = Sample();
  letter.link = "https://space.example.com";
  letter.mac = "0123456789abcdef";
  Sender sender{"noreply@alpina.example", ""};
  EXPECT_EQ(UnsubscribeIn(letter, sender), "none") << "contractual";
  letter.topic = "reminders";
  const std::string page =
      " <https://space.example.com/u/6a3c0a524f0e5d0f8a510d2f3a6f9c010123456789abcdef>";
  EXPECT_EQ(UnsubscribeIn(letter, sender), "List-Unsubscribe:" + page);
  sender.returns = "bounces@alpina.example";
  sender.one_click = true;
  EXPECT_EQ(UnsubscribeIn(letter, sender),
            "List-Unsubscribe: <mailto:bounces+u6a3c0a524f0e5d0f8a510d2f3a6f9c010123456789abcdef@"
            "alpina.example?subject=unsubscribe>,\r\n" +
                page + "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click");
}

TEST(MailHtmlTest, WordsStayWords) {
  Letter letter = Sample();
  letter.link = "https://space.example.com";
  letter.language = "fr\"><script>";
  letter.subject = "</title><script>alert(1)</script>";
  letter.text =
      "Hello <b onclick='x'>Ada & \"Bob\"</b>,\n\nhttps://evil.example/<a>\n\n"
      "https://space.example.com/m/1\n\n- one\n- two\n";
  const std::string html = HtmlOf(letter);
  EXPECT_EQ(html.find("<script"), std::string::npos) << html;
  EXPECT_EQ(html.find("<b "), std::string::npos) << html;
  EXPECT_NE(
      html.find("<p>Hello &lt;b onclick=&#39;x&#39;&gt;Ada &amp; &quot;Bob&quot;&lt;/b&gt;,</p>"),
      std::string::npos)
      << html;
  EXPECT_NE(html.find("<p>https://evil.example/&lt;a&gt;</p>"), std::string::npos) << "no link";
  EXPECT_NE(html.find("<a href=\"https://space.example.com/m/1\">"), std::string::npos) << html;
  EXPECT_NE(html.find("<p>- one<br>\n- two</p>"), std::string::npos) << html;
  EXPECT_EQ(html.find("src="), std::string::npos) << "nothing is fetched";
}

TEST(MailTextTest, NothingInALetterBeginsAHeader) {
  Letter letter = Sample();
  letter.subject = "Hello\r\nBcc: everybody@example.com\r\n\r\nbody";
  letter.to = "ada@example.com>\r\nBcc: <eve@example.com";
  letter.language = "fr\r\nX: y";
  letter.topic = "a\r\nX: y";
  letter.mac = "0123456789abcdef";
  letter.link = "https://x.example\r\nX: y";
  const std::string text = MailText(letter, {"noreply@alpina.example", "Alpina\r\nBcc: x"});
  const std::string headers = text.substr(0, text.find("\r\n\r\n"));
  for (const absl::string_view line : absl::StrSplit(headers, "\r\n")) {
    EXPECT_NE(line.substr(0, 3), "Bcc") << headers;
    EXPECT_NE(line.substr(0, 2), "X:") << headers;
  }
}

TEST(MailTextTest, HeadersCarryEveryAlphabet) {
  EXPECT_EQ(EncodedHeader("plain"), "plain");
  EXPECT_EQ(EncodedHeader("é"), "=?UTF-8?B?w6k=?=");
  EXPECT_EQ(EncodedHeader("=?UTF-8?B?w6k=?="), "=?UTF-8?B?PT9VVEYtOD9CP3c2az0/PQ==?=");
}

TEST(SafeReplyTest, KeepsTheCodeAndNobody) {
  EXPECT_EQ(SafeReply("550 5.1.1 <ada@example.com>: unknown\r\n"), "550 5.1.1");
  EXPECT_EQ(SafeReply("550 5.1.1 Ada Rochat unknown phone 79 000 00 25"), "550 5.1.1");
  EXPECT_EQ(SafeReply("450 Ada Rochat is away"), "450");
  EXPECT_EQ(SafeReply("smtp; Ada Rochat, Rue de Carouge"), "");
  EXPECT_EQ(SafeReply("smtp; 550 5.7.1 Ada Rochat"), "550 5.7.1");
  EXPECT_EQ(SafeReply("smtp;554 5.2.2 Ada Rochat has no room"), "554 5.2.2");
  EXPECT_EQ(SafeReply("250 2.0.0 queued as 4711"), "250 2.0.0 queued as 4711");
  EXPECT_EQ(SafeReply("+41791234567 refused"), "refused");
  EXPECT_LE(SafeReply(std::string(500, 'x') + " 250").size(), 120u);
}
}  // namespace
}  // namespace aor::notifications
