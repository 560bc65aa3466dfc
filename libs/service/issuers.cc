#include "libs/service/issuers.h"

#include <absl/strings/str_split.h>

#include "libs/identity/oidc_tokens.h"

namespace aor::service {
namespace {
constexpr char kOperator[] = "operator";

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

bool IsOperator(const Config& config, const rpc::Caller& caller) {
  if (!caller.Has("administrator")) return false;
  return config.operator_tenant.empty() ? config.environment != "production"
                                        : config.operator_tenant == caller.tenant;
}

absl::StatusOr<std::unique_ptr<Issuers>> Issuers::Open(const Config& config) {
  if (config.oidc_issuer.empty()) {
    auto both = rpc::DevelopmentTokens::Open(config.issuer_key_file, config.environment);
    if (!both.ok()) return both.status();
    return std::unique_ptr<Issuers>(new Issuers(config, nullptr, *std::move(both)));
  }
  auto people = identity::OidcTokens::Open(OidcOf(config));
  if (!people.ok()) return people.status();
  auto services = rpc::ServiceTokens::Open(config.service_key_file);
  if (!services.ok()) return services.status();
  return std::unique_ptr<Issuers>(new Issuers(config, *std::move(people), *std::move(services)));
}

Issuers::Issuers(const Config& config, std::unique_ptr<rpc::Tokens> people,
                 std::unique_ptr<rpc::OwnTokens> services)
    : config_(config), people_(std::move(people)), services_(std::move(services)) {}

absl::StatusOr<rpc::Caller> Issuers::Verify(std::string_view bearer, absl::Time now) const {
  const bool is_person = people_ && !services_->Claims(bearer);
  auto caller = is_person ? people_->Verify(bearer, now) : services_->Verify(bearer, now);
  if (!caller.ok()) return caller;
  std::erase_if(caller->roles, [](const rpc::Role& role) { return role.name == kOperator; });
  if (IsOperator(config_, *caller)) caller->roles.push_back({kOperator, ""});
  return caller;
}

std::string Issuers::Mint(const rpc::Caller& service, absl::Time expires) const {
  return services_->Mint(service, expires);
}
}  // namespace aor::service
