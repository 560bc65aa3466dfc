// The month's pay over real gRPC: one process, its logs in memory, callers with tokens.
#include "aor/payroll/v1/payroll_service.grpc.pb.h"
#include "services/payroll/api/running_process.h"

namespace aor::payroll {
namespace {
using engagements::v1::ContractEvent;
using timesheet::v1::WeekEvent;
using Stub = v1::PayrollService::Stub;

std::string Concluded(const std::string& contract, const std::string& worker,
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
std::string Line(const std::string& day, const std::string& category, int minutes,
                 int percent = 0) {
  return " lines { day { year: 2026 month: 10 day: " + day + " } category: CATEGORY_" + category +
         " time { seconds: " + std::to_string(minutes * 60) + " } percent { unscaled: " +
         std::to_string(percent) + " } }";
}
std::string Verified(const std::string& contract, const std::string& worker,
                     const std::string& entity, const std::string& week, const std::string& lines) {
  return "hours_verified { verified_by: 'carla' measured { contract_id: '" + contract +
         "' worker_id: '" + worker + "' legal_entity_id: '" + entity + "' iso_week: '" + week +
         "' tz_version: '2026a' entries_version: 1" + lines + " } }";
}
constexpr auto kNovember = "year: 2026 month: 11 day: 30";

class PayrollTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    process_ = new RunningProcess;
    Fact<directory::v1::OrganisationEvent>(
        "directory", "geneva",
        "legal_entity_registered { legal_entity_id: 'geneva' currency_code: 'CHF'"
        " zone: 'Europe/Zurich' }");
    Fact<directory::v1::OrganisationEvent>(
        "directory", "lyon",
        "legal_entity_registered { legal_entity_id: 'lyon' currency_code: 'EUR'"
        " zone: 'Europe/Paris' }");
    process_->canned().payees["geneva"] =
        "name: 'Alpina Geneve SA' address { town: 'Geneve' country_code: 'CH' }"
        " iban: 'CH9300762011623852957' account_version: 1";
    process_->canned().payees["lyon"] =
        "name: 'Alpina Lyon SAS' address { town: 'Lyon' country_code: 'FR' }"
        " iban: 'FR1420041010050500013M02606' account_version: 1";
  }
  static void TearDownTestSuite() { delete process_; }

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
    if (status.ok()) return "OK";
    const std::string refusal = rpc::RefusalOf(rpc::FromGrpc(status));
    return refusal.empty() ? std::to_string(status.error_code()) : refusal;
  }
  template <class Request, class Response>
  std::string Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& request) {
    Response response;
    return Call(method, request, &response);
  }
  void As(const std::string& person, const std::string& role,
          const std::string& on_behalf_of = "", const std::string& tenant = "alpina") {
    token_ = process_->TokenOf(person, role, on_behalf_of, tenant);
  }
  // A fresh request id, quoted.
  static std::string Id() { return " request_id: 'r" + std::to_string(++requests_) + "' "; }

  // A worker with a contract and the night of the repeated hour: net 426.05.
  void NightWorker(const std::string& worker, const std::string& contract) {
    process_->canned().profiles[worker] = "birth_date { year: 1990 month: 5 day: 17 } permit: 'C'";
    process_->canned().payees[worker] =
        "name: 'Worker " + worker +
        "' address { town: 'Geneve' country_code: 'CH' } iban: 'CH5604835012345678009'"
        " account_version: 1";
    Fact<ContractEvent>("engagements", "acme", Concluded(contract, worker, "geneva", 30, kNovember));
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
    EXPECT_EQ(Call(&Stub::VerifyPayslip, VerifyRequest(contract, Draft(contract).etag()), &response),
              "OK")
        << said_;
    after_ = response.consistency_token();
    return response;
  }
  static std::string Since() { return " consistency_token: '" + after_ + "' "; }
  v1::Batch BatchOf(const std::string& id) {
    v1::GetBatchResponse response;
    EXPECT_EQ(Call(&Stub::GetBatch, "batch_id: '" + id + "'" + Since(), &response), "OK") << said_;
    return response.batch();
  }
  // The directory's answer for one payee, seen by the batch.
  void Answer(const std::string& batch, const std::string& payee, bool held) {
    const int before = BatchOf(batch).answers_size();
    Fact<directory::v1::AccountEvent>(
        "directory", payee,
        "payees_released { batch_id: '" + batch + "' owner_id: '" + payee +
            "' version: 1 legal_entity_id: 'geneva'" +
            (held ? " held: true hold_reason: 'ACCOUNT_CHANGED'" : "") + " }");
    for (int i = 0; i < 500 && BatchOf(batch).answers_size() == before; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(BatchOf(batch).answers_size(), before + 1);
  }

  static inline RunningProcess* process_;
  static inline std::string after_;
  static inline int requests_ = 0;
  std::unique_ptr<Stub> stub_ = v1::PayrollService::NewStub(process_->channel());
  std::string token_ = process_->TokenOf("carla", "finance");
  std::string said_;
};

