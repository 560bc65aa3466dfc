#include "services/notifications/settings.h"

#include <gtest/gtest.h>

#include <map>

namespace aor::notifications {
namespace {
using Values = std::map<std::string, std::string>;

absl::StatusOr<Settings> Read(const Values& values) {
  return ReadSettings([&](const char* name) -> const char* {
    const auto value = values.find(std::string(name).substr(18));
    return value == values.end() ? nullptr : value->second.c_str();
  });
}
std::string Fault(const Values& values) {
  return std::string(Read(values).status().message()).substr(18);
}

TEST(SettingsTest, FilesUnlessAServerIsNamed) {
  const auto settings = Read({});
  ASSERT_TRUE(settings.ok());
  EXPECT_EQ(settings->smtp_url + settings->smpp, "");
  EXPECT_EQ(settings->quiet.from, std::chrono::hours{20});
  EXPECT_TRUE(settings->quiet.sundays);
}

const Values::value_type kLink{"LINK", "https://space.example.com"};

TEST(SettingsTest, WhatReallyLeavesLeadsSomewhere) {
  for (const Values& servers :
       {Values{{"SMTP", "smtp://mail:587"}},
        Values{{"SMPP", "host:2775"}, {"SMPP_USER", "a"}, {"SMPP_PASSWORD_FILE", "b"}}}) {
    EXPECT_TRUE(Fault(servers).starts_with("LINK needs the address of the pages"))
        << Fault(servers);
    Values with_link = servers;
    with_link.insert(kLink);
    EXPECT_TRUE(Read(with_link).ok()) << Read(with_link).status();
  }
}

TEST(SettingsTest, WhatIsWrongNamesItsVariable) {
  EXPECT_EQ(Fault({{"ZONE", "Bern"}}), "ZONE needs an IANA zone such as Europe/Zurich");
  EXPECT_EQ(Fault({{"QUIET", "20"}}), "QUIET needs two hours such as 20-7, or off");
  EXPECT_EQ(Fault({{"QUIET", "20-25"}}), "QUIET needs two hours such as 20-7, or off");
  EXPECT_EQ(Fault({{"SMTP", "http://mail"}, kLink}),
            "SMTP needs smtp://host:port or smtps://host:port");
  EXPECT_EQ(Fault({{"SMTP_USER", "a"}}),
            "SMTP_USER needs SMTP_PASSWORD_FILE, and the other way round");
  EXPECT_EQ(Fault({{"MAIL_FROM", "a\r\nBcc: b@c.example"}}),
            "MAIL_FROM needs a mail address such as noreply@example.com");
  const std::string returns =
      "MAIL_RETURNS needs a mail address of at most 14 letters before its @, without +";
  EXPECT_EQ(Fault({{"MAIL_RETURNS", "bounces"}}), returns);
  EXPECT_EQ(Fault({{"MAIL_RETURNS", "bounces-of-mail@b.example"}}), returns);
  EXPECT_EQ(Fault({{"MAIL_RETURNS", "b+x@b.example"}}), returns);
  EXPECT_EQ(Fault({{"MAIL_RETURNS", "bounces@b.example"}}),
            "RETURNED needs MAIL_RETURNS, and the other way round");
  EXPECT_EQ(Fault({{"ONE_CLICK", "yes"}}), "ONE_CLICK needs on or off");
  EXPECT_EQ(Fault({{"ONE_CLICK", "on"}, {"LINK", "http://space.example.com"}}),
            "ONE_CLICK needs a LINK that begins with https://");
  EXPECT_EQ(Fault({{"LINK", "javascript:alert(1)"}}),
            "LINK needs an address such as https://space.example.com");
  EXPECT_EQ(Fault({{"SMPP", "host"}, kLink}), "SMPP needs host:port");
  EXPECT_EQ(Fault({{"SMPP", "host:2775"}, kLink}),
            "SMPP needs SMPP_USER and SMPP_PASSWORD_FILE, and the other way round");
}

TEST(SettingsTest, NoQuietHoursWhereNobodySleeps) {
  const auto settings = Read({{"QUIET", "off"}});
  ASSERT_TRUE(settings.ok());
  for (int hour = 0; hour < 24; ++hour)
    EXPECT_FALSE(QuietUntil(Instant{std::chrono::hours{hour}}, "UTC", settings->quiet)) << hour;
}
}  // namespace
}  // namespace aor::notifications
