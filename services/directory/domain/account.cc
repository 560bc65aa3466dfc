#include "services/directory/domain/account.h"

#include <stdexcept>

namespace aor::directory::account {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

// The moment from which a first account may be paid: always.
constexpr calendar::Instant kAlways{};

template <class Holds>
uint32_t Newest(const Accounts& accounts, Holds holds) {
  for (auto at = accounts.versions.rbegin(); at != accounts.versions.rend(); ++at)
    if (!at->second.refused && holds(at->second)) return at->first;
  return 0;
}

bool IsDeclaredAlready(const Accounts& accounts, const v1::AccountDeclared& fact) {
  const auto newest = accounts.versions.find(NewestVersion(accounts));
  return newest != accounts.versions.end() && newest->second.iban_index == fact.iban_index() &&
         newest->second.currency == fact.currency_code();
}

Decision On(const Accounts& accounts, const DeclareAccount& command) {
  if (IsDeclaredAlready(accounts, command.fact)) return AlreadyTrue();
  if (!command.owner_known) return kUnknownOwner;
  if (command.owner_erased) return kOwnerErased;

  Event event;
  auto& declared = *event.mutable_account_declared();
  declared = command.fact;
  declared.set_version(NextVersion(accounts));
  declared.set_confirmation_needed(!accounts.versions.empty());
  return std::vector{event};
}

Decision On(const Accounts& accounts, const ConfirmAccount& command) {
  const auto found = accounts.versions.find(command.version);
  if (found == accounts.versions.end()) return kUnknownVersion;
  const Version& version = found->second;
  if (version.refused) return kAccountRefused;
  if (version.usable_from) return AlreadyTrue();
  if (NewestVersion(accounts) != command.version) return kSuperseded;
  if (version.declarers.contains(command.actor.by) ||
      version.declarers.contains(command.actor.on_behalf_of))
    return kOwnDeclaration;

  Event event;
  auto& confirmed = *event.mutable_account_confirmed();
  confirmed.set_owner_id(command.owner);
  confirmed.set_version(command.version);
  confirmed.set_confirmed_by(command.actor.by.value);
  confirmed.set_confirmed_for(command.actor.on_behalf_of.value);
  confirmed.mutable_usable_from()->set_seconds(
      (command.now + kCoolingOff).time_since_epoch().count());
  return std::vector{event};
}

Decision On(const Accounts& accounts, const RefuseAccount& command) {
  const auto found = accounts.versions.find(command.version);
  if (found == accounts.versions.end()) return kUnknownVersion;
  if (found->second.refused) return AlreadyTrue();

  Event event;
  auto& refused = *event.mutable_account_refused();
  refused.set_owner_id(command.owner);
  refused.set_version(command.version);
  refused.set_refused_by(command.actor.by.value);
  refused.set_refused_for(command.actor.on_behalf_of.value);
  refused.set_reason(command.reason);
  refused.set_was_in_use(UsableVersion(accounts, command.now) == command.version);
  return std::vector{event};
}

std::string_view HoldReason(const Accounts& accounts, const ReleasePayee& command) {
  const uint32_t newest = NewestVersion(accounts);
  const uint32_t usable = UsableVersion(accounts, command.now);
  if (command.owner_erased) return "OWNER_ERASED";
  if (newest == 0) return "NO_ACCOUNT";
  if (usable != newest) return "ACCOUNT_CHANGED";
  if (command.version_seen != 0 && command.version_seen != usable) return "ACCOUNT_CHANGED";
  return "";
}

Decision On(const Accounts& accounts, const ReleasePayee& command) {
  if (accounts.answered.contains({command.legal_entity, command.batch})) return AlreadyTrue();

  const std::string_view hold_reason = HoldReason(accounts, command);
  Event event;
  auto& answer = *event.mutable_payees_released();
  answer.set_batch_id(command.batch);
  answer.set_owner_id(command.owner);
  answer.set_version(UsableVersion(accounts, command.now));
  answer.set_held(!hold_reason.empty());
  answer.set_hold_reason(std::string(hold_reason));
  answer.set_legal_entity_id(command.legal_entity);
  return std::vector{event};
}

void KeepFromConfirming(Version& version, const std::string& by, const std::string& on_behalf_of) {
  version.declarers.insert(PersonId{by});
  if (!on_behalf_of.empty()) version.declarers.insert(PersonId{on_behalf_of});
}

Accounts WithDeclared(Accounts accounts, const v1::AccountDeclared& declared) {
  Version& version = accounts.versions[declared.version()];
  version.iban_index = declared.iban_index();
  version.currency = declared.currency_code();
  KeepFromConfirming(version, declared.declared_by(), declared.declared_for());
  if (!declared.confirmation_needed()) version.usable_from = kAlways;
  return accounts;
}

// Nobody brings an earlier account back alone: for those it is a change like any other.
Accounts WithRefused(Accounts accounts, const v1::AccountRefused& refused) {
  accounts.versions[refused.version()].refused = true;
  if (!refused.was_in_use()) return accounts;
  for (auto& [number, version] : accounts.versions) {
    if (number >= refused.version()) break;
    version.usable_from.reset();
    KeepFromConfirming(version, refused.refused_by(), refused.refused_for());
  }
  return accounts;
}
}  // namespace

uint32_t NewestVersion(const Accounts& accounts) {
  return Newest(accounts, [](const Version&) { return true; });
}

uint32_t UsableVersion(const Accounts& accounts, calendar::Instant now) {
  return Newest(accounts, [&](const Version& version) {
    return version.usable_from && *version.usable_from <= now;
  });
}

uint32_t NextVersion(const Accounts& accounts) {
  return accounts.versions.empty() ? 1 : accounts.versions.rbegin()->first + 1;
}

Decision Decide(const Accounts& accounts, const Command& command) {
  return std::visit([&](const auto& c) { return On(accounts, c); }, command);
}

Accounts Evolve(Accounts accounts, const Event& event) {
  switch (event.kind_case()) {
    case Event::kAccountDeclared:
      return WithDeclared(std::move(accounts), event.account_declared());
    case Event::kAccountConfirmed: {
      const auto& confirmed = event.account_confirmed();
      accounts.versions[confirmed.version()].usable_from =
          calendar::Instant{std::chrono::seconds{confirmed.usable_from().seconds()}};
      return accounts;
    }
    case Event::kAccountRefused: return WithRefused(std::move(accounts), event.account_refused());
    case Event::kPayeesReleased:
      accounts.answered.emplace(event.payees_released().legal_entity_id(),
                                event.payees_released().batch_id());
      return accounts;
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("account: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kUnknownOwner: return "UNKNOWN_OWNER";
    case kOwnerErased: return "OWNER_ERASED";
    case kUnknownVersion: return "UNKNOWN_VERSION";
    case kAccountRefused: return "ACCOUNT_REFUSED";
    case kSuperseded: return "SUPERSEDED";
    case kOwnDeclaration: return "OWN_DECLARATION";
  }
  throw std::logic_error("account: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kUnknownOwner: return "Register the person or organisation before its account.";
    case kOwnerErased: return "This person's data was erased; no account can be declared.";
    case kUnknownVersion: return "The owner has no account of this version; list the accounts.";
    case kAccountRefused: return "This account was refused; declare it anew if it is right.";
    case kSuperseded: return "A newer account was declared; confirm that one.";
    case kOwnDeclaration:
      return "Ask a second person: nobody confirms an account that they declared.";
  }
  throw std::logic_error("account: unnamed refusal");
}
}  // namespace aor::directory::account
