// Any JSON as the claims of a token that a provider signed: a caller whose ids are ours, for a
// time, or a sentence; never one of our services.
#include <algorithm>

#include "libs/identity/claims.h"
#include "libs/rpc/formats.h"
#include "tests/fuzz/input.h"

namespace {
using aor::fuzz::Must;

// What the fuzzer need not find out by itself: the rest of the claims stands there already.
std::string WithTheRest(std::string_view claims) {
  return R"({"iss":"https://a","aud":"aor","exp":1790003600,)" + std::string(claims) + "}";
}

bool IsId(const std::string& text) { return aor::rpc::FormatAdvice("id", text).empty(); }

void Try(const std::string& text) {
  static const aor::identity::OidcConfig config{.issuer = "https://a",
                                                .roles_claim = "realm.roles"};
  static const absl::Time now = absl::FromUnixSeconds(1'790'000'000);
  const aor::rpc::Json json(json_loadb(text.data(), text.size(), JSON_REJECT_DUPLICATES, nullptr));
  if (!json_is_object(json.get())) return;
  const auto verified = aor::identity::ReadClaims(json.get(), config, now);
  if (!verified.ok()) return Must(absl::IsUnauthenticated(verified.status()));
  const auto& caller = verified->caller;
  Must(verified->expires > now);
  Must(IsId(caller.tenant) && IsId(caller.person.value));
  Must(caller.on_behalf_of.empty() || IsId(caller.on_behalf_of));
  Must(!caller.Has("service"));
  for (const auto& role : caller.roles) Must(role.name.find(':') == std::string::npos);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = aor::fuzz::Text(data, size);
  Try(std::string(text));
  Try(WithTheRest(text));
  return 0;
}
