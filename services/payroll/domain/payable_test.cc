#include "services/payroll/domain/payable.h"

#include "libs/eventsourcing/rules.h"

namespace aor::payroll::payable {
namespace {
using enum Refusal;
using Then = std::vector<const char*>;

RecordPayable Record(int64_t minor) {
  return {"p",
          "ada",
          {"CHF", minor},
          LegalEntityId{"geneva"},
          "SALARY",
          "Salary 2026-10",
          calendar::Date(2026, 10, 31),
          "s"};
}
constexpr auto kRecorded =
    "payable_recorded { payable_id: 'p' payee_id: 'ada' amount { currency_code: 'CHF' minor_units: "
    "100 }"
    " legal_entity_id: 'geneva' payable_kind: 'SALARY' reference: 'Salary 2026-10'"
    " due { year: 2026 month: 10 day: 31 } source_id: 's' }";
RecordPayable OfLyon(RecordPayable command) {
  command.legal_entity = LegalEntityId{"lyon"};
  return command;
}
RecordPayable Fee() {
  RecordPayable fee = Record(100);
  fee.works.emplace_back().set_contract_id("c");
  return fee;
}
constexpr auto kFee =
    "payable_recorded { payable_id: 'p' payee_id: 'ada' amount { currency_code: 'CHF' minor_units: "
    "100 }"
    " legal_entity_id: 'geneva' payable_kind: 'SALARY' reference: 'Salary 2026-10'"
    " due { year: 2026 month: 10 day: 31 } source_id: 's' works { contract_id: 'c' } }";
constexpr auto kCredit =
    "payable_recorded { payable_id: 'p' payee_id: 'ada'"
    " amount { currency_code: 'CHF' minor_units: -100 } legal_entity_id: 'geneva'"
    " payable_kind: 'SALARY' reference: 'Salary 2026-10'"
    " due { year: 2026 month: 10 day: 31 } source_id: 's' }";
constexpr auto kBatched = "payable_batched { batch_id: 'b' }";
constexpr auto kHeld = "payable_held { batch_id: 'b' reason: 'ACCOUNT_CHANGED' }";
constexpr auto kUnpayable =
    "payable_held { batch_id: 'b' reason: 'CANNOT_BE_PAID' detail: 'address.town is missing' }";
constexpr auto kFreed = "payable_freed { batch_id: 'b' }";
constexpr auto kAgain = "payable_batched { batch_id: 'c' }";
constexpr auto kPaid =
    "payable_paid { payable_id: 'p' batch_id: 'b' account_version: 2"
    " amount { currency_code: 'CHF' minor_units: 100 } legal_entity_id: 'geneva'"
    " source_id: 's' paid_on { year: 2026 month: 10 day: 30 } }";
const calendar::Date kPayday(2026, 10, 30);

TEST(PayableTest, FollowsTheRules) {
  const HoldPayable hold{"b", "ACCOUNT_CHANGED"};
  eventsourcing::CheckRules<Payable, Event, Command, Refusal>({
      {"what is owed is recorded", {}, Record(100), Then{kRecorded}},
      {"it is recorded once", {kRecorded}, Record(100), Then{}},
      {"an id stands for one claim", {kRecorded}, Record(101), kOtherPayable},
      {"and of one legal entity", {kRecorded}, OfLyon(Record(100)), kOtherPayable},
      {"nothing is not owed", {}, Record(0), kNothingOwed},
      {"a credit note lowers what is owed", {}, Record(-100), Then{kCredit}},
      {"a batch takes it", {kRecorded}, BatchPayable{"b"}, Then{kBatched}},
      {"a batch takes it once", {kRecorded, kBatched}, BatchPayable{"b"}, Then{}},
      {"no second batch takes it", {kRecorded, kBatched}, BatchPayable{"c"}, kInAnotherBatch},
      {"nothing of an open run is batched", {kRecorded}, BatchPayable{"b", true}, kRunOpen},
      {"a fee waits behind its gate", {kRecorded}, BatchPayable{"b", false, true}, kGateClosed},
      {"or while its mission withholds it",
       {kRecorded},
       BatchPayable{"b", false, false, true},
       kWithheld},
      {"what a batch has is asked no more",
       {kRecorded, kBatched},
       BatchPayable{"b", false, true},
       Then{}},
      {"a fee names its work", {}, Fee(), Then{kFee}},
      {"what is unknown is not batched", {}, BatchPayable{"b"}, kNotRecorded},
      {"a held payee's claim is open again", {kRecorded, kBatched}, hold, Then{kHeld}},
      {"it says what to do",
       {kRecorded, kBatched},
       HoldPayable{"b", "CANNOT_BE_PAID", "address.town is missing"},
       Then{kUnpayable}},
      {"it is held once", {kRecorded, kBatched, kHeld}, hold, Then{}},
      {"a later batch takes what was held",
       {kRecorded, kBatched, kHeld},
       BatchPayable{"c"},
       Then{kAgain}},
      {"only what is in the batch is held", {kRecorded}, hold, kNotInBatch},
      {"what is paid is not held", {kRecorded, kBatched, kPaid}, hold, kNotInBatch},
      {"the file pays it", {kRecorded, kBatched}, PayPayable{"b", 2, kPayday}, Then{kPaid}},
      {"it is paid once", {kRecorded, kBatched, kPaid}, PayPayable{"b", 2, kPayday}, Then{}},
      {"what is paid is in no other batch",
       {kRecorded, kBatched, kPaid},
       BatchPayable{"c"},
       kInAnotherBatch},
      {"what is held is not paid",
       {kRecorded, kBatched, kHeld},
       PayPayable{"b", 2, kPayday},
       kNotInBatch},
      {"a withdrawn batch frees it", {kRecorded, kBatched}, FreePayable{"b"}, Then{kFreed}},
      {"it is freed once", {kRecorded, kBatched, kFreed}, FreePayable{"b"}, Then{}},
      {"another batch takes what was freed",
       {kRecorded, kBatched, kFreed},
       BatchPayable{"c"},
       Then{kAgain}},
      {"what is freed is not paid", {kRecorded, kBatched, kFreed}, PayPayable{"b"}, kNotInBatch},
      {"what was held before stays free", {kRecorded, kBatched, kHeld}, FreePayable{"b"}, Then{}},
      {"another batch keeps its own",
       {kRecorded, kBatched, kHeld, kAgain},
       FreePayable{"b"},
       Then{}},
      {"what is paid is not freed", {kRecorded, kBatched, kPaid}, FreePayable{"b"}, kNotInBatch},
  });
}

constexpr auto kContestedEvent =
    "payable_contested { contested_by: 'dora' contested_on { year: 2026 month: 11 day: 4 } }";
constexpr auto kSettled = "payable_contest_settled { credit_note_id: 'n' }";

TEST(PayableTest, AContestedOneWaitsForItsCreditNote) {
  const ContestPayable contest{"dora", calendar::Date(2026, 11, 4)};
  const SettleContest settle{"n"};
  eventsourcing::CheckRules<Payable, Event, Command, Refusal>({
      {"a supplier contests", {kRecorded}, contest, Then{kContestedEvent}},
      {"once", {kRecorded, kContestedEvent}, contest, Then{}},
      {"no batch takes it", {kRecorded, kContestedEvent}, BatchPayable{"b"}, kContested},
      {"nor does a file pay it",
       {kRecorded, kBatched, kContestedEvent},
       PayPayable{"b", 2, kPayday},
       kContested},
      {"a credit note settles it", {kRecorded, kContestedEvent}, settle, Then{kSettled}},
      {"once", {kRecorded, kContestedEvent, kSettled}, settle, Then{}},
      {"a note alone settles nothing", {kRecorded}, settle, Then{}},
      {"then a batch takes it",
       {kRecorded, kContestedEvent, kSettled},
       BatchPayable{"b"},
       Then{kBatched}},
      {"it may be contested again",
       {kRecorded, kContestedEvent, kSettled},
       contest,
       Then{kContestedEvent}},
      {"what is paid is not held back", {kRecorded, kBatched, kPaid}, contest, Then{}},
      {"what is unknown is not contested", {}, contest, kNotRecorded},
  });
}

TEST(PayableTest, StopsAtAnUnknownEvent) { EXPECT_ANY_THROW(Evolve({}, Event{})); }

TEST(PayableTest, ExplainsEveryRefusal) {
  for (int i = 0; i <= static_cast<int>(kWithheld); ++i)
    EXPECT_FALSE(Sentence(static_cast<Refusal>(i)).empty());
}
}  // namespace
}  // namespace aor::payroll::payable
