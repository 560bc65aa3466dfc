// What lines of invoices and payslips are called in their reader's language, from data.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "libs/documents/papers/invoice_lines.h"
#include "libs/documents/papers/pay_lines.h"
#include "libs/documents/testing/paper_text.h"

namespace aor::documents {
namespace {
using testing::Plain;
using testing::ThePress;

std::string LineIn(const Reader& reader, const InvoiceLine& line) {
  Sheets sheets(ThePress().fonts(), {});
  return Plain(
      LineText({sheets, ThePress().texts(), reader, Figures(ThePress().texts(), reader)}, line));
}

std::string PayIn(const Reader& reader, const char* code, const char* training = nullptr) {
  std::optional<types::v1::TrainingWork> work;
  if (training) google::protobuf::TextFormat::ParseFromString(training, &work.emplace());
  Sheets sheets(ThePress().fonts(), {});
  return Plain(
      PayLineText({sheets, ThePress().texts(), reader, Figures(ThePress().texts(), reader)}, code,
                  "as it was called", work));
}

InvoiceLine Billed(const char* text, const char* code, const char* percent = nullptr) {
  InvoiceLine line;
  line.text = text;
  line.code = code;
  if (percent) line.percent = money::ParseDecimal(percent);
  return line;
}

InvoiceLine Training(const char* work) {
  InvoiceLine line = Billed("", "SESSION");
  google::protobuf::TextFormat::ParseFromString(work, &line.training.emplace());
  return line;
}

const Reader kGeneva{"fr", "CH"}, kLyon{"fr", "FR"}, kBern{"de", "CH"}, kLondon{"en", "CH"};

TEST(InvoiceLineTest, SaysWhatIsBilledBehindItsTitle) {
  EXPECT_EQ(LineIn(kGeneva, Billed("Maçon", "BASE")), "Maçon : heures");
  EXPECT_EQ(LineIn(kBern, Billed("Maurer", "OVERTIME", "25")), "Maurer: Überstundenzuschlag 25 %");
  EXPECT_EQ(LineIn(kLyon, Billed("Maçon", "NIGHT", "12.5")), "Maçon : majoration de nuit 12,5 %");
  EXPECT_EQ(LineIn(kLondon, Billed("Dev: backend", "DAY")), "Dev: backend: days");
  EXPECT_EQ(LineIn(kGeneva, Billed("Remise : heures", "")), "Remise : heures");
  EXPECT_EQ(LineIn(kGeneva, Billed("Maçon", "MANUAL")), "Maçon") << "words of somebody";
}

TEST(InvoiceLineTest, AFeeSaysWhatItIsOf) {
  InvoiceLine fee = Billed("", "FEE", "4");
  EXPECT_EQ(LineIn(kGeneva, fee), "Honoraires de l’agence 4 %") << "of a record without its base";
  fee.fee_base = money::Money{"EUR", 1116000};
  fee.contract = "mira-numerik";
  EXPECT_EQ(LineIn(kLyon, fee), "Honoraires de l’agence 4 % de 11 160,00 € · mira-numerik");
  EXPECT_EQ(LineIn(kBern, fee), "Agenturhonorar 4 % von 11'160.00 EUR · mira-numerik");
}

TEST(InvoiceLineTest, WorkOfATrainingMissionIsNamedWithItsDay) {
  const auto session = Training(
      "mission_id: 'm1' part: 'FACILITATOR' session_id: 's1' travel_included: true"
      " worked_on { year: 2026 month: 10 day: 12 }");
  EXPECT_EQ(LineIn(kLyon, session),
            "Mission de formation m1, atelier s1 du 12/10/2026, frais de déplacement compris");
  EXPECT_EQ(LineIn(kBern, session),
            "Bildungsauftrag m1, Workshop s1 vom 12.10.2026, Reisekosten inbegriffen");
  EXPECT_EQ(LineIn(kGeneva, Training("mission_id: 'm1' part: 'COORDINATOR'")),
            "Mission de formation m1, coordination : séances");
  EXPECT_EQ(LineIn(kGeneva, Training("mission_id: 'm1' part: 'OF_TOMORROW'")),
            "Mission de formation m1 : séances");
}

TEST(PayLineTest, TellsSupplementsApart) {
  EXPECT_EQ(PayIn(kLyon, "OVERTIME_25"), "Heures supplémentaires, majoration 25 %");
  EXPECT_EQ(PayIn(kGeneva, "NIGHT_12.5"), "Travail de nuit, supplément 12.5 %");
  EXPECT_EQ(PayIn(kBern, "PUBLIC_HOLIDAY_100"), "Feiertagsarbeit, Zuschlag 100 %");
  EXPECT_EQ(PayIn(kBern, "EXTRA_WORK_10"), "Zuschlag 10 %");
  EXPECT_EQ(PayIn(kLyon, "TRAINING_FIXED_TERM_EMPLOYER"),
            "Formation, contrats à durée déterminée (CPF-CDD), part de l’employeur");
}

TEST(PayLineTest, AFeeOfAMissionSaysWhichWorkItIsFor) {
  const char* const work =
      "mission_id: 'm1' part: 'COACH' worked_on { year: 2026 month: 10 day: 5 }";
  EXPECT_EQ(PayIn(kLyon, "MISSION_FEE", work),
            "Rétribution – Mission de formation m1, accompagnement du 05/10/2026");
  EXPECT_EQ(PayIn(kBern, "MISSION_TRAVEL", work),
            "Reisekosten – Bildungsauftrag m1, Begleitung vom 05.10.2026");
  EXPECT_EQ(PayIn(kBern, "MISSION_FEE"), "as it was called") << "on older slips";
}
}  // namespace
}  // namespace aor::documents
