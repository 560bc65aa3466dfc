#include "services/documents/clients/records.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <tuple>

#include "aor/classification/v1/classification_service.grpc.pb.h"
#include "aor/directory/v1/account_service.grpc.pb.h"
#include "aor/directory/v1/organisation_service.grpc.pb.h"
#include "aor/engagements/v1/engagements_service.grpc.pb.h"
#include "aor/invoicing/v1/invoicing_service.grpc.pb.h"
#include "aor/missions/v1/missions_service.grpc.pb.h"
#include "aor/missions/v1/roll_service.grpc.pb.h"
#include "aor/payroll/v1/payroll_service.grpc.pb.h"
#include "aor/timesheet/v1/timesheet_service.grpc.pb.h"
#include "libs/iso20022/remittance.h"
#include "libs/rpc/errors.h"
#include "services/documents/clients/company_party.h"

namespace aor::documents {
namespace {
using classification::v1::ClassificationService;
using directory::v1::AccountService;
using directory::v1::OrganisationService;
using engagements::v1::EngagementsService;
using invoicing::v1::InvoicingService;
using missions::v1::MissionService;
using missions::v1::RollService;
using payroll::v1::PayrollService;
using timesheet::v1::TimesheetService;
constexpr auto kPatience = std::chrono::seconds(5);
constexpr int kMostPayees = 1000, kPageOfSlips = 1000;  // of one call

Known KnownOf(const directory::v1::Payee& payee) {
  Known known;
  known.party.who = WhoOf(payee.name(), payee.address());
  known.identifier = payee.identifier();
  known.language = payee.language();
  known.iban = payee.iban();
  known.erased = payee.erased();
  return known;
}

class OverGrpc final : public Records {
 public:
  OverGrpc(const Channels& channels, std::function<std::string(const std::string&)> token_of)
      : accounts_(AccountService::NewStub(channels.directory)),
        organisations_(OrganisationService::NewStub(channels.directory)),
        engagements_(EngagementsService::NewStub(channels.engagements)),
        invoicing_(InvoicingService::NewStub(channels.invoicing)),
        missions_(MissionService::NewStub(channels.missions)),
        rolls_(RollService::NewStub(channels.missions)),
        classification_(ClassificationService::NewStub(channels.classification)),
        payroll_(PayrollService::NewStub(channels.payroll)),
        timesheet_(TimesheetService::NewStub(channels.timesheet)),
        token_of_(std::move(token_of)) {}

  absl::StatusOr<Known> Person(const std::string& tenant, const std::string& id) override {
    auto known = Payees(tenant, {{id, 0}});
    if (!known.ok()) return known.status();
    const auto person = known->find(id);
    if (person == known->end()) return rpc::NotFound("person", id);
    return person->second;
  }

  absl::StatusOr<Known> LegalEntity(const std::string& tenant, const Organisation& of) override {
    const std::string& id = of.id;
    directory::v1::GetLegalEntityRequest request;
    request.set_legal_entity_id(id);
    if (of.details_at) *request.mutable_details_at() = *of.details_at;
    const auto answer = Ask(*organisations_, &OrganisationService::Stub::GetLegalEntity, tenant,
                            request, directory::v1::GetLegalEntityResponse());
    if (!answer.ok()) return answer.status();
    auto account = Payees(tenant, {{id, 0}});
    if (!account.ok()) return account.status();
    const auto& entity = answer->legal_entity();
    Known known;
    known.party = CompanyParty(entity);
    known.particulars = entity.particulars();
    known.zone = entity.zone();
    known.employer = answer->employer();
    known.iban = (*account)[id].iban;
    return known;
  }

  absl::StatusOr<Known> Client(const std::string& tenant, const Organisation& of) override {
    const auto answer = GetClient(tenant, of);
    if (!answer.ok()) return answer.status();
    const auto& client = answer->client().registered();
    Known known;
    known.party = {WhoOf(client.name(), client.address()),
                   Stated("", client.vat_number(), ""),  // its field says what it is
                   {}};
    known.language = client.language();
    known.payment_days = client.payment_terms_days();
    return known;
  }

