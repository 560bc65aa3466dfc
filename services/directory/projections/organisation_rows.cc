#include <algorithm>
#include <type_traits>

#include "aor/directory/v1/directory_rows.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/transaction.h"
#include "services/directory/domain/organisation.h"
#include "services/directory/projections/directory_view.h"

namespace aor::directory {
namespace {
using eventsourcing::WritableRows;

template <class Row>
Row Loaded(const WritableRows& rows, const std::string& key) {
  return rows.Load<Row>(key).value_or(Row{});
}

// In its place by day, instead of an earlier word on the same day.
void Put(v1::Supplier& supplier, const v1::SupplierVatStatusRecorded& status) {
  auto& statuses = *supplier.mutable_vat_statuses();
  const auto day = [](const v1::SupplierVatStatusRecorded& of) {
    return calendar::FromProto(of.effective_from());
  };
  const auto same = std::ranges::find(statuses, day(status), day);
  if (same != statuses.end()) {
    *same = status;
    return;
  }
  *statuses.Add() = status;
  std::ranges::sort(statuses, {}, day);
}

// Instead of an earlier word on the same number.
void Put(v1::Client& client, const v1::PurchaseOrderPlaced& order) {
  auto& orders = *client.mutable_purchase_orders();
  const auto same = std::ranges::find(orders, order.number(), &v1::PurchaseOrderPlaced::number);
  *(same == orders.end() ? orders.Add() : &*same) = order;
}

template <class Registered>
void Put(Registered& registered, const v1::OrganisationDetailsChanged& details) {
  registered.set_name(details.name());
  *registered.mutable_address() = details.address();
  if constexpr (!std::is_same_v<Registered, v1::SupplierRegistered>)
    registered.set_vat_number(details.vat_number());
  if constexpr (requires { registered.particulars(); }) {
    registered.clear_particulars();
    if (details.has_particulars()) *registered.mutable_particulars() = details.particulars();
  }
}

void Put(v1::ClientRegistered& client, const v1::ClientTermsAgreed& terms) {
  client.set_payment_terms_days(terms.payment_terms_days());
  client.set_language(terms.language());
  client.set_billing_cadence(terms.billing_cadence());
  client.set_consolidation(terms.consolidation());
}

std::string FormerRow(const std::string& tenant, const std::string& id) {
  return tenant + "/former/" + id;
}

// Whatever it is: an id is one organisation.
void ApplyDetails(const eventlog::v1::Commit& commit, const v1::OrganisationDetailsChanged& details,
                  WritableRows& rows) {
  const std::string &tenant = commit.tenant(), &id = details.organisation_id();
  const auto put = [&]<class Row>(const std::string& key, auto registered, Row) {
    auto row = rows.Load<Row>(key);
    if (!row) return;
    auto history = Loaded<v1::FormerDetailsRow>(rows, FormerRow(tenant, id));
    auto& former = *history.add_former();
    *former.mutable_details() = organisation::DetailsOf(id, registered(*row));
    *former.mutable_until() = commit.recorded_at();
    rows.Store(FormerRow(tenant, id), history);
    Put(registered(*row), details);
    rows.Store(key, *row);
  };
  const auto itself = [](auto& row) -> auto& { return row; };
  const auto inside = [](auto& row) -> auto& { return *row.mutable_registered(); };
  put(LegalEntityRow(tenant, id), itself, v1::LegalEntityRegistered{});
  put(ClientRow(tenant, id), inside, v1::Client{});
  put(SupplierRow(tenant, id), inside, v1::Supplier{});
}

bool IsBefore(const google::protobuf::Timestamp& a, const google::protobuf::Timestamp& b) {
  return std::pair(a.seconds(), a.nanos()) < std::pair(b.seconds(), b.nanos());
}

// What nobody had stated by then is no other fact of now.
void KeepParticulars(v1::OrganisationDetailsChanged& then, const auto& registered) {
  if constexpr (requires { registered.particulars(); })
    if (!then.has_particulars() && registered.has_particulars())
      *then.mutable_particulars() = registered.particulars();
}

template <class Registered>
void RecallInto(Registered& registered, const std::string& id, const Recall& recall) {
  const auto history = recall.rows.Load<v1::FormerDetailsRow>(FormerRow(recall.tenant, id));
  if (!history) return;
  for (const auto& former : history->former()) {
    if (!IsBefore(recall.at, former.until())) continue;
    auto then = former.details();
    KeepParticulars(then, registered);
    return Put(registered, then);
  }
}
}  // namespace

void Recall::operator()(v1::LegalEntityRegistered& entity) const {
  RecallInto(entity, entity.legal_entity_id(), *this);
}
void Recall::operator()(v1::Client& client) const {
  RecallInto(*client.mutable_registered(), client.registered().client_id(), *this);
}
void Recall::operator()(v1::Supplier& supplier) const {
  RecallInto(*supplier.mutable_registered(), supplier.registered().supplier_id(), *this);
}

void ApplyOrganisation(const eventlog::v1::Commit& commit, const v1::OrganisationEvent& event,
                       WritableRows& rows) {
  using Event = v1::OrganisationEvent;
  const std::string& tenant = commit.tenant();
  const auto change_client = [&](const std::string& id, auto change) {
    auto client = Loaded<v1::Client>(rows, ClientRow(tenant, id));
    change(client);
    rows.Store(ClientRow(tenant, id), client);
  };
  const auto change_supplier = [&](const std::string& id, auto change) {
    auto supplier = Loaded<v1::Supplier>(rows, SupplierRow(tenant, id));
    change(supplier);
    rows.Store(SupplierRow(tenant, id), supplier);
  };
  switch (event.kind_case()) {
    case Event::kLegalEntityRegistered: {
      const auto& entity = event.legal_entity_registered();
      return rows.Store(LegalEntityRow(tenant, entity.legal_entity_id()), entity);
    }
    case Event::kClientRegistered:
      return change_client(event.client_registered().client_id(), [&](v1::Client& client) {
        *client.mutable_registered() = event.client_registered();
      });
    case Event::kSiteOpened:
      return change_client(event.site_opened().client_id(),
                           [&](v1::Client& client) { *client.add_sites() = event.site_opened(); });
    case Event::kPurchaseOrderPlaced:
      return change_client(event.purchase_order_placed().client_id(),
                           [&](v1::Client& client) { Put(client, event.purchase_order_placed()); });
    case Event::kProgrammeOpened:
      return change_client(event.programme_opened().client_id(), [&](v1::Client& client) {
        *client.add_programmes() = event.programme_opened();
      });
    case Event::kSupplierRegistered:
      return change_supplier(event.supplier_registered().supplier_id(), [&](v1::Supplier& row) {
        *row.mutable_registered() = event.supplier_registered();
        Put(row, organisation::FirstVatStatus(event.supplier_registered()));
      });
    case Event::kSupplierVatStatusRecorded:
      return change_supplier(
          event.supplier_vat_status_recorded().supplier_id(),
          [&](v1::Supplier& row) { Put(row, event.supplier_vat_status_recorded()); });
    case Event::kOrganisationDetailsChanged:
      return ApplyDetails(commit, event.organisation_details_changed(), rows);
    case Event::kClientTermsAgreed:
      return change_client(event.client_terms_agreed().client_id(), [&](v1::Client& client) {
        Put(*client.mutable_registered(), event.client_terms_agreed());
      });
    case Event::kEmployerDetailsRecorded: {
      const auto& employer = event.employer_details_recorded();
      return rows.Store(EmployerRow(tenant, employer.legal_entity_id()), employer);
    }
    case Event::KIND_NOT_SET: break;
  }
  throw eventsourcing::BrokenHistory("organisation: unknown event");
}
}  // namespace aor::directory
