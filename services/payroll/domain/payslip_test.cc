#include "services/payroll/domain/payslip.h"

#include "libs/eventsourcing/rules.h"
#include "services/payroll/domain/paid.h"

namespace aor::payroll {
namespace {
using Then = std::vector<const char*>;

Draft DraftOf(const char* slip, std::set<std::string> missing = {}) {
  Draft draft;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(slip, &draft.slip)) << slip;
  draft.missing = std::move(missing);
  return draft;
}
constexpr auto kSlip =
    "payslip_id: 's' worker_id: 'ada' lines { code: 'BASE' } net { currency_code: 'CHF' "
    "minor_units: 100 }";
constexpr auto kOther =
    "payslip_id: 's' worker_id: 'ada' lines { code: 'BASE' } net { currency_code: 'CHF' "
    "minor_units: 200 }";
constexpr auto kNegative =
    "payslip_id: 's' worker_id: 'ada' lines { code: 'BASE' } net { currency_code: 'CHF' "
    "minor_units: -5 }";
constexpr auto kVerified =
    "payslip_verified { payslip_id: 's' worker_id: 'ada' lines { code: 'BASE' }"
    " net { currency_code: 'CHF' minor_units: 100 } verified_by: 'tom' }";
constexpr auto kDecided =
    "payslip_verified { payslip_id: 's' worker_id: 'ada' lines { code: 'BASE' }"
    " net { currency_code: 'CHF' minor_units: -5 } verified_by: 'tom' decision: 'agreed'"
    " decided_by: 'olga' }";
constexpr auto kReleased = "payslip_released { worker_id: 'ada' }";
const PersonId kTom{"tom"};

constexpr auto kLower =
    "payslip_id: 's' worker_id: 'ada' lines { code: 'BASE' } net { currency_code: 'CHF' "
    "minor_units: -6 }";

std::string Approved(const char* slip = kNegative) {
  return "negative_payslip_approved { payslip_id: 's' worker_id: 'ada'"
         " net { currency_code: 'CHF' minor_units: -5 } figures: '" +
         payslip::FiguresOf(DraftOf(slip).slip) +
         "' decision: 'agreed' approved_by: 'olga' approved_for: 'max' role: 'finance' }";
}
payslip::ApproveNegative Approve(const char* slip, const char* by = "olga",
                                 const char* behalf = "max") {
  return {DraftOf(slip), PersonId{by}, behalf, "finance", "agreed"};
}

TEST(PayslipTest, BelowZeroStandsByTwo) {
  using namespace payslip;
  using enum Refusal;
  const std::string text = Approved(), of_other = Approved(kLower);
  const char *approved = text.c_str(), *other = of_other.c_str();
  const VerifyPayslip verify{DraftOf(kNegative), kTom};
  Draft in_a_run = DraftOf(kNegative);
  in_a_run.slip.set_run_id("run");
  const std::string by_run =
      std::string(kDecided).insert(std::string(kDecided).rfind('}'), " run_id: 'run' ");
  eventsourcing::CheckRules<Payslip, Event, Command, Refusal>({
      {"one alone is not enough", {}, verify, kNegativeNet},
      {"another person approves", {}, Approve(kNegative), Then{approved}},
      {"once, by whomever", {approved}, Approve(kNegative, "pia", ""), Then{}},
      {"then it is verified", {approved}, verify, Then{kDecided}},
      {"in a run, too", {approved}, VerifyPayslip{in_a_run, kTom}, Then{by_run.c_str()}},
      {"not by who approved",
       {approved},
       VerifyPayslip{DraftOf(kNegative), PersonId{"olga"}},
       kSamePerson},
      {"nor for whom it was approved",
       {approved},
       VerifyPayslip{DraftOf(kNegative), PersonId{"max"}},
       kSamePerson},
      {"nor in their name",
       {approved},
       VerifyPayslip{DraftOf(kNegative), kTom, "olga"},
       kSamePerson},
      {"other figures were not approved", {other}, verify, kNegativeNet},
      {"nobody approves their own", {}, Approve(kNegative, "ada", ""), kOwnPayslip},
      {"nor for the worker", {}, Approve(kNegative, "olga", "ada"), kOwnPayslip},
      {"what is owed needs no approval", {}, Approve(kSlip), kNotNegative},
      {"an empty draft is no slip to approve", {}, Approve(""), kNothingToPay},
      {"nor one that lacks a part",
       {},
       ApproveNegative{DraftOf(kNegative, {kSourceTaxTariff}), PersonId{"olga"}, "", "", ""},
       kNotPayable},
      {"a verified slip is over", {kVerified}, Approve(kNegative), kAlreadyVerified},
  });
}

TEST(PayslipTest, FollowsTheRules) {
  using namespace payslip;
  using enum Refusal;
  eventsourcing::CheckRules<Payslip, Event, Command, Refusal>({
      {"a consultant verifies a prefilled slip",
       {},
       VerifyPayslip{DraftOf(kSlip), kTom},
       Then{kVerified}},
      {"the same slip is verified once, by whomever",
       {kVerified},
       VerifyPayslip{DraftOf(kSlip), PersonId{"eve"}},
       Then{}},
      {"a verified slip stays as it is",
       {kVerified},
       VerifyPayslip{DraftOf(kOther), kTom},
       kAlreadyVerified},
      {"nobody verifies their own slip",
       {},
       VerifyPayslip{DraftOf(kSlip), PersonId{"ada"}},
       kOwnPayslip},
      {"nor for the worker", {}, VerifyPayslip{DraftOf(kSlip), kTom, "ada"}, kOwnPayslip},
      {"for somebody else they may",
       {},
       VerifyPayslip{DraftOf(kSlip), kTom, "eve"},
       Then{kVerified}},
      {"an empty draft is no slip", {}, VerifyPayslip{DraftOf(""), kTom}, kNothingToPay},
      {"a slip that lacks a part is not payable",
       {},
       VerifyPayslip{DraftOf(kSlip, {kSourceTaxTariff}), kTom},
       kNotPayable},
      {"the worker may see a verified slip", {kVerified}, ReleasePayslip{}, Then{kReleased}},
      {"a slip is shown once", {kVerified, kReleased}, ReleasePayslip{}, Then{}},
      {"nothing of an open run is shown", {kVerified}, ReleasePayslip{true}, kRunOpen},
      {"a draft is not shown to the worker", {}, ReleasePayslip{}, kNotVerified},
  });
}

std::vector<v1::PaidTime> Hours(int64_t seconds) {
  v1::PaidTime time;
  time.set_iso_week("2026-W41");
  time.mutable_day()->set_year(2026);
  time.mutable_day()->set_month(10);
  time.mutable_day()->set_day(6);
  time.set_category("BASE");
  time.set_seconds(seconds);
  return {time};
}
#define WORK(id, seconds)                         \
  "work_paid { contract_id: 'c' payslip_id: '" id \
  "' paid { iso_week: '2026-W41'"                 \
  " day { year: 2026 month: 10 day: 6 } category: 'BASE' seconds: " seconds " } }"

TEST(PaidTest, FollowsTheRules) {
  using namespace paid;
  using enum Refusal;
  const ContractId c{"c"};
  eventsourcing::CheckRules<Paid, Event, Command, Refusal>({
      {"hours are paid", {}, RecordPaid{c, "s1", Hours(3600), 0}, Then{WORK("s1", "3600")}},
      {"a slip pays once", {WORK("s1", "3600")}, RecordPaid{c, "s1", Hours(3600), 0}, Then{}},
      {"more hours are paid by the next slip",
       {WORK("s1", "3600")},
       RecordPaid{c, "s2", Hours(60), 1},
       Then{WORK("s2", "60")}},
      {"a correction takes hours back",
       {WORK("s1", "3600")},
       RecordPaid{c, "s2", Hours(-60), 1},
       Then{WORK("s2", "-60")}},
      {"a draft of before another slip is stale",
       {WORK("s1", "3600")},
       RecordPaid{c, "s2", Hours(3600), 0},
       kDraftChanged},
      {"no more is taken back than was paid",
       {WORK("s1", "3600")},
       RecordPaid{c, "s2", Hours(-7200), 1},
       kPaysBackTooMuch},
  });
}

TEST(PaidTest, AFeeStandsOnTheSlipsOfOneContract) {
  using namespace paid;
  const RecordFee fee{"f1", ContractId{"c1"}, "s1"};
  constexpr auto kStands = "mission_fee_paid { fee_id: 'f1' contract_id: 'c1' payslip_id: 's1' }";
  eventsourcing::CheckRules<Paid, Event, Command, paid::Refusal>({
      {"a fee stands on a slip", {}, fee, Then{kStands}},
      {"a later slip of the contract may correct it",
       {kStands},
       RecordFee{"f1", ContractId{"c1"}, "s2"},
       Then{}},
      {"no other contract pays it again",
       {kStands},
       RecordFee{"f1", ContractId{"c2"}, "s1"},
       paid::Refusal::kFeeElsewhere},
  });
}

TEST(PaidTest, ASlipKnowsAllOfTheWorkersMonth) {
  using namespace paid;
  const ContractId contract{"c2"};
  constexpr auto kFirst = "payslip_counted { payslip_id: 's1' contract_id: 'c1' }";
  constexpr auto kSecond = "payslip_counted { payslip_id: 's2' contract_id: 'c2' }";
  eventsourcing::CheckRules<Paid, Event, Command, paid::Refusal>({
      {"the next slip saw the first", {kFirst}, CountSlip{"s2", contract, {"s1"}}, Then{kSecond}},
      {"or it waits", {kFirst}, CountSlip{"s2", contract, {}}, paid::Refusal::kDraftChanged},
      {"also one of three",
       {kFirst, kSecond},
       CountSlip{"s3", contract, {"s2"}},
       paid::Refusal::kDraftChanged},
      {"once", {kFirst, kSecond}, CountSlip{"s2", contract, {"s1"}}, Then{}},
      {"those of before they were counted are seen, too",
       {},
       CountSlip{"s2", contract, {"s0"}},
       Then{kSecond}},
  });
}

TEST(PayslipTest, StopsAtAnUnknownEvent) {
  EXPECT_ANY_THROW(payslip::Evolve({}, payslip::Event{}));
  EXPECT_ANY_THROW(paid::Evolve({}, paid::Event{}));
}

TEST(PayslipTest, ExplainsEveryRefusal) {
  for (int i = 0; i <= static_cast<int>(payslip::Refusal::kRunOpen); ++i)
    EXPECT_FALSE(Sentence(static_cast<payslip::Refusal>(i)).empty());
  for (int i = 0; i <= static_cast<int>(paid::Refusal::kFeeElsewhere); ++i)
    EXPECT_FALSE(Sentence(static_cast<paid::Refusal>(i)).empty());
}
}  // namespace
}  // namespace aor::payroll
