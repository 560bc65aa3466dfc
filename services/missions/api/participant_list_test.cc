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

TEST(ParticipantListTest, HeadingsAreKnownWhateverTheirCaseAccentsAndSigns) {
  for (const char* headings :
       {"E-MAIL;NOM;PRÉNOM", "Mél;nom de famille;Prénom(s)",
        "Adresse électronique;Last_Name;first_name", "Email professionnel;NACHNAME;Vorname",
        "E\xE2\x80\x91mail;Surname;PRE\xCC\x81NOM"}) {
    const auto list = ReadParticipantList(std::string(headings) + "\na@example.com;Ö;Ann");
    ASSERT_EQ(list.rows.size(), 1u) << headings;
    EXPECT_EQ(Said(list, 0), "2 a@example.com|Ö|Ann") << headings;
    EXPECT_EQ(list.problem, "");
  }
}

TEST(ParticipantListTest, AHeadingThatIsNotUnderstoodIsAProblemOfTheList) {
  const auto problem = [](const std::string& text) {
    const auto list = ReadParticipantList(text);
    EXPECT_EQ(list.problem.empty(), list.rows.size() != 1u || list.rows[0].problem().empty());
    return list.problem;
  };
  EXPECT_NE(problem("Mail;Nom et prénom\na@example.com;Ö Ann").find("Nom et prénom"),
            std::string::npos);
  EXPECT_NE(problem("Mail;Nom;Courriel\na@example.com;Ö;b@example.com").find("addresses"),
            std::string::npos);
  EXPECT_NE(problem("Mail;Nom;Name\na@example.com;Ö;Ö").find("surnames"), std::string::npos);
  EXPECT_NE(problem("Mail;Nom;\na@example.com;Ö;lost").find("“”"), std::string::npos);
  EXPECT_NE(problem("Anschrift;Leute\na@example.com;Ö").find("no heading"), std::string::npos);
  EXPECT_NE(problem("Ö;a@example.com;b@example.com").find("addresses"), std::string::npos);
  EXPECT_EQ(problem("Mail;Nom;\na@example.com;Ö;\nb@example.com;O;"), "") << "nothing is lost";
}

TEST(ParticipantListTest, AddressesSideBySideAreOneEach) {
  const auto list = ReadParticipantList("a@example.com; c@example.com; e@example.com");
  ASSERT_EQ(list.rows.size(), 3u);
  EXPECT_EQ(Said(list, 2), "1 e@example.com||");
}

TEST(ParticipantListTest, LinesEndByCarriageReturnsToo) {
  const auto list = ReadParticipantList("Nom;Mail\rÖ;a@example.com\rO;b@example.com\r");
  ASSERT_EQ(list.rows.size(), 2u);
  EXPECT_EQ(Said(list, 1), "3 b@example.com|O|");
}

TEST(ParticipantListTest, AQuoteThatIsNeverClosedIsNamed) {
  const auto list =
      ReadParticipantList("Nom;Mail\nA;a@example.com\n\"B;b@example.com\nC;c@example.com");
  ASSERT_EQ(list.rows.size(), 2u);
  EXPECT_EQ(list.rows[0].problem(), "");
  EXPECT_EQ(list.rows[1].line(), 3u);
  EXPECT_NE(list.rows[1].problem().find("never closed"), std::string::npos);
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
      "b\ta@example.com\n=cmd()\tb@example.com\nx\tc@example.com%0ABcc:\nA\xC2\x85\td@example."
      "com\n");
  EXPECT_FALSE(list.rows[0].problem().empty()) << "it would turn the reading direction";
  EXPECT_TRUE(list.rows[1].problem().empty()) << "a name is text; who writes sheets quotes it";
  EXPECT_FALSE(list.rows[2].problem().empty());
  EXPECT_FALSE(list.rows[3].problem().empty()) << "a control character as well";
}

TEST(ParticipantListTest, FiveThousandRowsAreRead) {
  std::string text = "mail,nom\n";
  for (int i = 0; i < 5000; ++i) text += "p" + std::to_string(i) + "@example.com,Name\n";
  EXPECT_EQ(ReadParticipantList(text).rows.size(), 5000u);
  EXPECT_TRUE(ReadParticipantList("").rows.empty());
}
}  // namespace
}  // namespace aor::missions
