#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/operations/run_operations.h"

namespace aor::operations {
// The context of operations/<context>/…; null for any other name.
const RunsOf* ContextOf(const std::vector<RunsOf>& contexts, std::string_view name);
// A page of a tenant's runs: of operations/<context>, or of all contexts in turn, where it goes on
// into the next one until it is full.
absl::Status ListRuns(const std::vector<RunsOf>& contexts, const std::string& tenant,
                      const google::longrunning::ListOperationsRequest& request,
                      google::longrunning::ListOperationsResponse& response);
}  // namespace aor::operations
