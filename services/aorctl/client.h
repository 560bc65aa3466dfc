// Calls any method of the suite by its descriptor.
#pragma once

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <google/protobuf/message.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

namespace aor::aorctl {
struct Connection {
  std::string server = "127.0.0.1:7443";
  std::string token;
  absl::Duration timeout = absl::Seconds(30);
};

class Client {
 public:
  explicit Client(Connection connection);
  // The answer, or the status with its details in words. UNAVAILABLE is tried again
  // a few times: requests carry their ids.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Call(
      const google::protobuf::MethodDescriptor& method, const google::protobuf::Message& request);
  std::shared_ptr<grpc::Channel> channel() { return channel_; }
  void Prepare(grpc::ClientContext& context) const;  // token and deadline

 private:
  grpc::Status CallOnce(const std::string& path, const grpc::ByteBuffer& request,
                        grpc::ByteBuffer& response);
  const Connection connection_;
  const std::shared_ptr<grpc::Channel> channel_;
  grpc::GenericStub stub_;
};

// An empty message of a type linked into this program.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type);
// "FAILED_PRECONDITION OVERLAPS_ENTRY: move one of the two entries", and a line a field.
std::string Words(const absl::Status& status);
}  // namespace aor::aorctl
