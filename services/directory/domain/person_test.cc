#include "services/directory/domain/person.h"

#include "libs/eventsourcing/rules.h"

namespace aor::directory::person {
namespace {
using enum Refusal;

constexpr auto kAda =
    "person_registered { person_id: 'ada' name { subject_id: 'ada' ciphertext: 'x' } "
    "name_index: 'n' language: 'fr' content_index: 'c' }";
constexpr auto kMoved =
    "person_details_changed { person_id: 'ada' name { subject_id: 'ada' ciphertext: 'v' } "
    "address { subject_id: 'ada' ciphertext: 'w' } name_index: 'n' content_index: 'm' }";
constexpr auto kProfile =
    "payroll_profile_recorded { person_id: 'ada' effective_from { year: 2026 month: 10 day: 1 } "
    "profile { subject_id: 'ada' ciphertext: 'y' } content_index: 'p' }";
constexpr auto kCorrected =
    "payroll_profile_recorded { person_id: 'ada' effective_from { year: 2026 month: 10 day: 1 } "
    "profile { subject_id: 'ada' ciphertext: 'z' } content_index: 'q' }";
constexpr auto kNovember =
    "payroll_profile_recorded { person_id: 'ada' effective_from { year: 2026 month: 11 day: 1 } "
    "profile { subject_id: 'ada' ciphertext: 'y' } content_index: 'p' }";
constexpr auto kWeeks =
    "opening_balance_recorded { person_id: 'ada' legal_entity_id: 'geneva' "
    "balance_kind: OPENING_BALANCE_KIND_BVG_WEEKS quantity { unscaled: 9 } }";
constexpr auto kWeeksInLyon =
    "opening_balance_recorded { person_id: 'ada' legal_entity_id: 'lyon' "
    "balance_kind: OPENING_BALANCE_KIND_BVG_WEEKS quantity { unscaled: 9 } }";
constexpr auto kLoan =
    "opening_balance_recorded { person_id: 'ada' legal_entity_id: 'geneva' "
    "balance_kind: OPENING_BALANCE_KIND_LOAN amount { currency_code: 'CHF' minor_units: 9 } }";
constexpr auto kAhead =
    "opening_balance_recorded { person_id: 'ada' legal_entity_id: 'geneva' "
    "balance_kind: OPENING_BALANCE_KIND_BVG_WEEKS quantity { unscaled: 9 } "
    "as_of { year: 2026 month: 12 day: 31 } }";
constexpr auto kRequested =
    "person_erasure_requested { person_id: 'ada' requested_by: 'cleo' requested_for: 'carl' }";
constexpr auto kWithdrawn = "person_erasure_withdrawn { person_id: 'ada' withdrawn_by: 'cleo' }";
constexpr auto kWithdrawnByCarl =
    "person_erasure_withdrawn { person_id: 'ada' withdrawn_by: 'carl' }";
constexpr auto kWithdrawnByNora =
    "person_erasure_withdrawn { person_id: 'ada' withdrawn_by: 'nora' }";
constexpr auto kErasedEvent = "person_erased { person_id: 'ada' }";

Event Parsed(const char* text) {
  Event event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event)) << text;
  return event;
}
RegisterPerson Register(const char* content, const char* ciphertext = "x") {
  RegisterPerson command{Parsed(kAda).person_registered()};
  command.fact.set_content_index(content);
  command.fact.mutable_name()->set_ciphertext(ciphertext);
  return command;
}
ChangeDetails Change(const char* content, const char* ciphertext = "w") {
  ChangeDetails command{Parsed(kMoved).person_details_changed()};
  command.fact.set_content_index(content);
  command.fact.mutable_address()->set_ciphertext(ciphertext);
  return command;
}
RecordPayrollProfile Profile(const char* event) {
  return {Parsed(event).payroll_profile_recorded()};
}
RecordOpeningBalance Balance(const char* event) {
  return {Parsed(event).opening_balance_recorded()};
}
RecordOpeningBalance WeeksOf(int64_t weeks) {
  auto command = Balance(kWeeks);
  command.fact.mutable_quantity()->set_unscaled(weeks);
  return command;
}
// Recorded so many days before its own.
RecordOpeningBalance Ahead(int days) {
  auto command = Balance(kAhead);
  command.today = calendar::FromProto(command.fact.as_of()) - days;
  return command;
}
RecordOpeningBalance WithoutValue(const char* event) {
  auto command = Balance(event);
  command.fact.clear_quantity();
  command.fact.clear_amount();
  return command;
}
RecordOpeningBalance NegativeLoan() {
  auto command = Balance(kLoan);
  command.fact.mutable_amount()->set_minor_units(-1);
  return command;
}

RegisterPerson OfAnOrganisation(RegisterPerson command) {
  command.is_organisation = true;
  return command;
}

