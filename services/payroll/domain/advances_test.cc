#include "services/payroll/domain/advances.h"

#include "libs/eventsourcing/rules.h"

namespace aor::payroll::advances {
namespace {
using enum Refusal;
using Then = std::vector<const char*>;
const PersonId kLuc{"luc"}, kTom{"tom"}, kEve{"eve"};
const ContractId kContract{"c2"};
const LegalEntityId kLyon{"lyon"};

money::Money Euros(int64_t euros) { return {"EUR", euros * 100}; }
GrantPartPayment Part(const char* id, int64_t amount, int64_t earned, uint32_t slips = 1) {
  return {id, kLuc, kLyon, kContract, Euros(amount), Euros(earned), slips, kTom};
}
GrantLoan Loan(const char* id, int64_t amount, int64_t cap = 10) {
  return {id, kLuc, kLyon, Euros(amount), {cap, 0}, Euros(500), kTom, "zoe"};
}
template <class Grant>
Grant By(const PersonId& person, Grant grant) {
  grant.by = person;
  return grant;
}
template <class Grant>
Grant For(const char* person, Grant grant) {
  grant.on_behalf_of = person;
  return grant;
}
GrantLoan OfGeneva(GrantLoan loan) {
  loan.legal_entity = LegalEntityId{"geneva"};
  return loan;
}
GrantPartPayment Lacking(GrantPartPayment part) {
  part.missing = {"SOURCE_TAX_CODE"};
  return part;
}
#define PART(id, cents)                                \
  "part_payment_granted { advance_id: '" id            \
  "' worker_id: 'luc' contract_id: 'c2'"               \
  " amount { currency_code: 'EUR' minor_units: " cents \
  " } granted_by: 'tom' recovery_slips: 1"             \
  " legal_entity_id: 'lyon' }"
#define LOAN(kind, id, cents, more)                                                             \
  kind " { advance_id: '" id                                                                    \
       "' worker_id: 'luc' amount { currency_code: 'EUR' minor_units: " cents                   \
       " } cap_percent { unscaled: 10 } granted_by: 'tom' granted_for: 'zoe' legal_entity_id: " \
       "'lyon' " more " }"
#define RECOVERED(id, slip, cents)                              \
  "advance_recovered { advance_id: '" id "' payslip_id: '" slip \
  "' amount { currency_code: 'EUR' minor_units: " cents " } }"
constexpr auto kOldPart =
    "part_payment_granted { advance_id: 'old' worker_id: 'luc' granted_by: 'tom' recovery_slips: 1"
    " amount { currency_code: 'EUR' minor_units: 5000 } legal_entity_id: 'lyon' }";
constexpr auto kOldLoan =
    "loan_granted { advance_id: 'old' worker_id: 'luc' granted_by: 'tom' cap_percent { unscaled: "
    "10 }"
    " amount { currency_code: 'EUR' minor_units: 5000 } legal_entity_id: 'lyon' }";

TEST(AdvancesTest, FollowsTheRules) {
  eventsourcing::CheckRules<Advances, Event, Command, Refusal>({
      {"a part of what is earned is paid", {}, Part("p", 300, 540), Then{PART("p", "30000")}},
      {"a part payment is granted once", {PART("p", "30000")}, Part("p", 300, 540), Then{}},
      {"an id stands for one advance", {PART("p", "30000")}, Part("p", 200, 540), kOtherAdvance},
      {"a part payment is more than nothing", {}, Part("p", 0, 540), kNotPositive},
      {"it comes back over one slip or several", {}, Part("p", 300, 540, 0), kNoRecoveryPlan},
      {"it comes back within a year", {}, Part("p", 300, 540, 13), kNoRecoveryPlan},
      {"nobody grants it to themselves", {}, By(kLuc, Part("p", 300, 540)), kOwnAdvance},
      {"nor for the worker", {}, For("luc", Part("p", 300, 540)), kOwnAdvance},
      {"nor a loan", {}, By(kLuc, Loan("l", 500)), kOwnAdvance},
      {"nor a loan for the worker", {}, For("luc", Loan("l", 500)), kOwnAdvance},
      {"nor is one loan lent with two caps",
       {LOAN("loan_granted", "l", "50000", "")},
       Loan("l", 500, 20),
       kOtherAdvance},
      {"nor by two legal entities under one id",
       {LOAN("loan_granted", "l", "50000", "")},
       OfGeneva(Loan("l", 500)),
       kOtherAdvance},
      {"nor does the worker confirm one",
       {LOAN("loan_requested", "l", "50100", "")},
       ConfirmLoan{"l", kLuc, kLyon, kLuc, ""},
       kOwnAdvance},
      {"nor what nobody can say is earned", {}, Lacking(Part("p", 1, 540)), kNotPayable},
      {"what was granted before stands",
       {PART("p", "30000")},
       Lacking(Part("p", 300, 540)),
       Then{}},
      {"no more is paid than earned", {}, Part("p", 541, 540), kMoreThanEarned},
      {"open part payments count as paid",
       {PART("p", "30000")},
       Part("q", 241, 540),
       kMoreThanEarned},
      {"the rest of it may be paid",
       {PART("p", "30000")},
       Part("q", 240, 540),
       Then{PART("q", "24000")}},
      {"what came back is earned again",
       {PART("p", "30000"), RECOVERED("p", "s", "30000")},
       Part("q", 540, 540),
       Then{PART("q", "54000")}},

      {"a small loan is granted by one",
       {},
       Loan("l", 500),
       Then{LOAN("loan_granted", "l", "50000", "")}},
      {"a large one waits for a second person",
       {},
       Loan("l", 501),
       Then{LOAN("loan_requested", "l", "50100", "")}},
      {"so does a small one on top of others",
       {LOAN("loan_granted", "k", "40000", "")},
       Loan("l", 101),
       Then{LOAN("loan_requested", "l", "10100", "")}},
      {"what came back is not counted",
       {LOAN("loan_granted", "k", "40000", ""), RECOVERED("k", "s", "39900")},
       Loan("l", 499),
       Then{LOAN("loan_granted", "l", "49900", "")}},
      {"nor what waits for its second person",
       {LOAN("loan_requested", "k", "50100", "")},
       Loan("l", 500),
       Then{LOAN("loan_granted", "l", "50000", "")}},
      {"nor a part payment",
       {PART("p", "40000")},
       Loan("l", 500),
       Then{LOAN("loan_granted", "l", "50000", "")}},
      {"a loan is granted once", {LOAN("loan_granted", "l", "50000", "")}, Loan("l", 500), Then{}},
      {"a loan's id is its own", {PART("l", "50000")}, Loan("l", 500), kOtherAdvance},
      {"a loan is more than nothing", {}, Loan("l", 0), kNotPositive},
      {"a loan says what may be deducted", {}, Loan("l", 500, 0), kCapOutOfRange},
      {"no more than all may be deducted", {}, Loan("l", 500, 101), kCapOutOfRange},
      {"a second person confirms",
       {LOAN("loan_requested", "l", "50100", "")},
       ConfirmLoan{"l", kLuc, kLyon, kEve, ""},
       Then{LOAN("loan_granted", "l", "50100", "confirmed_by: 'eve'")}},
      {"nobody confirms an own loan",
       {LOAN("loan_requested", "l", "50100", "")},
       ConfirmLoan{"l", kLuc, kLyon, kTom, ""},
       kSamePerson},
      {"nor one granted for oneself",
       {LOAN("loan_requested", "l", "50100", "")},
       ConfirmLoan{"l", kLuc, kLyon, PersonId{"zoe"}, ""},
       kSamePerson},
      {"nor in the name of who granted it",
       {LOAN("loan_requested", "l", "50100", "")},
       ConfirmLoan{"l", kLuc, kLyon, kEve, "tom"},
       kSamePerson},
      {"an unknown loan is not confirmed",
       {},
       ConfirmLoan{"l", kLuc, kLyon, kEve, ""},
       kUnknownAdvance},
      {"nor one of another employer",
       {LOAN("loan_requested", "l", "50100", "")},
       ConfirmLoan{"l", kLuc, LegalEntityId{"geneva"}, kEve, ""},
       kUnknownAdvance},

      {"a slip recovers",
       {PART("p", "30000")},
       RecoverAdvance{"p", "s", Euros(300)},
       Then{RECOVERED("p", "s", "30000")}},
      {"a slip recovers once",
       {PART("p", "30000"), RECOVERED("p", "s", "30000")},
       RecoverAdvance{"p", "s", Euros(300)},
       Then{}},
      {"each cent is deducted once",
       {PART("p", "30000"), RECOVERED("p", "s", "30000")},
       RecoverAdvance{"p", "t", Euros(1)},
       kMoreThanOpen},
      {"nothing is no recovery",
       {PART("p", "30000")},
       RecoverAdvance{"p", "s", Euros(0)},
       kNotPositive},
      {"what was never granted is not recovered",
       {},
       RecoverAdvance{"p", "s", Euros(1)},
       kUnknownAdvance},
      {"an unconfirmed loan is not recovered",
       {LOAN("loan_requested", "l", "50100", "")},
       RecoverAdvance{"l", "s", Euros(1)},
       kUnknownAdvance},

      {"an old part payment is brought forward",
       {},
       CarryForward{"old", kLuc, kLyon, Euros(50), {}, kTom},
       Then{kOldPart}},
      {"an old loan is brought forward",
       {},
       CarryForward{"old", kLuc, kLyon, Euros(50), {10, 0}, kTom},
       Then{kOldLoan}},
      {"a debt is brought forward once",
       {kOldLoan},
       CarryForward{"old", kLuc, kLyon, Euros(50), {10, 0}, kTom},
       Then{}},
      {"another debt has another id",
       {kOldLoan},
       CarryForward{"old", kLuc, kLyon, Euros(51), {}, kTom},
       kOtherAdvance},
      {"no debt is brought forward",
       {},
       CarryForward{"old", kLuc, kLyon, Euros(0), {}, kTom},
       kNotPositive},
  });
}

TEST(AdvancesTest, TellsWhatIsOpen) {
  Advances state;
  for (const char* text :
       {PART("p", "30000"), RECOVERED("p", "s", "10000"), LOAN("loan_requested", "l", "50100", ""),
        PART("q", "5000"), RECOVERED("q", "s", "5000")}) {
    Event event;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event));
    state = Evolve(std::move(state), event);
  }
  EXPECT_EQ(OpenOf(state, kLyon), (std::map<std::string, money::Money>{{"p", Euros(200)}}));
  EXPECT_TRUE(OpenOf(state, LegalEntityId{"geneva"}).empty());
}

TEST(AdvancesTest, StopsAtAnUnknownEvent) { EXPECT_ANY_THROW(Evolve({}, Event{})); }

TEST(AdvancesTest, ExplainsEveryRefusal) {
  for (int i = 0; i <= static_cast<int>(kMoreThanOpen); ++i)
    EXPECT_FALSE(Sentence(static_cast<Refusal>(i)).empty());
}
}  // namespace
}  // namespace aor::payroll::advances
