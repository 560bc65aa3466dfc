// What engagements asks of credentials: whether work may be contracted, and begun.
#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/channel.h>

#include <functional>
#include <memory>
#include <string>

#include "aor/credentials/v1/credentials_facts.pb.h"
#include "libs/calendar/calendar.h"
#include "services/engagements/domain/contract.h"

namespace aor::engagements {
// Calls block for a few seconds at most. Safe from any thread.
class GateClient {
 public:
  virtual ~GateClient() = default;
  // The answer of a day, by what is known there once it has seen the token. UNAVAILABLE while
  // credentials does not answer.
  virtual absl::StatusOr<Gate> Ask(credentials::v1::Gate gate, const std::string& tenant,
                                   const credentials::v1::Subject& subject, calendar::Date on,
                                   const std::string& consistency_token) = 0;
};
// `token_of` gives this process's service token of a tenant.
std::unique_ptr<GateClient> GatesOver(
    std::shared_ptr<grpc::Channel> channel,
    std::function<std::string(const std::string& tenant)> token_of);
}  // namespace aor::engagements
