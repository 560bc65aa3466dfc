#include "services/invoicing/domain/invoice.h"

#include <algorithm>
#include <stdexcept>

namespace aor::invoicing::invoice {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

v1::InvoiceIssued& DocumentIn(Event& event, Kind kind) {
  switch (kind) {
    case Kind::kInvoice: return *event.mutable_invoice_issued();
    case Kind::kCreditNote: return *event.mutable_credit_note_issued();
    case Kind::kSelfBilled: return *event.mutable_self_billed_invoice_issued();
    case Kind::kSelfBilledCredit: return *event.mutable_self_billed_credit_note_issued();
  }
  throw std::logic_error("invoice: unknown kind");
}

// Money moves towards the payable or back, never beyond either.
bool Beyond(const State& state, int64_t minor) {
  const int64_t after = state.settled_minor + minor;
  const int64_t payable = state.document->payable().minor_units();
  return after < std::min<int64_t>(0, payable) || after > std::max<int64_t>(0, payable);
}

// Without the invoice that a credit note was set off against.
int64_t PaidMinor(const State& state) {
  int64_t paid = 0;
  for (const auto& [reference, minor] : state.allocated)
    if (reference != state.document->corrects_number()) paid += minor;
  return paid;
}

bool CreditsMore(const State& state, const CreditedLines& so_far, const v1::CreditedLine& line) {
  const auto& lines = state.document->lines();
  const auto original = std::ranges::find(lines, line.line_number(), &v1::InvoiceLine::line_number);
  if (original == lines.end()) return true;
  const auto before = so_far.find(line.line_number());
  const int64_t credited = before == so_far.end() ? 0 : before->second.net_minor;
  const int64_t left = original->net().minor_units() - credited;
  const int64_t taken = line.net().minor_units();
  return left < 0 ? taken < left : taken > left;
}

// A chosen id comes again with another draft: by number alone it would be the document of before.
bool SameBytes(const v1::InvoiceIssued& a, const v1::InvoiceIssued& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

Decision On(const State& state, const Issue& command) {
  const auto& known = state.document;
  if (known && SameBytes(*known, command.document)) return AlreadyTrue();
  if (known) return kIssuedOtherwise;
  if (command.document.lines().empty()) return kNoLines;

  Event event;
  DocumentIn(event, command.kind) = command.document;
  return std::vector{event};
}

Decision On(const State& state, const Credit& command) {
  if (state.credit_notes.contains(command.credit_note_id)) return AlreadyTrue();
  if (!state.document) return kNotIssued;
  CreditedLines so_far = state.credited;  // a line may come twice in one command
  for (const auto& line : command.lines) {
    if (CreditsMore(state, so_far, line)) return kCreditsMore;
    Count(line, so_far);
  }

  const int64_t open = OpenOf(state).minor;
  Event event;
  auto& credited = *event.mutable_invoice_credited();
  credited.set_credit_note_id(command.credit_note_id);
  credited.set_credit_note_number(command.credit_note_number);
  *credited.mutable_lines() = {command.lines.begin(), command.lines.end()};
  const int64_t applied = std::clamp<int64_t>(command.payable.minor, 0, std::max<int64_t>(0, open));
  *credited.mutable_applied() = money::ToProto(Money{command.payable.currency, applied});
  *credited.mutable_payable() = money::ToProto(command.payable);
  return std::vector{event};
}

Decision On(const State& state, const AllocatePayment& command) {
  const auto known = state.allocated.find(command.payment_reference);
  if (known != state.allocated.end() && known->second == command.amount.minor) return AlreadyTrue();
  if (!state.document) return kNotIssued;
  if (command.run_open) return kRunOpen;
  if (known != state.allocated.end()) return kAllocatedOtherwise;
  if (command.amount.currency != state.document->payable().currency_code()) return kCurrencyDiffers;
  if (command.amount.minor == 0) return kNothingAllocated;
  if (command.amount.minor < 0 && PaidMinor(state) + command.amount.minor < 0)
    return kTakesBackMore;
  if (Beyond(state, command.amount.minor)) return kAllocatesMore;

  Event event;
  auto& allocated = *event.mutable_payment_allocated();
  *allocated.mutable_amount() = money::ToProto(command.amount);
  allocated.set_payment_reference(command.payment_reference);
  *allocated.mutable_booked_on() = calendar::ToProto(command.booked_on);
  return std::vector{event};
}

Decision On(const State& state, const Contest& command) {
  if (state.contested) return AlreadyTrue();
  if (!state.document) return kNotIssued;
  if (state.kind != Kind::kSelfBilled) return kNotSelfBilled;
  if (command.on > calendar::FromProto(state.document->contest_until())) return kContestWindowOver;
  if (!state.credit_notes.empty() && OpenOf(state).minor <= 0) return kNothingToContest;

  Event event;
  auto& contested = *event.mutable_self_billed_invoice_contested();
  contested.set_supplier_id(state.document->supplier_id());
  contested.set_contested_by(command.by);
  *contested.mutable_contested_on() = calendar::ToProto(command.on);
  contested.set_invoice_id(state.document->invoice_id());
  contested.set_legal_entity_id(state.document->legal_entity_id());
  return std::vector{event};
}

State WithDocument(State state, const v1::InvoiceIssued& document, Kind kind) {
  state.document = document;
  state.kind = kind;
  return state;
}

State WithCredit(State state, const v1::InvoiceCredited& credited) {
  state.credit_notes.insert(credited.credit_note_id());
  state.settled_minor += credited.applied().minor_units();
  const auto& payable = credited.has_payable() ? credited.payable() : credited.applied();
  state.credited_minor += payable.minor_units();
  state.follows_corrections |= credited.lines().empty();
  for (const auto& line : credited.lines()) Count(line, state.credited);
  return state;
}

State WithPayment(State state, const v1::PaymentAllocated& payment) {
  state.allocated[payment.payment_reference()] = payment.amount().minor_units();
  state.settled_minor += payment.amount().minor_units();
  return state;
}
}  // namespace

void Count(const v1::CreditedLine& line, CreditedLines& credited) {
  Credited& sum = credited[line.line_number()];
  sum.amount = sum.amount + Amount{line.seconds(), money::FromProto(line.quantity())};
  sum.net_minor += line.net().minor_units();
  for (const auto& time : line.billed()) Add(sum.work, KeyOf(time), AmountOf(time));
}

std::string_view SeriesKind(Kind kind) {
  switch (kind) {
    case Kind::kInvoice: return "INVOICE";
    case Kind::kCreditNote: return "CREDIT_NOTE";
    case Kind::kSelfBilled: return "SELF_BILLED";
    case Kind::kSelfBilledCredit: return "SELF_BILLED_CREDIT";
  }
  throw std::logic_error("invoice: unknown kind");
}

std::string_view TypeCode(Kind kind) {
  switch (kind) {
    case Kind::kInvoice: return "380";
    case Kind::kCreditNote: return "381";
    case Kind::kSelfBilled: return "389";
    case Kind::kSelfBilledCredit: return "261";
  }
  throw std::logic_error("invoice: unknown kind");
}

Money OpenOf(const State& state) {
  if (!state.document) return {};
  const Money payable = money::FromProto(state.document->payable());
  return payable - Money{payable.currency, state.settled_minor};
}

Decision Decide(const State& state, const Command& command) {
  return std::visit([&](const auto& wish) { return On(state, wish); }, command);
}

State Evolve(State state, const Event& event) {
  switch (event.kind_case()) {
    case Event::kInvoiceIssued:
      return WithDocument(std::move(state), event.invoice_issued(), Kind::kInvoice);
    case Event::kCreditNoteIssued:
      return WithDocument(std::move(state), event.credit_note_issued(), Kind::kCreditNote);
    case Event::kSelfBilledInvoiceIssued:
      return WithDocument(std::move(state), event.self_billed_invoice_issued(), Kind::kSelfBilled);
    case Event::kSelfBilledCreditNoteIssued:
      return WithDocument(std::move(state), event.self_billed_credit_note_issued(),
                          Kind::kSelfBilledCredit);
    case Event::kPaymentAllocated: return WithPayment(std::move(state), event.payment_allocated());
    case Event::kInvoiceCredited: return WithCredit(std::move(state), event.invoice_credited());
    case Event::kSelfBilledInvoiceContested: state.contested = true; return state;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("invoice: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kNotIssued: return "INVOICE_NOT_ISSUED";
    case kRunOpen: return "RUN_IS_OPEN";
    case kIssuedOtherwise: return "ISSUED_OTHERWISE";
    case kNoLines: return "NOTHING_TO_BILL";
    case kNothingCredited: return "NOTHING_TO_CREDIT";
    case kNothingToContest: return "NOTHING_TO_CONTEST";
    case kCreditsMore: return "CREDITS_MORE_THAN_BILLED";
    case kBelowZero: return "CREDITS_LESS_THAN_NOTHING";
    case kCurrencyDiffers: return "CURRENCY_DIFFERS";
    case kNothingAllocated: return "NOTHING_ALLOCATED";
    case kAllocatesMore: return "ALLOCATES_MORE_THAN_OPEN";
    case kTakesBackMore: return "TAKES_BACK_MORE_THAN_PAID";
    case kAllocatedOtherwise: return "PAYMENT_ALLOCATED_OTHERWISE";
    case kNotSelfBilled: return "NOT_SELF_BILLED";
    case kContestWindowOver: return "CONTEST_WINDOW_OVER";
    case kUnknownLine: return "UNKNOWN_LINE";
    case kNoWorkOnDay: return "NO_WORK_ON_DAY";
    case kQuantityTooSmall: return "QUANTITY_TOO_SMALL";
    case kCreditsANote: return "CREDITS_A_CREDIT_NOTE";
  }
  throw std::logic_error("invoice: unknown refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kNotIssued: return "There is no such invoice: look it up by its number.";
    case kRunOpen: return "The run that issues it is not closed yet: wait for the operation.";
    case kIssuedOtherwise: return "Another document has this id: choose another, or leave it out.";
    case kNoLines: return "The draft has no line: approve hours or add a line first.";
    case kNothingCredited: return "All of these lines are credited already.";
    case kNothingToContest: return "It is credited in full: nothing is left to contest.";
    case kCreditsMore:
      return "The note credits more than is left of a line or of the invoice: reduce a quantity, "
             "or credit the lines below zero with it.";
    case kBelowZero:
      return "These lines were taken off: credit them with those that they were taken off from.";
    case kCurrencyDiffers: return "Allocate in the currency of the invoice.";
    case kNothingAllocated: return "Give an amount that is not zero.";
    case kAllocatesMore: return "Allocate at most what is open, the rest to another invoice.";
    case kTakesBackMore:
      return "Take back at most what was paid of it: what a credit note took off is billed again "
             "instead.";
    case kAllocatedOtherwise:
      return "This payment is allocated here with another amount: use a reference of its own.";
    case kNotSelfBilled: return "Only a self-billed invoice is contested here.";
    case kContestWindowOver: return "The window is over: ask for a credit note instead.";
    case kUnknownLine: return "The invoice has no line of this number.";
    case kNoWorkOnDay:
      return "The line has no work on this day: give one of its days, or none to credit from the "
             "last one back.";
    case kQuantityTooSmall:
      return "Give a quantity that comes to one second of work at least: 0.0003 hours.";
    case kCreditsANote:
      return "A credit note is not credited: bill the work again by a draft, or add a line by "
             "hand.";
  }
  throw std::logic_error("invoice: unknown refusal");
}
}  // namespace aor::invoicing::invoice
