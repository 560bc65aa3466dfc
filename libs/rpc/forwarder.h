// Calls that another process of the same service decides on are sent on to it.
#pragma once

#include <absl/time/time.h>
#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace aor::rpc {
// Safe from any thread.
class Forwarder {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;
  struct Call {
    std::string address;
    std::string path;  // /package.Service/Method
    Headers headers;
    absl::Time deadline;
  };
  // Once: nothing is tried again. Request and response live until `done`, which is called on a
  // thread of gRPC, the response filled if the status is OK.
  void Send(const Call& call, const google::protobuf::Message& request,
            google::protobuf::Message& response, std::function<void(const grpc::Status&)> done);

 private:
  static constexpr size_t kMostChannels = 64;  // processes come and go, each with its address
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address);

  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};
}  // namespace aor::rpc
