// A draft is billed though its purchase orders do not cover it: decided by one person, confirmed by
// another, of exactly what was read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/invoicing/domain/totals.h"

namespace aor::invoicing::order_decision {
using Event = v1::OrderDecisionEvent;

struct DecideOnDraft {
  v1::PurchaseOrderDecided facts;
};
using Command = std::variant<DecideOnDraft>;

enum class Refusal { kNothingToDecide, kSamePerson };

struct State {
  v1::PurchaseOrderDecided last;
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const State& state, const Command& command);
State Evolve(State state, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);

// Was it decided of this draft, and of no less than is billed now?
bool Covers(const v1::PurchaseOrderDecided& decided, const std::string& etag, const Money& net);
// In either's own name or another's.
bool IsOwn(const v1::PurchaseOrderDecided& decided, const std::string& person);
}  // namespace aor::invoicing::order_decision
