// Any bytes as what an issuer publishes, and as a token: keys that may sign, or a sentence, and no
// key that is ours takes what it did not sign.
#include <absl/strings/escaping.h>

#include "libs/eventlog/anchor.h"
#include "libs/identity/key_set.h"
#include "libs/rpc/jwt.h"
#include "tests/fuzz/input.h"

namespace {
using aor::fuzz::Must;
using aor::identity::KeySet;

void Try(const KeySet& keys, std::string_view token, bool is_ours) {
  const auto jwt = aor::rpc::ReadJwt(token);
  if (!jwt.ok()) return;
  for (const char* algorithm : {"EdDSA", "ES256", "RS256"}) {
    const auto* key = keys.Find(aor::rpc::TextOf(jwt->header.get(), "kid"), algorithm);
    const bool verified = key && key->Verifies(token, jwt->signed_part, jwt->signature);
    Must(!is_ours || !verified);
  }
}

KeySet Ours() {
  const std::string x =
      absl::WebSafeBase64Escape(aor::eventlog::SigningKey::Generate().public_key());
  return *KeySet::Read(R"({"keys":[{"kty":"OKP","crv":"Ed25519","x":")" + x + R"("},
      {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
       "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})");
}
// What the fuzzer need not find out by itself: keys of each kind whose numbers are these bytes.
std::string KeysOf(std::string_view bytes) {
  const auto number = [](std::string_view part) {
    return "\"" + absl::WebSafeBase64Escape(std::string(part)) + "\"";
  };
  const std::string all = number(bytes), front = number(bytes.substr(0, bytes.size() / 2)),
                    back = number(bytes.substr(bytes.size() / 2));
  return R"({"keys":[{"kty":"RSA","e":"AQAB","n":)" + all + R"(},{"kty":"RSA","e":)" + front +
         R"(,"n":)" + back + R"(,"kid":"b"},{"kty":"EC","crv":"P-256","x":)" + front + R"(,"y":)" +
         back + R"(},{"kty":"OKP","crv":"Ed25519","x":)" + all + "}]}";
}

void TryKeys(std::string_view json, std::string_view token) {
  const auto keys = KeySet::Read(json);
  if (!keys.ok()) return Must(!keys.status().message().empty());
  Must(keys->size() > 0 && keys->size() <= 64);
  Try(*keys, token, false);
  for (const char* algorithm : {"EdDSA", "ES256", "RS256"}) {
    const std::string header =
        absl::WebSafeBase64Escape(R"({"alg":")" + std::string(algorithm) + R"("})");
    const std::string signature = absl::WebSafeBase64Escape(std::string(token));
    Try(*keys, header + ".e30." + signature, false);
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto& ours = *new KeySet(Ours());
  std::string_view token = aor::fuzz::Text(data, size);
  const std::string_view json = aor::fuzz::NextPart(token);
  Try(ours, token, true);
  Try(ours, json, true);
  TryKeys(json, token);
  TryKeys(KeysOf(aor::fuzz::Text(data, size)), token);
  return 0;
}
