// What a token says once its signature is known to be right.
#pragma once

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <jansson.h>

#include "libs/identity/oidc_config.h"
#include "libs/rpc/jwt.h"

namespace aor::identity {
// Who calls and until when; UNAUTHENTICATED with the reason for another issuer or audience, for
// what is not of this time, and for who has no ids of ours or claims to be one of our services.
absl::StatusOr<rpc::Verified> ReadClaims(const json_t* claims, const OidcConfig& config,
                                         absl::Time now);
}  // namespace aor::identity
