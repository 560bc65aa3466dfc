// Client invoices, self-billed invoices, and the credit notes of both.
#include <algorithm>
#include <set>

#include "libs/documents/papers/invoice.h"
#include "libs/rpc/errors.h"
#include "services/documents/papers/drafting.h"
#include "services/documents/papers/paper.h"
#include "services/documents/papers/training_bills.h"

namespace aor::documents {
namespace {
using invoicing::v1::InvoiceIssued;
using Kind = Invoice::Kind;

// EN 16931 BT-3.
std::optional<Kind> KindOf(v1::DocumentKind kind, const std::string& type_code) {
  if (kind == v1::DOCUMENT_KIND_INVOICE && type_code == "380") return Kind::kInvoice;
  if (kind == v1::DOCUMENT_KIND_CREDIT_NOTE && type_code == "381") return Kind::kCreditNote;
  if (kind == v1::DOCUMENT_KIND_SELF_BILLED_INVOICE && type_code == "389") return Kind::kSelfBilled;
  if (kind == v1::DOCUMENT_KIND_SELF_BILLED_CREDIT_NOTE && type_code == "261")
    return Kind::kSelfBilledCreditNote;
  return std::nullopt;
}

// A part of what several pay is one piece at its amount, however it is counted.
void ShowAsOne(InvoiceLine& line) {
  const bool taken_off = line.net.minor < 0;
  line.quantity = {taken_off ? -1 : 1, 0};
  line.price = money::ToDecimal(taken_off ? -line.net : line.net);
}

// Lines of before it was so, and those that somebody wrote, have their description alone.
bool IsSaidAsData(const invoicing::v1::InvoiceLine& line) {
  return !line.title().empty() || line.has_work() || line.has_fee_percent();
}

void SayInWords(const invoicing::v1::InvoiceLine& line, InvoiceLine& printed) {
  printed.text = line.title();
  printed.code = line.category();
  if (line.has_work()) printed.training = line.work();
  if (line.has_percent()) printed.percent = Plain(line.percent());
  if (line.has_fee_percent()) printed.percent = Plain(line.fee_percent());
  if (line.has_fee_base()) printed.fee_base = money::FromProto(line.fee_base());
}

// Of several contracts a line names its own; not the worker, whom an erasure would not reach here.
InvoiceLine LineOf(const invoicing::v1::InvoiceLine& line, bool is_of_many, const Reader& reader,
                   const PayerNames& names) {
  InvoiceLine printed{line.description(),          {},
                      Plain(line.quantity()),      UnitWord(reader, line.unit_code()),
                      Plain(line.price()),         Plain(line.vat_percent()),
                      money::FromProto(line.net())};
  if (line.has_training()) {
    printed.bill = BillOf(line, names);
  } else if (IsSaidAsData(line)) {
    SayInWords(line, printed);
  }
  if (line.category() == "PART") ShowAsOne(printed);
  if (is_of_many && !IsOfMission(line)) printed.contract = line.contract_id();
  return printed;
}

// Who pays for another one sees for whom, and who was there; the client what took place.
absl::Status AddSessions(Records& records, const std::string& tenant, const InvoiceIssued& issued,
                         Invoice& invoice) {
  const bool funded = !issued.agreement().empty();
  for (const auto& line : issued.lines()) {
    const auto sessions =
        funded ? AttendedIn(records, tenant, line.training()) : HeldIn(line.training());
    if (!sessions.ok()) return sessions.status();
    invoice.sessions.insert(invoice.sessions.end(), sessions->begin(), sessions->end());
  }
  if (!funded) return absl::OkStatus();
  invoice.agreement = issued.agreement();
  const auto client = records.Client(tenant, issued.beneficiary_id());
  if (!client.ok()) return client.status();
  invoice.beneficiary = client->party.who.name;
  return absl::OkStatus();
}

void AddLines(const InvoiceIssued& issued, const PayerNames& names, Invoice& invoice) {
  std::set<std::string> contracts;
  for (const auto& line : issued.lines()) contracts.insert(line.contract_id());
  for (const auto& line : issued.lines())
    invoice.lines.push_back(LineOf(line, contracts.size() > 1, invoice.reader, names));
  if (contracts.size() == 1 && !IsOfMission(issued.lines(0))) invoice.contract = *contracts.begin();
  for (const auto& vat : issued.vat())
    invoice.vat.push_back({Plain(vat.percent()), money::FromProto(vat.base()),
                           money::FromProto(vat.vat()), vat.exemption_reason()});
}

void SetTotals(const InvoiceIssued& issued, Invoice& invoice) {
  invoice.net = money::FromProto(issued.net());
  invoice.tax = money::FromProto(issued.vat_total());
  invoice.total = invoice.net + invoice.tax;
  invoice.prepaid = {invoice.net.currency, 0};
  invoice.rounding = issued.has_rounding() && !issued.rounding().currency_code().empty()
                         ? money::FromProto(issued.rounding())
                         : invoice.prepaid;
  invoice.payable = money::FromProto(issued.payable());
}

bool IsCredit(Kind kind) {
  return kind == Kind::kCreditNote || kind == Kind::kSelfBilledCreditNote;
}

// In the words of the seller's country, as of the invoice's day.
Drafting DraftingFor(const ClauseBook& clauses, v1::DocumentKind kind, const Invoice& invoice) {
  const Setting setting{kind, invoice.seller.who.address.country, "", false, invoice.issued};
  return Drafting(clauses, setting, invoice.reader.language, {});
}

KnownFacts FactsOf(const Company& seller) {
  return {{"legal_form", seller.legal_form},
          {"share_capital", seller.capital ? money::ToString(*seller.capital) : ""},
          {"register_town", seller.register_town}};
}

// Of what the directory may come to say: another paper.
std::string BesideTheInvoice(const Known& agency, const Known& other) {
  return agency.particulars.SerializeAsString() + other.particulars.SerializeAsString();
}

// A training mission's is of the days on which it took place, not of the month that it is billed
// in.
std::optional<std::pair<calendar::Date, calendar::Date>> PeriodOf(const InvoiceIssued& issued) {
  if (const auto days = DaysOfDelivery(issued)) return days;
  const auto& period = issued.period();
  if (!period.has_start() || !period.has_end()) return std::nullopt;
  return std::pair(calendar::FromProto(period.start()), calendar::FromProto(period.end()));
}

Invoice InvoiceOf(const InvoiceIssued& issued, Kind kind, const Known& seller, const Known& buyer,
                  const PayerNames& names, Reader reader) {
  Invoice invoice;
  invoice.kind = kind;
  invoice.reader = std::move(reader);
  invoice.seller = seller.party;
  invoice.buyer = buyer.party;
  invoice.iban = seller.iban;
  invoice.number = issued.number();
  invoice.issued = calendar::FromProto(issued.issue_date());
  if (issued.has_due_date() && !IsCredit(kind))
    invoice.due = calendar::FromProto(issued.due_date());
  invoice.period = PeriodOf(issued);
  invoice.purchase_order = issued.purchase_order();
  invoice.preceding = issued.corrects_number();
  AddLines(issued, names, invoice);
  SetTotals(issued, invoice);
  for (const std::string& note : issued.notes())
    if (std::ranges::none_of(invoice.vat, [&](const auto& vat) { return vat.exemption == note; }))
      invoice.notes.push_back(note);
  return invoice;
}
}  // namespace

absl::StatusOr<Paper> InvoicePaper(Records& records, const ClauseBook& clauses,
                                   const Wanted& wanted) {
  const auto record = records.Invoice(wanted.tenant, wanted.source_id);
  if (!record.ok()) return record.status();
  const InvoiceIssued& issued = record->issued;
  const auto kind = KindOf(wanted.kind, issued.type_code());
  if (!kind) return rpc::NotFound("invoice of this kind", wanted.source_id);
  if (record->pending) return NotFinal("Its run is not closed; print it afterwards.");
  // What was invoiced stays as it was, whatever the parties are called by now.
  const auto& at = record->issued_at;
  const auto agency = records.LegalEntity(wanted.tenant, {issued.legal_entity_id(), at});
  if (!agency.ok()) return agency.status();
  const bool by_client = !issued.client_id().empty();
  const auto other = by_client ? records.Client(wanted.tenant, {issued.client_id(), at})
                               : records.Supplier(wanted.tenant, {issued.supplier_id(), at});
  if (!other.ok()) return other.status();
  Paper paper{SourceOf("invoicing", wanted.source_id, issued),
              {},
              issued.number(),
              ReaderFor(wanted.language, other->language, *agency),
              {}};
  paper.parties.set_client_id(issued.client_id());
  paper.parties.set_supplier_id(issued.supplier_id());
  paper.parties.set_legal_entity_id(issued.legal_entity_id());
  const auto names = OtherPayers(records, wanted.tenant, issued, at);
  if (!names.ok()) return names.status();
  Invoice invoice = InvoiceOf(issued, *kind, by_client ? *agency : *other,
                              by_client ? *other : *agency, *names, paper.reader);
  if (auto status = AddSessions(records, wanted.tenant, issued, invoice); !status.ok())
    return status;
  Drafting drafting = DraftingFor(clauses, wanted.kind, invoice);
  if (!IsCredit(*kind)) invoice.terms = drafting.Words("late_payment");
  paper.lacking = drafting.Lacking(FactsOf(invoice.seller.company));
  paper.source = With(std::move(paper.source), BesideTheInvoice(*agency, *other));
  paper.print = [invoice = std::move(invoice)](const Press& press) {
    return Print(press, invoice);
  };
  return paper;
}
}  // namespace aor::documents
