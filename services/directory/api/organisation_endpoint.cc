#include "aor/directory/v1/organisation_service.grpc.pb.h"
#include "services/directory/api/company_facts.h"
#include "services/directory/api/endpoints.h"
#include "services/directory/api/owners.h"
#include "services/directory/api/wishes.h"
#include "services/directory/domain/organisation.h"
#include "services/directory/projections/directory_view.h"

namespace aor::directory {
namespace {
using organisation::Command;
using rpc::Caller;
using rpc::Context;
using rpc::Reactor;

rpc::Wish ToOrganisation(const std::string& id, Command command) {
  return rpc::WishFor<organisation::Organisation, organisation::Event>(id, "organisation-" + id,
                                                                       std::move(command));
}
template <class Register>
rpc::Wish ToRegistration(const std::string& id, Register command) {
  return rpc::WishOf<organisation::Organisation, organisation::Event, Command>(
      id, "organisation-" + id,
      [id, command = std::move(command)](eventsourcing::Transaction& transaction) {
        Register asked = command;
        asked.is_person = OwnerOf(transaction, id).is_person;
        return asked;
      });
}
const std::string& TenantOf(const eventsourcing::Committed& committed) {
  return committed.commit->tenant();
}

std::string IdOf(const v1::RegisterLegalEntityRequest& request, const std::string& tenant) {
  return IdOr(request.legal_entity_id(), tenant, request, "legal-entity");
}
std::string IdOf(const v1::RegisterClientRequest& request, const std::string& tenant) {
  return IdOr(request.client_id(), tenant, request, "client");
}
std::string IdOf(const v1::RegisterSupplierRequest& request, const std::string& tenant) {
  return IdOr(request.supplier_id(), tenant, request, "supplier");
}
std::string IdOf(const v1::OpenSiteRequest& request, const std::string& tenant) {
  return IdOr(request.site_id(), tenant, request, "site");
}
std::string IdOf(const v1::OpenProgrammeRequest& request, const std::string& tenant) {
  return IdOr(request.programme_id(), tenant, request, "programme");
}

organisation::RegisterLegalEntity ToCommand(const v1::RegisterLegalEntityRequest& request,
                                            const std::string& id) {
  v1::LegalEntityRegistered fact;
  fact.set_legal_entity_id(id);
  fact.set_name(request.name());
  *fact.mutable_address() = request.address();
  fact.set_currency_code(request.currency_code());
  fact.set_zone(request.zone());
  fact.set_holiday_place(request.holiday_place());
  fact.set_vat_number(request.vat_number());
  fact.set_registration_number(request.registration_number());
  SetParticulars(request, fact);
  return {fact};
}

organisation::RegisterClient ToCommand(const v1::RegisterClientRequest& request,
                                       const std::string& id) {
  v1::ClientRegistered fact;
  fact.set_client_id(id);
  fact.set_name(request.name());
  *fact.mutable_address() = request.address();
  fact.set_vat_number(request.vat_number());
  fact.set_payment_terms_days(request.payment_terms_days());
  fact.set_language(request.language());
  fact.set_billing_cadence(request.billing_cadence());
  fact.set_consolidation(request.consolidation());
  fact.set_legal_entity_id(request.legal_entity_id());
  return {fact};
}

organisation::RegisterSupplier ToCommand(const v1::RegisterSupplierRequest& request,
                                         const std::string& id) {
  v1::SupplierRegistered fact;
  fact.set_supplier_id(id);
  fact.set_name(request.name());
  *fact.mutable_address() = request.address();
  fact.set_registration_number(request.registration_number());
  fact.set_worker_id(request.worker_id());
  fact.set_vat_status(request.vat_status());
  *fact.mutable_vat_status_from() = request.vat_status_from();
  fact.set_vat_number(request.vat_number());
  SetParticulars(request, fact);
  return {fact};
}

Command ToCommand(const v1::OpenSiteRequest& request, const std::string& id) {
  v1::SiteOpened fact;
  fact.set_client_id(request.client_id());
  fact.set_site_id(id);
  fact.set_name(request.name());
  *fact.mutable_address() = request.address();
  fact.set_zone(request.zone());
  fact.set_jurisdiction(request.jurisdiction());
  return organisation::OpenSite{fact};
}

Command ToCommand(const v1::OpenProgrammeRequest& request, const std::string& id) {
  v1::ProgrammeOpened fact;
  fact.set_programme_id(id);
  fact.set_client_id(request.client_id());
  fact.set_name(request.name());
  *fact.mutable_engagement_kinds() = request.engagement_kinds();
  return organisation::OpenProgramme{fact};
}

Command ToCommand(const v1::PlacePurchaseOrderRequest& request) {
  v1::PurchaseOrderPlaced fact;
  fact.set_client_id(request.client_id());
  fact.set_number(request.number());
  fact.set_cost_centre(request.cost_centre());
  if (request.has_ceiling()) *fact.mutable_ceiling() = request.ceiling();
  if (request.has_validity()) *fact.mutable_validity() = request.validity();
  return organisation::PlacePurchaseOrder{fact, request.amends()};
}

Command ToCommand(const v1::RecordSupplierVatStatusRequest& request) {
  v1::SupplierVatStatusRecorded fact;
  fact.set_supplier_id(request.supplier_id());
  fact.set_vat_status(request.vat_status());
  fact.set_vat_number(request.vat_number());
  *fact.mutable_effective_from() = request.effective_from();
  return organisation::RecordSupplierVatStatus{fact};
}

Command ToCommand(const v1::ChangeOrganisationDetailsRequest& request) {
  v1::OrganisationDetailsChanged fact;
  fact.set_organisation_id(request.organisation_id());
  fact.set_name(request.name());
  *fact.mutable_address() = request.address();
  fact.set_vat_number(request.vat_number());
  SetParticulars(request, fact);
  return organisation::ChangeDetails{fact};
}

Command ToCommand(const v1::AgreeClientTermsRequest& request) {
  v1::ClientTermsAgreed fact;
  fact.set_client_id(request.client_id());
  fact.set_payment_terms_days(request.payment_terms_days());
  fact.set_language(request.language());
  fact.set_billing_cadence(request.billing_cadence());
  fact.set_consolidation(request.consolidation());
  return organisation::AgreeTerms{fact};
}

Command ToCommand(const v1::RecordEmployerDetailsRequest& request) {
  v1::EmployerDetailsRecorded fact;
  fact.set_legal_entity_id(request.legal_entity_id());
  fact.set_licence_number(request.licence_number());
  fact.set_licence_authority(request.licence_authority());
  fact.set_surety(request.surety());
  fact.set_accident_insurer(request.accident_insurer());
  fact.set_sickness_insurer(request.sickness_insurer());
  fact.set_pension_fund(request.pension_fund());
  fact.set_provident_fund(request.provident_fund());
  fact.set_pay_day(request.pay_day());
  fact.set_collective_agreement(request.collective_agreement());
  return organisation::RecordEmployerDetails{fact};
}

class OrganisationCalls final : public v1::OrganisationService::CallbackService {
 public:
  explicit OrganisationCalls(Tools tools) : edge_(std::move(tools.edge)), view_(tools.view) {}

