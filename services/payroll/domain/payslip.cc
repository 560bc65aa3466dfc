#include "services/payroll/domain/payslip.h"

#include <stdexcept>

#include "libs/ids/uuid.h"

namespace aor::payroll::payslip {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

// Who verified and why are not what was verified.
std::string ContentOf(v1::PayslipVerified slip) {
  slip.clear_verified_by();
  slip.clear_decision();
  return Uuid5(kDerivedIds, slip.SerializeAsString());
}

// In the worker's own name or through a delegation.
bool IsOwn(const VerifyPayslip& command) {
  const auto& worker = command.draft.slip.worker_id();
  return !worker.empty() && (command.by.value == worker || command.on_behalf_of == worker);
}

Decision On(const Payslip& slip, const VerifyPayslip& command) {
  const auto& draft = command.draft;
  if (!slip.verified.empty() && slip.verified == ContentOf(draft.slip)) return AlreadyTrue();
  if (!slip.verified.empty()) return kAlreadyVerified;
  if (IsOwn(command)) return kOwnPayslip;
  if (draft.empty()) return kNothingToPay;
  if (!draft.missing.empty()) return kNotPayable;
  if (draft.slip.net().minor_units() < 0 && command.decision.empty()) return kNegativeNet;

  Event event;
  auto& verified = *event.mutable_payslip_verified();
  verified = draft.slip;
  verified.set_verified_by(command.by.value);
  if (draft.slip.net().minor_units() < 0) verified.set_decision(command.decision);
  return std::vector{event};
}

Decision On(const Payslip& slip, const ReleasePayslip& command) {
  if (slip.released) return AlreadyTrue();
  if (slip.verified.empty()) return kNotVerified;
  if (command.run_open) return kRunOpen;

  Event event;
  event.mutable_payslip_released()->set_worker_id(slip.worker_id);
  return std::vector{event};
}
}  // namespace

Decision Decide(const Payslip& slip, const Command& command) {
  return std::visit([&](const auto& c) { return On(slip, c); }, command);
}

Payslip Evolve(Payslip slip, const Event& event) {
  switch (event.kind_case()) {
    case Event::kPayslipVerified:
      slip.verified = ContentOf(event.payslip_verified());
      slip.worker_id = event.payslip_verified().worker_id();
      slip.run_id = event.payslip_verified().run_id();
      return slip;
    case Event::kPayslipReleased: slip.released = true; return slip;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("payslip: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kAlreadyVerified: return "ALREADY_VERIFIED";
    case kNothingToPay: return "NOTHING_TO_PAY";
    case kNotPayable: return "NOT_PAYABLE";
    case kNegativeNet: return "NEGATIVE_NET";
    case kNotVerified: return "NOT_VERIFIED";
    case kOwnPayslip: return "OWN_PAYSLIP";
    case kRunOpen: return "RUN_IS_OPEN";
  }
  throw std::logic_error("payslip: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kAlreadyVerified:
      return "This slip was verified with other figures; read the draft of the next one.";
    case kNothingToPay:
      return "Everything verified so far is on a slip already; wait for more verified hours.";
    case kNotPayable:
      return "The slip lacks a part that its worker needs; supply what the draft lists as missing.";
    case kNegativeNet:
      return "The worker would owe money; give the decision and its reason, or leave it open.";
    case kRunOpen: return "Its run is not closed yet; wait for the operation.";
    case kNotVerified: return "Only a verified slip is shown to the worker; verify it first.";
    case kOwnPayslip: return "Ask another consultant: nobody verifies their own payslip.";
  }
  throw std::logic_error("payslip: unexplained refusal");
}
}  // namespace aor::payroll::payslip
