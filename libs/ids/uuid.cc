#include "libs/ids/uuid.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

namespace aor {
namespace {
using Bytes = std::array<uint8_t, 16>;
constexpr std::string_view kHex = "0123456789abcdef";

std::string Text(const Bytes& bytes) {
  std::string text;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kHex[bytes[i] >> 4];
    text += kHex[bytes[i] & 15];
  }
  return text;
}

Bytes Parsed(std::string_view uuid) {
  std::string digits;
  for (const char c : uuid) {
    if (c != '-') digits += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (digits.size() != 32 || digits.find_first_not_of(kHex) != std::string::npos) {
    throw std::invalid_argument("not a uuid: " + std::string(uuid));
  }
  Bytes bytes;
  for (size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<uint8_t>(kHex.find(digits[2 * i]) << 4 | kHex.find(digits[2 * i + 1]));
  }
  return bytes;
}

std::string Marked(Bytes bytes, uint8_t version) {
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0f) | version << 4);
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3f) | 0x80);
  return Text(bytes);
}

// Each part is preceded by its length, so that ("a", "bc") is not ("ab", "c").
void AppendPart(std::string& name, std::string_view part) {
  name += std::to_string(part.size());
  name += ':';
  name += part;
}
}  // namespace

std::string Uuid5(std::string_view namespace_uuid, std::string_view name) {
  const Bytes space = Parsed(namespace_uuid);
  std::string input(space.begin(), space.end());
  input += name;
  std::array<uint8_t, EVP_MAX_MD_SIZE> digest;
  if (!EVP_Digest(input.data(), input.size(), digest.data(), nullptr, EVP_sha1(), nullptr)) {
    throw std::runtime_error("uuid: SHA-1 is not available");
  }
  Bytes bytes;
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  return Marked(bytes, 5);
}

std::string Uuid7(int64_t unix_millis, std::string_view ten_random_bytes) {
  if (ten_random_bytes.size() != 10) throw std::invalid_argument("uuid: ten random bytes");
  Bytes bytes;
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<uint8_t>(unix_millis >> (40 - 8 * i));
  std::copy(ten_random_bytes.begin(), ten_random_bytes.end(), bytes.begin() + 6);
  return Marked(bytes, 7);
}

std::string DerivedId(std::string_view tenant, std::string_view request_id, std::string_view kind) {
  std::string name;
  AppendPart(name, tenant);
  AppendPart(name, request_id);
  AppendPart(name, kind);
  return Uuid5(kDerivedIds, name);
}
}  // namespace aor