  Reactor* RegisterLegalEntity(Context* context, const v1::RegisterLegalEntityRequest* request,
                               v1::RegisterLegalEntityResponse* response) override {
    return Register(context, request, response,
                    &v1::RegisterLegalEntityResponse::mutable_legal_entity_id);
  }
  Reactor* RegisterClient(Context* context, const v1::RegisterClientRequest* request,
                          v1::RegisterClientResponse* response) override {
    return Register(context, request, response, &v1::RegisterClientResponse::mutable_client_id);
  }
  Reactor* RegisterSupplier(Context* context, const v1::RegisterSupplierRequest* request,
                            v1::RegisterSupplierResponse* response) override {
    return Register(context, request, response, &v1::RegisterSupplierResponse::mutable_supplier_id);
  }
  Reactor* OpenSite(Context* context, const v1::OpenSiteRequest* request,
                    v1::OpenSiteResponse* response) override {
    return OpenAt(context, request, response, &v1::OpenSiteResponse::mutable_site_id);
  }
  Reactor* OpenProgramme(Context* context, const v1::OpenProgrammeRequest* request,
                         v1::OpenProgrammeResponse* response) override {
    return OpenAt(context, request, response, &v1::OpenProgrammeResponse::mutable_programme_id);
  }
  Reactor* PlacePurchaseOrder(Context* context, const v1::PlacePurchaseOrderRequest* request,
                              v1::PlacePurchaseOrderResponse* response) override {
    return Tell(context, request, response, request->client_id());
  }
  Reactor* AgreeClientTerms(Context* context, const v1::AgreeClientTermsRequest* request,
                            v1::AgreeClientTermsResponse* response) override {
    return Tell(context, request, response, request->client_id());
  }
  Reactor* ChangeOrganisationDetails(Context* context,
                                     const v1::ChangeOrganisationDetailsRequest* request,
                                     v1::ChangeOrganisationDetailsResponse* response) override {
    return Tell(context, request, response, request->organisation_id());
  }
  Reactor* RecordEmployerDetails(Context* context, const v1::RecordEmployerDetailsRequest* request,
                                 v1::RecordEmployerDetailsResponse* response) override {
    return Tell(context, request, response, request->legal_entity_id());
  }
  Reactor* RecordSupplierVatStatus(Context* context,
                                   const v1::RecordSupplierVatStatusRequest* request,
                                   v1::RecordSupplierVatStatusResponse* response) override {
    return Tell(context, request, response, request->supplier_id());
  }

