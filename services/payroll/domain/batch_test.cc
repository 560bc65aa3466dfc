#include "services/payroll/domain/batch.h"

#include "libs/eventsourcing/rules.h"

namespace aor::payroll::batch {
namespace {
using enum Refusal;
using Then = std::vector<const char*>;
const calendar::Date kFriday(2026, 10, 30), kSaturday(2026, 10, 31), kToday(2026, 10, 29);
const PersonId kTom{"tom"}, kEve{"eve"};

Item Of(const char* id, const char* payee, int64_t minor, const char* currency = "CHF") {
  return {id, payee, {currency, minor}, "Salary"};
}
ProposeBatch Propose(std::vector<Item> items, calendar::Date date = kFriday) {
  return {"b",    LegalEntityId{"geneva"}, "CHF", "SALARY", date,
          kToday, std::move(items),        kTom,  "zoe"};
}
const std::vector<Item> kTwo{Of("p1", "ada", 100), Of("p2", "bob", 200)};
ReleaseBatch Release(const char* by, const char* for_whom = "", calendar::Date today = kToday) {
  return {{{"ada", 1}}, today, PersonId{by}, for_whom};
}
StoreFile Store(int64_t total, uint32_t transactions) {
  return {"m", "d", transactions, {"CHF", total}, {}};
}
constexpr auto kProposed =
    "batch_proposed { batch_id: 'b' legal_entity_id: 'geneva' currency_code: 'CHF'"
    " batch_kind: 'SALARY' execution_date { year: 2026 month: 10 day: 30 }"
    " items { payable_id: 'p1' payee_id: 'ada' amount { currency_code: 'CHF' minor_units: 100 }"
    "   reference: 'Salary' }"
    " items { payable_id: 'p2' payee_id: 'bob' amount { currency_code: 'CHF' minor_units: 200 }"
    "   reference: 'Salary' }"
    " total { currency_code: 'CHF' minor_units: 300 } proposed_by: 'tom' proposed_for: 'zoe' }";
constexpr auto kReleased =
    "batch_released { batch_id: 'b' released_by: 'eve' payee_ids: ['ada', 'bob']"
    " legal_entity_id: 'geneva' account_versions: [1, 0] }";
ProposeBatch OfLyon(ProposeBatch command) {
  command.legal_entity = LegalEntityId{"lyon"};
  return command;
}
constexpr auto kAda = "batch_payee_answered { payee_id: 'ada' account_version: 1 }";
constexpr auto kBob =
    "batch_payee_answered { payee_id: 'bob' held: true hold_reason: 'ACCOUNT_CHANGED' }";
constexpr auto kAdaHeld = "batch_payee_answered { payee_id: 'ada' held: true hold_reason: 'x' }";
constexpr auto kStored =
    "payment_file_stored { batch_id: 'b' message_id: 'm' digest: 'd' transactions: 1"
    " total { currency_code: 'CHF' minor_units: 100 } held_payee_ids: 'bob' file {}"
    " legal_entity_id: 'geneva' }";

constexpr auto kWithdrawnEvent =
    "batch_withdrawn { batch_id: 'b' withdrawn_by: 'tom' withdrawn_for: 'zoe' reason: 'late' }";

TEST(BatchTest, FollowsTheRules) {
  const AnswerPayee bob{"bob", 0, true, "ACCOUNT_CHANGED"};
  eventsourcing::CheckRules<Batch, Event, Command, Refusal>({
      {"a batch is proposed", {}, Propose(kTwo), Then{kProposed}},
      {"it is proposed once", {kProposed}, Propose(kTwo), Then{}},
      {"nor for another legal entity's", {kProposed}, OfLyon(Propose(kTwo)), kOtherBatch},
      {"an id stands for one batch", {kProposed}, Propose({Of("p1", "ada", 100)}), kOtherBatch},
      {"an empty batch pays nobody", {}, Propose({}), kNothingToPay},
      {"a file has a bound", {}, Propose(std::vector(501, Of("p", "ada", 1))), kTooManyItems},
      {"a payment is more than nothing", {}, Propose({Of("p1", "ada", 0)}), kNotPositive},
      {"a credit that eats all is no payment",
       {},
       Propose({Of("p1", "ada", 100), Of("p2", "ada", -100)}),
       kNotPositive},
      {"currencies are never added", {}, Propose({Of("p1", "ada", 1, "EUR")}), kMixedCurrencies},
      {"banks do not work on Saturdays", {}, Propose(kTwo, kSaturday), kNoBankingDay},
      {"nothing is paid yesterday", {}, Propose(kTwo, kToday - 1), kDatePassed},
      {"nor in a future that nobody foresees", {}, Propose(kTwo, kToday + 61), kDateTooFar},
      {"two months are no such future", {}, Propose(kTwo, kToday + 59), kNoBankingDay},

      {"a second person releases", {kProposed}, Release("eve"), Then{kReleased}},
      {"a batch is released once", {kProposed, kReleased}, Release("eve"), Then{}},
      {"nobody releases an own batch", {kProposed}, Release("tom"), kSamePerson},
      {"nor in the proposer's name", {kProposed}, Release("eve", "tom"), kSamePerson},
      {"nor a batch proposed for oneself", {kProposed}, Release("zoe"), kSamePerson},
      {"nor for whom it was proposed", {kProposed}, Release("eve", "zoe"), kSamePerson},
      {"what was not proposed is not released", {}, Release("eve"), kNotProposed},
      {"a late release needs a later day", {kProposed}, Release("eve", "", kSaturday), kDatePassed},

      {"the directory answers",
       {kProposed, kReleased},
       AnswerPayee{"ada", 1, false, ""},
       Then{kAda}},
      {"a payee may be held", {kProposed, kReleased}, bob, Then{kBob}},
      {"the first answer counts",
       {kProposed, kReleased, kBob},
       AnswerPayee{"bob", 2, false, ""},
       Then{}},
      {"nobody answers before the release", {kProposed}, bob, kNotReleased},
      {"a stranger is not paid",
       {kProposed, kReleased},
       AnswerPayee{"eve", 1, false, ""},
       kUnknownPayee},

      {"a held payee is left out of the file",
       {kProposed, kReleased, kAda, kBob},
       Store(100, 1),
       Then{kStored}},
      {"a file is stored once", {kProposed, kReleased, kAda, kBob, kStored}, Store(100, 1), Then{}},
      {"no file without release", {kProposed}, Store(300, 2), kNotReleased},
      {"no file before every answer", {kProposed, kReleased, kAda}, Store(100, 1), kAnswersMissing},
      {"no file when all are held", {kProposed, kReleased, kAdaHeld, kBob}, Store(0, 0), kAllHeld},
      {"a file pays what the batch says",
       {kProposed, kReleased, kAda, kBob},
       Store(300, 1),
       kWrongTotal},
      {"and no other payments", {kProposed, kReleased, kAda, kBob}, Store(100, 2), kWrongTotal},
  });
}

TEST(BatchTest, IsWithdrawnUntilItsFileIsStored) {
  const WithdrawBatch withdraw{kTom, "zoe", "late"};
  eventsourcing::CheckRules<Batch, Event, Command, Refusal>({
      {"a proposed batch is withdrawn", {kProposed}, withdraw, Then{kWithdrawnEvent}},
      {"also after its release", {kProposed, kReleased}, withdraw, Then{kWithdrawnEvent}},
      {"and after every answer",
       {kProposed, kReleased, kAda, kBob},
       withdraw,
       Then{kWithdrawnEvent}},
      {"it is withdrawn once", {kProposed, kWithdrawnEvent}, withdraw, Then{}},
      {"not once its file is stored",
       {kProposed, kReleased, kAda, kBob, kStored},
       withdraw,
       kFileStored},
      {"what was not proposed is not withdrawn", {}, withdraw, kNotProposed},
      {"its id stands for it for ever", {kProposed, kWithdrawnEvent}, Propose(kTwo), kWithdrawn},
      {"it is not released", {kProposed, kWithdrawnEvent}, Release("eve"), kWithdrawn},
      {"nor released again", {kProposed, kReleased, kWithdrawnEvent}, Release("eve"), kWithdrawn},
      {"a late answer changes nothing",
       {kProposed, kReleased, kWithdrawnEvent},
       AnswerPayee{"ada", 1, false, ""},
       Then{}},
      {"no file of it is stored",
       {kProposed, kReleased, kAda, kBob, kWithdrawnEvent},
       Store(100, 1),
       kWithdrawn},
  });
}

constexpr auto kBobUnpayable =
    "batch_payee_held { payee_id: 'bob' reason: 'CANNOT_BE_PAID' detail: 'no town' }";
constexpr auto kAdaUnpayable =
    "batch_payee_held { payee_id: 'ada' reason: 'CANNOT_BE_PAID' detail: 'no town' }";
constexpr auto kReleasedForAda =
    "batch_released { batch_id: 'b' released_by: 'eve' payee_ids: 'ada' legal_entity_id: 'geneva'"
    " account_versions: 1 }";

TEST(BatchTest, HoldsWhomABankWouldNotTake) {
  const HoldPayee bob{"bob", "CANNOT_BE_PAID", "no town"}, ada{"ada", "CANNOT_BE_PAID", "no town"};
  eventsourcing::CheckRules<Batch, Event, Command, Refusal>({
      {"before the release", {kProposed}, bob, Then{kBobUnpayable}},
      {"once", {kProposed, kBobUnpayable}, bob, Then{}},
      {"the directory is asked about the others",
       {kProposed, kBobUnpayable},
       Release("eve"),
       Then{kReleasedForAda}},
      {"an answer does not lift it",
       {kProposed, kBobUnpayable, kReleasedForAda},
       AnswerPayee{"bob", 1, false, ""},
       Then{}},
      {"the others leave",
       {kProposed, kBobUnpayable, kReleasedForAda, kAda},
       Store(100, 1),
       Then{kStored}},
      {"also whom the directory admitted",
       {kProposed, kReleased, kAda, kBob},
       ada,
       Then{kAdaUnpayable}},
      {"and then nobody is paid",
       {kProposed, kReleased, kAda, kBob, kAdaUnpayable},
       Store(0, 0),
       kAllHeld},
      {"whom the directory held is held", {kProposed, kReleased, kBob}, bob, Then{}},
      {"a stranger is not", {kProposed}, HoldPayee{"eve", "", ""}, kUnknownPayee},
      {"nor who is paid", {kProposed, kReleased, kAda, kBob, kStored}, ada, kFileStored},
      {"nor in a withdrawn batch", {kProposed, kWithdrawnEvent}, bob, kWithdrawn},
  });
}

TEST(BatchTest, PaysWhatACreditLeavesAsOneTransfer) {
  const auto transfers = Transfers(
      {Of("p1", "ada", 100), Of("p2", "bob", 200), Of("p3", "ada", -30), Of("p4", "bob", 1)});
  ASSERT_EQ(transfers.size(), 3u);
  EXPECT_EQ(transfers[0].amount.minor, 70);
  EXPECT_EQ(transfers[0].reference, "Salary Salary");
  EXPECT_EQ(transfers[2].payable_id, "p4");
  const auto decision =
      Decide({}, Propose({Of("p1", "ada", 100), Of("p2", "bob", 200), Of("p3", "ada", -30)}));
  ASSERT_EQ(decision.index(), 0u);
  EXPECT_EQ(std::get<0>(decision)[0].batch_proposed().total().minor_units(), 270);
}

TEST(BatchTest, NamesAsManyReferencesAsABankTakes) {
  const auto joined = [](size_t count, size_t digits) {
    std::vector<Item> items{Of("credit", "ada", -1)};
    items.front().reference = std::string(digits, 'C');
    for (size_t i = 1; i < count; ++i) items.push_back(Of("p", "ada", 100));
    for (size_t i = 1; i < count; ++i) items[i].reference = std::string(digits, 'A');
    return Transfers(items).front().reference;
  };
  const std::string ten(10, 'A'), first(10, 'C');
  EXPECT_EQ(joined(2, 10), first + " " + ten);
  EXPECT_EQ(joined(3, 46).size(), 140u);  // all three
  EXPECT_EQ(joined(3, 47), std::string(47, 'C') + " " + std::string(47, 'A') + " +1");
  EXPECT_EQ(joined(12, 10).size(), 131u);  // all twelve
  EXPECT_EQ(joined(500, 10).substr(121), ten + " +488");
  EXPECT_LE(joined(500, 10).size(), kMaxReference);
  EXPECT_EQ(joined(3, 130).substr(130), " +2");
}

TEST(BatchTest, StopsAtAnUnknownEvent) { EXPECT_ANY_THROW(Evolve({}, Event{})); }

TEST(BatchTest, ExplainsEveryRefusal) {
  for (int i = 0; i <= static_cast<int>(kFileStored); ++i)
    EXPECT_FALSE(Sentence(static_cast<Refusal>(i)).empty());
}
}  // namespace
}  // namespace aor::payroll::batch
