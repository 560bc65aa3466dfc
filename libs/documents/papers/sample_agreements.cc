#include "libs/documents/papers/sample_parties.h"
#include "libs/documents/papers/samples.h"

namespace aor::documents {
namespace {
Assignment Work(const std::string& in) {
  Assignment work;
  work.agency = Agency(), work.worker = Worker(), work.client = Client();
  work.licence = In(in,
                    "Autorisation de pratiquer la location de services délivrée par l’Office "
                    "cantonal de l’emploi, Genève.",
                    "Bewilligung zum Personalverleih, erteilt durch das kantonale Arbeitsamt Genf.",
                    "Licensed to hire out services by the cantonal employment office, Geneva.");
  work.function = In(
      in, "Monteuse électricienne : installations à courant fort dans un bâtiment en rénovation.",
      "Elektroinstallateurin: Starkstrominstallationen in einem Umbau.",
      "Electrician: power installations in a building under renovation.");
  work.qualification = In(in, "CFC de monteuse électricienne, trois ans d’expérience.",
                          "EFZ als Elektroinstallateurin, drei Jahre Erfahrung.",
                          "Federal certificate as an electrician, three years of experience.");
  work.place_of_work = "Chantier des Acacias, 1227 Carouge GE";
  work.start = calendar::Date(2026, 10, 1);
  work.notice = In(in,
                   "Deux jours pendant les trois premiers mois, sept jours du quatrième au sixième "
                   "mois, un mois ensuite.",
                   "Zwei Tage in den ersten drei Monaten, sieben Tage vom vierten bis sechsten "
                   "Monat, danach ein Monat.",
                   "Two days in the first three months, seven days from the fourth to the sixth "
                   "month, one month afterwards.");
  work.hours = In(in, "42 heures par semaine, du lundi au vendredi, de 7 h 00 à 16 h 24.",
                  "42 Stunden in der Woche, Montag bis Freitag, 7.00 bis 16.24 Uhr.",
                  "42 hours a week, Monday to Friday, 07:00 to 16:24.");
  work.agreement =
      In(in,
         "CCT Location de services, étendue ; salaires selon la CCT des métiers techniques de la "
         "métallurgie du bâtiment, Genève.",
         "GAV Personalverleih, allgemeinverbindlich; Löhne nach dem GAV der Gebäudetechnik, Genf.",
         "CBA for temporary work, generally binding; wages by the CBA of building technology, "
         "Geneva.");
  work.safety = In(in,
                   "Travail en hauteur et sous tension. Casque, chaussures et gants isolants : "
                   "fournis par l’agence ; harnais et outillage isolé : par l’entreprise.",
                   "Arbeit in der Höhe und unter Spannung. Helm, Schuhe und Isolierhandschuhe "
                   "stellt der Verleiher, Auffanggurt und isoliertes Werkzeug der Einsatzbetrieb.",
                   "Work at height and on live parts. Helmet, shoes and insulating gloves come "
                   "from the agency; harness and insulated tools from the user company.");
  return work;
}

ServiceAgreement Services(const std::string& in) {
  ServiceAgreement agreement;
  agreement.reader = {in, in == "de" ? "DE" : "FR"};
  agreement.number = "PS-2026-009";
  agreement.issued = calendar::Date(2026, 9, 21);
  agreement.agency = FrenchAgency();
  agreement.agency.who.name = "Confluence Conseil SAS";
  agreement.contractor = Contractor();
  agreement.client = {
      {"Atlas Logistique SA", {"Avenue Tony-Garnier", "40", "69007", "Lyon", "FR", {}}},
      {"SIREN 552 100 554"},
      {}};
  agreement.services =
      In(in,
         "Développement du module de planification Atlas : analyse, programmation, tests et mise "
         "en service.",
         "Entwicklung des Planungsmoduls Atlas: Analyse, Programmierung, Tests und Inbetriebnahme.",
         "Development of the planning module Atlas: analysis, programming, tests and launch.");
  agreement.deliverables =
      In(in, "Code source et documentation de chaque étape, au plus tard à la fin de chaque mois.",
         "Quelltext und Dokumentation jeder Etappe, spätestens am Ende jedes Monats.",
         "Source code and documentation of each stage, at the end of each month at the latest.");
  agreement.place = In(in, "Au choix du prestataire ; réunions sur place deux fois par mois.",
                       "Nach freier Wahl; zweimal im Monat Sitzungen vor Ort.",
                       "As the contractor chooses; meetings on site twice a month.");
  agreement.start = calendar::Date(2026, 10, 1), agreement.end = calendar::Date(2027, 3, 31);
  agreement.notice = In(in, "Un mois, par écrit, pour la fin d’un mois.",
                        "Ein Monat, schriftlich, auf ein Monatsende.",
                        "One month, in writing, to the end of a month.");
  agreement.currency = "EUR";
  agreement.tariffs = {{In(in, "Journée approuvée par le client", "Vom Kunden genehmigter Tag",
                           "Day approved by the client"),
                        In(in, "jour", "Tag", "day"), Exact("620")}};
  agreement.fee =
      In(in, "4 % du prix des prestations, facturés au client sur une ligne distincte.",
         "4 % des Preises der Leistungen, dem Kunden auf eigener Zeile verrechnet.",
         "4% of the price of the services, invoiced to the client on a line of its own.");
  agreement.terms = In(
      in,
      "Facture mensuelle des jours approuvés ; paiement à 30 jours, que le client ait payé ou non.",
      "Monatliche Rechnung der genehmigten Tage; zahlbar innert 30 Tagen, unabhängig von der "
      "Zahlung des Kunden.",
      "Approved days are invoiced monthly and paid within 30 days, whether or not the client has "
      "paid.");
  agreement.liability =
      In(in,
         "Le prestataire est assuré en responsabilité civile professionnelle et en remet "
         "l’attestation avant le début.",
         "Eine Berufshaftpflichtversicherung besteht; der Nachweis liegt vor Beginn vor.",
         "The contractor holds professional liability insurance and hands over the certificate "
         "before the start.");
  agreement.property = In(in,
                          "Les droits sur les livrables passent au client avec leur paiement. "
                          "Chacun garde le secret sur ce qu’il apprend de l’autre.",
                          "Die Rechte an den Ergebnissen gehen mit der Zahlung auf den Kunden "
                          "über. Beide Seiten wahren Vertraulichkeit.",
                          "The rights in the deliverables pass to the client with their payment. "
                          "Both sides keep confidential what they learn.");
  agreement.law = In(in, "Droit français ; tribunaux de Lyon.",
                     "Französisches Recht; Gerichte in Lyon.", "French law; courts of Lyon.");
  return agreement;
}
}  // namespace

AssignmentContract SampleAssignment(const std::string& in) {
  AssignmentContract contract;
  contract.reader = {in, "CH"};
  contract.number = "M-2026-0117";
  contract.issued = calendar::Date(2026, 9, 25);
  contract.assignment = Work(in);
  contract.currency = "CHF";
  contract.wage = {
      {In(in, "Salaire de base", "Grundlohn", "Base wage"), {}, Exact("30.00"), Exact("30.00")},
      {In(in, "Jours fériés", "Feiertage", "Public holidays"), Exact("3.2"), Exact("0.96"),
       Exact("30.96")},
      {In(in, "Vacances (4 semaines)", "Ferien (4 Wochen)", "Holidays (4 weeks)"), Exact("8.33"),
       Exact("2.58"), Exact("33.54")},
      {In(in, "13e salaire", "13. Monatslohn", "13th month"), Exact("8.33"), Exact("2.79"),
       Exact("36.33")}};
  contract.deductions = {
      {"AHV/AVS, IV/AI, EO/APG", Exact("5.3")},
      {In(in, "Assurance-chômage", "Arbeitslosenversicherung", "Unemployment insurance"),
       Exact("1.1")},
      {In(in, "Accidents non professionnels", "Nichtberufsunfall", "Non-occupational accidents"),
       Exact("1.457")},
      {In(in, "Indemnités journalières maladie", "Krankentaggeld", "Daily sickness allowance"),
       Exact("0.8")}};
  contract.expenses = In(in, "Repas de midi hors du domicile : 16.00 CHF par jour de travail.",
                         "Mittagsverpflegung auswärts: 16.00 CHF je Arbeitstag.",
                         "Lunch away from home: CHF 16.00 per working day.");
  contract.overtime = In(in,
                         "Dès la 43e heure de la semaine : + 25 %. Nuit de 23 h 00 à 6 h 00 : + 25 "
                         "%. Dimanche : + 50 %. Le supplément le plus élevé s’applique seul.",
                         "Ab der 43. Stunde der Woche: + 25 %. Nacht von 23.00 bis 6.00 Uhr: + 25 "
                         "%. Sonntag: + 50 %. Es gilt nur der höchste Zuschlag.",
                         "From the 43rd hour of the week: + 25%. Nights from 23:00 to 06:00: + "
                         "25%. Sundays: + 50%. Only the highest supplement applies.");
  contract.sickness = In(in,
                         "80 % du salaire dès le troisième jour, pendant 720 jours au plus, par "
                         "l’assurance d’indemnités journalières.",
                         "80 % des Lohnes ab dem dritten Tag, höchstens 720 Tage, durch die "
                         "Krankentaggeldversicherung.",
                         "80% of the wage from the third day, for 720 days at most, by the daily "
                         "allowance insurance.");
  contract.accident =
      In(in, "Assurée selon la LAA, y compris hors du travail dès 8 heures par semaine.",
         "Versichert nach UVG, ab 8 Wochenstunden auch ausserhalb der Arbeit.",
         "Insured under the accident insurance act, from 8 hours a week also outside work.");
  contract.maternity = In(in, "Selon la loi sur les allocations pour perte de gain.",
                          "Nach dem Erwerbsersatzgesetz.", "Under the loss-of-earnings act.");
  contract.service = In(in, "Selon la loi sur les allocations pour perte de gain et la convention.",
                        "Nach dem Erwerbsersatzgesetz und dem Gesamtarbeitsvertrag.",
                        "Under the loss-of-earnings act and the collective agreement.");
  contract.holidays = In(
      in,
      "Quatre semaines par an ; l’indemnité est comprise dans le salaire et désignée à part sur "
      "chaque fiche.",
      "Vier Wochen im Jahr; die Entschädigung ist im Lohn enthalten und auf jeder Abrechnung "
      "gesondert ausgewiesen.",
      "Four weeks a year; the allowance is part of the wage and shown separately on each payslip.");
  contract.pay_days =
      In(in, "Le 5 du mois suivant ; acompte possible le 16 sur les heures vérifiées.",
         "Am 5. des Folgemonats; Akontozahlung am 16. für geprüfte Stunden möglich.",
         "On the 5th of the following month; a part payment of verified hours is possible on the "
         "16th.");
  return contract;
}

HireContract SampleHire(const std::string& in) {
  HireContract contract;
  contract.reader = {in, "CH"};
  contract.number = "LS-2026-0117";
  contract.issued = calendar::Date(2026, 9, 25);
  contract.assignment = Work(in);
  contract.currency = "CHF";
  contract.tariffs = {
      {In(in, "Heure ordinaire", "Ordentliche Stunde", "Ordinary hour"), "h", Exact("54.00")},
      {In(in, "Heure supplémentaire", "Überstunde", "Overtime hour"), "h", Exact("67.50")},
      {In(in, "Indemnité de repas", "Verpflegungsentschädigung", "Meal allowance"),
       In(in, "jour", "Tag", "day"), Exact("16.00")}};
  contract.terms =
      In(in, "Facture mensuelle des heures approuvées ; paiement à 30 jours, net.",
         "Monatliche Rechnung der genehmigten Stunden; zahlbar innert 30 Tagen, netto.",
         "Approved hours are invoiced monthly; payable within 30 days, net.");
  return contract;
}

Mandate SampleMandate(const std::string& in) { return {Services(in)}; }

ServiceContract SampleServiceContract(const std::string& in) {
  ServiceContract contract{Services(in)};
  contract.agreement.number = "SC-2026-009";
  return contract;
}
}  // namespace aor::documents
