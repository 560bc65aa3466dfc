#include "libs/documents/papers/yearly_statement.h"

#include "libs/documents/layout/table.h"
#include "libs/documents/layout/unprintable.h"
#include "libs/documents/papers/needs.h"
#include "libs/documents/papers/pay_lines.h"
#include "libs/documents/papers/payslip.h"

namespace aor::documents {
namespace {
using Kind = Row::Kind;

money::Money SumOf(const std::vector<YearLine>& lines, const std::string& currency) {
  money::Money sum{currency, 0};
  for (const YearLine& line : lines) sum = sum + line.amount;
  return sum;
}

money::Money SumOf(const std::vector<YearSlip>& slips, money::Money YearSlip::*amount,
                   const std::string& currency) {
  money::Money sum{currency, 0};
  for (const YearSlip& slip : slips) sum = sum + slip.*amount;
  return sum;
}

void Check(const YearlyStatement& statement) {
  const std::string& currency = statement.payout.currency;
  CheckStated("worker", statement.worker.who.name);
  if (statement.slips.empty()) throw Unprintable("slips are missing");
  CheckSum("gross", SumOf(statement.earnings, currency), statement.gross);
  CheckSum("deductions", SumOf(statement.deductions, currency), statement.deducted);
  CheckSum("net", statement.gross + statement.deducted, statement.net);
  CheckSum("payout", statement.net + SumOf(statement.others, currency), statement.payout);
  CheckSum("gross of the slips", SumOf(statement.slips, &YearSlip::gross, currency),
           statement.gross);
  CheckSum("deductions of the slips", SumOf(statement.slips, &YearSlip::deducted, currency),
           statement.deducted);
  CheckSum("payout of the slips", SumOf(statement.slips, &YearSlip::payout, currency),
           statement.payout);
}

void AddSection(const Desk& desk, const char* key, const std::vector<YearLine>& lines,
                Table& table) {
  if (lines.empty()) return;
  table.rows.push_back({{desk.Say(key), ""}, Kind::kSection});
  for (const YearLine& line : lines)
    table.rows.push_back({{PayLineText(desk, line.code, line.text, line.training),
                           desk.figures.Amount(line.amount)}});
}

Table SumTable(const Desk& desk, const YearlyStatement& statement) {
  Table table;
  const auto sum = [&](const std::string& text, const money::Money& amount, Kind kind) {
    table.rows.push_back({{text, desk.figures.Amount(amount)}, kind});
  };
  table.columns = {{desk.Say("payslip.line")}, {desk.Say("payslip.amount"), Align::kRight}};
  AddSection(desk, "payslip.earnings", statement.earnings, table);
  sum(desk.Say("payslip.gross"), statement.gross, Kind::kSum);
  AddSection(desk, "payslip.deductions", statement.deductions, table);
  if (!statement.deductions.empty())
    sum(desk.Say("payslip.deducted"), statement.deducted, Kind::kSum);
  sum(desk.Say("payslip.net"), statement.net, Kind::kSum);
  AddSection(desk, "payslip.others", statement.others, table);
  sum(desk.Say("statement.payout", {{"currency", statement.payout.currency}}), statement.payout,
      Kind::kTotal);
  return table;
}

Table SlipTable(const Desk& desk, const YearlyStatement& statement) {
  const Figures& figures = desk.figures;
  Table table;
  table.columns = {{desk.Say("statement.period")},
                   {desk.Say("statement.slip")},
                   {desk.Say("payslip.gross"), Align::kRight},
                   {desk.Say("payslip.deductions"), Align::kRight},
                   {desk.Say("statement.others"), Align::kRight},
                   {desk.Say("statement.paid"), Align::kRight}};
  table.carry = Carry{desk.Say("table.forward"), desk.Say("table.brought"),
                      [figures](const money::Money& sum) { return figures.Amount(sum); }};
  for (const YearSlip& slip : statement.slips)
    table.rows.push_back({{figures.Month(slip.month),
                           SlipNumber(desk.texts, desk.reader, slip.number, slip.correction),
                           figures.Amount(slip.gross), figures.Amount(slip.deducted),
                           figures.Amount(slip.others), figures.Amount(slip.payout)},
                          Kind::kLine,
                          slip.payout});
  table.rows.push_back(
      {{desk.Say("statement.sum"), "", figures.Amount(statement.gross),
        figures.Amount(statement.deducted), figures.Amount(statement.payout - statement.net),
        figures.Amount(statement.payout)},
       Kind::kTotal});
  return table;
}

void ComposeStatement(Desk& desk, const YearlyStatement& statement, const std::string& title) {
  Check(statement);
  Sheets& sheets = desk.sheets;
  Opening(sheets,
          {{desk.Say("payslip.number"), statement.number},
           {desk.Say("payslip.period"), desk.figures.Period(statement.first, statement.last)},
           {desk.Say("payslip.social_number"), statement.social_number},
           {desk.Say("payslip.issued"), desk.figures.Day(statement.issued)}},
          AddressLines(statement.worker, statement.reader));
  Title(sheets, title);
  Paragraph(sheets, desk.Say("statement.intro", {{"year", std::to_string(statement.year)}}));
  Draw(sheets, SumTable(desk, statement));
  Heading(sheets, desk.Say("statement.slips"));
  Draw(sheets, SlipTable(desk, statement));
  sheets.y += Mm(3);
  Paragraph(sheets, desk.Say("statement.no_form"), kSmall);
}
}  // namespace

absl::StatusOr<std::string> Print(const Press& press, const YearlyStatement& statement) {
  const std::string title = press.texts().Say(statement.reader, "statement.title",
                                              {{"year", std::to_string(statement.year)}});
  return Compose(press, statement.employer,
                 {statement.reader, title, statement.number, statement.issued},
                 [&](Desk& desk) { ComposeStatement(desk, statement, title); });
}

std::vector<TextNeed> YearlyStatementNeeds() {
  return {
      {"statement.title", "year"}, {"statement.intro", "year"}, {"statement.payout", "currency"},
      {"statement.slips"},         {"statement.period"},        {"statement.slip"},
      {"statement.others"},        {"statement.paid"},          {"statement.sum"},
      {"statement.no_form"}};
}
}  // namespace aor::documents
