#include "services/invoicing/domain/billed.h"

#include "libs/eventsourcing/rules.h"

namespace aor::invoicing::billed {
namespace {
using enum Refusal;
constexpr auto kEight =
    "work_billed { contract_id: 'c' invoice_id: 'i-1' side: 'CLIENT' billed {"
    "  iso_week: '2026-W41' day { year: 2026 month: 10 day: 5 } category: 'BASE'"
    "  seconds: 28800 } }";
constexpr auto kEightOfSupplier =
    "work_billed { contract_id: 'c' invoice_id: 'i-1' side: 'SUPPLIER' billed {"
    "  iso_week: '2026-W41' day { year: 2026 month: 10 day: 5 } category: 'BASE'"
    "  seconds: 28800 } }";
constexpr auto kEightOfOwn =
    "work_billed { contract_id: 'c' invoice_id: 'own-7' side: 'SUPPLIER' billed {"
    "  iso_week: '2026-W41' day { year: 2026 month: 10 day: 5 } category: 'BASE'"
    "  seconds: 28800 } }";
constexpr auto kTwoBack =
    "work_billed { contract_id: 'c' invoice_id: 'n-1' side: 'CLIENT' billed {"
    "  iso_week: '2026-W41' day { year: 2026 month: 10 day: 5 } category: 'BASE'"
    "  seconds: -7200 } }";
constexpr auto kTwoGivenUp =
    "work_marked_unbillable { contract_id: 'c' billed {"
    "  iso_week: '2026-W41' day { year: 2026 month: 10 day: 5 } category: 'BASE'"
    "  seconds: 7200 } reason: 'contested' mark_id: 'n-1' }";
constexpr auto kTwoBackOfSupplier =
    "work_billed { contract_id: 'c' invoice_id: 'n-1' side: 'SUPPLIER' billed {"
    "  iso_week: '2026-W41' day { year: 2026 month: 10 day: 5 } category: 'BASE'"
    "  seconds: -7200 } }";
constexpr auto kTwoGivenUpBySupplier =
    "work_marked_unbillable { contract_id: 'c' billed {"
    "  iso_week: '2026-W41' day { year: 2026 month: 10 day: 5 } category: 'BASE'"
    "  seconds: 7200 } reason: 'contested' mark_id: 'n-1' side: 'SUPPLIER' }";
constexpr auto kTwoMarked =
    "work_marked_unbillable { contract_id: 'c' billed {"
    "  iso_week: '2026-W41' day { year: 2026 month: 10 day: 5 } category: 'BASE'"
    "  seconds: 7200 } reason: 'goodwill' mark_id: 'm-1' }";

std::vector<v1::BilledTime> Hours(int hours) {
  return {ToProto({"2026-W41", Date(2026, 10, 5), "BASE", {}}, {hours * 3600, {}})};
}
std::vector<v1::BilledTime> OnTuesday(int hours) {
  return {ToProto({"2026-W41", Date(2026, 10, 6), "BASE", {}}, {hours * 3600, {}})};
}
Work Settled(int hours) {
  Work work;
  Add(work, KeyOf(Hours(1)[0]), {hours * 3600, {}});
  return work;
}
// When `settled` hours of these were billed or given up.
Bill Client(const char* invoice, int hours, int settled) {
  return {"c", invoice, "CLIENT", Hours(hours), Settled(settled)};
}
TakeBack Back(int hours, bool again, const char* reason = "contested") {
  return {"c", "n-1", "CLIENT", Hours(-hours), again, reason};
}
MarkUnbillable Mark(const char* reason, int settled) {
  return {"c", "m-1", Hours(2), reason, Settled(settled)};
}

TEST(BilledTest, FollowsTheRules) {
  using Then = std::vector<const char*>;
  eventsourcing::CheckRules<State, Event, Command, Refusal>({
      {"approved work can be billed", {}, Client("i-1", 8, 0), Then{kEight}},
      {"work that moved since is not", {kEight}, Client("i-2", 8, 0), kAlreadyBilled},
      {"nor work that was given up since", {kTwoMarked}, Client("i-1", 8, 0), kAlreadyBilled},
      {"a repeat is known by its invoice", {kEight, kTwoBack}, Client("i-1", 8, 0), Then{}},
      {"other work has another invoice",
       {kEightOfOwn},
       Bill{"c", "own-7", "SUPPLIER", OnTuesday(8), {}},
       kIdUsed},
      {"nothing is not billed", {}, Bill{"c", "i-1", "CLIENT", {}, {}}, kNothingToBill},
      {"a delta takes back", {kEight}, Client("n-1", -2, 8), Then{kTwoBack}},
      {"a delta takes back what is billed", {kEight}, Client("n-1", -9, 8), kTakesBackMore},
      {"both sides bill the same hour",
       {kEight},
       Bill{"c", "i-1", "SUPPLIER", Hours(8), {}},
       Then{kEightOfSupplier}},
      {"a credit note takes back", {kEight}, Back(2, true), Then{kTwoBack}},
      {"it may give up", {kEight}, Back(2, false), Then{kTwoBack, kTwoGivenUp}},
      {"giving up has a reason", {kEight}, Back(2, false, ""), kReasonMissing},
      {"a credit note takes back what is billed", {kEight}, Back(9, true), kTakesBackMore},
      {"it takes something",
       {kEight},
       TakeBack{"c", "n-1", "CLIENT", {}, true, ""},
       kNothingToBill},
      {"a side takes back its own",
       {kEight},
       TakeBack{"c", "n-1", "SUPPLIER", Hours(-1), true, ""},
       kTakesBackMore},
      {"a supplier gives up on his side",
       {kEightOfSupplier},
       TakeBack{"c", "n-1", "SUPPLIER", Hours(-2), false, "contested"},
       Then{kTwoBackOfSupplier, kTwoGivenUpBySupplier}},
      {"work can be unbillable", {}, Mark("goodwill", 0), Then{kTwoMarked}},
      {"for a reason", {}, Mark("", 0), kReasonMissing},
      {"as it was seen", {kEight}, Mark("goodwill", 0), kAlreadyBilled},
      {"if there is some", {}, MarkUnbillable{"c", "m-1", {}, "goodwill", {}}, kNothingToBill},
  });
}

// Eight hours approved and billed, of which two are credited and given up.
State WithGoodwill() {
  State state;
  for (const char* text : {kEight, kTwoBack, kTwoGivenUp}) {
    Event event;
    google::protobuf::TextFormat::ParseFromString(text, &event);
    state = Evolve(std::move(state), event);
  }
  return state;
}
Work Whole(int hours) { return {{KeyOf(Hours(hours)[0]), {hours * 3600, {}}}}; }
int64_t OpenSeconds(int approved_hours) {
  int64_t seconds = 0;
  for (const auto& piece : Open(Whole(approved_hours), WithGoodwill(), kClient))
    seconds += piece.second.seconds;
  return seconds;
}

TEST(BilledTest, WhatIsGivenUpIsNeitherBilledNorTakenBackAgain) {
  EXPECT_EQ(OpenSeconds(8), 0);
  EXPECT_EQ(OpenSeconds(6), 0);  // corrected after the goodwill: credited once
  EXPECT_EQ(OpenSeconds(5), -3600);
  EXPECT_EQ(OpenSeconds(9), 3600);
}

// Two hours were corrected away on a later invoice, which was credited and not billed again.
TEST(BilledTest, AReductionThatIsGivenUpBillsNothing) {
  State state;
  state.client = Whole(8);
  state.unbillable = Whole(-2);
  const auto open = [&](int approved_hours) {
    return Open(Whole(approved_hours), state, kClient)[KeyOf(Hours(1)[0])].seconds;
  };
  EXPECT_EQ(open(6), 0);
  EXPECT_EQ(open(7), 0);
  EXPECT_EQ(open(9), 3600);
  EXPECT_EQ(open(5), -3600);
}
}  // namespace
}  // namespace aor::invoicing::billed
