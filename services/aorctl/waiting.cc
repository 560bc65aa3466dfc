#include "services/aorctl/waiting.h"

#include <absl/strings/str_cat.h>

#include "aor/admin/v1/admin_service.pb.h"
#include "aor/operations/v1/operations.pb.h"
#include "google/longrunning/operations.pb.h"

namespace aor::aorctl {
namespace {
constexpr auto kPause = absl::Milliseconds(100);
using google::longrunning::Operation;
using google::protobuf::Message;

std::string Progress(const Operation& operation) {
  operations::v1::RunMetadata run;
  if (!operation.metadata().UnpackTo(&run)) return operation.name();
  return absl::StrCat(run.run_kind(), " of ", run.legal_entity_id(),
                      run.period().empty() ? "" : " " + run.period(), ": ", run.done(),
                      run.expected() > run.done() ? absl::StrCat(" of about ", run.expected()) : "",
                      " done", run.left() > 0 ? absl::StrCat(", ", run.left(), " left out") : "");
}
// Where all logs end, once every process has applied what the others knew.
absl::StatusOr<std::string> OneRound(Client& client) {
  const auto& method = *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      "aor.admin.v1.AdminService.WaitFor");
  const auto answer = client.Call(method, admin::v1::WaitForRequest());
  if (!answer.ok()) return answer.status();
  admin::v1::WaitForResponse ends;
  ends.CopyFrom(**answer);
  if (client.processes().size() > 1)
    for (const std::string& token : ends.consistency_tokens()) {
      admin::v1::WaitForRequest others;
      others.set_consistency_token(token);
      if (const auto applied = client.Call(method, others); !applied.ok()) return applied.status();
    }
  return ends.SerializeAsString();
}
}  // namespace

bool IsOperation(const Message& response) {
  return response.GetDescriptor() == Operation::descriptor();
}

absl::StatusOr<std::unique_ptr<Message>> WaitFor(
    Client& client, const Message& opened, const std::function<void(const std::string&)>& tell) {
  const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      "google.longrunning.Operations.WaitOperation");
  Operation operation;
  operation.CopyFrom(opened);
  google::longrunning::WaitOperationRequest request;
  request.set_name(operation.name());
  request.mutable_timeout()->set_seconds(1);
  std::string told;
  for (;;) {
    if (const auto progress = Progress(operation); progress != told) tell(told = progress);
    if (operation.has_error())
      return absl::Status(static_cast<absl::StatusCode>(operation.error().code()),
                          operation.error().message());
    if (operation.done()) return Unpacked(operation.response());
    auto answer = client.Call(*method, request);
    if (!answer.ok()) return answer.status();
    operation.CopyFrom(**answer);
  }
}

bool WaitsForEverything(const Message& request) {
  return request.GetDescriptor() == admin::v1::WaitForRequest::descriptor() &&
         request.ByteSizeLong() == 0;
}

absl::Status WaitUntilSeen(Client& client) { return OneRound(client).status(); }

absl::Status WaitUntilSettled(Client& client) {
  const absl::Time until = absl::Now() + client.timeout();
  absl::Status left = absl::DeadlineExceededError("More keeps coming; wait again.");
  std::string before;
  while (absl::Now() < until) {
    const auto ends = OneRound(client);
    if (ends.ok() && (client.processes().size() == 1 || *ends == before)) return absl::OkStatus();
    if (!ends.ok() && !absl::IsUnavailable(ends.status())) return ends.status();
    if (ends.ok()) {
      before = *ends;
    } else {  // a process starts again, or its chains change hands
      left = ends.status();
      absl::SleepFor(kPause);
    }
  }
  return left;
}

std::unique_ptr<Message> Unpacked(const Message& message) {
  google::protobuf::Any any;
  any.CopyFrom(message);
  const std::string type = any.type_url().substr(any.type_url().rfind('/') + 1);
  const auto* known =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  auto content = NewMessage(known ? *known : *google::protobuf::Any::descriptor());
  if (!known || !any.UnpackTo(content.get())) content->CopyFrom(message);
  return content;
}
}  // namespace aor::aorctl
