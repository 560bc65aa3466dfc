#include "libs/eventsourcing/commits.h"

#include <absl/strings/escaping.h>
#include <absl/strings/str_cat.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "libs/eventlog/record.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/ids/uuid.h"

namespace aor::eventsourcing {
eventlog::RequestKey KeyOfRequest(const Request& request) {
  return eventlog::RequestKeyOf(request.tenant, request.method, request.request_id);
}

eventlog::Hash DigestOfRequest(const Request& request, const std::string& tenant_key) {
  eventlog::Hash digest;
  unsigned int size = digest.size();
  HMAC(EVP_sha256(), tenant_key.data(), static_cast<int>(tenant_key.size()),
       reinterpret_cast<const unsigned char*>(request.body.data()), request.body.size(),
       digest.data(), &size);
  return digest;
}

eventlog::v1::Commit MakeCommit(const Envelope& envelope, Transaction& transaction,
                                const std::string& refusal) {
  const Request& request = envelope.request;
  eventlog::v1::Commit commit;
  commit.set_log(envelope.log.name());
  commit.set_environment(envelope.log.environment());
  commit.set_chain(envelope.chain);
  commit.set_chain_count(eventlog::kChainCount);
  commit.set_sequence(envelope.before.sequence + 1);
  commit.set_previous_head(std::string(eventlog::Bytes(envelope.before.head)));
  commit.set_commit_id(envelope.commit_id);
  const int64_t micros = absl::ToUnixMicros(envelope.recorded_at);
  commit.mutable_recorded_at()->set_seconds(micros / 1'000'000);
  commit.mutable_recorded_at()->set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  commit.set_tenant(request.tenant);
  commit.set_actor(request.actor);
  commit.set_on_behalf_of(request.on_behalf_of);
  commit.set_method(request.method);
  commit.set_request_id(request.request_id);
  commit.set_request_digest(std::string(eventlog::Bytes(envelope.digest)));
  commit.set_correlation_id(request.correlation_id);
  commit.set_causation_id(request.causation_id);
  commit.set_traceparent(request.traceparent);
  commit.set_writer(envelope.writer);
  commit.set_reason(request.reason);
  commit.set_refusal(refusal);
  if (!refusal.empty()) return commit;

  for (const auto& range : transaction.consumed()) *commit.add_consumed() = range;
  int count = 0;
  for (auto& [name, touched] : transaction.touched()) {
    if (!touched.appended) {
      auto& guard = *commit.add_guards();
      guard.set_name(name);
      guard.set_expected_version(touched.expected_version);
      continue;
    }
    auto& stream = *commit.add_streams();
    stream.set_name(name);
    stream.set_expected_version(touched.expected_version);
    for (auto& event : touched.events) {
      event.set_event_id(Uuid5(envelope.commit_id, std::to_string(count++)));
      stream.add_events()->Swap(&event);
    }
  }
  return commit;
}

const eventlog::v1::Commit& CommitOf(const eventlog::Stored& stored, eventlog::v1::Commit& mine) {
  if (stored.commit) return *stored.commit;
  if (!mine.ParseFromArray(stored.bytes.data(), static_cast<int>(stored.bytes.size())))
    mine.Clear();
  return mine;
}

std::string EncodeToken(const eventlog::v1::ConsistencyToken& token) {
  return absl::WebSafeBase64Escape(token.SerializeAsString());
}

absl::StatusOr<eventlog::v1::ConsistencyToken> DecodeToken(std::string_view text) {
  eventlog::v1::ConsistencyToken token;
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(absl::string_view(text.data(), text.size()), &bytes) ||
      !token.ParseFromString(bytes) || token.positions_size() > kTokenPlaces)
    return absl::InvalidArgumentError(
        "consistency_token: send back what an answer gave, unchanged, or leave it empty");
  return token;
}

eventlog::v1::Position PositionAt(const std::string& log, uint32_t chain,
                                  const eventlog::Tail& at) {
  eventlog::v1::Position position;
  position.set_log(log);
  position.set_chain(chain);
  position.set_sequence(at.sequence);
  position.set_head_prefix(std::string(eventlog::Bytes(at.head).substr(0, 8)));
  return position;
}

std::string TokenOf(const std::string& log, uint32_t chain, const eventlog::Tail& at) {
  eventlog::v1::ConsistencyToken token;
  *token.add_positions() = PositionAt(log, chain, at);
  return EncodeToken(token);
}
}  // namespace aor::eventsourcing
