#include "libs/identity/key_set.h"

#include <absl/strings/escaping.h>
#include <cjose/jwk.h>
#include <cjose/jws.h>

#include <mutex>

#include "libs/eventlog/anchor.h"
#include "libs/rpc/jwt.h"

namespace aor::identity {
namespace {
using rpc::Json;
using rpc::TextOf;

constexpr size_t kMostKeys = 64, kLeastRsaBits = 2048;

struct JwkDeleter {
  void operator()(cjose_jwk_t* jwk) const { cjose_jwk_release(jwk); }
};
struct JwsDeleter {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
using Jwk = std::unique_ptr<cjose_jwk_t, JwkDeleter>;
using Jws = std::unique_ptr<cjose_jws_t, JwsDeleter>;

class JoseKey final : public Key {
 public:
  explicit JoseKey(Jwk jwk) : jwk_(std::move(jwk)) {}
  bool Verifies(std::string_view token, std::string_view, std::string_view) const override {
    cjose_err error;
    const Jws jws(cjose_jws_import(token.data(), token.size(), &error));
    std::lock_guard lock(mutex_);  // cjose says nothing about threads
    return jws && cjose_jws_verify(jws.get(), jwk_.get(), &error);
  }

 private:
  const Jwk jwk_;
  mutable std::mutex mutex_;
};

// cjose knows no Edwards curve.
class EdwardsKey final : public Key {
 public:
  explicit EdwardsKey(std::string bytes) : bytes_(std::move(bytes)) {}
  bool Verifies(std::string_view, std::string_view signed_part,
                std::string_view signature) const override {
    return eventlog::VerifySignature(bytes_, signed_part, signature);
  }

 private:
  const std::string bytes_;
};

std::unique_ptr<Key> EdwardsKeyOf(const json_t* jwk) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(TextOf(jwk, "x"), &bytes) || bytes.size() != 32) return nullptr;
  return std::make_unique<EdwardsKey>(std::move(bytes));
}

std::unique_ptr<Key> JoseKeyOf(const json_t* json, size_t least_bits) {
  char* text = json_dumps(json, JSON_COMPACT);
  cjose_err error;
  Jwk jwk(text ? cjose_jwk_import(text, strlen(text), &error) : nullptr);
  free(text);
  if (!jwk || cjose_jwk_get_keysize(jwk.get(), &error) < least_bits) return nullptr;
  return std::make_unique<JoseKey>(std::move(jwk));
}

// The algorithm that a key of this kind signs with, and the key; nothing if we do not take it.
std::pair<std::string, std::unique_ptr<Key>> KeyOf(const json_t* jwk) {
  const std::string kind = TextOf(jwk, "kty"), curve = TextOf(jwk, "crv");
  if (kind == "RSA") return {"RS256", JoseKeyOf(jwk, kLeastRsaBits)};
  if (kind == "EC" && curve == "P-256") return {"ES256", JoseKeyOf(jwk, 256)};
  if (kind == "OKP" && curve == "Ed25519") return {"EdDSA", EdwardsKeyOf(jwk)};
  return {"", nullptr};
}
}  // namespace

void KeySet::Add(const json_t* jwk) {
  if (const std::string use = TextOf(jwk, "use"); !use.empty() && use != "sig") return;
  auto [algorithm, key] = KeyOf(jwk);
  const std::string declared = TextOf(jwk, "alg");
  if (!key || (!declared.empty() && declared != algorithm)) return;
  keys_.try_emplace({algorithm, TextOf(jwk, "kid")}, std::move(key));
}

absl::StatusOr<KeySet> KeySet::Read(std::string_view text) {
  const Json json(json_loadb(text.data(), text.size(), JSON_REJECT_DUPLICATES, nullptr));
  const json_t* keys = json_object_get(json.get(), "keys");
  if (!json_is_array(keys)) return absl::InvalidArgumentError("is no set of keys (JWKS)");
  if (json_array_size(keys) > kMostKeys)
    return absl::InvalidArgumentError("holds more than 64 keys");
  KeySet set;
  for (size_t i = 0; i < json_array_size(keys); ++i) set.Add(json_array_get(keys, i));
  if (set.keys_.empty())
    return absl::InvalidArgumentError(
        "holds no key that we take: RSA from 2048 bits, EC P-256 or Ed25519, for signatures");
  return set;
}

const Key* KeySet::Find(const std::string& kid, const std::string& algorithm) const {
  if (const auto found = keys_.find({algorithm, kid}); found != keys_.end())
    return found->second.get();
  if (!kid.empty()) return nullptr;
  const auto first = keys_.lower_bound({algorithm, ""});
  if (first == keys_.end() || first->first.first != algorithm) return nullptr;
  const auto next = std::next(first);
  return next == keys_.end() || next->first.first != algorithm ? first->second.get() : nullptr;
}
}  // namespace aor::identity
