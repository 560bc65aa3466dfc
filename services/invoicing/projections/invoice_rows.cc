#include "aor/invoicing/v1/invoicing_service.pb.h"
#include "aor/invoicing/v1/self_billing_service.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"
#include "services/invoicing/projections/billing_view.h"
#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
using eventsourcing::Happened;
using eventsourcing::WritableRows;
using Event = v1::InvoiceEvent;

constexpr std::string_view kInvoiceStream = "invoice-";

std::string DayOf(const types::v1::Date& date) {
  return calendar::ToString(calendar::FromProto(date));
}

bool GivesBack(const v1::Invoice& invoice) {
  return invoice.series_kind() == v1::SERIES_KIND_CREDIT_NOTE ||
         invoice.series_kind() == v1::SERIES_KIND_SELF_BILLED_CREDIT;
}

void Settle(v1::Invoice& invoice, const types::v1::Money& amount) {
  auto& open = *invoice.mutable_open();
  open.set_minor_units(open.minor_units() - amount.minor_units());
}

void StoreOpenItem(const std::string& tenant, const v1::Invoice& invoice, WritableRows& rows) {
  const auto& document = invoice.document();
  const std::string key = RowKey(tenant, "open", document.legal_entity_id(),
                                 DayOf(document.due_date()), document.invoice_id());
  if (invoice.open().minor_units() == 0) return rows.Delete(key);
  v1::OpenItem item;
  item.set_invoice_id(document.invoice_id());
  item.set_number(document.number());
  item.set_client_id(document.client_id());
  item.set_supplier_id(document.supplier_id());
  *item.mutable_due_date() = document.due_date();
  *item.mutable_open() = invoice.open();
  if (GivesBack(invoice)) item.mutable_open()->set_minor_units(-invoice.open().minor_units());
  item.set_run_id(document.run_id());
  item.set_contested(invoice.has_contested());
  rows.Store(key, item);
}

void StoreInvoice(const std::string& tenant, const v1::Invoice& invoice, WritableRows& rows) {
  const auto& document = invoice.document();
  rows.Store(RowKey(tenant, "invoice", document.legal_entity_id(), document.invoice_id()), invoice);
  const std::pair<const char*, const std::string&> parties[] = {
      {"entity", document.legal_entity_id()},
      {"client", document.client_id()},
      {"beneficiary", document.beneficiary_id()},
      {"supplier", document.supplier_id()}};
  for (const auto& [role, party] : parties)
    if (!party.empty())
      rows.Store(RowKey(tenant, "invoices_of", role, party, DayOf(document.issue_date()),
                        document.invoice_id(), document.legal_entity_id()),
                 invoice);
  StoreOpenItem(tenant, invoice, rows);
}

v1::Invoice Issued(const v1::InvoiceIssued& document, v1::SeriesKind kind) {
  v1::Invoice invoice;
  *invoice.mutable_document() = document;
  invoice.set_series_kind(kind);
  *invoice.mutable_open() = document.payable();
  return invoice;
}

v1::Invoice Changed(v1::Invoice invoice, const Event& event) {
  switch (event.kind_case()) {
    case Event::kInvoiceIssued: return Issued(event.invoice_issued(), v1::SERIES_KIND_INVOICE);
    case Event::kCreditNoteIssued:
      return Issued(event.credit_note_issued(), v1::SERIES_KIND_CREDIT_NOTE);
    case Event::kSelfBilledInvoiceIssued:
      return Issued(event.self_billed_invoice_issued(), v1::SERIES_KIND_SELF_BILLED);
    case Event::kSelfBilledCreditNoteIssued:
      return Issued(event.self_billed_credit_note_issued(), v1::SERIES_KIND_SELF_BILLED_CREDIT);
    case Event::kPaymentAllocated:
      *invoice.add_payments() = event.payment_allocated();
      Settle(invoice, event.payment_allocated().amount());
      return invoice;
    case Event::kInvoiceCredited:
      *invoice.add_credits() = event.invoice_credited();
      Settle(invoice, event.invoice_credited().applied());
      return invoice;
    case Event::kSelfBilledInvoiceContested:
      *invoice.mutable_contested() = event.self_billed_invoice_contested();
      return invoice;
    case Event::KIND_NOT_SET: break;
  }
  throw eventsourcing::BrokenHistory("invoice: unknown event");
}
}  // namespace

void ApplyInvoice(const Happened& happened, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const std::string id = happened.stream.name().substr(kInvoiceStream.size());
  // Each legal entity has its own chain; what happens to an invoice later does not say whose it is.
  const auto place = RowKey(tenant, "invoice_entity", id, std::to_string(happened.chain));
  const auto entity = rows.Get(place);
  const auto before =
      entity ? rows.Load<v1::Invoice>(RowKey(tenant, "invoice", *entity, id)) : std::nullopt;
  auto invoice =
      Changed(before.value_or(v1::Invoice{}), eventsourcing::Decode<Event>(happened.event));
  if (!before) *invoice.mutable_issued_at() = happened.commit.recorded_at();
  rows.Put(place, invoice.document().legal_entity_id());
  StoreInvoice(tenant, invoice, rows);
}

void ApplySupplier(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::SupplierEvent>(happened.event);
  const auto& tenant = happened.commit.tenant();
  const auto prefix = [&](const std::string& number) {
    return RowKey(tenant, "supplier_invoice_by_number", happened.stream.name(), number);
  };
  const auto change = [&](const std::string& number, auto apply) {
    auto row = rows.Load<v1::SupplierInvoice>(prefix(number)).value_or(v1::SupplierInvoice{});
    apply(row);
    rows.Store(prefix(number), row);
    const auto& submitted = row.submitted();
    rows.Store(RowKey(tenant, "supplier_invoice", submitted.legal_entity_id(),
                      submitted.supplier_id(), number),
               row);
  };
  if (event.has_supplier_invoice_submitted()) {
    const auto& submitted = event.supplier_invoice_submitted();
    change(submitted.supplier_invoice_number(), [&](v1::SupplierInvoice& row) {
      *row.mutable_submitted() = submitted;
      row.set_state(v1::SUPPLIER_INVOICE_STATE_SUBMITTED);
    });
  } else if (event.has_supplier_invoice_held()) {
    const auto& held = event.supplier_invoice_held();
    change(held.supplier_invoice_number(), [&](v1::SupplierInvoice& row) {
      *row.mutable_held() = held;
      row.set_state(v1::SUPPLIER_INVOICE_STATE_HELD);
    });
  } else if (event.has_supplier_invoice_accepted()) {
    const auto& accepted = event.supplier_invoice_accepted();
    change(accepted.supplier_invoice_number(), [&](v1::SupplierInvoice& row) {
      *row.mutable_accepted() = accepted;
      row.set_state(v1::SUPPLIER_INVOICE_STATE_ACCEPTED);
    });
  } else if (event.has_supplier_invoice_rejected()) {
    const auto& rejected = event.supplier_invoice_rejected();
    change(rejected.supplier_invoice_number(), [&](v1::SupplierInvoice& row) {
      *row.mutable_rejected() = rejected;
      row.set_state(v1::SUPPLIER_INVOICE_STATE_REJECTED);
    });
  }
}
}  // namespace aor::invoicing
