// Invoicing in this process, behind its real edge, beside the logs of the contexts
// that it reads, which the test writes.
#pragma once

#include "aor/credentials/v1/credentials_events.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/missions/v1/missions_events.pb.h"
#include "aor/payroll/v1/payroll_events.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/rpc/errors.h"
#include "libs/service/testing/finished_run.h"
#include "libs/service/testing/running_process.h"
#include "services/invoicing/install.h"

namespace aor::invoicing {
// The clock stands at 2026-11-01T06:00Z.
class RunningInvoicing {
 public:
  // Facts of other contexts, as text; the consistency token of each.
  std::string Organisation(const std::string& event) {
    return process_.Publish<directory::v1::OrganisationEvent>("directory", "parties", event);
  }
  std::string Contract(const std::string& event) {
    return process_.Publish<engagements::v1::ContractEvent>("engagements", "contracts", event);
  }
  std::string Week(const std::string& event) {
    return process_.Publish<timesheet::v1::WeekEvent>("timesheet", "weeks", event);
  }

  std::string Gate(const std::string& event) {
    return process_.Publish<credentials::v1::GateEvent>("credentials", "gates", event);
  }
  std::string Mission(const std::string& event) {
    return process_.Publish<missions::v1::MissionEvent>("missions", "missions", event);
  }
  std::string Payslip(const std::string& event) {
    return process_.Publish<payroll::v1::PayslipEvent>("payroll", "payslips", event);
  }

  std::string Paid(const std::string& event) {
    return process_.Publish<payroll::v1::PayableEvent>("payroll", "payables", event);
  }

  std::string person = "finn";  // who calls
  template <class Stub, class Request, class Response>
  absl::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const std::string& role, const Request& request, Response* response,
                    const std::string& tenant = "alpina") {
    Stub stub(process_.channel());
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + process_.TokenOf(person, role, tenant));
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    return rpc::FromGrpc((stub.*method)(&context, request, response));
  }

  google::longrunning::Operation FinishedRun(const std::string& name) {
    return service::Finished(process_.channel(), process_.TokenOf("finn", "finance"), name);
  }

 private:
  service::RunningProcess process_{
      {.name = "invoicing",
       .development_clock = "2026-11-01T06:00:00Z",
       .other_logs = {"credentials", "directory", "engagements", "missions", "payroll",
                      "timesheet"},
       .install = [](service::RunningProcess& process) { Install(process.host()); }}};
};
}  // namespace aor::invoicing
