#include "services/documents/papers/line_words.h"

#include <gtest/gtest.h>

#include "services/documents/papers/training_words.h"

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

TEST(LineWordsTest, SayWhatOfATrainingMissionIsBilled) {
  invoicing::v1::InvoiceLine line;
  line.set_category("PART");
  line.set_description("Training mission m1, training, instalment 2, agreement A-1: part");
  auto& training = *line.mutable_training();
  training.set_mission_id("m1");
  training.set_session_kind("TRAINING");
  training.set_instalment(2);
  training.set_agreement("A-1");
  training.set_sessions(2);
  training.mutable_delivered()->set_currency_code("EUR");
  training.mutable_delivered()->set_minor_units(180000);
  auto& held = *training.add_held();
  held.set_session_id("s1");
  held.set_title("Fresque");
  for (const char* half_day : {"2026-10-13-AM", "2026-10-13-PM", "2026-10-14-EVE"})
    held.add_half_days(half_day);
  auto& other = *training.add_others();
  other.set_payer_id("acme");
  *other.mutable_amount() = training.delivered();
  EXPECT_EQ(LineWords(line, {"fr", "FR"}),
            "Mission de formation m1, formation, acompte 2 : part prise en charge, accord A-1");
  EXPECT_EQ(LineWords(line, {"en", "FR"}),
            "Training mission m1, training, instalment 2: part funded by agreement A-1");
  EXPECT_EQ(
      SessionsHeld(training, {"fr", "FR"}),
      (std::vector<std::string>{"Fresque · s1 : 13.10.2026 matin, après-midi, 14.10.2026 soir"}));
  EXPECT_EQ(TrainingDetails(line, {"fr", "FR"}),
            (std::vector<std::string>{"2 séances, ensemble : EUR 1800.00",
                                      "facturé à acme : EUR 1800.00"}));
  training.clear_agreement();
  EXPECT_EQ(LineWords(line, {"de", "FR"}),
            "Bildungsauftrag m1, Schulung, Teilrechnung 2: Anteil des Kunden");
  line.set_category("SESSION");
  training.clear_instalment();
  training.set_title("Fresque");
  EXPECT_EQ(LineWords(line, {"fr", "FR"}), "Mission de formation m1, formation Fresque : séances");
}

TEST(LineWordsTest, LeaveTheWordsOfPeopleAsTheyAre) {
  EXPECT_EQ(In("fr", "MANUAL", "Discount: hours"), "Discount: hours");
  EXPECT_EQ(In("fr", "BASE", "Monteuse"), "Monteuse");
  EXPECT_EQ(In("fr", "BASE", "Poste: hours of operation"), "Poste: hours of operation");
  EXPECT_EQ(In("de", "FEE", "Vermittlung"), "Vermittlung");
}
}  // namespace
}  // namespace aor::documents
