#include "services/invoicing/api/issuing.h"

#include "libs/operations/run_operations.h"
#include "services/invoicing/domain/series.h"
#include "services/invoicing/domain/supplier.h"

namespace aor::invoicing {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;
using MaybeRefused = std::optional<Refused>;

MaybeRefused OnSeries(Transaction& transaction, const std::string& stream,
                      const series::Command& command) {
  return eventsourcing::DecideOn<series::State, series::Event, series::Command>(transaction, stream,
                                                                                command);
}
MaybeRefused OnInvoice(Transaction& transaction, const std::string& invoice_id,
                       const invoice::Command& command) {
  return eventsourcing::DecideOn<invoice::State, invoice::Event, invoice::Command>(
      transaction, InvoiceStream(invoice_id), command);
}
MaybeRefused OnBilled(Transaction& transaction, const std::string& contract_id,
                      const billed::Command& command) {
  return eventsourcing::DecideOn<billed::State, billed::Event, billed::Command>(
      transaction, BilledStream(contract_id), command);
}

bool IsSelfBilled(invoice::Kind kind) {
  return kind == invoice::Kind::kSelfBilled || kind == invoice::Kind::kSelfBilledCredit;
}

// A supplier's series opens with its first document; the agency's own are opened with
// the last number of the books before.
MaybeRefused Number(Transaction& transaction, invoice::Kind kind, v1::InvoiceIssued& document) {
  const Date today = calendar::FromProto(document.issue_date());
  const int year = static_cast<int>(today.year());
  const std::string& entity = document.legal_entity_id();
  const std::string& supplier = document.supplier_id();
  const std::string stream = series::StreamOf(entity, invoice::SeriesKind(kind), supplier, year);
  if (IsSelfBilled(kind) && !transaction.Fold<series::State, series::Event>(stream).open) {
    const char* letters = kind == invoice::Kind::kSelfBilled ? "AF-" : "AC-";
    const std::string prefix = letters + entity + "-" + supplier + "-" + std::to_string(year) + "-";
    if (auto refused = OnSeries(transaction, stream, series::Open{prefix, 0})) return refused;
  }
  if (auto refused = OnSeries(transaction, stream, series::Allocate{document.invoice_id(), today}))
    return refused;
  document.set_number(transaction.Fold<series::State, series::Event>(stream).last_text);
  document.set_type_code(std::string(invoice::TypeCode(kind)));
  return std::nullopt;
}

// The note settles what is still open of the invoice that it corrects.
MaybeRefused Apply(Transaction& transaction, const v1::InvoiceIssued& note,
                   const std::vector<v1::CreditedLine>& lines) {
  const std::string& original = note.corrects_invoice_id();
  const Money payable = money::FromProto(note.payable());
  const std::string stream = InvoiceStream(original);
  const Money before = OpenOf(transaction.Fold<invoice::State, invoice::Event>(stream));
  if (auto refused = OnInvoice(transaction, original,
                               invoice::Credit{note.invoice_id(), note.number(), payable, lines}))
    return refused;
  const Money after = OpenOf(transaction.Fold<invoice::State, invoice::Event>(stream));
  const Money applied = before - after;
  if (applied.minor == 0) return std::nullopt;
  return OnInvoice(transaction, note.invoice_id(),
                   invoice::AllocatePayment{applied, note.corrects_number(),
                                            calendar::FromProto(note.issue_date())});
}

invoice::Kind KindOf(const Confirmation& confirmation) {
  const bool credit = confirmation.draft.credit;
  if (confirmation.side == billed::kSupplier)
    return credit ? invoice::Kind::kSelfBilledCredit : invoice::Kind::kSelfBilled;
  return credit ? invoice::Kind::kCreditNote : invoice::Kind::kInvoice;
}

void SetDates(v1::InvoiceIssued& document, Date today, uint32_t payment_days) {
  *document.mutable_issue_date() = calendar::ToProto(today);
  *document.mutable_due_date() = calendar::ToProto(today + payment_days);
}

MaybeRefused NeedMandate(Transaction& transaction, v1::InvoiceIssued& document) {
  const Date today = calendar::FromProto(document.issue_date());
  const auto& state = transaction.Fold<supplier::State, supplier::Event>(
      SupplierStream(document.legal_entity_id(), document.supplier_id()));
  const auto mandate = supplier::MandateOn(state, today);
  if (!mandate) return RefusedAs(supplier::Refusal::kNoMandate);
  const Date until = today + mandate->contest_days;
  *document.mutable_contest_until() = calendar::ToProto(until);
  if (calendar::FromProto(document.due_date()) < until)
    *document.mutable_due_date() = calendar::ToProto(until);
  return std::nullopt;
}

// Does it correct an invoice of ours? Then it names its number, and takes these of its lines.
std::optional<std::vector<v1::CreditedLine>> NameCorrected(Transaction& transaction,
                                                           v1::InvoiceIssued& document) {
  if (document.corrects_invoice_id().empty()) return std::nullopt;
  const auto& original = transaction.Fold<invoice::State, invoice::Event>(
      InvoiceStream(document.corrects_invoice_id()));
  if (!IssuedBy(original, document.legal_entity_id())) {
    document.clear_corrects_invoice_id();
    return std::nullopt;
  }
  document.set_corrects_number(original.document->number());
  return CorrectedLines(original, document);
}

// Of the document's lines, by the contracts whose work it bills. A line that is of none of them is
// the first one's where all are on one order.
std::map<std::string, Money> NetByContract(const v1::InvoiceIssued& document, bool taken_back) {
  std::map<std::string, Money> nets;
  for (const auto& line : document.lines())
    if (line.billed_size() > 0)
      nets.try_emplace(line.contract_id(), Money{document.net().currency_code(), 0});
  for (const auto& line : document.lines()) {
    auto of = nets.find(line.contract_id());
    if (of == nets.end() && !document.purchase_order().empty()) of = nets.begin();
    if (of == nets.end()) continue;
    const Money net = money::FromProto(line.net());
    of->second = taken_back ? of->second - net : of->second + net;
  }
  return nets;
}

MaybeRefused NeedOrders(Transaction& transaction, const std::vector<OrderLimit>& limits) {
  for (const auto& limit : limits) {
    Money used = limit.elsewhere;
    for (const auto& contract : limit.contracts)
      used.minor +=
          transaction.Fold<billed::State, billed::Event>(BilledStream(contract)).client_net;
    if (const auto hold =
            HoldOf(limit.order.client_id, limit.order.number, limit.drawn, limit.order, used))
      return RefusedAs(*hold);
  }
  return std::nullopt;
}

MaybeRefused Remember(Transaction& transaction, const Confirmation& confirmation) {
  const auto nets = NetByContract(confirmation.document, confirmation.draft.credit);
  for (const auto& [contract, times] : BilledByContract(confirmation.draft.lines))
    if (auto refused = OnBilled(
            transaction, contract,
            billed::Bill{
                contract, confirmation.document.invoice_id(), std::string(confirmation.side), times,
                confirmation.draft.basis.at(contract), nets.at(contract),
                confirmation.draft.corrects_invoice_id, confirmation.draft.is_one_of_several}))
      return refused;
  return std::nullopt;
}

MaybeRefused TakeBack(Transaction& transaction, const v1::InvoiceIssued& note,
                      std::string_view side, const Crediting& crediting) {
  const std::vector<v1::InvoiceLine> lines(note.lines().begin(), note.lines().end());
  const auto nets = NetByContract(note, true);
  for (const auto& [contract, times] : BilledByContract(lines))
    if (auto refused = OnBilled(transaction, contract,
                                billed::TakeBack{contract, note.invoice_id(), std::string(side),
                                                 times, crediting.bill_again, crediting.reason,
                                                 nets.at(contract), crediting.invoice_id}))
      return refused;
  return std::nullopt;
}

v1::InvoiceIssued NoteOn(const invoice::State& state, const Crediting& crediting,
                         const std::vector<v1::CreditedLine>& credited, Date today) {
  const v1::InvoiceIssued& original = *state.document;
  v1::InvoiceIssued note;
  note.set_invoice_id(crediting.credit_note_id);
  note.set_legal_entity_id(original.legal_entity_id());
  note.set_client_id(original.client_id());
  note.set_supplier_id(original.supplier_id());
  SetDates(note, today, 0);
  *note.mutable_period() = original.period();
  note.set_purchase_order(original.purchase_order());
  note.set_rounding_policy(original.rounding_policy());
  for (auto& line : invoice::NoteLines(original, credited, crediting.bill_again))
    *note.add_lines() = std::move(line);
  note.set_corrects_invoice_id(original.invoice_id());
  note.set_corrects_number(original.number());
  note.add_notes(crediting.reason);
  invoice::SettleNote(note, state, credited);
  return note;
}
}  // namespace

