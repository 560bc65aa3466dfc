#include "services/payroll/api/fee_gates.h"

#include <set>

#include "aor/payroll/v1/payroll_rows.pb.h"
#include "services/payroll/domain/fee_gate.h"

namespace aor::payroll {
namespace {
std::vector<ClosedDays> ClosedIn(const v1::FeeGateRow& row) {
  std::vector<ClosedDays> closed;
  for (const auto& days : row.closed()) {
    closed.push_back({calendar::FromProto(days.first_day()), {}});
    if (days.has_last_day()) closed.back().last = calendar::FromProto(days.last_day());
  }
  return closed;
}

ShutGate Shut(const std::string& contract, const v1::FeeGateRow& row) {
  ShutGate gate{"The gate of " + contract + " is closed to its fee.", "compliance"};
  for (const auto& reason : row.because())
    gate.what_to_do += " " + reason.title() + ": " + reason.fix() + " (" + reason.fixed_by() + ")";
  if (!row.because().empty()) gate.fixed_by = row.because(0).fixed_by();
  return gate;
}
}  // namespace

std::optional<ShutGate> ShutGateOf(const eventsourcing::Rows& rows, const std::string& tenant,
                                   const v1::Payable& payable, calendar::Date today) {
  if (payable.amount().minor_units() <= 0) return std::nullopt;
  for (const auto& work : payable.works()) {
    const auto row = rows.Load<v1::FeeGateRow>(RowKey(tenant, "fee-gate", work.contract_id()));
    if (row && Waits(work, ClosedIn(*row), today)) return Shut(work.contract_id(), *row);
  }
  return std::nullopt;
}

std::vector<batch::HoldPayee> BehindGates(const eventsourcing::Rows& rows,
                                          const std::string& tenant, const v1::Batch& batch,
                                          calendar::Date today) {
  std::vector<batch::HoldPayee> holds;
  std::set<std::string> held;
  if (batch.batch_kind() != "SUPPLIER") return holds;
  for (const auto& item : batch.items()) {
    const auto payable = rows.Load<v1::Payable>(
        RowKey(tenant, "payable", batch.legal_entity_id(), item.payable_id()));
    const auto shut = payable ? ShutGateOf(rows, tenant, *payable, today) : std::nullopt;
    if (shut && held.insert(item.payee_id()).second)
      holds.push_back({item.payee_id(), kFeeGateClosed, shut->what_to_do});
  }
  return holds;
}
}  // namespace aor::payroll
