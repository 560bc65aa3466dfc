// Mail against a real server that takes, refuses, delays, hangs and cuts.
#include "services/notifications/channels/smtp.h"

#include "services/notifications/channels/running_server.h"

namespace aor::notifications {
namespace {
class SmtpTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<RunningMailServer>(); }
  static void TearDownTestSuite() { server_.reset(); }

  static Letter To(const std::string& to) {
    return {"id-of-" + to.substr(0, to.find('@')), to, "Prolongé", "Bonjour Zoé", "fr", {}};
  }
  std::unique_ptr<Way> Smtp() const {
    return SmtpWay({server_->url(), server_->ca_file(), "", "", std::chrono::seconds{3}},
                   {"noreply@alpina.example", "Alpina"});
  }
  // "sent 250 …" in short.
  std::string Send(Way& way, const std::string& to) const {
    const Outcome outcome = way.Send(To(to));
    const char* result = outcome.result == Result::kSent      ? "sent "
                         : outcome.result == Result::kDelayed ? "delayed "
                                                              : "refused ";
    return result + SafeReply(outcome.reply);
  }
  static size_t Taken(const std::string& what) {
    size_t count = 0;
    for (const auto& mail : server_->Mails()) count += mail.find(what) != std::string::npos;
    return count;
  }
  static std::unique_ptr<RunningMailServer> server_;
};
std::unique_ptr<RunningMailServer> SmtpTest::server_;

TEST_F(SmtpTest, SendsOverTlsAndSaysWhatTheServerSaid) {
  const auto way = Smtp();
  EXPECT_EQ(Send(*way, "ada@example.com"), "sent 250 2.0.0 queued as 4711");
  EXPECT_EQ(Send(*way, "bob@example.com"), "sent 250 2.0.0 queued as 4711") << "same connection";
  EXPECT_EQ(Taken("Message-ID: <id-of-ada@alpina.example>"), 1u);
  EXPECT_EQ(Taken("\"to\": [\"bob@example.com\"], \"tls\": true"), 1u);
}

TEST_F(SmtpTest, WhatComesBackNamesTheMail) {
  const auto way = SmtpWay({server_->url(), server_->ca_file(), "", "", std::chrono::seconds{3}},
                           {"noreply@alpina.example", "", "bounces@alpina.example"});
  Letter letter = To("ada@example.com");
  letter.wire_id = "6a3c0a52-4f0e-5d0f-8a51-0d2f3a6f9c01";
  letter.mac = "0123456789abcdef";
  EXPECT_EQ(way->Send(letter).result, Result::kSent);
  letter.mac = "fedcba9876543210";
  EXPECT_EQ(way->Send(letter).result, Result::kSent) << "over the same connection";
  const std::string of = "\"from\": \"bounces+b6a3c0a524f0e5d0f8a510d2f3a6f9c01";
  EXPECT_EQ(Taken(of + "0123456789abcdef@alpina.example\""), 1u);
  EXPECT_EQ(Taken(of + "fedcba9876543210@alpina.example\""), 1u);
  EXPECT_EQ(Taken("Message-ID: <6a3c0a52-4f0e-5d0f-8a51-0d2f3a6f9c01.0123456789abcdef@alpina."),
            1u);
}

TEST_F(SmtpTest, ARefusalIsFinalAndADelayIsNot) {
  const auto way = Smtp();
  EXPECT_EQ(Send(*way, "refused@example.com"), "refused 550 5.1.1");
  EXPECT_EQ(Send(*way, "spam@example.com"), "refused 554 5.7.1");
  EXPECT_EQ(Send(*way, "later@example.com"), "delayed 451 4.7.1");
  EXPECT_EQ(Send(*way, "later@example.com"), "sent 250 2.0.0 queued as 4711");
}

TEST_F(SmtpTest, WhatIsNotOfTheMailIsTriedAgain) {
  const auto unwanted =
      SmtpWay({server_->url(), server_->ca_file(), "", "", std::chrono::seconds{3}},
              {"unwanted@alpina.example", "Alpina"});
  EXPECT_EQ(Send(*unwanted, "ada@example.com"), "delayed 550 5.7.1");
}

TEST_F(SmtpTest, AServerThatHangsOrCutsDelays) {
  const auto way = Smtp();
  const auto started = std::chrono::steady_clock::now();
  EXPECT_TRUE(Send(*way, "hangs@example.com").starts_with("delayed "));
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(10));
  EXPECT_TRUE(Send(*way, "cut@example.com").starts_with("delayed "))
      << "it was taken, which nobody can know";
  EXPECT_EQ(Taken("id-of-cut"), 1u);
}

TEST_F(SmtpTest, NothingLeavesWithoutTheRightCertificate) {
  const auto way = SmtpWay({server_->url(), "", "", "", std::chrono::seconds{3}},
                           {"noreply@alpina.example", ""});
  EXPECT_TRUE(Send(*way, "secret@example.com").starts_with("delayed "));
  const auto nobody = SmtpWay({"smtp://localhost:1", "", "", "", std::chrono::seconds{3}},
                              {"noreply@alpina.example", ""});
  EXPECT_TRUE(Send(*nobody, "secret@example.com").starts_with("delayed "));
  EXPECT_EQ(Taken("secret@example.com"), 0u);
}
}  // namespace
}  // namespace aor::notifications
