#include "libs/vault/vault.h"

#include <absl/strings/escaping.h>
#include <absl/strings/str_cat.h>

#include "libs/ids/random.h"
#include "libs/vault/cipher.h"

namespace aor::vault {
namespace {
std::string Associated(std::string_view tenant, std::string_view subject, std::string_view place,
                       uint32_t version) {
  return Framed({"aor-sealed-v1", tenant, subject, place, std::to_string(version)});
}
}  // namespace

std::string KeyringMark::Text() const { return absl::StrCat(keyring_, " ", changes_.load()); }
std::string KeyringMark::TextOfNext() const {
  return absl::StrCat(keyring_, " ", changes_.load() + 1);
}

absl::Status CopyKeys(const Keyring& from, Keyring& to) {
  return from.Visit([&](const Standing& standing) { return to.Adopt(standing); });
}

absl::Status AnotherKey(const Standing& standing) {
  return absl::FailedPreconditionError(
      absl::StrCat("the keyring holds another key of ", standing.subject, " of tenant ",
                   standing.tenant, ": what one sealed the other cannot open"));
}

absl::StatusOr<types::v1::Sealed> Vault::Seal(std::string_view tenant, std::string_view subject,
                                              std::string_view place, std::string_view plaintext) {
  const auto key = keyring_->Ensure(tenant, subject);
  if (!key.ok()) return key.status();
  types::v1::Sealed sealed;
  sealed.set_subject_id(std::string(subject));
  sealed.set_key_version(key->version);
  sealed.set_nonce(RandomBytes(kNonceBytes));
  sealed.set_ciphertext(Encrypt(key->bytes, sealed.nonce(),
                                Associated(tenant, subject, place, key->version), plaintext));
  return sealed;
}

absl::StatusOr<std::string> Vault::Open(std::string_view tenant, std::string_view place,
                                        const types::v1::Sealed& sealed) const {
  const auto key = keyring_->Find(tenant, sealed.subject_id(), sealed.key_version());
  if (absl::IsNotFound(key.status())) {
    const auto destroyed = keyring_->IsDestroyed(tenant, sealed.subject_id());
    if (!destroyed.ok()) return destroyed.status();
    if (*destroyed) return key.status();
    return Lost(absl::DataLossError(absl::StrCat("the keyring lacks a key of ", sealed.subject_id(),
                                                 " of tenant ", std::string(tenant),
                                                 ", and nobody destroyed it")));
  }
  if (!key.ok()) return absl::IsDataLoss(key.status()) ? Lost(key.status()) : key.status();
  const auto associated = Associated(tenant, sealed.subject_id(), place, sealed.key_version());
  auto plaintext = Decrypt(key->bytes, sealed.nonce(), associated, sealed.ciphertext());
  if (!plaintext) return Lost(absl::DataLossError("not what was sealed at " + std::string(place)));
  return *std::move(plaintext);
}

absl::Status Vault::Lost(absl::Status why) const {
  const std::lock_guard lock(mutex_);
  health_.Update(why);
  return why;
}

absl::Status Vault::Health() const {
  const std::lock_guard lock(mutex_);
  return health_;
}

absl::StatusOr<std::string> Vault::BlindIndex(std::string_view tenant, std::string_view field,
                                              std::string_view value) {
  const auto key = keyring_->Ensure(tenant, "tenant/index");
  if (!key.ok()) return key.status();
  const std::string mac = HmacSha256(key->bytes, Framed({"aor-index-v1", field, value}));
  return absl::BytesToHexString(mac.substr(0, 16));
}

absl::StatusOr<std::string> Vault::DigestKey(std::string_view tenant) {
  const auto key = keyring_->Ensure(tenant, "tenant/digest");
  if (!key.ok()) return key.status();
  return key->bytes;
}
}  // namespace aor::vault
