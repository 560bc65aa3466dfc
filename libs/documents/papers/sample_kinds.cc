// The pair of a temp in Lyon and the papers of an employee of record, from those of Geneva.
#include "libs/documents/papers/sample_parties.h"
#include "libs/documents/papers/samples.h"

namespace aor::documents {
namespace {
void MoveToLyon(const std::string& in, Assignment& work) {
  work.agency = FrenchAgency();
  work.worker = {
      {"Inès Belkacem-Dürrenmatt", {"Rue Sala", "4", "69002", "Lyon", "FR", {}}}, {}, {}};
  work.client = {{"Atlas Logistique SA", {"Avenue Tony-Garnier", "40", "69007", "Lyon", "FR", {}}},
                 {"SIREN 552 100 554"},
                 {}};
  work.licence = In(in,
                    "Garantie financière (article L1251-49 du code du travail) : Caution Mutuelle "
                    "du Rhône, 8 quai Rambaud, 69002 Lyon.",
                    "Finanzielle Sicherheit (Artikel L1251-49 des Code du travail): Caution "
                    "Mutuelle du Rhône, 8 quai Rambaud, 69002 Lyon.",
                    "Financial guarantee (article L1251-49 of the Labour Code): Caution Mutuelle "
                    "du Rhône, 8 quai Rambaud, 69002 Lyon.");
  work.function = In(in, "Préparatrice de commandes", "Kommissioniererin", "Order picker");
  work.qualification =
      In(in, "Employée, coefficient 115.", "Angestellte, Stufe 115.", "Employee, grade 115.");
  work.place_of_work = "Plateforme nord, 69800 Saint-Priest";
  work.end = calendar::Date(2026, 11, 30);
  work.notice = In(in, "Période d’essai : trois jours.", "Probezeit: drei Tage.",
                   "Trial period: three days.");
  work.hours =
      In(in, "35 heures par semaine, du lundi au vendredi.",
         "35 Stunden in der Woche, Montag bis Freitag.", "35 hours a week, Monday to Friday.");
  work.reason = In(in, "Accroissement temporaire d’activité : préparation des fêtes.",
                   "Vorübergehender Mehrbedarf: Festtage.",
                   "Temporary increase of work: the holiday season.");
  work.agreement = "";
  work.safety = In(in, "Chaussures de sécurité et gilet, fournis par l’entreprise.",
                   "Sicherheitsschuhe und Weste stellt der Einsatzbetrieb.",
                   "Safety shoes and vest, provided by the user company.");
  work.wage_of_reference = In(in, "15,40 EUR de l’heure, prime d’équipe de 1,20 EUR comprise.",
                              "15,40 EUR je Stunde, einschliesslich Schichtzulage von 1,20 EUR.",
                              "EUR 15,40 per hour, including a shift allowance of EUR 1,20.");
}

void HireByTheMonth(const std::string& in, Assignment& work) {
  work.of_record = true;
  work.function = In(in, "Scientifique", "Wissenschaftlerin", "Scientist");
}
}  // namespace

AssignmentContract SampleFrenchAssignment(const std::string& in) {
  AssignmentContract contract = SampleAssignment(in);
  contract.reader.country = "FR";
  contract.number = "M-2026-0204";
  MoveToLyon(in, contract.assignment);
  contract.currency = "EUR";
  contract.wage = {
      {In(in, "Salaire de base", "Grundlohn", "Base wage"), {}, Exact("15.00"), Exact("15.00")},
      {In(in, "Indemnité de fin de mission", "Entschädigung am Ende des Einsatzes",
          "End-of-assignment premium"),
       Exact("10"), Exact("1.50"), Exact("16.50")},
      {In(in, "Indemnité compensatrice de congés payés", "Ferienentschädigung",
          "Paid-leave allowance"),
       Exact("10"), Exact("1.65"), Exact("18.15")}};
  contract.deductions = {};
  contract.expenses = contract.overtime = contract.sickness = contract.accident = "";
  contract.maternity = contract.service = contract.holidays = "";
  contract.pension = In(in, "Retraite complémentaire : Caisse du Rhône, 1 rue du Lac, 69003 Lyon.",
                        "Zusatzrente: Caisse du Rhône, 1 rue du Lac, 69003 Lyon.",
                        "Complementary pension: Caisse du Rhône, 1 rue du Lac, 69003 Lyon.");
  return contract;
}

HireContract SampleFrenchHire(const std::string& in) {
  HireContract contract = SampleHire(in);
  contract.reader.country = "FR";
  contract.number = "MAD-2026-0204";
  MoveToLyon(in, contract.assignment);
  contract.currency = "EUR";
  contract.tariffs = {
      {In(in, "Heure ordinaire", "Ordentliche Stunde", "Ordinary hour"), "h", Exact("30.75")}};
  return contract;
}

AssignmentContract SampleEmployment(const std::string& in) {
  AssignmentContract contract = SampleAssignment(in);
  contract.number = "E-2026-0004";
  HireByTheMonth(in, contract.assignment);
  contract.wage_per = WagePer::kMonth;
  contract.wage = {{In(in, "Salaire de base", "Grundlohn", "Base wage"),
                    {},
                    Exact("8500.00"),
                    Exact("8500.00")}};
  contract.other_deductions = In(in, "Prévoyance professionnelle selon le règlement de la caisse.",
                                 "Berufliche Vorsorge nach dem Reglement der Kasse.",
                                 "Occupational pension by the rules of the fund.");
  return contract;
}

HireContract SampleClientContract(const std::string& in) {
  HireContract contract = SampleHire(in);
  contract.number = "E-2026-0004";
  HireByTheMonth(in, contract.assignment);
  contract.tariffs = {{In(in, "Mois de travail", "Arbeitsmonat", "Month of work"),
                       In(in, "mois", "Monat", "month"), Exact("11200.00")}};
  return contract;
}
}  // namespace aor::documents
