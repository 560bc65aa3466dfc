// One quote: the agency's offer for a placed worker.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "services/engagements/domain/pricing.h"

namespace aor::engagements {
using QuoteEvent = v1::QuoteEvent;

struct DrawUpQuote {
  std::string quote_id, client_id, legal_entity_id, title, template_id;
  Wish wish;
  Basis basis;  // of wish's place, agreement and day
};
// Holds another value, or the same one at another figure. Base wage and cost stay.
struct RepriceQuote {
  uint64_t seen_version = 0;  // 0: whatever stands
  v1::Held held = v1::HELD_UNSPECIFIED;
  money::Decimal value;
  std::string approval_reason;
};
// Prices anew from another base wage, by the rules of the day; keeps what is held.
struct ChangeBaseWage {
  uint64_t seen_version = 0;
  money::Decimal base_wage;
  Basis basis;
  std::string approval_reason;
};
struct AcceptQuote {
  uint64_t seen_version = 0;
  std::string accepted_by;
};
struct WithdrawQuote {
  std::string reason;
};
using QuoteCommand =
    std::variant<DrawUpQuote, RepriceQuote, ChangeBaseWage, AcceptQuote, WithdrawQuote>;

enum class QuoteStatus { kNone, kOffered, kAccepted, kWithdrawn };
struct Quote {
  QuoteStatus status = QuoteStatus::kNone;
  v1::QuoteDrawnUp drawn_up;
  v1::Price price;       // as it stands
  uint64_t version = 0;  // events so far; contracts pin it
};

using QuoteDecision = std::variant<std::vector<QuoteEvent>, Refusal>;
QuoteDecision Decide(const Quote& quote, const QuoteCommand& command);
Quote Evolve(Quote quote, const QuoteEvent& event);
// What the basis of a new base wage is asked for.
Question QuestionOf(const v1::Price& price, calendar::Date known_on);
}  // namespace aor::engagements
