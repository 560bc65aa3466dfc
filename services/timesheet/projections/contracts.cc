#include "services/timesheet/projections/contracts.h"

#include <algorithm>

#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/timesheet/projections/keys.h"

namespace aor::timesheet {
namespace {
namespace engagements = aor::engagements::v1;
using engagements::ContractEvent;

v1::ContractRow RowOf(const engagements::ContractConcluded& concluded) {
  const auto& terms = concluded.terms();
  const bool permanent = concluded.engagement_kind() == engagements::ENGAGEMENT_KIND_PERMANENT;
  v1::ContractRow row;
  row.set_contract_id(concluded.contract_id());
  row.set_worker_id(concluded.worker_id());
  row.set_client_id(concluded.client_id());
  row.set_legal_entity_id(concluded.legal_entity_id());
  row.set_zone(concluded.zone());
  row.set_jurisdiction(concluded.jurisdiction());
  *row.mutable_start() = concluded.start();
  if (concluded.has_end()) *row.mutable_end() = concluded.end();
  row.set_unit(static_cast<v1::ContractUnit>(terms.unit()));
  row.set_time_rules(terms.time_rules());
  if (terms.has_daily_hours()) *row.mutable_daily_hours() = terms.daily_hours();
  if (terms.has_weekly_hours()) *row.mutable_weekly_hours() = terms.weekly_hours();
  row.set_tacit_approval_days(terms.tacit_approval_days());
  row.set_papers(permanent ? 1 : 2);
  row.set_without_hours(permanent || terms.unit() == engagements::UNIT_FIXED);
  return row;
}

// Contracts are one stream each, so what changes one follows its conclusion.
template <class Change>
void Alter(const std::string& tenant, const std::string& contract,
           eventsourcing::WritableRows& rows, Change change) {
  auto row = rows.Load<v1::ContractRow>(ContractKey(tenant, contract));
  if (!row) return;
  change(*row);
  rows.Store(ContractKey(tenant, contract), *row);
}

void Sign(v1::ContractRow& row, const std::string& paper) {
  const auto& signed_papers = row.signed_papers();
  if (std::ranges::find(signed_papers, paper) == signed_papers.end()) row.add_signed_papers(paper);
}

bool IsKnown(const std::string& type) {
  const std::string prefix = "aor.engagements.v1.ContractEvent/";
  return type.starts_with(prefix) &&
         ContractEvent::descriptor()->FindFieldByName(type.substr(prefix.size()));
}
}  // namespace

void ApplyToContracts(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) {
  if (!IsKnown(happened.event.type())) return;
  const auto event = eventsourcing::Decode<ContractEvent>(happened.event);
  const auto& tenant = happened.commit.tenant();
  switch (event.kind_case()) {
    case ContractEvent::kContractConcluded: {
      const auto row = RowOf(event.contract_concluded());
      rows.Store(ContractKey(tenant, row.contract_id()), row);
      rows.Put(ContractsOfWorker(tenant, row.worker_id()) + row.contract_id(), row.contract_id());
      return;
    }
    case ContractEvent::kContractExtended:
      return Alter(tenant, event.contract_extended().contract_id(), rows,
                   [&](auto& row) { *row.mutable_end() = event.contract_extended().end(); });
    case ContractEvent::kContractEnded:
      return Alter(tenant, event.contract_ended().contract_id(), rows,
                   [&](auto& row) { *row.mutable_end() = event.contract_ended().end(); });
    case ContractEvent::kWorkStarted:
      return Alter(tenant, event.work_started().contract_id(), rows, [&](auto& row) {
        *row.mutable_started_on() = event.work_started().started_on();
      });
    case ContractEvent::kPaperSigned:
      return Alter(tenant, event.paper_signed().contract_id(), rows,
                   [&](auto& row) { Sign(row, event.paper_signed().paper_id()); });
    default: return;
  }
}

std::vector<v1::ContractRow> ContractsOf(const eventsourcing::Rows& rows, const std::string& tenant,
                                         const std::string& worker) {
  std::vector<v1::ContractRow> contracts;
  rows.Scan(ContractsOfWorker(tenant, worker), "", [&](auto, std::string_view id) {
    if (auto row = rows.Load<v1::ContractRow>(ContractKey(tenant, std::string(id))))
      contracts.push_back(*std::move(row));
    return true;
  });
  return contracts;
}
}  // namespace aor::timesheet
