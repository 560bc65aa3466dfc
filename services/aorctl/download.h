// A document into a file: `aorctl document download ID --to=FILE`.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "services/aorctl/client.h"

namespace aor::aorctl {
// Writes what the method sends in pieces to the file, or below its own name into the directory,
// whole or not at all; the path. DATA_LOSS when the bytes have another digest than was told.
absl::StatusOr<std::string> Download(Client& client,
                                     const google::protobuf::MethodDescriptor& method,
                                     const google::protobuf::Message& request,
                                     const std::string& to);
}  // namespace aor::aorctl
