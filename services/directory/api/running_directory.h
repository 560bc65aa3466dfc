// A directory in this process, behind its real edge, for the service test.
#pragma once

#include <string>

#include "libs/eventsourcing/projection.h"
#include "libs/rpc/caller.h"
#include "libs/rpc/errors.h"
#include "libs/service/testing/running_process.h"

namespace aor::directory {
// On the embedded log, with the development clock at 2026-09-28T06:00Z; with a payroll
// log beside it that this test writes.
class RunningDirectory {
 public:
  RunningDirectory();
  // What the caller may do, such as {"finance"} or {"client:acme"}.
  rpc::Caller As(const std::string& person, const std::string& role,
                 const std::string& tenant = "alpina") const;
  // One call through the wire.
  template <class Stub, class Request, class Response>
  absl::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const rpc::Caller& caller, const Request& request, Response* response) {
    Stub stub(process_.channel());
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + process_.TokenOf(caller));
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    return rpc::FromGrpc((stub.*method)(&context, request, response));
  }
  void AdvanceTo(const std::string& rfc3339) { process_.AdvanceTo(rfc3339); }
  // Appends to the payroll log.
  void Happen(const std::string& key, const std::string& request_id,
              const eventsourcing::Work& work);
  // Rows of a view that remembers what the directory answered to a batch.
  const eventsourcing::Rows& answers() const { return answers_->rows(); }
  // Everything in the files that the process keeps.
  std::string OnDisk() const;

 private:
  eventsourcing::View* answers_ = nullptr;
  service::RunningProcess process_;
};
}  // namespace aor::directory
