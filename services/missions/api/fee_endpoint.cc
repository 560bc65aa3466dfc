#include "aor/missions/v1/fees_service.grpc.pb.h"
#include "services/missions/api/calls.h"
#include "services/missions/api/endpoints.h"
#include "services/missions/api/reads.h"
#include "services/missions/api/wishes.h"

namespace aor::missions {
namespace {
class FeeMethods final : public v1::FeeService::CallbackService {
 public:
  explicit FeeMethods(Tools tools) : tools_(std::move(tools)) {}

  Reactor* DepositSheet(Context* context, const v1::DepositSheetRequest* request,
                        v1::DepositSheetResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* CheckSheet(Context* context, const v1::CheckSheetRequest* request,
                      v1::CheckSheetResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* RequestFees(Context* context, const v1::RequestFeesRequest* request,
                       v1::RequestFeesResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [=](const Committed& committed, v1::RequestFeesResponse& answer) {
                    ForEach<Event>(committed, [&](const Event& event) {
                      if (event.has_fees_requested())
                        *answer.mutable_fees() = event.fees_requested().fees();
                      if (event.has_hold_proposed())
                        *answer.add_proposals() = event.hold_proposed();
                    });
                  });
  }
  Reactor* TransmitFees(Context* context, const v1::TransmitFeesRequest* request,
                        v1::TransmitFeesResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [=](const Committed& committed, v1::TransmitFeesResponse& answer) {
                    ForEach<Event>(committed, [&](const Event& event) {
                      if (event.has_mission_closed()) answer.set_mission_closed(true);
                    });
                  });
  }
  Reactor* HoldFee(Context* context, const v1::HoldFeeRequest* request,
                   v1::HoldFeeResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [=](const Committed& committed, v1::HoldFeeResponse& answer) {
                    ForEach<Event>(committed, [&](const Event& event) {
                      if (event.has_mission_closed()) answer.set_mission_closed(true);
                    });
                  });
  }
  Reactor* DismissHold(Context* context, const v1::DismissHoldRequest* request,
                       v1::DismissHoldResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* ReleaseFee(Context* context, const v1::ReleaseFeeRequest* request,
                      v1::ReleaseFeeResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* WaiveFee(Context* context, const v1::WaiveFeeRequest* request,
                    v1::WaiveFeeResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [=](const Committed& committed, v1::WaiveFeeResponse& answer) {
                    ForEach<Event>(committed, [&](const Event& event) {
                      if (event.has_mission_closed()) answer.set_mission_closed(true);
                    });
                  });
  }
  Reactor* RefuseFee(Context* context, const v1::RefuseFeeRequest* request,
                     v1::RefuseFeeResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [=](const Committed& committed, v1::RefuseFeeResponse& answer) {
                    ForEach<Event>(committed, [&](const Event& event) {
                      if (event.has_mission_closed()) answer.set_mission_closed(true);
                    });
                  });
  }
  Reactor* DepositSupplierInvoice(Context* context,
                                  const v1::DepositSupplierInvoiceRequest* request,
                                  v1::DepositSupplierInvoiceResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* RecordFunderClaim(Context* context, const v1::RecordFunderClaimRequest* request,
                             v1::RecordFunderClaimResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [=](const Committed& committed, v1::RecordFunderClaimResponse& answer) {
                    answer.set_claim_id(IdOf(*request, committed.commit->tenant()));
                  });
  }
  Reactor* ListWork(Context* context, const v1::ListWorkRequest* request,
                    v1::ListWorkResponse* response) override {
    return Read(tools_, context, request, response,
                [=, this](const Caller& caller, const Rows& rows) {
                  return List(tools_, *request, caller, rows, *response);
                });
  }
  Reactor* ListTariffs(Context* context, const v1::ListTariffsRequest* request,
                       v1::ListTariffsResponse* response) override {
    return tools_.edge.Run(context, *request, [=, this](const Caller&) {
      *response->mutable_rules() = tools_.rules->data();
      return absl::OkStatus();
    });
  }

 private:
  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> FeeEndpoint(Tools tools) {
  return std::make_unique<FeeMethods>(std::move(tools));
}
}  // namespace aor::missions
