// The public keys of an issuer (JWKS, RFC 7517) and the signatures that they verify.
#pragma once

#include <absl/status/statusor.h>
#include <jansson.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace aor::identity {
// One key signs with one algorithm: RSA of 2048 bits or more with RS256, P-256 with ES256,
// Ed25519 with EdDSA; whatever else a token or a key may say. Safe from any thread.
class Key {
 public:
  virtual ~Key() = default;
  // `token` as it came, <signed_part>.<signature in base64url>.
  virtual bool Verifies(std::string_view token, std::string_view signed_part,
                        std::string_view signature) const = 0;
};

class KeySet {
 public:
  // Leaves out keys for encryption, secrets, and kinds and sizes that we do not take.
  // INVALID_ARGUMENT if nothing is left, or more than 64 keys.
  static absl::StatusOr<KeySet> Read(std::string_view json);
  // A token that names no key is tried with the only one of its algorithm. Null if there is none.
  const Key* Find(const std::string& kid, const std::string& algorithm) const;
  size_t size() const { return keys_.size(); }

 private:
  void Add(const json_t* jwk);
  std::map<std::pair<std::string, std::string>, std::unique_ptr<Key>> keys_;  // algorithm, kid
};
}  // namespace aor::identity
