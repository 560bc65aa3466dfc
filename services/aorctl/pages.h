#pragma once

#include <absl/status/statusor.h>

#include <memory>

#include "services/aorctl/client.h"

namespace aor::aorctl {
// Calls, and goes on while a page shows nothing but where the next one begins: a service may have
// looked at many rows that are not for the caller, or at a part of them that has none.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> CallToAPage(
    Client& client, const google::protobuf::MethodDescriptor& method,
    const google::protobuf::Message& request);
// Where the list goes on after a page that shows nothing; empty of any other answer.
std::string GoesOnAfterNothing(const google::protobuf::Message& response);
}  // namespace aor::aorctl
