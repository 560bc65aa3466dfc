#include "services/directory/domain/person.h"

#include <stdexcept>

namespace aor::directory::person {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

auto KeyOf(const v1::OpeningBalanceRecorded& balance) {
  return std::pair(balance.legal_entity_id(), balance.balance_kind());
}

bool IsOfMoney(v1::OpeningBalanceKind kind) {
  return kind == v1::OPENING_BALANCE_KIND_ADVANCE || kind == v1::OPENING_BALANCE_KIND_LOAN;
}

bool StatesNothing(const v1::OpeningBalanceRecorded& balance) {
  return IsOfMoney(balance.balance_kind()) ? !balance.has_amount() : !balance.has_quantity();
}

Decision On(const Person& person, const RegisterPerson& command) {
  if (person.erased) return kErased;
  if (person.content_index == command.fact.content_index()) return AlreadyTrue();
  if (!person.content_index.empty() || command.is_organisation) return kAlreadyRegistered;

  Event event;
  *event.mutable_person_registered() = command.fact;
  return std::vector{event};
}

Decision On(const Person& person, const ChangeDetails& command) {
  if (person.content_index.empty()) return kNotRegistered;
  if (person.erased) return kErased;
  if (person.details == command.fact.content_index()) return AlreadyTrue();

  Event event;
  *event.mutable_person_details_changed() = command.fact;
  return std::vector{event};
}

Decision On(const Person& person, const RecordPayrollProfile& command) {
  const auto known = person.profiles.find(calendar::FromProto(command.fact.effective_from()));
  if (known != person.profiles.end() && known->second == command.fact.content_index())
    return AlreadyTrue();
  if (person.content_index.empty()) return kNotRegistered;
  if (person.erased) return kErased;

  Event event;
  *event.mutable_payroll_profile_recorded() = command.fact;
  return std::vector{event};
}

Decision On(const Person& person, const RecordOpeningBalance& command) {
  const auto& balance = command.fact;
  const auto known = person.balances.find(KeyOf(balance));
  const bool is_known = known != person.balances.end();
  if (is_known && known->second == balance.SerializeAsString()) return AlreadyTrue();
  if (person.content_index.empty()) return kNotRegistered;
  if (person.erased) return kErased;
  if (StatesNothing(balance)) return kNothingStated;
  if (balance.quantity().unscaled() < 0 || balance.amount().minor_units() < 0)
    return kNegativeBalance;
  if (is_known) return kBalanceDiffers;
  if (calendar::FromProto(balance.as_of()) > command.today + kMostDaysAhead)
    return kBalanceTooFarAhead;

  Event event;
  *event.mutable_opening_balance_recorded() = balance;
  return std::vector{event};
}

// In their own name or through a delegation.
bool AskedForIt(const Person& person, const auto& command) {
  const auto& by = person.erasure_requested_by;
  return by.contains(command.by) || by.contains(command.on_behalf_of);
}

Decision On(const Person& person, const RequestErasure& command) {
  if (person.content_index.empty()) return kNotRegistered;
  if (person.erased) return kErased;
  if (!person.erasure_requested_by.empty()) return AlreadyTrue();

  Event event;
  auto& requested = *event.mutable_person_erasure_requested();
  requested.set_person_id(command.person.value);
  requested.set_requested_by(command.by.value);
  requested.set_requested_for(command.on_behalf_of.value);
  return std::vector{event};
}

Decision On(const Person& person, const WithdrawErasure& command) {
  if (person.content_index.empty()) return kNotRegistered;
  if (person.erased) return kErased;
  if (person.erasure_withdrawn) return AlreadyTrue();
  if (person.erasure_requested_by.empty()) return kErasureNotRequested;
  if (!command.by_compliance && !AskedForIt(person, command)) return kNotYourRequest;

  Event event;
  auto& withdrawn = *event.mutable_person_erasure_withdrawn();
  withdrawn.set_person_id(command.person.value);
  withdrawn.set_withdrawn_by(command.by.value);
  withdrawn.set_withdrawn_for(command.on_behalf_of.value);
  return std::vector{event};
}

Decision On(const Person& person, const ErasePerson& command) {
  if (person.erased) return AlreadyTrue();
  if (person.content_index.empty()) return kNotRegistered;
  if (person.erasure_requested_by.empty()) return kErasureNotRequested;
  if (AskedForIt(person, command)) return kSamePerson;

  Event event;
  event.mutable_person_erased()->set_person_id(command.person.value);
  return std::vector{event};
}
}  // namespace

Decision Decide(const Person& person, const Command& command) {
  return std::visit([&](const auto& c) { return On(person, c); }, command);
}

Person Evolve(Person person, const Event& event) {
  switch (event.kind_case()) {
    case Event::kPersonRegistered:
      person.content_index = person.details = event.person_registered().content_index();
      return person;
    case Event::kPersonDetailsChanged:
      person.details = event.person_details_changed().content_index();
      return person;
    case Event::kPayrollProfileRecorded: {
      const auto& profile = event.payroll_profile_recorded();
      person.profiles[calendar::FromProto(profile.effective_from())] = profile.content_index();
      return person;
    }
    case Event::kOpeningBalanceRecorded: {
      const auto& balance = event.opening_balance_recorded();
      person.balances[KeyOf(balance)] = balance.SerializeAsString();
      return person;
    }
    case Event::kPersonErasureRequested: {
      const auto& requested = event.person_erasure_requested();
      for (const std::string& hand : {requested.requested_by(), requested.requested_for()})
        if (!hand.empty()) person.erasure_requested_by.insert(PersonId{hand});
      person.erasure_withdrawn = false;
      return person;
    }
    case Event::kPersonErasureWithdrawn:
      person.erasure_requested_by.clear();
      person.erasure_withdrawn = true;
      return person;
    case Event::kPersonErased: person.erased = true; return person;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("person: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kAlreadyRegistered: return "ALREADY_REGISTERED";
    case kNotRegistered: return "NOT_REGISTERED";
    case kErased: return "ERASED";
    case kNothingStated: return "NOTHING_STATED";
    case kNegativeBalance: return "NEGATIVE_BALANCE";
    case kErasureNotRequested: return "ERASURE_NOT_REQUESTED";
    case kNotYourRequest: return "NOT_YOUR_REQUEST";
    case kSamePerson: return "SAME_PERSON";
    case kBalanceTooFarAhead: return "BALANCE_TOO_FAR_AHEAD";
    case kBalanceDiffers: return "BALANCE_DIFFERS";
  }
  throw std::logic_error("person: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kAlreadyRegistered:
      return "This id is registered with other data; look it up, or choose another id.";
    case kNotRegistered: return "Nobody has this id; register the person first.";
    case kErased: return "This person's data was erased; register them anew under another id.";
    case kNothingStated:
      return "State a quantity for days or weeks, and an amount for an advance or loan.";
    case kNegativeBalance: return "State a balance as zero or more.";
    case kErasureNotRequested:
      return "Nobody asked for this erasure: request it, then have a second person erase.";
    case kNotYourRequest:
      return "Somebody else asked for this erasure: have them take it back, or compliance.";
    case kSamePerson: return "A second person erases; ask somebody who did not request it.";
    case kBalanceTooFarAhead:
      return "as_of lies more than 31 days ahead; give the last day of the books before.";
    case kBalanceDiffers:
      return "Another balance of this kind was recorded; correct it by an entry in payroll.";
  }
  throw std::logic_error("person: unnamed refusal");
}
}  // namespace aor::directory::person
