#include <algorithm>

#include "aor/admin/v1/admin_service.grpc.pb.h"
#include "aor/eventlog/v1/position.pb.h"
#include "libs/eventsourcing/commits.h"
#include "libs/operations/operations.h"
#include "libs/operations/settling.h"

namespace aor::operations {
namespace {
using eventsourcing::ViewPosition;

absl::StatusOr<Wanted> ToWanted(const std::string& token) {
  Wanted wanted;
  if (token.empty()) return wanted;
  const auto positions = eventsourcing::DecodeToken(token);
  if (!positions.ok()) return positions.status();
  for (const auto& position : positions->positions())
    wanted[{position.log(), position.chain()}] = position.sequence();
  return wanted;
}

void FillHeads(const std::vector<eventlog::AnchoredHead>& heads,
               admin::v1::GetPositionsResponse& response) {
  for (const auto& head : heads) {
    auto& added = *response.add_heads();
    added.set_log(head.log);
    added.set_chain(head.chain);
    added.set_sequence(head.sequence);
    added.set_head(std::string(eventlog::Bytes(head.head)));
  }
}

void FillTokens(const std::vector<eventlog::AnchoredHead>& heads,
                admin::v1::WaitForResponse& response) {
  eventlog::v1::ConsistencyToken token;
  for (size_t i = 0; i < heads.size(); ++i) {
    const auto& head = heads[i];
    *token.add_positions() =
        eventsourcing::PositionAt(head.log, head.chain, {head.sequence, head.head});
    if (token.positions_size() < eventsourcing::kTokenPlaces && i + 1 < heads.size()) continue;
    response.add_consistency_tokens(eventsourcing::EncodeToken(token));
    token.Clear();
  }
}

void FillViews(std::vector<ViewPosition> positions, admin::v1::GetPositionsResponse& response) {
  std::ranges::stable_partition(
      positions, [](const ViewPosition& position) { return position.applied < position.tail; });
  for (const ViewPosition& position : positions) {
    if (position.tail == 0) continue;
    auto& added = *response.add_views();
    added.set_view(position.view);
    added.set_log(position.log);
    added.set_chain(position.chain);
    added.set_applied(position.applied);
    added.set_tail(position.tail);
  }
}

class AdminCalls final : public admin::v1::AdminService::CallbackService {
 public:
  AdminCalls(rpc::Edge edge, Process process)
      : edge_(std::move(edge)), process_(std::move(process)), settling_(process_.positions) {}

  rpc::Reactor* GetPositions(rpc::Context* context, const admin::v1::GetPositionsRequest* request,
                             admin::v1::GetPositionsResponse* response) override {
    return edge_.Run(context, *request, [=, this](const rpc::Caller&) {
      const auto heads = process_.heads();
      if (!heads.ok()) return heads.status();
      FillHeads(*heads, *response);
      FillViews(process_.positions(), *response);
      return absl::OkStatus();
    });
  }

  rpc::Reactor* WaitFor(rpc::Context* context, const admin::v1::WaitForRequest* request,
                        admin::v1::WaitForResponse* response) override {
    const auto call = rpc::Call::Begin(edge_.parts(), context, *request, /*is_mutation=*/false);
    if (!call->admitted()) return call->reactor();
    auto wanted = ToWanted(request->consistency_token());
    const auto heads = process_.heads;
    const auto answer = [call, response, heads](const absl::Status& applied) {
      if (!applied.ok()) return call->Finish(applied);
      const auto reached = heads();
      if (reached.ok()) FillTokens(*reached, *response);
      call->Finish(reached.status());
    };
    if (!wanted.ok())
      answer(wanted.status());
    else if (!settling_.Add({*std::move(wanted), call, answer}))
      answer(absl::ResourceExhaustedError("Too many wait already; try again shortly."));
    return call->reactor();
  }

  rpc::Reactor* RebuildProjections(rpc::Context* context,
                                   const admin::v1::RebuildProjectionsRequest* request,
                                   admin::v1::RebuildProjectionsResponse* response) override {
    return edge_.Run(context, *request, [=, this](const rpc::Caller&) -> absl::Status {
      for (const std::string& view : process_.views()) {
        if (!request->view().empty() && view != request->view()) continue;
        if (auto status = process_.rebuild(view, request->must_match()); !status.ok())
          return status;
        response->add_views(view);
      }
      if (response->views().empty() && !request->view().empty())
        return rpc::NotFound("view", request->view());
      return absl::OkStatus();
    });
  }

  rpc::Reactor* Backup(rpc::Context* context, const admin::v1::BackupRequest* request,
                       admin::v1::BackupResponse* response) override {
    return edge_.Run(context, *request, [=, this](const rpc::Caller&) {
      auto directory = process_.backup(request->name());
      if (!directory.ok()) return directory.status();
      response->set_directory(*directory);
      response->add_directories(*directory);
      return absl::OkStatus();
    });
  }

 private:
  rpc::Edge edge_;
  const Process process_;
  Settling settling_;
};
}  // namespace

std::unique_ptr<grpc::Service> AdminEndpoint(rpc::Edge edge, Process process) {
  return std::make_unique<AdminCalls>(std::move(edge), std::move(process));
}
}  // namespace aor::operations
