#include "services/payroll/reactions/supplier_payables.h"

#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/ids/uuid.h"
#include "services/payroll/domain/payable.h"

namespace aor::payroll {
namespace {
constexpr char kSelfBilled[] = "aor.invoicing.v1.InvoiceEvent/self_billed_invoice_issued";
constexpr char kCredited[] = "aor.invoicing.v1.InvoiceEvent/self_billed_credit_note_issued";
constexpr char kAccepted[] = "aor.invoicing.v1.SupplierEvent/supplier_invoice_accepted";

payable::RecordPayable Owed(const invoicing::v1::InvoiceIssued& invoice) {
  return {"invoice-" + invoice.invoice_id(),
          invoice.supplier_id(),
          money::FromProto(invoice.payable()),
          LegalEntityId{invoice.legal_entity_id()},
          "SUPPLIER_INVOICE",
          invoice.number(),
          calendar::FromProto(invoice.due_date()),
          invoice.invoice_id(),
          invoice.run_id()};
}

// The supplier's own number is any text: the payable's id is derived from it.
payable::RecordPayable Owed(const std::string& tenant,
                            const invoicing::v1::SupplierInvoiceAccepted& accepted) {
  const std::string& number = accepted.supplier_invoice_number();
  return {"supplier-" + DerivedId(tenant, accepted.supplier_id() + "/" + number, "payable"),
          accepted.supplier_id(),
          money::FromProto(accepted.payable()),
          LegalEntityId{accepted.legal_entity_id()},
          "SUPPLIER_INVOICE",
          number,
          calendar::FromProto(accepted.due_date()),
          number};
}

std::optional<payable::RecordPayable> OwedBy(const eventsourcing::Happened& happened) {
  if (happened.event.type() == kSelfBilled)
    return Owed(eventsourcing::Decode<invoicing::v1::InvoiceEvent>(happened.event)
                    .self_billed_invoice_issued());
  if (happened.event.type() == kCredited) {
    auto credit = Owed(eventsourcing::Decode<invoicing::v1::InvoiceEvent>(happened.event)
                           .self_billed_credit_note_issued());
    credit.amount = -credit.amount;
    return credit;
  }
  if (happened.event.type() == kAccepted)
    return Owed(happened.commit.tenant(),
                eventsourcing::Decode<invoicing::v1::SupplierEvent>(happened.event)
                    .supplier_invoice_accepted());
  return std::nullopt;
}
}  // namespace

std::vector<std::string> SupplierPayables::KeysOf(const eventsourcing::Happened& happened) const {
  const auto owed = OwedBy(happened);
  if (!owed || owed->amount.minor == 0) return {};
  return {owed->legal_entity.value};
}

void SupplierPayables::React(const eventsourcing::Happened& happened, const std::string&,
                             eventsourcing::Transaction& transaction) {
  const auto owed = OwedBy(happened).value();
  eventsourcing::DecideOn<payable::Payable, payable::Event, payable::Command>(
      transaction, "payable-" + owed.id, owed);
}
}  // namespace aor::payroll
