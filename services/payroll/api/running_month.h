// Callers, workers and their hours for the tests of the API.
#pragma once

#include <cstdlib>
#include <fstream>

#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "aor/missions/v1/missions_events.pb.h"
#include "aor/operations/v1/run_events.pb.h"
#include "aor/payroll/v1/payroll_service.grpc.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/service/testing/finished_run.h"
#include "services/payroll/api/running_payroll.h"

namespace aor::payroll {
using engagements::v1::ContractEvent;
using timesheet::v1::WeekEvent;
using Stub = v1::PayrollService::Stub;

inline std::string Concluded(const std::string& contract, const std::string& worker,
                             const std::string& entity, int wage, const std::string& end) {
  const bool swiss = entity == "geneva";
  return "contract_concluded { contract_id: '" + contract + "' worker_id: '" + worker +
         "' client_id: 'acme' legal_entity_id: '" + entity +
         "' engagement_kind: ENGAGEMENT_KIND_TEMP jurisdiction: '" + (swiss ? "CH-GE" : "FR") +
         "' start { year: 2026 month: 9 day: 28 } end { " + end +
         " } terms { unit: UNIT_HOUR base_wage { unscaled: " + std::to_string(wage) +
         " } currency_code: '" + (swiss ? "CHF" : "EUR") + "' cba_id: '" +
         (swiss ? "GAV-PERSONALVERLEIH" : "") + "' } }";
}
inline std::string Line(const std::string& day, const std::string& category, int minutes,
                        int percent = 0) {
  return " lines { day { year: 2026 month: 10 day: " + day + " } category: CATEGORY_" + category +
         " time { seconds: " + std::to_string(minutes * 60) +
         " } percent { unscaled: " + std::to_string(percent) + " } }";
}
inline std::string Verified(const std::string& contract, const std::string& worker,
                            const std::string& entity, const std::string& week,
                            const std::string& lines) {
  return "hours_verified { verified_by: 'carla' measured { contract_id: '" + contract +
         "' worker_id: '" + worker + "' legal_entity_id: '" + entity + "' iso_week: '" + week +
         "' tz_version: '2026a' entries_version: 1" + lines + " } }";
}
inline constexpr auto kNovember = "year: 2026 month: 11 day: 30";

class PayrollTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    canned_ = std::make_unique<Canned>();
    process_ = RunningPayroll(*canned_);
    Fact<directory::v1::OrganisationEvent>(
        "directory", "geneva",
        "legal_entity_registered { legal_entity_id: 'geneva' currency_code: 'CHF'"
        " zone: 'Europe/Zurich' }");
    Fact<directory::v1::OrganisationEvent>(
        "directory", "lyon",
        "legal_entity_registered { legal_entity_id: 'lyon' currency_code: 'EUR'"
        " zone: 'Europe/Paris' }");
    canned_->payees["geneva"] =
        "name: 'Alpina Geneve SA' address { town: 'Geneve' country_code: 'CH' }"
        " iban: 'CH9300762011623852957' account_version: 1";
    canned_->payees["lyon"] =
        "name: 'Alpina Lyon SAS' address { town: 'Lyon' country_code: 'FR' }"
        " iban: 'FR1420041010050500013M02606' account_version: 1";
  }
  static void TearDownTestSuite() { process_.reset(); }

  template <class Event>
  static void Fact(const std::string& log, const std::string& key, const std::string& text) {
    after_ = process_->Publish<Event>(log, key, text);
    WaitForFact();
  }
  // Facts of different logs arrive in any order: each is read before the next is written.
  static void WaitForFact() {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    context.AddMetadata("authorization", "Bearer " + process_->TokenOf("carla", "finance"));
    v1::ListBatchesRequest request;
    request.set_legal_entity_id("none");
    request.set_consistency_token(after_);
    v1::ListBatchesResponse response;
    const auto status =
        v1::PayrollService::NewStub(process_->channel())->ListBatches(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
  // "OK", the name of the refusal, or the number of the status code.
  template <class Request, class Response>
  std::string Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const std::string& request, Response* response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    context.AddMetadata("authorization", "Bearer " + token_);
    response->Clear();
    const auto status = ((*stub_).*method)(&context, Parse<Request>(request), response);
    said_ = status.error_message();
    return service::OutcomeOf(status);
  }
  template <class Request, class Response>
  std::string Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& request) {
    Response response;
    return Call(method, request, &response);
  }
  void As(const std::string& person, const std::string& role, const std::string& on_behalf_of = "",
          const std::string& tenant = "alpina") {
    token_ = process_->TokenOf(person, role, tenant, on_behalf_of);
  }
  // A fresh request id, quoted.
  static std::string Id() { return " request_id: 'r" + std::to_string(++requests_) + "' "; }

  // A worker with a contract and the night of the repeated hour: net 426.05.
  void NightWorker(const std::string& worker, const std::string& contract) {
    canned_->profiles[worker] = "birth_date { year: 1990 month: 5 day: 17 } permit: 'C'";
    canned_->payees[worker] =
        "name: 'Worker " + worker +
        "' address { town: 'Geneve' country_code: 'CH' } iban: 'CH5604835012345678009'"
        " account_version: 1";
    Fact<ContractEvent>("engagements", "acme",
                        Concluded(contract, worker, "geneva", 30, kNovember));
    Fact<WeekEvent>("timesheet", worker,
                    Verified(contract, worker, "geneva", "2026-W43",
                             Line("24", "BASE", 120) + Line("24", "SUNDAY", 60, 50) +
                                 Line("25", "BASE", 420) + Line("25", "SUNDAY", 420, 50)));
  }
  v1::DraftPayslip Draft(const std::string& contract) {
    v1::GetDraftPayslipResponse response;
    EXPECT_EQ(Call(&Stub::GetDraftPayslip,
                   "contract_id: '" + contract + "' period: '2026-10'" + Since(), &response),
              "OK")
        << said_;
    return response.draft();
  }
  std::string VerifyRequest(const std::string& contract, const std::string& etag) {
    return Id() + "contract_id: '" + contract + "' period: '2026-10' etag: '" + etag + "'";
  }
  v1::VerifyPayslipResponse Verify(const std::string& contract) {
    v1::VerifyPayslipResponse response;
    EXPECT_EQ(
        Call(&Stub::VerifyPayslip, VerifyRequest(contract, Draft(contract).etag()), &response),
        "OK")
        << said_;
    after_ = response.consistency_token();
    return response;
  }
  // Opens a run, waits for its end, and has seen what it did.
  template <class Request>
  google::longrunning::Operation Run(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                  const Request&,
                                                                  google::longrunning::Operation*),
                                     const std::string& request) {
    google::longrunning::Operation operation;
    EXPECT_EQ(Call(method, request + Since(), &operation), "OK") << said_;
    operation = service::Finished(process_->channel(), token_, operation.name());
    after_ = service::MetadataOf(operation).consistency_token();
    return operation;
  }
  static std::string Since() { return " consistency_token: '" + after_ + "' "; }
  v1::Batch BatchOf(const std::string& id) {
    v1::GetBatchResponse response;
    EXPECT_EQ(Call(&Stub::GetBatch, "batch_id: '" + id + "'" + Since(), &response), "OK") << said_;
    return response.batch();
  }
  // The directory's answer for one payee, seen by the batch.
  void Answer(const std::string& batch, const std::string& payee, bool held,
              const std::string& entity = "geneva") {
    const int before = BatchOf(batch).answers_size();
    Fact<directory::v1::AccountEvent>(
        "directory", payee,
        "payees_released { batch_id: '" + batch + "' owner_id: '" + payee +
            "' version: 1 legal_entity_id: '" + entity + "'" +
            (held ? " held: true hold_reason: 'ACCOUNT_CHANGED'" : "") + " }");
    for (int i = 0; i < 500 && BatchOf(batch).answers_size() == before; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(BatchOf(batch).answers_size(), before + 1);
  }

  // Geneva's only one of a payee.
  v1::Payable PayableOf(const std::string& payee) {
    v1::ListPayablesResponse payables;
    EXPECT_EQ(Call(&Stub::ListPayables,
                   "legal_entity_id: 'geneva' payee_id: '" + payee + "'" + Since(), &payables),
              "OK");
    EXPECT_EQ(payables.payables_size(), 1);
    return payables.payables(0);
  }

  // For the judges of tests/conformance, who say where.
  static void Keep(const v1::ExportPaymentFileResponse& file) {
    const char* folder = std::getenv("AOR_PAYMENT_FILES");
    if (folder == nullptr) return;
    std::ofstream kept(std::string(folder) + "/" + file.file_name(), std::ios::binary);
    EXPECT_TRUE(kept << file.file()) << folder;
  }

  static inline std::unique_ptr<Canned> canned_;
  static inline std::unique_ptr<service::RunningProcess> process_;
  static inline std::string after_;
  static inline int requests_ = 0;
  std::unique_ptr<Stub> stub_ = v1::PayrollService::NewStub(process_->channel());
  std::string token_ = process_->TokenOf("carla", "finance");
  std::string said_;
};
}  // namespace aor::payroll
