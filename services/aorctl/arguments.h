// What was typed: words, our own flags, and the fields of a request; and who asks whom.
#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "libs/rpc/caller.h"
#include "services/aorctl/client.h"

namespace aor::aorctl {
struct Arguments {
  std::vector<std::string> words;
  std::map<std::string, std::string> flags;
  std::vector<std::pair<std::string, std::string>> fields;
};
Arguments Parse(int argc, char** argv);
// A flag, or else its variable in the environment.
std::string Or(const Arguments& arguments, const char* flag, const char* variable,
               const std::string& otherwise);

// INVALID_ARGUMENT for a field of what sends no request of its own, such as audit verify: a
// mistyped
// --earlier would be passed over in silence.
absl::Status CheckFields(const Arguments& arguments);
// INVALID_ARGUMENT for another output than table or json.
absl::Status CheckOutput(const Arguments& arguments);
bool WantsJson(const Arguments& arguments);

// "nina:consultant,client=acme" in a tenant.
rpc::Caller CallerAs(const std::string& as, const std::string& tenant);
// Signed with the development issuer's key, which is read and never made: one made at a mistyped
// path would open no door.
absl::StatusOr<std::string> TokenFor(const Arguments& arguments, const std::string& as);
absl::StatusOr<Connection> Connect(const Arguments& arguments);
// Who is asking, as far as this side can tell: of --as, or of the claims in the token.
rpc::Caller CallerOf(const Arguments& arguments);

// Where a method admits somebody only to what is theirs, and the request does not say whose it
// asks for, their own id: a worker reads a payslip without --worker_id.
void NameOwnRecord(const rpc::Caller& caller, const google::protobuf::MethodDescriptor& method,
                   google::protobuf::Message& request);
}  // namespace aor::aorctl
