#include "services/invoicing/domain/order_decision.h"

#include "libs/eventsourcing/rules.h"

namespace aor::invoicing::order_decision {
namespace {
using enum Refusal;
using Then = std::vector<const char*>;
#define DECIDED(etag)                                                                  \
  "purchase_order_decided { draft_id: 'd' etag: '" etag                                \
  "' net { currency_code: 'CHF' minor_units: 10800 } holds: 'PURCHASE_ORDER_EXCEEDED'" \
  " decision: 'agreed by telephone' decided_by: 'olga' decided_for: 'max' role: 'finance' }"
constexpr auto kDecided = DECIDED("a-1");
constexpr auto kDecidedAnew = DECIDED("a-2");

DecideOnDraft OfDraft(const char* decided, const char* by = "olga") {
  Event event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(decided, &event));
  auto facts = event.purchase_order_decided();
  facts.set_decided_by(by);
  return {facts};
}
DecideOnDraft OfCovered() {
  auto command = OfDraft(kDecided);
  command.facts.clear_holds();
  return command;
}

TEST(OrderDecisionTest, FollowsTheRules) {
  eventsourcing::CheckRules<State, Event, Command, Refusal>({
      {"finance decides", {}, OfDraft(kDecided), Then{kDecided}},
      {"once, by whomever", {kDecided}, OfDraft(kDecided, "pia"), Then{}},
      {"another draft is decided anew", {kDecided}, OfDraft(kDecidedAnew), Then{kDecidedAnew}},
      {"a covered draft needs nobody", {}, OfCovered(), kNothingToDecide},
  });
}

TEST(OrderDecisionTest, HoldsForWhatWasReadAndForOthers) {
  const auto decided = OfDraft(kDecided).facts;
  EXPECT_TRUE(Covers(decided, "a-1", {"CHF", 10800}));
  EXPECT_TRUE(Covers(decided, "a-1", {"CHF", 9000})) << "a discount by hand";
  EXPECT_FALSE(Covers(decided, "a-1", {"CHF", 10801})) << "a line by hand";
  EXPECT_FALSE(Covers(decided, "a-2", {"CHF", 10800})) << "the draft has changed";
  EXPECT_FALSE(Covers(decided, "a-1", {"EUR", 10800}));
  EXPECT_FALSE(Covers({}, "", {"CHF", 0})) << "nothing was decided";
  EXPECT_TRUE(IsOwn(decided, "olga"));
  EXPECT_TRUE(IsOwn(decided, "max"));
  EXPECT_FALSE(IsOwn(decided, "finn"));
  EXPECT_FALSE(IsOwn(OfDraft(kDecided, "").facts, ""));
}
}  // namespace
}  // namespace aor::invoicing::order_decision
