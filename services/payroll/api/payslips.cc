// Drafts, their verification one by one, and their release to workers.
#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/operations/run_operations.h"
#include "services/payroll/api/endpoint.h"
#include "services/payroll/api/settlement.h"
#include "services/payroll/domain/payslip.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using eventsourcing::Committed;
using eventsourcing::Rows;
using rpc::Caller;

// What follows the prefix in the name of a stream that the commit decided on, if any.
std::string Named(const std::string& prefix, const Committed& committed) {
  for (const auto& stream : committed.commit->streams())
    if (stream.name().starts_with(prefix)) return stream.name().substr(prefix.size());
  return "";
}

std::vector<std::string> WorkersOf(const std::vector<v1::DueRow>& due) {
  std::vector<std::string> workers;
  for (const auto& row : due) workers.push_back(row.worker_id());
  return workers;
}

std::optional<Refused> Release(Transaction& transaction, const std::vector<std::string>& slips) {
  using payslip::Payslip;
  for (const auto& slip : slips) {
    const std::string stream = "slip-" + slip;
    const auto& run = transaction.Fold<Payslip, payslip::Event>(stream).run_id;
    const bool run_open = !operations::IsClosed(transaction, run);
    if (auto refused = eventsourcing::DecideOn<Payslip, payslip::Event, payslip::Command>(
            transaction, stream, payslip::ReleasePayslip{run_open}))
      return refused;
  }
  return std::nullopt;
}
}  // namespace

rpc::Reactor* Endpoint::ListDraftPayslips(Context* context,
                                          const v1::ListDraftPayslipsRequest* request,
                                          v1::ListDraftPayslipsResponse* response) {
  return tools_.edge.Read<v1::ListDraftPayslipsRequest, v1::ListDraftPayslipsResponse>(
      context, *request, response, tools_.view,
      [this, request](const Caller& caller, const Rows& rows, auto& answer) -> absl::Status {
        std::vector<v1::DueRow> due;
        const auto keep = [&](std::string_view value) {
          v1::DueRow row;
          return row.ParseFromArray(value.data(), static_cast<int>(value.size())) &&
                 (due.push_back(row), true);
        };
        const auto prefix =
            RowPrefix(caller.tenant, "due", request->legal_entity_id(), request->period());
        auto status = rpc::ListPage(rows, prefix, request->page_size(), request->page_token(), keep,
                                    answer.mutable_next_page_token());
        if (!status.ok()) return status;
        const auto profiles = desk_.ProfilesFor(caller.tenant, WorkersOf(due), request->period());
        if (!profiles.ok()) return profiles.status();
        for (const auto& row : due) {
          const auto sketch =
              desk_.Draw(rows, caller.tenant, row.contract_id(), request->period(), *profiles);
          if (sketch.ok() && !sketch->draft.empty())
            *answer.add_drafts() = ToResource(*sketch, rows, caller.tenant);
        }
        return absl::OkStatus();
      });
}

rpc::Reactor* Endpoint::GetDraftPayslip(Context* context, const v1::GetDraftPayslipRequest* request,
                                        v1::GetDraftPayslipResponse* response) {
  return tools_.edge.Read<v1::GetDraftPayslipRequest, v1::GetDraftPayslipResponse>(
      context, *request, response, tools_.view,
      [this, request](const Caller& caller, const Rows& rows, auto& answer) -> absl::Status {
        const auto sketch =
            desk_.Draw(rows, caller.tenant, request->contract_id(), request->period());
        if (sketch.ok()) *answer.mutable_draft() = ToResource(*sketch, rows, caller.tenant);
        return sketch.status();
      });
}

rpc::Reactor* Endpoint::VerifyPayslip(Context* context, const v1::VerifyPayslipRequest* request,
                                      v1::VerifyPayslipResponse* response) {
  return tools_.edge.Mutate<v1::VerifyPayslipRequest, v1::VerifyPayslipResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        if (!request->decision().empty())
          return rpc::FieldError("decision", "leave it empty: finance approves a negative slip");
        auto sketch = desk_.Draw(tools_.view.rows(), caller.tenant, request->contract_id(),
                                 request->period());
        if (!sketch.ok()) return sketch.status();
        const std::string entity = sketch->contract.legal_entity.value;
        const bool same = sketch->etag() == request->etag();
        const Verification verification{*std::move(sketch), caller.person,
                                        TodayOf(tools_, caller.tenant, entity),
                                        caller.on_behalf_of};
        return rpc::Wish{entity, [=](Transaction& transaction) {
                           return same ? Settle(transaction, verification) : DraftChanged();
                         }};
      },
      [](const Committed& committed, v1::VerifyPayslipResponse& answer) {
        // Of a slip that another request has verified, the commit names only the streams.
        answer.set_payslip_id(Named("slip-", committed));
        answer.set_payable_id(Named("payable-", committed));
      });
}

rpc::Reactor* Endpoint::ApproveNegativePayslip(Context* context,
                                               const v1::ApproveNegativePayslipRequest* request,
                                               v1::ApproveNegativePayslipResponse* response) {
  return tools_.edge.Mutate<v1::ApproveNegativePayslipRequest, v1::ApproveNegativePayslipResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        auto sketch = desk_.Draw(tools_.view.rows(), caller.tenant, request->contract_id(),
                                 request->period());
        if (!sketch.ok()) return sketch.status();
        const bool same = sketch->etag() == request->etag();
        const payslip::ApproveNegative command{sketch->draft, caller.person, caller.on_behalf_of,
                                               "finance", request->decision()};
        return rpc::Wish{
            sketch->contract.legal_entity.value,
            [same, command](Transaction& transaction) -> std::optional<Refused> {
              if (!same) return DraftChanged();
              return eventsourcing::DecideOn<payslip::Payslip, payslip::Event, payslip::Command>(
                  transaction, "slip-" + command.draft.slip.payslip_id(), command);
            }};
      },
      [](const Committed& committed, v1::ApproveNegativePayslipResponse& answer) {
        answer.set_payslip_id(Named("slip-", committed));
      });
}

rpc::Reactor* Endpoint::ReleasePayslips(Context* context, const v1::ReleasePayslipsRequest* request,
                                        v1::ReleasePayslipsResponse* response) {
  return tools_.edge.Mutate<v1::ReleasePayslipsRequest, v1::ReleasePayslipsResponse>(
      context, *request, response, [request](const Caller&) -> absl::StatusOr<rpc::Wish> {
        const std::vector<std::string> slips(request->payslip_ids().begin(),
                                             request->payslip_ids().end());
        return rpc::Wish{request->legal_entity_id(),
                         [slips](Transaction& transaction) { return Release(transaction, slips); }};
      });
}
}  // namespace aor::payroll
