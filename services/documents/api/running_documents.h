// The documents' process for the tests of its API, on the embedded log, in which the records of
// other contexts are canned.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "aor/classification/v1/classification_service.grpc.pb.h"
#include "aor/directory/v1/account_service.grpc.pb.h"
#include "aor/directory/v1/organisation_service.grpc.pb.h"
#include "aor/documents/v1/documents_service.grpc.pb.h"
#include "aor/engagements/v1/engagements_service.grpc.pb.h"
#include "aor/invoicing/v1/invoicing_service.grpc.pb.h"
#include "aor/missions/v1/missions_service.grpc.pb.h"
#include "aor/missions/v1/roll_service.grpc.pb.h"
#include "aor/payroll/v1/payroll_service.grpc.pb.h"
#include "aor/timesheet/v1/timesheet_service.grpc.pb.h"
#include "libs/rpc/errors.h"
#include "libs/service/testing/running_process.h"
#include "services/documents/install.h"

namespace aor::documents {
using service::Parse;

// Records by id, as text.
struct Canned {
  std::mutex mutex;
  std::map<std::string, std::string> payees, entities, employers, clients, suppliers, payslips,
      batches, invoices, contracts, quotes, missions;
  std::string roll;  // GetRollResponse of whatever session is asked for
  std::map<std::string, std::string> determinations;  // GetDeterminationResponse
  int64_t asked_of_client_at = 0;                     // the instant of its details, in seconds
  std::string entries;  // RecordedEntry by RecordedEntry, of whatever week is asked for

  // The record of an id into a field of the answer; NOT_FOUND without one.
  template <class Record>
  grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context,
                                   const std::map<std::string, std::string>& records,
                                   const std::string& id, Record* record) {
    const std::lock_guard lock(mutex);
    auto* reactor = context->DefaultReactor();
    const auto known = records.find(id);
    if (known != records.end()) *record = Parse<Record>(known->second);
    reactor->Finish(known == records.end() ? rpc::ToGrpc(rpc::NotFound("record", id))
                                           : grpc::Status::OK);
    return reactor;
  }
};

#define ANSWERS(Method, package, records, id, field)                                             \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context,                         \
                                   const package::Method##Request* request,                      \
                                   package::Method##Response* response) override {               \
    return canned_.Answer(context, canned_.records, request->id(), response->mutable_##field()); \
  }

