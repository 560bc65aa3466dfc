#include "libs/identity/key_set.h"

#include <absl/strings/escaping.h>
#include <cjose/jwk.h>
#include <cjose/util.h>
#include <gtest/gtest.h>

#include "libs/eventlog/anchor.h"
#include "libs/rpc/jwt.h"

namespace aor::identity {
namespace {
std::string JsonOf(const cjose_jwk_t* jwk) {
  cjose_err error;
  char* text = cjose_jwk_to_json(jwk, false, &error);
  const std::string json = text;
  cjose_get_dealloc()(text);
  return json;
}

// Another key in each case, as its issuer would publish it, with more members.
std::string RsaOf(size_t bits, const std::string& members) {
  static const uint8_t exponent[] = {1, 0, 1};
  cjose_err error;
  cjose_jwk_t* jwk = cjose_jwk_create_RSA_random(bits, exponent, sizeof exponent, &error);
  std::string json = JsonOf(jwk);
  cjose_jwk_release(jwk);
  return json.insert(1, members);
}
std::string EcOf(cjose_jwk_ec_curve curve, const std::string& members) {
  cjose_err error;
  cjose_jwk_t* jwk = cjose_jwk_create_EC_random(curve, &error);
  std::string json = JsonOf(jwk);
  cjose_jwk_release(jwk);
  return json.insert(1, members);
}
std::string EdOf(const std::string& public_key, const std::string& kid) {
  return R"({"kty":"OKP","crv":"Ed25519","kid":")" + kid + R"(","x":")" +
         absl::WebSafeBase64Escape(public_key) + "\"}";
}
std::string SetOf(const std::string& keys) { return "{\"keys\":[" + keys + "]}"; }

TEST(KeySet, TakesTheKeysThatMaySign) {
  const auto set = KeySet::Read(SetOf(RsaOf(2048, R"("kid":"r","use":"sig","alg":"RS256",)") + "," +
                                      EcOf(CJOSE_JWK_EC_P_256, R"("kid":"e",)") + "," +
                                      EdOf(std::string(32, 'x'), "d")));
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_EQ(set->size(), 3u);
  EXPECT_TRUE(set->Find("r", "RS256"));
  EXPECT_TRUE(set->Find("e", "ES256"));
  EXPECT_TRUE(set->Find("d", "EdDSA"));
  EXPECT_TRUE(set->Find("", "RS256")) << "the only one of its algorithm";
  EXPECT_FALSE(set->Find("r", "ES256")) << "a key has one algorithm";
  EXPECT_FALSE(set->Find("r", "HS256"));
  EXPECT_FALSE(set->Find("other", "RS256"));
}

TEST(KeySet, AsksForANameWhereTwoCouldBeMeant) {
  const auto set =
      KeySet::Read(SetOf(EdOf(std::string(32, 'x'), "a") + "," + EdOf(std::string(32, 'y'), "b")));
  ASSERT_TRUE(set.ok());
  EXPECT_FALSE(set->Find("", "EdDSA"));
  EXPECT_TRUE(set->Find("b", "EdDSA"));
}

TEST(KeySet, LeavesOutWhatMayNotSign) {
  const std::string good = EdOf(std::string(32, 'x'), "good");
  const std::pair<const char*, std::string> cases[] = {
      {"for encryption", RsaOf(2048, R"("kid":"r","use":"enc",)")},
      {"short", RsaOf(1024, R"("kid":"r",)")},
      {"of another algorithm", RsaOf(2048, R"("kid":"r","alg":"RS512",)")},
      {"of another curve", EcOf(CJOSE_JWK_EC_P_384, R"("kid":"e",)")},
      {"a secret", R"({"kty":"oct","k":"c2VjcmV0","kid":"s"})"},
      {"cut", EdOf(std::string(31, 'x'), "d")},
      {"no point of the curve", R"({"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"e"})"},
      {"no key", "7"},
  };
  for (const auto& [what, jwk] : cases) {
    const auto set = KeySet::Read(SetOf(jwk + "," + good));
    ASSERT_TRUE(set.ok()) << what;
    EXPECT_EQ(set->size(), 1u) << what;
    EXPECT_FALSE(KeySet::Read(SetOf(jwk)).ok()) << what;
  }
}

TEST(KeySet, IsRefusedWhereItIsNone) {
  std::string many;
  for (int i = 0; i < 65; ++i) many += std::string(i ? "," : "") + "{}";
  for (const std::string& json : {std::string(), std::string("<html>"), std::string("[]"),
                                  std::string("{}"), std::string(R"({"keys":{}})"), SetOf(""),
                                  SetOf(many), std::string(R"({"keys":[],"keys":[]})")})
    EXPECT_FALSE(KeySet::Read(json).ok()) << json;
}

TEST(KeySet, VerifiesWhatItsKeysSigned) {
  const auto key = eventlog::SigningKey::Generate();
  const auto set = KeySet::Read(SetOf(EdOf(key.public_key(), "d")));
  const std::string part = "e30.e30";
  const std::string signature = key.Sign(part);
  EXPECT_TRUE(set->Find("d", "EdDSA")->Verifies("", part, signature));
  EXPECT_FALSE(set->Find("d", "EdDSA")->Verifies("", part + "x", signature));
}
}  // namespace
}  // namespace aor::identity
