#include "libs/operations/run_operations.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <thread>

#include "google/rpc/code.pb.h"
#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/waiting.h"
#include "libs/ids/uuid.h"
#include "libs/operations/list_runs.h"
#include "libs/operations/run.h"
#include "libs/operations/runs_view.h"

namespace aor::operations {
namespace {
using eventsourcing::Transaction;
using google::longrunning::Operation;
using rpc::Caller;
using rpc::Context;
using rpc::Reactor;
constexpr std::string_view kPrefix = "operations/";
constexpr absl::Duration kPatience = absl::Seconds(2);
constexpr auto kPoll = std::chrono::milliseconds(20);
constexpr auto kWayHome = std::chrono::milliseconds(100);
constexpr auto kLongestWait = std::chrono::seconds(2);  // of one call: a thread waits with it

void FillResult(const v1::RunRow& run, Operation& operation) {
  operation.set_done(true);
  if (run.closed().outcome() == v1::RUN_OUTCOME_COMPLETED) {
    operation.mutable_response()->PackFrom(run.result());
    return;
  }
  const bool cancelled = run.closed().outcome() == v1::RUN_OUTCOME_CANCELLED;
  auto& error = *operation.mutable_error();
  error.set_code(cancelled ? google::rpc::CANCELLED : google::rpc::ABORTED);
  error.set_message(cancelled ? "The run was cancelled: what it had done stands, open another one "
                                "for the rest."
                              : run.closed().detail());
}

class Endpoint final : public google::longrunning::Operations::CallbackService {
 public:
  Endpoint(rpc::Edge edge, std::vector<RunsOf> contexts)
      : edge_(std::move(edge)), contexts_(std::move(contexts)) {}

  Reactor* GetOperation(Context* context, const google::longrunning::GetOperationRequest* request,
                        Operation* response) override {
    return edge_.Run(context, *request, [=, this](const Caller& caller) {
      return Find(caller.tenant, request->name(), *response);
    });
  }

  Reactor* ListOperations(Context* context,
                          const google::longrunning::ListOperationsRequest* request,
                          google::longrunning::ListOperationsResponse* response) override {
    return edge_.Run(context, *request, [=, this](const Caller& caller) {
      return ListRuns(contexts_, caller.tenant, *request, *response);
    });
  }

  // Answers when it is done, or with what it has come to after the timeout.
  Reactor* WaitOperation(Context* context, const google::longrunning::WaitOperationRequest* request,
                         Operation* response) override {
    const auto until = std::min(context->deadline() - kWayHome,
                                std::chrono::system_clock::now() + TimeoutOf(*request));
    return edge_.Run(context, *request, [=, this](const Caller& caller) {
      auto found = Find(caller.tenant, request->name(), *response);
      while (found.ok() && !response->done() && std::chrono::system_clock::now() < until) {
        std::this_thread::sleep_for(kPoll);
        found = Find(caller.tenant, request->name(), *response);
      }
      return found;
    });
  }

  Reactor* CancelOperation(Context* context,
                           const google::longrunning::CancelOperationRequest* request,
                           google::protobuf::Empty* response) override {
    return edge_.Run(
        context, *request,
        [=, this](const Caller& caller) { return Cancel(caller, request->name()); }, response);
  }

  Reactor* DeleteOperation(Context* context,
                           const google::longrunning::DeleteOperationRequest* request,
                           google::protobuf::Empty*) override {
    return edge_.Run(context, *request, [](const Caller&) {
      return absl::UnimplementedError("What a run did stands for ever, and so does its record.");
    });
  }

 private:
  struct Place {
    const RunsOf* context;
    v1::RunRow run;
  };
  static std::chrono::milliseconds TimeoutOf(
      const google::longrunning::WaitOperationRequest& request) {
    if (!request.has_timeout()) return kLongestWait;
    const std::chrono::milliseconds asked(request.timeout().seconds() * 1000 +
                                          request.timeout().nanos() / 1'000'000);
    return std::min<std::chrono::milliseconds>(asked, kLongestWait);
  }

  // Everything that its chain holds by now.
  static bool Seen(const RunsOf& context, const std::string& tenant, const std::string& run_id) {
    const std::vector<std::string> parts = absl::StrSplit(run_id, '~');
    if (parts.size() != 4) return false;
    const auto& log = context.runtime->log();
    const uint32_t chain = eventlog::ChainOf(tenant + "/" + parts[1]);
    const auto tail = log.TailOf(chain);
    if (tail.sequence == 0) return false;
    return eventsourcing::WaitFor(*context.runs, eventsourcing::TokenOf(log.name(), chain, tail),
                                  kPatience)
        .ok();
  }