TEST_F(PayrollTest, ASlipIsPrefilledVerifiedAndCorrected) {
  NightWorker("ada", "c1");
  const auto draft = Draft("c1");
  EXPECT_TRUE(draft.payable());
  EXPECT_TRUE(draft.has_unverified());
  EXPECT_EQ(draft.slip().gross().minor_units(), 47233);
  EXPECT_EQ(draft.slip().net().minor_units(), 42605);
  EXPECT_EQ(draft.slip().rule_version().size(), 64u);
  EXPECT_EQ(draft.slip().tz_version(), "2026a");

  EXPECT_EQ(Try(&Stub::VerifyPayslip, VerifyRequest("c1", "another")), "DRAFT_CHANGED");
  const std::string request = VerifyRequest("c1", draft.etag());
  v1::VerifyPayslipResponse first, again;
  ASSERT_EQ(Call(&Stub::VerifyPayslip, request, &first), "OK") << said_;
  after_ = first.consistency_token();
  EXPECT_EQ(first.payslip_id(), "c1-2026-10-REGULAR");
  EXPECT_EQ(first.payable_id(), "slip-c1-2026-10-REGULAR");
  ASSERT_EQ(Call(&Stub::VerifyPayslip, request, &again), "OK") << said_;
  EXPECT_EQ(again.DebugString(), first.DebugString());
  const auto empty = Draft("c1");
  EXPECT_TRUE(empty.slip().lines().empty());
  EXPECT_FALSE(empty.payable());
  EXPECT_EQ(Try(&Stub::VerifyPayslip, VerifyRequest("c1", empty.etag())), "NOTHING_TO_PAY");

  Fact<WeekEvent>("timesheet", "ada",
                  Verified("c1", "ada", "geneva", "2026-W44", Line("29", "BASE", 120)));
  EXPECT_EQ(Draft("c1").slip().run_kind(), "DELTA-1");
  EXPECT_EQ(Draft("c1").slip().corrects_payslip_id(), "c1-2026-10-REGULAR");
  EXPECT_EQ(Verify("c1").payslip_id(), "c1-2026-10-DELTA-1");
  v1::GetHistoryResponse history;
  ASSERT_EQ(Call(&Stub::GetHistory, "stream: 'slip-c1-2026-10-DELTA-1'" + Since(), &history), "OK");
  ASSERT_EQ(history.lines_size(), 1);
  EXPECT_EQ(history.lines(0).actor(), "carla");
  EXPECT_NE(history.lines(0).event_json().find("DELTA-1"), std::string::npos);
}

TEST_F(PayrollTest, HoursTakenBackNeedADecisionAndBecomeADebt) {
  NightWorker("dan", "c4");
  Verify("c4");
  Fact<WeekEvent>("timesheet", "dan", Verified("c4", "dan", "geneva", "2026-W43",
                                               Line("24", "BASE", 120)));
  const auto draft = Draft("c4");
  EXPECT_LT(draft.slip().net().minor_units(), 0);
  EXPECT_EQ(Try(&Stub::VerifyPayslip, VerifyRequest("c4", draft.etag())), "NEGATIVE_NET");
  v1::VerifyPayslipResponse response;
  ASSERT_EQ(Call(&Stub::VerifyPayslip,
                 VerifyRequest("c4", draft.etag()) + " decision: 'agreed with the worker'",
                 &response),
            "OK")
      << said_;
  EXPECT_EQ(response.payable_id(), "");
  after_ = response.consistency_token();
  v1::ListAdvancesResponse advances;
  ASSERT_EQ(Call(&Stub::ListAdvances, "worker_id: 'dan'" + Since(), &advances), "OK");
  ASSERT_EQ(advances.advances_size(), 1);
  EXPECT_EQ(advances.advances(0).open().minor_units(), -draft.slip().net().minor_units());
}

