// The development issuer: compact JWTs signed with Ed25519 (RFC 8037, alg EdDSA).
#pragma once

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "libs/eventlog/anchor.h"
#include "libs/rpc/caller.h"

namespace aor::rpc {
inline constexpr char kDevelopmentIssuer[] = "aor-development";
inline constexpr char kAudience[] = "aor";

// Makes and verifies. The claims: sub, tenant, roles (["consultant", "client:acme"]),
// on_behalf_of, iss, aud, exp. Safe from any thread.
class DevelopmentTokens final : public Tokens {
 public:
  // The key is read from the PEM file, or made there (mode 0600). FAILED_PRECONDITION in
  // the environment "production": use an OIDC issuer there.
  static absl::StatusOr<std::unique_ptr<DevelopmentTokens>> Open(const std::string& key_file,
                                                                 std::string_view environment);
  std::string Mint(const Caller& caller, absl::Time expires) const;
  absl::StatusOr<Caller> Verify(std::string_view bearer, absl::Time now) const override;

 private:
  static constexpr size_t kMaxVerified = 10'000;
  struct Verified {
    Caller caller;
    absl::Time expires;
  };
  explicit DevelopmentTokens(eventlog::SigningKey key) : key_(std::move(key)) {}
  absl::StatusOr<Verified> Check(const std::string& token) const;
  void Remember(const std::string& digest, const Verified& verified, absl::Time now) const;

  const eventlog::SigningKey key_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Verified> verified_;  // by the token's SHA-256
};

// For command lines and tests: a token of the issuer whose key stands in this file.
absl::StatusOr<std::string> MintToken(const std::string& key_file, const Caller& caller,
                                      absl::Time expires);
// "client:acme" is the role client of the organisation acme.
Role ParseRole(std::string_view text);
}  // namespace aor::rpc
