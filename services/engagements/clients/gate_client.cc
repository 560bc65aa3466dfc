#include "services/engagements/clients/gate_client.h"

#include "aor/credentials/v1/gates_service.grpc.pb.h"
#include "libs/rpc/errors.h"

namespace aor::engagements {
namespace {
using credentials::v1::GateAnswer;
using credentials::v1::GateService;
constexpr auto kPatience = std::chrono::seconds(5);

// What is missing, how it is put right, and by whom.
std::string WhyOf(const GateAnswer& answer) {
  std::string why = "Missing: ";
  for (const auto& reason : answer.reasons()) {
    if (why.back() != ' ') why += " ";
    why += reason.title() + " of " + reason.holder_id() + ". " + reason.fix() + " (" +
           reason.fixed_by() + "; " + reason.policy_id() + "/" + reason.requirement_id() + ")";
  }
  return why;
}

Gate GateOf(const GateAnswer& answer) {
  if (!answer.open()) return {false, "", WhyOf(answer)};
  return {true, answer.override_id(), ""};
}

// Whose fault it is, the caller can only try again: nothing was decided.
absl::Status Silent(const grpc::Status& status) {
  const absl::Status is = rpc::FromGrpc(status);
  if (!absl::IsUnavailable(is) && !absl::IsDeadlineExceeded(is)) return is;
  return absl::UnavailableError(
      "Credentials does not say whether this work may go on, so that nothing was decided; send it "
      "again with the same request_id.");
}

class OverGrpc final : public GateClient {
 public:
  OverGrpc(std::shared_ptr<grpc::Channel> channel,
           std::function<std::string(const std::string&)> token_of)
      : gates_(GateService::NewStub(channel)), token_of_(std::move(token_of)) {}

  absl::StatusOr<Gate> Ask(credentials::v1::Gate gate, const std::string& tenant,
                           const credentials::v1::Subject& subject, calendar::Date on,
                           const std::string& consistency_token) override {
    credentials::v1::CheckGatesRequest request;
    credentials::v1::CheckGatesResponse response;
    *request.mutable_subject() = subject;
    request.set_gate(gate);
    *request.mutable_on() = calendar::ToProto(on);
    request.set_consistency_token(consistency_token);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
    context.AddMetadata("authorization", "Bearer " + token_of_(tenant));
    const auto status = gates_->CheckGates(&context, request, &response);
    if (!status.ok()) return Silent(status);
    if (response.answers_size() != 1)
      return absl::InternalError("credentials answers for other gates than it was asked for");
    return GateOf(response.answers(0));
  }

 private:
  const std::unique_ptr<GateService::Stub> gates_;
  const std::function<std::string(const std::string&)> token_of_;
};
}  // namespace

std::unique_ptr<GateClient> GatesOver(
    std::shared_ptr<grpc::Channel> channel,
    std::function<std::string(const std::string& tenant)> token_of) {
  return std::make_unique<OverGrpc>(std::move(channel), std::move(token_of));
}
}  // namespace aor::engagements
