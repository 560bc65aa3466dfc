#include "services/documents/papers/training_words.h"

#include <gtest/gtest.h>

namespace aor::documents {
namespace {
TEST(TrainingWordsTest, SayWhatOfAMissionIsBilled) {
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
  EXPECT_EQ(TrainingWords(line, {"fr", "FR"}),
            "Mission de formation m1, formation, acompte 2 : part prise en charge, accord A-1");
  EXPECT_EQ(TrainingWords(line, {"en", "FR"}),
            "Training mission m1, training, instalment 2: part funded by agreement A-1");
  EXPECT_EQ(
      SessionsHeld(training, {"fr", "FR"}),
      (std::vector<std::string>{"Fresque · s1 : 13.10.2026 matin, après-midi, 14.10.2026 soir"}));
  EXPECT_EQ(TrainingDetails(line, {"fr", "FR"}),
            (std::vector<std::string>{"2 séances, ensemble : EUR 1800.00",
                                      "facturé à acme : EUR 1800.00"}));
  training.clear_agreement();
  EXPECT_EQ(TrainingWords(line, {"de", "FR"}),
            "Bildungsauftrag m1, Schulung, Teilrechnung 2: Anteil des Kunden");
  line.set_category("SESSION");
  training.clear_instalment();
  training.set_title("Fresque");
  EXPECT_EQ(TrainingWords(line, {"fr", "FR"}),
            "Mission de formation m1, formation Fresque : séances");
}
}  // namespace
}  // namespace aor::documents
