#include "libs/rpc/tokens.h"

#include <absl/strings/escaping.h>
#include <absl/strings/str_split.h>
#include <jansson.h>
#include <openssl/sha.h>

#include <vector>

namespace aor::rpc {
namespace {
struct JsonDeleter {
  void operator()(json_t* json) const { json_decref(json); }
};
using Json = std::unique_ptr<json_t, JsonDeleter>;

absl::Status Unauthenticated(const std::string& reason) {
  return absl::UnauthenticatedError("The token " + reason + "; get a new one from the issuer.");
}

std::string Encode(const std::string& bytes) { return absl::WebSafeBase64Escape(bytes); }

// Nothing unless it is unpadded base64url of a JSON object without duplicate keys.
Json DecodeObject(const std::string& part) {
  std::string text;
  if (part.find('=') != std::string::npos || !absl::WebSafeBase64Unescape(part, &text))
    return nullptr;
  Json json(json_loadb(text.data(), text.size(), JSON_REJECT_DUPLICATES, nullptr));
  return json_is_object(json.get()) ? std::move(json) : nullptr;
}

std::string Text(const Json& object, const char* key) {
  const char* text = json_string_value(json_object_get(object.get(), key));
  return text ? text : "";
}

std::string Dump(const Json& object) {
  char* text = json_dumps(object.get(), JSON_COMPACT | JSON_SORT_KEYS);
  std::string dumped = text ? text : "";
  free(text);
  return dumped;
}

std::string RoleText(const Role& role) {
  return role.scope.empty() ? role.name : role.name + ":" + role.scope;
}

std::string Claims(const Caller& caller, absl::Time expires) {
  Json claims(json_object());
  const auto set = [&](const char* key, const std::string& value) {
    json_object_set_new(claims.get(), key, json_stringn(value.data(), value.size()));
  };
  set("iss", kDevelopmentIssuer);
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

bool IsAudience(const json_t* claim) {
  const auto is_us = [](const json_t* one) {
    const char* text = json_string_value(one);
    return text && std::string_view(text) == kAudience;
  };
  for (size_t i = 0; i < json_array_size(claim); ++i)
    if (is_us(json_array_get(claim, i))) return true;
  return is_us(claim);
}

Caller ToCaller(const Json& claims) {
  Caller caller{
      Text(claims, "tenant"), PersonId{Text(claims, "sub")}, Text(claims, "on_behalf_of"), {}};
  const json_t* roles = json_object_get(claims.get(), "roles");
  for (size_t i = 0; i < json_array_size(roles); ++i)
    if (const char* role = json_string_value(json_array_get(roles, i)))
      caller.roles.push_back(ParseRole(role));
  return caller;
}

std::string Digest(std::string_view token) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}
}  // namespace

Role ParseRole(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {std::string(text), ""};
  return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

absl::StatusOr<std::unique_ptr<DevelopmentTokens>> DevelopmentTokens::Open(
    const std::string& key_file, std::string_view environment) {
  if (environment == "production")
    return absl::FailedPreconditionError(
        "the development issuer does not exist in production; configure an OIDC issuer");
  auto key = eventlog::SigningKey::FromFile(key_file);
  if (!key.ok()) return key.status();
  return std::unique_ptr<DevelopmentTokens>(new DevelopmentTokens(*std::move(key)));
}

std::string DevelopmentTokens::Mint(const Caller& caller, absl::Time expires) const {
  const std::string signed_part =
      Encode(R"({"alg":"EdDSA","typ":"JWT"})") + "." + Encode(Claims(caller, expires));
  return signed_part + "." + Encode(key_.Sign(signed_part));
}

absl::StatusOr<DevelopmentTokens::Verified> DevelopmentTokens::Check(
    const std::string& token) const {
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  if (parts.size() != 3) return Unauthenticated("is not a JWT");
  const Json header = DecodeObject(parts[0]);
  if (!header) return Unauthenticated("has no readable header");
  if (Text(header, "alg") != "EdDSA") return Unauthenticated("is not signed with EdDSA");
  if (json_object_get(header.get(), "crit")) return Unauthenticated("demands unknown extensions");
  std::string signature;
  if (!absl::WebSafeBase64Unescape(parts[2], &signature) ||
      !eventlog::VerifySignature(key_.public_key(), parts[0] + "." + parts[1], signature))
    return Unauthenticated("carries a wrong signature");
  const Json claims = DecodeObject(parts[1]);
  if (!claims) return Unauthenticated("has no readable claims");
  if (Text(claims, "iss") != kDevelopmentIssuer) return Unauthenticated("is of another issuer");
  if (!IsAudience(json_object_get(claims.get(), "aud")))
    return Unauthenticated("is meant for another audience");
  const json_t* expires = json_object_get(claims.get(), "exp");
  if (!json_is_integer(expires)) return Unauthenticated("never expires");
  Verified verified{ToCaller(claims), absl::FromUnixSeconds(json_integer_value(expires))};
  if (verified.caller.tenant.empty()) return Unauthenticated("names no tenant");
  if (verified.caller.person.value.empty()) return Unauthenticated("names nobody");
  return verified;
}

absl::StatusOr<Caller> DevelopmentTokens::Verify(std::string_view bearer, absl::Time now) const {
  const std::string digest = Digest(bearer);
  absl::StatusOr<Verified> verified = absl::NotFoundError("");
  {
    std::lock_guard lock(mutex_);
    if (const auto known = verified_.find(digest); known != verified_.end())
      verified = known->second;
  }
  const bool is_new = !verified.ok();
  if (is_new) verified = Check(std::string(bearer));
  if (!verified.ok()) return verified.status();
  if (verified->expires <= now) return Unauthenticated("has expired");
  if (is_new) Remember(digest, *verified, now);
  return verified->caller;
}

void DevelopmentTokens::Remember(const std::string& digest, const Verified& verified,
                                 absl::Time now) const {
  std::lock_guard lock(mutex_);
  if (verified_.size() >= kMaxVerified)
    std::erase_if(verified_, [&](const auto& entry) { return entry.second.expires <= now; });
  if (verified_.size() >= kMaxVerified) verified_.clear();
  verified_[digest] = verified;
}

absl::StatusOr<std::string> MintToken(const std::string& key_file, const Caller& caller,
                                      absl::Time expires) {
  const auto issuer = DevelopmentTokens::Open(key_file, "development");
  if (!issuer.ok()) return issuer.status();
  return (*issuer)->Mint(caller, expires);
}
}  // namespace aor::rpc
