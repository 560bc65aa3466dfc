// What one holder has shown of one kind: each version handed in by one person, judged by another.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/credentials/v1/credentials_events.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::credentials::credential {
using Event = v1::CredentialEvent;

struct Deposit {
  v1::CredentialDeposited facts;  // an open end of a kind with a longest time is set here
  v1::CredentialKind kind;
  calendar::Date today;  // in the holder's zone
};
struct Accept {
  std::string credential_id, by, on_behalf_of = {};
  v1::CredentialKind kind = {};  // none of that id holds any more: nobody is told when it ends
  calendar::Date today = {};
  std::string worker_of_holder = {};  // of a supplier: the person who does its work
};
struct Reject {
  std::string credential_id, by;
  types::v1::Sealed reason;
};
struct Revoke {
  std::string credential_id, by;
  calendar::Date from;
  bool forged = false;
  types::v1::Sealed reason;
};
struct RequestUpdate {
  v1::UpdateRequested facts;
  calendar::Date today;
};
using Command = std::variant<Deposit, Accept, Reject, Revoke, RequestUpdate>;

enum class Refusal {
  kCredentialExists,
  kEndsBeforeItBegins,
  kLastsTooLong,
  kClientMissing,
  kPastDaysNeedDocument,
  kAlreadyShown,
  kCredentialUnknown,
  kOwnCredential,
  kRejected,
  kAccepted,
  kNotAccepted,
  kRevoked,
  kTakenBack,
  kNothingShown,
  kDueInThePast,
};

struct Version {
  v1::CredentialDeposited facts;
  bool accepted = false, rejected = false;
  calendar::Date revoked_from = calendar::Date::max();  // the earliest day
};
struct Credential {
  std::map<std::string, Version> versions;
  std::string update_due;  // by this day; empty: nothing is asked
};

// So many months from a day on, the last one; 2026-10-05 and 6 give 2027-04-04.
calendar::Date LastOf(calendar::Date first, uint32_t months);

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Credential& credential, const Command& command);
Credential Evolve(Credential credential, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::credentials::credential
