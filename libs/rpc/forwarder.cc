#include "libs/rpc/forwarder.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <map>
#include <memory>
#include <mutex>

namespace aor::rpc {
namespace {
using google::protobuf::MessageLite;

// What has to live as long as the call.
struct Sent {
  Sent(std::shared_ptr<grpc::Channel> channel) : stub(std::move(channel)) {}
  grpc::TemplatedGenericStub<MessageLite, MessageLite> stub;
  grpc::ClientContext context;
};

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetMaxReceiveMessageSize(64 << 20);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  return arguments;
}

// Never empty again and never destroyed: gRPC ends the queue behind its callbacks with the last
// channel, and a call that lets go of that on a thread of the queue makes the thread join itself.
class Channels {
 public:
  std::shared_ptr<grpc::Channel> To(const Forwarding& call) {
    const std::string& address = call.address;
    std::lock_guard lock(mutex_);
    if (const auto found = channels_.find(address); found != channels_.end()) return found->second;
    if (channels_.size() == kMost) channels_.erase(channels_.begin());
    return channels_[address] = grpc::CreateCustomChannel(address, call.credentials, Arguments());
  }

 private:
  static constexpr size_t kMost = 64;  // processes come and go, each with its address
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};
Channels& OfTheProcess() {
  static auto& channels = *new Channels;
  return channels;
}
}  // namespace

void Forward(const Forwarding& call, const google::protobuf::Message& request,
             google::protobuf::Message& response, std::function<void(const grpc::Status&)> done) {
  auto sent = std::make_shared<Sent>(OfTheProcess().To(call));
  for (const auto& [name, value] : call.headers) sent->context.AddMetadata(name, value);
  sent->context.set_deadline(absl::ToChronoTime(call.deadline));
  sent->stub.UnaryCall(
      &sent->context, call.path, {}, &request, &response,
      [sent, done = std::move(done)](const grpc::Status& status) { done(status); });
}
}  // namespace aor::rpc
