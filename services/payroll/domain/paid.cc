#include "services/payroll/domain/paid.h"

#include <algorithm>
#include <stdexcept>

namespace aor::payroll::paid {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

std::vector<v1::PaidTime> Sum(std::vector<v1::PaidTime> time, const auto& more) {
  time.insert(time.end(), more.begin(), more.end());
  return Unpaid(time, {});
}

Decision On(const Paid& paid, const RecordPaid& command) {
  if (paid.payslips.contains(command.payslip_id)) return AlreadyTrue();
  if (paid.payslips.size() != command.slips_seen) return kDraftChanged;
  const auto sum = Sum(paid.time, command.paid);
  if (std::ranges::any_of(sum, [](const auto& time) {
        return time.seconds() < 0 || time.quantity().unscaled() < 0;
      }))
    return kPaysBackTooMuch;

  std::vector<Event> events(1);
  auto& work = *events[0].mutable_work_paid();
  work.set_contract_id(command.contract.value);
  work.set_payslip_id(command.payslip_id);
  work.mutable_paid()->Add(command.paid.begin(), command.paid.end());
  return events;
}

Decision On(const Paid& paid, const RecordFee& command) {
  if (paid.fee_contract == command.contract.value) return AlreadyTrue();
  if (!paid.fee_contract.empty()) return kFeeElsewhere;

  Event event;
  auto& fee = *event.mutable_mission_fee_paid();
  fee.set_fee_id(command.fee);
  fee.set_contract_id(command.contract.value);
  fee.set_payslip_id(command.payslip_id);
  return std::vector{event};
}

// Those of before they were counted are in every draft by now.
Decision On(const Paid& month, const CountSlip& command) {
  if (month.payslips.contains(command.payslip_id)) return AlreadyTrue();
  if (!std::ranges::includes(command.seen, month.payslips)) return kDraftChanged;

  Event event;
  auto& counted = *event.mutable_payslip_counted();
  counted.set_payslip_id(command.payslip_id);
  counted.set_contract_id(command.contract.value);
  return std::vector{event};
}
}  // namespace

Decision Decide(const Paid& paid, const Command& command) {
  return std::visit([&](const auto& c) { return On(paid, c); }, command);
}

Paid Evolve(Paid paid, const Event& event) {
  switch (event.kind_case()) {
    case Event::kWorkPaid:
      paid.payslips.insert(event.work_paid().payslip_id());
      paid.time = Sum(std::move(paid.time), event.work_paid().paid());
      return paid;
    case Event::kMissionFeePaid:
      paid.fee_contract = event.mission_fee_paid().contract_id();
      return paid;
    case Event::kPayslipCounted:
      paid.payslips.insert(event.payslip_counted().payslip_id());
      return paid;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("paid: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kDraftChanged: return "DRAFT_CHANGED";
    case kPaysBackTooMuch: return "PAYS_BACK_TOO_MUCH";
    case kFeeElsewhere: return "FEE_ELSEWHERE";
  }
  throw std::logic_error("paid: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kDraftChanged:
      return "Another slip of this worker was verified since; read the draft again.";
    case kPaysBackTooMuch:
      return "The slip takes back more time than was ever paid; read the draft again.";
    case kFeeElsewhere:
      return "Another contract's slip has this fee of a training mission; read the draft again.";
  }
  throw std::logic_error("paid: unexplained refusal");
}
}  // namespace aor::payroll::paid
