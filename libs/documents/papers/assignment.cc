// The pair of a temp: the contract with the worker and the contract with the client.
#include "libs/documents/layout/unprintable.h"
#include "libs/documents/papers/agreement.h"
#include "libs/documents/papers/clauses.h"
#include "libs/documents/papers/needs.h"

namespace aor::documents {
namespace {
bool IsFrench(const Reader& reader) { return reader.country == "FR"; }

void CheckWage(const std::vector<WageLine>& lines) {
  if (lines.empty()) throw Unprintable("wage is missing");
  money::Decimal reached;
  for (const WageLine& line : lines) {
    reached = reached + line.amount;
    if (reached != line.reached)
      throw Unprintable("wage: “" + line.text + "” reaches " + money::ToString(line.reached) +
                        ", but the lines make " + money::ToString(reached));
  }
}

struct WageTexts {
  const char *per, *gross;
};
WageTexts UnitTexts(WagePer unit) {
  switch (unit) {
    case WagePer::kDay: return {"contract.per_day", "contract.gross_day"};
    case WagePer::kMonth: return {"contract.per_month", "contract.gross_month"};
    case WagePer::kHour: break;
  }
  return {"contract.per_hour", "contract.gross_hour"};
}

Table WageTable(const Desk& desk, const AssignmentContract& contract) {
  const Figures& figures = desk.figures;
  Table table;
  table.columns = {{desk.Say("contract.wage_line")},
                   {desk.Say("contract.rate"), Align::kRight},
                   {desk.Say(UnitTexts(contract.wage_per).per, {{"currency", contract.currency}}),
                    Align::kRight},
                   {desk.Say("contract.reached"), Align::kRight}};
  for (const WageLine& line : contract.wage)
    table.rows.push_back({{line.text, line.percent ? figures.Percent(*line.percent, 2) : "",
                           figures.Number(line.amount, 2), figures.Number(line.reached, 2)}});
  table.rows.push_back({{desk.Say(UnitTexts(contract.wage_per).gross), "", "",
                         figures.Number(contract.wage.back().reached, 2)},
                        Row::Kind::kTotal});
  return table;
}

Table DeductionTable(const Desk& desk, const std::vector<Rate>& deductions) {
  std::vector<money::Decimal> rates;
  for (const Rate& rate : deductions) rates.push_back(rate.percent);
  const uint32_t places = PlacesOf(rates, 2);
  Table table;
  table.columns = {{desk.Say("contract.deduction")},
                   {desk.Say("contract.rate"), Align::kRight},
                   {.heading = "", .unit = true}};
  for (const Rate& rate : deductions)
    table.rows.push_back({{rate.text, desk.figures.Aligned(rate.percent, 2, places), "%"}});
  return table;
}

// What is said alike to the worker and to the client.
void AddWork(Clauses& clauses, const Desk& desk, const Assignment& work) {
  clauses.Need("agreement.function", work.function);
  clauses.Need("agreement.qualification", work.qualification);
  clauses.Need("agreement.place_of_work", work.place_of_work);
  clauses.Add("agreement.duration", DurationText(desk, work.start, work.end));
  if (!work.end) clauses.Need("agreement.notice", work.notice);
  if (work.end) clauses.Add("agreement.notice", work.notice);
  clauses.Need("agreement.hours", work.hours);
  if (IsFrench(desk.reader)) clauses.Need("agreement.reason", work.reason);
  clauses.Add("agreement.agreement", work.agreement);
  if (IsFrench(desk.reader)) clauses.Need("agreement.safety", work.safety);
  if (!IsFrench(desk.reader)) clauses.Add("agreement.safety", work.safety);
  if (IsFrench(desk.reader)) clauses.Need("hire.reference", work.wage_of_reference);
}

void CheckParties(const Assignment& work) {
  CheckStated("worker", work.worker.who.name);
  CheckStated("client", work.client.who.name);
  CheckStated("licence", work.licence);
}

// What LSE 19 asks for, and French papers may say.
void AddBenefits(Clauses& clauses, const AssignmentContract& contract) {
  const std::pair<const char*, const std::string&> kBenefits[] = {
      {"contract.expenses", contract.expenses},   {"contract.overtime", contract.overtime},
      {"contract.sickness", contract.sickness},   {"contract.accident", contract.accident},
      {"contract.maternity", contract.maternity}, {"contract.service", contract.service},
      {"contract.holidays", contract.holidays}};
  for (const auto& [key, text] : kBenefits) {
    if (IsFrench(contract.reader)) clauses.Add(key, text);
    if (!IsFrench(contract.reader)) clauses.Need(key, text);
  }
}

void ComposeAssignment(Desk& desk, const AssignmentContract& contract, const std::string& title) {
  const Assignment& work = contract.assignment;
  CheckParties(work);
  CheckWage(contract.wage);
  Title(desk.sheets, title);
  Sides(desk.sheets, SideOf(desk, "agreement.agency", work.agency),
        SideOf(desk, "agreement.worker", work.worker));
  Paragraph(desk.sheets, work.licence, kSmall);
  Paragraph(desk.sheets, desk.Say(work.of_record ? "employment.object" : "contract.object",
                                  {{"client", OnOneLine(work.client, contract.reader)}}));
  Clauses clauses(desk);
  AddWork(clauses, desk, work);
  clauses.Add("contract.wage", WageTable(desk, contract));
  clauses.Add("contract.deductions", DeductionTable(desk, contract.deductions));
  Paragraph(desk.sheets, contract.other_deductions);
  AddBenefits(clauses, contract);
  clauses.Need("contract.pay_days", contract.pay_days);
  if (IsFrench(contract.reader)) clauses.Need("contract.pension", contract.pension);
  clauses.Add("contract.after", desk.Say("contract.after_text"));
  Sign(desk, desk.Say("agreement.copies"),
       {{desk.Say("agreement.agency"), work.agency.who.name},
        {desk.Say("agreement.worker"), work.worker.who.name}});
}

void ComposeHire(Desk& desk, const HireContract& contract, const std::string& title) {
  const Assignment& work = contract.assignment;
  CheckParties(work);
  if (contract.tariffs.empty()) throw Unprintable("tariff is missing");
  Title(desk.sheets, title);
  Sides(desk.sheets, SideOf(desk, "agreement.agency", work.agency),
        SideOf(desk, "agreement.client", work.client));
  Paragraph(desk.sheets, work.licence, kSmall);
  Paragraph(desk.sheets, desk.Say(work.of_record ? "client_contract.object" : "hire.object",
                                  {{"worker", work.worker.who.name}}));
  Clauses clauses(desk);
  AddWork(clauses, desk, work);
  clauses.Add("hire.cost", TariffTable(desk, contract.tariffs, contract.currency));
  clauses.Add("hire.included", desk.Say("hire.included_text"));
  clauses.Need("hire.terms", contract.terms);
  clauses.Add("hire.duties", desk.Say("hire.duties_text"));
  clauses.Add("contract.after", desk.Say("contract.after_text"));
  Sign(desk, desk.Say("agreement.copies"),
       {{desk.Say("agreement.agency"), work.agency.who.name},
        {desk.Say("agreement.client"), work.client.who.name}});
}
}  // namespace

absl::StatusOr<std::string> Print(const Press& press, const AssignmentContract& contract) {
  const std::string title = press.texts().Say(
      contract.reader, contract.assignment.of_record ? "employment.title" : "contract.title",
      {{"number", contract.number}});
  return Compose(press, contract.assignment.agency, {contract.reader, title, "", contract.issued},
                 [&](Desk& desk) { ComposeAssignment(desk, contract, title); });
}

absl::StatusOr<std::string> Print(const Press& press, const HireContract& contract) {
  const std::string title = press.texts().Say(
      contract.reader, contract.assignment.of_record ? "client_contract.title" : "hire.title",
      {{"number", contract.number}});
  return Compose(press, contract.assignment.agency, {contract.reader, title, "", contract.issued},
                 [&](Desk& desk) { ComposeHire(desk, contract, title); });
}

std::vector<TextNeed> AssignmentNeeds() {
  return {{"contract.title", "number"},
          {"contract.object", "client"},
          {"contract.wage"},
          {"contract.wage_line"},
          {"contract.rate"},
          {"contract.per_hour", "currency"},
          {"contract.per_day", "currency"},
          {"contract.per_month", "currency"},
          {"contract.reached"},
          {"contract.gross_hour"},
          {"contract.gross_day"},
          {"contract.gross_month"},
          {"contract.deductions"},
          {"contract.deduction"},
          {"contract.expenses"},
          {"contract.overtime"},
          {"contract.sickness"},
          {"contract.accident"},
          {"contract.maternity"},
          {"contract.service"},
          {"contract.holidays"},
          {"contract.pay_days"},
          {"contract.pension"},
          {"contract.after"},
          {"contract.after_text"},
          {"employment.title", "number"},
          {"employment.object", "client"},
          {"client_contract.title", "number"},
          {"client_contract.object", "worker"},
          {"hire.title", "number"},
          {"hire.object", "worker"},
          {"hire.cost"},
          {"hire.included"},
          {"hire.included_text"},
          {"hire.reference"},
          {"hire.terms"},
          {"hire.duties"},
          {"hire.duties_text"}};
}
}  // namespace aor::documents
