#include "services/payroll/reactions/supplier_payables.h"

#include <algorithm>
#include <map>

#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/ids/uuid.h"
#include "services/payroll/api/batching.h"

namespace aor::payroll {
namespace {
using eventsourcing::Transaction;
constexpr char kSelfBilled[] = "aor.invoicing.v1.InvoiceEvent/self_billed_invoice_issued";
constexpr char kCredited[] = "aor.invoicing.v1.InvoiceEvent/self_billed_credit_note_issued";
constexpr char kContested[] = "aor.invoicing.v1.InvoiceEvent/self_billed_invoice_contested";
constexpr char kProposeOthers[] =
    "The supplier contests an invoice of this batch: propose the others again, and this one once "
    "it is credited.";
constexpr char kAccepted[] = "aor.invoicing.v1.SupplierEvent/supplier_invoice_accepted";

v1::GuardedWork Work(const std::string& contract, calendar::Date first, calendar::Date last) {
  v1::GuardedWork work;
  work.set_contract_id(contract);
  *work.mutable_first_day() = calendar::ToProto(first);
  *work.mutable_last_day() = calendar::ToProto(last);
  return work;
}

std::string PayableOf(const std::string& invoice_id) { return "invoice-" + invoice_id; }

// Each contract of an invoice, with the days of it that are billed.
std::vector<v1::GuardedWork> WorksOf(const invoicing::v1::InvoiceIssued& invoice) {
  std::map<std::string, std::pair<calendar::Date, calendar::Date>> days;
  for (const auto& line : invoice.lines())
    for (const auto& billed : line.billed()) {
      const auto day = calendar::FromProto(billed.day());
      auto& [first, last] = days.try_emplace(line.contract_id(), day, day).first->second;
      first = std::min(first, day);
      last = std::max(last, day);
    }
  std::vector<v1::GuardedWork> works;
  for (const auto& [contract, span] : days)
    works.push_back(Work(contract, span.first, span.second));
  return works;
}

payable::RecordPayable Owed(const invoicing::v1::InvoiceIssued& invoice) {
  return {PayableOf(invoice.invoice_id()),
          invoice.supplier_id(),
          money::FromProto(invoice.payable()),
          LegalEntityId{invoice.legal_entity_id()},
          "SUPPLIER_INVOICE",
          invoice.number(),
          calendar::FromProto(invoice.due_date()),
          invoice.invoice_id(),
          invoice.run_id(),
          WorksOf(invoice)};
}

// One of before its days were said names its contract alone.
std::vector<v1::GuardedWork> WorksOf(const invoicing::v1::SupplierInvoiceAccepted& accepted) {
  if (accepted.contract_id().empty()) return {};
  v1::GuardedWork work;
  work.set_contract_id(accepted.contract_id());
  if (accepted.has_days()) {
    *work.mutable_first_day() = accepted.days().start();
    *work.mutable_last_day() = accepted.days().end();
  }
  return {work};
}

// The supplier's own number is any text, and counts for each legal entity by itself: the payable's
// id is derived from both. What was recorded before under an id without the entity keeps it, since
// an invoice takes effect once.
payable::RecordPayable Owed(const std::string& tenant,
                            const invoicing::v1::SupplierInvoiceAccepted& accepted) {
  const std::string& number = accepted.supplier_invoice_number();
  const std::string name = accepted.legal_entity_id() + "/" + accepted.supplier_id() + "/" + number;
  return {"supplier-" + DerivedId(tenant, name, "payable"),
          accepted.supplier_id(),
          money::FromProto(accepted.payable()),
          LegalEntityId{accepted.legal_entity_id()},
          "SUPPLIER_INVOICE",
          number,
          calendar::FromProto(accepted.due_date()),
          number,
          "",
          WorksOf(accepted)};
}

invoicing::v1::InvoiceEvent InvoiceIn(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<invoicing::v1::InvoiceEvent>(happened.event);
}

std::optional<payable::RecordPayable> OwedBy(const eventsourcing::Happened& happened) {
  if (happened.event.type() == kSelfBilled)
    return Owed(InvoiceIn(happened).self_billed_invoice_issued());
  if (happened.event.type() == kCredited) {
    auto credit = Owed(InvoiceIn(happened).self_billed_credit_note_issued());
    credit.amount = -credit.amount;
    credit.works.clear();  // what is given back waits for nothing
    return credit;
  }
  if (happened.event.type() == kAccepted)
    return Owed(happened.commit.tenant(),
                eventsourcing::Decode<invoicing::v1::SupplierEvent>(happened.event)
                    .supplier_invoice_accepted());
  return std::nullopt;
}

void Demand(Transaction& transaction, const std::string& id, const payable::Command& command) {
  eventsourcing::Insist(OnPayable(transaction, id, command), "payable-" + id);
}

// All that its batch would have paid to the payee is taken out, unless the file is stored: then it
// is paid.
void Contest(Transaction& transaction, const invoicing::v1::SelfBilledInvoiceContested& contested) {
  const std::string id = PayableOf(contested.invoice_id());
  const auto payable = transaction.Fold<payable::Payable, payable::Event>("payable-" + id);
  if (payable.id.empty()) return;  // nothing was owed
  // A stored file has paid it: only then may the batch refuse.
  if (!payable.batch_id.empty() && !payable.paid)
    eventsourcing::Insist(Hold(transaction, payable.batch_id,
                               {contested.supplier_id(), "INVOICE_CONTESTED", kProposeOthers}),
                          "batch-" + payable.batch_id);
  Demand(transaction, id,
         payable::ContestPayable{contested.contested_by(),
                                 calendar::FromProto(contested.contested_on())});
}
}  // namespace

std::vector<std::string> SupplierPayables::KeysOf(const eventsourcing::Happened& happened) const {
  if (happened.event.type() == kContested) {
    const auto contested = InvoiceIn(happened).self_billed_invoice_contested();
    // One of before the entity was said stays with invoicing.
    if (contested.legal_entity_id().empty()) return {};
    return {contested.legal_entity_id()};
  }
  const auto owed = OwedBy(happened);
  if (!owed || owed->amount.minor == 0) return {};
  return {owed->legal_entity.value};
}

void SupplierPayables::React(const eventsourcing::Happened& happened, const std::string&,
                             Transaction& transaction) {
  if (happened.event.type() == kContested)
    return Contest(transaction, InvoiceIn(happened).self_billed_invoice_contested());
  const auto owed = OwedBy(happened).value();
  Demand(transaction, owed.id, owed);
  if (happened.event.type() != kCredited) return;
  const auto note = InvoiceIn(happened).self_billed_credit_note_issued();
  Demand(transaction, PayableOf(note.corrects_invoice_id()),
         payable::SettleContest{note.invoice_id()});
}
}  // namespace aor::payroll
