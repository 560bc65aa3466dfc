#include "libs/rpc/tokens.h"

#include <absl/strings/escaping.h>
#include <jansson.h>

namespace aor::rpc {
namespace {
std::string Encode(const std::string& bytes) { return absl::WebSafeBase64Escape(bytes); }

std::string Dump(const Json& object) {
  char* text = json_dumps(object.get(), JSON_COMPACT | JSON_SORT_KEYS);
  std::string dumped = text ? text : "";
  free(text);
  return dumped;
}

std::string RoleText(const Role& role) {
  return role.scope.empty() ? role.name : role.name + ":" + role.scope;
}

std::string ClaimsOf(const std::string& issuer, const Caller& caller, absl::Time expires) {
  Json claims(json_object());
  const auto set = [&](const char* key, const std::string& value) {
    json_object_set_new(claims.get(), key, json_stringn(value.data(), value.size()));
  };
  set("iss", issuer);
  set("aud", kAudience);
  set("sub", caller.person.value);
  set("tenant", caller.tenant);
  if (!caller.on_behalf_of.empty()) set("on_behalf_of", caller.on_behalf_of);
  json_t* roles = json_array();
  for (const Role& role : caller.roles)
    json_array_append_new(roles, json_string(RoleText(role).c_str()));
  json_object_set_new(claims.get(), "roles", roles);
  json_object_set_new(claims.get(), "exp", json_integer(absl::ToUnixSeconds(expires)));
  return Dump(claims);
}

Caller ToCaller(const Json& claims) {
  Caller caller{TextOf(claims.get(), "tenant"),
                PersonId{TextOf(claims.get(), "sub")},
                TextOf(claims.get(), "on_behalf_of"),
                {}};
  const json_t* roles = json_object_get(claims.get(), "roles");
  for (size_t i = 0; i < json_array_size(roles); ++i)
    if (const char* role = json_string_value(json_array_get(roles, i)))
      caller.roles.push_back(ParseRole(role));
  return caller;
}
}  // namespace

Role ParseRole(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {std::string(text), ""};
  return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

OwnTokens::OwnTokens(eventlog::SigningKey key, std::string issuer, const std::string& header)
    : key_(std::move(key)), issuer_(std::move(issuer)), header_(Encode(header)) {}

std::string OwnTokens::Mint(const Caller& caller, absl::Time expires) const {
  const std::string signed_part = header_ + "." + Encode(ClaimsOf(issuer_, caller, expires));
  return signed_part + "." + Encode(key_.Sign(signed_part));
}

absl::StatusOr<Caller> OwnTokens::Verify(std::string_view bearer, absl::Time now) const {
  return verified_.Verify(bearer, now, [&] { return Check(bearer); });
}

absl::StatusOr<Verified> OwnTokens::Check(std::string_view token) const {
  const auto jwt = ReadJwt(token);
  if (!jwt.ok()) return jwt.status();
  if (TextOf(jwt->header.get(), "alg") != "EdDSA")
    return Unauthenticated("is not signed with EdDSA");
  if (!eventlog::VerifySignature(key_.public_key(), jwt->signed_part, jwt->signature))
    return Unauthenticated("carries a wrong signature");
  const Json claims = ObjectOf(jwt->claims);
  if (!claims) return Unauthenticated("has no readable claims");
  if (TextOf(claims.get(), "iss") != issuer_) return Unauthenticated("is of another issuer");
  if (!HasAudience(claims.get(), kAudience))
    return Unauthenticated("is meant for another audience");
  const json_t* expires = json_object_get(claims.get(), "exp");
  if (!json_is_integer(expires)) return Unauthenticated("never expires");
  Verified verified{ToCaller(claims), absl::FromUnixSeconds(json_integer_value(expires))};
  if (verified.caller.tenant.empty()) return Unauthenticated("names no tenant");
  if (verified.caller.person.value.empty()) return Unauthenticated("names nobody");
  if (!MayVouchFor(verified.caller)) return Unauthenticated("claims more than a service may do");
  return verified;
}

DevelopmentTokens::DevelopmentTokens(eventlog::SigningKey key)
    : OwnTokens(std::move(key), kDevelopmentIssuer, R"({"alg":"EdDSA","typ":"JWT"})") {}

absl::StatusOr<std::unique_ptr<DevelopmentTokens>> DevelopmentTokens::Open(
    const std::string& key_file, std::string_view environment) {
  if (environment == "production")
    return absl::FailedPreconditionError(
        "the development issuer does not exist in production; configure an OIDC issuer: "
        "--oidc_issuer");
  auto key = eventlog::SigningKey::FromFile(key_file);
  if (!key.ok()) return key.status();
  return std::unique_ptr<DevelopmentTokens>(new DevelopmentTokens(*std::move(key)));
}

ServiceTokens::ServiceTokens(eventlog::SigningKey key)
    : OwnTokens(std::move(key), kServiceIssuer,
                R"({"alg":"EdDSA","kid":"aor-services","typ":"JWT"})") {}

absl::StatusOr<std::unique_ptr<ServiceTokens>> ServiceTokens::Open(const std::string& key_file) {
  auto key = eventlog::SigningKey::FromFile(key_file);
  if (!key.ok()) return key.status();
  return std::unique_ptr<ServiceTokens>(new ServiceTokens(*std::move(key)));
}

bool ServiceTokens::MayVouchFor(const Caller& caller) const {
  return caller.roles.size() == 1 && caller.roles.front().name == "service";
}

absl::StatusOr<std::string> MintToken(const std::string& key_file, const Caller& caller,
                                      absl::Time expires) {
  const auto issuer = DevelopmentTokens::Open(key_file, "development");
  if (!issuer.ok()) return issuer.status();
  return (*issuer)->Mint(caller, expires);
}
}  // namespace aor::rpc
