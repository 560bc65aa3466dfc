#include "services/invoicing/domain/supplier.h"

#include <algorithm>
#include <stdexcept>

namespace aor::invoicing::supplier {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

bool InForce(const Mandate& mandate, Date day) {
  return mandate.from <= day && (!mandate.to || day <= *mandate.to);
}

// As one line of an invoice for each price and VAT: days of one are rounded together.
struct Owed {
  Decimal quantity;
  Money net, vat;
};
Owed OwedFor(const v1::SupplierInvoiceSubmitted& invoice, const Claimable& claimable) {
  std::map<Decimal, std::map<Decimal, Amount>> lines;  // by VAT and price
  for (const auto& day : invoice.days())
    if (const auto claims = claimable.days.find(calendar::FromProto(day));
        claims != claimable.days.end())
      for (const auto& [amount, price, vat_percent] : claims->second)
        lines[vat_percent][price] = lines[vat_percent][price] + amount;
  const Money none{claimable.currency, 0};
  Owed owed{{}, none, none};
  for (const auto& [vat_percent, by_price] : lines) {
    Money base = none;
    for (const auto& [price, amount] : by_price) {
      base = base + LineNet(claimable.currency, price, amount);
      owed.quantity = owed.quantity + PrintedQuantity(amount);
    }
    owed.net = owed.net + base;
    owed.vat = owed.vat + money::Percent(base, vat_percent);
  }
  return owed;
}

bool AmountsAgree(const v1::SupplierInvoiceSubmitted& invoice, const Claimable& claimable) {
  const Owed owed = OwedFor(invoice, claimable);
  return money::FromProto(invoice.quantity()) == owed.quantity &&
         money::FromProto(invoice.net()) == owed.net && money::FromProto(invoice.vat()) == owed.vat;
}

// Two papers would claim the same work: one in the supplier's name, and the supplier's own.
bool IsSelfBilled(const State& state, const v1::SupplierInvoiceSubmitted& invoice,
                  const Claimable& claimable) {
  return claimable.self_billed && MandateOn(state, calendar::FromProto(invoice.issue_date()));
}

bool SameBytes(const v1::SupplierInvoiceSubmitted& a, const v1::SupplierInvoiceSubmitted& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

// Why it cannot be accepted as it is; nothing: it can.
std::optional<Refusal> Unmatched(const State& state, const v1::SupplierInvoiceSubmitted& invoice,
                                 const Claimable& claimable) {
  if (IsSelfBilled(state, invoice, claimable)) return kSelfBilled;
  if (!UnmatchedDays(invoice, claimable).empty()) return kDaysNotApproved;
  return AmountsAgree(invoice, claimable) ? std::nullopt : std::optional(kAmountDiffers);
}

Event Held(const SubmitInvoice& command, Refusal refusal) {
  const auto& invoice = command.invoice;
  Event event;
  auto& held = *event.mutable_supplier_invoice_held();
  held.set_supplier_id(invoice.supplier_id());
  held.set_supplier_invoice_number(invoice.supplier_invoice_number());
  held.set_reason(std::string(Name(refusal)));
  if (refusal == kDaysNotApproved)
    for (const Date day : UnmatchedDays(invoice, command.claimable))
      *held.add_unmatched_days() = calendar::ToProto(day);
  return event;
}

Decision On(const State& state, const GrantMandate& command) {
  const Mandate wanted{command.from, command.to, command.contest_days, command.document_digest};
  if (std::ranges::find(state.mandates, wanted) != state.mandates.end()) return AlreadyTrue();
  if (command.document_digest.empty()) return kDocumentMissing;
  if (command.to && *command.to < command.from) return kMandateEndsBeforeStart;

  Event event;
  auto& granted = *event.mutable_mandate_granted();
  granted.set_supplier_id(command.supplier_id);
  granted.set_document_digest(command.document_digest);
  *granted.mutable_effective_from() = calendar::ToProto(command.from);
  if (command.to) *granted.mutable_effective_to() = calendar::ToProto(*command.to);
  granted.set_contest_days(command.contest_days);
  return std::vector{event};
}

Decision On(const State& state, const RevokeMandate& command) {
  if (state.mandates.empty()) return kNoMandate;
  const bool over = std::ranges::none_of(state.mandates, [&](const Mandate& mandate) {
    return !mandate.to || *mandate.to >= command.from;
  });
  if (over) return AlreadyTrue();

  Event event;
  event.mutable_mandate_revoked()->set_supplier_id(command.supplier_id);
  *event.mutable_mandate_revoked()->mutable_effective_from() = calendar::ToProto(command.from);
  return std::vector{event};
}

Decision On(const State& state, const SubmitInvoice& command) {
  const auto& invoice = command.invoice;
  const auto known = state.submitted.find(invoice.supplier_invoice_number());
  if (known != state.submitted.end())
    return SameBytes(known->second, invoice) ? Decision(AlreadyTrue()) : kDuplicateNumber;
  if (invoice.days().empty()) return kNoDays;

  Event event;
  *event.mutable_supplier_invoice_submitted() = invoice;
  std::vector happened{event};
  if (const auto refusal = Unmatched(state, invoice, command.claimable))
    happened.push_back(Held(command, *refusal));
  return happened;
}

Event Accepted(const v1::SupplierInvoiceSubmitted& invoice, const AcceptInvoice& command) {
  Event event;
  auto& accepted = *event.mutable_supplier_invoice_accepted();
  accepted.set_supplier_id(invoice.supplier_id());
  accepted.set_supplier_invoice_number(invoice.supplier_invoice_number());
  accepted.set_legal_entity_id(command.legal_entity_id);
  accepted.set_contract_id(invoice.contract_id());
  const auto [first, last] = std::ranges::minmax(
      invoice.days(), {}, [](const auto& day) { return calendar::FromProto(day); });
  *accepted.mutable_days()->mutable_start() = first;
  *accepted.mutable_days()->mutable_end() = last;
  *accepted.mutable_payable() =
      money::ToProto(money::FromProto(invoice.net()) + money::FromProto(invoice.vat()));
  *accepted.mutable_due_date() =
      calendar::ToProto(calendar::FromProto(invoice.issue_date()) + command.payment_days);
  return event;
}

Decision On(const State& state, const AcceptInvoice& command) {
  if (state.accepted.contains(command.supplier_invoice_number)) return AlreadyTrue();
  const auto known = state.submitted.find(command.supplier_invoice_number);
  if (known == state.submitted.end()) return kUnknownInvoice;
  if (state.rejected.contains(command.supplier_invoice_number)) return kWasRejected;
  if (const auto refusal = Unmatched(state, known->second, command.claimable)) return *refusal;
  return std::vector{Accepted(known->second, command)};
}

Decision On(const State& state, const RejectInvoice& command) {
  if (state.rejected.contains(command.supplier_invoice_number)) return AlreadyTrue();
  const auto known = state.submitted.find(command.supplier_invoice_number);
  if (known == state.submitted.end()) return kUnknownInvoice;
  if (state.accepted.contains(command.supplier_invoice_number)) return kAlreadyAccepted;

  Event event;
  auto& rejected = *event.mutable_supplier_invoice_rejected();
  rejected.set_supplier_id(known->second.supplier_id());
  rejected.set_supplier_invoice_number(command.supplier_invoice_number);
  rejected.set_why(command.why);
  rejected.set_rejected_by(command.by);
  return std::vector{event};
}

State WithMandate(State state, const v1::MandateGranted& granted) {
  Mandate mandate{calendar::FromProto(granted.effective_from()),
                  {},
                  granted.contest_days(),
                  granted.document_digest()};
  if (granted.has_effective_to()) mandate.to = calendar::FromProto(granted.effective_to());
  state.mandates.push_back(std::move(mandate));
  return state;
}

State WithRevocation(State state, const v1::MandateRevoked& revoked) {
  const Date last = calendar::FromProto(revoked.effective_from()) - 1;
  for (Mandate& mandate : state.mandates)
    if (!mandate.to || *mandate.to > last) mandate.to = last;
  return state;
}
}  // namespace

Work ClaimableWork(const ContractBasis& basis) {
  Work work = OpenWork(basis, billed::kSupplier);
  std::erase_if(work, [&](const auto& piece) {
    const auto& [key, amount] = piece;
    return PrintedQuantity(amount).unscaled <= 0 || key.category == kExpense ||
           basis.approved.Frozen(key) || basis.Waits(key, amount, billed::kSupplier);
  });
  return work;
}

std::optional<Mandate> MandateOn(const State& state, Date day) {
  const auto latest =
      std::ranges::find_if(state.mandates.rbegin(), state.mandates.rend(),
                           [&](const Mandate& mandate) { return InForce(mandate, day); });
  return latest == state.mandates.rend() ? std::nullopt : std::optional(*latest);
}

std::vector<Date> UnmatchedDays(const v1::SupplierInvoiceSubmitted& invoice,
                                const Claimable& claimable) {
  std::vector<Date> unmatched;
  std::set<Date> seen;
  for (const auto& proto : invoice.days()) {
    const Date day = calendar::FromProto(proto);
    if (!claimable.days.contains(day) || !seen.insert(day).second) unmatched.push_back(day);
  }
  return unmatched;
}

Decision Decide(const State& state, const Command& command) {
  return std::visit([&](const auto& wish) { return On(state, wish); }, command);
}

State Evolve(State state, const Event& event) {
  switch (event.kind_case()) {
    case Event::kMandateGranted: return WithMandate(std::move(state), event.mandate_granted());
    case Event::kMandateRevoked: return WithRevocation(std::move(state), event.mandate_revoked());
    case Event::kSupplierInvoiceSubmitted: {
      const auto& invoice = event.supplier_invoice_submitted();
      state.submitted[invoice.supplier_invoice_number()] = invoice;
      return state;
    }
    case Event::kSupplierInvoiceHeld: return state;  // acceptance matches again
    case Event::kSupplierInvoiceAccepted:
      state.accepted.insert(event.supplier_invoice_accepted().supplier_invoice_number());
      return state;
    case Event::kSupplierInvoiceRejected:
      state.rejected.insert(event.supplier_invoice_rejected().supplier_invoice_number());
      return state;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("supplier: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kDocumentMissing: return "MANDATE_DOCUMENT_MISSING";
    case kMandateEndsBeforeStart: return "MANDATE_ENDS_BEFORE_START";
    case kNoMandate: return "NO_MANDATE";
    case kDuplicateNumber: return "DUPLICATE_SUPPLIER_INVOICE";
    case kNoDays: return "NO_DAYS";
    case kUnknownInvoice: return "UNKNOWN_SUPPLIER_INVOICE";
    case kDaysNotApproved: return "DAYS_NOT_APPROVED";
    case kAmountDiffers: return "AMOUNT_DIFFERS";
    case kAlreadyAccepted: return "SUPPLIER_INVOICE_ACCEPTED";
    case kWasRejected: return "SUPPLIER_INVOICE_REJECTED";
    case kSelfBilled: return "SELF_BILLED";
  }
  throw std::logic_error("supplier: unknown refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kDocumentMissing: return "Give the SHA-256 of the signed mandate.";
    case kMandateEndsBeforeStart: return "The mandate ends before it begins: check its dates.";
    case kNoMandate: return "No written mandate is in force: record it, or let the supplier bill.";
    case kDuplicateNumber: return "The supplier used this number for another invoice already.";
    case kNoDays: return "Name the days that the invoice is for.";
    case kUnknownInvoice: return "No invoice of this number was submitted by the supplier.";
    case kDaysNotApproved:
      return "The client has not approved all of its days: have them approved, or ask for another.";
    case kAmountDiffers: return "Its amounts are not those of the contract: ask for another.";
    case kAlreadyAccepted: return "It was accepted and is owed: settle it with the supplier.";
    case kWasRejected: return "It was rejected: ask the supplier for another, under a new number.";
    case kSelfBilled:
      return "A mandate is in force on its date, and the work is billed in the supplier's name: "
             "reject it, or revoke the mandate from that date on.";
  }
  throw std::logic_error("supplier: unknown refusal");
}
}  // namespace aor::invoicing::supplier
