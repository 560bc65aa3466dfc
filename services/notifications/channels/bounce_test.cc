// Reports as servers write them: exim-*.eml were made by Exim 4.96 of a mail of ours, the others
// after what Postfix, Exchange and French and old servers send.
#include "services/notifications/channels/bounce.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_replace.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "services/notifications/channels/channel.h"
#include "services/notifications/channels/mime.h"

namespace aor::notifications {
namespace {
const Mark kMark{"6a3c0a52-4f0e-5d0f-8a51-0d2f3a6f9c01", "0123456789abcdef"};

std::string Sample(const std::string& name) {
  std::ifstream file(AOR_SOURCE_DIR "/services/notifications/channels/testing_reports/" + name +
                     ".eml");
  EXPECT_TRUE(file) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}
// What it says, and what of it is stored; "no report".
std::string Said(const std::string& mail) {
  const auto bounce = ReadBounce(mail);
  if (!bounce) return "no report";
  EXPECT_EQ(bounce->mark, kMark);
  return absl::StrCat(bounce->action, " ", bounce->status, " ", SafeReply(bounce->diagnostic));
}
std::string With(const std::string& from, const std::string& to) {
  const std::string sample = Sample("postfix-failed");
  EXPECT_NE(sample.find(from), std::string::npos) << from;
  return absl::StrReplaceAll(sample, {{from, to}});
}

TEST(BounceTest, SaysWhichMailCameBackAndWhy) {
  EXPECT_EQ(Said(Sample("exim-failed")), "failed 5.0.0 550 5.1.1");
  EXPECT_EQ(Said(Sample("exim-delayed")), "delayed 4.0.0 452 4.2.2");
  EXPECT_EQ(Said(Sample("postfix-failed")), "failed 5.1.1 550 5.1.1");
  EXPECT_EQ(Said(Sample("german-unreturned")), "failed 5.2.2 554 5.2.2") << "by its address only";
  EXPECT_EQ(Said(Sample("french-delivered")), "delivered 2.1.5 ");
  EXPECT_EQ(Said(Sample("wrapped-base64")), "failed 4.4.7 450 4.4.7") << "in a gateway's mail";
}

TEST(BounceTest, IsReadInEveryShape) {
  EXPECT_EQ(Said(With("\n", "\r\n")), "failed 5.1.1 550 5.1.1");
  EXPECT_EQ(Said(With("text/rfc822-headers", "Message/RFC822")), "failed 5.1.1 550 5.1.1");
  EXPECT_EQ(Said(With("Status: 5.1.1", "Status: 4.4.7 (expired)")), "failed 4.4.7 550 5.1.1");
  EXPECT_EQ(Said(With("--4CMKpz6lBRz9sS.1793253603/mx.acme.example--\n", "")),
            "failed 5.1.1 550 5.1.1")
      << "cut off behind what counts";
}

TEST(BounceTest, WhatIsNoReportIsNone) {
  EXPECT_EQ(Said(""), "no report");
  EXPECT_EQ(Said("Subject: Out of office\r\n\r\nI am away.\r\n"), "no report");
  EXPECT_EQ(Said(Sample("no-report")), "no report");
  EXPECT_EQ(Said(With("multipart/report", "multipart/mixed")), "no report");
  EXPECT_EQ(Said(With("Status: 5.1.1", "Status: 5.1")), "no report");
  EXPECT_EQ(Said(With("Status: 5.1.1", "Status: 9.1.1")), "no report");
  EXPECT_EQ(Said(With("Action: failed\n", "")), "no report");
  EXPECT_EQ(Said(With("<6a3c0a52", "<6x3c0a52")), "no report");
  EXPECT_EQ(Said(With(".0123456789abcdef@", "@")), "no report") << "no mark of ours";
  EXPECT_EQ(Said(Sample("postfix-failed") + std::string(kLargestReport, 'x')), "no report");
  EXPECT_EQ(Said(std::string("\0\n\n--\n\xff", 8)), "no report");
}

TEST(BounceTest, AnAddressBringsTheMarkBack) {
  const std::string address = AddressFor("bounces@alpina.example", kToUnsubscribe, kMark);
  EXPECT_EQ(address, "bounces+u6a3c0a524f0e5d0f8a510d2f3a6f9c010123456789abcdef@alpina.example");
  EXPECT_EQ(AddressedTo("To: <" + address + ">\n\n", kToUnsubscribe), kMark);
  EXPECT_EQ(AddressedTo("To: " + address + "\n\n", kToReport), std::nullopt);
  EXPECT_EQ(AddressedTo("Subject: " + address + "\n\nTo: " + address, kToUnsubscribe),
            std::nullopt);
  EXPECT_EQ(AddressedTo("To: bounces+u@alpina.example\n\n", kToUnsubscribe), std::nullopt);
  EXPECT_EQ(AddressedTo("To: bounces+", kToUnsubscribe), std::nullopt);
}

TEST(MimeTest, ReadsNoMoreThanItsBounds) {
  std::string many = "Content-Type: multipart/mixed; boundary=b\n\n";
  for (int i = 0; i < 100; ++i) many += "--b\n\nx\n";
  EXPECT_EQ(ReadPart(many).Parts().size(), 20u);
  std::string fields;
  for (int i = 0; i < 1000; ++i) fields += "A: b\n";
  EXPECT_EQ(ReadFields(fields).size(), 500u);
  EXPECT_LE(ReadFields("A: " + std::string(100'000, 'x'))[0].value.size(), 2000u);
  EXPECT_EQ(ReadPart("Content-Transfer-Encoding: base64\n\n?").Text(), "");
  EXPECT_EQ(ReadPart("Content-Transfer-Encoding: quoted-printable\n\na=3Db=\nc=ZZ=").Text(),
            "a=bc=ZZ=");
}
}  // namespace
}  // namespace aor::notifications
