// A directory in this process, behind its real edge, for the service test.
#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "libs/eventsourcing/projection.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/errors.h"
#include "libs/service/host.h"

namespace aor::directory {
// Serves on a free port on the embedded log in a new folder, with the development
// clock at 2026-09-28T06:00Z; with a payroll log beside it that this test writes.
class RunningDirectory {
 public:
  RunningDirectory();
  ~RunningDirectory();
  // What the caller may do, such as {"finance"} or {"client:acme"}.
  rpc::Caller As(const std::string& person, const std::string& role,
                 const std::string& tenant = "alpina") const;
  // One call through the wire.
  template <class Stub, class Request, class Response>
  absl::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const rpc::Caller& caller, const Request& request, Response* response) {
    Stub stub(channel_);
    grpc::ClientContext context;
    Prepare(context, caller);
    return rpc::FromGrpc((stub.*method)(&context, request, response));
  }
  void AdvanceTo(const std::string& rfc3339);
  // Appends to the payroll log.
  void Happen(const std::string& key, const std::string& request_id,
              const eventsourcing::Work& work);
  // Rows of a view that remembers what the directory answered to a batch.
  const eventsourcing::Rows& answers() const { return answers_->rows(); }
  // Everything in the files below the data folder.
  std::string OnDisk() const;

 private:
  void Prepare(grpc::ClientContext& context, const rpc::Caller& caller) const;

  std::string folder_;
  std::unique_ptr<service::Host> host_;
  std::unique_ptr<service::Context> payroll_;
  eventsourcing::View* answers_ = nullptr;
  std::thread thread_;
  std::shared_ptr<grpc::Channel> channel_;
};
}  // namespace aor::directory
