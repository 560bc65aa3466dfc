#include "services/aorctl/waiting.h"

#include <absl/strings/str_cat.h>

#include "aor/operations/v1/operations.pb.h"
#include "google/longrunning/operations.pb.h"

namespace aor::aorctl {
namespace {
using google::longrunning::Operation;
using google::protobuf::Message;

std::string Progress(const Operation& operation) {
  operations::v1::RunMetadata run;
  if (!operation.metadata().UnpackTo(&run)) return operation.name();
  return absl::StrCat(run.run_kind(), " of ", run.legal_entity_id(),
                      run.period().empty() ? "" : " " + run.period(), ": ", run.done(), " done",
                      run.left() > 0 ? absl::StrCat(", ", run.left(), " left") : "",
                      run.expected() > 0 ? absl::StrCat(", of about ", run.expected()) : "");
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
