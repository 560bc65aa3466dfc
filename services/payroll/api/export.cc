// The payment file leaves once: made, checked, sealed and stored, then repeated.
#include "services/payroll/api/batching.h"
#include "services/payroll/api/chosen_ids.h"
#include "services/payroll/api/endpoint.h"
#include "services/payroll/api/fee_gates.h"
#include "services/payroll/api/payment_file.h"
#include "services/payroll/api/settlement.h"
#include "services/payroll/domain/batch.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using rpc::Caller;

// Of the sealed bytes, which stand in their own entity's event.
std::string PlaceOf(const std::string& batch) { return "batch/" + batch + "/file"; }

// Whose key seals it: nobody's id has a slash, so that no erasure of a person shuts a file that
// pays others.
std::string SubjectOf(const v1::Batch& batch) {
  return "batch/" + batch.legal_entity_id() + "/" + batch.batch_id();
}

// Who became unpayable since the release, or whose fee waits since, is held, so that the others
// leave.
std::optional<Refused> Store(Transaction& transaction, const v1::Batch& batch,
                             const std::vector<batch::HoldPayee>& holds,
                             const batch::StoreFile& command) {
  for (const auto& hold : holds)
    if (auto refused = Hold(transaction, batch.batch_id(), hold)) return refused;
  if (auto refused = OnBatch(transaction, batch.batch_id(), command)) return refused;
  const auto to_pay = Without(holds, PayeesToPay(batch));
  for (const auto& item : batch.items()) {
    const auto account = to_pay.find(item.payee_id());
    if (account == to_pay.end()) continue;
    if (auto refused = OnPayable(transaction, item.payable_id(),
                                 payable::PayPayable{batch.batch_id(), account->second,
                                                     calendar::FromProto(batch.execution_date())}))
      return refused;
  }
  return std::nullopt;
}

class Export {
 public:
  Export(const Tools& tools, const Caller& caller, const v1::ExportPaymentFileRequest& request,
         v1::ExportPaymentFileResponse& response)
      : tools_(tools), caller_(caller), request_(request), response_(response) {}

  absl::Status Run() {
    if (auto status = eventsourcing::WaitFor(tools_.view, request_.consistency_token());
        !status.ok())
      return status;
    const auto batch = BatchNamed(tools_.view.rows(), caller_.tenant, request_.legal_entity_id(),
                                  request_.batch_id());
    if (!batch.ok()) return batch.status();
    if (batch->state() == v1::BATCH_STATE_STORED) return Repeat(batch->legal_entity_id());
    if (auto status = MayLeave(*batch); !status.ok()) return status;
    if (auto status = Make(*batch); !status.ok()) return status;
    return Repeat(batch->legal_entity_id());
  }

 private:
  absl::Status MayLeave(const v1::Batch& batch) const {
    const auto refuse = [](batch::Refusal refusal) {
      return rpc::RefusalError({std::string(Name(refusal)), std::string(Sentence(refusal))});
    };
    if (batch.state() == v1::BATCH_STATE_WITHDRAWN) return refuse(batch::Refusal::kWithdrawn);
    if (batch.state() == v1::BATCH_STATE_PROPOSED) return refuse(batch::Refusal::kNotReleased);
    if (batch.state() != v1::BATCH_STATE_ANSWERED) return refuse(batch::Refusal::kAnswersMissing);
    if (PayeesToPay(batch).empty()) return refuse(batch::Refusal::kAllHeld);
    if (calendar::FromProto(batch.execution_date()) <
        TodayOf(tools_, caller_.tenant, batch.legal_entity_id()))
      return refuse(batch::Refusal::kDatePassed);
    return absl::OkStatus();
  }

