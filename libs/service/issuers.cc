#include "libs/service/issuers.h"

#include <absl/strings/str_split.h>

#include "libs/identity/oidc_tokens.h"

namespace aor::service {
namespace {
identity::OidcConfig OidcOf(const Config& config) {
  identity::OidcConfig oidc;
  oidc.issuer = config.oidc_issuer;
  oidc.audience = config.oidc_audience;
  oidc.jwks_url = config.oidc_jwks_url;
  oidc.algorithms = absl::StrSplit(config.oidc_algorithms, ',');
  oidc.person_claim = config.oidc_person_claim;
  oidc.tenant_claim = config.oidc_tenant_claim;
  oidc.roles_claim = config.oidc_roles_claim;
  oidc.ca_file = config.oidc_ca_file;
  oidc.is_production = config.environment == "production";
  return oidc;
}
}  // namespace

absl::StatusOr<std::unique_ptr<Issuers>> Issuers::Open(const Config& config) {
  if (config.oidc_issuer.empty()) {
    auto both = rpc::DevelopmentTokens::Open(config.issuer_key_file, config.environment);
    if (!both.ok()) return both.status();
    return std::unique_ptr<Issuers>(new Issuers(nullptr, *std::move(both)));
  }
  auto people = identity::OidcTokens::Open(OidcOf(config));
  if (!people.ok()) return people.status();
  auto services = rpc::ServiceTokens::Open(config.service_key_file);
  if (!services.ok()) return services.status();
  return std::unique_ptr<Issuers>(new Issuers(*std::move(people), *std::move(services)));
}

absl::StatusOr<rpc::Caller> Issuers::Verify(std::string_view bearer, absl::Time now) const {
  if (people_ && !services_->Claims(bearer)) return people_->Verify(bearer, now);
  return services_->Verify(bearer, now);
}

std::string Issuers::Mint(const rpc::Caller& service, absl::Time expires) const {
  return services_->Mint(service, expires);
}
}  // namespace aor::service
