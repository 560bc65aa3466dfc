// The bank accounts of one owner, as versions that are never changed. The first may
// be paid at once; a later one after a second person confirmed it and the cooling-off
// passed, so that a forged change is seen before it is paid.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/directory/v1/directory_events.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/ids/strong_id.h"

namespace aor::directory::account {
using Event = v1::AccountEvent;

// From a change's confirmation until it may be paid: long enough for the owner,
// who is told at once, to object.
inline constexpr std::chrono::hours kCoolingOff{48};

// Who acts, and for whom: a delegate is not a second person.
struct Actor {
  PersonId by;
  PersonId on_behalf_of;  // empty: for themselves
};

struct DeclareAccount {
  v1::AccountDeclared fact;  // its version and confirmation_needed are decided here
  bool owner_known = false;  // registered, as a person or an organisation
  bool owner_erased = false;
};
struct ConfirmAccount {
  std::string owner;
  uint32_t version = 0;
  Actor actor;
  calendar::Instant now;
};
struct RefuseAccount {
  std::string owner;
  uint32_t version = 0;
  Actor actor;
  std::string reason;
  calendar::Instant now;
};
// Payroll's question for one payee of a released batch.
struct ReleasePayee {
  std::string owner;
  std::string batch;
  std::string legal_entity;
  uint32_t version_seen = 0;  // when the batch was released; 0: none was looked at
  calendar::Instant now;
  bool owner_erased = false;
};
using Command = std::variant<DeclareAccount, ConfirmAccount, RefuseAccount, ReleasePayee>;

enum class Refusal {
  kUnknownOwner,
  kOwnerErased,
  kUnknownVersion,
  kAccountRefused,
  kSuperseded,      // by a newer version
  kOwnDeclaration,  // confirmed by or for who declared it
};

struct Version {
  std::string iban_index;
  std::string currency;
  std::set<PersonId> declarers;  // by and for whom; who refused the one in use after it, too
  std::optional<calendar::Instant> usable_from;
  bool refused = false;
};
struct Accounts {
  std::map<uint32_t, Version> versions;
  std::set<std::pair<std::string, std::string>> answered;  // legal entity and its batch
};
// The newest version that is not refused; 0 for none.
uint32_t NewestVersion(const Accounts& accounts);
// The version that may be paid at this instant; 0 for none.
uint32_t UsableVersion(const Accounts& accounts, calendar::Instant now);
uint32_t NextVersion(const Accounts& accounts);

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Accounts& accounts, const Command& command);
Accounts Evolve(Accounts accounts, const Event& event);

std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::directory::account
