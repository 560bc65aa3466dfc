// Statuses with details that a program and a person can act on (google.rpc).
#pragma once

#include <absl/status/status.h>
#include <grpcpp/support/status.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "libs/eventsourcing/transaction.h"

namespace aor::rpc {
// INVALID_ARGUMENT with a google.rpc.BadRequest: the field's path and what to do.
absl::Status FieldError(std::string_view field, std::string_view what_to_do);
struct FieldViolation {
  std::string field;       // its path, such as entries[2].time.zone
  std::string what_to_do;  // a sentence without its full stop
};
// The same for all that is wrong with one request; OK when nothing is.
absl::Status FieldErrors(const std::vector<FieldViolation>& violations);
// Thrown by who fills an answer, many calls deep: the call ends with this status, and nothing of
// the answer is served.
struct CannotAnswer : std::runtime_error {
  explicit CannotAnswer(absl::Status status);
  const absl::Status why;
};
// All of them again, of a status that came over the wire too; none of another status.
std::vector<FieldViolation> ViolationsOf(const absl::Status& status);
// PERMISSION_DENIED with a google.rpc.ErrorInfo of reason NOT_ADMITTED.
absl::Status NotAdmitted(const std::string& sentence);
// FAILED_PRECONDITION with a google.rpc.ErrorInfo whose reason is the rule's name.
absl::Status RefusalError(const eventsourcing::Refused& refused);
// NOT_FOUND in the same words for what is missing and for what is another tenant's.
absl::Status NotFound(std::string_view kind, std::string_view id);
// Carries payloads over as google.rpc.Status details; UNAVAILABLE and UNKNOWN say when to try
// again.
grpc::Status ToGrpc(const absl::Status& status);
absl::Status FromGrpc(const grpc::Status& status);
// Came over the wire from a process that does not decide on this.
bool IsDecidedElsewhere(const absl::Status& status);
// The reason of a refusal that came over the wire or from the runtime; empty if it is none.
std::string RefusalOf(const absl::Status& status);
}  // namespace aor::rpc
