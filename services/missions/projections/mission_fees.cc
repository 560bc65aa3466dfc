// What is paid for a mission on its rows, and what is to be looked at.
#include "services/missions/projections/mission_change.h"

namespace aor::missions {
using Event = v1::MissionEvent;

v1::FeeRecord& MissionChange::FeeOf(const std::string& fee) {
  for (auto& record : *mission_.mutable_fees())
    if (record.fee().fee_id() == fee) return record;
  auto& record = *mission_.add_fees();
  record.mutable_fee()->set_fee_id(fee);
  return record;
}

void MissionChange::Add(const v1::Fee& fee) {
  auto& record = FeeOf(fee.fee_id());
  *record.mutable_fee() = fee;
  record.set_status(v1::FEE_STATUS_REQUESTED);
  if (!fee.session_id().empty()) SessionOf(fee.session_id()).set_fee_id(fee.fee_id());
  Work(v1::WORK_KIND_FEE_TO_TRANSMIT, fee.session_id(), fee.fee_id(), fee.payee_id());
}

void MissionChange::ForgetProposal(v1::FeeRecord& record) {
  record.clear_proposal();
  Done(v1::WORK_KIND_HOLD_TO_DECIDE, record.fee().fee_id());
}

void MissionChange::Pay(const v1::Fee& fee, bool hold_open) {
  auto& record = FeeOf(fee.fee_id());
  *record.mutable_fee() = fee;
  record.set_status(v1::FEE_STATUS_TRANSMITTED);
  if (!hold_open) ForgetProposal(record);
  Done(v1::WORK_KIND_FEE_TO_TRANSMIT, fee.fee_id());
  Done(v1::WORK_KIND_FEE_HELD, fee.fee_id());
}

void MissionChange::Settle(const auto& fact, v1::FeeStatus status) {
  auto& record = FeeOf(fact.fee_id());
  record.mutable_fee()->set_session_id(fact.session_id());
  record.mutable_fee()->set_payee_id(fact.payee_id());
  record.set_status(status);
  record.set_reason(fact.reason());
  record.clear_proposal();
  if (!fact.session_id().empty()) SessionOf(fact.session_id()).set_fee_id(fact.fee_id());
  for (const auto kind :
       {v1::WORK_KIND_FEE_TO_TRANSMIT, v1::WORK_KIND_FEE_HELD, v1::WORK_KIND_HOLD_TO_DECIDE})
    Done(kind, fact.fee_id());
}

bool MissionChange::TakeFee(const Event& event) {
  switch (event.kind_case()) {
    case Event::kFeesRequested:
      for (const auto& fee : event.fees_requested().fees()) Add(fee);
      return true;
    case Event::kCoordinationFeeTriggered:
      for (const auto& fee : event.coordination_fee_triggered().shares()) Add(fee);
      return true;
    case Event::kFeeTransmitted:
      Pay(event.fee_transmitted().fee(), event.fee_transmitted().hold_open());
      return true;
    case Event::kHoldProposed: {
      const auto& proposed = event.hold_proposed();
      *FeeOf(proposed.fee_id()).mutable_proposal() = proposed;
      Work(v1::WORK_KIND_HOLD_TO_DECIDE, proposed.session_id(), proposed.fee_id(),
           v1::HoldCause_Name(proposed.cause()));
      return true;
    }
    case Event::kFeeHeld: {
      const auto& held = event.fee_held();
      auto& record = FeeOf(held.fee_id());
      *record.mutable_held() = held;
      record.set_status(v1::FEE_STATUS_HELD);
      record.set_reason(held.reason());
      record.clear_proposal();
      Done(v1::WORK_KIND_HOLD_TO_DECIDE, held.fee_id());
      Done(v1::WORK_KIND_FEE_TO_TRANSMIT, held.fee_id());
      Work(v1::WORK_KIND_FEE_HELD, record.fee().session_id(), held.fee_id(), held.reason());
      return true;
    }
    case Event::kHoldDismissed:
      FeeOf(event.hold_dismissed().fee_id()).clear_proposal();
      FeeOf(event.hold_dismissed().fee_id()).set_reason(event.hold_dismissed().reason());
      Done(v1::WORK_KIND_HOLD_TO_DECIDE, event.hold_dismissed().fee_id());
      return true;
    case Event::kFeeReleased:
      Pay(event.fee_released().fee(), false);
      FeeOf(event.fee_released().fee().fee_id()).set_released(true);
      return true;
    case Event::kFeeWaived: Settle(event.fee_waived(), v1::FEE_STATUS_WAIVED); return true;
    case Event::kFeeRefused: Settle(event.fee_refused(), v1::FEE_STATUS_REFUSED); return true;
    case Event::kSupplierInvoiceDeposited:
      *FeeOf(event.supplier_invoice_deposited().fee_id()).mutable_invoice() =
          event.supplier_invoice_deposited();
      return true;
    case Event::kFeeBecamePayable:
      FeeOf(event.fee_became_payable().fee().fee_id()).set_payable(true);
      return true;
    default: return false;
  }
}

void MissionChange::Work(v1::WorkKind kind, const std::string& session, const std::string& fee,
                         const std::string& what) {
  v1::WorkItem item;
  item.set_work_kind(kind);
  item.set_mission_id(id_);
  item.set_session_id(session);
  item.set_fee_id(fee);
  item.set_what(what);
  *item.mutable_since() = happened_.commit.recorded_at();
  rows_.Store(WorkPrefix(tenant_, kind) + id_ + "/" + (fee.empty() ? session : fee), item);
}

void MissionChange::Done(v1::WorkKind kind, const std::string& item) {
  rows_.Delete(WorkPrefix(tenant_, kind) + id_ + "/" + item);
}
}  // namespace aor::missions
