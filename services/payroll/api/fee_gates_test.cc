// A contractor's fee behind a closed gate of credentials, over real gRPC. The clock stands on
// Thursday, 29 October 2026.
#include "aor/credentials/v1/credentials_events.pb.h"
#include "services/payroll/api/running_month.h"

namespace aor::payroll {
namespace {
class FeeGatesTest : public PayrollTest {
 protected:
  // Self-billed work of 5 and 16 October by this supplier, and its payable.
  std::string Owed(const std::string& supplier) {
    canned_->payees[supplier] =
        "name: 'Supplier " + supplier +
        "' address { town: 'Lyon' country_code: 'FR' } iban: 'FR1420041010050500013M02606'"
        " account_version: 1";
    Fact<invoicing::v1::InvoiceEvent>(
        "invoicing", "lyon",
        "self_billed_invoice_issued { invoice_id: 'i-" + supplier + "' number: 'SB-" + supplier +
            "' legal_entity_id: 'lyon' supplier_id: '" + supplier +
            "' due_date { year: 2026 month: 11 day: 16 }"
            " payable { currency_code: 'EUR' minor_units: 5000 } lines { contract_id: 'c-" +
            supplier +
            "' billed { day { year: 2026 month: 10 day: 16 } }"
            " billed { day { year: 2026 month: 10 day: 5 } } } }");
    for (int i = 0; i < 500 && PayableIn(supplier).payable_id().empty(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return PayableIn(supplier).payable_id();
  }
  v1::Payable PayableIn(const std::string& supplier) {
    v1::ListPayablesResponse payables;
    EXPECT_EQ(Call(&Stub::ListPayables,
                   "legal_entity_id: 'lyon' payee_id: '" + supplier + "'" + Since(), &payables),
              "OK");
    return payables.payables_size() == 1 ? payables.payables(0) : v1::Payable();
  }
  void Close(const std::string& supplier, const std::string& gate = "FEE") {
    Gate(supplier, gate, "gate_closed",
         "closed { first_day { year: 2026 month: 10 day: 20 } } because { title: 'Vigilance'"
         " fix: 'Hand in a new certificate.' fixed_by: 'supplier' }");
  }
  void Open(const std::string& supplier) { Gate(supplier, "FEE", "gate_opened", ""); }
  void Gate(const std::string& supplier, const std::string& gate, const std::string& what,
            const std::string& more) {
    Fact<credentials::v1::GateEvent>("credentials", supplier,
                                     what + " { contract_id: 'c-" + supplier +
                                         "' worker_id: 'w' gate: GATE_" + gate + " " + more + " }");
  }
  std::string Propose(const std::string& batch, const std::string& payables) {
    v1::ProposeBatchResponse proposed;
    const auto outcome = Call(&Stub::ProposeBatch,
                              Id() + "legal_entity_id: 'lyon' batch_kind: 'SUPPLIER' batch_id: '" +
                                  batch + "' " + payables + Since(),
                              &proposed);
    if (outcome == "OK") after_ = proposed.consistency_token();
    return outcome;
  }
  v1::ReleaseBatchResponse Release(const std::string& batch) {
    As("eve", "finance");
    v1::ReleaseBatchResponse released;
    EXPECT_EQ(Call(&Stub::ReleaseBatch, Id() + "batch_id: '" + batch + "'" + Since(), &released),
              "OK")
        << said_;
    after_ = released.consistency_token();
    As("carla", "finance");
    return released;
  }
  std::string Export(const std::string& batch, v1::ExportPaymentFileResponse* file) {
    const auto outcome =
        Call(&Stub::ExportPaymentFile, Id() + "batch_id: '" + batch + "'" + Since(), file);
    if (outcome == "OK") after_ = file->consistency_token();
    return outcome;
  }
  static std::string Ids(const std::string& one) { return " payable_ids: '" + one + "' "; }
};

TEST_F(FeeGatesTest, AFeeIsInNoBatchUntilItsGateOpensAndGoesOnce) {
  const std::string waits = Owed("ann"), goes = Owed("bea");
  Close("ann");
  const auto shown = PayableIn("ann");
  EXPECT_EQ(shown.hold_reason(), "FEE_GATE_CLOSED");
  EXPECT_NE(shown.hold_detail().find("Hand in a new certificate. (supplier)"), std::string::npos);
  v1::GetMonthStatusResponse month;
  ASSERT_EQ(
      Call(&Stub::GetMonthStatus, "legal_entity_id: 'lyon' month: '2026-10'" + Since(), &month),
      "OK");
  ASSERT_EQ(month.waiting_size(), 2);
  const auto& waiting = month.waiting(0);
  EXPECT_EQ(waiting.party_id() + " " + waiting.waits_for() + " " + waiting.reasons(0),
            "ann supplier FEE_GATE_CLOSED");
  EXPECT_NE(waiting.sentence().find("Vigilance"), std::string::npos) << waiting.sentence();
  EXPECT_EQ(month.waiting(1).reasons_size(), 0);

  EXPECT_EQ(Propose("named", Ids(waits)), "FEE_GATE_CLOSED");
  ASSERT_EQ(Propose("f1", ""), "OK") << said_;
  ASSERT_EQ(BatchOf("f1").items_size(), 1);
  EXPECT_EQ(BatchOf("f1").items(0).payable_id(), goes);

  Open("ann");
  EXPECT_EQ(PayableIn("ann").hold_reason(), "");
  ASSERT_EQ(Propose("f2", ""), "OK") << said_;
  ASSERT_EQ(BatchOf("f2").items_size(), 1);
  EXPECT_EQ(BatchOf("f2").items(0).payable_id(), waits);
  EXPECT_EQ(Propose("f3", ""), "NOTHING_TO_PAY") << "once";
}

TEST_F(FeeGatesTest, WhatClosesBeforeTheReleaseOrTheFileIsTakenOut) {
  const std::string all = Ids(Owed("cem")) + Ids(Owed("dia")) + Ids(Owed("eli"));
  ASSERT_EQ(Propose("g1", all), "OK") << said_;
  Close("cem");
  const auto released = Release("g1");
  ASSERT_EQ(released.held_size(), 1);
  EXPECT_EQ(released.held(0).payee_id() + " " + released.held(0).reason(), "cem FEE_GATE_CLOSED");
  Answer("g1", "dia", false, "lyon");
  Answer("g1", "eli", false, "lyon");
  Close("dia");
  v1::ExportPaymentFileResponse file;
  ASSERT_EQ(Export("g1", &file), "OK") << said_;
  EXPECT_EQ(file.transactions(), 1u);
  EXPECT_EQ(PayableIn("eli").state(), v1::PAYABLE_STATE_PAID);
  for (const char* supplier : {"cem", "dia"})
    EXPECT_EQ(PayableIn(supplier).state(), v1::PAYABLE_STATE_OPEN) << supplier;
  Open("cem");
  Open("dia");
  ASSERT_EQ(Propose("g2", ""), "OK") << said_;
  EXPECT_EQ(BatchOf("g2").items_size(), 2);
}

TEST_F(FeeGatesTest, AFileOfNobodyIsNotMadeAndIsMadeLater) {
  ASSERT_EQ(Propose("h1", Ids(Owed("fia"))), "OK") << said_;
  Release("h1");
  Answer("h1", "fia", false, "lyon");
  Close("fia");
  v1::ExportPaymentFileResponse file;
  EXPECT_EQ(Export("h1", &file), "FEE_GATE_CLOSED");
  Open("fia");
  EXPECT_EQ(Export("h1", &file), "OK") << said_;
}

// A missing sheet is found late: the contract of a billed fee is the fee itself.
TEST_F(FeeGatesTest, WhatItsMissionWithholdsIsHeldUntilItIsReleased) {
  const auto mission = [&](const std::string& text) {
    Fact<missions::v1::MissionEvent>("missions", "m1", text);
  };
  const auto hold = [&](const std::string& fee) {
    mission("fee_held { fee_id: '" + fee + "' reason: 'No sheet.' after_transmission: true }");
  };
  const std::string early = Owed("kai"), late = Owed("lea"), paid = Owed("mia");
  hold("c-kai");
  EXPECT_EQ(Propose("named", Ids(early)), "FEE_WITHHELD");
  EXPECT_NE(PayableIn("kai").hold_detail().find("No sheet."), std::string::npos);
  ASSERT_EQ(Propose("k1", Ids(late) + Ids(paid)), "OK") << said_;
  Release("k1");
  Answer("k1", "lea", false, "lyon");
  Answer("k1", "mia", false, "lyon");
  hold("c-lea");
  v1::ExportPaymentFileResponse file;
  ASSERT_EQ(Export("k1", &file), "OK") << said_;
  EXPECT_EQ(file.transactions(), 1u) << "the file was not made yet: it is held";
  EXPECT_EQ(PayableIn("lea").state(), v1::PAYABLE_STATE_OPEN);
  EXPECT_EQ(PayableIn("lea").hold_reason(), "FEE_WITHHELD");
  hold("c-mia");
  EXPECT_EQ(PayableIn("mia").state(), v1::PAYABLE_STATE_PAID) << "said, and paid all the same";
  EXPECT_EQ(PayableIn("mia").hold_reason(), "FEE_WITHHELD");
  EXPECT_NE(PayableIn("mia").hold_detail().find("was paid before"), std::string::npos);
  for (const char* fee : {"c-kai", "c-lea"})
    mission(std::string("fee_released { fee { fee_id: '") + fee + "' } }");
  ASSERT_EQ(Propose("k2", ""), "OK") << said_;
  EXPECT_EQ(BatchOf("k2").items_size(), 2);
}

TEST_F(FeeGatesTest, ANoteOfFeesIsWithheldTooAndNotOwedOnceItIsGivenUp) {
  const auto mission = [&](const std::string& text) {
    Fact<missions::v1::MissionEvent>("missions", "m1", text);
  };
  mission(
      "fee_became_payable { mission_id: 'm1' legal_entity_id: 'lyon' fee { fee_id: 'f1'"
      " payee_id: 'noe' amount { currency_code: 'EUR' minor_units: 30000 }"
      " pay_on { year: 2026 month: 11 day: 16 } paper: FEE_PAPER_NOTE_OF_FEES } }");
  for (int i = 0; i < 500 && PayableIn("noe").payable_id().empty(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const auto propose = [&](const std::string& batch) {
    v1::ProposeBatchResponse proposed;
    return Call(&Stub::ProposeBatch,
                Id() + "legal_entity_id: 'lyon' batch_kind: 'FEE' batch_id: '" + batch +
                    "' payable_ids: 'fee-f1'" + Since(),
                &proposed);
  };
  const auto waits_for = [&]() -> std::string {
    v1::GetMonthStatusResponse month;
    std::string page;
    do {
      EXPECT_EQ(
          Call(&Stub::GetMonthStatus,
               "legal_entity_id: 'lyon' month: '2026-10' page_token: '" + page + "'" + Since(),
               &month),
          "OK");
      for (const auto& waiting : month.waiting())
        if (waiting.record() == "fee-f1") return waiting.waits_for();
      page = month.next_page_token();
    } while (!page.empty());
    return "nobody";
  };
  mission("fee_held { fee_id: 'f1' reason: 'No sheet.' }");
  EXPECT_EQ(propose("n1"), "FEE_WITHHELD");
  EXPECT_EQ(waits_for(), "permanent_team");
  mission("fee_refused { fee_id: 'f1' payee_id: 'noe' reason: 'Did not come.' }");
  EXPECT_EQ(propose("n2"), "FEE_WITHHELD");
  EXPECT_EQ(waits_for(), "nobody") << "it is not owed";
}

TEST_F(FeeGatesTest, NoGateHoldsAWage) {
  NightWorker("gus", "c-gus");
  Close("gus");
  Close("gus", "STARTING");
  const std::string wage = Verify("c-gus").payable_id();
  v1::ProposeBatchResponse proposed;
  EXPECT_EQ(Call(&Stub::ProposeBatch,
                 Id() + "legal_entity_id: 'geneva' batch_kind: 'SALARY' batch_id: 'w1'" +
                     Ids(wage) + Since(),
                 &proposed),
            "OK")
      << said_;
  EXPECT_EQ(PayableOf("gus").hold_reason(), "");
}
}  // namespace
}  // namespace aor::payroll
