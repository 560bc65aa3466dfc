// Compact JWTs (RFC 7519): read strictly, and nothing of the claims before the signature is right.
#pragma once

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <jansson.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "libs/rpc/caller.h"

namespace aor::rpc {
inline constexpr size_t kMaxTokenBytes = 16 << 10;

struct JsonDeleter {
  void operator()(json_t* json) const { json_decref(json); }
};
using Json = std::unique_ptr<json_t, JsonDeleter>;

struct Jwt {
  Json header;
  std::string signed_part;  // <header>.<claims>, as they came
  std::string claims;       // base64url
  std::string signature;    // bytes
};
// UNAUTHENTICATED: "The token <reason>; get a new one from the issuer."
absl::Status Unauthenticated(const std::string& reason);
// UNAUTHENTICATED for what is too long, of another form, or demands extensions (crit).
absl::StatusOr<Jwt> ReadJwt(std::string_view token);
// Nothing unless it is unpadded base64url of a JSON object without duplicate keys.
Json ObjectOf(const std::string& base64url);
std::string TextOf(const json_t* object, const char* key);  // empty if there is none
bool HasAudience(const json_t* claims, std::string_view audience);

struct Verified {
  Caller caller;
  absl::Time expires;
};
// Tokens found good, by digest, until they expire; bounded. Safe from any thread.
class VerifiedTokens {
 public:
  absl::StatusOr<Caller> Verify(std::string_view token, absl::Time now,
                                const std::function<absl::StatusOr<Verified>()>& check) const;

 private:
  static constexpr size_t kMost = 10'000;
  void Remember(const std::string& digest, const Verified& verified, absl::Time now) const;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Verified> verified_;  // by the token's SHA-256
};
}  // namespace aor::rpc
