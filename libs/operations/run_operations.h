// Runs as google.longrunning operations: operations/<context>/<run>.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aor/operations/v1/operations.pb.h"
#include "google/longrunning/operations.grpc.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/rpc/edge.h"

namespace aor::operations {
// The runs of one context.
struct RunsOf {
  std::string context;
  eventsourcing::View* runs;  // of RunsView
  eventsourcing::Runtime* runtime;
};
// The service of a process, for all contexts in it.
std::unique_ptr<grpc::Service> OperationsEndpoint(rpc::Edge edge, std::vector<RunsOf> contexts);

std::string OperationName(const std::string& context, const std::string& run_id);
google::longrunning::Operation ToOperation(const std::string& context, const v1::RunRow& run);

// A wish to open a run, for the method that starts it: the same request finds the run
// that it opened before. `opened` lacks its run id.
rpc::Wish OpenRun(const rpc::Caller& caller, v1::RunOpened opened, const std::string& request_id);
// What that method answers: the operation as it begins.
void FillOpened(const std::string& context, const eventsourcing::Committed& committed,
                google::longrunning::Operation& operation);
// What the run was opened with under this name; empty for nothing.
std::string SettingOf(const v1::RunOpened& opened, std::string_view name);
// Is the run closed? So is what belongs to none.
bool IsClosed(eventsourcing::Transaction& transaction, const std::string& run_id);
}  // namespace aor::operations
