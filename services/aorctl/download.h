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
// Does the answer hold a file and its name, such as the one for the bank?
bool HoldsFile(const google::protobuf::Message& response);
// Writes it as Download does; DATA_LOSS when it has another digest than it says.
absl::StatusOr<std::string> SaveFile(const google::protobuf::Message& response,
                                     const std::string& to);
}  // namespace aor::aorctl
