// Calls any method of the suite by its descriptor.
#pragma once

#include <absl/status/statusor.h>
#include <absl/time/time.h>
#include <google/protobuf/message.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <set>
#include <string>

#include "libs/rpc/tls.h"

namespace aor::aorctl {
struct Connection {
  std::string server = "127.0.0.1:7443";
  std::map<std::string, std::string> peers;  // contexts that live elsewhere: context → address
  std::string token;
  absl::Duration timeout = absl::Seconds(30);
  rpc::TlsFiles tls = {};
};

class Client {
 public:
  explicit Client(Connection connection);
  // The answer of the context that the request concerns; operators' calls (aor.admin, aor.clock)
  // go to every process, and their answers are put together. Or the status with its details in
  // words. UNAVAILABLE is tried again a few times: requests carry their ids.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Call(
      const google::protobuf::MethodDescriptor& method, const google::protobuf::Message& request);
  // What grpc.health.v1 answers about a name: SERVING, NOT_SERVING, or the status of the call.
  std::string HealthOf(const std::string& address, const std::string& name);
  // The processes that the contexts live in, each once.
  const std::map<std::string, std::shared_ptr<grpc::Channel>>& processes() const {
    return channels_;
  }
  std::shared_ptr<grpc::Channel> ChannelFor(const google::protobuf::MethodDescriptor& method,
                                            const google::protobuf::Message& request) const {
    return channels_.at(*AddressesOf(method, request).begin());
  }
  absl::Duration timeout() const { return connection_.timeout; }
  void Prepare(grpc::ClientContext& context) const;  // token and deadline

 private:
  std::set<std::string> AddressesOf(const google::protobuf::MethodDescriptor& method,
                                    const google::protobuf::Message& request) const;
  grpc::Status CallOnce(const std::string& address, const std::string& path,
                        const grpc::ByteBuffer& request, grpc::ByteBuffer& response,
                        bool is_retry = false);
  grpc::Status CallPatiently(const std::string& address, const std::string& path,
                             const grpc::ByteBuffer& request, grpc::ByteBuffer& response);
  const Connection connection_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

// An empty message of a type linked into this program.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type);
// "FAILED_PRECONDITION OVERLAPS_ENTRY: move one of the two entries", and a line for
// each field where several are wrong.
std::string Words(const absl::Status& status);
}  // namespace aor::aorctl
