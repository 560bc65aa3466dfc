// One quote: the agency's offer for a placed worker.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/engagements/domain/pricing.h"

namespace aor::engagements {
using QuoteEvent = v1::QuoteEvent;

inline constexpr int kQuoteValidDays = 30;  // trade practice; the day it is offered not counted

// `today`, here and below, at the agency; an offer without it is open for ever.
struct DrawUpQuote {
  std::string quote_id, client_id, legal_entity_id, title, template_id;
  Wish wish;
  Basis basis;  // of wish's place, agreement and day
  std::optional<calendar::Date> today = {};
};
// Holds another value, or the same one at another figure. Base wage and cost stay. What was
// offered and is over is offered anew, at the same figure, too.
struct RepriceQuote {
  uint64_t seen_version = 0;  // 0: whatever stands
  v1::Held held = v1::HELD_UNSPECIFIED;
  money::Decimal value;
  Loss loss = {};
  std::optional<calendar::Date> today = {};
};
// Prices anew from another base wage, by the rules of the day; keeps what is held.
struct ChangeBaseWage {
  uint64_t seen_version = 0;
  money::Decimal base_wage;
  Basis basis;
  Loss loss = {};
  std::optional<calendar::Date> today = {};
};
// By a second person: the quote may be offered below its cost, at this price.
struct ApproveQuote {
  uint64_t seen_version = 0;
  std::string by, on_behalf_of, role, reason;
};
struct AcceptQuote {
  uint64_t seen_version = 0;
  std::string accepted_by;
  std::optional<calendar::Date> today = {};
};
struct WithdrawQuote {
  std::string reason;
};
using QuoteCommand = std::variant<DrawUpQuote, RepriceQuote, ChangeBaseWage, ApproveQuote,
                                  AcceptQuote, WithdrawQuote>;

enum class QuoteStatus { kNone, kOffered, kAccepted, kWithdrawn };
struct Quote {
  QuoteStatus status = QuoteStatus::kNone;
  v1::QuoteDrawnUp drawn_up;
  v1::Price price;        // as it stands
  bool approved = false;  // by a second person, at this price
  uint64_t version = 0;   // events so far; contracts pin it
  std::optional<calendar::Date> valid_until;
};

using QuoteDecision = std::variant<std::vector<QuoteEvent>, Refusal>;
QuoteDecision Decide(const Quote& quote, const QuoteCommand& command);
Quote Evolve(Quote quote, const QuoteEvent& event);
// It lies below its cost, and no second person has taken that.
bool WaitsForApproval(const Quote& quote);
// What the basis of a new base wage is asked for.
Question QuestionOf(const v1::Price& price, calendar::Date known_on);
}  // namespace aor::engagements
