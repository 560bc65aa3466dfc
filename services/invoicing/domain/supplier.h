// A supplier's mandate to be billed in its name, and the invoices that it sends
// itself: matched to approved days, held with the day named, paid once accepted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/invoicing/domain/draft.h"

namespace aor::invoicing::supplier {
using Event = v1::SupplierEvent;

struct GrantMandate {
  std::string supplier_id, document_digest;
  Date from;
  std::optional<Date> to;
  uint32_t contest_days;
};
struct RevokeMandate {
  std::string supplier_id;
  Date from;  // the first day without it
};
// What the supplier may claim of a contract: approved, neither contested nor billed yet. What was
// spent is none of its days.
Work ClaimableWork(const ContractBasis& basis);
struct Claim {
  Amount amount;
  Decimal price, vat_percent;  // of the day
};
struct Claimable {
  std::map<Date, std::vector<Claim>> days;
  std::string currency;
  bool self_billed = false;  // by its contract, under a mandate
};
struct SubmitInvoice {
  v1::SupplierInvoiceSubmitted invoice;
  Claimable claimable;
};
struct AcceptInvoice {
  std::string supplier_invoice_number, legal_entity_id;
  Claimable claimable;
  uint32_t payment_days;
};
struct RejectInvoice {
  std::string supplier_invoice_number, why, by;
};
using Command =
    std::variant<GrantMandate, RevokeMandate, SubmitInvoice, AcceptInvoice, RejectInvoice>;

enum class Refusal {
  kDocumentMissing,
  kMandateEndsBeforeStart,
  kNoMandate,
  kDuplicateNumber,
  kNoDays,
  kUnknownInvoice,
  kDaysNotApproved,
  kAmountDiffers,
  kAlreadyAccepted,
  kWasRejected,
  kSelfBilled,
};

struct Mandate {
  Date from;
  std::optional<Date> to;
  uint32_t contest_days = 0;
  std::string document_digest;
  friend bool operator==(const Mandate&, const Mandate&) = default;
};
struct State {
  std::vector<Mandate> mandates;
  std::map<std::string, v1::SupplierInvoiceSubmitted> submitted;  // by the supplier's number
  std::set<std::string> accepted, rejected;
};
// The mandate in force on a day, of several the one that was granted last.
std::optional<Mandate> MandateOn(const State& state, Date day);
// Days that are claimed and not claimable; days claimed twice are one too many.
std::vector<Date> UnmatchedDays(const v1::SupplierInvoiceSubmitted& invoice,
                                const Claimable& claimable);

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const State& state, const Command& command);
State Evolve(State state, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::invoicing::supplier
