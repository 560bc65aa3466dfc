#include "libs/rpc/call.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <stdexcept>

#include "libs/eventsourcing/ownership.h"
#include "libs/rpc/errors.h"
#include "libs/rpc/forwarder.h"
#include "libs/rpc/trace.h"
#include "libs/rpc/validation.h"

namespace aor::rpc {
namespace {
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kForwarded[] = "aor-forwarded";
constexpr absl::Duration kOwnersTime = absl::Seconds(3);  // to answer what is sent on to it

const FieldDescriptor* FieldOf(const Message& message, const char* name,
                               FieldDescriptor::Type type) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field && field->type() == type && !field->is_repeated() ? field : nullptr;
}

std::string TextOf(const Message& message, const char* name) {
  const auto* field = FieldOf(message, name, FieldDescriptor::TYPE_STRING);
  return field ? message.GetReflection()->GetString(message, field) : "";
}

bool FlagOf(const Message& message, const char* name) {
  const auto* field = FieldOf(message, name, FieldDescriptor::TYPE_BOOL);
  return field && message.GetReflection()->GetBool(message, field);
}

// What was asked for, the same for every attempt: without what says how to answer.
std::string BodyOf(const Message& request) {
  const std::unique_ptr<Message> wish(request.New());
  wish->CopyFrom(request);
  for (const char* name : {"validate_only", "consistency_token"})
    if (const FieldDescriptor* field = wish->GetDescriptor()->FindFieldByName(name))
      wish->GetReflection()->ClearField(wish.get(), field);
  std::string body;
  google::protobuf::io::StringOutputStream stream(&body);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  wish->SerializeToCodedStream(&coded);
  coded.Trim();
  return body;
}

absl::StatusOr<std::string> BearerOf(const std::string& authorization) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!authorization.starts_with(kScheme))
    return absl::UnauthenticatedError(
        "The call carries no token; send one as authorization: Bearer <token>.");
  return authorization.substr(kScheme.size());
}

absl::Status Check(const Message& request, bool is_mutation) {
  auto violations = Violations(request);
  const auto is_request_id = [](const FieldViolation& one) { return one.field == "request_id"; };
  if (is_mutation && TextOf(request, "request_id").empty() &&
      std::ranges::none_of(violations, is_request_id))
    violations.push_back({"request_id", "give a new UUID, and the same one for a retry"});
  return FieldErrors(violations);
}

bool IsForOperators(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kDataLoss ||
         code == absl::StatusCode::kUnknown || code == absl::StatusCode::kUnavailable;
}
}  // namespace

std::shared_ptr<Call> Call::Begin(std::shared_ptr<Edge::Parts> parts, Context* context,
                                  const Message& request, bool is_mutation, Ending ending) {
  const std::shared_ptr<Call> call(new Call(std::move(parts), context, std::move(ending)));
  call->started_ = call->parts_->wall.Now();
  call->parts_->calls.Begin();
  call->traceparent_ = TraceparentOr(call->Metadata("traceparent"));
  call->Guarded([&] {
    const absl::Status status = call->Admit(request, is_mutation);
    call->admitted_ = status.ok();
    if (!status.ok()) call->Finish(status);
  });
  return call;
}

absl::Status Call::Admit(const Message& request, bool is_mutation) {
  const Method* method = parts_->methods.OfRequest(request.GetDescriptor());
  method_ = method ? method->name : request.GetTypeName();
  if (!method) return absl::UnavailableError("The service starts or stops; send it again.");
  path_ = method->path;
  is_stranger_ = Metadata("authorization").empty() && BringsLink(*method, request);
  if (!is_stranger_)
    if (auto status = VerifyToken(); !status.ok()) return status;
  caller_.is_forwarded = !Metadata(kForwarded).empty();
  if (context_->deadline() == std::chrono::system_clock::time_point::max())
    return absl::InvalidArgumentError("The call would wait for ever; set a deadline.");
  deadline_ = absl::FromChrono(context_->deadline());
  denied_ = !is_stranger_ && !Admits(*method, caller_, request);
  if (denied_)
    return NotAdmitted(method->name + " is open to " + method->policy +
                       "; ask an administrator for a role that fits.");
  return Check(request, is_mutation);
}

absl::Status Call::VerifyToken() {
  const auto bearer = BearerOf(Metadata("authorization"));
  if (!bearer.ok()) return bearer.status();
  auto caller = parts_->tokens.Verify(*bearer, started_);
  if (caller.ok()) caller_ = *std::move(caller);
  return caller.status();
}

std::string Call::Metadata(const char* key) const {
  const auto found = context_->client_metadata().find(key);
  if (found == context_->client_metadata().end()) return "";
  return {found->second.data(), found->second.size()};
}

