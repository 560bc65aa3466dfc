// Advances, batches and payment files over real gRPC.
#include "services/payroll/api/running_month.h"

namespace aor::payroll {
namespace {
class PaymentsTest : public PayrollTest {};

TEST_F(PaymentsTest, APartPaymentLeavesFirstAndIsDeductedOnce) {
  canned_->profiles["luc"] =
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
    return Id() +
           "contract_id: 'c2' period: '2026-10' amount { currency_code: 'EUR' minor_units: " +
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

  v1::GetAdvanceResponse advance;
  const auto asked = "worker_id: 'luc' advance_id: '" + advances.advances(0).advance_id() + "'";
  ASSERT_EQ(Call(&Stub::GetAdvance, asked + Since(), &advance), "OK");
  EXPECT_EQ(advance.advance().DebugString(), advances.advances(0).DebugString());
  v1::GetPayableResponse payable;
  const auto& last = payables.payables(1);
  ASSERT_EQ(
      Call(&Stub::GetPayable,
           "legal_entity_id: 'lyon' payable_id: '" + last.payable_id() + "'" + Since(), &payable),
      "OK");
  EXPECT_EQ(payable.payable().DebugString(), last.DebugString());
  EXPECT_EQ(
      Call(&Stub::GetPayable,
           "legal_entity_id: 'geneva' payable_id: '" + last.payable_id() + "'" + Since(), &payable),
      "5");
}

TEST_F(PaymentsTest, AHeldPayeeStaysAndTheOthersLeave) {
  NightWorker("jan", "c10");
  NightWorker("kim", "c11");
  const std::string ids = " payable_ids: '" + Verify("c10").payable_id() + "' payable_ids: '" +
                          Verify("c11").payable_id() + "'";
  const std::string propose = "legal_entity_id: 'geneva' batch_kind: 'SALARY'" + ids + Since();
  EXPECT_EQ(
      Try(&Stub::ProposeBatch, Id() + propose + " execution_date { year: 2026 month: 10 day: 31 }"),
      "NO_BANKING_DAY");
  EXPECT_EQ(
      Try(&Stub::ProposeBatch, Id() + propose + " execution_date { year: 2126 month: 10 day: 30 }"),
      "DATE_TOO_FAR");
  v1::ProposeBatchResponse proposed;
  ASSERT_EQ(Call(&Stub::ProposeBatch, Id() + propose + " batch_id: 'b1'", &proposed), "OK")
      << said_;
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
  ASSERT_EQ(Call(&Stub::ExportPaymentFile, Id() + "batch_id: 'b1'" + Since(), &file), "OK")
      << said_;
  after_ = file.consistency_token();
  EXPECT_EQ(file.transactions(), 1u);
  EXPECT_EQ(file.total().minor_units(), 42605);
  EXPECT_EQ(file.held_payee_ids(0), "kim");
  Keep(file);
  EXPECT_NE(file.file().find("pain.001.001.09"), std::string::npos);
  ASSERT_EQ(Call(&Stub::ExportPaymentFile, Id() + "batch_id: 'b1'", &again), "OK") << said_;
  EXPECT_EQ(again.file(), file.file());
  EXPECT_EQ(again.digest(), file.digest());

  v1::ListPayablesResponse open;
  ASSERT_EQ(
      Call(&Stub::ListPayables,
           "legal_entity_id: 'geneva' payee_id: 'kim' state: PAYABLE_STATE_OPEN" + Since(), &open),
      "OK");
  ASSERT_EQ(open.payables_size(), 1);
  EXPECT_EQ(open.payables(0).hold_reason(), "ACCOUNT_CHANGED");
  As("carla", "finance");
  EXPECT_EQ(
      Try(&Stub::ProposeBatch, Id() +
                                   "legal_entity_id: 'geneva' batch_kind: 'SALARY' batch_id: 'b3'"
                                   " payable_ids: '" +
                                   open.payables(0).payable_id() + "'" + Since()),
      "OK")
      << said_;
}

TEST_F(PaymentsTest, WhatInvoicingOwesASupplierIsPayable) {
  Fact<invoicing::v1::InvoiceEvent>(
      "invoicing", "lyon",
      "self_billed_invoice_issued { invoice_id: 'i1' number: 'SB-1' legal_entity_id: 'lyon'"
      " supplier_id: 'dev' due_date { year: 2026 month: 11 day: 30 }"
      " payable { currency_code: 'EUR' minor_units: 1339200 } }");
  v1::ListPayablesResponse payables;
  for (int i = 0; i < 500 && payables.payables().empty(); ++i) {
    ASSERT_EQ(Call(&Stub::ListPayables, "legal_entity_id: 'lyon' payee_id: 'dev'", &payables),
              "OK");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_EQ(payables.payables_size(), 1);
  EXPECT_EQ(payables.payables(0).payable_kind(), "SUPPLIER_INVOICE");
  EXPECT_EQ(payables.payables(0).amount().minor_units(), 1339200);
}

// E47: a supplier's own number counts for each legal entity by itself.
TEST_F(PaymentsTest, TwoEntitiesOweTheSameNumberOfOneSupplierEach) {
  std::vector<std::string> ids;
  for (const std::string entity : {"geneva", "lyon"}) {
    Fact<invoicing::v1::SupplierEvent>(
        "invoicing", entity,
        "supplier_invoice_accepted { supplier_id: 'dev4' supplier_invoice_number: 'R-1'"
        " legal_entity_id: '" +
            entity +
            "' due_date { year: 2026 month: 11 day: 30 }"
            " payable { currency_code: 'EUR' minor_units: 5000 } }");
    v1::ListPayablesResponse owed;
    for (int i = 0; i < 500 && owed.payables().empty(); ++i) {
      ASSERT_EQ(Call(&Stub::ListPayables,
                     "legal_entity_id: '" + entity + "' payee_id: 'dev4'" + Since(), &owed),
                "OK");
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ASSERT_EQ(owed.payables_size(), 1) << entity;
    EXPECT_EQ(owed.payables(0).reference(), "R-1");
    ids.push_back(owed.payables(0).payable_id());
  }
  EXPECT_NE(ids[0], ids[1]);
}

TEST_F(PaymentsTest, FeesOfPersonsAndVolunteersArePayableOnce) {
  const auto fee = [this](const char* id, const char* paper) {
    Fact<missions::v1::MissionEvent>(
        "missions", "m1",
        std::string(
            "fee_became_payable { mission_id: 'm1' legal_entity_id: 'lyon' fee { fee_id: '") +
            id + "' payee_id: 'fay' amount { currency_code: 'EUR' minor_units: 34250 }" +
            " pay_on { year: 2026 month: 11 day: 12 } paper: FEE_PAPER_" + paper + " } }");
  };
  fee("f1", "SELF_BILLED");  // invoicing's
  fee("f2", "PAYROLL");      // with the wage
  fee("f3", "NOTE_OF_FEES");
  fee("f3", "NOTE_OF_FEES");  // as a log that is read again says it
  fee("f4", "EXPENSE_REPORT");
  v1::ListPayablesResponse payables;
  for (int i = 0; i < 500 && payables.payables_size() < 2; ++i) {
    ASSERT_EQ(Call(&Stub::ListPayables, "legal_entity_id: 'lyon' payee_id: 'fay'", &payables),
              "OK");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_EQ(payables.payables_size(), 2);
  for (const auto& payable : payables.payables()) {
    EXPECT_EQ(payable.payable_kind(), "FEE");
    EXPECT_EQ(payable.reference(), "Training mission m1");
    EXPECT_EQ(payable.purpose().subject(), "TRAINING_MISSION");
    EXPECT_EQ(payable.purpose().detail(), "m1");
    EXPECT_EQ(payable.due().day(), 12);
  }
  As("carla", "finance");
  EXPECT_EQ(Try(&Stub::ProposeBatch,
                Id() + "legal_entity_id: 'lyon' batch_kind: 'FEE' batch_id: 'fees'" + Since()),
            "OK")
      << said_;
}

TEST_F(PaymentsTest, WhatAnOpenRunOwesWaitsForItsEnd) {
  using operations::v1::RunEvent;
  Fact<RunEvent>("invoicing", "lyon",
                 "run_opened { run_id: 'self-billing~lyon~~x' run_kind: 'self-billing'"
                 " legal_entity_id: 'lyon' }");
  Fact<invoicing::v1::InvoiceEvent>(
      "invoicing", "lyon",
      "self_billed_invoice_issued { invoice_id: 'i9' number: 'SB-9' legal_entity_id: 'lyon'"
      " supplier_id: 'dev9' due_date { year: 2026 month: 11 day: 30 }"
      " payable { currency_code: 'EUR' minor_units: 5000 } run_id: 'self-billing~lyon~~x' }");
  const auto becomes = [this](v1::PayableState state) {
    v1::ListPayablesResponse payables;
    for (int i = 0; i < 500; ++i) {
      EXPECT_EQ(Call(&Stub::ListPayables, "legal_entity_id: 'lyon' payee_id: 'dev9'", &payables),
                "OK");
      if (payables.payables_size() == 1 && payables.payables(0).state() == state) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  };
  ASSERT_TRUE(becomes(v1::PAYABLE_STATE_PENDING));
  const std::string propose =
      "legal_entity_id: 'lyon' batch_kind: 'SUPPLIER' payable_ids: 'invoice-i9'";
  EXPECT_EQ(Try(&Stub::ProposeBatch, Id() + propose), "RUN_IS_OPEN");
  Fact<RunEvent>("invoicing", "lyon",
                 "run_closed { run_id: 'self-billing~lyon~~x' legal_entity_id: 'lyon'"
                 " outcome: RUN_OUTCOME_COMPLETED }");
  ASSERT_TRUE(becomes(v1::PAYABLE_STATE_OPEN));
  EXPECT_EQ(Try(&Stub::ProposeBatch, Id() + propose), "OK") << said_;
}

TEST_F(PaymentsTest, ARunProposesBatchesUntilNothingIsOpen) {
  NightWorker("ria", "c20");
  NightWorker("sol", "c21");
  Verify("c20");
  Verify("c21");
  const auto result = service::ResultOf(
      Run(&Stub::RunPayments, Id() + "legal_entity_id: 'geneva' batch_kind: 'SALARY'"));
  EXPECT_EQ(result.left_size(), 0) << result.ShortDebugString();
  ASSERT_GE(result.done(), 1u);
  v1::ListPayablesResponse open;
  ASSERT_EQ(
      Call(&Stub::ListPayables,
           "legal_entity_id: 'geneva' payable_kind: 'SALARY' state: PAYABLE_STATE_OPEN" + Since(),
           &open),
      "OK");
  EXPECT_EQ(open.payables_size(), 0);
  EXPECT_EQ(service::ResultOf(
                Run(&Stub::RunPayments, Id() + "legal_entity_id: 'geneva' batch_kind: 'SALARY'"))
                .done(),
            0u);
}

TEST_F(PaymentsTest, ACreditNoteLowersTheNextTransfer) {
  canned_->payees["dev2"] =
      "name: 'Dev Deux' address { town: 'Lyon' country_code: 'FR' }"
      " iban: 'FR1420041010050500013M02606' account_version: 1";
  const auto document = [](const char* kind, const char* id, int64_t minor) {
    return std::string(kind) + " { invoice_id: '" + id + "' number: '" + id +
           "' legal_entity_id: 'lyon' supplier_id: 'dev2'"
           " due_date { year: 2026 month: 11 day: 30 }"
           " payable { currency_code: 'EUR' minor_units: " +
           std::to_string(minor) + " } }";
  };
  Fact<invoicing::v1::InvoiceEvent>("invoicing", "lyon",
                                    document("self_billed_invoice_issued", "SB-2", 50000));
  Fact<invoicing::v1::InvoiceEvent>("invoicing", "lyon",
                                    document("self_billed_credit_note_issued", "SB-3", 20000));
  v1::ListPayablesResponse payables;
  for (int i = 0; i < 500 && payables.payables_size() < 2; ++i) {
    ASSERT_EQ(Call(&Stub::ListPayables, "legal_entity_id: 'lyon' payee_id: 'dev2'", &payables),
              "OK");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_EQ(payables.payables_size(), 2);
  v1::ProposeBatchResponse proposed;
  ASSERT_EQ(Call(&Stub::ProposeBatch,
                 Id() + "legal_entity_id: 'lyon' batch_kind: 'SUPPLIER' batch_id: 'b4'"
                        " payable_ids: 'invoice-SB-2' payable_ids: 'invoice-SB-3'",
                 &proposed),
            "OK")
      << said_;
  EXPECT_EQ(proposed.total().minor_units(), 30000);
  after_ = proposed.consistency_token();
  As("eve", "finance");
  v1::ReleaseBatchResponse released;
  ASSERT_EQ(Call(&Stub::ReleaseBatch, Id() + "batch_id: 'b4'" + Since(), &released), "OK") << said_;
  after_ = released.consistency_token();
  Answer("b4", "dev2", false, "lyon");
  v1::ExportPaymentFileResponse file;
  ASSERT_EQ(Call(&Stub::ExportPaymentFile, Id() + "batch_id: 'b4'" + Since(), &file), "OK")
      << said_;
  EXPECT_EQ(file.transactions(), 1u);
  EXPECT_EQ(file.total().minor_units(), 30000);
  Keep(file);
}

TEST_F(PaymentsTest, AContestedInvoiceWaitsForItsCreditNote) {
  canned_->payees["dev5"] =
      "name: 'Dev Cinq' address { town: 'Lyon' country_code: 'FR' }"
      " iban: 'FR1420041010050500013M02606' account_version: 1";
  const auto issue = [](const char* kind, const char* id, const char* more) {
    Fact<invoicing::v1::InvoiceEvent>(
        "invoicing", "lyon",
        std::string(kind) + " { invoice_id: '" + id + "' number: '" + id +
            "' legal_entity_id: 'lyon' supplier_id: 'dev5' " + more +
            " due_date { year: 2026 month: 11 day: 30 } payable { currency_code: 'EUR'"
            " minor_units: 50000 } }");
  };
  const auto contest = [](const char* id) {
    Fact<invoicing::v1::InvoiceEvent>(
        "invoicing", "lyon",
        "self_billed_invoice_contested { supplier_id: 'dev5' contested_by: 'dora' invoice_id: '" +
            std::string(id) +
            "' legal_entity_id: 'lyon' contested_on { year: 2026 month: 10 day: 29 } }");
  };
  const auto becomes = [this](const char* payable, v1::PayableState state) {
    v1::ListPayablesResponse payables;
    for (int i = 0; i < 500; ++i) {
      EXPECT_EQ(Call(&Stub::ListPayables, "legal_entity_id: 'lyon' payee_id: 'dev5'", &payables),
                "OK");
      for (const auto& one : payables.payables())
        if (one.payable_id() == payable && one.state() == state) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  };
  const auto propose = [this](const char* batch, const char* one, const char* other) {
    v1::ProposeBatchResponse proposed;
    const auto answer =
        Call(&Stub::ProposeBatch,
             Id() + "legal_entity_id: 'lyon' batch_kind: 'SUPPLIER' batch_id: '" + batch +
                 "' payable_ids: '" + one + "' payable_ids: '" + other + "'",
             &proposed);
    after_ = answer == "OK" ? proposed.consistency_token() : after_;
    return answer == "OK" ? std::to_string(proposed.total().minor_units()) : answer;
  };
  issue("self_billed_invoice_issued", "SB-5", "");
  issue("self_billed_invoice_issued", "SB-6", "");
  ASSERT_TRUE(becomes("invoice-SB-6", v1::PAYABLE_STATE_OPEN));
  EXPECT_EQ(propose("b5", "invoice-SB-5", "invoice-SB-6"), "100000") << said_;
  contest("SB-5");
  ASSERT_TRUE(becomes("invoice-SB-5", v1::PAYABLE_STATE_CONTESTED));
  EXPECT_TRUE(becomes("invoice-SB-6", v1::PAYABLE_STATE_OPEN)) << "it leaves with another batch";
  EXPECT_EQ(BatchOf("b5").holds(0).reason(), "INVOICE_CONTESTED");
  EXPECT_EQ(propose("b6", "invoice-SB-5", "invoice-SB-6"), "CONTESTED");
  EXPECT_NE(said_.find("credit"), std::string::npos) << said_;

  issue("self_billed_credit_note_issued", "SB-7", "corrects_invoice_id: 'SB-5'");
  ASSERT_TRUE(becomes("invoice-SB-5", v1::PAYABLE_STATE_OPEN)) << "the credit note settles it";
  EXPECT_EQ(propose("b6", "invoice-SB-5", "invoice-SB-7"), "NOT_POSITIVE");
  EXPECT_EQ(propose("b6", "invoice-SB-5", "invoice-SB-6"), "100000") << said_;
  As("eve", "finance");
  v1::ReleaseBatchResponse released;
  ASSERT_EQ(Call(&Stub::ReleaseBatch, Id() + "batch_id: 'b6'" + Since(), &released), "OK") << said_;
  after_ = released.consistency_token();
  Answer("b6", "dev5", false, "lyon");
  v1::ExportPaymentFileResponse file;
  ASSERT_EQ(Call(&Stub::ExportPaymentFile, Id() + "batch_id: 'b6'" + Since(), &file), "OK")
      << said_;
  contest("SB-6");
  issue("self_billed_invoice_issued", "SB-8", "");
  ASSERT_TRUE(becomes("invoice-SB-8", v1::PAYABLE_STATE_OPEN));
  EXPECT_TRUE(becomes("invoice-SB-6", v1::PAYABLE_STATE_PAID)) << "what is paid stays paid";
}

TEST_F(PaymentsTest, AnOpenAdvanceOfBeforeIsRecovered) {
  NightWorker("lea", "c12");
  Fact<directory::v1::PersonEvent>(
      "directory", "lea",
      "opening_balance_recorded { person_id: 'lea' legal_entity_id: 'geneva'"
      " balance_kind: OPENING_BALANCE_KIND_ADVANCE amount { currency_code: 'CHF' minor_units: 5000 "
      "} }");
  for (int i = 0; i < 500 && Draft("c12").slip().net().minor_units() == 42605; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(Draft("c12").slip().net().minor_units(), 37605);
}
}  // namespace
}  // namespace aor::payroll
