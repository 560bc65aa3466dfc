#include "libs/documents/papers/quote.h"

#include "libs/documents/layout/table.h"
#include "libs/documents/layout/unprintable.h"
#include "libs/documents/papers/needs.h"

namespace aor::documents {
namespace {
void CheckBuildUp(const std::vector<BuildUpLine>& lines) {
  money::Decimal reached;
  for (const BuildUpLine& line : lines) {
    reached = reached + line.amount;
    if (reached != line.reached)
      throw Unprintable("build-up: “" + line.text + "” reaches " + money::ToString(line.reached) +
                        ", but the lines make " + money::ToString(reached));
  }
}

void Check(const Quote& quote) {
  CheckStated("client", quote.client.who.name);
  money::Money sum{quote.total.currency, 0};
  for (const QuoteLine& line : quote.lines) sum = sum + line.amount;
  CheckSum("total", sum, quote.total);
  CheckBuildUp(quote.build_up);
}

Facts HeadFacts(const Desk& desk, const Quote& quote) {
  const Figures& figures = desk.figures;
  return {{desk.Say("quote.number"), quote.number},
          {desk.Say("quote.issued"), figures.Day(quote.issued)},
          {desk.Say("quote.valid_until"), figures.Day(quote.valid_until)},
          {desk.Say("quote.contact"), quote.contact},
          {desk.Say("quote.period"),
           quote.period ? figures.Period(quote.period->first, quote.period->second) : ""},
          {desk.Say("quote.place_of_work"), quote.place_of_work},
          {desk.Say("quote.agreement"), quote.agreement}};
}

Table LinesOf(const Desk& desk, const Quote& quote) {
  const Figures& figures = desk.figures;
  Table table;
  table.columns = {{desk.Say("quote.line")},
                   {desk.Say("quote.quantity"), Align::kRight},
                   {.heading = "", .unit = true},
                   {desk.Say("quote.tariff"), Align::kRight},
                   {desk.Say("quote.amount"), Align::kRight}};
  table.carry = Carry{desk.Say("table.forward"), desk.Say("table.brought"),
                      [&figures](const money::Money& sum) { return figures.Amount(sum); }};
  for (const QuoteLine& line : quote.lines)
    table.rows.push_back({{line.text, figures.Number(line.quantity, 2), line.unit,
                           figures.Number(line.tariff, 2), figures.Amount(line.amount)},
                          Row::Kind::kLine,
                          line.amount});
  table.rows.push_back({{desk.Say("quote.total", {{"currency", quote.total.currency}}), "", "", "",
                         figures.Amount(quote.total)},
                        Row::Kind::kTotal});
  return table;
}

Table BuildUpOf(const Desk& desk, const Quote& quote) {
  const Figures& figures = desk.figures;
  Table table;
  table.columns = {{desk.Say("quote.build_up_line")},
                   {desk.Say("quote.build_up_percent"), Align::kRight},
                   {desk.Say("quote.build_up_amount"), Align::kRight},
                   {desk.Say("quote.build_up_reached"), Align::kRight}};
  for (const BuildUpLine& line : quote.build_up)
    table.rows.push_back({{line.text, line.percent ? figures.Percent(*line.percent, 2) : "",
                           figures.Number(line.amount, 2), figures.Number(line.reached, 2)}});
  return table;
}

void ComposeQuote(Desk& desk, const Quote& quote, const std::string& title) {
  Check(quote);
  Sheets& sheets = desk.sheets;
  Opening(sheets, HeadFacts(desk, quote), AddressLines(quote.client, quote.reader));
  Title(sheets, title);
  Paragraph(sheets, desk.Say("quote.intro"));
  sheets.y += Mm(1);
  Draw(sheets, LinesOf(desk, quote));
  Paragraph(sheets, desk.Say("quote.without_vat"), kLabel);
  if (!quote.build_up.empty()) {
    Heading(sheets, desk.Say("quote.build_up"));
    Draw(sheets, BuildUpOf(desk, quote));
  }
  if (!quote.conditions.empty()) Heading(sheets, desk.Say("quote.conditions"));
  for (const std::string& condition : quote.conditions) Paragraph(sheets, condition);
  Sign(desk, desk.Say("quote.accept"),
       {{desk.Say("quote.for_agency"), quote.agency.who.name},
        {desk.Say("quote.for_client"), quote.client.who.name}});
}
}  // namespace

absl::StatusOr<std::string> Print(const Press& press, const Quote& quote) {
  const std::string title =
      press.texts().Say(quote.reader, "quote.title", {{"number", quote.number}});
  return Compose(press, quote.agency, {quote.reader, title, "", quote.issued},
                 [&](Desk& desk) { ComposeQuote(desk, quote, title); });
}

std::vector<TextNeed> QuoteNeeds() {
  return {{"quote.title", "number"}, {"quote.number"},
          {"quote.issued"},          {"quote.valid_until"},
          {"quote.contact"},         {"quote.period"},
          {"quote.place_of_work"},   {"quote.agreement"},
          {"quote.intro"},           {"quote.line"},
          {"quote.quantity"},        {"quote.tariff"},
          {"quote.amount"},          {"quote.total", "currency"},
          {"quote.without_vat"},     {"quote.build_up"},
          {"quote.build_up_line"},   {"quote.build_up_percent"},
          {"quote.build_up_amount"}, {"quote.build_up_reached"},
          {"quote.conditions"},      {"quote.accept"},
          {"quote.accept"},          {"quote.for_agency"},
          {"quote.for_client"},      {"sign.place_date"},
          {"sign.signature"}};
}
}  // namespace aor::documents
