// What became of a run that a test has opened.
#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "aor/operations/v1/operations.pb.h"
#include "google/longrunning/operations.grpc.pb.h"

namespace aor::service {
// Waits, bounded, until the operation is done.
inline google::longrunning::Operation Finished(const std::shared_ptr<grpc::Channel>& channel,
                                               const std::string& token, const std::string& name) {
  const auto operations = google::longrunning::Operations::NewStub(channel);
  google::longrunning::WaitOperationRequest request;
  request.set_name(name);
  google::longrunning::Operation operation;
  for (int i = 0; i < 30 && !operation.done(); ++i) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    context.AddMetadata("authorization", "Bearer " + token);
    const auto status = operations->WaitOperation(&context, request, &operation);
    EXPECT_TRUE(status.ok()) << status.error_message();
    if (!status.ok()) break;
  }
  EXPECT_TRUE(operation.done()) << name;
  return operation;
}

inline operations::v1::RunResult ResultOf(const google::longrunning::Operation& operation) {
  operations::v1::RunResult result;
  EXPECT_TRUE(operation.response().UnpackTo(&result)) << operation.ShortDebugString();
  return result;
}

inline operations::v1::RunMetadata MetadataOf(const google::longrunning::Operation& operation) {
  operations::v1::RunMetadata metadata;
  EXPECT_TRUE(operation.metadata().UnpackTo(&metadata)) << operation.ShortDebugString();
  return metadata;
}
}  // namespace aor::service
