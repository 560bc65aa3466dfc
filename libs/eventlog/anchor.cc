#include "libs/eventlog/anchor.h"

#include <absl/strings/escaping.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <memory>

#include "libs/files/files.h"

namespace aor::eventlog {
namespace {
constexpr char kSignatureMark[] = "\xe2\x80\x94 ";  // an em dash, as C2SP signed notes want

EVP_PKEY* Of(const std::shared_ptr<void>& key) { return static_cast<EVP_PKEY*>(key.get()); }
std::shared_ptr<void> Own(EVP_PKEY* key) {
  return {key, [](void* raw) { EVP_PKEY_free(static_cast<EVP_PKEY*>(raw)); }};
}

std::string Sha256(std::string_view text) {
  Hash hash;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
  return std::string(Bytes(hash));
}

std::string PemOf(EVP_PKEY* key) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PrivateKey(text.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  char* begin = nullptr;
  const long size = BIO_get_mem_data(text.get(), &begin);
  return {begin, static_cast<size_t>(size)};
}

std::string OriginOf(std::string_view environment) {
  return absl::StrCat("aor/", absl::string_view(environment.data(), environment.size()), "/heads");
}

// C2SP: the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key).
std::string KeyHash(const std::string& origin, std::string_view public_key) {
  return Sha256(origin + "\n\x01" + std::string(public_key)).substr(0, 4);
}

std::string Body(const std::string& origin, const std::vector<AnchoredHead>& heads) {
  std::string lines;
  uint64_t commits = 0;
  for (const AnchoredHead& head : heads) {
    absl::StrAppend(&lines, head.log, " ", head.chain, " ", head.sequence, " ",
                    Hex(Bytes(head.head)), "\n");
    commits += head.sequence;
  }
  return absl::StrCat(origin, "\n", commits, "\n", absl::Base64Escape(Sha256(lines)), "\n", lines);
}

absl::Status NotWhole(std::string_view what, const std::string& why) {
  return absl::DataLossError(absl::StrCat(absl::string_view(what.data(), what.size()), " ", why));
}
constexpr char kCheckpoint[] = "the checkpoint";

absl::StatusOr<AnchoredHead> ParseHead(absl::string_view line) {
  const std::vector<std::string> words = absl::StrSplit(line, ' ');
  AnchoredHead head;
  if (words.size() != 4 || words[3].size() != 64 || !absl::SimpleAtoi(words[1], &head.chain) ||
      !absl::SimpleAtoi(words[2], &head.sequence))
    return NotWhole(kCheckpoint, absl::StrCat("has a line that is no head: ", line));
  head.log = words[0];
  head.head = ToHash(absl::HexStringToBytes(words[3]));
  return head;
}
}  // namespace

absl::StatusOr<SigningKey> SigningKey::FromFile(const std::string& path) {
  if (FILE* file = fopen(path.c_str(), "r")) {
    EVP_PKEY* key = PEM_read_PrivateKey(file, nullptr, nullptr, nullptr);
    fclose(file);
    if (!key || EVP_PKEY_id(key) != EVP_PKEY_ED25519)
      return absl::FailedPreconditionError(path + " holds no Ed25519 private key in PEM");
    return SigningKey(Own(key));
  }
  SigningKey fresh = Generate();
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  const auto made = files::MakeSecretFile(path, PemOf(Of(fresh.key_)));
  if (!made.ok()) return absl::FailedPreconditionError(absl::StrCat(made.message()));
  return fresh;
}

SigningKey SigningKey::Generate() {
  return SigningKey(Own(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")));
}

std::string SigningKey::Sign(std::string_view message) const {
  std::string signature(64, '\0');
  size_t size = signature.size();
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, nullptr, nullptr, Of(key_));
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                 reinterpret_cast<const unsigned char*>(message.data()), message.size());
  EVP_MD_CTX_free(context);
  return signature;
}

std::string SigningKey::public_key() const {
  std::string key(32, '\0');
  size_t size = key.size();
  EVP_PKEY_get_raw_public_key(Of(key_), reinterpret_cast<unsigned char*>(key.data()), &size);
  return key;
}

bool VerifySignature(std::string_view public_key, std::string_view message,
                     std::string_view signature) {
  const auto key = Own(EVP_PKEY_new_raw_public_key(
      EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(public_key.data()),
      public_key.size()));
  if (!key) return false;
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, Of(key));
  const int verdict = EVP_DigestVerify(
      context, reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
      reinterpret_cast<const unsigned char*>(message.data()), message.size());
  EVP_MD_CTX_free(context);
  return verdict == 1;
}

std::string SignedNote(const std::string& origin, const std::string& text, const SigningKey& key) {
  const std::string signature = KeyHash(origin, key.public_key()) + key.Sign(text);
  return absl::StrCat(text, "\n", kSignatureMark, origin, " ", absl::Base64Escape(signature), "\n");
}

absl::StatusOr<std::string> VerifyNote(std::string_view what, std::string_view note,
                                       const std::string& origin, std::string_view public_key) {
  const size_t blank = note.find("\n\n");
  if (blank == std::string_view::npos) return NotWhole(what, "has no signature");
  const std::string mark = absl::StrCat(kSignatureMark, origin, " ");
  const std::string line(note.substr(blank + 2));
  if (!line.starts_with(mark) || !line.ends_with("\n"))
    return NotWhole(what, "has no signature for " + origin);
  // One spelling only: unused bits of the last base64 digit would let a changed note pass.
  const std::string encoded = line.substr(mark.size(), line.size() - mark.size() - 1);
  std::string signature;
  if (!absl::Base64Unescape(encoded, &signature) || signature.size() != 68 ||
      absl::Base64Escape(signature) != encoded)
    return NotWhole(what, "has no signature for " + origin);
  std::string text(note.substr(0, blank + 1));
  if (!text.starts_with(origin + "\n") || signature.substr(0, 4) != KeyHash(origin, public_key) ||
      !VerifySignature(public_key, text, std::string_view(signature).substr(4)))
    return NotWhole(what, "is not signed by this key");
  return text;
}

std::string SignedCheckpoint(const std::string& environment, std::vector<AnchoredHead> heads,
                             const SigningKey& key) {
  std::sort(heads.begin(), heads.end(), [](const AnchoredHead& a, const AnchoredHead& b) {
    return std::tie(a.log, a.chain) < std::tie(b.log, b.chain);
  });
  const std::string origin = OriginOf(environment);
  return SignedNote(origin, Body(origin, heads), key);
}

absl::StatusOr<std::vector<AnchoredHead>> UnverifiedHeads(std::string_view note) {
  std::vector<AnchoredHead> heads;
  const std::string body(note.substr(0, note.find("\n\n")));
  const std::vector<std::string> lines = absl::StrSplit(body, '\n', absl::SkipEmpty());
  for (size_t i = 3; i < lines.size(); ++i) {
    auto head = ParseHead(lines[i]);
    if (!head.ok()) return head.status();
    heads.push_back(*std::move(head));
  }
  return heads;
}

absl::StatusOr<std::vector<AnchoredHead>> VerifyCheckpoint(std::string_view note,
                                                           std::string_view environment,
                                                           std::string_view public_key) {
  const std::string origin = OriginOf(environment);
  const auto body = VerifyNote(kCheckpoint, note, origin, public_key);
  if (!body.ok()) return body.status();
  auto heads = UnverifiedHeads(note);
  if (heads.ok() && Body(origin, *heads) != *body) return NotWhole(kCheckpoint, "does not add up");
  return heads;
}
}  // namespace aor::eventlog
