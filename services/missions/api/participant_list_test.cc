#include "services/missions/api/participant_list.h"

#include <gtest/gtest.h>

namespace aor::missions {
namespace {
std::string Said(const ParticipantList& list, size_t row) {
  const auto& one = list.rows.at(row);
  const auto& participant = one.participant();
  return std::to_string(one.line()) + " " + participant.mail() + "|" + participant.surname() + "|" +
         participant.given_names() + (one.problem().empty() ? "" : " !");
}

TEST(ParticipantListTest, ColumnsGoByTheirHeadingsInAnyOrder) {
  const auto list = ReadParticipantList(
      "\xEF\xBB\xBFPrénom;Nom;Service;E-mail\r\nAnn;García Márquez;IT;"
      "ann@example.com\r\n\r\nBob;\"O'Neil; Sr\";;bob@example.com\r\n");
  ASSERT_EQ(list.rows.size(), 2u);
  EXPECT_EQ(Said(list, 0), "2 ann@example.com|García Márquez|Ann");
  EXPECT_EQ(Said(list, 1), "4 bob@example.com|O'Neil; Sr|Bob");
}

TEST(ParticipantListTest, AddressesAloneAreAListToo) {
  const auto list = ReadParticipantList("ann@example.com\nbob@example.com");
  ASSERT_EQ(list.rows.size(), 2u);
  EXPECT_EQ(Said(list, 1), "2 bob@example.com||");
}

TEST(ParticipantListTest, EveryRowSaysWhatIsWrongWithIt) {
  const auto list = ReadParticipantList(
      "nom,mail\nGood,good@example.com\nbad@example.com,Bad\n,\nTwice,GOOD@example.com\n"
      "Nobody,no where\nToo,many@example.com,fields\n\"Two\nlines\",two@example.com\n,\n"
      ",only@example.com\n");
  ASSERT_EQ(list.rows.size(), 7u);
  EXPECT_EQ(Said(list, 0), "2 good@example.com|Good|");
  EXPECT_EQ(Said(list, 1), "3 Bad|bad@example.com| !") << "the columns are the wrong way round";
  EXPECT_EQ(Said(list, 2), "5 GOOD@example.com|Twice|");
  EXPECT_NE(list.rows[2].note().find("Line 2"), std::string::npos);
  EXPECT_EQ(Said(list, 3), "6 no where|Nobody| !");
  EXPECT_EQ(Said(list, 4), "7 many@example.com|Too| !");
  EXPECT_EQ(Said(list, 5), "8 two@example.com|Two\nlines| !");
  EXPECT_EQ(Said(list, 6), "11 only@example.com||");
}

TEST(ParticipantListTest, HostileNamesAreRefused) {
  const auto list = ReadParticipantList(
      "nom\tmail\nA\xE2\x80\xAE"
      "b\ta@example.com\n=cmd()\tb@example.com\nx\tc@example.com%0ABcc:\n");
  EXPECT_FALSE(list.rows[0].problem().empty()) << "it would turn the reading direction";
  EXPECT_TRUE(list.rows[1].problem().empty()) << "a name is text; who writes sheets quotes it";
  EXPECT_FALSE(list.rows[2].problem().empty());
}

TEST(ParticipantListTest, FiveThousandRowsAreRead) {
  std::string text = "mail,nom\n";
  for (int i = 0; i < 5000; ++i) text += "p" + std::to_string(i) + "@example.com,Name\n";
  EXPECT_EQ(ReadParticipantList(text).rows.size(), 5000u);
  EXPECT_TRUE(ReadParticipantList("").rows.empty());
}
}  // namespace
}  // namespace aor::missions
