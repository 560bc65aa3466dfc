// Drafts, their verification one by one and in bulk, and their release to workers.
#include <absl/time/time.h>

#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/ids/uuid.h"
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

std::vector<v1::DueRow> DueOf(const Rows& rows, const std::string& prefix) {
  std::vector<v1::DueRow> due;
  rows.Scan(prefix, "", [&](std::string_view, std::string_view value) {
    v1::DueRow row;
    if (row.ParseFromArray(value.data(), static_cast<int>(value.size()))) due.push_back(row);
    return true;
  });
  return due;
}

std::vector<std::string> WorkersOf(const std::vector<v1::DueRow>& due) {
  std::vector<std::string> workers;
  for (const auto& row : due) workers.push_back(row.worker_id());
  return workers;
}

// One bulk verification on its way through a legal entity's contracts.
class Sweep {
 public:
  Sweep(const Tools& tools, const DraftDesk& desk, const Caller& caller,
        const v1::VerifyAllPayslipsRequest& request, v1::VerifyAllPayslipsResponse& response)
      : tools_(tools), desk_(desk), caller_(caller), request_(request), response_(response) {}

  absl::Status Run() {
    if (auto status = WaitFor(tools_.view, request_.consistency_token()); !status.ok())
      return status;
    const auto due =
        DueOf(tools_.view.rows(),
              Prefix(caller_.tenant, "due", request_.legal_entity_id(), request_.period()));
    const auto profiles = desk_.ProfilesFor(caller_.tenant, WorkersOf(due), request_.period());
    if (!profiles.ok()) return profiles.status();
    for (const auto& row : due)
      if (auto status = VerifyOne(row, *profiles); !status.ok()) return status;
    return absl::OkStatus();
  }

 private:
  // A worker's second slip sees the first: caps and recoveries count over both.
  absl::Status VerifyOne(const v1::DueRow& row, const DraftDesk::Profiles& profiles) {
    const auto earlier = tokens_.find(row.worker_id());
    if (earlier != tokens_.end())
      if (auto status = WaitFor(tools_.view, earlier->second); !status.ok()) return status;
    auto sketch = desk_.Draw(tools_.view.rows(), caller_.tenant, row.contract_id(),
                             request_.period(), profiles);
    if (!sketch.ok()) {
      if (tools_.view.rows().Get(Key(caller_.tenant, "contract", row.contract_id())))
        return absl::OkStatus();
      return Leave(
          row, {"CONTRACT_UNKNOWN", "The contract has not arrived yet; try again shortly."}, {});
    }
    if (sketch->draft.empty()) return absl::OkStatus();
    return Commit(row, *sketch);
  }

  absl::Status Commit(const v1::DueRow& row, const Sketch& sketch) {
    const Verification verification{sketch, caller_.person, "",
                                    TodayOf(tools_, caller_.tenant, request_.legal_entity_id()),
                                    caller_.on_behalf_of};
    const auto committed = tools_.runtime.ExecuteAndWait(
        RequestFor(sketch),
        [&](Transaction& transaction) { return Settle(transaction, verification); });
    if (committed.ok()) {
      response_.add_payslip_ids(sketch.draft.slip.payslip_id());
      response_.set_consistency_token(committed->token());
      tokens_[row.worker_id()] = committed->token();
      return absl::OkStatus();
    }
    const std::string refusal = rpc::RefusalOf(committed.status());
    if (refusal.empty()) return committed.status();
    return Leave(row, {refusal, std::string(committed.status().message())}, sketch.draft.missing);
  }

  absl::Status Leave(const v1::DueRow& row, const Refused& refused,
                     const std::set<std::string>& missing) {
    auto& left = *response_.add_left();
    left.set_contract_id(row.contract_id());
    left.set_refusal(refused.name);
    left.set_sentence(refused.sentence);
    left.mutable_missing()->Add(missing.begin(), missing.end());
    return absl::OkStatus();
  }

  eventsourcing::Request RequestFor(const Sketch& sketch) const {
    eventsourcing::Request request;
    request.tenant = caller_.tenant;
    request.key = request_.legal_entity_id();
    request.method = "aor.payroll.v1.VerifyAllPayslips";
    request.body = sketch.etag();
    request.request_id =
        DerivedId(caller_.tenant, request_.request_id() + "/" + sketch.draft.slip.payslip_id(),
                  "verification");
    request.actor = caller_.person.value;
    request.on_behalf_of = caller_.on_behalf_of;
    request.reason = request_.reason();
    request.correlation_id = request_.request_id();
    return request;
  }

  const Tools& tools_;
  const DraftDesk& desk_;
  const Caller& caller_;
  const v1::VerifyAllPayslipsRequest& request_;
  v1::VerifyAllPayslipsResponse& response_;
  std::map<std::string, std::string> tokens_;  // of the commits, by worker
};
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
            Prefix(caller.tenant, "due", request->legal_entity_id(), request->period());
        auto status = rpc::ListPage(rows, prefix, request->page_size(), request->page_token(), keep,
                                    answer.mutable_next_page_token());
        if (!status.ok()) return status;
        const auto profiles = desk_.ProfilesFor(caller.tenant, WorkersOf(due), request->period());
        if (!profiles.ok()) return profiles.status();
        for (const auto& row : due) {
          const auto sketch =
              desk_.Draw(rows, caller.tenant, row.contract_id(), request->period(), *profiles);
          if (sketch.ok() && !sketch->draft.empty()) *answer.add_drafts() = ToResource(*sketch);
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
        if (sketch.ok()) *answer.mutable_draft() = ToResource(*sketch);
        return sketch.status();
      });
}

rpc::Reactor* Endpoint::VerifyPayslip(Context* context, const v1::VerifyPayslipRequest* request,
                                      v1::VerifyPayslipResponse* response) {
  return tools_.edge.Mutate<v1::VerifyPayslipRequest, v1::VerifyPayslipResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        auto sketch = desk_.Draw(tools_.view.rows(), caller.tenant, request->contract_id(),
                                 request->period());
        if (!sketch.ok()) return sketch.status();
        const std::string entity = sketch->contract.legal_entity.value;
        const bool same = sketch->etag() == request->etag();
        const Verification verification{*std::move(sketch), caller.person, request->decision(),
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

rpc::Reactor* Endpoint::VerifyAllPayslips(Context* context,
                                          const v1::VerifyAllPayslipsRequest* request,
                                          v1::VerifyAllPayslipsResponse* response) {
  return tools_.edge.Run(context, *request, [this, request, response](const Caller& caller) {
    return Sweep(tools_, desk_, caller, *request, *response).Run();
  });
}

rpc::Reactor* Endpoint::ReleasePayslips(Context* context, const v1::ReleasePayslipsRequest* request,
                                        v1::ReleasePayslipsResponse* response) {
  return tools_.edge.Mutate<v1::ReleasePayslipsRequest, v1::ReleasePayslipsResponse>(
      context, *request, response, [request](const Caller&) -> absl::StatusOr<rpc::Wish> {
        const std::vector<std::string> slips(request->payslip_ids().begin(),
                                             request->payslip_ids().end());
        return rpc::Wish{
            request->legal_entity_id(), [slips](Transaction& transaction) {
              std::optional<Refused> refused;
              for (const auto& slip : slips)
                if (!refused)
                  refused =
                      eventsourcing::DecideOn<payslip::Payslip, payslip::Event, payslip::Command>(
                          transaction, "slip-" + slip, payslip::ReleasePayslip{});
              return refused;
            }};
      });
}
}  // namespace aor::payroll