TEST_F(PayrollTest, ASweepVerifiesWhatIsPayableAndNamesTheRest) {
  NightWorker("eva", "c5");
  NightWorker("fil", "c6");
  process_->canned().profiles["fil"] = "permit: 'G' source_tax_canton: 'VD' source_tax_code: 'A0N'";
  v1::VerifyAllPayslipsResponse swept;
  ASSERT_EQ(Call(&Stub::VerifyAllPayslips,
                 Id() + "legal_entity_id: 'geneva' period: '2026-10'" + Since(), &swept),
            "OK")
      << said_;
  after_ = swept.consistency_token();
  EXPECT_NE(std::find(swept.payslip_ids().begin(), swept.payslip_ids().end(), "c5-2026-10-REGULAR"),
            swept.payslip_ids().end());
  ASSERT_GE(swept.left_size(), 1);
  EXPECT_EQ(swept.left(0).contract_id(), "c6");
  EXPECT_EQ(swept.left(0).refusal(), "NOT_PAYABLE");
  ASSERT_EQ(swept.left(0).missing_size(), 1);
  EXPECT_EQ(swept.left(0).missing(0), "SOURCE_TAX_TARIFF");
  EXPECT_FALSE(Draft("c6").payable());
}

TEST_F(PayrollTest, AWorkerSeesReleasedSlipsOfTheirOwn) {
  NightWorker("gil", "c7");
  Verify("c7");
  const std::string own = "worker_id: 'gil' payslip_id: 'c7-2026-10-REGULAR'";
  As("gil", "worker");
  EXPECT_EQ(Try(&Stub::GetPayslip, own + Since()), "5");
  As("carla", "consultant");
  v1::ReleasePayslipsResponse released;
  ASSERT_EQ(Call(&Stub::ReleasePayslips,
                 Id() + "legal_entity_id: 'geneva' payslip_ids: 'c7-2026-10-REGULAR'", &released),
            "OK")
      << said_;
  after_ = released.consistency_token();
  EXPECT_EQ(Try(&Stub::ReleasePayslips,
                Id() + "legal_entity_id: 'geneva' payslip_ids: 'c7-2026-10-DELTA-9'"),
            "NOT_VERIFIED");
  As("gil", "worker");
  v1::GetPayslipResponse slip;
  ASSERT_EQ(Call(&Stub::GetPayslip, own + Since(), &slip), "OK") << said_;
  EXPECT_EQ(slip.payslip().slip().net().minor_units(), 42605);
  v1::ListPayslipsResponse slips;
  ASSERT_EQ(Call(&Stub::ListPayslips, "worker_id: 'gil'" + Since(), &slips), "OK") << said_;
  EXPECT_EQ(slips.payslips_size(), 1);
  As("hal", "worker");
  EXPECT_EQ(Try(&Stub::GetPayslip, "worker_id: 'hal' payslip_id: 'c7-2026-10-REGULAR'"), "5");
  EXPECT_EQ(Try(&Stub::ListPayslips, "worker_id: 'gil'"), "7");
  As("carla", "finance", "", "zeta");
  EXPECT_EQ(Try(&Stub::GetPayslip, "payslip_id: 'c7-2026-10-REGULAR'"), "5");
}

