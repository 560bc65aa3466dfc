// From commands to wishes, for all endpoints.
#pragma once

#include <string>

#include "libs/ids/uuid.h"
#include "libs/rpc/wishes.h"

namespace aor::directory {
// The id that the request gave, or the one that follows from it.
template <class Request>
std::string IdOr(const std::string& given, const std::string& tenant, const Request& request,
                 const char* kind) {
  return given.empty() ? DerivedId(tenant, request.request_id(), kind) : given;
}

// Refuses, but only what was not answered otherwise before: a repeat gets its first answer.
template <class Refusal>
rpc::Wish Refusing(std::string key, Refusal refusal) {
  return {std::move(key), [refusal](eventsourcing::Transaction&) {
            return std::optional<eventsourcing::Refused>(
                eventsourcing::Refused{std::string(Name(refusal)), std::string(Sentence(refusal))});
          }};
}
}  // namespace aor::directory
