#include "aor/credentials/v1/credentials_events.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/invoicing/v1/invoicing_rows.pb.h"
#include "aor/payroll/v1/payroll_events.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/money/money.h"
#include "services/invoicing/projections/billing_view.h"
#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
using directory::v1::OrganisationEvent;
using engagements::v1::ContractEvent;
using eventsourcing::Decode;
using eventsourcing::Happened;
using eventsourcing::WritableRows;
using timesheet::v1::WeekEvent;

bool Is(const Happened& happened, std::string_view type) { return happened.event.type() == type; }

template <class Row, class Change>
void ChangeRow(WritableRows& rows, const std::string& key, Change change) {
  Row row = rows.Load<Row>(key).value_or(Row{});
  change(row);
  rows.Store(key, row);
}

template <class Change>
void ChangeWork(const Happened& happened, WritableRows& rows, const std::string& contract,
                const std::string& week, Change change) {
  ChangeRow<v1::WorkRow>(rows, RowKey(happened.commit.tenant(), "work", contract, week), change);
}
}  // namespace

void IndexContract(const std::string& tenant, const engagements::v1::ContractConcluded& contract,
                   WritableRows& rows) {
  const std::string& entity = contract.legal_entity_id();
  const std::string& id = contract.contract_id();
  rows.Put(RowKey(tenant, "of_client", entity, contract.client_id(), id), id);
  rows.Put(RowKey(tenant, "client_of", entity, contract.client_id()), contract.client_id());
  if (contract.supplier_id().empty()) return;
  rows.Put(RowKey(tenant, "of_supplier", entity, contract.supplier_id(), id), id);
  rows.Put(RowKey(tenant, "supplier_of", entity, contract.supplier_id()), contract.supplier_id());
}

void ApplyTimesheet(const Happened& happened, WritableRows& rows) {
  if (Is(happened, "aor.timesheet.v1.WeekEvent/hours_approved")) {
    const auto approved = Decode<WeekEvent>(happened.event).hours_approved();
    const auto& measured = approved.measured();
    ChangeWork(happened, rows, measured.contract_id(), measured.iso_week(), [&](v1::WorkRow& row) {
      *row.mutable_approved() = measured;
      row.set_approved_since(approved.contested_days().empty());
      if (!row.approved_since())
        *row.mutable_contested()->mutable_days() = approved.contested_days();
    });
  } else if (Is(happened, "aor.timesheet.v1.WeekEvent/hours_verified")) {
    const auto measured = Decode<WeekEvent>(happened.event).hours_verified().measured();
    ChangeWork(happened, rows, measured.contract_id(), measured.iso_week(),
               [&](v1::WorkRow& row) { *row.mutable_verified() = measured; });
  } else if (Is(happened, "aor.timesheet.v1.WeekEvent/hours_contested")) {
    const auto contested = Decode<WeekEvent>(happened.event).hours_contested();
    ChangeWork(happened, rows, contested.contract_id(), contested.iso_week(),
               [&](v1::WorkRow& row) {
                 *row.mutable_contested() = contested;
                 row.set_approved_since(false);
               });
  }
}

// The last word on which days are closed, of the two gates that are asked here.
void ApplyGates(const Happened& happened, WritableRows& rows) {
  const auto change = [&](const auto& fact) {
    const std::string key = RowKey(happened.commit.tenant(), "gates", fact.contract_id());
    ChangeRow<v1::GatesRow>(rows, key, [&](v1::GatesRow& row) {
      if (fact.gate() == credentials::v1::GATE_BILLING) *row.mutable_billing() = fact.closed();
      if (fact.gate() == credentials::v1::GATE_FEE) *row.mutable_fee() = fact.closed();
    });
  };
  if (Is(happened, "aor.credentials.v1.GateEvent/gate_closed"))
    change(Decode<credentials::v1::GateEvent>(happened.event).gate_closed());
  if (Is(happened, "aor.credentials.v1.GateEvent/gate_opened"))
    change(Decode<credentials::v1::GateEvent>(happened.event).gate_opened());
}

// What a worker costs is known once his slip is verified; a correction is a slip of its own.
void ApplyPayroll(const Happened& happened, WritableRows& rows) {
  if (!Is(happened, "aor.payroll.v1.PayslipEvent/payslip_verified")) return;
  const auto slip = Decode<payroll::v1::PayslipEvent>(happened.event).payslip_verified();
  money::Money cost = money::FromProto(slip.gross());
  if (slip.has_employer_charges()) cost = cost + money::FromProto(slip.employer_charges());
  for (const auto& line : slip.lines())  // a mission's fee costs the mission, not this contract
    if (line.code() == "MISSION_FEE") cost = cost - money::FromProto(line.amount());
  rows.Store(RowKey(happened.commit.tenant(), "slip", slip.contract_id(), slip.period(),
                    slip.payslip_id()),
             money::ToProto(cost));
}

