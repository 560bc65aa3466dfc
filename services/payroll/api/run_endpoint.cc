// The methods that open runs.
#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/operations/run_operations.h"
#include "services/payroll/api/batching.h"
#include "services/payroll/api/endpoint.h"
#include "services/payroll/api/runs.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using google::longrunning::Operation;
using operations::v1::RunOpened;
using rpc::Caller;

void Set(RunOpened& opened, const char* name, const std::string& value) {
  auto& setting = *opened.add_settings();
  setting.set_name(name);
  setting.set_value(value);
}

uint64_t Count(const eventsourcing::Rows& rows, const std::string& prefix) {
  uint64_t count = 0;
  rows.Scan(prefix, "", [&](std::string_view, std::string_view) { return ++count; });
  return count;
}

RunOpened Opened(const char* kind, const std::string& legal_entity, const std::string& period,
                 const Tools& tools) {
  RunOpened opened;
  opened.set_run_kind(kind);
  opened.set_legal_entity_id(legal_entity);
  opened.set_period(period);
  for (auto& place : tools.view.Applied()) *opened.add_sources() = std::move(place);
  return opened;
}

void Fill(const eventsourcing::Committed& committed, Operation& operation) {
  operations::FillOpened("payroll", committed, operation);
}
}  // namespace

rpc::Reactor* Endpoint::RunPayslips(Context* context, const v1::RunPayslipsRequest* request,
                                    Operation* response) {
  return tools_.edge.Mutate<v1::RunPayslipsRequest, Operation>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        if (!calendar::FirstOfMonth(request->period()))
          return rpc::FieldError("period", "Give a month such as 2026-10.");
        if (auto seen = eventsourcing::WaitFor(tools_.view, request->consistency_token());
            !seen.ok())
          return seen;
        if (!tools_.view.rows().Get(RowKey(caller.tenant, "entity", request->legal_entity_id())))
          return rpc::NotFound("legal entity", request->legal_entity_id());
        auto opened = Opened(kPayslipRun, request->legal_entity_id(), request->period(), tools_);
        for (const auto& version : tools_.books->Versions()) opened.add_rule_versions(version);
        opened.set_expected(
            Count(tools_.view.rows(),
                  RowPrefix(caller.tenant, "due", request->legal_entity_id(), request->period())));
        return operations::OpenRun(caller, std::move(opened), request->request_id());
      },
      Fill);
}

rpc::Reactor* Endpoint::RunPayments(Context* context, const v1::RunPaymentsRequest* request,
                                    Operation* response) {
  return tools_.edge.Mutate<v1::RunPaymentsRequest, Operation>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        if (auto seen = eventsourcing::WaitFor(tools_.view, request->consistency_token());
            !seen.ok())
          return seen;
        const auto& entity = request->legal_entity_id();
        const auto selection =
            SelectionOf(tools_.view.rows(), caller.tenant, entity, request->currency_code(),
                        request->batch_kind(), TodayOf(tools_, caller.tenant, entity), {});
        if (!selection.ok()) return selection.status();
        auto opened = Opened(kPaymentRun, request->legal_entity_id(),
                             request->batch_kind() + "-" + selection->currency, tools_);
        Set(opened, "currency_code", selection->currency);
        Set(opened, "batch_kind", request->batch_kind());
        if (request->has_execution_date())
          Set(opened, "execution_date",
              calendar::ToString(calendar::FromProto(request->execution_date())));
        return operations::OpenRun(caller, std::move(opened), request->request_id());
      },
      Fill);
}
}  // namespace aor::payroll
