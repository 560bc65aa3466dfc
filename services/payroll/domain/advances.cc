#include "services/payroll/domain/advances.h"

#include <stdexcept>

namespace aor::payroll::advances {
namespace {
using enum Refusal;
using money::Money;
std::vector<Event> AlreadyTrue() { return {}; }

const Advance* Find(const Advances& advances, const std::string& id) {
  const auto found = advances.by_id.find(id);
  return found == advances.by_id.end() ? nullptr : &found->second;
}

Money OpenPartPayments(const Advances& advances, const ContractId& contract, Money sum) {
  for (const auto& [id, advance] : advances.by_id)
    if (!advance.is_loan && advance.contract == contract) sum = sum + advance.open;
  return sum;
}

// Lent by the employer and not come back, with what is to be lent now: many small loans are a
// large one.
Money LentWith(const Advances& advances, const GrantLoan& command) {
  Money sum = command.amount;
  for (const auto& [id, advance] : advances.by_id)
    if (advance.is_loan && !advance.requested && advance.legal_entity == command.legal_entity &&
        advance.open.currency == sum.currency)
      sum = sum + advance.open;
  return sum;
}

// Is a confirming person one of those who granted, in either's own name or another's?
bool Involved(const Advance& advance, const std::string& person) {
  return !person.empty() && (person == advance.granted_by || person == advance.granted_for);
}

// By the worker, in their own name or through a delegation.
template <class Command>
bool IsOwn(const Command& command) {
  return command.by == command.worker || command.on_behalf_of == command.worker.value;
}

Decision On(const Advances& advances, const GrantPartPayment& command) {
  const auto* known = Find(advances, command.id);
  if (known && !known->is_loan && known->amount == command.amount &&
      known->contract == command.contract)
    return AlreadyTrue();
  if (known) return kOtherAdvance;
  if (IsOwn(command)) return kOwnAdvance;
  const Money zero{command.amount.currency, 0};
  if (!(zero < command.amount)) return kNotPositive;
  if (command.recovery_slips == 0 || command.recovery_slips > 12) return kNoRecoveryPlan;
  if (!command.missing.empty()) return kNotPayable;
  if (command.earned < OpenPartPayments(advances, command.contract, command.amount))
    return kMoreThanEarned;

  Event event;
  auto& granted = *event.mutable_part_payment_granted();
  granted.set_advance_id(command.id);
  granted.set_worker_id(command.worker.value);
  granted.set_legal_entity_id(command.legal_entity.value);
  granted.set_contract_id(command.contract.value);
  *granted.mutable_amount() = money::ToProto(command.amount);
  granted.set_granted_by(command.by.value);
  granted.set_recovery_slips(command.recovery_slips);
  return std::vector{event};
}

template <class Command>
v1::LoanGranted Loan(const Command& command, const Money& amount, const money::Decimal& cap,
                     const std::string& by) {
  v1::LoanGranted loan;
  loan.set_advance_id(command.id);
  loan.set_worker_id(command.worker.value);
  loan.set_legal_entity_id(command.legal_entity.value);
  *loan.mutable_amount() = money::ToProto(amount);
  *loan.mutable_cap_percent() = money::ToProto(cap);
  loan.set_granted_by(by);
  return loan;
}

Decision On(const Advances& advances, const GrantLoan& command) {
  const auto* known = Find(advances, command.id);
  if (known && known->is_loan && known->legal_entity == command.legal_entity &&
      known->amount == command.amount && known->cap_percent == command.cap_percent)
    return AlreadyTrue();
  if (known) return kOtherAdvance;
  if (IsOwn(command)) return kOwnAdvance;
  if (command.amount.minor <= 0) return kNotPositive;
  if (command.cap_percent <= money::Decimal{} || command.cap_percent > money::Decimal{100, 0})
    return kCapOutOfRange;

  Event event;
  const bool needs_two = command.threshold < LentWith(advances, command);
  auto& loan = needs_two ? *event.mutable_loan_requested() : *event.mutable_loan_granted();
  loan = Loan(command, command.amount, command.cap_percent, command.by.value);
  loan.set_granted_for(command.on_behalf_of);
  return std::vector{event};
}

Decision On(const Advances& advances, const ConfirmLoan& command) {
  const auto* known = Find(advances, command.id);
  if (!known || !known->is_loan || known->legal_entity != command.legal_entity)
    return kUnknownAdvance;
  if (!known->requested) return AlreadyTrue();
  if (IsOwn(command)) return kOwnAdvance;
  if (Involved(*known, command.by.value) || Involved(*known, command.on_behalf_of))
    return kSamePerson;

  Event event;
  auto& loan = *event.mutable_loan_granted();
  loan = Loan(command, known->amount, known->cap_percent, known->granted_by);
  loan.set_granted_for(known->granted_for);
  loan.set_confirmed_by(command.by.value);
  return std::vector{event};
}

Decision On(const Advances& advances, const RecoverAdvance& command) {
  const auto* known = Find(advances, command.id);
  if (known && known->recovered.contains(command.payslip_id)) return AlreadyTrue();
  if (!known || known->requested) return kUnknownAdvance;
  if (command.amount.minor <= 0) return kNotPositive;
  if (known->open < command.amount) return kMoreThanOpen;

  Event event;
  auto& recovered = *event.mutable_advance_recovered();
  recovered.set_advance_id(command.id);
  recovered.set_payslip_id(command.payslip_id);
  *recovered.mutable_amount() = money::ToProto(command.amount);
  return std::vector{event};
}

Decision On(const Advances& advances, const CarryForward& command) {
  const auto* known = Find(advances, command.id);
  if (known && known->amount == command.amount) return AlreadyTrue();
  if (known) return kOtherAdvance;
  if (command.amount.minor <= 0) return kNotPositive;

  Event event;
  if (command.cap_percent > money::Decimal{}) {
    *event.mutable_loan_granted() =
        Loan(command, command.amount, command.cap_percent, command.by.value);
    return std::vector{event};
  }
  auto& granted = *event.mutable_part_payment_granted();
  granted.set_advance_id(command.id);
  granted.set_worker_id(command.worker.value);
  granted.set_legal_entity_id(command.legal_entity.value);
  *granted.mutable_amount() = money::ToProto(command.amount);
  granted.set_granted_by(command.by.value);
  granted.set_recovery_slips(1);
  return std::vector{event};
}

Advances WithLoan(Advances advances, const v1::LoanGranted& loan, bool requested) {
  auto& advance = advances.by_id[loan.advance_id()];
  advance.is_loan = true;
  advance.legal_entity = LegalEntityId{loan.legal_entity_id()};
  advance.requested = requested;
  advance.amount = advance.open = money::FromProto(loan.amount());
  advance.cap_percent = money::FromProto(loan.cap_percent());
  advance.granted_by = loan.granted_by();
  advance.granted_for = loan.granted_for();
  return advances;
}

Advances WithPartPayment(Advances advances, const v1::PartPaymentGranted& granted) {
  auto& advance = advances.by_id[granted.advance_id()];
  advance.legal_entity = LegalEntityId{granted.legal_entity_id()};
  advance.contract = ContractId{granted.contract_id()};
  advance.amount = advance.open = money::FromProto(granted.amount());
  advance.recovery_slips = granted.recovery_slips();
  return advances;
}

Advances WithRecovery(Advances advances, const v1::AdvanceRecovered& recovered) {
  auto& advance = advances.by_id[recovered.advance_id()];
  advance.open = advance.open - money::FromProto(recovered.amount());
  advance.recovered.insert(recovered.payslip_id());
  return advances;
}
}  // namespace

bool IsCarriedForward(std::string_view id) {
  return id.starts_with(kDebt) || id.starts_with(kOpening);
}

Decision Decide(const Advances& advances, const Command& command) {
  return std::visit([&](const auto& c) { return On(advances, c); }, command);
}

Advances Evolve(Advances advances, const Event& event) {
  switch (event.kind_case()) {
    case Event::kPartPaymentGranted:
      return WithPartPayment(std::move(advances), event.part_payment_granted());
    case Event::kLoanGranted: return WithLoan(std::move(advances), event.loan_granted(), false);
    case Event::kLoanRequested: return WithLoan(std::move(advances), event.loan_requested(), true);
    case Event::kAdvanceRecovered:
      return WithRecovery(std::move(advances), event.advance_recovered());
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("advances: unknown event " + event.ShortDebugString());
}

std::map<std::string, Money> OpenOf(const Advances& advances, const LegalEntityId& entity) {
  std::map<std::string, Money> open;
  for (const auto& [id, advance] : advances.by_id)
    if (advance.legal_entity == entity && !advance.requested && advance.open.minor > 0)
      open.emplace(id, advance.open);
  return open;
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kOtherAdvance: return "OTHER_ADVANCE";
    case kNotPositive: return "NOT_POSITIVE";
    case kMoreThanEarned: return "MORE_THAN_EARNED";
    case kNotPayable: return "NOT_PAYABLE";
    case kNoRecoveryPlan: return "NO_RECOVERY_PLAN";
    case kCapOutOfRange: return "CAP_OUT_OF_RANGE";
    case kUnknownAdvance: return "UNKNOWN_ADVANCE";
    case kSamePerson: return "SAME_PERSON";
    case kMoreThanOpen: return "MORE_THAN_OPEN";
    case kOwnAdvance: return "OWN_ADVANCE";
  }
  throw std::logic_error("advances: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kOtherAdvance: return "This id is another advance's; choose a new one.";
    case kNotPositive: return "An advance is more than nothing; give a positive amount.";
    case kMoreThanEarned:
      return "Verified hours not yet paid are worth less; pay less, or grant a loan.";
    case kNotPayable:
      return "The month's slip lacks a part that its worker needs, so nobody knows what is earned; "
             "supply it first.";
    case kNoRecoveryPlan: return "Say over how many slips it comes back: 1 to 12.";
    case kCapOutOfRange: return "Say which share of a net may be deducted: above 0, at most 100 %.";
    case kUnknownAdvance:
      return "This employer granted this worker no such advance; look the id up.";
    case kSamePerson: return "A second person confirms it; ask somebody who did not grant it.";
    case kMoreThanOpen: return "Less is open of this advance; read the draft again.";
    case kOwnAdvance: return "Ask another consultant: nobody grants money to themselves.";
  }
  throw std::logic_error("advances: unexplained refusal");
}
}  // namespace aor::payroll::advances
