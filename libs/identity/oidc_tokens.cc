#include "libs/identity/oidc_tokens.h"

#include "libs/identity/claims.h"

namespace aor::identity {
namespace {
using rpc::Json;
using rpc::TextOf;
using rpc::Unauthenticated;

Fetching FetchingOf(const OidcConfig& config, std::atomic<bool>* stop) {
  return {config.ca_file, !config.is_production, stop};
}
}  // namespace

absl::StatusOr<std::unique_ptr<OidcTokens>> OidcTokens::Open(const OidcConfig& config) {
  const Fetching fetching = FetchingOf(config, nullptr);
  if (auto status = CheckUrl(config.issuer, fetching); !status.ok()) return status;
  if (auto status = CheckUrl(config.jwks_url, fetching); !config.jwks_url.empty() && !status.ok())
    return status;
  return std::unique_ptr<OidcTokens>(new OidcTokens(config));
}

OidcTokens::OidcTokens(const OidcConfig& config)
    : config_(config),
      keys_([this](std::atomic<bool>& stop) { return GetKeys(stop); }, config.pace) {}

absl::StatusOr<std::string> OidcTokens::GetKeys(std::atomic<bool>& stop) const {
  const Fetching fetching = FetchingOf(config_, &stop);
  if (!config_.jwks_url.empty()) return Fetch(config_.jwks_url, fetching);
  const bool ends_with_slash = config_.issuer.ends_with('/');
  const std::string url =
      config_.issuer + (ends_with_slash ? "" : "/") + ".well-known/openid-configuration";
  const auto document = Fetch(url, fetching);
  if (!document.ok()) return document.status();
  const Json json(json_loadb(document->data(), document->size(), JSON_REJECT_DUPLICATES, nullptr));
  if (TextOf(json.get(), "issuer") != config_.issuer)
    return absl::UnavailableError(url + " speaks of another issuer");
  return Fetch(TextOf(json.get(), "jwks_uri"), fetching);
}

absl::StatusOr<rpc::Caller> OidcTokens::Verify(std::string_view bearer, absl::Time now) const {
  const auto published = keys_.Newest();
  if (!published)
    return absl::UnavailableError(
        "The keys of the token's issuer have not been fetched yet; send the call again in a "
        "moment.");
  return published->verified.Verify(bearer, now,
                                    [&] { return Check(bearer, published->keys, now); });
}

absl::StatusOr<rpc::Verified> OidcTokens::Check(std::string_view token, const KeySet& keys,
                                                absl::Time now) const {
  const auto jwt = rpc::ReadJwt(token);
  if (!jwt.ok()) return jwt.status();
  if (auto status = CheckSignature(token, *jwt, keys); !status.ok()) return status;
  const Json claims = rpc::ObjectOf(jwt->claims);
  if (!claims) return Unauthenticated("has no readable claims");
  return ReadClaims(claims.get(), config_, now);
}

absl::Status OidcTokens::CheckSignature(std::string_view token, const rpc::Jwt& jwt,
                                        const KeySet& keys) const {
  const std::string algorithm = TextOf(jwt.header.get(), "alg");
  if (!config_.algorithms.contains(algorithm))
    return Unauthenticated("is signed with an algorithm that is not taken here");
  const Key* key = keys.Find(TextOf(jwt.header.get(), "kid"), algorithm);
  if (key && key->Verifies(token, jwt.signed_part, jwt.signature)) return absl::OkStatus();
  if (key) return Unauthenticated("carries a wrong signature");
  if (keys_.Ask())
    return absl::UnavailableError(
        "The token's key is new here and is being fetched; send the call again in a moment.");
  return absl::UnauthenticatedError(
      "The token is signed with a key that its issuer did not publish when it was last asked; send "
      "the call again in half a minute, or get a new one from the issuer.");
}
}  // namespace aor::identity