  Reactor* GetLegalEntity(Context* context, const v1::GetLegalEntityRequest* request,
                          v1::GetLegalEntityResponse* response) override {
    using Answer = v1::GetLegalEntityResponse;
    return edge_.Read<v1::GetLegalEntityRequest, Answer>(
        context, *request, response, view_,
        [request](const Caller& caller, const eventsourcing::Rows& rows, Answer& answer) {
          const std::string& id = request->legal_entity_id();
          const auto entity =
              rows.Load<v1::LegalEntityRegistered>(LegalEntityRow(caller.tenant, id));
          if (!entity) return rpc::NotFound("legal entity", id);
          *answer.mutable_legal_entity() = *entity;
          if (request->has_details_at())
            Recall{rows, caller.tenant, request->details_at()}(*answer.mutable_legal_entity());
          if (const auto employer =
                  rows.Load<v1::EmployerDetailsRecorded>(EmployerRow(caller.tenant, id)))
            *answer.mutable_employer() = *employer;
          return absl::OkStatus();
        });
  }
  Reactor* GetClient(Context* context, const v1::GetClientRequest* request,
                     v1::GetClientResponse* response) override {
    return Get(context, request, response, ClientRow, request->client_id(), "client",
               &v1::GetClientResponse::mutable_client);
  }
  Reactor* GetSupplier(Context* context, const v1::GetSupplierRequest* request,
                       v1::GetSupplierResponse* response) override {
    return Get(context, request, response, SupplierRow, request->supplier_id(), "supplier",
               &v1::GetSupplierResponse::mutable_supplier);
  }
  Reactor* ListLegalEntities(Context* context, const v1::ListLegalEntitiesRequest* request,
                             v1::ListLegalEntitiesResponse* response) override {
    return List(context, request, response, LegalEntityRow,
                &v1::ListLegalEntitiesResponse::mutable_legal_entities);
  }
  Reactor* ListClients(Context* context, const v1::ListClientsRequest* request,
                       v1::ListClientsResponse* response) override {
    return List(context, request, response, ClientRow, &v1::ListClientsResponse::mutable_clients);
  }
  Reactor* ListSuppliers(Context* context, const v1::ListSuppliersRequest* request,
                         v1::ListSuppliersResponse* response) override {
    return List(context, request, response, SupplierRow,
                &v1::ListSuppliersResponse::mutable_suppliers);
  }