  absl::Status Make(const v1::Batch& batch) {
    auto asked = PayeesToPay(batch);
    asked[batch.legal_entity_id()] = 0;
    const auto payees = tools_.directory->PayeesOf(caller_.tenant, asked);
    if (!payees.ok()) return payees.status();
    const auto now = NowOf(tools_);
    auto holds = Waiting(batch);
    auto to_pay = Without(holds, PayeesToPay(batch));
    if (to_pay.empty()) return rpc::RefusalError({holds.front().reason, holds.front().detail});
    const auto check = CheckParties(caller_.tenant, batch, to_pay, *payees, now);
    if (check.refused) return rpc::RefusalError(*check.refused);
    for (auto& hold : HoldsOf(check.unpayable)) holds.push_back(std::move(hold));
    to_pay = Without(holds, std::move(to_pay));
    if (to_pay.empty()) return rpc::RefusalError({"FILE_INVALID", check.unpayable.begin()->second});
    const auto file = WriteFile(caller_.tenant, batch, to_pay, *payees, now);
    if (!file.ok()) return file.status();
    const auto sealed =
        tools_.vault.Seal(caller_.tenant, SubjectOf(batch), PlaceOf(batch.batch_id()), file->bytes);
    if (!sealed.ok()) return sealed.status();
    const batch::StoreFile command{file->message_id, file->digest, file->transactions, file->total,
                                   *sealed};
    const auto committed = tools_.runtime.ExecuteAndWait(
        RequestFor(batch),
        [&](Transaction& transaction) { return Store(transaction, batch, holds, command); });
    if (!committed.ok()) return committed.status();
    response_.set_consistency_token(committed->token());
    return eventsourcing::WaitFor(tools_.view, committed->token());
  }

  // Of those who would be paid.
  std::vector<batch::HoldPayee> Waiting(const v1::Batch& batch) const {
    auto waiting = BehindGates(tools_.view.rows(), caller_.tenant, batch,
                               TodayOf(tools_, caller_.tenant, batch.legal_entity_id()));
    const auto to_pay = PayeesToPay(batch);
    std::erase_if(waiting, [&](const auto& hold) { return !to_pay.contains(hold.payee_id); });
    return waiting;
  }

  // The bytes of the event, also for the call that wrote it: another may have been first.
  absl::Status Repeat(const std::string& entity) {
    const auto batch = BatchAt(tools_.view.rows(), caller_.tenant, entity, request_.batch_id());
    const auto stored = tools_.view.rows().Load<v1::PaymentFileStored>(
        RowKey(caller_.tenant, "file", entity, request_.batch_id()));
    if (!batch || !stored) return absl::InternalError("the stored file is not in the view");
    const auto bytes =
        tools_.vault.Open(caller_.tenant, PlaceOf(stored->batch_id()), stored->file());
    if (!bytes.ok()) return bytes.status();
    response_.set_file(*bytes);
    response_.set_file_name(FileName(*batch));
    response_.set_digest(stored->digest());
    response_.set_transactions(stored->transactions());
    *response_.mutable_total() = stored->total();
    *response_.mutable_held_payee_ids() = stored->held_payee_ids();
    return absl::OkStatus();
  }

  eventsourcing::Request RequestFor(const v1::Batch& batch) const {
    eventsourcing::Request request;
    request.tenant = caller_.tenant;
    request.key = batch.legal_entity_id();
    request.method = "aor.payroll.v1.ExportPaymentFile";
    request.request_id = request_.request_id();
    request.body = request_.batch_id();
    request.actor = caller_.person.value;
    request.on_behalf_of = caller_.on_behalf_of;
    request.reason = request_.reason();
    request.is_forwarded = caller_.is_forwarded;
    return request;
  }

  const Tools& tools_;
  const Caller& caller_;
  const v1::ExportPaymentFileRequest& request_;
  v1::ExportPaymentFileResponse& response_;
};
}  // namespace

rpc::Reactor* Endpoint::ExportPaymentFile(Context* context,
                                          const v1::ExportPaymentFileRequest* request,
                                          v1::ExportPaymentFileResponse* response) {
  return tools_.edge.Run(
      context, *request,
      [this, request, response](const Caller& caller) {
        return Export(tools_, caller, *request, *response).Run();
      },
      response);
}
}  // namespace aor::payroll
