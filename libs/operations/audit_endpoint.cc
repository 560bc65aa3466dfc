#include <absl/strings/str_cat.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <numeric>

#include "aor/audit/v1/audit_service.grpc.pb.h"
#include "libs/audit/pack.h"
#include "libs/operations/operations.h"

namespace aor::operations {
namespace {
constexpr size_t kPage = 1 << 20;
constexpr int kMaxChanges = 10'000;
constexpr size_t kMaxHistory = 2 << 20;  // bytes: who calls takes 4 MiB unless told otherwise

// The event as JSON; its bytes are shown as they are when this program lacks the type.
std::string JsonOf(const eventlog::v1::Event& envelope) {
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
      envelope.type().substr(0, envelope.type().find('/')));
  if (!type) return "";
  const std::unique_ptr<google::protobuf::Message> event(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  if (!event->ParseFromString(envelope.payload()) ||
      !google::protobuf::util::MessageToJsonString(*event, &json, options).ok())
    return "";
  return json;
}

void FillChange(const eventlog::v1::Commit& commit, const eventlog::v1::Stream& stream,
                const eventlog::Stored& stored, audit::v1::Change& change) {
  change.set_chain(stored.chain);
  change.set_sequence(stored.at.sequence);
  *change.mutable_recorded_at() = commit.recorded_at();
  change.set_actor(commit.actor());
  change.set_on_behalf_of(commit.on_behalf_of());
  change.set_method(commit.method());
  change.set_reason(commit.reason());
  change.set_commit_id(commit.commit_id());
  change.set_causation_id(commit.causation_id());
  change.set_correlation_id(commit.correlation_id());
  for (const auto& event : stream.events()) {
    auto& fact = *change.add_facts();
    fact.set_type(event.type());
    fact.set_json(JsonOf(event));
  }
}

// Where a stream of that key lives; anywhere, if nobody says.
std::vector<uint32_t> ChainsOf(const std::string& tenant, const std::string& key) {
  if (!key.empty()) return {eventlog::ChainOf(tenant + "/" + key)};
  std::vector<uint32_t> chains(eventlog::kChainCount);
  std::iota(chains.begin(), chains.end(), 0);
  return chains;
}

class AuditCalls final : public audit::v1::AuditService::CallbackService {
 public:
  AuditCalls(rpc::Edge edge, AuditSource source)
      : edge_(std::move(edge)), source_(std::move(source)) {}

  rpc::Reactor* GetHistory(rpc::Context* context, const audit::v1::GetHistoryRequest* request,
                           audit::v1::GetHistoryResponse* response) override {
    return edge_.Run(context, *request, [this, request, response](const rpc::Caller& caller) {
      return History(caller, *request, *response);
    });
  }

  rpc::Reactor* CreatePack(rpc::Context* context, const audit::v1::CreatePackRequest* request,
                           audit::v1::CreatePackResponse* response) override {
    return edge_.Run(context, *request, [this, response](const rpc::Caller& caller) {
      const auto heads = source_.heads();
      if (!heads.ok()) return heads.status();
      audit::PackRequest pack;
      pack.environment = source_.environment;
      pack.tenant = caller.tenant;
      pack.exported_at = absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", source_.now(), absl::UTCTimeZone());
      pack.development_clock = source_.development_clock;
      response->set_manifest(audit::Manifest(pack));
      response->set_checkpoint(
          eventlog::SignedCheckpoint(source_.environment, *heads, source_.key));
      response->set_manifest_note(audit::ManifestNote(source_.environment, response->manifest(),
                                                      response->checkpoint(), source_.key));
      return absl::OkStatus();
    });
  }

  rpc::Reactor* ReadChain(rpc::Context* context, const audit::v1::ReadChainRequest* request,
                          audit::v1::ReadChainResponse* response) override {
    return edge_.Run(context, *request, [this, request, response](const rpc::Caller& caller) {
      return Records(caller, *request, *response);
    });
  }

  rpc::Reactor* GetPublicKey(rpc::Context* context, const audit::v1::GetPublicKeyRequest* request,
                             audit::v1::GetPublicKeyResponse* response) override {
    return edge_.Run(context, *request, [this, response](const rpc::Caller&) {
      response->set_public_key(source_.key.public_key());
      response->set_environment(source_.environment);
      for (const std::string& log : source_.logs) response->add_logs(log);
      return absl::OkStatus();
    });
  }

