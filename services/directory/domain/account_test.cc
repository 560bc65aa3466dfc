#include "services/directory/domain/account.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "libs/eventsourcing/rules.h"

namespace aor::directory::account {
namespace {
using enum Refusal;
using namespace std::chrono_literals;
const PersonId kBob{"bob"}, kFinn{"finn"}, kGrace{"grace"}, kNobody{};  // consultants, finance
constexpr calendar::Instant kMonday{1790582400s};                       // 2026-09-28T08:00Z
constexpr calendar::Instant kWednesday = kMonday + kCoolingOff;

#define DECLARED(version, index, needed)                                                       \
  "account_declared { owner_id: 'ada' version: " version " iban_index: '" index                \
  "' currency_code: 'CHF' declared_by: 'bob' declared_for: 'ada' confirmation_needed: " needed \
  " }"
constexpr auto kFirst = DECLARED("1", "i", "false");
constexpr auto kChange = DECLARED("2", "j", "true");
constexpr auto kThird = DECLARED("3", "k", "true");
constexpr auto kThirdAsBefore = DECLARED("3", "j", "true");
constexpr auto kConfirmed =
    "account_confirmed { owner_id: 'ada' version: 2 confirmed_by: 'finn' "
    "usable_from { seconds: 1790755200 } }";
constexpr auto kRefused =
    "account_refused { owner_id: 'ada' version: 2 refused_by: 'finn' reason: 'call' }";
constexpr auto kFirstRefused =
    "account_refused { owner_id: 'ada' version: 1 refused_by: 'finn' reason: 'call'"
    " was_in_use: true }";
constexpr auto kRefusedInUse =
    "account_refused { owner_id: 'ada' version: 2 refused_by: 'finn' reason: 'call'"
    " was_in_use: true }";
constexpr auto kFirstConfirmed =
    "account_confirmed { owner_id: 'ada' version: 1 confirmed_by: 'grace' "
    "usable_from { seconds: 1790755200 } }";
#define ANSWER(version, rest) \
  "payees_released { batch_id: 'b1' owner_id: 'ada' " version rest " legal_entity_id: 'geneva' }"
constexpr auto kPaidToFirstByLyon =
    "payees_released { batch_id: 'b1' owner_id: 'ada' version: 1 legal_entity_id: 'lyon' }";
#define HELD(reason) " held: true hold_reason: '" reason "'"
constexpr auto kPaidToFirst = ANSWER("version: 1", "");
constexpr auto kPaidToChange = ANSWER("version: 2", "");
constexpr auto kHeldWithFirst = ANSWER("version: 1", HELD("ACCOUNT_CHANGED"));
constexpr auto kHeldWithChange = ANSWER("version: 2", HELD("ACCOUNT_CHANGED"));
constexpr auto kHeldWithout = ANSWER("", HELD("NO_ACCOUNT"));
constexpr auto kHeldWithNone = ANSWER("", HELD("ACCOUNT_CHANGED"));
constexpr auto kHeldErased = ANSWER("version: 1", HELD("OWNER_ERASED"));

DeclareAccount Declare(const char* index, bool known = true, bool erased = false) {
  DeclareAccount command;
  command.fact.set_owner_id("ada");
  command.fact.set_iban_index(index);
  command.fact.set_currency_code("CHF");
  command.fact.set_declared_by("bob");
  command.fact.set_declared_for("ada");
  command.owner_known = known;
  command.owner_erased = erased;
  return command;
}
ConfirmAccount Confirm(uint32_t version, PersonId by, PersonId on_behalf_of = kNobody) {
  return {"ada", version, {by, on_behalf_of}, kMonday};
}
ReleasePayee Release(uint32_t seen, calendar::Instant now = kMonday, bool erased = false) {
  return {"ada", "b1", "geneva", seen, now, erased};
}
ReleasePayee OfLyon(ReleasePayee command) {
  command.legal_entity = "lyon";
  return command;
}

TEST(AccountTest, FollowsTheRules) {
  using Then = std::vector<const char*>;
  const RefuseAccount refuse{"ada", 2, {kFinn, kNobody}, "call", kMonday},
      refuse_first{"ada", 1, {kFinn, kNobody}, "call", kMonday},
      refuse_late{"ada", 2, {kFinn, kNobody}, "call", kWednesday};
  eventsourcing::CheckRules<Accounts, Event, Command, Refusal>({
      {"the first account needs nobody else", {}, Declare("i"), Then{kFirst}},
      {"the same account once", {kFirst}, Declare("i"), Then{}},
      {"a change needs confirmation", {kFirst}, Declare("j"), Then{kChange}},
      {"a change may change again", {kFirst, kChange}, Declare("k"), Then{kThird}},
      {"a refused one may come again",
       {kFirst, kChange, kRefused},
       Declare("j"),
       Then{kThirdAsBefore}},
      {"nor is the second first after a refusal",
       {kFirst, kFirstRefused},
       Declare("j"),
       Then{kChange}},
      {"an owner is somebody", {}, Declare("i", false), kUnknownOwner},
      {"an owner is not erased", {kFirst}, Declare("j", true, true), kOwnerErased},
      {"a second person confirms", {kFirst, kChange}, Confirm(2, kFinn), Then{kConfirmed}},
      {"confirmed once", {kFirst, kChange, kConfirmed}, Confirm(2, kFinn), Then{}},
      {"the first is confirmed by nature", {kFirst}, Confirm(1, kFinn), Then{}},
      {"not by who declared it", {kFirst, kChange}, Confirm(2, kBob), kOwnDeclaration},
      {"nor by for whom it was", {kFirst, kChange}, Confirm(2, PersonId{"ada"}), kOwnDeclaration},
      {"nor for who declared it", {kFirst, kChange}, Confirm(2, kFinn, kBob), kOwnDeclaration},
      {"only what is there is confirmed", {kFirst}, Confirm(2, kFinn), kUnknownVersion},
      {"nothing refused", {kFirst, kChange, kRefused}, Confirm(2, kFinn), kAccountRefused},
      {"nothing superseded", {kFirst, kChange, kThird}, Confirm(2, kFinn), kSuperseded},
      {"a change is refused", {kFirst, kChange}, refuse, Then{kRefused}},
      {"also one that cools", {kFirst, kChange, kConfirmed}, refuse, Then{kRefused}},
      {"also the one in use", {kFirst}, refuse_first, Then{kFirstRefused}},
      {"one that was paid says so",
       {kFirst, kChange, kConfirmed},
       refuse_late,
       Then{kRefusedInUse}},
      {"the one before it is not paid again by that",
       {kFirst, kChange, kConfirmed, kRefusedInUse},
       Release(1, kWednesday),
       Then{kHeldWithNone}},
      {"it is a change like any other",
       {kFirst, kChange, kConfirmed, kRefusedInUse},
       Confirm(1, kGrace),
       Then{kFirstConfirmed}},
      {"that who refused does not confirm",
       {kFirst, kChange, kConfirmed, kRefusedInUse},
       Confirm(1, kFinn),
       kOwnDeclaration},
      {"nor who declared it",
       {kFirst, kChange, kConfirmed, kRefusedInUse},
       Confirm(1, kBob),
       kOwnDeclaration},
      {"and cools",
       {kFirst, kChange, kConfirmed, kRefusedInUse, kFirstConfirmed},
       Release(1, kWednesday - 1s),
       Then{kHeldWithNone}},
      {"then it is paid",
       {kFirst, kChange, kConfirmed, kRefusedInUse, kFirstConfirmed},
       Release(1, kWednesday),
       Then{kPaidToFirst}},
      {"refused once", {kFirst, kChange, kRefused}, refuse, Then{}},
      {"only what is there is refused", {kFirst}, refuse, kUnknownVersion},
      {"the account seen is paid", {kFirst}, Release(1), Then{kPaidToFirst}},
      {"each batch is answered once", {kFirst, kPaidToFirst, kChange}, Release(1), Then{}},
      {"also one of the same id of another legal entity",
       {kFirst, kPaidToFirst},
       OfLyon(Release(1)),
       Then{kPaidToFirstByLyon}},
      {"a first account is paid unseen", {kFirst}, Release(0), Then{kPaidToFirst}},
      {"nobody is paid without account", {}, Release(0), Then{kHeldWithout}},
      {"nor on a refused one", {kFirst, kFirstRefused}, Release(1), Then{kHeldWithout}},
      {"a change holds", {kFirst, kChange}, Release(1), Then{kHeldWithFirst}},
      {"a cooling change holds",
       {kFirst, kChange, kConfirmed},
       Release(1, kWednesday - 1s),
       Then{kHeldWithFirst}},
      {"after cooling it is paid",
       {kFirst, kChange, kConfirmed},
       Release(2, kWednesday),
       Then{kPaidToChange}},
      {"but not unseen by who released",
       {kFirst, kChange, kConfirmed},
       Release(1, kWednesday),
       Then{kHeldWithChange}},
      {"a refused change holds no more",
       {kFirst, kChange, kRefused},
       Release(1),
       Then{kPaidToFirst}},
      {"the erased are not paid", {kFirst}, Release(1, kMonday, true), Then{kHeldErased}},
  });
}

TEST(AccountTest, StopsAtAnUnknownEvent) { EXPECT_ANY_THROW(Evolve({}, Event{})); }

// Whatever is wished in whatever order: nothing is ever paid but a first account or
// one that a second person confirmed long enough ago.
RC_GTEST_PROP(AccountProperties, OnlyWhatTwoPeopleKnowIsPaid, ()) {
  Accounts accounts;
  std::map<uint32_t, calendar::Instant> confirmed;
  std::set<uint32_t> left;  // for one that finn refused since
  calendar::Instant now = kMonday;
  for (const int choice : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 40))) {
    now += std::chrono::hours{choice};
    const uint32_t version = choice % 5;
    Command command = Declare(std::string(1, static_cast<char>('a' + choice % 7)).c_str());
    const PersonId second = choice % 8 == 1 ? kFinn : kGrace;
    if (choice % 4 == 1) command = ConfirmAccount{"ada", version, {second, kNobody}, now};
    if (choice % 4 == 2) command = RefuseAccount{"ada", version, {kFinn, kNobody}, "", now};
    if (choice % 4 == 3) command = ConfirmAccount{"ada", version, {kBob, kNobody}, now};
    const auto decision = Decide(accounts, command);
    if (!std::holds_alternative<std::vector<Event>>(decision)) continue;
    for (const Event& event : std::get<0>(decision)) {
      if (event.has_account_confirmed()) {
        const auto& by = event.account_confirmed().confirmed_by();
        const uint32_t of = event.account_confirmed().version();
        RC_ASSERT(by == "grace" || (by == "finn" && !left.contains(of)));
        confirmed[of] = now;
        left.erase(of);
      }
      if (event.has_account_refused() && event.account_refused().was_in_use())
        for (uint32_t before = 1; before < event.account_refused().version(); ++before) {
          left.insert(before);
          confirmed.erase(before);
        }
      accounts = Evolve(std::move(accounts), event);
    }
    const uint32_t usable = UsableVersion(accounts, now);
    const bool is_first = usable == 1 && !left.contains(1);
    RC_ASSERT(usable == 0 || is_first ||
              (confirmed.contains(usable) && confirmed[usable] + 48h <= now));
  }
}
}  // namespace
}  // namespace aor::directory::account
