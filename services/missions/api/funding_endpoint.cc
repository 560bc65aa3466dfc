#include "aor/missions/v1/funding_service.grpc.pb.h"
#include "libs/ids/uuid.h"
#include "libs/money/money.h"
#include "libs/rpc/codes.h"
#include "libs/rpc/errors.h"
#include "libs/rpc/formats.h"
#include "services/missions/api/calls.h"
#include "services/missions/api/endpoints.h"
#include "services/missions/api/registered.h"
#include "services/missions/api/wishes.h"

namespace aor::missions {
namespace {
bool IsAbove(const types::v1::Money& amount) {
  return rpc::IsCurrency(amount.currency_code()) && amount.minor_units() > 0;
}

bool IsShare(const types::v1::Decimal& percent) {
  const money::Decimal share = money::FromProto(percent);
  return percent.scale() <= 4 && money::Decimal{} < share && !(money::Decimal{100, 0} < share);
}

void TakeAgreement(const auto& request, auto& facts) {
  facts.set_funder_id(request.funder_id());
  facts.set_agreement(request.agreement());
  facts.set_session_kind(request.session_kind());
}

class FundingMethods final : public v1::FundingService::CallbackService {
 public:
  explicit FundingMethods(Tools tools) : tools_(std::move(tools)) {}

  Reactor* AgreeFunding(Context* context, const v1::AgreeFundingRequest* request,
                        v1::AgreeFundingResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [](const Committed& committed, v1::AgreeFundingResponse& answer) {
                    ForEach<Event>(committed, [&](const Event& event) {
                      if (event.has_funding_agreed())
                        *answer.mutable_amount() = event.funding_agreed().funding().amount();
                    });
                  });
  }
  Reactor* RecordFundingRefusal(Context* context, const v1::RecordFundingRefusalRequest* request,
                                v1::RecordFundingRefusalResponse* response) override {
    return Mutate(tools_, context, request, response);
  }
  Reactor* DecideRefusedFunding(Context* context, const v1::DecideRefusedFundingRequest* request,
                                v1::DecideRefusedFundingResponse* response) override {
    return Mutate(tools_, context, request, response,
                  [](const Committed& committed, v1::DecideRefusedFundingResponse& answer) {
                    ForEach<Event>(committed, [&](const Event& event) {
                      if (event.has_refused_funding_decided())
                        *answer.mutable_amount() = event.refused_funding_decided().amount();
                    });
                  });
  }

 private:
  Tools tools_;
};
}  // namespace

absl::Status CheckFunding(const v1::Funding& funding, const std::string& field) {
  if (auto wrong = rpc::FormatAdvice("id", funding.funder_id()); !wrong.empty())
    return rpc::FieldError(field + "funder_id", wrong);
  if (auto wrong = rpc::FormatAdvice("code", funding.agreement()); !wrong.empty())
    return rpc::FieldError(field + "agreement", wrong);
  if (funding.session_kind() == v1::SESSION_KIND_UNSPECIFIED)
    return rpc::FieldError(field + "session_kind", "say workshop or training");
  if (funding.has_amount() == funding.has_percent())
    return rpc::FieldError(field + "amount", "give an amount, or a percent instead");
  if (funding.has_amount() && !IsAbove(funding.amount()))
    return rpc::FieldError(field + "amount", "give an amount above zero");
  if (funding.has_percent() && !IsShare(funding.percent()))
    return rpc::FieldError(field + "percent", "give a share above 0, of 100 at most");
  return absl::OkStatus();
}

MaybeWish ToWish(const v1::AgreeFundingRequest& request, const Caller& caller, const Tools& tools) {
  missions::AgreeFunding wish{{}, request.reason()};
  TakeAgreement(request, wish.facts);
  if (request.has_amount()) *wish.facts.mutable_amount() = request.amount();
  if (request.has_percent()) *wish.facts.mutable_percent() = request.percent();
  if (auto wrong = CheckFunding(wish.facts, ""); !wrong.ok()) return wrong;
  if (auto wrong = Registered(tools, caller, request.consistency_token())
                       .Client("funder_id", request.funder_id())
                       .status();
      !wrong.ok())
    return wrong;
  return OnMission(tools, caller, request.mission_id(), wish);
}

MaybeWish ToWish(const v1::RecordFundingRefusalRequest& request, const Caller& caller,
                 const Tools& tools) {
  if (!IsAbove(request.amount())) return rpc::FieldError("amount", "give an amount above zero");
  missions::RecordFundingRefusal wish;
  TakeAgreement(request, wish.facts);
  *wish.facts.mutable_amount() = request.amount();
  wish.facts.set_claim_id(request.claim_id());
  wish.facts.set_reason(request.reason());
  wish.facts.set_refusal_id(DerivedId(caller.tenant, request.request_id(), "funding refusal"));
  return OnMission(tools, caller, request.mission_id(), wish);
}

MaybeWish ToWish(const v1::DecideRefusedFundingRequest& request, const Caller& caller,
                 const Tools& tools) {
  missions::DecideRefusedFunding wish;
  TakeAgreement(request, wish.facts);
  wish.facts.set_client_pays(request.client_pays());
  wish.facts.set_reason(request.reason());
  return OnMission(tools, caller, request.mission_id(), wish);
}

std::unique_ptr<grpc::Service> FundingEndpoint(Tools tools) {
  return std::make_unique<FundingMethods>(std::move(tools));
}
}  // namespace aor::missions
