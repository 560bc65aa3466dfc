#include "aor/credentials/v1/gates_service.grpc.pb.h"
#include "services/credentials/api/endpoints.h"
#include "services/credentials/api/reads.h"
#include "services/credentials/api/wishes.h"

namespace aor::credentials {
namespace {
using rpc::Context;
using rpc::Mutate;
using rpc::Reactor;
using rpc::Read;

class GateMethods final : public v1::GateService::CallbackService {
 public:
  explicit GateMethods(Tools tools) : tools_(std::move(tools)) {}

  Reactor* CheckGates(Context* context, const v1::CheckGatesRequest* request,
                      v1::CheckGatesResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const auto& caller, const auto& rows) {
                  return Check(*request, caller, rows, tools_, *response);
                });
  }
  Reactor* ListStretches(Context* context, const v1::ListStretchesRequest* request,
                         v1::ListStretchesResponse* response) override {
    return ListBy(context, request, response);
  }
  Reactor* ListRequirements(Context* context, const v1::ListRequirementsRequest* request,
                            v1::ListRequirementsResponse* response) override {
    return ListBy(context, request, response);
  }
  Reactor* ListClosings(Context* context, const v1::ListClosingsRequest* request,
                        v1::ListClosingsResponse* response) override {
    return ListBy(context, request, response);
  }
  Reactor* GetOnboarding(Context* context, const v1::GetOnboardingRequest* request,
                         v1::GetOnboardingResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const auto& caller, const auto& rows) {
                  return Get(*request, caller, rows, tools_, *response);
                });
  }
  Reactor* RequestOverride(Context* context, const v1::RequestOverrideRequest* request,
                           v1::RequestOverrideResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [=](const rpc::Committed& committed, v1::RequestOverrideResponse& answer) {
                    answer.set_override_id(IdOf(*request, committed.commit->tenant()));
                  });
  }
  Reactor* GrantOverride(Context* context, const v1::GrantOverrideRequest* request,
                         v1::GrantOverrideResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* EndOverride(Context* context, const v1::EndOverrideRequest* request,
                       v1::EndOverrideResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* ListOverrides(Context* context, const v1::ListOverridesRequest* request,
                         v1::ListOverridesResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const auto& caller, const auto& rows) {
                  return List(*request, caller, rows, tools_.vault, *response);
                });
  }

 private:
  template <class Request, class Response>
  Reactor* ListBy(Context* context, const Request* request, Response* response) {
    return Read(tools_, context, request, response,
                [=, this](const auto& caller, const auto& rows) {
                  return List(*request, caller, rows, tools_, *response);
                });
  }

  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> GateEndpoint(Tools tools) {
  return std::make_unique<GateMethods>(std::move(tools));
}
}  // namespace aor::credentials
