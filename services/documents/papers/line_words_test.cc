#include "services/documents/papers/line_words.h"

#include <gtest/gtest.h>

namespace aor::documents {
namespace {
std::string In(const char* language, const char* category, const std::string& description) {
  invoicing::v1::InvoiceLine line;
  line.set_category(category);
  line.set_description(description);
  return LineWords(line, {language, "CH"});
}

TEST(LineWordsTest, SayWhatIsBilledInTheReadersLanguage) {
  EXPECT_EQ(In("fr", "BASE", "Maçon: hours"), "Maçon : heures");
  EXPECT_EQ(In("de", "OVERTIME", "Maurer: overtime supplement 25 %"),
            "Maurer: Überstundenzuschlag 25 %");
  EXPECT_EQ(In("fr", "DAY", "Dev: backend: days"), "Dev: backend : jours");
  EXPECT_EQ(In("fr", "FEE", "Agency fee 4 % of EUR 11160.00"),
            "Honoraires de l’agence, 4 % de EUR 11160.00");
  EXPECT_EQ(In("en", "BASE", "Mason: hours"), "Mason: hours");
}

TEST(LineWordsTest, LeaveTheWordsOfPeopleAsTheyAre) {
  EXPECT_EQ(In("fr", "MANUAL", "Discount: hours"), "Discount: hours");
  EXPECT_EQ(In("fr", "BASE", "Monteuse"), "Monteuse");
  EXPECT_EQ(In("fr", "BASE", "Poste: hours of operation"), "Poste: hours of operation");
  EXPECT_EQ(In("de", "FEE", "Vermittlung"), "Vermittlung");
}
}  // namespace
}  // namespace aor::documents
