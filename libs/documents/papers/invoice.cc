#include "libs/documents/papers/invoice.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include "libs/documents/layout/table.h"
#include "libs/documents/papers/invoice_lines.h"
#include "libs/documents/papers/needs.h"
#include "libs/documents/swiss/qr_bill.h"

namespace aor::documents {
namespace {
using Kind = Invoice::Kind;

bool IsCredit(Kind kind) {
  return kind == Kind::kCreditNote || kind == Kind::kSelfBilledCreditNote;
}
bool IsSelfBilled(Kind kind) {
  return kind == Kind::kSelfBilled || kind == Kind::kSelfBilledCreditNote;
}

const char* TitleKey(Kind kind) {
  switch (kind) {
    case Kind::kInvoice: return "invoice.title";
    case Kind::kCreditNote: return "invoice.title_credit";
    case Kind::kSelfBilled: return "invoice.title_self";
    case Kind::kSelfBilledCreditNote: return "invoice.title_self_credit";
  }
  throw std::invalid_argument("invoice: no such kind");
}

// Each rate's base is the sum of the lines at that rate.
void CheckVat(const Invoice& invoice) {
  money::Money tax{invoice.net.currency, 0}, base = tax;
  for (const VatLine& vat : invoice.vat) {
    money::Money lines{invoice.net.currency, 0};
    for (const InvoiceLine& line : invoice.lines)
      if (line.vat_percent == vat.percent) lines = lines + line.net;
    CheckSum(absl::StrCat("VAT base at ", money::ToString(vat.percent), "%"), lines, vat.base);
    tax = tax + vat.tax;
    base = base + vat.base;
  }
  CheckSum("VAT", tax, invoice.tax);
  CheckSum("VAT bases together", base, invoice.net);
}

void Check(const Invoice& invoice) {
  CheckStated("seller", invoice.seller.who.name);
  CheckStated("buyer", invoice.buyer.who.name);
  CheckStated("number", invoice.number);
  if (IsCredit(invoice.kind)) CheckStated("preceding invoice", invoice.preceding);
  money::Money net{invoice.net.currency, 0};
  for (const InvoiceLine& line : invoice.lines) net = net + line.net;
  CheckSum("net", net, invoice.net);
  CheckVat(invoice);
  CheckSum("total", invoice.net + invoice.tax, invoice.total);
  CheckSum("payable", invoice.total - invoice.prepaid + invoice.rounding, invoice.payable);
}

Facts HeadFacts(const Desk& desk, const Invoice& invoice) {
  const Figures& figures = desk.figures;
  return {{desk.Say("invoice.number"), invoice.number},
          {desk.Say("invoice.issued"), figures.Day(invoice.issued)},
          {desk.Say("invoice.period"),
           invoice.period ? figures.Period(invoice.period->first, invoice.period->second) : ""},
          {desk.Say("invoice.preceding"), invoice.preceding},
          {desk.Say("invoice.buyer_number"),
           IsSelfBilled(invoice.kind) ? "" : absl::StrJoin(invoice.buyer.registrations, ", ")},
          {desk.Say("invoice.buyer_reference"), invoice.buyer_reference},
          {desk.Say("invoice.purchase_order"), invoice.purchase_order},
          {desk.Say("invoice.contract"), invoice.contract},
          {desk.Say("invoice.agreement"), invoice.agreement},
          {desk.Say("invoice.beneficiary"), invoice.beneficiary},
          {desk.Say("invoice.due"), invoice.due ? figures.Day(*invoice.due) : ""}};
}

class Lines {
 public:
  Lines(Desk& desk, const Invoice& invoice) : desk_(desk), invoice_(invoice) {
    for (const InvoiceLine& line : invoice.lines) {
      quantity_ = PlacesOf({line.quantity}, quantity_);
      price_ = PlacesOf({line.price}, price_);
      rate_ = PlacesOf({line.vat_percent}, rate_);
    }
  }

