// What a service's refusal does not know: where a person at a command line finds what was missing.
#pragma once

#include <absl/status/status.h>

#include "services/aorctl/arguments.h"
#include "services/aorctl/client.h"

namespace aor::aorctl {
// The same status; NOT_FOUND of an invoice asked for by its printed number, or of a view, with
// where to look.
absl::Status Hinted(Client& client, const google::protobuf::MethodDescriptor& method,
                    const google::protobuf::Message& request, const absl::Status& status);
// The same status; UNAUTHENTICATED of who brought no token, with the ways to bring one.
absl::Status SaysHowToCall(const Connection& connection, const absl::Status& status);
// INVALID_ARGUMENT for a decision about entries that does not say which version of them was read:
// 0 is a version too, and is given as --entries_version=0.
absl::Status SaysWhatWasRead(const Arguments& arguments, const google::protobuf::Message& request);
}  // namespace aor::aorctl
