// What lines of invoices and payslips are called in their reader's language, from data.
#include <absl/strings/str_join.h>
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

// What a part of a paper says, at the desk of its reader.
template <class Text, class Of>
Text Say(const Reader& reader, Text (*text)(const Desk&, const Of&), const Of& of) {
  Sheets sheets(ThePress().fonts(), {});
  return text({sheets, ThePress().texts(), reader, Figures(ThePress().texts(), reader)}, of);
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

// With its days as the reader's country writes them, and amounts.
TEST(InvoiceLineTest, ABilledMissionIsSaidInTheReadersLanguage) {
  InvoiceLine line;
  TrainingBill& bill = line.bill.emplace();
  bill.mission = "m1", bill.is_training = bill.is_part = true, bill.instalment = 2;
  bill.agreement = "A-1", bill.sessions = 2, bill.delivered = money::Money{"EUR", 180000};
  bill.others = {{"Acme SA", "", {"EUR", 108000}}, {"OPCO Atout", "B-2", {"EUR", 72000}}};
  EXPECT_EQ(LineIn(kLyon, line),
            "Mission de formation m1, formation, acompte 2 : part prise en charge, accord A-1");
  EXPECT_EQ(LineIn(kLondon, line),
            "Training mission m1, training, instalment 2: part funded by agreement A-1");
  bill.agreement = "";
  EXPECT_EQ(LineIn(kBern, line), "Bildungsauftrag m1, Schulung, Teilrechnung 2: Anteil des Kunden");
  const auto details_in = [&](const Reader& reader) {
    return Plain(absl::StrJoin(Say(reader, BillDetails, bill), " | "));
  };
  EXPECT_EQ(details_in(kLyon),
            "2 séances, ensemble : 1 800,00 € | facturé à Acme SA : 1 080,00 € | facturé à OPCO "
            "Atout, accord B-2 : 720,00 €");
  EXPECT_EQ(details_in(kBern),
            "2 Durchführungen zusammen: 1'800.00 EUR | verrechnet an Acme SA: 1'080.00 EUR | "
            "verrechnet an OPCO Atout, Kostengutsprache B-2: 720.00 EUR");
  bill.is_part = false, bill.instalment = 0, bill.title = "Fresque";
  EXPECT_EQ(LineIn(kGeneva, line), "Mission de formation m1, formation Fresque : séances");
}

TEST(InvoiceLineTest, ASessionIsShownByItsHalfDaysAndWhoWasThere) {
  using enum HalfDay::Part;
  const calendar::Date day(2026, 10, 13);
  SessionHeld held{"s1", "Fresque", {{day, kMorning}, {day, kAfternoon}, {day + 1, kEvening}}, {}};
  const auto said_in = [&](const Reader& reader) { return Plain(Say(reader, HeldText, held)); };
  EXPECT_EQ(said_in(kLyon), "Fresque · s1 : 13/10/2026 matin, après-midi, 14/10/2026 soir");
  EXPECT_EQ(said_in(kGeneva), "Fresque · s1 : 13.10.2026 matin, après-midi, 14.10.2026 soir");
  held.title = "";
  held.attendance = {{{"Ana García", 2}, {"bob@acme.example", 1}}, 3, 5};
  EXPECT_EQ(said_in(kLondon),
            "s1: 13.10.2026 morning, afternoon, 14.10.2026 evening. 3 present, half-days: 5. Ana "
            "García (2), bob@acme.example (1), and others: 1");
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
