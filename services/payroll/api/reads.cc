// Lists and single records, as the pay book knows them.
#include "aor/payroll/v1/payroll_rows.pb.h"
#include "services/payroll/api/chosen_ids.h"
#include "services/payroll/api/endpoint.h"
#include "services/payroll/api/fee_gates.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using eventsourcing::Rows;
using rpc::Caller;

bool MaySee(const Caller& caller, const v1::Payslip& row) {
  return IsOffice(caller) || (row.released() && row.slip().worker_id() == caller.person.value);
}

v1::Payslip Shown(v1::Payslip row, const Rows& rows, const std::string& tenant) {
  row.set_pending(IsPending(rows, tenant, row.slip().run_id()));
  return row;
}

// What an open one waits for now goes before what its last batch said.
v1::Payable Shown(v1::Payable row, const Rows& rows, const std::string& tenant,
                  calendar::Date today) {
  if (row.state() == v1::PAYABLE_STATE_OPEN && IsPending(rows, tenant, row.run_id()))
    row.set_state(v1::PAYABLE_STATE_PENDING);
  const auto shut =
      row.state() == v1::PAYABLE_STATE_OPEN ? ShutGateOf(rows, tenant, row, today) : std::nullopt;
  if (shut) {
    row.set_hold_reason(shut->reason);
    row.set_hold_detail(shut->what_to_do);
  } else if (const auto paid = PaidThoughWithheld(rows, tenant, row)) {
    row.set_hold_reason(kFeeWithheld);
    row.set_hold_detail(*paid);
  } else if (IsOfToday(row.hold_reason())) {
    row.clear_hold_reason();
    row.clear_hold_detail();
  }
  return row;
}

bool Matches(const v1::Payslip& row, const v1::ListPayslipsRequest& request) {
  const auto& slip = row.slip();
  const auto fits = [](const std::string& wanted, const std::string& has) {
    return wanted.empty() || wanted == has;
  };
  return fits(request.worker_id(), slip.worker_id()) &&
         fits(request.contract_id(), slip.contract_id()) &&
         fits(request.legal_entity_id(), slip.legal_entity_id()) &&
         fits(request.period(), slip.period());
}

// The narrowest table; those beside "slip" hold places.
std::string PrefixFor(const std::string& tenant, const v1::ListPayslipsRequest& request) {
  if (!request.worker_id().empty()) return RowPrefix(tenant, "worker-slip", request.worker_id());
  if (!request.contract_id().empty()) return RowKey(tenant, "slip", request.contract_id() + "-");
  if (request.legal_entity_id().empty()) return RowPrefix(tenant, "slip");
  return request.period().empty()
             ? RowPrefix(tenant, "entity-slip", request.legal_entity_id())
             : RowPrefix(tenant, "entity-slip", request.legal_entity_id(), request.period());
}

std::optional<v1::Payslip> SlipAt(const Rows& rows, const std::string& tenant,
                                  const std::string& prefix, std::string_view value) {
  if (prefix.starts_with(RowPrefix(tenant, "slip"))) return ParsedRow<v1::Payslip>(value);
  return rows.Load<v1::Payslip>(RowKey(tenant, "slip", ParsedRow<v1::PlaceRow>(value).id()));
}
}  // namespace

rpc::Reactor* Endpoint::ListPayslips(Context* context, const v1::ListPayslipsRequest* request,
                                     v1::ListPayslipsResponse* response) {
  return tools_.edge.Read<v1::ListPayslipsRequest, v1::ListPayslipsResponse>(
      context, *request, response, tools_.view,
      [request](const Caller& caller, const Rows& rows, auto& answer) {
        const auto prefix = PrefixFor(caller.tenant, *request);
        return rpc::ListPage(
            rows, prefix, request->page_size(), request->page_token(),
            [&](std::string_view value) {
              const auto row = SlipAt(rows, caller.tenant, prefix, value);
              if (!row || !Matches(*row, *request) || !MaySee(caller, *row)) return false;
              *answer.add_payslips() = Shown(*row, rows, caller.tenant);
              return true;
            },
            answer.mutable_next_page_token());
      });
}

rpc::Reactor* Endpoint::GetPayslip(Context* context, const v1::GetPayslipRequest* request,
                                   v1::GetPayslipResponse* response) {
  return tools_.edge.Read<v1::GetPayslipRequest, v1::GetPayslipResponse>(
      context, *request, response, tools_.view,
      [request](const Caller& caller, const Rows& rows, auto& answer) -> absl::Status {
        const auto row =
            rows.Load<v1::Payslip>(RowKey(caller.tenant, "slip", request->payslip_id()));
        if (!row || !MaySee(caller, *row)) return rpc::NotFound("payslip", request->payslip_id());
        *answer.mutable_payslip() = Shown(*row, rows, caller.tenant);
        return absl::OkStatus();
      });
}

