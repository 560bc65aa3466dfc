#include "libs/identity/claims.h"

#include <absl/strings/str_split.h>

#include "libs/rpc/formats.h"
#include "libs/rpc/tokens.h"

namespace aor::identity {
namespace {
using rpc::TextOf;
using rpc::Unauthenticated;
constexpr absl::Duration kSkew = absl::Seconds(60);

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

absl::Status CheckClaims(const json_t* claims, const OidcConfig& config, absl::Time now) {
  if (TextOf(claims, "iss") != config.issuer) return Unauthenticated("is of another issuer");
  if (!rpc::HasAudience(claims, config.audience))
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

absl::StatusOr<rpc::Caller> CallerOf(const json_t* claims, const OidcConfig& config) {
  const auto tenant = IdClaim(claims, config.tenant_claim);
  const auto person = IdClaim(claims, config.person_claim);
  for (const auto* id : {&tenant, &person})
    if (!id->ok()) return id->status();
  rpc::Caller caller{*tenant, PersonId{*person}, TextOf(claims, "on_behalf_of"), {}};
  if (const json_t* acting = json_object_get(claims, "act")) {
    caller.on_behalf_of = *person;
    caller.person.value = TextOf(acting, "sub");
  }
  if (!IsId(caller.person.value) || (!caller.on_behalf_of.empty() && !IsId(caller.on_behalf_of)))
    return Unauthenticated("does not say by an id who acts, and for whom");
  for (const std::string& word : WordsOf(Claim(claims, config.roles_claim)))
    caller.roles.push_back(rpc::ParseRole(word));
  if (caller.Has("service")) return Unauthenticated("claims the role of our own services");
  return caller;
}
}  // namespace

absl::StatusOr<rpc::Verified> ReadClaims(const json_t* claims, const OidcConfig& config,
                                         absl::Time now) {
  if (auto status = CheckClaims(claims, config, now); !status.ok()) return status;
  auto caller = CallerOf(claims, config);
  if (!caller.ok()) return caller.status();
  const auto expires = TimeClaim(claims, "exp", absl::InfinitePast());
  return rpc::Verified{*std::move(caller), *expires + kSkew};
}
}  // namespace aor::identity