  absl::StatusOr<Known> Supplier(const std::string& tenant, const Organisation& of) override {
    const std::string& id = of.id;
    directory::v1::GetSupplierRequest request;
    request.set_supplier_id(id);
    if (of.details_at) *request.mutable_details_at() = *of.details_at;
    const auto answer = Ask(*organisations_, &OrganisationService::Stub::GetSupplier, tenant,
                            request, directory::v1::GetSupplierResponse());
    if (!answer.ok()) return answer.status();
    auto account = Payees(tenant, {{id, 0}});
    if (!account.ok()) return account.status();
    const auto& supplier = answer->supplier().registered();
    Known known = (*account)[id];
    known.party = CompanyParty(supplier);
    known.particulars = supplier.particulars();
    known.language = iso20022::ReadingLanguage(known.language, supplier.address().country_code());
    return known;
  }

  absl::StatusOr<std::map<std::string, Known>> Payees(
      const std::string& tenant, const std::map<std::string, uint32_t>& versions) override {
    std::map<std::string, Known> payees;
    for (auto next = versions.begin(); next != versions.end();) {
      directory::v1::ResolvePayeesRequest request;
      for (; next != versions.end() && request.payees_size() < kMostPayees; ++next) {
        auto& payee = *request.add_payees();
        payee.set_payee_id(next->first);
        payee.set_account_version(next->second);
      }
      const auto answer = Ask(*accounts_, &AccountService::Stub::ResolvePayees, tenant, request,
                              directory::v1::ResolvePayeesResponse());
      if (!answer.ok()) return answer.status();
      for (const auto& payee : answer->payees()) payees[payee.payee_id()] = KnownOf(payee);
    }
    return payees;
  }

  absl::StatusOr<std::string> Site(const std::string& tenant, const std::string& client,
                                   const std::string& site) override {
    const auto answer = GetClient(tenant, client);
    if (!answer.ok()) return answer.status();
    for (const auto& one : answer->client().sites()) {
      if (one.site_id() != site) continue;
      const auto& at = one.address();
      return OnOneLine({WhoOf(one.name(), at), {}, {}}, {"", at.country_code()});
    }
    return rpc::NotFound("site", site);
  }

  absl::StatusOr<payroll::v1::Payslip> Payslip(const std::string& tenant,
                                               const std::string& id) override {
    payroll::v1::GetPayslipRequest request;
    request.set_payslip_id(id);
    const auto answer = Ask(*payroll_, &PayrollService::Stub::GetPayslip, tenant, request,
                            payroll::v1::GetPayslipResponse());
    if (!answer.ok()) return answer.status();
    return answer->payslip();
  }

  absl::StatusOr<std::vector<payroll::v1::Payslip>> PayslipsOfYear(
      const std::string& tenant, const std::string& worker, const std::string& legal_entity,
      const std::string& year) override {
    std::vector<payroll::v1::Payslip> slips;
    payroll::v1::ListPayslipsRequest request;
    request.set_worker_id(worker);
    request.set_legal_entity_id(legal_entity);
    request.set_page_size(kPageOfSlips);
    do {
      const auto answer = Ask(*payroll_, &PayrollService::Stub::ListPayslips, tenant, request,
                              payroll::v1::ListPayslipsResponse());
      if (!answer.ok()) return answer.status();
      for (const auto& slip : answer->payslips())
        if (slip.slip().period().starts_with(year + "-")) slips.push_back(slip);
      request.set_page_token(answer->next_page_token());
    } while (!request.page_token().empty());
    std::ranges::sort(slips, {}, [](const auto& one) {
      return std::tuple(one.slip().period(), one.slip().run_kind(), one.slip().payslip_id());
    });
    return slips;
  }

  absl::StatusOr<payroll::v1::Batch> Batch(const std::string& tenant,
                                           const std::string& id) override {
    payroll::v1::GetBatchRequest request;
    request.set_batch_id(id);
    const auto answer = Ask(*payroll_, &PayrollService::Stub::GetBatch, tenant, request,
                            payroll::v1::GetBatchResponse());
    if (!answer.ok()) return answer.status();
    return answer->batch();
  }

  absl::StatusOr<InvoiceRecord> Invoice(const std::string& tenant, const std::string& id) override {
    invoicing::v1::GetInvoiceRequest request;
    request.set_invoice_id(id);
    const auto answer = Ask(*invoicing_, &InvoicingService::Stub::GetInvoice, tenant, request,
                            invoicing::v1::GetInvoiceResponse());
    if (!answer.ok()) return answer.status();
    const auto& invoice = answer->invoice();
    return InvoiceRecord{invoice.document(), invoice.pending(), invoice.issued_at()};
  }

