// grpc.reflection.v1 with the comments of our protos, so that `grpcurl describe` shows them.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "grpc/reflection/v1/reflection.grpc.pb.h"

namespace aor::service {
// Answers from what this program knows of protos, of others' without comments. Safe from any
// thread.
class Reflection final : public grpc::reflection::v1::ServerReflection::CallbackService {
 public:
  using Request = grpc::reflection::v1::ServerReflectionRequest;
  using Response = grpc::reflection::v1::ServerReflectionResponse;
  // What is served, by full name; before it is said, nothing. Once.
  void Serve(std::vector<std::string> services);
  Response Answer(const Request& request) const;
  grpc::ServerBidiReactor<Request, Response>* ServerReflectionInfo(
      grpc::CallbackServerContext* context) override;

 private:
  std::atomic<std::shared_ptr<const std::vector<std::string>>> services_;
};
}  // namespace aor::service
