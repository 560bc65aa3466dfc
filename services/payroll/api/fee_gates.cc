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

// A fee is a contract of its own where it is billed, and the source of its payable where it is not.
std::vector<std::string> FeesOf(const v1::Payable& payable) {
  if (payable.payable_kind() == "FEE") return {payable.source_id()};
  std::vector<std::string> fees;
  for (const auto& work : payable.works()) fees.push_back(work.contract_id());
  return fees;
}

struct Withheld {
  std::string fee;
  v1::WithheldFeeRow row;
};
// What is billed and given up is credited by invoicing's next draft, and held by nobody.
std::optional<Withheld> WithheldOf(const eventsourcing::Rows& rows, const std::string& tenant,
                                   const v1::Payable& payable) {
  for (const auto& fee : FeesOf(payable))
    if (const auto row = rows.Load<v1::WithheldFeeRow>(RowKey(tenant, "withheld", fee)))
      if (!row->given_up() || payable.payable_kind() == "FEE") return Withheld{fee, *row};
  return std::nullopt;
}

ShutGate Shut(const Withheld& withheld) {
  const auto& [fee, row] = withheld;
  if (row.given_up())
    return {"The fee " + fee + " is not owed any more: " + row.reason(), "", kFeeWithheld, true};
  return {"The training mission withholds the fee " + fee + ": " + row.reason() +
              " It is paid once the permanent team has released it.",
          "permanent_team", kFeeWithheld};
}
}  // namespace

bool IsOfToday(const std::string& hold_reason) {
  return hold_reason == kFeeGateClosed || hold_reason == kFeeWithheld;
}

std::optional<std::string> PaidThoughWithheld(const eventsourcing::Rows& rows,
                                              const std::string& tenant,
                                              const v1::Payable& payable) {
  if (payable.state() != v1::PAYABLE_STATE_PAID) return std::nullopt;
  const auto withheld = WithheldOf(rows, tenant, payable);
  if (!withheld) return std::nullopt;
  return "It was paid before the training mission withheld the fee " + withheld->fee + ": " +
         withheld->row.reason() + " Agree with " + payable.payee_id() + " how it is given back.";
}

std::optional<ShutGate> ShutGateOf(const eventsourcing::Rows& rows, const std::string& tenant,
                                   const v1::Payable& payable, calendar::Date today) {
  if (payable.amount().minor_units() <= 0) return std::nullopt;
  for (const auto& work : payable.works()) {
    const auto row = rows.Load<v1::FeeGateRow>(RowKey(tenant, "fee-gate", work.contract_id()));
    if (row && Waits(work, ClosedIn(*row), today)) return Shut(work.contract_id(), *row);
  }
  if (const auto withheld = WithheldOf(rows, tenant, payable)) return Shut(*withheld);
  return std::nullopt;
}

std::vector<batch::HoldPayee> BehindGates(const eventsourcing::Rows& rows,
                                          const std::string& tenant, const v1::Batch& batch,
                                          calendar::Date today) {
  std::vector<batch::HoldPayee> holds;
  std::set<std::string> held;
  if (batch.batch_kind() != "SUPPLIER" && batch.batch_kind() != "FEE") return holds;
  for (const auto& item : batch.items()) {
    const auto payable = rows.Load<v1::Payable>(
        RowKey(tenant, "payable", batch.legal_entity_id(), item.payable_id()));
    const auto shut = payable ? ShutGateOf(rows, tenant, *payable, today) : std::nullopt;
    if (shut && held.insert(item.payee_id()).second)
      holds.push_back({item.payee_id(), shut->reason, shut->what_to_do});
  }
  return holds;
}
}  // namespace aor::payroll
