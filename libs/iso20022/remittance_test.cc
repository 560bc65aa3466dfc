#include "libs/iso20022/remittance.h"

#include <gtest/gtest.h>

#include "libs/iso20022/text_rules.h"

namespace aor::iso20022 {
namespace {
TEST(RemittanceTest, SaysWhatIsPaidInThePayeesLanguage) {
  EXPECT_EQ(RemittanceText("SALARY", "2026-10", "fr"), "Salaire 10.2026");
  EXPECT_EQ(RemittanceText("SALARY", "2026-10", "de"), "Lohn 10.2026");
  EXPECT_EQ(RemittanceText("SALARY", "2026-10", "en"), "Salary 2026-10");
  EXPECT_EQ(RemittanceText("PART_PAYMENT", "2026-10", "pt"), "Part payment 2026-10");
  EXPECT_EQ(RemittanceText("LOAN", "", "fr"), "Prêt");
  EXPECT_EQ(RemittanceText("TRAINING_MISSION", "m-2026", "de"), "Bildungsauftrag m-2026");
  EXPECT_EQ(RemittanceText("", "", "fr"), "");
}

TEST(RemittanceTest, ABankTakesTheWords) {
  for (const char* subject : {"SALARY", "PART_PAYMENT", "LOAN", "TRAINING_MISSION"})
    for (const char* language : {"fr", "de", "en"})
      EXPECT_EQ(BankText(RemittanceText(subject, "2026-10", language), 140), "");
}

TEST(RemittanceTest, WhoStatedNoLanguageReadsThatOfTheCountry) {
  EXPECT_EQ(ReadingLanguage("de-CH", "FR"), "de");
  EXPECT_EQ(ReadingLanguage("", "FR"), "fr");
  EXPECT_EQ(ReadingLanguage("", "AT"), "de");
  EXPECT_EQ(ReadingLanguage("", "CH"), "") << "which has several";
}
}  // namespace
}  // namespace aor::iso20022
