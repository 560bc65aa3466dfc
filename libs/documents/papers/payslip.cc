#include "libs/documents/papers/payslip.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <iterator>

#include "libs/documents/layout/table.h"
#include "libs/documents/papers/needs.h"
#include "libs/documents/papers/pay_lines.h"

namespace aor::documents {
namespace {
money::Money SumOf(const std::vector<PayLine>& lines, const std::string& currency) {
  money::Money sum{currency, 0};
  for (const PayLine& line : lines) sum = sum + line.amount;
  return sum;
}

money::Money EmployersOf(const std::vector<PayLine>& lines, const std::string& currency) {
  money::Money sum{currency, 0};
  for (const PayLine& line : lines)
    if (line.employer) sum = sum + *line.employer;
  return sum;
}

void Check(const Payslip& slip) {
  const std::string& currency = slip.payout.currency;
  CheckStated("worker", slip.worker.who.name);
  CheckSum("gross", SumOf(slip.earnings, currency), slip.gross);
  CheckSum("deductions", SumOf(slip.deductions, currency), slip.deducted);
  CheckSum("net", slip.gross + slip.deducted, slip.net);
  CheckSum("payout", slip.net + SumOf(slip.others, currency) + SumOf(slip.taxes, currency),
           slip.payout);
  if (slip.net_social) CheckSum("net before tax", slip.net, *slip.net_social);
  if (slip.employer_charges)
    CheckSum("employer's charges", EmployersOf(slip.deductions, currency), *slip.employer_charges);
}

class Slip {
 public:
  Slip(Desk& desk, const Payslip& slip) : desk_(desk), slip_(slip) {
    for (const auto* lines : {&slip.earnings, &slip.deductions, &slip.others, &slip.taxes})
      for (const PayLine& line : *lines) Notice(line);
  }

  Table Make() {
    Columns();
    Section("payslip.earnings", slip_.earnings);
    Sum("payslip.gross", slip_.gross);
    if (slip_.by_risk)
      ByRisk();
    else
      Section("payslip.deductions", slip_.deductions);
    if (!slip_.deductions.empty()) Deducted();
    Sum(slip_.net_social ? "payslip.net_social" : "payslip.net", slip_.net);
    Section("payslip.others", slip_.others);
    Taxes();
    Add({Say("payslip.payout", {{"currency", slip_.payout.currency}})}, Row::Kind::kTotal).back() =
        desk_.figures.Amount(slip_.payout);
    if (slip_.employer_charges)
      Sum("payslip.paid_by_employer", slip_.gross + *slip_.employer_charges);
    return table_;
  }

 private:
  static constexpr size_t kEmployers = 7;  // the column of its amounts, if it has any
  std::string Say(const char* key, const Values& values = {}) { return desk_.Say(key, values); }

  // Decimals that all rates need, and whether the employer has columns.
  void Notice(const PayLine& line) {
    for (const auto& rate : {line.rate, line.employer_rate})
      if (rate) places_ = PlacesOf({*rate}, places_);
    employer_ = employer_ || line.employer;
  }

  void Columns() {
    table_.columns = {{Say("payslip.line")},
                      {Say("payslip.base"), Align::kRight},
                      {.heading = "", .unit = true},
                      {Say("payslip.rate"), Align::kRight},
                      {.heading = "", .unit = true}};
    if (employer_)
      table_.columns.insert(table_.columns.end(), {{Say("payslip.employer_rate"), Align::kRight},
                                                   {.heading = "", .unit = true},
                                                   {Say("payslip.employer"), Align::kRight}});
    table_.columns.push_back({Say("payslip.amount"), Align::kRight});
  }

  std::vector<std::string>& Add(std::vector<std::string> cells, Row::Kind kind) {
    cells.resize(table_.columns.size());
    table_.rows.push_back({std::move(cells), kind});
    return table_.rows.back().cells;
  }

  void Section(const char* key, const std::vector<PayLine>& lines) {
    if (lines.empty()) return;
    Add({Say(key)}, Row::Kind::kSection);
    for (const PayLine& line : lines) Line(line);
  }

  void ByRisk() {
    for (const char* risk : Risks()) {
      std::vector<PayLine> lines;
      std::ranges::copy_if(slip_.deductions, std::back_inserter(lines),
                           [&](const PayLine& line) { return RiskOf(line.code) == risk; });
      Section(risk, lines);
    }
  }

  void Line(const PayLine& line) {
    const Figures& figures = desk_.figures;
    std::vector<std::string>& cells =
        Add({PayLineText(desk_, line.code, line.text, line.training)}, Row::Kind::kLine);
    const auto* units = std::get_if<PayLine::Units>(&line.base);
    if (units) cells[1] = figures.Number(units->count, 2), cells[2] = units->unit;
    if (const auto* base = std::get_if<money::Money>(&line.base)) cells[1] = figures.Amount(*base);
    if (line.rate) cells[3] = figures.Aligned(*line.rate, 2, places_), cells[4] = units ? "" : "%";
    if (line.employer_rate)
      cells[5] = figures.Aligned(*line.employer_rate, 2, places_), cells[6] = "%";
    if (line.employer) cells[kEmployers] = figures.Amount(*line.employer);
    const bool employers_alone = line.employer && !line.rate && line.amount.minor == 0;
    if (!employers_alone) cells.back() = figures.Amount(line.amount);
  }

