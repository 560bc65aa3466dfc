// SMS against a real SMPP server that takes, refuses, delays, hangs and cuts; and the bytes.
#include "services/notifications/channels/smpp.h"

#include "services/notifications/channels/running_server.h"
#include "services/notifications/channels/smpp_pdu.h"

namespace aor::notifications {
namespace {
class SmppTest : public testing::Test {
 protected:
  std::string Send(const std::string& to, const std::string& text = "Hello",
                   const std::string& password = "secret") const {
    const auto way = SmppWay(
        {"127.0.0.1", server_.port(), "alpina", password, "Alpina", std::chrono::seconds{2}});
    const Outcome outcome = way->Send({"m-1", to, "", text, "fr", {}});
    const char* result = outcome.result == Result::kSent      ? "sent "
                         : outcome.result == Result::kDelayed ? "delayed "
                                                              : "refused ";
    return result + outcome.reply;
  }
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
  const auto nobody = SmppWay({"127.0.0.1", "1", "a", "b", "c", std::chrono::seconds{1}});
  EXPECT_EQ(nobody->Send({}).reply, "no answer to the bind");
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
