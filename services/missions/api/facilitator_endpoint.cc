#include "aor/missions/v1/facilitators_service.grpc.pb.h"
#include "services/missions/api/calls.h"
#include "services/missions/api/endpoints.h"
#include "services/missions/api/reads.h"
#include "services/missions/api/wishes.h"

namespace aor::missions {
namespace {
class FacilitatorMethods final : public v1::FacilitatorService::CallbackService {
 public:
  explicit FacilitatorMethods(Tools tools) : tools_(std::move(tools)) {}

  Reactor* RecordLevel(Context* context, const v1::RecordLevelRequest* request,
                       v1::RecordLevelResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* RevokeLevel(Context* context, const v1::RevokeLevelRequest* request,
                       v1::RevokeLevelResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* RecordPayee(Context* context, const v1::RecordPayeeRequest* request,
                       v1::RecordPayeeResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* GetFacilitator(Context* context, const v1::GetFacilitatorRequest* request,
                          v1::GetFacilitatorResponse* response) override {
    return Read(tools_, context, request, response, [=](const Caller& caller, const Rows& rows) {
      return Get(*request, caller, rows, *response);
    });
  }

 private:
  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> FacilitatorEndpoint(Tools tools) {
  return std::make_unique<FacilitatorMethods>(std::move(tools));
}
}  // namespace aor::missions