  void Sum(const char* key, const money::Money& amount, Row::Kind kind = Row::Kind::kSum) {
    Add({Say(key)}, kind).back() = desk_.figures.Amount(amount);
  }

  void Deducted() {
    Sum("payslip.deducted", slip_.deducted);
    if (employer_ && slip_.employer_charges)
      table_.rows.back().cells[kEmployers] = desk_.figures.Amount(*slip_.employer_charges);
  }

  // What is taxed, and what the tax leaves.
  void Taxes() {
    if (slip_.taxes.empty() && !slip_.net_taxable) return;
    Sum("payslip.before_tax", slip_.payout - SumOf(slip_.taxes, slip_.payout.currency));
    Add({Say("payslip.taxes")}, Row::Kind::kSection);
    if (slip_.net_taxable) Sum("payslip.net_taxable", *slip_.net_taxable, Row::Kind::kPart);
    if (slip_.taxable_of_year)
      Add({Say("payslip.taxable_of_year", {{"year", absl::StrCat(slip_.last.year())}})},
          Row::Kind::kPart)
          .back() = desk_.figures.Amount(*slip_.taxable_of_year);
    for (const PayLine& line : slip_.taxes) Line(line);
  }

  Desk& desk_;
  const Payslip& slip_;
  Table table_;
  uint32_t places_ = 2;
  bool employer_ = false;
};

Facts HeadFacts(const Desk& desk, const Payslip& slip) {
  return {{desk.Say("payslip.number"),
           SlipNumber(desk.texts, desk.reader, slip.number, slip.correction)},
          {desk.Say("payslip.period"), desk.figures.Period(slip.first, slip.last)},
          {desk.Say("payslip.social_number"), slip.social_number},
          {desk.Say("payslip.function"), slip.function},
          {desk.Say("payslip.assignment"), slip.assignment},
          {desk.Say("payslip.corrects"), slip.corrects},
          {desk.Say("payslip.issued"), desk.figures.Day(slip.issued)}};
}

Facts PostFacts(const Desk& desk, const Payslip& slip) {
  return {{desk.Say("payslip.qualification"), slip.qualification},
          {desk.Say("payslip.agreement"), slip.agreement}};
}

std::string PaidText(const Desk& desk, const Payslip& slip) {
  if (!slip.paid_on || slip.iban.empty() || slip.payout.minor <= 0) return "";
  return desk.Say("payslip.paid", {{"amount", desk.figures.Currency(slip.payout)},
                                   {"day", desk.figures.Day(*slip.paid_on)},
                                   {"account", InFours(slip.iban)}});
}

void ComposeSlip(Desk& desk, const Payslip& slip, const std::string& title) {
  Check(slip);
  Sheets& sheets = desk.sheets;
  Opening(sheets, HeadFacts(desk, slip), AddressLines(slip.worker, slip.reader));
  Title(sheets, title);
  if (!slip.payable) Notice(sheets, desk.Say("payslip.not_payable"));
  WideFacts(sheets, PostFacts(desk, slip));
  if (!slip.agreement.empty()) sheets.y += Mm(2);
  Draw(sheets, Slip(desk, slip).Make());
  sheets.y += Mm(3);
  if (slip.payable) Paragraph(sheets, PaidText(desk, slip));
  for (const std::string& note : slip.notes) Paragraph(sheets, note, kSmall);
  Paragraph(sheets, desk.Say("payslip.keep"), kLabel);
}
}  // namespace

absl::StatusOr<std::string> Print(const Press& press, const Payslip& slip) {
  const Figures figures(press.texts(), slip.reader);
  const std::string title =
      press.texts().Say(slip.reader, "payslip.title", {{"month", figures.Month(slip.last)}});
  const std::string number = SlipNumber(press.texts(), slip.reader, slip.number, slip.correction);
  return Compose(press, slip.employer, {slip.reader, title, number, slip.issued},
                 [&](Desk& desk) { ComposeSlip(desk, slip, title); });
}

std::string SlipNumber(const Texts& texts, const Reader& reader, const std::string& number,
                       uint32_t correction) {
  if (correction == 0) return number;
  return texts.Say(reader, "payslip.correction",
                   {{"number", number}, {"count", absl::StrCat(correction)}});
}

std::vector<TextNeed> PayslipNeeds() {
  return {{"payslip.title", "month"},
          {"payslip.line"},
          {"payslip.base"},
          {"payslip.rate"},
          {"payslip.employer_rate"},
          {"payslip.employer"},
          {"payslip.amount"},
          {"payslip.earnings"},
          {"payslip.gross"},
          {"payslip.deductions"},
          {"payslip.deducted"},
          {"payslip.net"},
          {"payslip.others"},
          {"payslip.payout", "currency"},
          {"payslip.number"},
          {"payslip.correction", "number count"},
          {"payslip.period"},
          {"payslip.social_number"},
          {"payslip.function"},
          {"payslip.assignment"},
          {"payslip.corrects"},
          {"payslip.issued"},
          {"payslip.qualification"},
          {"payslip.agreement"},
          {"payslip.net_social"},
          {"payslip.before_tax"},
          {"payslip.taxes"},
          {"payslip.net_taxable"},
          {"payslip.taxable_of_year", "year"},
          {"payslip.paid_by_employer"},
          {"payslip.paid", "amount day account"},
          {"payslip.not_payable"},
          {"payslip.keep"}};
}
}  // namespace aor::documents
