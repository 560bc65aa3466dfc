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
  slip.clear_decided_by();
  return Uuid5(kDerivedIds, slip.SerializeAsString());
}

// In the worker's own name or through a delegation.
bool IsOwn(const auto& command) {
  const auto& worker = command.draft.slip.worker_id();
  return !worker.empty() && (command.by.value == worker || command.on_behalf_of == worker);
}

bool IsNegative(const Draft& draft) { return draft.slip.net().minor_units() < 0; }

bool IsApproved(const Payslip& slip, const Draft& draft) {
  return slip.approved.figures() == FiguresOf(draft.slip);
}

// In either's own name or another's.
bool IsApprover(const Payslip& slip, const std::string& person) {
  return !person.empty() &&
         (person == slip.approved.approved_by() || person == slip.approved.approved_for());
}

std::optional<Refusal> RefuseNegative(const Payslip& slip, const VerifyPayslip& command) {
  if (!IsApproved(slip, command.draft)) return kNegativeNet;
  if (IsApprover(slip, command.by.value) || IsApprover(slip, command.on_behalf_of))
    return kSamePerson;
  return std::nullopt;
}

Decision On(const Payslip& slip, const VerifyPayslip& command) {
  const auto& draft = command.draft;
  if (!slip.verified.empty() && slip.verified == ContentOf(draft.slip)) return AlreadyTrue();
  if (!slip.verified.empty()) return kAlreadyVerified;
  if (IsOwn(command)) return kOwnPayslip;
  if (draft.empty()) return kNothingToPay;
  if (!draft.missing.empty()) return kNotPayable;
  if (IsNegative(draft))
    if (const auto refusal = RefuseNegative(slip, command)) return *refusal;

  std::vector<Event> events(1);
  auto& verified = *events[0].mutable_payslip_verified();
  verified = draft.slip;
  verified.set_verified_by(command.by.value);
  if (IsNegative(draft)) {
    verified.set_decision(slip.approved.decision());
    verified.set_decided_by(slip.approved.approved_by());
  }
  return events;
}

Decision On(const Payslip& slip, const ApproveNegative& command) {
  const auto& draft = command.draft;
  if (IsApproved(slip, draft)) return AlreadyTrue();
  if (!slip.verified.empty()) return kAlreadyVerified;
  if (IsOwn(command)) return kOwnPayslip;
  if (draft.empty()) return kNothingToPay;
  if (!draft.missing.empty()) return kNotPayable;
  if (!IsNegative(draft)) return kNotNegative;

  Event event;
  auto& approved = *event.mutable_negative_payslip_approved();
  approved.set_payslip_id(draft.slip.payslip_id());
  approved.set_worker_id(draft.slip.worker_id());
  *approved.mutable_net() = draft.slip.net();
  approved.set_figures(FiguresOf(draft.slip));
  approved.set_decision(command.decision);
  approved.set_approved_by(command.by.value);
  approved.set_approved_for(command.on_behalf_of);
  approved.set_role(command.role);
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

std::string FiguresOf(v1::PayslipVerified slip) {
  slip.clear_run_id();
  return ContentOf(std::move(slip));
}

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
    case Event::kNegativePayslipApproved:
      slip.approved = event.negative_payslip_approved();
      return slip;
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
    case kSamePerson: return "SAME_PERSON";
    case kNotNegative: return "NOT_NEGATIVE";
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
      return "The worker would owe money; have finance approve these figures, or leave it open.";
    case kSamePerson:
      return "A second person verifies it; ask a consultant who did not approve it.";
    case kNotNegative: return "It is not below zero; verify it without an approval.";
    case kRunOpen: return "Its run is not closed yet; wait for the operation.";
    case kNotVerified: return "Only a verified slip is shown to the worker; verify it first.";
    case kOwnPayslip: return "Ask another consultant: nobody verifies their own payslip.";
  }
  throw std::logic_error("payslip: unexplained refusal");
}
}  // namespace aor::payroll::payslip
