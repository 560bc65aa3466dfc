// Calls that another process of the same service decides on are sent on to it.
#pragma once

#include <absl/time/time.h>
#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace aor::rpc {
struct Forwarding {
  std::string address;
  std::string path;  // /package.Service/Method
  std::vector<std::pair<std::string, std::string>> headers;
  absl::Time deadline;
  std::shared_ptr<grpc::ChannelCredentials> credentials;
};
// Once: nothing is tried again. Request and response live until `done`, which is called on a
// thread of gRPC, the response filled if the status is OK. Safe from any thread. The channels are
// the process', so that a call may outlive the edge that sent it on.
void Forward(const Forwarding& call, const google::protobuf::Message& request,
             google::protobuf::Message& response, std::function<void(const grpc::Status&)> done);
}  // namespace aor::rpc
