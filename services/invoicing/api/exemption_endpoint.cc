#include "aor/invoicing/v1/exemption_service.grpc.pb.h"
#include "aor/invoicing/v1/invoicing_rows.pb.h"
#include "libs/rpc/calls.h"
#include "services/invoicing/api/endpoints.h"
#include "services/invoicing/api/wishes.h"
#include "services/invoicing/domain/exemption.h"
#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
using rpc::Caller;
using rpc::Context;
using rpc::Reactor;

absl::Status CheckGiven(const types::v1::Date& day, const char* field) {
  return calendar::IsDate(day) ? absl::OkStatus()
                               : rpc::FieldError(field, "give a day of the calendar");
}

template <class Facts>
rpc::Wish OnExemptions(const Facts& facts, exemption::Command command) {
  const std::string& entity = facts.legal_entity_id();
  const std::string whose = facts.supplier_id().empty() ? "" : "~" + facts.supplier_id();
  return rpc::WishFor<exemption::State, exemption::Event, exemption::Command>(
      entity, "exemptions-" + entity + whose, std::move(command));
}

absl::StatusOr<rpc::Wish> Record(const v1::RecordExemptionRequest& request, const Caller& caller,
                                 const Basis& basis) {
  if (!basis.Entity(request.legal_entity_id()))
    return rpc::NotFound("legal entity", request.legal_entity_id());
  if (!request.supplier_id().empty() && !basis.Supplier(request.supplier_id()))
    return rpc::NotFound("supplier", request.supplier_id());
  if (auto wrong = CheckGiven(request.valid_from(), "valid_from"); !wrong.ok()) return wrong;
  v1::ExemptionAttested facts;
  facts.set_legal_entity_id(request.legal_entity_id());
  facts.set_exemption_kind(request.exemption_kind());
  facts.set_attestation(request.attestation());
  *facts.mutable_valid_from() = request.valid_from();
  if (request.has_valid_to()) {
    if (auto wrong = CheckGiven(request.valid_to(), "valid_to"); !wrong.ok()) return wrong;
    *facts.mutable_valid_to() = request.valid_to();
  }
  facts.set_source(request.source());
  facts.set_document_digest(request.document_digest());
  facts.set_by(caller.person.value);
  facts.set_supplier_id(request.supplier_id());
  return OnExemptions(facts, exemption::RecordExemption{facts});
}

absl::StatusOr<rpc::Wish> End(const v1::EndExemptionRequest& request, const Caller& caller) {
  if (auto wrong = CheckGiven(request.valid_to(), "valid_to"); !wrong.ok()) return wrong;
  v1::ExemptionEnded facts;
  facts.set_legal_entity_id(request.legal_entity_id());
  facts.set_attestation(request.attestation());
  *facts.mutable_valid_to() = request.valid_to();
  facts.set_by(caller.person.value);
  facts.set_reason(request.reason());
  facts.set_supplier_id(request.supplier_id());
  return OnExemptions(facts, exemption::EndExemption{facts});
}

class ExemptionCalls final : public v1::ExemptionService::CallbackService {
 public:
  explicit ExemptionCalls(Tools tools) : tools_(std::move(tools)) {}

  Reactor* RecordExemption(Context* context, const v1::RecordExemptionRequest* request,
                           v1::RecordExemptionResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, Reading(tools_.view, request, Record));
  }
  Reactor* EndExemption(Context* context, const v1::EndExemptionRequest* request,
                        v1::EndExemptionResponse* response) override {
    return tools_.edge.Mutate(context, *request, response,
                              [=](const Caller& caller) { return End(*request, caller); });
  }
  Reactor* ListExemptions(Context* context, const v1::ListExemptionsRequest* request,
                          v1::ListExemptionsResponse* response) override {
    return rpc::Read(tools_, context, request, response,
                     [=](const Caller& caller, const eventsourcing::Rows& rows) {
                       const auto row = rows.Load<v1::ExemptionsRow>(ExemptionsKey(
                           caller.tenant, request->legal_entity_id(), request->supplier_id()));
                       if (row) *response->mutable_exemptions() = row->exemptions();
                       return absl::OkStatus();
                     });
  }

 private:
  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> ExemptionEndpoint(Tools tools) {
  return std::make_unique<ExemptionCalls>(std::move(tools));
}
}  // namespace aor::invoicing