  absl::StatusOr<engagements::v1::Contract> Contract(const std::string& tenant,
                                                     const std::string& id) override {
    engagements::v1::GetContractRequest request;
    request.set_contract_id(id);
    const auto answer = Ask(*engagements_, &EngagementsService::Stub::GetContract, tenant, request,
                            engagements::v1::GetContractResponse());
    if (!answer.ok()) return answer.status();
    return answer->contract();
  }

  absl::StatusOr<engagements::v1::Quote> Quote(const std::string& tenant,
                                               const std::string& id) override {
    engagements::v1::GetQuoteRequest request;
    request.set_quote_id(id);
    const auto answer = Ask(*engagements_, &EngagementsService::Stub::GetQuote, tenant, request,
                            engagements::v1::GetQuoteResponse());
    if (!answer.ok()) return answer.status();
    return answer->quote();
  }

  absl::StatusOr<std::vector<timesheet::v1::RecordedEntry>> Entries(
      const std::string& tenant, const std::string& worker, const std::string& contract,
      const std::string& iso_week) override {
    timesheet::v1::ListEntriesRequest request;
    request.set_worker_id(worker);
    request.set_contract_id(contract);
    request.set_iso_week(iso_week);
    request.set_page_size(1000);
    std::vector<timesheet::v1::RecordedEntry> entries;
    do {
      const auto answer = Ask(*timesheet_, &TimesheetService::Stub::ListEntries, tenant, request,
                              timesheet::v1::ListEntriesResponse());
      if (!answer.ok()) return answer.status();
      entries.insert(entries.end(), answer->entries().begin(), answer->entries().end());
      request.set_page_token(answer->next_page_token());
    } while (!request.page_token().empty());
    return entries;
  }

  absl::StatusOr<missions::v1::Mission> Mission(const std::string& tenant,
                                                const std::string& id) override {
    missions::v1::GetMissionRequest request;
    request.set_mission_id(id);
    const auto answer = Ask(*missions_, &MissionService::Stub::GetMission, tenant, request,
                            missions::v1::GetMissionResponse());
    if (!answer.ok()) return answer.status();
    return answer->mission();
  }

  absl::StatusOr<missions::v1::GetRollResponse> Roll(const std::string& tenant,
                                                     const std::string& mission,
                                                     const std::string& session) override {
    missions::v1::GetRollRequest request;
    request.set_mission_id(mission);
    request.set_session_id(session);
    return Ask(*rolls_, &RollService::Stub::GetRoll, tenant, request,
               missions::v1::GetRollResponse());
  }

  absl::StatusOr<classification::v1::GetDeterminationResponse> Determination(
      const std::string& tenant, const std::string& id) override {
    classification::v1::GetDeterminationRequest request;
    request.set_determination_id(id);
    return Ask(*classification_, &ClassificationService::Stub::GetDetermination, tenant, request,
               classification::v1::GetDeterminationResponse());
  }

 private:
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Ask(
      Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
      const std::string& tenant, const Request& request, Response response) const {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
    context.AddMetadata("authorization", "Bearer " + token_of_(tenant));
    const auto status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpc(status);
    return response;
  }

  absl::StatusOr<directory::v1::GetClientResponse> GetClient(const std::string& tenant,
                                                             const Organisation& of) const {
    directory::v1::GetClientRequest request;
    request.set_client_id(of.id);
    if (of.details_at) *request.mutable_details_at() = *of.details_at;
    return Ask(*organisations_, &OrganisationService::Stub::GetClient, tenant, request,
               directory::v1::GetClientResponse());
  }

  const std::unique_ptr<AccountService::Stub> accounts_;
  const std::unique_ptr<OrganisationService::Stub> organisations_;
  const std::unique_ptr<EngagementsService::Stub> engagements_;
  const std::unique_ptr<InvoicingService::Stub> invoicing_;
  const std::unique_ptr<MissionService::Stub> missions_;
  const std::unique_ptr<RollService::Stub> rolls_;
  const std::unique_ptr<ClassificationService::Stub> classification_;
  const std::unique_ptr<PayrollService::Stub> payroll_;
  const std::unique_ptr<TimesheetService::Stub> timesheet_;
  const std::function<std::string(const std::string&)> token_of_;
};
}  // namespace

std::unique_ptr<Records> RecordsOver(
    const Channels& channels, std::function<std::string(const std::string& tenant)> token_of) {
  return std::make_unique<OverGrpc>(channels, std::move(token_of));
}
}  // namespace aor::documents
