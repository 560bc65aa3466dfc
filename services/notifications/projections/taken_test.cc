#include "services/notifications/projections/taken.h"

#include <gtest/gtest.h>

#include "libs/eventsourcing/row_store.h"

namespace aor::notifications {
namespace {
class TakenTest : public testing::Test {
 protected:
  void Take(const std::string& server_id) {
    v1::LeftRow row;
    row.set_message_id("of " + server_id);
    StoreTaken(server_id, row, rows_);
  }
  std::string Reported(const std::string& server_id) const {
    const auto row = LoadTaken(rows_, server_id);
    return row ? row->message_id() : "none";
  }

  const std::unique_ptr<eventsourcing::RowStore> store_ = eventsourcing::MemoryRowStore();
  eventsourcing::OverlaidRows rows_{*store_, "outbox"};
};

TEST_F(TakenTest, ACentreReportsInOtherDigitsThanItAnswers) {
  for (const char* id : {"33E95179", "00870928762", "sms-7", "12345678"}) Take(id);
  EXPECT_EQ(Reported("33E95179"), "of 33E95179");
  EXPECT_EQ(Reported("870928761"), "of 33E95179") << "decimal";
  EXPECT_EQ(Reported("0870928761"), "of 33E95179");
  EXPECT_EQ(Reported("0033e95179"), "of 33E95179");
  EXPECT_EQ(Reported("870928762"), "of 00870928762");
  EXPECT_EQ(Reported("33e9517a"), "of 00870928762") << "hexadecimal";
  EXPECT_EQ(Reported("sms-7"), "of sms-7");
  EXPECT_EQ(Reported("SMS-7"), "none") << "no number";
  EXPECT_EQ(Reported("305419896"), "of 12345678") << "without a letter, of a centre that uses them";
  EXPECT_EQ(Reported("12345678"), "of 12345678") << "as it was spelled, before anything else";
}

TEST_F(TakenTest, NobodyElsesNumberIsTakenForOurs) {
  for (const char* id : {"1234", "4661"}) Take(id);
  EXPECT_EQ(Reported("4660"), "none") << "0x1234, but this centre counts in tens";
  EXPECT_EQ(Reported("1235"), "none") << "4661 is 0x1235";
  EXPECT_EQ(Reported("01234"), "of 1234");
  Take("ffffffffffffffff");
  EXPECT_EQ(Reported("18446744073709551615"), "of ffffffffffffffff");
  EXPECT_EQ(Reported("18446744073709551616"), "none");
  EXPECT_EQ(Reported("-1") + Reported("") + Reported("+1"), "nonenonenone");
  Take("1ffffffffffffffff");  // more than 64 bits
  EXPECT_EQ(Reported("1FFFFFFFFFFFFFFFF"), "none");
  EXPECT_EQ(Reported("1ffffffffffffffff"), "of 1ffffffffffffffff");
}
}  // namespace
}  // namespace aor::notifications
