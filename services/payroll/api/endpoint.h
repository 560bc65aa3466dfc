// Payroll's gRPC service: requests into commands, rows into answers. The contract of
// each RPC stands in its proto.
#pragma once

#include <memory>

#include "aor/payroll/v1/payroll_service.grpc.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/eventsourcing/waiting.h"
#include "libs/rpc/edge.h"
#include "libs/vault/vault.h"
#include "services/payroll/api/draft_desk.h"
#include "services/payroll/clients/directory_client.h"

namespace aor::payroll {
// What the endpoint uses; all of it outlives it.
struct Tools {
  rpc::Edge edge;
  eventsourcing::View& view;  // of PayBook
  eventsourcing::Runtime& runtime;
  vault::Vault& vault;
  const eventsourcing::Clock& clock;
  std::shared_ptr<const RuleBooks> books;
  std::shared_ptr<DirectoryClient> directory;
};

// Its methods stand in payslips.cc, advances.cc, batches.cc, payment_file.cc,
// month_status.cc, reads.cc and run_endpoint.cc.
class Endpoint final : public v1::PayrollService::CallbackService {
 public:
  explicit Endpoint(Tools tools)
      : tools_(std::move(tools)), desk_(*tools_.books, *tools_.directory, tools_.clock) {}

  using Context = rpc::Context;
  using Reactor = rpc::Reactor;
  Reactor* ListDraftPayslips(Context*, const v1::ListDraftPayslipsRequest*,
                             v1::ListDraftPayslipsResponse*) override;
  Reactor* GetDraftPayslip(Context*, const v1::GetDraftPayslipRequest*,
                           v1::GetDraftPayslipResponse*) override;
  Reactor* VerifyPayslip(Context*, const v1::VerifyPayslipRequest*,
                         v1::VerifyPayslipResponse*) override;
  Reactor* ApproveNegativePayslip(Context*, const v1::ApproveNegativePayslipRequest*,
                                  v1::ApproveNegativePayslipResponse*) override;
  Reactor* RunPayslips(Context*, const v1::RunPayslipsRequest*,
                       google::longrunning::Operation*) override;
  Reactor* RunPayments(Context*, const v1::RunPaymentsRequest*,
                       google::longrunning::Operation*) override;
  Reactor* ReleasePayslips(Context*, const v1::ReleasePayslipsRequest*,
                           v1::ReleasePayslipsResponse*) override;
  Reactor* ListPayslips(Context*, const v1::ListPayslipsRequest*,
                        v1::ListPayslipsResponse*) override;
  Reactor* GetPayslip(Context*, const v1::GetPayslipRequest*, v1::GetPayslipResponse*) override;
  Reactor* GrantPartPayment(Context*, const v1::GrantPartPaymentRequest*,
                            v1::GrantPartPaymentResponse*) override;
  Reactor* GrantLoan(Context*, const v1::GrantLoanRequest*, v1::GrantLoanResponse*) override;
  Reactor* ConfirmLoan(Context*, const v1::ConfirmLoanRequest*, v1::ConfirmLoanResponse*) override;
  Reactor* ListAdvances(Context*, const v1::ListAdvancesRequest*,
                        v1::ListAdvancesResponse*) override;
  Reactor* ListPayables(Context*, const v1::ListPayablesRequest*,
                        v1::ListPayablesResponse*) override;
  Reactor* GetAdvance(Context*, const v1::GetAdvanceRequest*, v1::GetAdvanceResponse*) override;
  Reactor* GetPayable(Context*, const v1::GetPayableRequest*, v1::GetPayableResponse*) override;
  Reactor* ProposeBatch(Context*, const v1::ProposeBatchRequest*,
                        v1::ProposeBatchResponse*) override;
  Reactor* ReleaseBatch(Context*, const v1::ReleaseBatchRequest*,
                        v1::ReleaseBatchResponse*) override;
  Reactor* WithdrawBatch(Context*, const v1::WithdrawBatchRequest*,
                         v1::WithdrawBatchResponse*) override;
  Reactor* GetBatch(Context*, const v1::GetBatchRequest*, v1::GetBatchResponse*) override;
  Reactor* ListBatches(Context*, const v1::ListBatchesRequest*, v1::ListBatchesResponse*) override;
  Reactor* ExportPaymentFile(Context*, const v1::ExportPaymentFileRequest*,
                             v1::ExportPaymentFileResponse*) override;
  Reactor* GetMonthStatus(Context*, const v1::GetMonthStatusRequest*,
                          v1::GetMonthStatusResponse*) override;
  Reactor* GetHistory(Context*, const v1::GetHistoryRequest*, v1::GetHistoryResponse*) override;

 private:
  Tools tools_;
  const DraftDesk desk_;
};

// The day of a legal entity; of UTC where it is not known yet.
calendar::Date TodayOf(const Tools& tools, const std::string& tenant,
                       const std::string& legal_entity);
calendar::Instant NowOf(const Tools& tools);
// The office sees everything of its tenant; a worker only what is their own.
bool IsOffice(const rpc::Caller& caller);
}  // namespace aor::payroll
