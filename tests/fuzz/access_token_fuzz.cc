// Any bytes as an access token: nobody is let in by bytes that the issuer did not sign.
#include <unistd.h>

#include <filesystem>

#include "libs/rpc/tokens.h"
#include "tests/fuzz/input.h"

namespace {
std::unique_ptr<aor::rpc::DevelopmentTokens> OpenTokens() {
  const std::string key = "/tmp/aor-fuzz-issuer-" + std::to_string(getpid()) + ".pem";
  auto tokens = aor::rpc::DevelopmentTokens::Open(key, "development");
  std::filesystem::remove(key);
  return *std::move(tokens);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto& tokens = *OpenTokens().release();
  static const absl::Time now = absl::FromUnixSeconds(1'790'000'000);
  static const std::string good = tokens.Mint(
      {"alpina", aor::PersonId{"nina"}, "", {{"consultant", ""}}}, now + absl::Hours(1));
  const std::string_view text = aor::fuzz::Text(data, size);
  aor::fuzz::Must(!tokens.Verify(text, now).ok());
  aor::fuzz::Must(!tokens.Verify("Bearer " + std::string(text), now).ok());
  // A good one with other bytes somewhere.
  if (size < 3) return 0;
  std::string changed = "Bearer " + good;
  const size_t at = 7 + (data[0] * 256 + data[1]) % good.size();
  changed.replace(at, std::min(size - 2, changed.size() - at), text.substr(2));
  if (changed != "Bearer " + good) (void)tokens.Verify(changed, now);
  return 0;
}
