#include "libs/documents/papers/sample_parties.h"
#include "libs/documents/papers/samples.h"

namespace aor::documents {
namespace {
PayLine OfHours(std::string text, const char* count, const char* unit, const char* rate,
                const char* amount) {
  return {std::move(text), PayLine::Units{Exact(count), unit}, Exact(rate), Francs(amount)};
}
PayLine OfAmount(std::string text, const char* base, const char* percent, const char* amount) {
  return {std::move(text), Francs(base), Exact(percent), Francs(amount)};
}

std::vector<PayLine> Earnings(const std::string& in) {
  return {
      OfHours(In(in, "Salaire de base", "Grundlohn", "Base wage"), "84.00", "h", "30.00",
              "2520.00"),
      OfAmount(In(in, "Indemnité pour jours fériés", "Feiertagsentschädigung", "Public holidays"),
               "2520.00", "3.20", "80.64"),
      OfAmount(In(in, "Indemnité de vacances", "Ferienentschädigung", "Holiday pay"), "2600.64",
               "8.33", "216.63"),
      OfAmount(In(in, "13e salaire", "13. Monatslohn", "13th month"), "2817.27", "8.33", "234.68"),
      OfHours(In(in, "Heures supplémentaires + 25 %", "Überstunden + 25 %", "Overtime + 25%"),
              "5.00", "h", "37.50", "187.50")};
}

std::vector<PayLine> Deductions(const std::string& in) {
  return {
      OfAmount(In(in, "AVS, AI, APG", "AHV, IV, EO", "Old-age insurance (AHV/AVS)"), "3239.45",
               "5.3", "-171.69"),
      OfAmount(In(in, "Assurance-chômage", "Arbeitslosenversicherung", "Unemployment insurance"),
               "3239.45", "1.1", "-35.63"),
      OfAmount(
          In(in, "Accidents non professionnels", "Nichtberufsunfall", "Non-occupational accidents"),
          "3239.45", "1.457", "-47.20"),
      OfAmount(
          In(in, "Indemnités journalières maladie", "Krankentaggeld", "Daily sickness allowance"),
          "3239.45", "0.8", "-25.92"),
      OfAmount(In(in, "Assurance-maternité Genève", "Mutterschaftsversicherung Genf",
                  "Maternity insurance Geneva"),
               "3239.45", "0.029", "-0.94"),
      OfAmount(In(in, "Prévoyance professionnelle (LPP)", "Berufliche Vorsorge (BVG)",
                  "Occupational pension"),
               "1850.00", "5", "-92.50"),
      OfAmount(In(in, "Impôt à la source, barème A0", "Quellensteuer, Tarif A0",
                  "Source tax, tariff A0"),
               "3239.45", "6.71", "-217.37")};
}
}  // namespace

Payslip SamplePayslip(const std::string& in) {
  Payslip slip;
  slip.reader = {in, "CH"};
  slip.employer = Agency();
  slip.worker = Worker();
  slip.number = "P-2026-10-0042";
  slip.first = calendar::Date(2026, 10, 1), slip.last = calendar::Date(2026, 10, 31),
  slip.issued = calendar::Date(2026, 11, 3);
  slip.social_number = "756.9217.0769.85";
  slip.function =
      In(in, "Monteuse électricienne CFC", "Elektroinstallateurin EFZ", "Qualified electrician");
  slip.assignment = "M-2026-0117, Carouge GE";
  slip.earnings = Earnings(in);
  slip.deductions = Deductions(in);
  slip.others = {OfHours(In(in, "Repas", "Verpflegung", "Meals"), "10.00",
                         In(in, "j", "T", "d").c_str(), "16.00", "160.00"),
                 {In(in, "Acompte du 16.10.2026", "Akontozahlung vom 16.10.2026",
                     "Part payment of 16.10.2026"),
                  {},
                  {},
                  Francs("-500.00")}};
  slip.gross = Francs("3239.45"), slip.deducted = Francs("-591.25");
  slip.net = Francs("2648.20"), slip.payout = Francs("2308.20");
  slip.paid_on = calendar::Date(2026, 11, 5);
  slip.iban = "CH5604835012345678009";
  return slip;
}

namespace {
YearSlip SlipOf(int month, const std::string& number, const char* gross, const char* deducted,
                const char* others, const char* payout) {
  return {calendar::Date(2026, month, 1),
          number,
          Francs(gross),
          Francs(deducted),
          Francs(others),
          Francs(payout)};
}
money::Money Times(money::Money amount, int64_t count) {
  amount.minor *= count;
  return amount;
}
}  // namespace

YearlyStatement SampleStatement(const std::string& in) {
  const Payslip month = SamplePayslip(in);
  YearlyStatement statement;
  statement.reader = month.reader;
  statement.employer = month.employer, statement.worker = month.worker;
  statement.number = "2026-0042", statement.year = 2026;
  statement.social_number = month.social_number;
  statement.first = calendar::Date(2026, 1, 1), statement.last = calendar::Date(2026, 12, 31);
  statement.issued = calendar::Date(2027, 1, 8);
  for (int n = 1; n <= 12; ++n)
    statement.slips.push_back(
        SlipOf(n, "P-2026-" + std::to_string(n), "3239.45", "-591.25", "-340.00", "2308.20"));
  statement.slips.push_back(SlipOf(12, "P-2026-12", "-37.50", "0.00", "0.00", "-37.50"));
  statement.slips.back().correction = 1;
  for (const auto& line : month.earnings)
    statement.earnings.push_back({line.text, Times(line.amount, 12)});
  statement.earnings.back().amount = statement.earnings.back().amount + Francs("-37.50");
  for (const auto& line : month.deductions)
    statement.deductions.push_back({line.text, Times(line.amount, 12)});
  for (const auto& line : month.others)
    statement.others.push_back({line.text, Times(line.amount, 12)});
  statement.gross = Times(month.gross, 12) + Francs("-37.50");
  statement.deducted = Times(month.deducted, 12);
  statement.net = statement.gross + statement.deducted;
  statement.payout = Times(month.payout, 12) + Francs("-37.50");
  return statement;
}

Payslip SampleFrenchPayslip() {
  // The worker's part and the employer's, of which there may be one alone.
  const auto share = [](const char* code, const char* base, std::pair<const char*, const char*> own,
                        std::pair<const char*, const char*> employers) {
    PayLine line{code, Euros(base), {}, {"EUR", 0}};
    line.code = code;
    if (own.first) line.rate = Exact(own.first), line.amount = Euros(own.second);
    if (employers.first)
      line.employer_rate = Exact(employers.first), line.employer = Euros(employers.second);
    return line;
  };
  Payslip slip;
  slip.reader = {"fr", "FR"};
  slip.employer = FrenchAgency();
  slip.worker = {
      {"יעל כהן (Yaël Cohen)", {"Rue Garibaldi", "212", "69003", "Lyon", "FR", {}}}, {}, {}};
  slip.number = "BP-2026-10-0007";
  slip.first = calendar::Date(2026, 10, 19), slip.last = calendar::Date(2026, 10, 25),
  slip.issued = calendar::Date(2026, 10, 30);
  slip.social_number = "2 91 07 69 123 456 19";
  slip.function = "Préparatrice de commandes";
  slip.assignment = "ML-2026-031, Vénissieux";
  slip.qualification = "Employée, niveau II, coefficient 140";
  slip.agreement =
      "Accords nationaux professionnels, personnel intérimaire des entreprises de travail "
      "temporaire (IDCC 2378)";
  slip.employer.registrations.insert(slip.employer.registrations.end(),
                                     {"SIRET 732 829 320 00074", "APE 78.20Z"});
  slip.earnings = {
      {"Salaire de base", PayLine::Units{Exact("35"), "h"}, Exact("15"), Euros("525.00")},
      {"Heures supplémentaires à 125 %", PayLine::Units{Exact("8"), "h"}, Exact("18.75"),
       Euros("150.00")},
      {"Indemnité de fin de mission (IFM)", Euros("675.00"), Exact("10"), Euros("67.50")},
      {"Congés payés (ICCP)", Euros("742.50"), Exact("10"), Euros("74.25")}};
  slip.by_risk = true;
  slip.deductions = {share("OLD_AGE_CAPPED", "816.75", {"6.90", "-56.36"}, {"8.55", "69.83"}),
                     share("OLD_AGE", "816.75", {"0.40", "-3.27"}, {"2.11", "17.23"}),
                     share("AGIRC_ARRCO_T1", "816.75", {"3.15", "-25.73"}, {"4.72", "38.55"}),
                     share("CEG_T1", "816.75", {"0.86", "-7.02"}, {"1.29", "10.54"}),
                     share("CSG_DEDUCTIBLE", "802.46", {"6.80", "-54.57"}, {}),
                     share("CSG", "802.46", {"2.40", "-19.26"}, {}),
                     share("CRDS", "802.46", {"0.50", "-4.01"}, {}),
                     share("FAMILY", "816.75", {}, {"5.25", "42.88"})};
  slip.others = {{"Acompte du 23/10/2026", {}, {}, Euros("-300.00")}};
  slip.gross = Euros("816.75"), slip.deducted = Euros("-170.22");
  slip.taxes = {{"Prélèvement à la source (PAS)", Euros("669.80"), Exact("4.2"), Euros("-28.13")}};
  slip.net = Euros("646.53"), slip.payout = Euros("318.40");
  slip.employer_charges = Euros("179.03");
  slip.net_social = slip.net, slip.net_taxable = Euros("669.80");
  slip.taxable_of_year = Euros("9120.45");
  slip.payable = false;
  return slip;
}
}  // namespace aor::documents