  Table Make() {
    const auto print = [this](const money::Money& sum) { return desk_.figures.Amount(sum); };
    table_.columns = {{Say("invoice.line")},
                      {Say("invoice.quantity"), Align::kRight},
                      {.heading = "", .unit = true},
                      {Say("invoice.price"), Align::kRight},
                      {Say("invoice.vat_percent"), Align::kRight},
                      {Say("invoice.net"), Align::kRight}};
    table_.carry = Carry{Say("table.forward"), Say("table.brought"), print};
    for (const InvoiceLine& line : invoice_.lines) Line(line);
    Totals();
    return table_;
  }

 private:
  std::string Say(const char* key, const Values& values = {}) { return desk_.Say(key, values); }

  void Line(const InvoiceLine& line) {
    const Figures& figures = desk_.figures;
    std::string text = LineText(desk_, line);
    if (line.period && line.period != invoice_.period)
      absl::StrAppend(&text, "\n", figures.Period(line.period->first, line.period->second));
    if (line.bill)
      for (const auto& detail : BillDetails(desk_, *line.bill))
        absl::StrAppend(&text, "\n", detail);
    table_.rows.push_back({{text, figures.Number(line.quantity, quantity_), line.unit,
                            figures.Number(line.price, price_),
                            figures.Percent(line.vat_percent, rate_), figures.Amount(line.net)},
                           Row::Kind::kLine,
                           line.net});
  }

  void Sum(const std::string& text, const money::Money& amount, Row::Kind kind = Row::Kind::kSum) {
    table_.rows.push_back({{text, "", "", "", "", desk_.figures.Amount(amount)}, kind});
  }

  void Totals() {
    Sum(Say("invoice.net_total"), invoice_.net);
    for (const VatLine& vat : invoice_.vat)
      Sum(Say("invoice.vat_of", {{"percent", desk_.figures.Percent(vat.percent, rate_)},
                                 {"base", desk_.figures.Amount(vat.base)}}),
          vat.tax, Row::Kind::kPart);
    const Values currency = {{"currency", invoice_.payable.currency}};
    if (invoice_.payable != invoice_.total) Sum(Say("invoice.total", currency), invoice_.total);
    if (invoice_.prepaid.minor != 0)
      Sum(Say("invoice.prepaid"), -invoice_.prepaid, Row::Kind::kPart);
    if (invoice_.rounding.minor != 0)
      Sum(Say("invoice.rounding"), invoice_.rounding, Row::Kind::kPart);
    const char* key = IsCredit(invoice_.kind) ? "invoice.credited" : "invoice.payable";
    Sum(Say(key, currency), invoice_.payable, Row::Kind::kTotal);
  }

