#include "libs/rpc/tokens.h"

#include <absl/strings/escaping.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace aor::rpc {
namespace {
const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);
const absl::Time kLater = kNow + absl::Hours(1);

class TokensTest : public ::testing::Test {
 protected:
  TokensTest() {
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
    tokens_ = *DevelopmentTokens::Open(KeyFile(), "development");
  }
  std::string KeyFile(const std::string& name = "key.pem") const { return directory_ + "/" + name; }
  // Signed by the issuer, with whatever header and claims.
  std::string Signed(const std::string& header, const std::string& claims) const {
    const std::string part =
        absl::WebSafeBase64Escape(header) + "." + absl::WebSafeBase64Escape(claims);
    const auto key = eventlog::SigningKey::FromFile(KeyFile());
    return part + "." + absl::WebSafeBase64Escape(key->Sign(part));
  }
  std::string Refusal(const std::string& token) const {
    const auto caller = tokens_->Verify(token, kNow);
    EXPECT_EQ(caller.status().code(), absl::StatusCode::kUnauthenticated) << token;
    return std::string(caller.status().message());
  }

  const Caller anna_{"alpina", PersonId{"anna"}, "boss", {{"consultant", ""}, {"client", "acme"}}};
  const std::string directory_ = ::testing::TempDir() + "/tokens-" + std::to_string(getpid());
  std::unique_ptr<DevelopmentTokens> tokens_;
};

TEST_F(TokensTest, SayWhoCalls) {
  const std::string token = tokens_->Mint(anna_, kLater);
  for (int twice = 0; twice < 2; ++twice) {  // the second time from the cache
    const auto caller = tokens_->Verify(token, kNow);
    ASSERT_TRUE(caller.ok()) << caller.status();
    EXPECT_EQ(caller->tenant, "alpina");
    EXPECT_EQ(caller->person.value, "anna");
    EXPECT_EQ(caller->on_behalf_of, "boss");
    EXPECT_TRUE(caller->Has("consultant"));
    EXPECT_TRUE(caller->ActsFor("client", "acme"));
    EXPECT_FALSE(caller->ActsFor("client", "other"));
  }
}

TEST_F(TokensTest, ExpireAlsoInTheCache) {
  const std::string token = tokens_->Mint(anna_, kLater);
  ASSERT_TRUE(tokens_->Verify(token, kNow).ok());
  EXPECT_EQ(tokens_->Verify(token, kLater).status().message(),
            "The token has expired; get a new one from the issuer.");
}

TEST_F(TokensTest, RefuseEveryForgery) {
  const std::string header = R"({"alg":"EdDSA","typ":"JWT"})";
  const std::string claims =
      R"({"iss":"aor-development","aud":"aor","sub":"anna","tenant":"alpina","exp":1790003600})";
  ASSERT_TRUE(tokens_->Verify(Signed(header, claims), kNow).ok());
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = claims;
    return Signed(header, changed.replace(changed.find(from), from.size(), to));
  };
  const std::string good = tokens_->Mint(anna_, kLater);
  std::string tampered = good;
  tampered[good.find('.') + 5] ^= 1;
  const std::string unsigned_token = absl::WebSafeBase64Escape(R"({"alg":"none"})") + "." +
                                     absl::WebSafeBase64Escape(claims) + ".";
  const auto other = DevelopmentTokens::Open(KeyFile("other.pem"), "development");
  const struct {
    std::string token, reason;
  } cases[] = {
      {"", "is not a JWT"},
      {"garbage", "is not a JWT"},
      {"a.b.c", "has no readable header"},
      {"a.b.c.d", "is not a JWT"},
      {std::string(100'000, 'a') + ".b.c", "is longer than 16 kB"},
      {unsigned_token, "is not signed with EdDSA"},
      {Signed(R"({"alg":"none"})", claims), "is not signed with EdDSA"},
      {Signed(R"({"alg":"HS256"})", claims), "is not signed with EdDSA"},
      {Signed(R"({"alg":"EdDSA","alg":"none"})", claims), "has no readable header"},
      {Signed(R"({"alg":"EdDSA","crit":["x"]})", claims), "demands unknown extensions"},
      {tampered, "carries a wrong signature"},
      {good.substr(0, good.rfind('.') + 1), "carries a wrong signature"},
      {(*other)->Mint(anna_, kLater), "carries a wrong signature"},
      {Signed(header, "[]"), "has no readable claims"},
      {with("aor-development", "elsewhere"), "is of another issuer"},
      {with("\"aud\":\"aor\"", "\"aud\":\"shop\""), "is meant for another audience"},
      {with("\"aud\":\"aor\"", "\"aud\":[\"shop\"]"), "is meant for another audience"},
      {with(",\"exp\":1790003600", ""), "never expires"},
      {with("1790003600", "\"soon\""), "never expires"},
      {with("1790003600", "1789999999"), "has expired"},
      {with("\"tenant\":\"alpina\"", "\"tenant\":\"\""), "names no tenant"},
      {with("\"sub\":\"anna\",", ""), "names nobody"},
  };
  for (const auto& expected : cases)
    EXPECT_EQ(Refusal(expected.token),
              "The token " + expected.reason + "; get a new one from the issuer.");
}

TEST_F(TokensTest, KeepTheKeyToThemselves) {
  struct stat file;
  ASSERT_EQ(stat(KeyFile().c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
  EXPECT_TRUE(tokens_->Verify(*MintToken(KeyFile(), anna_, kLater), kNow).ok());
}

TEST_F(TokensTest, OfAServiceHaveItsRoleAndNoOther) {
  const auto services = *ServiceTokens::Open(KeyFile());
  const Caller payroll{"alpina", PersonId{"service-payroll"}, "", {{"service", ""}}};
  const std::string token = services->Mint(payroll, kLater);
  EXPECT_TRUE(services->Verify(token, kNow)->Has("service"));
  EXPECT_TRUE(services->Claims(token));
  EXPECT_EQ(services->Verify(services->Mint(anna_, kLater), kNow).status().message(),
            "The token claims more than a service may do; get a new one from the issuer.");
  // The two issuers do not take each other's, though they share a key here.
  EXPECT_EQ(Refusal(token), "The token is of another issuer; get a new one from the issuer.");
  const std::string of_a_person = tokens_->Mint(anna_, kLater);
  EXPECT_FALSE(services->Claims(of_a_person));
  EXPECT_FALSE(services->Verify(of_a_person, kNow).ok());
}

TEST_F(TokensTest, DoNotExistInProduction) {
  EXPECT_EQ(DevelopmentTokens::Open(KeyFile(), "production").status().code(),
            absl::StatusCode::kFailedPrecondition);
}
}  // namespace
}  // namespace aor::rpc