  absl::StatusOr<Place> PlaceOf(const std::string& tenant, const std::string& name) const {
    if (const RunsOf* context = ContextOf(contexts_, name)) {
      const std::string id = name.substr(OperationName(context->context, "").size());
      const auto& rows = context->runs->rows();
      auto run = rows.Load<v1::RunRow>(RunKey(tenant, id));
      // Who opened it a moment ago asks before the view has heard of it.
      if (!run && Seen(*context, tenant, id)) run = rows.Load<v1::RunRow>(RunKey(tenant, id));
      if (run) return Place{context, *std::move(run)};
    }
    return rpc::NotFound("operation", name);
  }

  absl::Status Find(const std::string& tenant, const std::string& name, Operation& found) const {
    const auto place = PlaceOf(tenant, name);
    if (place.ok()) found = ToOperation(place->context->context, place->run);
    return place.status();
  }

  absl::Status Cancel(const Caller& caller, const std::string& name) const {
    const auto place = PlaceOf(caller.tenant, name);
    if (!place.ok()) return place.status();
    const std::string& id = place->run.opened().run_id();
    eventsourcing::Request request;
    request.tenant = caller.tenant;
    request.key = place->run.opened().legal_entity_id();
    request.method = "google.longrunning.CancelOperation";
    request.request_id = request.body = Uuid5(kDerivedIds, id + "/cancel");
    request.actor = caller.person.value;
    request.on_behalf_of = caller.on_behalf_of;
    request.is_forwarded = caller.is_forwarded;
    const auto cancelled =
        place->context->runtime->ExecuteAndWait(request, [&](Transaction& transaction) {
          return eventsourcing::DecideOn<run::Run, run::Event, run::Command>(
              transaction, run::StreamOf(id), run::RequestCancellation{id, caller.person.value});
        });
    return cancelled.status();
  }

  rpc::Edge edge_;
  const std::vector<RunsOf> contexts_;
};
}  // namespace

std::unique_ptr<grpc::Service> OperationsEndpoint(rpc::Edge edge, std::vector<RunsOf> contexts) {
  return std::make_unique<Endpoint>(std::move(edge), std::move(contexts));
}

std::string OperationName(const std::string& context, const std::string& run_id) {
  return std::string(kPrefix) + context + "/" + run_id;
}

Operation ToOperation(const std::string& context, const v1::RunRow& run) {
  Operation operation;
  operation.set_name(OperationName(context, run.opened().run_id()));
  operation.mutable_metadata()->PackFrom(run.metadata());
  if (run.has_closed()) FillResult(run, operation);
  return operation;
}

rpc::Wish OpenRun(const Caller& caller, v1::RunOpened opened, const std::string& request_id) {
  opened.set_opened_by(caller.person.value);
  opened.set_opened_for(caller.on_behalf_of);
  opened.set_run_id(run::RunId(opened, DerivedId(caller.tenant, request_id, "run")));
  return {opened.legal_entity_id(), [opened](Transaction& transaction) {
            return eventsourcing::DecideOn<run::Run, run::Event, run::Command>(
                transaction, run::StreamOf(opened.run_id()), run::Open{opened});
          }};
}

void FillOpened(const std::string& context, const eventsourcing::Committed& committed,
                Operation& operation) {
  for (const auto& stream : committed.commit->streams())
    for (const auto& envelope : stream.events()) {
      if (!eventsourcing::Holds<v1::RunEvent>(envelope)) continue;
      const auto opened = eventsourcing::Decode<v1::RunEvent>(envelope).run_opened();
      v1::RunMetadata metadata;
      metadata.set_run_id(opened.run_id());
      metadata.set_run_kind(opened.run_kind());
      metadata.set_legal_entity_id(opened.legal_entity_id());
      metadata.set_period(opened.period());
      metadata.set_opened_by(opened.opened_by());
      *metadata.mutable_opened_at() = committed.commit->recorded_at();
      metadata.set_expected(opened.expected());
      metadata.set_consistency_token(committed.token());
      operation.set_name(OperationName(context, opened.run_id()));
      operation.mutable_metadata()->PackFrom(metadata);
    }
}

std::string SettingOf(const v1::RunOpened& opened, std::string_view name) {
  for (const auto& setting : opened.settings())
    if (setting.name() == name) return setting.value();
  return "";
}

bool IsClosed(Transaction& transaction, const std::string& run_id) {
  return run_id.empty() ||
         !transaction.Fold<run::Run, run::Event>(run::StreamOf(run_id)).IsOpen(run_id);
}
}  // namespace aor::operations