TEST_F(PayrollTest, APartPaymentLeavesFirstAndIsDeductedOnce) {
  process_->canned().profiles["luc"] =
      "birth_date { year: 1995 month: 1 day: 2 } pas_rate_known: true"
      " pas_rate_percent { unscaled: 42 scale: 1 }";
  Fact<ContractEvent>("engagements", "acme",
                      Concluded("c2", "luc", "lyon", 15, "year: 2026 month: 10 day: 9"));
  Fact<WeekEvent>("timesheet", "luc",
                  Verified("c2", "luc", "lyon", "2026-W41",
                           Line("6", "BASE", 43 * 60) + Line("11", "OVERTIME", 480, 25)));
  EXPECT_EQ(Draft("c2").slip().gross().minor_units(), 81675);
  const auto net = Draft("c2").slip().net().minor_units();
  const auto grant = [](int64_t minor) {
    return Id() + "contract_id: 'c2' period: '2026-10' amount { currency_code: 'EUR' minor_units: " +
           std::to_string(minor) + " }";
  };
  EXPECT_EQ(Try(&Stub::GrantPartPayment, grant(net + 1)), "MORE_THAN_EARNED");
  v1::GrantPartPaymentResponse granted;
  ASSERT_EQ(Call(&Stub::GrantPartPayment, grant(30000), &granted), "OK") << said_;
  after_ = granted.consistency_token();
  EXPECT_EQ(Draft("c2").slip().net().minor_units(), net - 30000);
  Verify("c2");
  v1::ListPayablesResponse payables;
  ASSERT_EQ(Call(&Stub::ListPayables, "legal_entity_id: 'lyon'" + Since(), &payables), "OK");
  ASSERT_EQ(payables.payables_size(), 2);
  EXPECT_EQ(payables.payables(0).payable_kind(), "PART_PAYMENT");
  EXPECT_EQ(payables.payables(1).amount().minor_units(), net - 30000);
  v1::ListAdvancesResponse advances;
  ASSERT_EQ(Call(&Stub::ListAdvances, "worker_id: 'luc'" + Since(), &advances), "OK");
  EXPECT_EQ(advances.advances(0).open().minor_units(), 0);
}

TEST_F(PayrollTest, ALargeLoanNeedsASecondPerson) {
  NightWorker("ida", "c8");
  v1::GrantLoanResponse loan;
  ASSERT_EQ(Call(&Stub::GrantLoan,
                 Id() + "worker_id: 'ida' legal_entity_id: 'geneva' advance_id: 'l1'"
                        " amount { currency_code: 'CHF' minor_units: 150000 }",
                 &loan),
            "OK")
      << said_;
  EXPECT_TRUE(loan.waits_for_confirmation());
  const std::string confirm = "worker_id: 'ida' legal_entity_id: 'geneva' advance_id: 'l1'";
  EXPECT_EQ(Try(&Stub::ConfirmLoan, Id() + confirm), "SAME_PERSON");
  As("eve", "finance", "carla");
  EXPECT_EQ(Try(&Stub::ConfirmLoan, Id() + confirm), "SAME_PERSON");
  As("eve", "finance");
  v1::ConfirmLoanResponse confirmed;
  ASSERT_EQ(Call(&Stub::ConfirmLoan, Id() + confirm, &confirmed), "OK") << said_;
  after_ = confirmed.consistency_token();
  EXPECT_EQ(Draft("c8").slip().net().minor_units(), 42605 - 4260);
}

