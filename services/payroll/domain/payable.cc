#include "services/payroll/domain/payable.h"

#include <stdexcept>

namespace aor::payroll::payable {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

Decision On(const Payable& payable, const RecordPayable& command) {
  const bool same = payable.payee_id == command.payee_id && payable.amount == command.amount &&
                    payable.legal_entity_id == command.legal_entity.value;
  if (!payable.id.empty() && same) return AlreadyTrue();
  if (!payable.id.empty()) return kOtherPayable;
  if (command.amount.minor == 0) return kNothingOwed;

  Event event;
  auto& recorded = *event.mutable_payable_recorded();
  recorded.set_payable_id(command.id);
  recorded.set_payee_id(command.payee_id);
  *recorded.mutable_amount() = money::ToProto(command.amount);
  recorded.set_legal_entity_id(command.legal_entity.value);
  recorded.set_payable_kind(command.kind);
  recorded.set_reference(command.reference);
  *recorded.mutable_due() = calendar::ToProto(command.due);
  recorded.set_source_id(command.source_id);
  recorded.set_run_id(command.run_id);
  *recorded.mutable_works() = {command.works.begin(), command.works.end()};
  if (!command.purpose.subject().empty()) *recorded.mutable_purpose() = command.purpose;
  return std::vector{event};
}

Decision On(const Payable& payable, const BatchPayable& command) {
  if (payable.batch_id == command.batch_id) return AlreadyTrue();
  if (payable.id.empty()) return kNotRecorded;
  if (command.run_open) return kRunOpen;
  if (payable.contested) return kContested;
  if (!payable.batch_id.empty()) return kInAnotherBatch;
  if (command.gate_closed) return kGateClosed;
  if (command.withheld) return kWithheld;

  Event event;
  event.mutable_payable_batched()->set_batch_id(command.batch_id);
  return std::vector{event};
}

Decision On(const Payable& payable, const HoldPayable& command) {
  if (payable.held.contains(command.batch_id)) return AlreadyTrue();
  if (payable.batch_id != command.batch_id || payable.paid) return kNotInBatch;

  Event event;
  event.mutable_payable_held()->set_batch_id(command.batch_id);
  event.mutable_payable_held()->set_reason(command.reason);
  event.mutable_payable_held()->set_detail(command.detail);
  return std::vector{event};
}

Decision On(const Payable& payable, const PayPayable& command) {
  if (payable.batch_id != command.batch_id) return kNotInBatch;
  if (payable.paid) return AlreadyTrue();
  if (payable.contested) return kContested;

  Event event;
  auto& paid = *event.mutable_payable_paid();
  paid.set_payable_id(payable.id);
  paid.set_batch_id(command.batch_id);
  *paid.mutable_amount() = money::ToProto(payable.amount);
  paid.set_account_version(command.account_version);
  paid.set_legal_entity_id(payable.legal_entity_id);
  paid.set_source_id(payable.source_id);
  *paid.mutable_paid_on() = calendar::ToProto(command.on);
  return std::vector{event};
}

Decision On(const Payable& payable, const FreePayable& command) {
  if (payable.batch_id != command.batch_id) return AlreadyTrue();
  if (payable.paid) return kNotInBatch;

  Event event;
  event.mutable_payable_freed()->set_batch_id(command.batch_id);
  return std::vector{event};
}

Decision On(const Payable& payable, const ContestPayable& command) {
  if (payable.contested || payable.paid)
    return AlreadyTrue();  // paid: a credit note lowers the next
  if (payable.id.empty()) return kNotRecorded;

  Event event;
  event.mutable_payable_contested()->set_contested_by(command.by);
  *event.mutable_payable_contested()->mutable_contested_on() = calendar::ToProto(command.on);
  return std::vector{event};
}

Decision On(const Payable& payable, const SettleContest& command) {
  if (!payable.contested) return AlreadyTrue();

  Event event;
  event.mutable_payable_contest_settled()->set_credit_note_id(command.credit_note_id);
  return std::vector{event};
}

Payable Recorded(Payable payable, const v1::PayableRecorded& recorded) {
  payable.id = recorded.payable_id();
  payable.payee_id = recorded.payee_id();
  payable.amount = money::FromProto(recorded.amount());
  payable.legal_entity_id = recorded.legal_entity_id();
  payable.source_id = recorded.source_id();
  payable.run_id = recorded.run_id();
  return payable;
}
}  // namespace

v1::Purpose For(const std::string& subject, const std::string& detail) {
  v1::Purpose purpose;
  purpose.set_subject(subject);
  purpose.set_detail(detail);
  return purpose;
}

Decision Decide(const Payable& payable, const Command& command) {
  return std::visit([&](const auto& c) { return On(payable, c); }, command);
}

Payable Evolve(Payable payable, const Event& event) {
  switch (event.kind_case()) {
    case Event::kPayableRecorded: return Recorded(std::move(payable), event.payable_recorded());
    case Event::kPayableBatched:
      payable.batch_id = event.payable_batched().batch_id();
      return payable;
    case Event::kPayableHeld:
      payable.batch_id.clear();
      payable.held.insert(event.payable_held().batch_id());
      return payable;
    case Event::kPayablePaid: payable.paid = true; return payable;
    case Event::kPayableFreed: payable.batch_id.clear(); return payable;
    case Event::kPayableContested: payable.contested = true; return payable;
    case Event::kPayableContestSettled: payable.contested = false; return payable;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("payable: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kOtherPayable: return "OTHER_PAYABLE";
    case kNothingOwed: return "NOTHING_OWED";
    case kNotRecorded: return "NOT_RECORDED";
    case kRunOpen: return "RUN_IS_OPEN";
    case kInAnotherBatch: return "IN_ANOTHER_BATCH";
    case kNotInBatch: return "NOT_IN_BATCH";
    case kContested: return "CONTESTED";
    case kGateClosed: return "FEE_GATE_CLOSED";
    case kWithheld: return "FEE_WITHHELD";
  }
  throw std::logic_error("payable: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kOtherPayable: return "This id stands for another claim; choose a new one.";
    case kNothingOwed: return "Nothing is owed or credited by it; give an amount.";
    case kNotRecorded: return "Nothing is owed under this id; read the open payables again.";
    case kRunOpen: return "The run that it comes from is not closed yet; wait for the operation.";
    case kInAnotherBatch:
      return "Another batch has it already; leave it out of this one, or withdraw the other.";
    case kNotInBatch: return "It is not in this batch; read the batch again.";
    case kContested: return "The supplier contests this invoice; credit it first, or leave it out.";
    case kGateClosed:
      return "Credentials holds this fee back; leave it out until its gate opens, or let "
             "compliance "
             "grant an override that somebody else asked for.";
    case kWithheld:
      return "Its training mission withholds this fee; leave it out until that releases it.";
  }
  throw std::logic_error("payable: unexplained refusal");
}
}  // namespace aor::payroll::payable