void ApplyEngagements(const Happened& happened, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const auto change = [&](const std::string& contract, auto apply) {
    ChangeRow<v1::ContractRow>(rows, RowKey(tenant, "contract", contract), apply);
  };
  if (Is(happened, "aor.engagements.v1.ContractEvent/contract_concluded")) {
    const auto concluded = Decode<ContractEvent>(happened.event).contract_concluded();
    change(concluded.contract_id(), [&](v1::ContractRow& row) {
      *row.mutable_concluded() = concluded;
      if (concluded.has_end()) *row.mutable_end() = concluded.end();
    });
    IndexContract(tenant, concluded, rows);
  } else if (Is(happened, "aor.engagements.v1.ContractEvent/rate_agreed")) {
    const auto agreed = Decode<ContractEvent>(happened.event).rate_agreed();
    change(agreed.contract_id(), [&](v1::ContractRow& row) { *row.add_rates() = agreed; });
  } else if (Is(happened, "aor.engagements.v1.ContractEvent/contract_extended")) {
    const auto extended = Decode<ContractEvent>(happened.event).contract_extended();
    change(extended.contract_id(),
           [&](v1::ContractRow& row) { *row.mutable_end() = extended.end(); });
  } else if (Is(happened, "aor.engagements.v1.ContractEvent/contract_ended")) {
    const auto ended = Decode<ContractEvent>(happened.event).contract_ended();
    change(ended.contract_id(), [&](v1::ContractRow& row) { *row.mutable_end() = ended.end(); });
  }
}

void Put(directory::v1::ClientRegistered& client, const directory::v1::ClientTermsAgreed& terms) {
  client.set_payment_terms_days(terms.payment_terms_days());
  client.set_language(terms.language());
  client.set_billing_cadence(terms.billing_cadence());
  client.set_consolidation(terms.consolidation());
}

// Seller, buyer or supplier of what is invoiced from here; an id is one of them.
void ApplyDetails(const std::string& tenant, const directory::v1::OrganisationDetailsChanged& now,
                  WritableRows& rows) {
  const auto put = [&]<class Row>(const char* table, Row, const auto& registered) {
    const std::string key = RowKey(tenant, table, now.organisation_id());
    auto row = rows.Load<Row>(key);
    if (!row) return;
    registered(*row).set_name(now.name());
    *registered(*row).mutable_address() = now.address();
    if constexpr (!std::is_same_v<Row, v1::SupplierRow>) row->set_vat_number(now.vat_number());
    rows.Store(key, *row);
  };
  const auto itself = [](auto& row) -> auto& { return row; };
  put("entity", directory::v1::LegalEntityRegistered{}, itself);
  put("client", directory::v1::ClientRegistered{}, itself);
  put(
      "supplier", v1::SupplierRow{}, [](auto& row) -> auto& { return *row.mutable_registered(); });
}

void ApplyDirectory(const Happened& happened, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  if (Is(happened, "aor.directory.v1.OrganisationEvent/legal_entity_registered")) {
    const auto entity = Decode<OrganisationEvent>(happened.event).legal_entity_registered();
    rows.Store(RowKey(tenant, "entity", entity.legal_entity_id()), entity);
  } else if (Is(happened, "aor.directory.v1.OrganisationEvent/client_registered")) {
    const auto client = Decode<OrganisationEvent>(happened.event).client_registered();
    rows.Store(RowKey(tenant, "client", client.client_id()), client);
  } else if (Is(happened, "aor.directory.v1.OrganisationEvent/organisation_details_changed")) {
    ApplyDetails(tenant, Decode<OrganisationEvent>(happened.event).organisation_details_changed(),
                 rows);
  } else if (Is(happened, "aor.directory.v1.OrganisationEvent/client_terms_agreed")) {
    const auto terms = Decode<OrganisationEvent>(happened.event).client_terms_agreed();
    ChangeRow<directory::v1::ClientRegistered>(
        rows, RowKey(tenant, "client", terms.client_id()),
        [&](directory::v1::ClientRegistered& client) { Put(client, terms); });
  } else if (Is(happened, "aor.directory.v1.OrganisationEvent/purchase_order_placed")) {
    const auto order = Decode<OrganisationEvent>(happened.event).purchase_order_placed();
    rows.Store(RowKey(tenant, "order", order.client_id(), order.number()), order);
    rows.Store(RowKey(tenant, "order_by_number", order.number(), order.client_id()), order);
  } else if (Is(happened, "aor.directory.v1.OrganisationEvent/supplier_registered")) {
    const auto supplier = Decode<OrganisationEvent>(happened.event).supplier_registered();
    ChangeRow<v1::SupplierRow>(rows, RowKey(tenant, "supplier", supplier.supplier_id()),
                               [&](v1::SupplierRow& row) { *row.mutable_registered() = supplier; });
  } else if (Is(happened, "aor.directory.v1.OrganisationEvent/supplier_vat_status_recorded")) {
    const auto status = Decode<OrganisationEvent>(happened.event).supplier_vat_status_recorded();
    ChangeRow<v1::SupplierRow>(rows, RowKey(tenant, "supplier", status.supplier_id()),
                               [&](v1::SupplierRow& row) { *row.add_statuses() = status; });
  }
}
}  // namespace aor::invoicing
