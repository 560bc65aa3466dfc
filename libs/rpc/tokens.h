// Tokens that we sign ourselves: compact JWTs with Ed25519 (RFC 8037, alg EdDSA).
#pragma once

#include <absl/status/statusor.h>
#include <absl/time/time.h>

#include <memory>
#include <string>
#include <string_view>

#include "libs/eventlog/anchor.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/jwt.h"

namespace aor::rpc {
inline constexpr char kDevelopmentIssuer[] = "aor-development";
inline constexpr char kServiceIssuer[] = "aor-services";
inline constexpr char kAudience[] = "aor";

// Makes and verifies. The claims: sub, tenant, roles (["consultant", "client:acme"]),
// on_behalf_of, iss, aud, exp. Safe from any thread.
class OwnTokens : public Tokens {
 public:
  std::string Mint(const Caller& caller, absl::Time expires) const;
  absl::StatusOr<Caller> Verify(std::string_view bearer, absl::Time now) const override;
  // Says it was made by such an issuer: its first part is the same for all of them.
  bool Claims(std::string_view bearer) const { return bearer.starts_with(header_ + "."); }

 protected:
  OwnTokens(eventlog::SigningKey key, std::string issuer, const std::string& header);

 private:
  virtual bool MayVouchFor(const Caller&) const { return true; }
  absl::StatusOr<Verified> Check(std::string_view token) const;

  const eventlog::SigningKey key_;
  const std::string issuer_, header_;
  const VerifiedTokens verified_;
};

// Whoever has its key can be anybody.
class DevelopmentTokens final : public OwnTokens {
 public:
  // The key is read from the PEM file, or made there (mode 0600). FAILED_PRECONDITION in
  // the environment "production": use an OIDC issuer there.
  static absl::StatusOr<std::unique_ptr<DevelopmentTokens>> Open(const std::string& key_file,
                                                                 std::string_view environment);

 private:
  explicit DevelopmentTokens(eventlog::SigningKey key);
};

// The services of one deployment share a key, and vouch with it for each other, in production
// too: such a token has the role "service" and no other.
class ServiceTokens final : public OwnTokens {
 public:
  static absl::StatusOr<std::unique_ptr<ServiceTokens>> Open(const std::string& key_file);

 private:
  explicit ServiceTokens(eventlog::SigningKey key);
  bool MayVouchFor(const Caller& caller) const override;
};

// For command lines and tests: a token of the issuer whose key stands in this file.
absl::StatusOr<std::string> MintToken(const std::string& key_file, const Caller& caller,
                                      absl::Time expires);
// "client:acme" is the role client of the organisation acme.
Role ParseRole(std::string_view text);
}  // namespace aor::rpc