TEST_F(PayrollTest, AHeldPayeeStaysAndTheOthersLeave) {
  NightWorker("jan", "c10");
  NightWorker("kim", "c11");
  const std::string ids = " payable_ids: '" + Verify("c10").payable_id() + "' payable_ids: '" +
                          Verify("c11").payable_id() + "'";
  const std::string propose = "legal_entity_id: 'geneva' batch_kind: 'SALARY'" + ids + Since();
  EXPECT_EQ(Try(&Stub::ProposeBatch,
                Id() + propose + " execution_date { year: 2026 month: 10 day: 31 }"),
            "NO_BANKING_DAY");
  v1::ProposeBatchResponse proposed;
  ASSERT_EQ(Call(&Stub::ProposeBatch, Id() + propose + " batch_id: 'b1'", &proposed), "OK") << said_;
  EXPECT_EQ(proposed.total().minor_units(), 2 * 42605);
  after_ = proposed.consistency_token();
  EXPECT_EQ(Try(&Stub::ProposeBatch, Id() + propose + " batch_id: 'b2'"), "IN_ANOTHER_BATCH");

  EXPECT_EQ(Try(&Stub::ReleaseBatch, Id() + "batch_id: 'b1'" + Since()), "SAME_PERSON");
  EXPECT_EQ(Try(&Stub::ExportPaymentFile, Id() + "batch_id: 'b1'" + Since()), "NOT_RELEASED");
  As("eve", "finance");
  v1::ReleaseBatchResponse released;
  ASSERT_EQ(Call(&Stub::ReleaseBatch, Id() + "batch_id: 'b1'" + Since(), &released), "OK") << said_;
  after_ = released.consistency_token();
  EXPECT_EQ(Try(&Stub::ExportPaymentFile, Id() + "batch_id: 'b1'" + Since()), "ANSWERS_MISSING");
  Answer("b1", "jan", false);
  Answer("b1", "kim", true);

  v1::ExportPaymentFileResponse file, again;
  ASSERT_EQ(Call(&Stub::ExportPaymentFile, Id() + "batch_id: 'b1'" + Since(), &file), "OK") << said_;
  after_ = file.consistency_token();
  EXPECT_EQ(file.transactions(), 1u);
  EXPECT_EQ(file.total().minor_units(), 42605);
  EXPECT_EQ(file.held_payee_ids(0), "kim");
  EXPECT_NE(file.file().find("pain.001.001.09"), std::string::npos);
  ASSERT_EQ(Call(&Stub::ExportPaymentFile, Id() + "batch_id: 'b1'", &again), "OK") << said_;
  EXPECT_EQ(again.file(), file.file());
  EXPECT_EQ(again.digest(), file.digest());

  v1::ListPayablesResponse open;
  ASSERT_EQ(Call(&Stub::ListPayables,
                 "legal_entity_id: 'geneva' payee_id: 'kim' state: PAYABLE_STATE_OPEN" + Since(),
                 &open),
            "OK");
  ASSERT_EQ(open.payables_size(), 1);
  EXPECT_EQ(open.payables(0).hold_reason(), "ACCOUNT_CHANGED");
  As("carla", "finance");
  EXPECT_EQ(Try(&Stub::ProposeBatch,
                Id() + "legal_entity_id: 'geneva' batch_kind: 'SALARY' batch_id: 'b3'"
                       " payable_ids: '" + open.payables(0).payable_id() + "'" + Since()),
            "OK")
      << said_;
}

TEST_F(PayrollTest, WhatInvoicingOwesASupplierIsPayable) {
  Fact<invoicing::v1::InvoiceEvent>(
      "invoicing", "lyon",
      "self_billed_invoice_issued { invoice_id: 'i1' number: 'SB-1' legal_entity_id: 'lyon'"
      " supplier_id: 'dev' due_date { year: 2026 month: 11 day: 30 }"
      " payable { currency_code: 'EUR' minor_units: 1339200 } }");
  v1::ListPayablesResponse payables;
  for (int i = 0; i < 500 && payables.payables().empty(); ++i) {
    ASSERT_EQ(Call(&Stub::ListPayables, "legal_entity_id: 'lyon' payee_id: 'dev'", &payables), "OK");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_EQ(payables.payables_size(), 1);
  EXPECT_EQ(payables.payables(0).payable_kind(), "SUPPLIER_INVOICE");
  EXPECT_EQ(payables.payables(0).amount().minor_units(), 1339200);
}

TEST_F(PayrollTest, AnOpenAdvanceOfBeforeIsRecovered) {
  NightWorker("lea", "c12");
  Fact<directory::v1::PersonEvent>(
      "directory", "lea",
      "opening_balance_recorded { person_id: 'lea' legal_entity_id: 'geneva'"
      " balance_kind: OPENING_BALANCE_KIND_ADVANCE amount { currency_code: 'CHF' minor_units: 5000 } }");
  for (int i = 0; i < 500 && Draft("c12").slip().net().minor_units() == 42605; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(Draft("c12").slip().net().minor_units(), 37605);
}
}  // namespace
}  // namespace aor::payroll