class CannedAccounts final : public directory::v1::AccountService::CallbackService {
 public:
  explicit CannedAccounts(Canned& canned) : canned_(canned) {}
  grpc::ServerUnaryReactor* ResolvePayees(grpc::CallbackServerContext* context,
                                          const directory::v1::ResolvePayeesRequest* request,
                                          directory::v1::ResolvePayeesResponse* response) override {
    const std::lock_guard lock(canned_.mutex);
    for (const auto& asked : request->payees()) {
      const auto known = canned_.payees.find(asked.payee_id());
      if (known == canned_.payees.end()) continue;
      *response->add_payees() = Parse<directory::v1::Payee>(known->second);
      response->mutable_payees()->rbegin()->set_payee_id(asked.payee_id());
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  Canned& canned_;
};
class CannedOrganisations final : public directory::v1::OrganisationService::CallbackService {
 public:
  explicit CannedOrganisations(Canned& canned) : canned_(canned) {}
  grpc::ServerUnaryReactor* GetLegalEntity(
      grpc::CallbackServerContext* context, const directory::v1::GetLegalEntityRequest* request,
      directory::v1::GetLegalEntityResponse* response) override {
    const std::string& id = request->legal_entity_id();
    *response->mutable_employer() =
        Parse<directory::v1::EmployerDetailsRecorded>(canned_.employers[id]);
    return canned_.Answer(context, canned_.entities, id, response->mutable_legal_entity());
  }
  grpc::ServerUnaryReactor* GetClient(grpc::CallbackServerContext* context,
                                      const directory::v1::GetClientRequest* request,
                                      directory::v1::GetClientResponse* response) override {
    if (request->has_details_at()) canned_.asked_of_client_at = request->details_at().seconds();
    return canned_.Answer(context, canned_.clients, request->client_id(),
                          response->mutable_client());
  }
  ANSWERS(GetSupplier, directory::v1, suppliers, supplier_id, supplier)

 private:
  Canned& canned_;
};
class CannedPayroll final : public payroll::v1::PayrollService::CallbackService {
 public:
  explicit CannedPayroll(Canned& canned) : canned_(canned) {}
  ANSWERS(GetPayslip, payroll::v1, payslips, payslip_id, payslip)
  ANSWERS(GetBatch, payroll::v1, batches, batch_id, batch)
  // Two on a page.
  grpc::ServerUnaryReactor* ListPayslips(grpc::CallbackServerContext* context,
                                         const payroll::v1::ListPayslipsRequest* request,
                                         payroll::v1::ListPayslipsResponse* response) override {
    const std::lock_guard lock(canned_.mutex);
    for (const auto& [id, text] : canned_.payslips) {
      const auto slip = Parse<payroll::v1::Payslip>(text);
      if (id <= request->page_token() || slip.slip().worker_id() != request->worker_id() ||
          slip.slip().legal_entity_id() != request->legal_entity_id())
        continue;
      if (response->payslips_size() == 2) {
        response->set_next_page_token(response->payslips(1).slip().payslip_id());
        break;
      }
      *response->add_payslips() = slip;
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  Canned& canned_;
};
class CannedInvoices final : public invoicing::v1::InvoicingService::CallbackService {
 public:
  explicit CannedInvoices(Canned& canned) : canned_(canned) {}
  ANSWERS(GetInvoice, invoicing::v1, invoices, invoice_id, invoice)

 private:
  Canned& canned_;
};
class CannedTimesheet final : public timesheet::v1::TimesheetService::CallbackService {
 public:
  explicit CannedTimesheet(Canned& canned) : canned_(canned) {}
  grpc::ServerUnaryReactor* ListEntries(grpc::CallbackServerContext* context,
                                        const timesheet::v1::ListEntriesRequest*,
                                        timesheet::v1::ListEntriesResponse* response) override {
    const std::lock_guard lock(canned_.mutex);
    *response = Parse<timesheet::v1::ListEntriesResponse>(canned_.entries);
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  Canned& canned_;
};
class CannedEngagements final : public engagements::v1::EngagementsService::CallbackService {
 public:
  explicit CannedEngagements(Canned& canned) : canned_(canned) {}
  ANSWERS(GetContract, engagements::v1, contracts, contract_id, contract)
  ANSWERS(GetQuote, engagements::v1, quotes, quote_id, quote)

 private:
  Canned& canned_;
};
class CannedClassification final
    : public classification::v1::ClassificationService::CallbackService {
 public:
  explicit CannedClassification(Canned& canned) : canned_(canned) {}
  grpc::ServerUnaryReactor* GetDetermination(
      grpc::CallbackServerContext* context,
      const classification::v1::GetDeterminationRequest* request,
      classification::v1::GetDeterminationResponse* response) override {
    return canned_.Answer(context, canned_.determinations, request->determination_id(), response);
  }

 private:
  Canned& canned_;
};
class CannedMissions final : public missions::v1::MissionService::CallbackService {
 public:
  explicit CannedMissions(Canned& canned) : canned_(canned) {}
  ANSWERS(GetMission, missions::v1, missions, mission_id, mission)

 private:
  Canned& canned_;
};
class CannedRolls final : public missions::v1::RollService::CallbackService {
 public:
  explicit CannedRolls(Canned& canned) : canned_(canned) {}
  grpc::ServerUnaryReactor* GetRoll(grpc::CallbackServerContext* context,
                                    const missions::v1::GetRollRequest*,
                                    missions::v1::GetRollResponse* response) override {
    const std::lock_guard lock(canned_.mutex);
    *response = Parse<missions::v1::GetRollResponse>(canned_.roll);
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  Canned& canned_;
};
#undef ANSWERS

// The records are those of `canned`, which outlives the process; so do `data`, if given. The clock
// stands on Tuesday, 3 November 2026.
inline std::unique_ptr<service::RunningProcess> RunningDocuments(Canned& canned,
                                                                 const std::string& data = "") {
  const auto install = [&canned](service::RunningProcess& process) {
    Install(process.host());
    process.other("directory").Serve(std::make_unique<CannedAccounts>(canned));
    process.other("directory").Serve(std::make_unique<CannedOrganisations>(canned));
    process.other("payroll").Serve(std::make_unique<CannedPayroll>(canned));
    process.other("invoicing").Serve(std::make_unique<CannedInvoices>(canned));
    process.other("engagements").Serve(std::make_unique<CannedEngagements>(canned));
    process.other("timesheet").Serve(std::make_unique<CannedTimesheet>(canned));
    process.other("classification").Serve(std::make_unique<CannedClassification>(canned));
    process.other("missions").Serve(std::make_unique<CannedMissions>(canned));
    process.other("missions").Serve(std::make_unique<CannedRolls>(canned));
  };
  return std::make_unique<service::RunningProcess>(service::RunningProcess::Program{
      .name = "documents",
      .development_clock = "2026-11-03T08:00:00Z",
      .other_logs = {"classification", "directory", "engagements", "invoicing", "missions",
                     "payroll", "timesheet"},
      .install = install,
      .log = "embedded",
      .data = data});
}
}  // namespace aor::documents
