// Who may call which method: read once from the protos, asked at every call.
#pragma once

#include <absl/status/status.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "libs/rpc/caller.h"

namespace aor::rpc {
// "<role>" admits the role; "<role>:own" only when the caller's own id stands in the
// field `own` of the request; no role is "anyone". "link" admits nobody by a token: its field is
// what a stranger brings instead of one.
inline constexpr char kLink[] = "link";
struct Admission {
  std::string role;
  const google::protobuf::FieldDescriptor* own = nullptr;
};
struct Method {
  std::string name;    // aor.timesheet.v1.RecordHours: the scope of its request ids
  std::string path;    // /aor.timesheet.v1.TimesheetService/RecordHours: as it is called
  std::string policy;  // as declared, for messages
  std::vector<Admission> admits;
};
bool Admits(const Method& method, const Caller& caller, const google::protobuf::Message& request);
// The request carries a link, and the method is open to those.
bool BringsLink(const Method& method, const google::protobuf::Message& request);

// The methods that are served, found by their request: each has its own. Safe from any thread.
class Methods {
 public:
  // FAILED_PRECONDITION, naming the method, unless each of the service declares a
  // policy that can be enforced: the service must not start.
  absl::Status Add(const google::protobuf::ServiceDescriptor& service);
  // From now on none is served.
  void Close();
  // Nothing for a request of no served method: such a call is not admitted.
  const Method* OfRequest(const google::protobuf::Descriptor* request) const;

 private:
  mutable std::shared_mutex mutex_;
  bool closed_ = false;
  std::unordered_map<const google::protobuf::Descriptor*, std::unique_ptr<const Method>> methods_;
};
}  // namespace aor::rpc
