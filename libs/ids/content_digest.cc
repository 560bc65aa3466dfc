#include "libs/ids/content_digest.h"

#include <openssl/sha.h>

namespace aor {
std::string ContentDigest(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash);
  std::string hex;
  for (const unsigned char byte : hash) hex += {kDigits[byte >> 4], kDigits[byte & 15]};
  return hex;
}
}  // namespace aor
