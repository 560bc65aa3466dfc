// Operations that take their time: waited for, with their progress in words.
#pragma once

#include <absl/status/statusor.h>

#include <functional>
#include <memory>
#include <string>

#include "services/aorctl/client.h"

namespace aor::aorctl {
// Is this what a call answered that has only begun?
bool IsOperation(const google::protobuf::Message& response);
// Its result once it is done, or its error. Tells the progress whenever it has changed.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> WaitFor(
    Client& client, const google::protobuf::Message& operation,
    const std::function<void(const std::string& progress)>& tell);
// Does it ask to wait without saying for what?
bool WaitsForEverything(const google::protobuf::Message& request);
// Until nothing that was decided before is left to apply anywhere: each process says where its
// own logs end once it has applied all that it knows, and all wait for what the others said,
// until nothing more came of it. A process that is UNAVAILABLE is asked again; after the client's
// timeout the last such answer, or DEADLINE_EXCEEDED.
absl::Status WaitUntilSettled(Client& client);
// Until each process has applied what all had decided before, but not what follows from it.
absl::Status WaitUntilSeen(Client& client);
// What stands in an Any, where this program knows the type; the message itself if not.
std::unique_ptr<google::protobuf::Message> Unpacked(const google::protobuf::Message& message);
}  // namespace aor::aorctl
