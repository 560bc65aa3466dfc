#include "libs/documents/papers/samples.h"

#include <absl/strings/str_cat.h>

#include "libs/documents/papers/sample_parties.h"

namespace aor::documents {
namespace {
std::pair<calendar::Date, calendar::Date> October() {
  return {calendar::Date(2026, 10, 1), calendar::Date(2026, 10, 31)};
}

InvoiceLine Line(std::string text, const char* quantity, std::string unit, const char* price,
                 const char* percent, const money::Money& net) {
  return {std::move(text), October(), Exact(quantity), std::move(unit), Exact(price),
          Exact(percent),  net};
}

// Totals of lines that bear one rate.
void AddUp(Invoice& invoice, const std::string& currency) {
  const money::Money nothing{currency, 0};
  invoice.net = nothing;
  for (const InvoiceLine& line : invoice.lines) invoice.net = invoice.net + line.net;
  const money::Decimal percent = invoice.lines.front().vat_percent;
  invoice.tax = money::Percent(invoice.net, percent);
  invoice.vat = {{percent, invoice.net, invoice.tax, ""}};
  invoice.total = invoice.net + invoice.tax;
  invoice.prepaid = nothing;
  invoice.rounding = currency == "CHF" ? money::ToStep(invoice.total, 5) - invoice.total : nothing;
  invoice.payable = invoice.total + invoice.rounding;
}

Invoice Swiss(const std::string& in) {
  Invoice invoice;
  invoice.reader = {in, "CH"};
  invoice.seller = Agency();
  invoice.buyer = Client();
  invoice.number = "F-2026-000418";
  invoice.issued = calendar::Date(2026, 11, 2);
  invoice.due = calendar::Date(2026, 12, 2);
  invoice.period = October();
  invoice.purchase_order = "BC-77120";
  invoice.contract = "LS-2026-0117";
  invoice.iban = "CH4431999123000889012";
  invoice.reference = "210000000003139471430009017";
  invoice.terms = In(in, "Payable à 30 jours, net.", "Zahlbar innert 30 Tagen, netto.",
                     "Payable within 30 days, net.");
  return invoice;
}
}  // namespace

Invoice SampleInvoice(const std::string& in) {
  Invoice invoice = Swiss(in);
  const std::string who = " – Zoë Šimánková-Łukasiewicz";
  invoice.lines = {
      Line(In(in, "Monteuse électricienne CFC", "Elektroinstallateurin EFZ",
              "Qualified electrician") +
               who,
           "168", "h", "54.00", "8.1", Francs("9072.00")),
      Line(In(in, "Heures supplémentaires + 25 %", "Überstunden + 25 %", "Overtime + 25%") + who,
           "5", "h", "67.50", "8.1", Francs("337.50")),
      Line(In(in, "Indemnités de repas", "Verpflegungsentschädigung", "Meal allowance"), "22",
           In(in, "j", "T", "d"), "16.00", "8.1", Francs("352.00"))};
  AddUp(invoice, "CHF");
  return invoice;
}

Invoice SampleLongInvoice(const std::string& in) {
  Invoice invoice = Swiss(in);
  invoice.number = "F-2026-000419";
  for (int n = 1; n <= 200; ++n) {
    const std::string text = absl::StrCat(
        In(in, "Rapport d’heures ", "Stundenrapport ", "Timesheet "), "R-2026-", 1000 + n);
    invoice.lines.push_back(Line(text, "42.25", "h", "54.00", "8.1", Francs("2281.50")));
    invoice.lines.back().period.reset();
  }
  AddUp(invoice, "CHF");
  return invoice;
}

Invoice SampleHardInvoice(const std::string& in) {
  Invoice invoice = SampleInvoice(in);
  invoice.number = "F-2026-000420";
  for (int n = 0; n < 25; ++n) invoice.buyer.who.name += " & associés";
  invoice.lines[1].text = "מהנדסת תוכנה – " + std::string(120, 'W');
  invoice.lines[2].net = Francs("99999999.99");
  invoice.notes = {invoice.buyer.who.name + " – محمد علي"};
  AddUp(invoice, "CHF");
  return invoice;
}

Invoice SampleCreditNote(const std::string& in) {
  Invoice invoice = Swiss(in);
  invoice.kind = Invoice::Kind::kCreditNote;
  invoice.number = "N-2026-000031";
  invoice.issued = calendar::Date(2026, 11, 16);
  invoice.due.reset();
  invoice.preceding = In(in, "F-2026-000418 du 02.11.2026", "F-2026-000418 vom 02.11.2026",
                         "F-2026-000418 of 02.11.2026");
  invoice.lines = {
      Line(In(in, "2 heures contestées le 13.10.2026", "2 bestrittene Stunden am 13.10.2026",
              "2 hours contested on 13.10.2026"),
           "2", "h", "54.00", "8.1", Francs("108.00"))};
  invoice.terms = In(in, "Ce montant est déduit de votre prochain paiement.",
                     "Dieser Betrag wird mit Ihrer nächsten Zahlung verrechnet.",
                     "This amount is deducted from your next payment.");
  AddUp(invoice, "CHF");
  invoice.rounding = Francs("0.00");
  invoice.payable = invoice.total;
  return invoice;
}

Invoice SampleSelfBilled(const std::string& in) {
  Invoice invoice;
  invoice.kind = Invoice::Kind::kSelfBilled;
  invoice.reader = {in, in == "de" ? "DE" : "FR"};
  invoice.seller = Contractor();
  invoice.buyer = FrenchAgency();
  invoice.number = "AF-GARNIER-2026-10";
  invoice.issued = calendar::Date(2026, 10, 31);
  invoice.due = calendar::Date(2026, 11, 30);
  invoice.period = October();
  invoice.contract = "PS-2026-009";
  invoice.lines = {
      Line(In(in, "Développement logiciel, mission Atlas", "Softwareentwicklung, Projekt Atlas",
              "Software development, project Atlas"),
           "18", In(in, "j", "T", "d"), "620.00", "20", Euros("11160.00"))};
  invoice.iban = "FR1420041010050500013M02606";
  invoice.bic = "PSSTFRPPLYO";
  invoice.terms =
      In(in, "Paiement par virement à 30 jours.", "Zahlung per Überweisung innert 30 Tagen.",
         "Paid by transfer within 30 days.");
  if (in == "fr")
    invoice.notes = {
        "Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : 40 €. "
        "Pénalités de retard : trois fois le taux d’intérêt légal. Pas d’escompte pour paiement "
        "anticipé."};
  AddUp(invoice, "EUR");
  return invoice;
}

Quote SampleQuote(const std::string& in) {
  Quote quote;
  quote.reader = {in, "CH"};
  quote.agency = Agency();
  quote.client = Client();
  quote.number = "O-2026-0212";
  quote.issued = calendar::Date(2026, 9, 14), quote.valid_until = calendar::Date(2026, 10, 14);
  quote.contact = "Sophie Morand, +41 22 555 01 23";
  quote.agreement =
      In(in, "CCT Location de services", "GAV Personalverleih", "CBA for temporary work");
  quote.place_of_work = "Carouge GE";
  quote.period = {calendar::Date(2026, 10, 1), calendar::Date(2026, 12, 18)};
  quote.lines = {{In(in, "Monteuse ou monteur électricien CFC",
                     "Elektroinstallateurin oder Elektroinstallateur EFZ", "Qualified electrician"),
                  Exact("462"), "h", Exact("54.00"), Francs("24948.00")},
                 {In(in, "Heures supplémentaires + 25 %, selon besoin",
                     "Überstunden + 25 %, nach Bedarf", "Overtime + 25%, as needed"),
                  Exact("10"), "h", Exact("67.50"), Francs("675.00")}};
  quote.total = Francs("25623.00");
  quote.build_up = {
      {In(in, "Salaire horaire de base", "Grundlohn je Stunde", "Base wage per hour"),
       {},
       Exact("30.00"),
       Exact("30.00")},
      {In(in, "Jours fériés", "Feiertage", "Public holidays"), Exact("3.2"), Exact("0.96"),
       Exact("30.96")},
      {In(in, "Vacances", "Ferien", "Holiday pay"), Exact("8.33"), Exact("2.58"), Exact("33.54")},
      {In(in, "13e salaire", "13. Monatslohn", "13th month"), Exact("8.33"), Exact("2.79"),
       Exact("36.33")},
      {In(in, "Charges de l’employeur", "Arbeitgeberbeiträge", "Employer’s charges"), Exact("16"),
       Exact("5.81"), Exact("42.14")},
      {In(in, "Prestation de l’agence", "Leistung des Verleihers", "Agency’s service"),
       {},
       Exact("11.86"),
       Exact("54.00")}};
  quote.conditions = {
      In(in,
         "Facturation mensuelle sur la base des rapports d’heures approuvés par vous ; paiement à "
         "30 jours, net.",
         "Monatliche Verrechnung aufgrund der von Ihnen genehmigten Stundenrapporte; zahlbar "
         "innert 30 Tagen, netto.",
         "Invoiced monthly on the hours that you approved; payable within 30 days, net."),
      In(in,
         "Les suppléments pour nuit, dimanche et heures supplémentaires suivent la convention "
         "collective applicable.",
         "Zuschläge für Nacht, Sonntag und Überstunden richten sich nach dem anwendbaren "
         "Gesamtarbeitsvertrag.",
         "Supplements for nights, Sundays and overtime follow the collective agreement that "
         "applies.")};
  return quote;
}

Invoice SampleTrainingInvoice() {
  using enum HalfDay::Part;
  const calendar::Date day(2026, 10, 13);
  Invoice invoice;
  invoice.reader = {"fr", "FR"};
  invoice.seller = FrenchAgency();
  invoice.buyer = {{"OPCO Atout", {"Rue Moncey", "20", "69003", "Lyon", "FR", {}}}, {}, {}};
  invoice.number = "FO-2026-000042";
  invoice.issued = calendar::Date(2026, 10, 31), invoice.due = calendar::Date(2026, 11, 30);
  invoice.period = {day, day + 1};
  invoice.agreement = "DPC-2026-0118", invoice.beneficiary = "Boulangerie Perret SAS";
  InvoiceLine line = Line("", "1", "", "720.00", "20", Euros("720.00"));
  line.period.reset();
  TrainingBill& bill = line.bill.emplace();
  bill.mission = "m-boulangerie", bill.is_training = bill.is_part = true;
  bill.agreement = invoice.agreement;
  bill.sessions = 1, bill.delivered = Euros("1800.00");
  bill.others = {{"Boulangerie Perret SAS", "", Euros("1080.00")}};
  invoice.lines = {line};
  invoice.sessions = {
      {"s1", "Fresque du climat", {{day, kMorning}, {day, kAfternoon}, {day + 1, kMorning}}, {}}};
  invoice.sessions[0].attendance = {{{"García Márquez Ana", 3}, {"Šimánková Zoë", 2}}, 2, 5};
  invoice.iban = "FR1420041010050500013M02606";
  AddUp(invoice, "EUR");
  return invoice;
}

std::vector<Sample> Samples() {
  std::vector<Sample> samples;
  const auto add = [&](const std::string& name, const auto& paper) {
    samples.push_back({name, [paper](const Press& press) { return Print(press, paper); }});
  };
  for (const std::string in : kLanguages) {
    add("payslip-" + in, SamplePayslip(in));
    add("yearly-statement-" + in, SampleStatement(in));
    add("invoice-" + in, SampleInvoice(in));
    add("invoice-long-" + in, SampleLongInvoice(in));
    add("invoice-hard-" + in, SampleHardInvoice(in));
    add("credit-note-" + in, SampleCreditNote(in));
    add("self-billed-" + in, SampleSelfBilled(in));
    add("quote-" + in, SampleQuote(in));
    add("assignment-contract-" + in, SampleAssignment(in));
    add("hire-contract-" + in, SampleHire(in));
    add("assignment-contract-lyon-" + in, SampleFrenchAssignment(in));
    add("hire-contract-lyon-" + in, SampleFrenchHire(in));
    add("employment-contract-" + in, SampleEmployment(in));
    add("client-contract-" + in, SampleClientContract(in));
    add("mandate-" + in, SampleMandate(in));
    add("service-contract-" + in, SampleServiceContract(in));
    add("amendment-extension-" + in, SampleExtension(in));
    add("amendment-tariff-" + in, SampleNewTariff(in));
    add("timesheet-" + in, SampleTimesheet(in));
    add("attendance-sheet-" + in, SampleAttendance(in));
    add("participation-certificate-" + in, SampleCertificate(in));
    add("payment-list-" + in, SamplePayments(in));
    add("determination-" + in, SampleDetermination(in));
    add("status-statement-" + in, SampleStatusStatement(in));
  }
  add("payslip-lyon-fr", SampleFrenchPayslip());
  add("training-invoice-fr", SampleTrainingInvoice());
  return samples;
}
}  // namespace aor::documents
