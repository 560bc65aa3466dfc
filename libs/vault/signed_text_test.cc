#include "libs/vault/signed_text.h"

#include <gtest/gtest.h>

namespace aor::vault {
namespace {
class SignedTextTest : public testing::Test {
 protected:
  std::optional<std::string> Read(const std::string& tenant, const std::string& purpose,
                                  const std::string& text) {
    return SignedClaims(vault_, tenant, purpose, text).value();
  }
  Vault vault_{MemoryKeyring()};
};

TEST_F(SignedTextTest, ComesBackAsItWasSignedAndInNoOtherWay) {
  const std::string text = Signed(vault_, "alpina", "answer", "a.b").value();
  EXPECT_EQ(text.substr(0, 4), "a.b.");
  EXPECT_EQ(Read("alpina", "answer", text), "a.b");
  EXPECT_EQ(Read("alpina", "download", text), std::nullopt) << "another purpose";
  EXPECT_EQ(Read("other", "answer", text), std::nullopt) << "another tenant";
  EXPECT_EQ(Read("alpina", "answer", "a.c" + text.substr(3)), std::nullopt) << "other claims";
  for (size_t at = 0; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] = changed[at] == 'x' ? 'y' : 'x';
    EXPECT_EQ(Read("alpina", "answer", changed), std::nullopt) << at;
  }
  for (const std::string& none : {std::string(), std::string("."), std::string("a.b."),
                                  text.substr(0, text.size() - 1), text + "A"})
    EXPECT_EQ(Read("alpina", "answer", none), std::nullopt) << none;
}
TEST_F(SignedTextTest, AShortMacIsOfOneTenantPurposeAndText) {
  const auto mac = [this](const char* tenant, const char* purpose, const char* text) {
    return ShortMac(vault_, tenant, purpose, text).value();
  };
  const std::string one = mac("alpina", "mail", "m-1");
  EXPECT_EQ(one.size(), 16u);
  EXPECT_EQ(one.find_first_not_of("0123456789abcdef"), std::string::npos) << one;
  EXPECT_TRUE(IsSameMac(one, mac("alpina", "mail", "m-1")));
  for (const std::string& other : {mac("beta", "mail", "m-1"), mac("alpina", "sms", "m-1"),
                                   mac("alpina", "mail", "m-2"), one.substr(1), std::string()})
    EXPECT_FALSE(IsSameMac(one, other)) << other;
}
}  // namespace
}  // namespace aor::vault
