#include "libs/operations/list_runs.h"

#include <algorithm>

#include "libs/operations/runs_view.h"

namespace aor::operations {
namespace {
using google::longrunning::ListOperationsRequest;
using google::longrunning::ListOperationsResponse;

int RoomFor(const ListOperationsRequest& request) {
  constexpr int kUsual = 50, kLargest = 1000;
  return request.page_size() == 0 ? kUsual : std::min(request.page_size(), kLargest);
}

absl::Status AddPage(const RunsOf& context, const std::string& tenant, int room,
                     const std::string& page_token, ListOperationsResponse& response) {
  std::string more;
  const auto keep = [&](std::string_view bytes) {
    v1::RunRow run;
    run.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    *response.add_operations() = ToOperation(context.context, run);
    return true;
  };
  auto listed =
      rpc::ListPage(context.runs->rows(), RunPrefix(tenant), room, page_token, keep, &more);
  if (!more.empty()) response.set_next_page_token(context.context + ":" + more);
  return listed;
}
}  // namespace

const RunsOf* ContextOf(const std::vector<RunsOf>& contexts, std::string_view name) {
  for (const RunsOf& context : contexts)
    if (name.starts_with(OperationName(context.context, ""))) return &context;
  return nullptr;
}

absl::Status ListRuns(const std::vector<RunsOf>& contexts, const std::string& tenant,
                      const ListOperationsRequest& request, ListOperationsResponse& response) {
  if (!request.filter().empty())
    return rpc::FieldError("filter", "leave it empty: operations are not filtered");
  const RunsOf* only = ContextOf(contexts, request.name() + "/");
  if (!only && !request.name().empty() && request.name() != "operations")
    return rpc::NotFound("collection", request.name());
  // The token of a page says its context and where it goes on there.
  const size_t colon = request.page_token().find(':');
  const std::string resumed = request.page_token().substr(0, colon);
  std::string token = colon == std::string::npos ? "" : request.page_token().substr(colon + 1);
  bool is_found = resumed.empty();
  for (const RunsOf& context : contexts) {
    if (only && only != &context) continue;
    is_found |= resumed == context.context;
    if (!is_found) continue;
    const int room = RoomFor(request) - response.operations_size();
    if (room == 0) {
      response.set_next_page_token(context.context + ":");
      break;
    }
    auto added = AddPage(context, tenant, room, token, response);
    if (!added.ok() || !response.next_page_token().empty()) return added;
    token.clear();
  }
  return is_found ? absl::OkStatus()
                  : rpc::FieldError("page_token", "send back what the last page gave");
}
}  // namespace aor::operations
