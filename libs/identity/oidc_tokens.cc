#include "libs/identity/oidc_tokens.h"

#include <absl/strings/str_split.h>

#include "libs/rpc/formats.h"
#include "libs/rpc/tokens.h"

namespace aor::identity {
namespace {
using rpc::Json;
using rpc::TextOf;
using rpc::Unauthenticated;
constexpr absl::Duration kSkew = absl::Seconds(60);

Fetching FetchingOf(const OidcConfig& config, std::atomic<bool>* stop) {
  return {config.ca_file, !config.is_production, stop};
}

// By its whole name first: names of claims may be URLs, with dots.
const json_t* Claim(const json_t* claims, const std::string& name) {
  if (const json_t* found = json_object_get(claims, name.c_str())) return found;
  const json_t* found = claims;
  for (const auto& part : absl::StrSplit(name, '.'))
    found = json_object_get(found, std::string(part).c_str());
  return found;
}

std::string TextClaim(const json_t* claims, const std::string& name) {
  const json_t* claim = Claim(claims, name);
  return json_is_string(claim) ? std::string(json_string_value(claim), json_string_length(claim))
                               : "";
}

// Ids begin the keys of rows and stand in logs: nothing else may come in here.
bool IsId(const std::string& text) { return rpc::FormatAdvice("id", text).empty(); }

absl::StatusOr<std::string> IdClaim(const json_t* claims, const std::string& name) {
  std::string id = TextClaim(claims, name);
  if (IsId(id)) return id;
  return Unauthenticated("has no id in the claim " + name +
                         " (1 to 64 letters, digits, dots, dashes or underscores)");
}

// A list, or one text with spaces between.
std::vector<std::string> WordsOf(const json_t* claim) {
  std::vector<std::string> words;
  if (const char* text = json_string_value(claim))
    words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  for (size_t i = 0; i < json_array_size(claim); ++i)
    if (const char* word = json_string_value(json_array_get(claim, i))) words.push_back(word);
  return words;
}

absl::StatusOr<absl::Time> TimeClaim(const json_t* claims, const char* name, absl::Time otherwise) {
  const json_t* claim = json_object_get(claims, name);
  if (!claim) return otherwise;
  if (!json_is_integer(claim))
    return Unauthenticated("has a claim " + std::string(name) + " that is no time in seconds");
  return absl::FromUnixSeconds(json_integer_value(claim));
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
  if (auto status = CheckClaims(claims.get(), now); !status.ok()) return status;
  auto caller = CallerOf(claims.get());
  if (!caller.ok()) return caller.status();
  const auto expires = TimeClaim(claims.get(), "exp", absl::InfinitePast());
  return rpc::Verified{*std::move(caller), *expires + kSkew};
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

absl::Status OidcTokens::CheckClaims(const json_t* claims, absl::Time now) const {
  if (TextOf(claims, "iss") != config_.issuer) return Unauthenticated("is of another issuer");
  if (!rpc::HasAudience(claims, config_.audience))
    return Unauthenticated("is meant for another audience");
  const auto expires = TimeClaim(claims, "exp", absl::InfinitePast());
  const auto not_before = TimeClaim(claims, "nbf", absl::InfinitePast());
  const auto issued = TimeClaim(claims, "iat", absl::InfinitePast());
  for (const auto* time : {&expires, &not_before, &issued})
    if (!time->ok()) return time->status();
  if (*expires == absl::InfinitePast()) return Unauthenticated("never expires");
  if (*expires + kSkew <= now) return Unauthenticated("has expired");
  if (*not_before - kSkew > now) return Unauthenticated("is not valid yet");
  if (*issued - kSkew > now) return Unauthenticated("was issued in the future");
  return absl::OkStatus();
}

absl::StatusOr<rpc::Caller> OidcTokens::CallerOf(const json_t* claims) const {
  const auto tenant = IdClaim(claims, config_.tenant_claim);
  const auto person = IdClaim(claims, config_.person_claim);
  for (const auto* id : {&tenant, &person})
    if (!id->ok()) return id->status();
  rpc::Caller caller{*tenant, PersonId{*person}, TextOf(claims, "on_behalf_of"), {}};
  if (const json_t* acting = json_object_get(claims, "act")) {
    caller.on_behalf_of = *person;
    caller.person.value = TextOf(acting, "sub");
  }
  if (!IsId(caller.person.value) || (!caller.on_behalf_of.empty() && !IsId(caller.on_behalf_of)))
    return Unauthenticated("does not say by an id who acts, and for whom");
  for (const std::string& word : WordsOf(Claim(claims, config_.roles_claim)))
    caller.roles.push_back(rpc::ParseRole(word));
  if (caller.Has("service")) return Unauthenticated("claims the role of our own services");
  return caller;
}
}  // namespace aor::identity
