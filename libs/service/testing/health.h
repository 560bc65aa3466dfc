// What a server's health says, asked over the network.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <future>
#include <memory>
#include <string>

namespace aor::service {
inline constexpr int kServing = 1, kNotServing = 2;

// The serving status of grpc.health.v1, whose messages are one field each; -1: it knows no such
// name.
inline int HealthOf(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  const std::string request = std::string("\x0a") + static_cast<char>(service.size()) + service;
  const grpc::Slice slice(request);
  const grpc::ByteBuffer asked(&slice, 1);
  grpc::ByteBuffer answered;
  grpc::ClientContext context;
  grpc::Status status;
  std::promise<void> done;
  grpc::GenericStub(channel).UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &asked,
                                       &answered, [&](const grpc::Status& ended) {
                                         status = ended;
                                         done.set_value();
                                       });
  done.get_future().wait();
  grpc::Slice answer;
  if (!status.ok() || !answered.DumpToSingleSlice(&answer).ok() || answer.size() != 2) return -1;
  return answer.begin()[1];
}
}  // namespace aor::service
