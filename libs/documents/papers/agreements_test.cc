#include <gtest/gtest.h>

#include <regex>

#include "libs/documents/papers/sample_parties.h"
#include "libs/documents/papers/samples.h"
#include "libs/documents/testing/paper_text.h"

namespace aor::documents {
namespace {
using testing::ExpectInOrder;
using testing::RefusalOf;
using testing::TextOf;

TEST(AssignmentContractTest, SaysWhatTheSwissLawAsksFor) {
  ExpectInOrder(TextOf(SampleAssignment("fr")),
                {"Contrat de mission M-2026-0117",
                 "Zoë Šimánková-Łukasiewicz",
                 "CHE-123.456.788 TVA",
                 "Autorisation de pratiquer",
                 "Ateliers Électriques Perret & Fils Sàrl",
                 "1. Fonction et genre de travail",
                 "2. Qualification",
                 "3. Lieu de travail",
                 "Dès le 1er octobre 2026, pour une durée indéterminée",
                 "5. Délais de congé",
                 "6. Horaire",
                 "Salaire de base 30.00 30.00",
                 "13e salaire 8.33 % 2.79 36.33",
                 "Salaire horaire brut, indemnités comprises 36.33",
                 "AHV/AVS, IV/AI, EO/APG 5.30",
                 "Frais et allocations",
                 "Heures supplémentaires",
                 "Maladie",
                 "Accident",
                 "Maternité",
                 "Service militaire",
                 "Vacances",
                 "Paiement du salaire",
                 "toute clause contraire est nulle",
                 "Établi en deux exemplaires",
                 "Lieu et date",
                 "Signature"});
}

TEST(AssignmentContractTest, IsRefusedWithoutWhatTheLawAsksFor) {
  const std::pair<const char*, std::function<void(AssignmentContract&)>> kLacking[] = {
      {"licence is missing", [](auto& c) { c.assignment.licence = ""; }},
      {"worker is missing", [](auto& c) { c.assignment.worker.who.name = ""; }},
      {"Function and kind of work is missing", [](auto& c) { c.assignment.function = ""; }},
      {"Place of work is missing", [](auto& c) { c.assignment.place_of_work = ""; }},
      {"Notice is missing", [](auto& c) { c.assignment.notice = ""; }},
      {"Working time is missing", [](auto& c) { c.assignment.hours = ""; }},
      {"wage is missing", [](auto& c) { c.wage.clear(); }},
      {"but the lines make 33.54", [](auto& c) { c.wage[2].reached = Exact("33.55"); }},
      {"Sickness is missing", [](auto& c) { c.sickness = ""; }},
      {"Holidays is missing", [](auto& c) { c.holidays = ""; }},
      {"Payment of wage", [](auto& c) { c.pay_days = ""; }},
      {"Overtime, nights and Sundays is missing", [](auto& c) { c.overtime = ""; }},
      {"Expenses and allowances is missing", [](auto& c) { c.expenses = ""; }},
      {"Reason for the assignment is missing", [](auto& c) { c.reader.country = "FR"; }},
  };
  for (const auto& [said, change] : kLacking) {
    AssignmentContract contract = SampleAssignment("en");
    change(contract);
    EXPECT_NE(RefusalOf(contract).find(said), std::string::npos)
        << said << ": " << RefusalOf(contract);
  }
}

TEST(AssignmentContractTest, SaysWhatTheFrenchLawAsksFor) {
  ExpectInOrder(TextOf(SampleFrenchAssignment("fr")),
                {"Contrat de mission M-2026-0204", "Entreprise de travail temporaire",
                 "Garantie financière", "Caractéristiques du poste", "Qualification",
                 "Période d’essai", "Motif du recours", "Chaussures de sécurité",
                 "Rémunération de référence", "15,40", "Indemnité de fin de mission",
                 "10,00 % 1,50 16,50", "18,15", "Retraite complémentaire", "n’est pas interdite"});
  const std::pair<const char*, std::function<void(AssignmentContract&)>> kLacking[] = {
      {"licence is missing", [](auto& c) { c.assignment.licence = ""; }},
      {"Reason for the assignment is missing", [](auto& c) { c.assignment.reason = ""; }},
      {"Safety and health is missing", [](auto& c) { c.assignment.safety = ""; }},
      {"Reference pay at the user company is missing",
       [](auto& c) { c.assignment.wage_of_reference = ""; }},
      {"Complementary pension and provident fund is missing", [](auto& c) { c.pension = ""; }}};
  for (const auto& [said, change] : kLacking) {
    AssignmentContract contract = SampleFrenchAssignment("en");
    change(contract);
    EXPECT_NE(RefusalOf(contract).find(said), std::string::npos) << RefusalOf(contract);
  }
}

TEST(EmploymentContractTest, IsThatOfAnEmployeeOfRecord) {
  ExpectInOrder(TextOf(SampleEmployment("de")),
                {"Arbeitsvertrag", "setzt sie bei Ateliers", "CHF je Monat", "8'500.00",
                 "Bruttolohn je Monat", "Vorsorge"});
  ExpectInOrder(TextOf(SampleClientContract("en")),
                {"Client contract", "hires out their services", "11'200.00 / month"});
}

TEST(AssignmentContractTest, NeedsNoNoticeWhenItEndsByItself) {
  AssignmentContract contract = SampleAssignment("de");
  contract.assignment.end = calendar::Date(2026, 12, 18), contract.assignment.notice = "";
  ExpectInOrder(TextOf(contract), {"Vom 1. Oktober 2026 bis zum 18. Dezember 2026."});
}

TEST(HireContractTest, SaysWhatTheLawAsksFor) {
  ExpectInOrder(TextOf(SampleHire("de")),
                {"Verleihvertrag LS-2026-0117", "Bewilligung", "Zoë Šimánková-Łukasiewicz",
                 "Berufliche Qualifikation", "Arbeitsort", "Kündigungsfristen", "Arbeitszeit",
                 "Ordentliche Stunde 54.00 / h", "Überstunde 67.50 / h", "Sozialleistungen",
                 "ohne MWST", "ist nichtig"});
  HireContract contract = SampleHire("en");
  contract.tariffs.clear();
  EXPECT_NE(RefusalOf(contract).find("tariff is missing"), std::string::npos);
  contract = SampleHire("en"), contract.reader.country = "FR", contract.assignment.reason = "r";
  EXPECT_NE(RefusalOf(contract).find("Reference pay at the user company is missing"),
            std::string::npos);
}

TEST(ServiceAgreementTest, MakesAMandateAndAServiceContractNeverAHire) {
  const std::string mandate = TextOf(SampleMandate("fr")),
                    service = TextOf(SampleServiceContract("fr"));
  ExpectInOrder(mandate, {"Mandat PS-2026-009", "Maëlle Garnier", "autofacturation", "Indépendance",
                          "620,00 / jour", "4 %", "Droit français"});
  ExpectInOrder(service, {"Contrat de prestations de services SC-2026-009", "Atlas Logistique SA",
                          "Du 1er octobre 2026 au 31 mars 2027", "Prix des prestations"});
  for (const std::string& text : {mandate, service})
    for (const char* of_temps : {"location de services", "locataire", "mise à disposition"})
      EXPECT_EQ(text.find(of_temps), std::string::npos) << of_temps;
  Mandate own_invoices = SampleMandate("fr");
  own_invoices.agreement.self_billed = false;
  EXPECT_EQ(TextOf(own_invoices).find("autofacturation"), std::string::npos);
  Mandate lacking = SampleMandate("en");
  lacking.agreement.law = "";
  EXPECT_NE(RefusalOf(lacking).find("jurisdiction is missing"), std::string::npos);
}

TEST(TimesheetTest, HasALineForEveryDayAndAddsUp) {
  ExpectInOrder(
      TextOf(SampleTimesheet("fr")),
      {"lundi 19.10.2026 07:00 16:30 1:00 8:30", "mardi 20.10.2026 07:00 18:30 1:00 10:30",
       "vendredi 23.10.2026", "samedi 24.10.2026 22:00 06:00 0:00 9:00 Nuit du passage",
       "dimanche 25.10.2026", "Total des heures 45:00", "Signature"});
  Timesheet sheet = SampleTimesheet("en");
  sheet.total += std::chrono::minutes(1);
  EXPECT_NE(RefusalOf(sheet).find("total is stated as 45:01, but its entries make 45:00"),
            std::string::npos);
  sheet = SampleTimesheet("en"), sheet.entries[0].day = calendar::Date(2026, 10, 18);
  EXPECT_NE(RefusalOf(sheet).find("2026-10-18 is outside the period"), std::string::npos);
  sheet = SampleTimesheet("en"), sheet.last = calendar::Date(2027, 10, 18);
  EXPECT_NE(RefusalOf(sheet).find("1 to 31 days"), std::string::npos);
}

TEST(PaymentListTest, ShowsEveryPayeeTheFileAndWhatToCheck) {
  const std::string text = TextOf(SamplePayments("de"));
  ExpectInOrder(text, {"PAY-GE-2026-10-S1", "64", "9f86 d081", "Zoë Šimánková-Łukasiewicz",
                       "! Konto geändert am 02.11.2026", "Übertrag", "Übertrag der Vorseite",
                       "Personne d’Essai 64", "Total in CHF 211'464.00", "Wer freigibt",
                       "Freigegeben von", "Luca Bernasconi"});
  PaymentList list = SamplePayments("en");
  list.lines.pop_back();
  EXPECT_NE(RefusalOf(list).find("total is stated as"), std::string::npos);
  list = SamplePayments("en"), list.lines[3].account = "";
  EXPECT_NE(RefusalOf(list).find("account of Personne d’Essai 4 is missing"), std::string::npos);
}
}  // namespace
}  // namespace aor::documents
