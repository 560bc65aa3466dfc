// Month end of a programme of any size against a running suite: from hours that are approved
// and verified, with every view caught up, to payment files that are stored.
// usage: month_end_bench SUITE_ADDRESS ISSUER_KEY_FILE WORKERS [PEER_SECONDS PEER_APPROVING]
#include <absl/strings/str_cat.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <optional>

#include "aor/invoicing/v1/invoicing_service.grpc.pb.h"
#include "aor/operations/v1/operations.pb.h"
#include "aor/payroll/v1/payroll_service.grpc.pb.h"
#include "google/longrunning/operations.grpc.pb.h"
#include "tests/bench/programme.h"

namespace aor::bench {
namespace {
using absl::StrCat;
using google::longrunning::Operation;
using google::longrunning::Operations;
using invoicing::v1::InvoicingService;
using payroll::v1::PayrollService;
constexpr char kPeer[] = "PostgreSQL 15, set-based";

class MonthEnd {
 public:
  MonthEnd(const Office& office, Programme& programme)
      : programme_(programme),
        office_(office),
        payroll_(PayrollService::NewStub(office.channel())),
        first_(office.TokenOf("fatima", "finance")),
        second_(office.TokenOf("oscar", "finance")) {}

  // Seconds, or nothing after a failure.
  std::optional<double> Time(const std::string& what, const std::function<bool()>& phase) const {
    const auto begin = std::chrono::steady_clock::now();
    if (!phase()) return std::nullopt;
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    Print({Name(what), "s", seconds, 0, 0, "", 0});
    return seconds;
  }
  std::string Name(const std::string& what) const {
    return StrCat("month end of ", programme_.workers(), " workers, ", what);
  }

  bool Invoices() const {
    invoicing::v1::RunInvoicesRequest request;
    request.set_request_id("invoices");
    request.set_legal_entity_id("geneva");
    request.mutable_through()->set_year(2026);
    request.mutable_through()->set_month(10);
    request.mutable_through()->set_day(31);
    const auto stub = InvoicingService::NewStub(office_.channel());
    Operation opened;
    return office_.Do(first_, *stub, &InvoicingService::Stub::RunInvoices, request, opened) &&
           Finish(opened, std::max<size_t>(1, programme_.workers() / Programme::kWorkersOfAClient));
  }
  bool Payslips() const {
    payroll::v1::RunPayslipsRequest request;
    request.set_request_id("payslips");
    request.set_legal_entity_id("geneva");
    request.set_period("2026-10");
    Operation opened;
    return office_.Do(first_, *payroll_, &PayrollService::Stub::RunPayslips, request, opened) &&
           Finish(opened, programme_.workers());
  }
  bool Payments() const {
    payroll::v1::RunPaymentsRequest request;
    request.set_request_id("payments");
    request.set_legal_entity_id("geneva");
    request.set_batch_kind("SALARY");
    Operation opened;
    return office_.Do(first_, *payroll_, &PayrollService::Stub::RunPayments, request, opened) &&
           Finish(opened, 0);
  }
  // By a second person; until the directory has answered for every payee.
  bool Release() {
    if (!ListBatches()) return false;
    const auto fill = [&](size_t n, payroll::v1::ReleaseBatchRequest & request) -> auto& {
      request.set_request_id(StrCat("release-", n));
      request.set_batch_id(batches_[n]);
      return second_;
    };
    return office_.Each(batches_.size(), *payroll_, &Calls<PayrollService>::ReleaseBatch, fill) &&
           programme_.Settle();
  }
  bool Export() const {
    std::atomic<size_t> paid = 0;
    const auto fill = [&](size_t n, payroll::v1::ExportPaymentFileRequest & request) -> auto& {
      request.set_request_id(StrCat("export-", n));
      request.set_batch_id(batches_[n]);
      return second_;
    };
    const auto seen = [&](size_t, const payroll::v1::ExportPaymentFileResponse& response) {
      paid += response.transactions();
    };
    if (!office_.Each(batches_.size(), *payroll_, &Calls<PayrollService>::ExportPaymentFile, fill,
                      seen))
      return false;
    if (paid != programme_.workers())
      fprintf(stderr, "bench: %zu payments are in the files\n", paid.load());
    return paid == programme_.workers();
  }

 private:
  // Waits for a run's end; false unless it did as many items, 0 for any number.
  bool Finish(Operation operation, size_t items) const {
    const auto operations = Operations::NewStub(office_.channel());
    google::longrunning::WaitOperationRequest request;
    request.set_name(operation.name());
    while (!operation.done())
      if (!office_.Do(first_, *operations, &Operations::Stub::WaitOperation, request, operation))
        return false;
    operations::v1::RunResult result;
    if (operation.response().UnpackTo(&result) && result.left_size() == 0 &&
        (items == 0 || result.done() == items))
      return true;
    fprintf(stderr, "bench: %s\n", operation.ShortDebugString().substr(0, 2000).c_str());
    return false;
  }

  bool ListBatches() {
    payroll::v1::ListBatchesRequest request;
    request.set_legal_entity_id("geneva");
    request.set_page_size(20);
    do {
      payroll::v1::ListBatchesResponse page;
      if (!office_.Do(second_, *payroll_, &PayrollService::Stub::ListBatches, request, page))
        return false;
      for (const auto& batch : page.batches()) batches_.push_back(batch.batch_id());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return true;
  }

  Programme& programme_;
  const Office& office_;
  const std::unique_ptr<PayrollService::Stub> payroll_;
  const std::string first_, second_;
  std::vector<std::string> batches_;
};

// Everything once: nothing of it can be done twice.
int Run(int argc, char** argv) {
  if (argc < 4) return 2;
  const Office office(argv[1], argv[2]);
  Programme programme(office, std::stoul(argv[3]));
  const double peer = argc > 5 ? atof(argv[4]) : 0, peer_approving = argc > 5 ? atof(argv[5]) : 0;
  const auto rate = [&](double seconds) {
    return seconds > 0 ? static_cast<double>(programme.workers()) / seconds : 0;
  };
  MonthEnd month(office, programme);
  if (!month.Time("seeding", [&] { return programme.Prepare(); })) return 1;
  const auto approving = month.Time("approving", [&] { return programme.Approve(); });
  if (!approving) return 1;
  if (!month.Time("verifying", [&] { return programme.Verify(); })) return 1;
  if (!month.Time("views behind approval", [&] { return programme.Settle(); })) return 1;
  double total = 0;
  const auto phase = [&](const char* what, const std::function<bool()>& work) {
    const auto seconds = month.Time(what, work);
    total += seconds.value_or(0);
    return seconds.has_value();
  };
  if (!phase("invoices", [&] { return month.Invoices(); }) ||
      !phase("payslips", [&] { return month.Payslips(); }) ||
      !phase("batches", [&] { return month.Payments(); }) ||
      !phase("release", [&] { return month.Release(); }) ||
      !phase("files", [&] { return month.Export(); }))
    return 1;
  Print({month.Name("approved hours to stored files"), "workers/s", rate(total), 0, 0, kPeer,
         rate(peer)});
  Print({month.Name("approving 22 entries each"), "workers/s", rate(*approving), 0, 0, kPeer,
         rate(peer_approving)});
  return 0;
}
}  // namespace
}  // namespace aor::bench

int main(int argc, char** argv) { return aor::bench::Run(argc, argv); }