  Desk& desk_;
  const Invoice& invoice_;
  Table table_;
  uint32_t quantity_ = 2, price_ = 2, rate_ = 1;
};

// Who is who, where the reader of the letter is not the one who pays.
void Parties(Desk& desk, const Invoice& invoice) {
  if (!IsSelfBilled(invoice.kind)) return;
  Sides(desk.sheets, {desk.Say("invoice.seller"), WithRegistrations(desk, invoice.seller)},
        {desk.Say("invoice.buyer"), WithRegistrations(desk, invoice.buyer)});
}

std::string ReferenceText(const Invoice& invoice) {
  return invoice.reference.empty() ? invoice.number : InFours(invoice.reference);
}

bool HasQrBill(const Invoice& invoice) {
  const bool swiss = invoice.iban.starts_with("CH") || invoice.iban.starts_with("LI");
  return invoice.kind == Kind::kInvoice && invoice.payable.currency == "CHF" && swiss &&
         invoice.payable.minor > 0;
}

// A transfer; the QR-bill says the same by itself.
void Payment(Desk& desk, const Invoice& invoice) {
  desk.sheets.y += Mm(2);
  if (!IsCredit(invoice.kind) && !HasQrBill(invoice) && !invoice.iban.empty())
    FactSheet(desk.sheets,
              {{desk.Say("invoice.account"), InFours(invoice.iban)},
               {desk.Say("invoice.bic"), invoice.bic},
               {desk.Say("invoice.reference"), ReferenceText(invoice)},
               {desk.Say("invoice.due"), invoice.due ? desk.figures.Day(*invoice.due) : ""}});
  Paragraph(desk.sheets, invoice.terms);
}

void AddQrBill(Desk& desk, const Invoice& invoice, const std::string& title) {
  QrBill bill;
  bill.iban = invoice.iban;
  bill.creditor = invoice.seller.who;
  bill.amount = invoice.payable;
  bill.debtor = invoice.buyer.who;
  bill.reference = invoice.reference;
  bill.message = desk.Say("invoice.qr_message", {{"number", invoice.number}});
  if (!HasRoomForQrBill(desk.sheets)) {
    desk.sheets.NewPage();
    Title(desk.sheets, title);
    Paragraph(desk.sheets, invoice.terms);
  }
  PlaceQrBill(desk.sheets, desk.texts, invoice.reader, bill);
}

void ComposeInvoice(Desk& desk, const Invoice& invoice, const std::string& title) {
  Check(invoice);
  Sheets& sheets = desk.sheets;
  const Party& reader = IsSelfBilled(invoice.kind) ? invoice.seller : invoice.buyer;
  Opening(sheets, HeadFacts(desk, invoice), AddressLines(reader, invoice.reader));
  Title(sheets, title);
  Parties(desk, invoice);
  Draw(sheets, Lines(desk, invoice).Make());
  Payment(desk, invoice);
  for (const VatLine& vat : invoice.vat) Paragraph(sheets, vat.exemption, kSmall);
  if (IsSelfBilled(invoice.kind)) Paragraph(sheets, desk.Say("invoice.self_note"), kSmall);
  for (const SessionHeld& held : invoice.sessions) Paragraph(sheets, HeldText(desk, held), kSmall);
  for (const std::string& note : invoice.notes) Paragraph(sheets, note, kSmall);
  if (HasQrBill(invoice)) AddQrBill(desk, invoice, title);
}
}  // namespace

absl::StatusOr<std::string> Print(const Press& press, const Invoice& invoice) {
  const std::string title =
      press.texts().Say(invoice.reader, TitleKey(invoice.kind), {{"number", invoice.number}});
  const Party& issuer = IsSelfBilled(invoice.kind) ? invoice.buyer : invoice.seller;
  return Compose(press, issuer, {invoice.reader, title, "", invoice.issued},
                 [&](Desk& desk) { ComposeInvoice(desk, invoice, title); });
}

std::vector<TextNeed> InvoiceNeeds() {
  return {{"invoice.title", "number"},
          {"invoice.title_credit", "number"},
          {"invoice.title_self", "number"},
          {"invoice.title_self_credit", "number"},
          {"invoice.number"},
          {"invoice.issued"},
          {"invoice.period"},
          {"invoice.preceding"},
          {"invoice.buyer_reference"},
          {"invoice.buyer_number"},
          {"invoice.purchase_order"},
          {"invoice.contract"},
          {"invoice.agreement"},
          {"invoice.beneficiary"},
          {"invoice.due"},
          {"invoice.line"},
          {"invoice.quantity"},
          {"invoice.price"},
          {"invoice.vat_percent"},
          {"invoice.net"},
          {"invoice.net_total"},
          {"invoice.vat_of", "percent base"},
          {"invoice.total", "currency"},
          {"invoice.prepaid"},
          {"invoice.rounding"},
          {"invoice.payable", "currency"},
          {"invoice.credited", "currency"},
          {"invoice.seller"},
          {"invoice.buyer"},
          {"invoice.account"},
          {"invoice.bic"},
          {"invoice.reference"},
          {"invoice.qr_message", "number"},
          {"invoice.self_note"},
          {"table.forward"},
          {"table.brought"}};
}
}  // namespace aor::documents
