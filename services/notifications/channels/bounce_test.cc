#include "services/notifications/channels/bounce.h"

#include <absl/strings/str_replace.h>
#include <gtest/gtest.h>

namespace aor::notifications {
namespace {
// As Postfix writes one, shortened.
constexpr char kReport[] =
    "Return-Path: <>\r\n"
    "Date: Thu, 29 Oct 2026 07:00:00 +0100\r\n"
    "From: MAILER-DAEMON@mx.acme.example\r\n"
    "Message-ID: <20261029060000.4711@mx.acme.example>\r\n"
    "Content-Type: multipart/report; report-type=delivery-status;\r\n"
    "\tboundary=\"B.17/mx\"\r\n"
    "\r\n"
    "--B.17/mx\r\n"
    "Content-Type: text/plain; charset=us-ascii\r\n"
    "\r\n"
    "Status: 2.0.0 is what somebody may write here.\r\n"
    "Message-ID: <no-mail-of-ours@evil.example>\r\n"
    "\r\n"
    "--B.17/mx\r\n"
    "Content-Type: message/delivery-status\r\n"
    "\r\n"
    "Reporting-MTA: dns; mx.acme.example\r\n"
    "\r\n"
    "Final-Recipient: rfc822; pay@acme.example\r\n"
    "Action: Failed\r\n"
    "Status: 5.1.1\r\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <pay@acme.example>: Recipient address\r\n"
    "    rejected: unknown\r\n"
    "\r\n"
    "--B.17/mx\r\n"
    "Content-Type: message/rfc822\r\n"
    "\r\n"
    "From: <noreply@alpina.example>\r\n"
    "MESSAGE-ID: <6a3c0a52-4f0e-5d0f-8a51-0d2f3a6f9c01@alpina.example>\r\n"
    "Content-Type: text/plain\r\n"
    "\r\n"
    "Message-ID: <another@alpina.example>\r\n"
    "--B.17/mx--\r\n";

std::string With(const std::string& from, const std::string& to) {
  return absl::StrReplaceAll(kReport, {{from, to}});
}
std::string StatusIn(const std::string& report) {
  const auto bounce = ReadBounce(report);
  return bounce ? bounce->action + " " + bounce->status : "no report";
}

TEST(BounceTest, SaysWhichMailCameBackAndWhy) {
  const auto bounce = ReadBounce(kReport);
  ASSERT_TRUE(bounce);
  EXPECT_EQ(bounce->wire_id, "6a3c0a52-4f0e-5d0f-8a51-0d2f3a6f9c01");
  EXPECT_EQ(bounce->action, "failed");
  EXPECT_EQ(bounce->status, "5.1.1");
  EXPECT_EQ(bounce->diagnostic,
            "smtp; 550 5.1.1 <pay@acme.example>: Recipient address    rejected: unknown");
}

TEST(BounceTest, IsReadInEveryShape) {
  EXPECT_EQ(StatusIn(With("\r\n", "\n")), "failed 5.1.1");
  EXPECT_EQ(StatusIn(With("message/rfc822", "text/rfc822-headers")), "failed 5.1.1");
  EXPECT_EQ(StatusIn(With("message/delivery-status", "message/global-delivery-status")),
            "failed 5.1.1");
  EXPECT_EQ(StatusIn(With("Failed", "delayed")), "delayed 5.1.1");
  EXPECT_EQ(StatusIn(With("Status: 5.1.1", "Status: 4.4.7 (expired)")), "failed 4.4.7");
}

TEST(BounceTest, WhatIsNoReportIsNone) {
  EXPECT_EQ(StatusIn(""), "no report");
  EXPECT_EQ(StatusIn("Subject: Out of office\r\n\r\nI am away.\r\n"), "no report");
  EXPECT_EQ(StatusIn(With("Status: 5.1.1", "Status: 5.1")), "no report");
  EXPECT_EQ(StatusIn(With("Status: 5.1.1", "Status: 9.1.1")), "no report");
  EXPECT_EQ(StatusIn(With("Action: Failed\r\n", "")), "no report");
  EXPECT_EQ(StatusIn(With("6a3c0a52-4f0e-5d0f-8a51-0d2f3a6f9c01", "a/../b")), "no report");
  EXPECT_EQ(StatusIn(With("<6a3c0a52", "<" + std::string(100, '6'))), "no report");
  EXPECT_EQ(StatusIn(kReport + std::string(kLargestReport, 'x')), "no report");
  EXPECT_EQ(StatusIn(std::string("\0\n\n--\n\xff", 8)), "no report");
}
}  // namespace
}  // namespace aor::notifications
