// What holds for every worker and every month.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/payroll/domain/prefill.h"
#include "services/payroll/domain/prefill_examples.h"

namespace aor::payroll {
namespace {
using namespace examples;
const RuleBook& Swiss() {
  static const RuleBook book = BookOf("CH-GE");
  return book;
}
const RuleBook& French() {
  static const RuleBook book = BookOf("FR");
  return book;
}

std::vector<v1::PaidTime> SomeWork() {
  std::vector<v1::PaidTime> work;
  const int lines = *rc::gen::inRange(1, 12);
  for (int i = 0; i < lines; ++i) {
    const calendar::Date day(2026, 10, *rc::gen::inRange(1, 32));
    const int minutes = *rc::gen::inRange(1, 900);
    work.push_back(Time(day, "BASE", minutes));
    if (*rc::gen::inRange(0, 3) == 0) work.push_back(Time(day, "NIGHT", minutes / 2, 25));
  }
  return Unpaid(work, {});
}
std::pair<SlipInput, const RuleBook*> SomeWorker() {
  if (*rc::gen::inRange(0, 2) == 0) return {Lyon(), &French()};
  auto input = Geneva(*rc::gen::inRange(22, 60));
  if (*rc::gen::inRange(0, 2) == 0) {
    input.profile->permit = "B";
    input.profile->source_tax_canton = "GE";
    input.profile->source_tax_code = "A0N";
  }
  input.weeks = {"2026-W40", "2026-W41", "2026-W42", "2026-W43", "2026-W44"};
  input.opening_weeks = *rc::gen::inRange(0, 15);
  return {input, &Swiss()};
}
int64_t SumOf(const Draft& draft, std::set<v1::LineKind> kinds) {
  int64_t sum = 0;
  for (const auto& line : draft.slip.lines())
    if (kinds.contains(line.line_kind())) sum += line.amount().minor_units();
  return sum;
}

RC_GTEST_PROP(PrefillLaws, TotalsAreTheSumsOfTheirLines, ()) {
  auto [input, book] = SomeWorker();
  input.verified = SomeWork();
  const auto draft = Prefill(input, book);
  const auto& slip = draft.slip;
  RC_ASSERT(slip.gross().minor_units() == SumOf(draft, {v1::LINE_KIND_EARNING}));
  RC_ASSERT(slip.net().minor_units() ==
            slip.gross().minor_units() - slip.deductions().minor_units());
  RC_ASSERT(slip.net().minor_units() ==
            SumOf(draft, {v1::LINE_KIND_EARNING, v1::LINE_KIND_WORKER_DEDUCTION,
                          v1::LINE_KIND_ROUNDING, v1::LINE_KIND_RECOVERY}));
  if (book == &Swiss()) RC_ASSERT(slip.net().minor_units() % 5 == 0);
}

RC_GTEST_PROP(PrefillLaws, EveryPercentageCanBeRecomputedByHand, ()) {
  auto [input, book] = SomeWorker();
  input.verified = SomeWork();
  const auto draft = Prefill(input, book);
  for (const auto& line : draft.slip.lines()) {
    if (!line.has_base() || line.code() == "SOURCE_TAX") continue;
    const auto by_hand =
        money::Percent(money::FromProto(line.base()), money::FromProto(line.rate()));
    RC_ASSERT(by_hand.minor == std::abs(line.amount().minor_units()));
  }
}

RC_GTEST_PROP(PrefillLaws, AfterVerificationNothingIsLeft, ()) {
  auto [input, book] = SomeWorker();
  input.verified = SomeWork();
  input.earlier = {Verified(Prefill(input, book))};
  RC_ASSERT(Prefill(input, book).empty());
}

RC_GTEST_PROP(PrefillLaws, CorrectionsSumToTheFinalResult, ()) {
  auto [input, book] = SomeWorker();
  std::vector<v1::PayslipVerified> slips;
  const int versions = *rc::gen::inRange(1, 4);
  for (int i = 0; i < versions; ++i) {
    input.verified = SomeWork();
    input.earlier = slips;
    slips.push_back(Verified(Prefill(input, book)));
  }
  input.earlier.clear();
  const auto whole = Prefill(input, book).slip;
  int64_t gross = 0, net = 0, employer = 0;
  std::vector<v1::PaidTime> paid;
  for (const auto& slip : slips) {
    gross += slip.gross().minor_units();
    net += slip.net().minor_units();
    employer += slip.employer_charges().minor_units();
    paid.insert(paid.end(), slip.paid().begin(), slip.paid().end());
  }
  RC_ASSERT(gross == whole.gross().minor_units());
  RC_ASSERT(net == whole.net().minor_units());
  RC_ASSERT(employer == whole.employer_charges().minor_units());
  RC_ASSERT(Unpaid(input.verified, paid).empty());
}

RC_GTEST_PROP(PrefillLaws, RecoveriesNeverTakeMoreThanIsOpenOrEarned, ()) {
  auto [input, book] = SomeWorker();
  input.verified = SomeWork();
  input.advances = {{"part",
                     false,
                     {input.contract.currency, *rc::gen::inRange(1, 200000)},
                     *rc::gen::inRange(1, 4),
                     {}},
                    {"loan",
                     true,
                     {input.contract.currency, *rc::gen::inRange(1, 200000)},
                     1,
                     {*rc::gen::inRange(1, 101), 0}}};
  const auto draft = Prefill(input, book);
  RC_ASSERT(draft.slip.net().minor_units() >= 0);
  RC_ASSERT(-AmountOf(draft, "PART_PAYMENT") <= input.advances[0].open.minor);
  RC_ASSERT(-AmountOf(draft, "LOAN") <= input.advances[1].open.minor);
}
}  // namespace
}  // namespace aor::payroll
