#include "libs/documents/papers/payment_list.h"

#include "libs/documents/papers/needs.h"

namespace aor::documents {
namespace {
void Check(const PaymentList& list) {
  CheckStated("number", list.number);
  money::Money sum{list.total.currency, 0};
  for (const PaymentLine& line : list.lines) {
    CheckStated("payee", line.payee);
    CheckStated("account of " + line.payee, line.account);
    sum = sum + line.amount;
  }
  CheckSum("total", sum, list.total);
}

Facts HeadFacts(const Desk& desk, const PaymentList& list) {
  return {{desk.Say("payments.number"), list.number},
          {desk.Say("payments.execution"), desk.figures.Day(list.execution)},
          {desk.Say("payments.account"), InFours(list.account)},
          {desk.Say("payments.count"), std::to_string(list.lines.size())},
          {desk.Say("payments.total"), desk.figures.Currency(list.total)},
          {desk.Say("payments.digest"), InFours(list.digest)}};
}

Table LinesOf(const Desk& desk, const PaymentList& list) {
  const Figures& figures = desk.figures;
  Table table;
  table.columns = {{desk.Say("payments.payee")},
                   {desk.Say("payments.payee_account"), Align::kLeft, Mm(54)},
                   {desk.Say("payments.reference"), Align::kLeft, Mm(32)},
                   {desk.Say("payments.amount"), Align::kRight}};
  table.carry = Carry{desk.Say("table.forward"), desk.Say("table.brought"),
                      [&figures](const money::Money& sum) { return figures.Amount(sum); }};
  for (const PaymentLine& line : list.lines) {
    const std::string payee = line.remark.empty() ? line.payee : line.payee + "\n! " + line.remark;
    table.rows.push_back(
        {{payee, InFours(line.account), line.reference, figures.Amount(line.amount)},
         Row::Kind::kLine,
         line.amount});
  }
  table.rows.push_back({{desk.Say("payments.sum", {{"currency", list.total.currency}}), "", "",
                         figures.Amount(list.total)},
                        Row::Kind::kTotal});
  return table;
}

void ComposeList(Desk& desk, const PaymentList& list, const std::string& title) {
  Check(list);
  Title(desk.sheets, title);
  WideFacts(desk.sheets, HeadFacts(desk, list));
  desk.sheets.y += Mm(4);
  DrawSigned(desk, LinesOf(desk, list),
             desk.Say("payments.confirm",
                      {{"number", list.number}, {"total", desk.figures.Currency(list.total)}}),
             {{desk.Say("payments.prepared_by"), list.prepared_by},
              {desk.Say("payments.released_by"), list.released_by}});
}
}  // namespace

absl::StatusOr<std::string> Print(const Press& press, const PaymentList& list) {
  const std::string title = press.texts().Say(list.reader, "payments.title");
  return Compose(press, list.agency, {list.reader, title, list.number, list.issued},
                 [&](Desk& desk) { ComposeList(desk, list, title); });
}

std::vector<TextNeed> PaymentListNeeds() {
  return {{"payments.title"},
          {"payments.number"},
          {"payments.execution"},
          {"payments.account"},
          {"payments.count"},
          {"payments.total"},
          {"payments.digest"},
          {"payments.payee"},
          {"payments.payee_account"},
          {"payments.reference"},
          {"payments.amount"},
          {"payments.sum", "currency"},
          {"payments.confirm", "number total"},
          {"payments.prepared_by"},
          {"payments.released_by"}};
}
}  // namespace aor::documents