TEST(PersonTest, FollowsTheRules) {
  using Then = std::vector<const char*>;
  const RequestErasure request{PersonId{"ada"}, PersonId{"cleo"}, PersonId{"carl"}};
  const auto erase = [](const char* by, const char* on_behalf_of = "") {
    return ErasePerson{PersonId{"ada"}, PersonId{by}, PersonId{on_behalf_of}};
  };
  const auto withdraw = [](const char* by, bool compliance = false) {
    return WithdrawErasure{PersonId{"ada"}, PersonId{by}, {}, compliance};
  };
  eventsourcing::CheckRules<Person, Event, Command, Refusal>({
      {"a person is registered", {}, Register("c"), Then{kAda}},
      {"the same person once, sealed anew", {kAda}, Register("c", "another"), Then{}},
      {"not with other data", {kAda}, Register("d"), kAlreadyRegistered},
      {"nor by the id of an organisation", {}, OfAnOrganisation(Register("c")), kAlreadyRegistered},
      {"the erased do not return", {kAda, kErasedEvent}, Register("c"), kErased},
      {"a person moves", {kAda}, Change("m"), Then{kMoved}},
      {"the same details once, sealed anew", {kAda, kMoved}, Change("m", "another"), Then{}},
      {"what is registered is no change", {kAda}, Change("c"), Then{}},
      {"the registration is known after the move", {kAda, kMoved}, Register("c"), Then{}},
      {"details are of somebody", {}, Change("m"), kNotRegistered},
      {"no details of the erased", {kAda, kErasedEvent}, Change("m"), kErased},
      {"nor those they had", {kAda, kMoved, kErasedEvent}, Change("m"), kErased},
      {"a profile begins on a day", {kAda}, Profile(kProfile), Then{kProfile}},
      {"the same profile once", {kAda, kProfile}, Profile(kProfile), Then{}},
      {"a profile is corrected", {kAda, kProfile}, Profile(kCorrected), Then{kCorrected}},
      {"the next profile follows", {kAda, kProfile}, Profile(kNovember), Then{kNovember}},
      {"a profile is of somebody", {}, Profile(kProfile), kNotRegistered},
      {"no profile of the erased", {kAda, kErasedEvent}, Profile(kProfile), kErased},
      {"a balance is brought along", {kAda}, Balance(kWeeks), Then{kWeeks}},
      {"the same balance once", {kAda, kWeeks}, Balance(kWeeks), Then{}},
      {"each kind has its own", {kAda, kWeeks}, Balance(kLoan), Then{kLoan}},
      {"each entity has its own", {kAda, kWeeks}, Balance(kWeeksInLyon), Then{kWeeksInLyon}},
      {"not with another value", {kAda, kWeeks}, WeeksOf(10), kBalanceDiffers},
      {"weeks are stated", {kAda}, WithoutValue(kWeeks), kNothingStated},
      {"a loan is stated", {kAda}, WithoutValue(kLoan), kNothingStated},
      {"weeks are not negative", {kAda}, WeeksOf(-1), kNegativeBalance},
      {"a loan is not negative", {kAda}, NegativeLoan(), kNegativeBalance},
      {"a balance may be of the end of this month", {kAda}, Ahead(31), Then{kAhead}},
      {"not of a day that nobody foresees", {kAda}, Ahead(32), kBalanceTooFarAhead},
      {"a balance is of somebody", {}, Balance(kWeeks), kNotRegistered},
      {"no balance of the erased", {kAda, kErasedEvent}, Balance(kWeeks), kErased},
      {"an erasure is requested", {kAda}, request, Then{kRequested}},
      {"requested once", {kAda, kRequested}, request, Then{}},
      {"of somebody", {}, request, kNotRegistered},
      {"not of the erased", {kAda, kErasedEvent}, request, kErased},
      {"it is taken back by who asked", {kAda, kRequested}, withdraw("cleo"), Then{kWithdrawn}},
      {"or by whom they acted for", {kAda, kRequested}, withdraw("carl"), Then{kWithdrawnByCarl}},
      {"or by compliance", {kAda, kRequested}, withdraw("nora", true), Then{kWithdrawnByNora}},
      {"not by anybody else", {kAda, kRequested}, withdraw("nora"), kNotYourRequest},
      {"once", {kAda, kRequested, kWithdrawn}, withdraw("cleo"), Then{}},
      {"what was asked", {kAda}, withdraw("cleo"), kErasureNotRequested},
      {"of somebody who is there", {}, withdraw("cleo"), kNotRegistered},
      {"not after it was done", {kAda, kRequested, kErasedEvent}, withdraw("cleo"), kErased},
      {"nobody erases then", {kAda, kRequested, kWithdrawn}, erase("root"), kErasureNotRequested},
      {"it may be asked again", {kAda, kRequested, kWithdrawn}, request, Then{kRequested}},
      {"and done", {kAda, kRequested, kWithdrawn, kRequested}, erase("root"), Then{kErasedEvent}},
      {"and taken back again",
       {kAda, kRequested, kWithdrawn, kRequested},
       withdraw("cleo"),
       Then{kWithdrawn}},
      {"a person is erased by a second", {kAda, kRequested}, erase("root"), Then{kErasedEvent}},
      {"not by the first", {kAda, kRequested}, erase("cleo"), kSamePerson},
      {"nor by whom the first acted for", {kAda, kRequested}, erase("carl"), kSamePerson},
      {"nor for the first", {kAda, kRequested}, erase("root", "cleo"), kSamePerson},
      {"not by one alone", {kAda}, erase("root"), kErasureNotRequested},
      {"erased once", {kAda, kRequested, kErasedEvent}, erase("root"), Then{}},
      {"only a person is erased", {}, erase("root"), kNotRegistered},
  });
}

TEST(PersonTest, StopsAtAnUnknownEvent) { EXPECT_ANY_THROW(Evolve({}, Event{})); }
}  // namespace
}  // namespace aor::directory::person
