#include "libs/vault/cipher.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>
#include <stdexcept>

namespace aor::vault {
namespace {
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* Read(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* Write(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

void Must(int ok) {
  if (ok != 1) throw std::runtime_error("vault: OpenSSL failed");
}

Cipher Start(std::string_view key, std::string_view nonce, std::string_view associated,
             bool encrypt) {
  if (key.size() != kKeyBytes || nonce.size() != kNonceBytes)
    throw std::runtime_error("vault: a key has 32 bytes and a nonce 12");
  Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  Must(EVP_CipherInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Read(key), Read(nonce),
                         encrypt ? 1 : 0));
  int length = 0;
  Must(EVP_CipherUpdate(cipher.get(), nullptr, &length, Read(associated),
                        static_cast<int>(associated.size())));
  return cipher;
}
}  // namespace

std::string HmacSha256(std::string_view key, std::string_view data) {
  std::string mac(32, '\0');
  unsigned int length = 0;
  if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Read(data), data.size(),
            Write(mac), &length))
    throw std::runtime_error("vault: OpenSSL failed");
  return mac;
}

std::string Encrypt(std::string_view key, std::string_view nonce, std::string_view associated,
                    std::string_view plaintext) {
  const Cipher cipher = Start(key, nonce, associated, true);
  std::string out(plaintext.size(), '\0');
  int length = 0;
  Must(EVP_EncryptUpdate(cipher.get(), Write(out), &length, Read(plaintext),
                         static_cast<int>(plaintext.size())));
  std::string rest(kTagBytes, '\0'), tag(kTagBytes, '\0');
  Must(EVP_EncryptFinal_ex(cipher.get(), Write(rest), &length));
  Must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data()));
  return out + tag;
}

std::optional<std::string> Decrypt(std::string_view key, std::string_view nonce,
                                   std::string_view associated, std::string_view ciphertext) {
  if (nonce.size() != kNonceBytes || ciphertext.size() < kTagBytes) return std::nullopt;
  const std::string_view body = ciphertext.substr(0, ciphertext.size() - kTagBytes);
  std::string tag(ciphertext.substr(body.size())), rest(kTagBytes, '\0');
  const Cipher cipher = Start(key, nonce, associated, false);
  std::string out(body.size(), '\0');
  int length = 0;
  Must(EVP_DecryptUpdate(cipher.get(), Write(out), &length, Read(body),
                         static_cast<int>(body.size())));
  Must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()));
  if (EVP_DecryptFinal_ex(cipher.get(), Write(rest), &length) != 1) return std::nullopt;
  return out;
}

std::string Framed(std::initializer_list<std::string_view> fields) {
  std::string framed;
  for (const std::string_view field : fields) {
    for (int shift = 24; shift >= 0; shift -= 8)
      framed.push_back(static_cast<char>(field.size() >> shift & 0xff));
    framed.append(field);
  }
  return framed;
}
}  // namespace aor::vault