 private:
  using RowName = std::string (*)(const std::string& tenant, const std::string& id);

  // A new organisation: its id is the key.
  template <class Request, class Response>
  Reactor* Register(Context* context, const Request* request, Response* response,
                    std::string* (Response::*id)()) {
    return edge_.Mutate<Request, Response>(
        context, *request, response,
        [=](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
          if (auto status = CheckRegistration(*request); !status.ok()) return status;
          if (auto status = CheckParticulars(*request); !status.ok()) return status;
          const std::string chosen = IdOf(*request, caller.tenant);
          return ToRegistration(chosen, ToCommand(*request, chosen));
        },
        [=](const eventsourcing::Committed& committed, Response& answer) {
          *(answer.*id)() = IdOf(*request, TenantOf(committed));
        });
  }
  // A fact about a known one.
  template <class Request, class Response>
  Reactor* Tell(Context* context, const Request* request, Response* response,
                const std::string& id) {
    return edge_.Mutate<Request, Response>(
        context, *request, response, [&id, request](const Caller&) -> absl::StatusOr<rpc::Wish> {
          if (auto status = CheckParticulars(*request); !status.ok()) return status;
          return ToOrganisation(id, ToCommand(*request));
        });
  }
  // Something of a client: the client's id is the key.
  template <class Request, class Response>
  Reactor* OpenAt(Context* context, const Request* request, Response* response,
                  std::string* (Response::*id)()) {
    return edge_.Mutate<Request, Response>(
        context, *request, response,
        [=](const Caller& caller) {
          return ToOrganisation(request->client_id(),
                                ToCommand(*request, IdOf(*request, caller.tenant)));
        },
        [=](const eventsourcing::Committed& committed, Response& answer) {
          *(answer.*id)() = IdOf(*request, TenantOf(committed));
        });
  }
  template <class Request, class Response, class Row>
  Reactor* Get(Context* context, const Request* request, Response* response, RowName row_name,
               const std::string& id, const char* kind, Row* (Response::*field)()) {
    return edge_.Read<Request, Response>(
        context, *request, response, view_,
        [=](const Caller& caller, const eventsourcing::Rows& rows, Response& answer) {
          const auto row = rows.Load<Row>(row_name(caller.tenant, id));
          if (!row) return rpc::NotFound(kind, id);
          *(answer.*field)() = *row;
          if (request->has_details_at())
            Recall{rows, caller.tenant, request->details_at()}(*(answer.*field)());
          return absl::OkStatus();
        });
  }
  template <class Request, class Response, class Row>
  Reactor* List(Context* context, const Request* request, Response* response, RowName row_name,
                google::protobuf::RepeatedPtrField<Row>* (Response::*field)()) {
    return edge_.Read<Request, Response>(
        context, *request, response, view_,
        [=](const Caller& caller, const eventsourcing::Rows& rows, Response& answer) {
          return rpc::ListPage(
              rows, row_name(caller.tenant, ""), request->page_size(), request->page_token(),
              [&](std::string_view value) {
                return (answer.*field)()->Add()->ParseFromArray(value.data(),
                                                                static_cast<int>(value.size()));
              },
              answer.mutable_next_page_token());
        });
  }

  rpc::Edge edge_;
  eventsourcing::View& view_;
};
}  // namespace

std::unique_ptr<grpc::Service> OrganisationEndpoint(Tools tools) {
  return std::make_unique<OrganisationCalls>(std::move(tools));
}
}  // namespace aor::directory
