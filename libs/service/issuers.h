// Who vouches for callers of a process: people's issuer, and the services' own.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>

#include "libs/rpc/tokens.h"
#include "libs/service/config.h"

namespace aor::service {
// Runs the process, for all of its tenants: an administrator of the operator's tenant. Where none
// is named, of any in development and of none in production.
bool IsOperator(const Config& config, const rpc::Caller& caller);

// In development one issuer for both; with an OIDC issuer a key that the services share. The role
// of an operator follows from these words and from no token's.
class Issuers final : public rpc::Tokens {
 public:
  // One sentence for what cannot be: no OIDC issuer in production, a URL that may not be.
  static absl::StatusOr<std::unique_ptr<Issuers>> Open(const Config& config);
  absl::StatusOr<rpc::Caller> Verify(std::string_view bearer, absl::Time now) const override;
  // For a service of this process, which calls another.
  std::string Mint(const rpc::Caller& service, absl::Time expires) const;

 private:
  Issuers(const Config& config, std::unique_ptr<rpc::Tokens> people,
          std::unique_ptr<rpc::OwnTokens> services);

  const Config config_;
  const std::unique_ptr<rpc::Tokens> people_;  // null: the services' issuer is theirs too
  const std::unique_ptr<rpc::OwnTokens> services_;
};
}  // namespace aor::service
