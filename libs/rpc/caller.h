// Who is calling, as proved by a token that was verified before the call.
#pragma once

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include <string>
#include <string_view>
#include <vector>

#include "libs/ids/strong_id.h"

namespace aor::rpc {
// A role, in all of the tenant or for one organisation: {"client", "<client id>"}.
struct Role {
  std::string name;   // worker, supplier, client, coordinator, facilitator, permanent_team,
                      // consultant, finance, compliance, auditor, administrator, service
  std::string scope;  // of client and supplier: the organisation's id
};

struct Caller {
  std::string tenant;
  PersonId person;
  std::string on_behalf_of;  // a delegation that the token carries
  std::vector<Role> roles;
  bool is_forwarded = false;  // the call was sent on by another process: see Request
  bool Has(std::string_view role) const;
  // Has the role for all, or for this organisation; "worker" for the caller's own id.
  // A client or supplier acts for the organisations that the token names, never for all.
  bool ActsFor(std::string_view role, std::string_view id) const;
};

// What a bearer's token says of whoever brings it, by the issuers that this process trusts: its own
// (tokens.h; that of development refuses to exist in production), or an OpenID provider by the keys
// that it publishes (libs/identity/oidc_tokens.h). Roles are written "consultant", "client:acme".
class Tokens {
 public:
  virtual ~Tokens() = default;
  // UNAUTHENTICATED with the reason. Verified tokens are cached until they expire.
  virtual absl::StatusOr<Caller> Verify(std::string_view bearer, absl::Time now) const = 0;
};
}  // namespace aor::rpc
