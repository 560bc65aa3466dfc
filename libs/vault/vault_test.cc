#include "libs/vault/vault.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "libs/vault/cipher.h"

namespace aor::vault {
namespace {
constexpr char kPlace[] = "person/ada/name";
Vault Fresh() { return Vault(MemoryKeyring()); }

TEST(VaultTest, OpensWhatItSealed) {
  Vault vault = Fresh();
  const auto sealed = vault.Seal("alpina", "ada", kPlace, "Ada Lovelace");
  ASSERT_TRUE(sealed.ok()) << sealed.status();
  EXPECT_EQ(sealed->subject_id(), "ada");
  EXPECT_EQ(sealed->key_version(), 1u);
  EXPECT_EQ(sealed->nonce().size(), kNonceBytes);
  EXPECT_EQ(sealed->ciphertext().find("Ada"), std::string::npos);
  EXPECT_EQ(*vault.Open("alpina", kPlace, *sealed), "Ada Lovelace");
}

TEST(VaultTest, SealsTheSameValueDifferentlyEachTime) {
  Vault vault = Fresh();
  const auto one = vault.Seal("alpina", "ada", kPlace, "Ada"),
             other = vault.Seal("alpina", "ada", kPlace, "Ada");
  EXPECT_NE(one->ciphertext(), other->ciphertext());
}

TEST(VaultTest, DoesNotOpenWhatWasMoved) {
  Vault vault = Fresh();
  auto sealed = *vault.Seal("alpina", "ada", kPlace, "Ada");
  const auto stranger = *vault.Seal("alpina", "bob", kPlace, "Bob");
  EXPECT_TRUE(absl::IsDataLoss(vault.Open("alpina", "person/ada/address", sealed).status()));
  EXPECT_TRUE(absl::IsDataLoss(vault.Open("beta", kPlace, sealed).status()));
  sealed.set_subject_id(stranger.subject_id());
  EXPECT_TRUE(absl::IsDataLoss(vault.Open("alpina", kPlace, sealed).status()));
}

TEST(VaultTest, DoesNotOpenWhatWasTamperedWith) {
  Vault vault = Fresh();
  const auto sealed = *vault.Seal("alpina", "ada", kPlace, "Ada");
  for (size_t at = 0; at < sealed.ciphertext().size(); ++at) {
    auto changed = sealed;
    (*changed.mutable_ciphertext())[at] ^= 1;
    EXPECT_TRUE(absl::IsDataLoss(vault.Open("alpina", kPlace, changed).status()));
  }
  auto shortened = sealed;
  shortened.set_ciphertext("short");
  EXPECT_TRUE(absl::IsDataLoss(vault.Open("alpina", kPlace, shortened).status()));
  auto other_nonce = sealed;
  other_nonce.set_nonce("");
  EXPECT_TRUE(absl::IsDataLoss(vault.Open("alpina", kPlace, other_nonce).status()));
}

// Else who lost a key would look erased, and nobody would look for a better keyring.
TEST(VaultTest, ALostKeyIsNoErasure) {
  Vault vault = Fresh(), other = Fresh();
  const auto sealed = *vault.Seal("alpina", "ada", kPlace, "Ada");
  ASSERT_TRUE(vault.Erase("alpina", "ada").ok());
  EXPECT_TRUE(absl::IsNotFound(vault.Open("alpina", kPlace, sealed).status()));
  EXPECT_TRUE(vault.Health().ok()) << "erased is healthy";
  const auto lost = other.Open("alpina", kPlace, sealed).status();
  EXPECT_TRUE(absl::IsDataLoss(lost)) << lost;
  EXPECT_NE(lost.message().find("lacks a key of ada of tenant alpina"), std::string::npos) << lost;
  EXPECT_EQ(other.Health(), lost);
}

TEST(VaultTest, NeitherOpensNorSealsForTheErased) {
  Vault vault = Fresh();
  const auto sealed = *vault.Seal("alpina", "ada", kPlace, "Ada");
  const auto other = *vault.Seal("alpina", "bob", "person/bob/name", "Bob");
  ASSERT_TRUE(vault.Erase("alpina", "ada").ok());
  ASSERT_TRUE(vault.Erase("alpina", "ada").ok()) << "repeating it is harmless";
  EXPECT_TRUE(absl::IsNotFound(vault.Open("alpina", kPlace, sealed).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(vault.Seal("alpina", "ada", kPlace, "x").status()));
  EXPECT_EQ(*vault.Open("alpina", "person/bob/name", other), "Bob");
}

TEST(VaultTest, IndexesBlindlyByTenantAndField) {
  Vault vault = Fresh();
  const std::string index = *vault.BlindIndex("alpina", "name", "lovelace ada");
  EXPECT_EQ(index, *vault.BlindIndex("alpina", "name", "lovelace ada"));
  EXPECT_NE(index, *vault.BlindIndex("alpina", "name", "lovelace bob"));
  EXPECT_NE(index, *vault.BlindIndex("alpina", "iban", "lovelace ada"));
  EXPECT_NE(index, *vault.BlindIndex("beta", "name", "lovelace ada"));
  EXPECT_NE(*vault.BlindIndex("alpina", "ab", "c"), *vault.BlindIndex("alpina", "a", "bc"));
}

TEST(VaultTest, KeepsOneDigestKeyPerTenant) {
  Vault vault = Fresh();
  EXPECT_EQ(vault.DigestKey("alpina")->size(), kKeyBytes);
  EXPECT_EQ(*vault.DigestKey("alpina"), *vault.DigestKey("alpina"));
  EXPECT_NE(*vault.DigestKey("alpina"), *vault.DigestKey("beta"));
}

// FIPS-197/GCM specification, test case 16: key, nonce, associated data, tag.
TEST(CipherTest, AgreesWithThePublishedVector) {
  const auto bytes = [](std::string_view hex) {
    std::string out;
    for (size_t at = 0; at < hex.size(); at += 2)
      out.push_back(static_cast<char>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16)));
    return out;
  };
  const auto sealed = Encrypt(
      bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
      bytes("cafebabefacedbaddecaf888"), bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
      bytes("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e"
            "2449a6b525b16aedf5aa0de657ba637b39"));
  EXPECT_EQ(
      sealed,
      bytes("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b0"
            "8b1056828838c5f61e6393ba7a0abcc9f662"
            "76fc6ece0f4e1768cddf8853bb2d551b"));
}

RC_GTEST_PROP(VaultProperties, AnyValueOpensAtItsPlaceAndNowhereElse,
              (const std::string& subject, const std::string& place, const std::string& value)) {
  Vault vault = Fresh();
  const auto sealed = *vault.Seal("alpina", subject, place, value);
  RC_ASSERT(*vault.Open("alpina", place, sealed) == value);
  RC_ASSERT(!vault.Open("alpina", place + "x", sealed).ok());
  if (value.size() > 8) RC_ASSERT(sealed.SerializeAsString().find(value) == std::string::npos);
}
}  // namespace
}  // namespace aor::vault