metrics::Denied Call::DeniedBy(const absl::Status& status) const {
  if (absl::IsUnauthenticated(status)) return metrics::Denied::kToken;
  if (!absl::IsPermissionDenied(status)) return metrics::Denied::kNo;
  return denied_ ? metrics::Denied::kPolicy : metrics::Denied::kRecord;
}

void Call::Finish(const absl::Status& status) {
  const bool is_for_operators = IsForOperators(status.code());
  parts_->calls.Count({method_, absl::StatusCodeToString(status.code()),
                       parts_->wall.Now() - started_, TraceIdOf(traceparent_), caller_.person.value,
                       caller_.tenant, is_for_operators ? std::string(status.message()) : "",
                       DeniedBy(status)});
  ending_ ? ending_(ToGrpc(status)) : reactor_->Finish(ToGrpc(status));
}

void Call::FinishOrForward(const absl::Status& status, const Message& request, Message* response) {
  const auto elsewhere = eventsourcing::ElsewhereOf(status);
  if (!elsewhere || elsewhere->address.empty() || caller_.is_forwarded || !response)
    return Finish(status);
  std::vector<std::pair<std::string, std::string>> headers = {
      {"authorization", Metadata("authorization")},
      {"traceparent", traceparent_},
      {kForwarded, "1"}};
  if (IsRetry()) headers.emplace_back("aor-retry", "1");
  const absl::Time until = std::min(deadline_ - kWayHome, parts_->wall.Now() + kOwnersTime);
  Forward({elsewhere->address, path_, std::move(headers), until, parts_->to_others}, request,
          *response,
          [call = shared_from_this(), chain = elsewhere->chain](const grpc::Status& answer) {
            call->OnForwarded(answer, chain);
          });
}

// What has no details did not come from the owner's edge. One that has left the chain says so.
void Call::OnForwarded(const grpc::Status& status, uint32_t chain) {
  const bool timed_out = status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
  // A process that stops cancels what it did not finish.
  const bool is_gone = status.error_code() == grpc::StatusCode::UNAVAILABLE ||
                       status.error_code() == grpc::StatusCode::CANCELLED;
  const bool is_silent = status.error_details().empty() && (timed_out || is_gone);
  const bool had_its_time = !timed_out || parts_->wall.Now() < deadline_ - kWayHome;
  const bool has_left = IsDecidedElsewhere(FromGrpc(status));
  if (!has_left && (!is_silent || !had_its_time)) return Finish(FromGrpc(status));
  auto* ownership = parts_->runtime ? parts_->runtime->ownership() : nullptr;
  if (ownership) ownership->NobodyDecides(chain);
  Finish(absl::UnavailableError(
      "Who decides on this is changing; send it again with the same request_id."));
}

void Call::Guarded(const std::function<void()>& work) {
  try {
    work();
  } catch (const eventsourcing::ViewStopped& stopped) {
    Finish(absl::UnavailableError(std::string(stopped.what()) +
                                  ". Nothing was decided; try again when it has been rebuilt."));
  } catch (const CannotAnswer& cannot) {
    Finish(cannot.why);
  } catch (const std::overflow_error&) {
    Finish(absl::OutOfRangeError(
        "A number is larger than can be counted; look at the quantities and prices."));
  } catch (const std::exception& error) {
    Finish(absl::InternalError(error.what()));
  }
}

void Call::OnPool(std::function<void()> work) {
  auto run = [call = shared_from_this(), work = std::move(work)] {
    if (call->parts_->wall.Now() >= call->deadline_ || call->context_->IsCancelled())
      return call->Finish(absl::DeadlineExceededError("The call ended before its turn came."));
    call->Guarded(work);
  };
  const auto whom = is_stranger_             ? Pool::For::kStrangers
                    : caller_.Has("service") ? Pool::For::kContexts
                                             : Pool::For::kCallers;
  if (!parts_->pool.Submit(std::move(run), whom))
    Finish(absl::ResourceExhaustedError("Too many calls wait; try again after a moment."));
}

eventsourcing::Request Call::ToRequest(const Message& request, const std::string& key) const {
  eventsourcing::Request wish;
  wish.tenant = caller_.tenant;
  wish.key = key;
  wish.method = method_;
  wish.request_id = TextOf(request, "request_id");
  wish.body = BodyOf(request);
  wish.actor = caller_.person.value;
  wish.on_behalf_of = caller_.on_behalf_of;
  wish.reason = TextOf(request, "reason");
  wish.correlation_id = TraceIdOf(traceparent_);
  wish.traceparent = traceparent_;
  wish.validate_only = FlagOf(request, "validate_only");
  wish.is_retry = IsRetry();
  wish.is_forwarded = caller_.is_forwarded;
  return wish;
}

bool Call::IsRetry() const {
  return !Metadata("grpc-previous-rpc-attempts").empty() || !Metadata("aor-retry").empty();
}
}  // namespace aor::rpc
