// A person: who it is, what payroll needs to know by date, and the balances brought
// from an earlier system. Everything personal arrives sealed; two seals of one
// value differ, so a repeat is known by the blind index of its content.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "aor/directory/v1/directory_events.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/ids/strong_id.h"

namespace aor::directory::person {
using Event = v1::PersonEvent;

struct RegisterPerson {
  v1::PersonRegistered fact;
  bool is_organisation = false;  // the id: its accounts would be shut by an erasure
};
struct ChangeDetails {
  v1::PersonDetailsChanged fact;
};
struct RecordPayrollProfile {  // a later word on the same day replaces the earlier one
  v1::PayrollProfileRecorded fact;
};
struct RecordOpeningBalance {  // days and weeks are a quantity, advances and loans an amount
  v1::OpeningBalanceRecorded fact;
  calendar::Date today = {};  // at the legal entity
};
// The old books run on for a month at most while their balances are taken over: a later day is a
// slip of the pen, and no second word on a balance is taken.
inline constexpr int kMostDaysAhead = 31;
// Who acts, and for whom: a delegate is not a second person.
struct RequestErasure {
  PersonId person, by, on_behalf_of;
};
struct WithdrawErasure {
  PersonId person, by, on_behalf_of;
  bool by_compliance = false;  // who may take back another's request, too
};
struct ErasePerson {
  PersonId person, by, on_behalf_of;
};
using Command = std::variant<RegisterPerson, ChangeDetails, RecordPayrollProfile,
                             RecordOpeningBalance, RequestErasure, WithdrawErasure, ErasePerson>;

enum class Refusal {
  kAlreadyRegistered,  // with other data
  kNotRegistered,
  kErased,
  kNothingStated,  // no quantity of days or weeks, or no amount of an advance or loan
  kNegativeBalance,
  kErasureNotRequested,
  kNotYourRequest,
  kSamePerson,
  kBalanceTooFarAhead,
  kBalanceDiffers,  // from what was recorded of this entity and kind
};

struct Person {
  std::string content_index;  // of the registration; empty: not registered
  std::string details;        // content index of the latest ones
  bool erased = false;
  std::set<PersonId> erasure_requested_by;         // the person and, of a delegate, the principal
  bool erasure_withdrawn = false;                  // the last request
  std::map<calendar::Date, std::string> profiles;  // content index by first day
  std::map<std::pair<std::string, v1::OpeningBalanceKind>, std::string> balances;  // facts
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Person& person, const Command& command);
Person Evolve(Person person, const Event& event);

std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::directory::person
