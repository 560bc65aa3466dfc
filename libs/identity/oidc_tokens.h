// Tokens of an OpenID provider: JWTs, verified with the keys that it publishes.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <string_view>

#include "libs/identity/fetch.h"
#include "libs/identity/issuer_keys.h"
#include "libs/identity/oidc_config.h"
#include "libs/rpc/caller.h"

namespace aor::identity {
// What a token must be: of this issuer, for this audience, signed with one of the algorithms by a
// key that the issuer publishes, in its time (exp, nbf and iat, give or take 60 s), of one tenant
// and one person by ids of ours. Roles are those that policies name, "client:acme" of one
// organisation; others are no harm. A delegate's token names who acts in act.sub (RFC 8693) and
// for whom in the person's claim; or who acts in the person's claim and for whom in on_behalf_of.
class OidcTokens final : public rpc::Tokens {
 public:
  // INVALID_ARGUMENT for a URL that may not be. The keys come in the background.
  static absl::StatusOr<std::unique_ptr<OidcTokens>> Open(const OidcConfig& config);
  // Never blocks on the network. UNAVAILABLE while the key in question is being fetched.
  absl::StatusOr<rpc::Caller> Verify(std::string_view bearer, absl::Time now) const override;

 private:
  explicit OidcTokens(const OidcConfig& config);
  absl::StatusOr<std::string> GetKeys(std::atomic<bool>& stop) const;
  absl::StatusOr<rpc::Verified> Check(std::string_view token, const KeySet& keys,
                                      absl::Time now) const;
  absl::Status CheckSignature(std::string_view token, const rpc::Jwt& jwt,
                              const KeySet& keys) const;

  const OidcConfig config_;
  mutable IssuerKeys keys_;
};
}  // namespace aor::identity
