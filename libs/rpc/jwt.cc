#include "libs/rpc/jwt.h"

#include <absl/strings/escaping.h>
#include <absl/strings/str_split.h>
#include <openssl/sha.h>

#include <optional>
#include <vector>

namespace aor::rpc {
namespace {
std::string Digest(std::string_view token) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}
}  // namespace

absl::Status Unauthenticated(const std::string& reason) {
  return absl::UnauthenticatedError("The token " + reason + "; get a new one from the issuer.");
}

Json ObjectOf(const std::string& base64url) {
  std::string text;
  if (base64url.find('=') != std::string::npos || !absl::WebSafeBase64Unescape(base64url, &text))
    return nullptr;
  Json json(json_loadb(text.data(), text.size(), JSON_REJECT_DUPLICATES, nullptr));
  return json_is_object(json.get()) ? std::move(json) : nullptr;
}

absl::StatusOr<Jwt> ReadJwt(std::string_view token) {
  if (token.size() > kMaxTokenBytes) return Unauthenticated("is longer than 16 kB");
  const std::vector<std::string> parts = absl::StrSplit(std::string(token), '.');
  if (parts.size() != 3) return Unauthenticated("is not a JWT");
  Jwt jwt{ObjectOf(parts[0]), parts[0] + "." + parts[1], parts[1], ""};
  if (!jwt.header) return Unauthenticated("has no readable header");
  if (json_object_get(jwt.header.get(), "crit"))
    return Unauthenticated("demands unknown extensions");
  if (!absl::WebSafeBase64Unescape(parts[2], &jwt.signature))
    return Unauthenticated("carries a wrong signature");
  return jwt;
}

std::string TextOf(const json_t* object, const char* key) {
  const json_t* text = json_object_get(object, key);
  return json_is_string(text) ? std::string(json_string_value(text), json_string_length(text)) : "";
}

bool HasAudience(const json_t* claims, std::string_view audience) {
  const json_t* claim = json_object_get(claims, "aud");
  const auto is_us = [&](const json_t* one) {
    const char* text = json_string_value(one);
    return text && audience == text;
  };
  for (size_t i = 0; i < json_array_size(claim); ++i)
    if (is_us(json_array_get(claim, i))) return true;
  return is_us(claim);
}

absl::StatusOr<Caller> VerifiedTokens::Verify(
    std::string_view token, absl::Time now,
    const std::function<absl::StatusOr<Verified>()>& check) const {
  const std::string digest = Digest(token);
  std::optional<Verified> known;
  {
    std::lock_guard lock(mutex_);
    if (const auto found = verified_.find(digest); found != verified_.end()) known = found->second;
  }
  const absl::StatusOr<Verified> verified = known ? absl::StatusOr<Verified>(*known) : check();
  if (!verified.ok()) return verified.status();
  if (verified->expires <= now) return Unauthenticated("has expired");
  if (!known) Remember(digest, *verified, now);
  return verified->caller;
}

void VerifiedTokens::Remember(const std::string& digest, const Verified& verified,
                              absl::Time now) const {
  std::lock_guard lock(mutex_);
  if (verified_.size() >= kMost)
    std::erase_if(verified_, [&](const auto& entry) { return entry.second.expires <= now; });
  if (verified_.size() >= kMost) verified_.clear();
  verified_[digest] = verified;
}
}  // namespace aor::rpc
