// What real providers sign is taken, and nothing else.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "libs/identity/oidc_tokens.h"
#include "tests/identity/issuer.h"

namespace aor::identity {
namespace {
using std::chrono::milliseconds;

OidcConfig ConfigOf(const Issuer& issuer) {
  OidcConfig config;
  config.issuer = issuer.url();
  config.is_production = true;  // plain HTTP to this machine may be, there too
  config.pace = {milliseconds(60'000), milliseconds(300), milliseconds(50)};
  return config;
}

absl::StatusCode CodeOf(const OidcTokens& tokens, const std::string& token) {
  return tokens.Verify(token, absl::Now()).status().code();
}

// The keys come in the background: asks again for as long as it hears UNAVAILABLE.
absl::StatusOr<rpc::Caller> Verified(const OidcTokens& tokens, const std::string& token,
                                     absl::Time now = absl::Now()) {
  for (int i = 0; i < 500 && CodeOf(tokens, token) == absl::StatusCode::kUnavailable; ++i)
    std::this_thread::sleep_for(milliseconds(10));
  return tokens.Verify(token, now);
}

std::string Refusal(const OidcTokens& tokens, const std::string& token) {
  const auto caller = Verified(tokens, token);
  EXPECT_EQ(caller.status().code(), absl::StatusCode::kUnauthenticated) << caller.status();
  return std::string(caller.status().message());
}

TEST(CertifiedProvider, IsTakenAtItsWord) {
  Issuer issuer("provider");
  OidcConfig config = ConfigOf(issuer);
  config.roles_claim = "realm_access.roles";
  const auto tokens = *OidcTokens::Open(config);
  for (const char* algorithm : {"RS256", "ES256", "EdDSA"}) {
    const std::string token = issuer.Token("\"algorithm\":\"" + std::string(algorithm) + "\"");
    const auto caller = Verified(*tokens, token);
    ASSERT_TRUE(caller.ok()) << algorithm << ": " << caller.status();
    EXPECT_EQ(caller->tenant, "alpina");
    EXPECT_EQ(caller->person.value, "nina");
    EXPECT_TRUE(caller->Has("consultant"));
    EXPECT_TRUE(caller->ActsFor("client", "acme"));
    EXPECT_FALSE(caller->ActsFor("client", "other"));
    // A bit of the claims, and of the signature.
    for (const size_t at : {token.find('.') + 20, token.rfind('.') + 20}) {
      std::string damaged = token;
      damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
      EXPECT_NE(Refusal(*tokens, damaged).find("carries a wrong signature"), std::string::npos);
    }
  }
}

TEST(CertifiedProvider, MaySignWithFewerAlgorithms) {
  Issuer issuer("provider");
  OidcConfig config = ConfigOf(issuer);
  config.algorithms = {"ES256"};
  const auto tokens = *OidcTokens::Open(config);
  EXPECT_TRUE(Verified(*tokens, issuer.Token(R"("algorithm":"ES256")")).ok());
  EXPECT_NE(Refusal(*tokens, issuer.Token()).find("algorithm that is not taken here"),
            std::string::npos);
}

class MockTest : public ::testing::Test {
 protected:
  std::string At(int seconds) const {
    return std::to_string(absl::ToUnixSeconds(absl::Now()) + seconds);
  }
  Issuer issuer_{"mock"};
  std::unique_ptr<OidcTokens> tokens_ = *OidcTokens::Open(ConfigOf(issuer_));
};

TEST_F(MockTest, WhatMayNotPassIsRefusedByItsReason) {
  ASSERT_TRUE(Verified(*tokens_, issuer_.Token()).ok());
  const struct {
    std::string token, reason;
  } cases[] = {
      {issuer_.Token(R"("claims":{"exp":)" + At(-61) + "}"), "has expired"},
      {issuer_.Token(R"("claims":{"exp":"soon"})"), "has a claim exp that is no time in seconds"},
      {issuer_.Token(R"("without":["exp"])"), "never expires"},
      {issuer_.Token(R"("claims":{"nbf":)" + At(70) + "}"), "is not valid yet"},
      {issuer_.Token(R"("claims":{"iat":)" + At(70) + "}"), "was issued in the future"},
      {issuer_.Token(R"("claims":{"aud":"shop"})"), "is meant for another audience"},
      {issuer_.Token(R"("claims":{"aud":["shop","bank"]})"), "is meant for another audience"},
      {issuer_.Token(R"("without":["aud"])"), "is meant for another audience"},
      {issuer_.Token(R"("claims":{"iss":"https://login.example.com"})"), "is of another issuer"},
      {issuer_.Token(R"("claims":{"iss":")" + issuer_.url() + "/\"}"), "is of another issuer"},
      {issuer_.Token(R"("claims":{"tenant":""})"), "has no id in the claim tenant"},
      {issuer_.Token(R"("claims":{"tenant":"alpina/../rival"})"), "has no id in the claim tenant"},
      {issuer_.Token(R"("claims":{"tenant":"alpina\u0000x"})"), "has no readable claims"},
      {issuer_.Token(R"("without":["sub"])"), "has no id in the claim sub"},
      {issuer_.Token(R"("claims":{"sub":"nina@example.com"})"), "has no id in the claim sub"},
      {issuer_.Token(R"("claims":{"act":{}})"), "does not say by an id who acts"},
      {issuer_.Token(R"("claims":{"on_behalf_of":"a b"})"), "does not say by an id who acts"},
      {issuer_.Token(R"("claims":{"roles":["service"]})"), "claims the role of our own services"},
      {issuer_.Token(R"("algorithm":"ES384")"),
       "is signed with an algorithm that is not taken here"},
      {issuer_.Ask(R"("do":"unsigned")"), "is signed with an algorithm that is not taken here"},
      {issuer_.Ask(R"("do":"confused")"), "is signed with an algorithm that is not taken here"},
      {"garbage", "is not a JWT"},
      {"", "is not a JWT"},
      {"a.b.c", "has no readable header"},
      {std::string(100 << 10, 'a') + ".a.a", "is longer than 16 kB"},
      {issuer_.Token(R"("claims":{"note":")" + std::string(100 << 10, 'a') + "\"}"),
       "is longer than 16 kB"},
  };
  for (const auto& expected : cases) {
    const std::string refusal = Refusal(*tokens_, expected.token);
    EXPECT_NE(refusal.find("The token " + expected.reason), std::string::npos)
        << refusal << " instead of " << expected.reason;
  }
}

TEST_F(MockTest, AMinuteOfClocksApartIsForgiven) {
  for (const std::string& claims : {"\"exp\":" + At(-50), "\"nbf\":" + At(50), "\"iat\":" + At(50)})
    EXPECT_TRUE(Verified(*tokens_, issuer_.Token("\"claims\":{" + claims + "}")).ok()) << claims;
  const std::string token = issuer_.Token();
  ASSERT_TRUE(Verified(*tokens_, token).ok());
  const auto after = Verified(*tokens_, token, absl::Now() + absl::Seconds(3661));
  EXPECT_NE(after.status().message().find("has expired"), std::string::npos) << "also when known";
}

TEST_F(MockTest, ADelegateIsNamedWithWhomItActsFor) {
  for (const char* claims :
       {R"("claims":{"sub":"boss","act":{"sub":"nina"}})", R"("claims":{"on_behalf_of":"boss"})"}) {
    const auto caller = Verified(*tokens_, issuer_.Token(claims));
    ASSERT_TRUE(caller.ok()) << caller.status();
    EXPECT_EQ(caller->person.value, "nina");
    EXPECT_EQ(caller->on_behalf_of, "boss");
  }
}

TEST_F(MockTest, AnotherIssuersSignatureIsNone) {
  ASSERT_TRUE(Verified(*tokens_, issuer_.Token()).ok());
  Issuer stranger("mock");
  // Its key is asked for, and not found.
  EXPECT_NE(Refusal(*tokens_, stranger.Token(R"("claims":{"iss":")" + issuer_.url() + "\"}"))
                .find("with a key that its issuer did not publish"),
            std::string::npos);
}

TEST_F(MockTest, NewKeysAreFetchedWhileCallsGoOn) {
  const std::string old = issuer_.Token();
  ASSERT_TRUE(Verified(*tokens_, old).ok());
  issuer_.Ask(R"("do":"rotate")");
  EXPECT_TRUE(Verified(*tokens_, old).ok()) << "nobody has asked for another key yet";
  std::this_thread::sleep_for(milliseconds(350));  // the pace allows another fetch
  const std::string fresh = issuer_.Token();
  EXPECT_EQ(CodeOf(*tokens_, fresh), absl::StatusCode::kUnavailable) << "and does not wait for it";
  EXPECT_TRUE(Verified(*tokens_, fresh).ok());
  EXPECT_NE(Refusal(*tokens_, old).find("did not publish"), std::string::npos)
      << "what was known is forgotten with its key";
}

TEST_F(MockTest, TheOldKeysServeWhileTheIssuerIsAway) {
  const std::string known = issuer_.Token(), unseen = issuer_.Token(R"("algorithm":"ES256")");
  ASSERT_TRUE(Verified(*tokens_, known).ok());
  Issuer stranger("mock");
  issuer_.Ask(R"("do":"stop")");
  Refusal(*tokens_, stranger.Token());  // makes it ask, in vain
  EXPECT_TRUE(Verified(*tokens_, known).ok());
  EXPECT_TRUE(Verified(*tokens_, unseen).ok());
  issuer_.Ask(R"("do":"start")");
  issuer_.Ask(R"("do":"rotate")");
  const std::string fresh = issuer_.Token();
  for (int i = 0; i < 100 && !tokens_->Verify(fresh, absl::Now()).ok(); ++i)
    std::this_thread::sleep_for(milliseconds(50));
  EXPECT_TRUE(tokens_->Verify(fresh, absl::Now()).ok());
}

TEST_F(MockTest, NobodyComesInBeforeTheFirstKeys) {
  const std::string token = issuer_.Token();
  issuer_.Ask(R"("do":"stop")");
  const auto later = *OidcTokens::Open(ConfigOf(issuer_));
  const auto early = later->Verify(token, absl::Now());
  EXPECT_EQ(early.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(early.status().message().find("send the call again"), std::string::npos);
  issuer_.Ask(R"("do":"start")");
  EXPECT_TRUE(Verified(*later, token).ok());
}
}  // namespace
}  // namespace aor::identity
