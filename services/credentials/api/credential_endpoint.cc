#include "aor/credentials/v1/credentials_service.grpc.pb.h"
#include "services/credentials/api/endpoints.h"
#include "services/credentials/api/reads.h"
#include "services/credentials/api/wishes.h"

namespace aor::credentials {
namespace {
using rpc::Context;
using rpc::Mutate;
using rpc::Reactor;
using rpc::Read;

class CredentialMethods final : public v1::CredentialService::CallbackService {
 public:
  explicit CredentialMethods(Tools tools) : tools_(std::move(tools)) {}

  Reactor* ListPolicies(Context* context, const v1::ListPoliciesRequest* request,
                        v1::ListPoliciesResponse* response) override {
    return tools_.edge.Run(context, *request, [=, this](const rpc::Caller&) {
      return List(*request, *tools_.rules, *response);
    });
  }
  Reactor* AdoptPolicy(Context* context, const v1::AdoptPolicyRequest* request,
                       v1::AdoptPolicyResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [](const rpc::Committed& committed, v1::AdoptPolicyResponse& answer) {
                    rpc::ForEach<v1::AdoptionEvent>(committed, [&](const auto& event) {
                      answer.set_policy_version(event.policy_adopted().policy_version());
                    });
                  });
  }
  Reactor* EndAdoption(Context* context, const v1::EndAdoptionRequest* request,
                       v1::EndAdoptionResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* ListAdoptions(Context* context, const v1::ListAdoptionsRequest* request,
                         v1::ListAdoptionsResponse* response) override {
    return Read(tools_, context, request, response, [=](const auto& caller, const auto& rows) {
      return List(*request, caller, rows, *response);
    });
  }
  Reactor* DepositCredential(Context* context, const v1::DepositCredentialRequest* request,
                             v1::DepositCredentialResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [=](const rpc::Committed& committed, v1::DepositCredentialResponse& answer) {
                    answer.set_credential_id(IdOf(*request, committed.commit->tenant()));
                    rpc::ForEach<v1::CredentialEvent>(committed, [&](const auto& event) {
                      const auto& deposited = event.credential_deposited();
                      if (deposited.has_valid_to())
                        *answer.mutable_valid_to() = deposited.valid_to();
                    });
                  });
  }
  Reactor* AcceptCredential(Context* context, const v1::AcceptCredentialRequest* request,
                            v1::AcceptCredentialResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* RejectCredential(Context* context, const v1::RejectCredentialRequest* request,
                            v1::RejectCredentialResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* RevokeCredential(Context* context, const v1::RevokeCredentialRequest* request,
                            v1::RevokeCredentialResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* RequestUpdate(Context* context, const v1::RequestUpdateRequest* request,
                         v1::RequestUpdateResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* ListCredentials(Context* context, const v1::ListCredentialsRequest* request,
                           v1::ListCredentialsResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const auto& caller, const auto& rows) {
                  return List(*request, caller, rows, tools_.vault, *response);
                });
  }

 private:
  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> CredentialEndpoint(Tools tools) {
  return std::make_unique<CredentialMethods>(std::move(tools));
}
}  // namespace aor::credentials
