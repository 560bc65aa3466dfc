// SMS against a real SMPP server that takes, refuses, delays, hangs, cuts and reports; and the
// bytes.
#include "services/notifications/channels/smpp.h"

#include <mutex>

#include "services/notifications/channels/running_server.h"
#include "services/notifications/channels/smpp_pdu.h"

namespace aor::notifications {
namespace {
class SmppTest : public testing::Test {
 protected:
  std::unique_ptr<Way> Session(const std::string& password = "secret") {
    return SmppWay({"127.0.0.1", server_.port(), "alpina", password, "Alpina",
                    std::chrono::seconds{5}, std::chrono::seconds{1}},
                   [this](const smpp::Receipt& receipt) {
                     const std::lock_guard lock(mutex_);
                     if (turned_away_ > 0) return --turned_away_, false;
                     kept_.push_back(receipt.server_id + " " + receipt.stat + " " + receipt.error);
                     return true;
                   });
  }
  static std::string SendBy(Way& way, const std::string& to, const std::string& text = "Hello") {
    const Outcome outcome = way.Send({"m-1", to, "", text, "fr", {}});
    const char* result = outcome.result == Result::kSent      ? "sent "
                         : outcome.result == Result::kDelayed ? "delayed "
                                                              : "refused ";
    return result + outcome.reply;
  }
  std::string Send(const std::string& to, const std::string& text = "Hello",
                   const std::string& password = "secret") {
    return SendBy(*Session(password), to, text);
  }
  std::vector<std::string> Kept(size_t count) {
    for (int tries = 0; tries < 200; ++tries) {
      {
        const std::lock_guard lock(mutex_);
        if (kept_.size() >= count) return kept_;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    const std::lock_guard lock(mutex_);
    return kept_;
  }
  std::string Written(const std::string& name) const {
    std::ifstream file(server_.folder() + "/" + name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::mutex mutex_;
  std::vector<std::string> kept_;
  int turned_away_ = 0;
  const RunningServer server_{"node", "testing_smpp_server.js", "texts.jsonl"};
};

TEST_F(SmppTest, EveryTextArrivesAsItWasWritten) {
  EXPECT_EQ(Send("+41791234567"), "sent taken as sms-1");
  EXPECT_EQ(Send("+41791234567", "Prolongé jusqu'au 31.12. Zoë €"), "sent taken as sms-2");
  const std::string longer(200, 'x');
  EXPECT_EQ(Send("+41791234567", longer + "é"), "sent taken as sms-3");
  const auto taken = server_.Taken();
  ASSERT_EQ(taken.size(), 3u);
  EXPECT_NE(taken[0].find("\"to\":\"41791234567\",\"from\":\"Alpina\",\"coding\":0"),
            std::string::npos)
      << taken[0];
  EXPECT_NE(taken[0].find("\"text\":\"Hello\""), std::string::npos) << taken[0];
  EXPECT_NE(taken[1].find("\"text\":\"Prolongé jusqu'au 31.12. Zoë €\""), std::string::npos)
      << taken[1];
  EXPECT_NE(taken[2].find(longer + "é"), std::string::npos) << taken[2];
}

TEST_F(SmppTest, ARefusalIsFinalAndADelayIsNot) {
  EXPECT_EQ(Send("+41790000550"), "refused submit status 11");
  EXPECT_EQ(Send("+41790000451"), "delayed submit status 88");
  EXPECT_EQ(Send("+41791234567", "Hello", "wrong"), "delayed bind status 13") << "ours to repair";
  EXPECT_EQ(Send("+41790000999"), "delayed no answer to the message");
  EXPECT_EQ(Send("+41790000777"), "delayed no answer to the message") << "taken, and cut";
  EXPECT_EQ(server_.Taken().size(), 1u);
  const auto nobody = SmppWay({"127.0.0.1", "1", "a", "b", "c", std::chrono::seconds{1}}, {});
  EXPECT_EQ(nobody->Send({}).reply, "no answer to the bind");
}

TEST_F(SmppTest, WhatBecameOfItIsHeardWhileOthersAreSent) {
  const auto way = Session();
  EXPECT_EQ(SendBy(*way, "+41790000600"), "sent taken as sms-1");
  EXPECT_EQ(SendBy(*way, "+41790000601"), "sent taken as sms-2");
  EXPECT_EQ(SendBy(*way, "+41790000602"), "sent taken as sms-3");
  EXPECT_EQ(SendBy(*way, "+41790000603"), "sent taken as sms-4");
  EXPECT_EQ(SendBy(*way, "+41790000604"), "sent taken as sms-5") << "somebody's words";
  EXPECT_EQ(Kept(4), (std::vector<std::string>{"sms-1 UNDELIV 001", "sms-2 DELIVRD ",
                                               "sms-3 EXPIRED 000", "sms-4 REJECTD 0B"}));
  EXPECT_NE(server_.Taken().at(0).find("\"receipt\":1"), std::string::npos) << "asked for";
  EXPECT_EQ(Written("binds"), "1") << "one session";
}

TEST_F(SmppTest, AReceiptThatIsNotKeptComesAgain) {
  turned_away_ = 2;
  const auto way = Session();
  EXPECT_EQ(SendBy(*way, "+41790000601"), "sent taken as sms-1");
  EXPECT_EQ(Kept(1), (std::vector<std::string>{"sms-1 DELIVRD "}));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(Written("receipts.jsonl"), "{\"status\":100}\n{\"status\":100}\n{\"status\":0}\n");
}

TEST_F(SmppTest, ASessionThatIsLostIsBoundAnew) {
  const auto way = Session();
  EXPECT_EQ(SendBy(*way, "+41790000777"), "delayed no answer to the message");
  EXPECT_EQ(SendBy(*way, "+41791234567"), "sent taken as sms-1");
  EXPECT_EQ(Written("binds"), "2");
  std::this_thread::sleep_for(std::chrono::seconds(3));  // of silence: we ask, it answers
  EXPECT_EQ(SendBy(*way, "+41791234567"), "sent taken as sms-2");
  EXPECT_EQ(Written("binds"), "2");
}

TEST_F(SmppTest, ManyThreadsShareTheSession) {
  const auto way = Session();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) EXPECT_TRUE(SendBy(*way, "+41790000601").starts_with("sent "));
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(Kept(100).size(), 100u);
}

TEST(SmppPduTest, TakesNothingThatIsNoMessage) {
  using namespace smpp;
  const std::string whole = Encoded({kSubmitSm | kAnswer, 0, 7, std::string("id\0", 3)});
  const auto pdu = Decoded(whole);
  ASSERT_TRUE(pdu);
  EXPECT_EQ(pdu->sequence, 7u);
  EXPECT_EQ(FirstText(pdu->body), "id");
  EXPECT_FALSE(Decoded(whole.substr(0, whole.size() - 1)));
  EXPECT_FALSE(Decoded(whole + "x"));
  EXPECT_FALSE(LengthOf(std::string("\x7F\xFF\xFF\xFF", 4))) << "longer than we take";
  EXPECT_FALSE(LengthOf(std::string("\0\0\0\x0F", 4))) << "shorter than its header";
  EXPECT_EQ(FirstText("no end"), "");
}

std::string DeliverBody(const std::string& type, const std::string& text,
                        const std::string& more = "") {
  const std::string addresses = std::string(
      "\0\1\1"
      "4179\0\5\0"
      "Alpina\0",
      17);
  return addresses + type + std::string("\0\0\0\0\0\0\0\0", 8) + static_cast<char>(text.size()) +
         text + more;
}
std::string ReceiptIn(const std::string& body) {
  const auto receipt = smpp::ReadReceipt(body);
  return receipt ? receipt->server_id + " " + receipt->stat + " " + receipt->error : "none";
}

TEST(SmppPduTest, AReceiptIsReadAsTextOrAsFields) {
  const std::string fields(
      "\x00\x1E\x00\x03"
      "a7\0"
      "\x04\x27\x00\x01\x05",
      12);
  EXPECT_EQ(ReceiptIn(DeliverBody("\4", "id:7 sub:001 stat:DELIVRD err:000 text:id:8")),
            "7 DELIVRD 000");
  EXPECT_EQ(ReceiptIn(DeliverBody("\4", "", fields)), "a7 UNDELIV ");
  EXPECT_EQ(ReceiptIn(DeliverBody("\4", "id:7 stat:DELIVRD", fields)), "a7 UNDELIV ")
      << "fields are the better witness";
  EXPECT_EQ(ReceiptIn(DeliverBody(std::string(1, '\0'), "id:7 stat:DELIVRD")), "none");
  EXPECT_EQ(ReceiptIn(DeliverBody("\4", "stat:DELIVRD")), "none");
  EXPECT_EQ(ReceiptIn(DeliverBody("\4", "id:7 text:stat:DELIVRD")), "none") << "somebody's words";
  EXPECT_EQ(ReceiptIn(DeliverBody("\4", "id:7 stat:DELIVRD", fields.substr(0, 5))), "none");
  EXPECT_EQ(ReceiptIn(""), "none");
}

TEST(SmppPduTest, ATextCannotLeaveItsField) {
  const std::string body =
      smpp::SubmitBody({std::string("Al\0pina-and-much-more", 21), "+41790000000", "Hi", "m"});
  EXPECT_EQ(body.substr(0, 16), std::string("\0\x05\x00"
                                            "Alpina-and\0\x01\x01",
                                            16));
  EXPECT_EQ(smpp::Utf16("é€"), std::string("\x00\xE9\x20\xAC", 4));
  EXPECT_EQ(smpp::Utf16("\xF0\x9F\x98\x80"), std::string("\xD8\x3D\xDE\x00", 4));
  EXPECT_EQ(smpp::Utf16("\xFFx"), std::string("\xFF\xFD\x00x", 4));
}
}  // namespace
}  // namespace aor::notifications
