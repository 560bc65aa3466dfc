// What is known of an OpenID provider before its tokens come.
#pragma once

#include <set>
#include <string>

#include "libs/identity/issuer_keys.h"

namespace aor::identity {
inline const std::set<std::string>& KnownAlgorithms() {
  static const auto& known = *new std::set<std::string>{"EdDSA", "ES256", "RS256"};
  return known;
}

struct OidcConfig {
  std::string issuer;  // as the claim iss says it
  std::string audience = "aor";
  std::string jwks_url;  // none: as the issuer's discovery document says
  std::set<std::string> algorithms = KnownAlgorithms();  // or fewer
  // A claim by its name, or by the way to it: realm_access.roles.
  std::string person_claim = "sub", tenant_claim = "tenant", roles_claim = "roles";
  std::string ca_file;
  bool is_production = true;
  IssuerKeys::Pace pace;
};
}  // namespace aor::identity