rpc::Reactor* Endpoint::ListAdvances(Context* context, const v1::ListAdvancesRequest* request,
                                     v1::ListAdvancesResponse* response) {
  return tools_.edge.Read<v1::ListAdvancesRequest, v1::ListAdvancesResponse>(
      context, *request, response, tools_.view,
      [request](const Caller& caller, const Rows& rows, auto& answer) {
        return rpc::ListPage(
            rows, RowPrefix(caller.tenant, "advance", request->worker_id()), request->page_size(),
            request->page_token(),
            [&](std::string_view value) {
              *answer.add_advances() = ParsedRow<v1::Advance>(value);
              return true;
            },
            answer.mutable_next_page_token());
      });
}

rpc::Reactor* Endpoint::ListPayables(Context* context, const v1::ListPayablesRequest* request,
                                     v1::ListPayablesResponse* response) {
  return tools_.edge.Read<v1::ListPayablesRequest, v1::ListPayablesResponse>(
      context, *request, response, tools_.view,
      [this, request](const Caller& caller, const Rows& rows, auto& answer) {
        const auto today = TodayOf(tools_, caller.tenant, request->legal_entity_id());
        return rpc::ListPage(
            rows, RowPrefix(caller.tenant, "payable", request->legal_entity_id()),
            request->page_size(), request->page_token(),
            [&](std::string_view value) {
              const auto row = Shown(ParsedRow<v1::Payable>(value), rows, caller.tenant, today);
              const bool fits =
                  (request->payable_kind().empty() ||
                   request->payable_kind() == row.payable_kind()) &&
                  (request->state() == v1::PAYABLE_STATE_UNSPECIFIED ||
                   request->state() == row.state()) &&
                  (request->payee_id().empty() || request->payee_id() == row.payee_id());
              if (fits) *answer.add_payables() = row;
              return fits;
            },
            answer.mutable_next_page_token());
      });
}

rpc::Reactor* Endpoint::GetAdvance(Context* context, const v1::GetAdvanceRequest* request,
                                   v1::GetAdvanceResponse* response) {
  return tools_.edge.Read<v1::GetAdvanceRequest, v1::GetAdvanceResponse>(
      context, *request, response, tools_.view,
      [request](const Caller& caller, const Rows& rows, auto& answer) -> absl::Status {
        const auto entity = OwnerOf(
            rows,
            RowPrefix(caller.tenant, "advance-entity", request->advance_id(), request->worker_id()),
            request->legal_entity_id(), "advance", request->advance_id());
        if (!entity.ok()) return entity.status();
        const auto row = rows.Load<v1::Advance>(
            RowKey(caller.tenant, "advance", request->worker_id(), *entity, request->advance_id()));
        if (!row) return rpc::NotFound("advance", request->advance_id());
        *answer.mutable_advance() = *row;
        return absl::OkStatus();
      });
}

rpc::Reactor* Endpoint::GetPayable(Context* context, const v1::GetPayableRequest* request,
                                   v1::GetPayableResponse* response) {
  return tools_.edge.Read<v1::GetPayableRequest, v1::GetPayableResponse>(
      context, *request, response, tools_.view,
      [this, request](const Caller& caller, const Rows& rows, auto& answer) -> absl::Status {
        const auto row = rows.Load<v1::Payable>(
            RowKey(caller.tenant, "payable", request->legal_entity_id(), request->payable_id()));
        if (!row) return rpc::NotFound("payable", request->payable_id());
        *answer.mutable_payable() = Shown(
            *row, rows, caller.tenant, TodayOf(tools_, caller.tenant, request->legal_entity_id()));
        return absl::OkStatus();
      });
}

rpc::Reactor* Endpoint::GetBatch(Context* context, const v1::GetBatchRequest* request,
                                 v1::GetBatchResponse* response) {
  return tools_.edge.Read<v1::GetBatchRequest, v1::GetBatchResponse>(
      context, *request, response, tools_.view,
      [request](const Caller& caller, const Rows& rows, auto& answer) -> absl::Status {
        const auto row =
            BatchNamed(rows, caller.tenant, request->legal_entity_id(), request->batch_id());
        if (!row.ok()) return row.status();
        *answer.mutable_batch() = *row;
        return absl::OkStatus();
      });
}

rpc::Reactor* Endpoint::ListBatches(Context* context, const v1::ListBatchesRequest* request,
                                    v1::ListBatchesResponse* response) {
  return tools_.edge.Read<v1::ListBatchesRequest, v1::ListBatchesResponse>(
      context, *request, response, tools_.view,
      [request](const Caller& caller, const Rows& rows, auto& answer) {
        return rpc::ListPage(
            rows, RowPrefix(caller.tenant, "batch", request->legal_entity_id()),
            request->page_size(), request->page_token(),
            [&](std::string_view value) {
              const auto row = BatchAt(rows, caller.tenant, request->legal_entity_id(),
                                       ParsedRow<v1::Batch>(value).batch_id());
              if (row) *answer.add_batches() = *row;
              return row.has_value();
            },
            answer.mutable_next_page_token());
      });
}
}  // namespace aor::payroll