 private:
  absl::Status Known(const std::string& log) const {
    return std::ranges::find(source_.logs, log) != source_.logs.end() ? absl::OkStatus()
                                                                      : rpc::NotFound("log", log);
  }

  absl::Status History(const rpc::Caller& caller, const audit::v1::GetHistoryRequest& request,
                       audit::v1::GetHistoryResponse& response) const {
    if (auto known = Known(request.log()); !known.ok()) return known;
    const auto time_of = [](const auto& at) { return std::pair(at.seconds(), at.nanos()); };
    const auto before = request.has_recorded_before()
                            ? time_of(request.recorded_before())
                            : std::pair(std::numeric_limits<int64_t>::max(), 0);
    size_t bytes = 0;
    const auto add = [&](const eventlog::Stored& stored) {
      eventlog::v1::Commit commit;
      commit.ParseFromArray(stored.bytes.data(), static_cast<int>(stored.bytes.size()));
      if (time_of(commit.recorded_at()) >= before) return false;
      for (const auto& stream : commit.streams()) {
        if (stream.name() != request.stream()) continue;
        audit::v1::Change& change = *response.add_changes();
        FillChange(commit, stream, stored, change);
        bytes += change.ByteSizeLong();
      }
      if (response.changes_size() < kMaxChanges && bytes < kMaxHistory) return true;
      response.set_next_sequence(stored.at.sequence + 1);
      return false;
    };
    for (const uint32_t chain : ChainsOf(caller.tenant, request.key())) {
      const auto read = source_.log_of(request.log())
                            .ReadStream(chain, caller.tenant + "/" + request.stream(),
                                        request.from_sequence(), add);
      if (!read.ok()) return read;
      if (response.changes_size() > 0) break;  // a stream lives on one chain
    }
    return response.changes_size() > 0 || request.from_sequence() > 0
               ? absl::OkStatus()
               : rpc::NotFound("stream", request.stream());
  }

  absl::Status Records(const rpc::Caller& caller, const audit::v1::ReadChainRequest& request,
                       audit::v1::ReadChainResponse& response) const {
    if (auto known = Known(request.log()); !known.ok()) return known;
    if (request.chain() >= eventlog::kChainCount)
      return rpc::FieldError("chain", "Name a chain from 0 to 63.");
    const auto& log = source_.log_of(request.log());
    if (request.from_sequence() < 1 || request.to_sequence() < request.from_sequence() ||
        request.to_sequence() > log.TailOf(request.chain()).sequence)
      return rpc::FieldError("to_sequence", "Name sequences that the checkpoint knows, from 1 on.");
    auto shown = Before(caller, request);
    if (!shown.ok()) return shown.status();
    const auto status = audit::AppendRecords(caller.tenant, request.to_sequence(), log, kPage,
                                             *shown, *response.mutable_records());
    if (!status.ok()) return status;
    if (shown->sequence < request.to_sequence()) response.set_next_sequence(shown->sequence + 1);
    if (request.from_sequence() == 1 || !request.shown().empty())
      response.set_shown(audit::ShownNote(source_.environment, caller.tenant, *shown, source_.key));
    return status;
  }

  // What was shown of the chain before this request, as this process signed it.
  absl::StatusOr<audit::Shown> Before(const rpc::Caller& caller,
                                      const audit::v1::ReadChainRequest& request) const {
    const audit::Shown asked{request.log(), request.chain(), request.from_sequence() - 1};
    if (request.shown().empty()) return asked;
    const auto shown = audit::VerifyShown(request.shown(), source_.environment, caller.tenant,
                                          source_.key.public_key());
    if (shown.ok() && shown->log == asked.log && shown->chain == asked.chain &&
        shown->sequence == asked.sequence)
      return shown;
    return rpc::FieldError("shown", "Hand back the note of the answer that ended before these.");
  }

  rpc::Edge edge_;
  const AuditSource source_;
};
}  // namespace

std::unique_ptr<grpc::Service> AuditEndpoint(rpc::Edge edge, AuditSource source) {
  return std::make_unique<AuditCalls>(std::move(edge), std::move(source));
}
}  // namespace aor::operations