Date Today(absl::Time now, const std::string& zone) {
  return calendar::DayAt(calendar::Instant(std::chrono::seconds(absl::ToUnixSeconds(now))), zone);
}
Date Today(const Transaction& transaction, const std::string& zone) {
  return Today(transaction.now(), zone);
}

std::string InvoiceStream(const std::string& invoice_id) { return "invoice-" + invoice_id; }
std::string BilledStream(const std::string& contract_id) { return "billed-" + contract_id; }
std::string SupplierStream(const std::string& legal_entity_id, const std::string& supplier_id) {
  return "supplier-" + legal_entity_id + "-" + supplier_id;
}

Refused RefusedAs(const Hold& hold) { return {std::string(hold.reason), hold.sentence}; }

bool IssuedBy(const invoice::State& state, const std::string& legal_entity_id) {
  return state.document && state.document->legal_entity_id() == legal_entity_id;
}

MaybeRefused Issue(Transaction& transaction, Confirmation confirmation) {
  auto& document = confirmation.document;
  const invoice::Kind kind = KindOf(confirmation);
  SetDates(document, Today(transaction, confirmation.zone),
           confirmation.draft.credit ? 0 : confirmation.payment_days);
  if (kind == invoice::Kind::kSelfBilled)
    if (auto refused = NeedMandate(transaction, document)) return refused;
  Settle(document, confirmation.draft.currency, confirmation.vats);
  // Before the number: a draft that moved, or that its order does not cover, takes none.
  if (auto refused = NeedOrders(transaction, confirmation.limits)) return refused;
  if (auto refused = Remember(transaction, confirmation)) return refused;
  if (auto refused = Number(transaction, kind, document)) return refused;
  const auto lines = NameCorrected(transaction, document);
  if (auto refused = OnInvoice(transaction, document.invoice_id(), invoice::Issue{kind, document}))
    return refused;
  return lines ? Apply(transaction, document, *lines) : std::nullopt;
}

