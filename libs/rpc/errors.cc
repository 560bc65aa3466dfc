#include "libs/rpc/errors.h"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "libs/eventsourcing/ownership.h"

namespace aor::rpc {
namespace {
constexpr char kDomain[] = "aor";
constexpr char kElsewhere[] = "DECIDED_ELSEWHERE";
// Trailers hold 8 KB in all, and an error travels in them: the rest is seen when these are mended.
constexpr size_t kDetailBytes = 3000;
constexpr std::string_view kTypes = "type.googleapis.com/";

template <class Detail>
std::string UrlOf() {
  return std::string(kTypes) + Detail::descriptor()->full_name();
}

template <class Detail>
absl::Status With(absl::StatusCode code, const std::string& message, const Detail& detail) {
  absl::Status status(code, message);
  status.SetPayload(UrlOf<Detail>(), absl::Cord(detail.SerializeAsString()));
  return status;
}

google::rpc::ErrorInfo Reason(const std::string& reason) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain(kDomain);
  return info;
}

std::string ReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(UrlOf<google::rpc::ErrorInfo>());
  google::rpc::ErrorInfo info;
  if (!payload || !info.ParseFromString(std::string(*payload))) return "";
  return info.domain() == kDomain ? info.reason() : "";
}

// For what is over soon: a hand-over, a broker that starts again.
google::rpc::RetryInfo RetrySoon() {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(200'000'000);
  return retry;
}

// INTERNAL and UNKNOWN speak of our insides: they go to the log, not to the caller.
std::string MessageFor(const absl::Status& status) {
  if (status.code() == absl::StatusCode::kInternal)
    return "Something is broken in the service; report the time and the trace id to its operators.";
  return std::string(status.message());
}
}  // namespace

absl::Status FieldErrors(const std::vector<FieldViolation>& violations) {
  if (violations.empty()) return absl::OkStatus();
  google::rpc::BadRequest request;
  size_t bytes = 0;
  for (const FieldViolation& violation : violations) {
    bytes += violation.field.size() + violation.what_to_do.size();
    if (bytes > kDetailBytes && !request.field_violations().empty()) break;
    auto& added = *request.add_field_violations();
    added.set_field(violation.field);
    added.set_description(violation.what_to_do + ".");
  }
  std::string message = violations.front().field + ": " + violations.front().what_to_do;
  if (violations.size() > 1) message += " (and " + std::to_string(violations.size() - 1) + " more)";
  return With(absl::StatusCode::kInvalidArgument, message + ".", request);
}

CannotAnswer::CannotAnswer(absl::Status status)
    : std::runtime_error(status.ToString()), why(std::move(status)) {}

absl::Status FieldError(std::string_view field, std::string_view what_to_do) {
  if (what_to_do.ends_with('.')) what_to_do.remove_suffix(1);
  return FieldErrors({{std::string(field), std::string(what_to_do)}});
}

std::vector<FieldViolation> ViolationsOf(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  google::rpc::BadRequest request;
  const auto payload = status.GetPayload(UrlOf<google::rpc::BadRequest>());
  if (!payload || !request.ParseFromString(std::string(*payload))) return violations;
  for (const auto& violation : request.field_violations()) {
    std::string what_to_do = violation.description();
    if (what_to_do.ends_with('.')) what_to_do.pop_back();
    violations.push_back({violation.field(), std::move(what_to_do)});
  }
  return violations;
}

absl::Status RefusalError(const eventsourcing::Refused& refused) {
  return eventsourcing::ToStatus(refused);
}

absl::Status NotAdmitted(const std::string& sentence) {
  return With(absl::StatusCode::kPermissionDenied, sentence, Reason("NOT_ADMITTED"));
}

absl::Status NotFound(std::string_view kind, std::string_view id) {
  return absl::NotFoundError("There is no " + std::string(kind) + " " + std::string(id) +
                             "; check the id.");
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const std::string message = MessageFor(status);
  google::rpc::Status wire;
  wire.set_code(static_cast<int>(status.code()));
  wire.set_message(message);
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& bytes) {
    if (!std::string_view(url.data(), url.size()).starts_with(kTypes)) return;
    auto& detail = *wire.add_details();
    detail.set_type_url(url.data(), url.size());
    detail.set_value(std::string(bytes));
  });
  const bool may_be_over_soon = absl::IsUnavailable(status) || absl::IsUnknown(status);
  if (may_be_over_soon && wire.details().empty()) wire.add_details()->PackFrom(RetrySoon());
  if (eventsourcing::ElsewhereOf(status)) wire.add_details()->PackFrom(Reason(kElsewhere));
  if (const auto refusal = eventsourcing::RefusalName(status); !refusal.empty())
    wire.add_details()->PackFrom(Reason(refusal));
  // Both libraries number the canonical codes alike.
  return {static_cast<grpc::StatusCode>(status.code()), message,
          wire.details().empty() ? "" : wire.SerializeAsString()};
}

absl::Status FromGrpc(const grpc::Status& status) {
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status wire;
  if (status.ok() || !wire.ParseFromString(status.error_details())) return result;
  for (const auto& detail : wire.details())
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  return result;
}

bool IsDecidedElsewhere(const absl::Status& status) { return ReasonOf(status) == kElsewhere; }

std::string RefusalOf(const absl::Status& status) {
  if (status.code() != absl::StatusCode::kFailedPrecondition) return "";
  const auto name = eventsourcing::RefusalName(status);
  return name.empty() ? ReasonOf(status) : name;
}
}  // namespace aor::rpc
