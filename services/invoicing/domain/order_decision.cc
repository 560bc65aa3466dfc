#include "services/invoicing/domain/order_decision.h"

#include <stdexcept>

namespace aor::invoicing::order_decision {
namespace {
using enum Refusal;

Decision On(const State& state, const DecideOnDraft& command) {
  const auto& facts = command.facts;
  if (Covers(state.last, facts.etag(), money::FromProto(facts.net()))) return std::vector<Event>{};
  if (facts.holds().empty()) return kNothingToDecide;

  Event event;
  *event.mutable_purchase_order_decided() = facts;
  return std::vector{event};
}
}  // namespace

Decision Decide(const State& state, const Command& command) {
  return std::visit([&](const auto& wish) { return On(state, wish); }, command);
}

State Evolve(State state, const Event& event) {
  switch (event.kind_case()) {
    case Event::kPurchaseOrderDecided: state.last = event.purchase_order_decided(); return state;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("order decision: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kNothingToDecide: return "NOTHING_TO_DECIDE";
    case kSamePerson: return "SAME_PERSON";
  }
  throw std::logic_error("order decision: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kNothingToDecide: return "Its purchase orders cover the draft; confirm it as it is.";
    case kSamePerson:
      return "A second person confirms it; ask somebody who did not decide against the order.";
  }
  throw std::logic_error("order decision: unexplained refusal");
}

bool Covers(const v1::PurchaseOrderDecided& decided, const std::string& etag, const Money& net) {
  if (decided.etag().empty() || decided.etag() != etag) return false;
  const Money most = money::FromProto(decided.net());
  return most.currency == net.currency && net.minor <= most.minor;
}

bool IsOwn(const v1::PurchaseOrderDecided& decided, const std::string& person) {
  return !person.empty() && (person == decided.decided_by() || person == decided.decided_for());
}
}  // namespace aor::invoicing::order_decision