MaybeRefused IssueCreditNote(Transaction& transaction, const Crediting& crediting) {
  const invoice::State original =
      transaction.Fold<invoice::State, invoice::Event>(InvoiceStream(crediting.invoice_id));
  if (!IssuedBy(original, crediting.legal_entity_id))
    return RefusedAs(invoice::Refusal::kNotIssued);
  if (!operations::IsClosed(transaction, original.document->run_id()))
    return RefusedAs(invoice::Refusal::kRunOpen);
  const auto credited = invoice::CreditLines(original, crediting.lines);
  if (const auto* refusal = std::get_if<invoice::Refusal>(&credited)) return RefusedAs(*refusal);
  const auto& lines = std::get<0>(credited);

  const bool self_billed = original.kind == invoice::Kind::kSelfBilled;
  const auto kind = self_billed ? invoice::Kind::kSelfBilledCredit : invoice::Kind::kCreditNote;
  auto note = NoteOn(original, crediting, lines, Today(transaction, crediting.zone));
  if (auto refused =
          TakeBack(transaction, note, self_billed ? billed::kSupplier : billed::kClient, crediting))
    return refused;
  if (auto refused = Number(transaction, kind, note)) return refused;
  if (auto refused = OnInvoice(transaction, note.invoice_id(), invoice::Issue{kind, note}))
    return refused;
  return Apply(transaction, note, lines);
}

std::optional<v1::InvoiceIssued> IssuedIn(const eventlog::v1::Commit& commit) {
  for (const auto& stream : commit.streams())
    for (const auto& envelope : stream.events()) {
      if (!eventsourcing::Holds<v1::InvoiceEvent>(envelope)) continue;
      const auto event = eventsourcing::Decode<v1::InvoiceEvent>(envelope);
      switch (event.kind_case()) {
        case v1::InvoiceEvent::kInvoiceIssued: return event.invoice_issued();
        case v1::InvoiceEvent::kCreditNoteIssued: return event.credit_note_issued();
        case v1::InvoiceEvent::kSelfBilledInvoiceIssued: return event.self_billed_invoice_issued();
        case v1::InvoiceEvent::kSelfBilledCreditNoteIssued:
          return event.self_billed_credit_note_issued();
        default: break;
      }
    }
  return std::nullopt;
}
}  // namespace aor::invoicing
