// Batches that nobody is paid by: withdrawn, so that their payables go into another one.
#include "services/payroll/api/running_month.h"

namespace aor::payroll {
namespace {
class BatchesTest : public PayrollTest {
 protected:
  // A batch of one night worker's salary, by carla; the payable's id.
  std::string Propose(const std::string& batch, const std::string& worker,
                      const std::string& contract) {
    NightWorker(worker, contract);
    const std::string payable = Verify(contract).payable_id();
    EXPECT_EQ(Again(batch, payable), "OK") << said_;
    return payable;
  }
  std::string Again(const std::string& batch, const std::string& payable,
                    const std::string& execution_date = "") {
    As("carla", "finance");
    v1::ProposeBatchResponse proposed;
    const auto answer =
        Call(&Stub::ProposeBatch,
             Id() + "legal_entity_id: 'geneva' batch_kind: 'SALARY' batch_id: '" + batch +
                 "' payable_ids: '" + payable + "' " + execution_date + Since(),
             &proposed);
    if (answer == "OK") after_ = proposed.consistency_token();
    return answer;
  }
  std::string Release(const std::string& batch) {
    As("eve", "finance");
    v1::ReleaseBatchResponse released;
    const auto answer =
        Call(&Stub::ReleaseBatch, Id() + "batch_id: '" + batch + "'" + Since(), &released);
    if (answer == "OK") after_ = released.consistency_token();
    return answer;
  }
  std::string Withdraw(const std::string& batch) { return Withdraw(batch, Id() + Since()); }
  std::string Withdraw(const std::string& batch, const std::string& request) {
    As("carla", "finance");
    v1::WithdrawBatchResponse withdrawn;
    const auto answer = Call(&Stub::WithdrawBatch,
                             request + "batch_id: '" + batch + "' reason: 'late'", &withdrawn);
    if (answer == "OK") after_ = withdrawn.consistency_token();
    return answer;
  }
  std::string Export(const std::string& batch) {
    v1::ExportPaymentFileResponse file;
    const auto answer =
        Call(&Stub::ExportPaymentFile, Id() + "batch_id: '" + batch + "'" + Since(), &file);
    if (answer == "OK") after_ = file.consistency_token();
    return answer;
  }
};

TEST_F(BatchesTest, AWithdrawnBatchFreesWhatItWouldHavePaid) {
  const std::string payable = Propose("w1", "ann", "c30");
  EXPECT_EQ(Try(&Stub::WithdrawBatch, Id() + "batch_id: 'w1'"), "3") << "a reason is required";
  EXPECT_EQ(Try(&Stub::WithdrawBatch, Id() + "batch_id: 'none' reason: 'late'"), "5");
  const std::string id = Id() + Since();
  EXPECT_EQ(Withdraw("w1", id), "OK") << said_;
  const std::string first = after_;
  EXPECT_EQ(Withdraw("w1", id), "OK") << said_;
  EXPECT_EQ(after_, first) << "the same request is answered as before";
  EXPECT_EQ(Withdraw("w1"), "OK") << "what is withdrawn is withdrawn";

  const auto batch = BatchOf("w1");
  EXPECT_EQ(batch.state(), v1::BATCH_STATE_WITHDRAWN);
  EXPECT_EQ(batch.withdrawn_by(), "carla");
  EXPECT_EQ(batch.withdraw_reason(), "late");
  EXPECT_TRUE(batch.has_withdrawn_at());
  EXPECT_EQ(PayableOf("ann").state(), v1::PAYABLE_STATE_OPEN);
  EXPECT_EQ(PayableOf("ann").batch_id(), "");
  EXPECT_EQ(Release("w1"), "WITHDRAWN");
  EXPECT_EQ(Export("w1"), "WITHDRAWN");
  EXPECT_EQ(Again("w1", payable), "WITHDRAWN");
  EXPECT_EQ(Again("w2", payable), "OK") << said_;

  v1::GetHistoryResponse history;
  ASSERT_EQ(Call(&Stub::GetHistory, "stream: 'batch-w1'" + Since(), &history), "OK") << said_;
  ASSERT_EQ(history.lines_size(), 2);
  EXPECT_EQ(history.lines(1).event_type(), "aor.payroll.v1.BatchEvent/batch_withdrawn");
  EXPECT_EQ(history.lines(1).reason(), "late");
  EXPECT_NE(history.lines(1).event_json().find("carla"), std::string::npos);
}

// The keyring is one for all contexts of a process: a batch may have the id of somebody in it.
TEST_F(BatchesTest, NoErasureOfAPersonShutsAFile) {
  Propose("uli", "uli", "c37");
  ASSERT_EQ(Release("uli"), "OK") << said_;
  Answer("uli", "uli", false);
  ASSERT_EQ(Export("uli"), "OK") << said_;
  ASSERT_TRUE(process_->other("directory").vault().Erase("alpina", "uli").ok());
  EXPECT_EQ(Export("uli"), "OK") << said_;
}

TEST_F(BatchesTest, TakesOnlyWhatIsOfItsKind) {
  const std::string payable = Propose("w11", "fay", "c35");
  ASSERT_EQ(Withdraw("w11"), "OK") << said_;
  const std::string of = "legal_entity_id: 'geneva' payable_ids: '" + payable + "'" + Since();
  EXPECT_EQ(Try(&Stub::ProposeBatch, Id() + of + " batch_kind: 'SUPPLIER'"), "3");
  EXPECT_NE(said_.find(payable + " is a SALARY in CHF"), std::string::npos) << said_;
  EXPECT_EQ(Try(&Stub::ProposeBatch, Id() + of + " batch_kind: 'SALARY' currency_code: 'EUR'"),
            "3");
  EXPECT_EQ(Again("w12", payable), "OK") << said_;
}

TEST_F(BatchesTest, ALateAnswerOfTheDirectoryChangesNothing) {
  const std::string payable = Propose("w3", "bea", "c31");
  ASSERT_EQ(Release("w3"), "OK") << said_;
  ASSERT_EQ(Withdraw("w3"), "OK") << said_;
  ASSERT_EQ(Again("w4", payable), "OK") << said_;
  ASSERT_EQ(Release("w4"), "OK") << said_;
  const auto answer = [](const char* batch, const char* held) {
    return "payees_released { owner_id: 'bea' version: 1 legal_entity_id: 'geneva' batch_id: '" +
           std::string(batch) + "' " + held + " }";
  };
  Fact<directory::v1::AccountEvent>("directory", "bea",
                                    answer("w3", "held: true hold_reason: 'ACCOUNT_CHANGED'"));
  Answer("w4", "bea", false);  // behind the late one, on the same chain
  EXPECT_EQ(BatchOf("w3").state(), v1::BATCH_STATE_WITHDRAWN);
  EXPECT_EQ(BatchOf("w3").answers_size(), 0);
  EXPECT_EQ(PayableOf("bea").batch_id(), "w4");
  EXPECT_EQ(Export("w4"), "OK") << said_;
  EXPECT_EQ(PayableOf("bea").state(), v1::PAYABLE_STATE_PAID);
  EXPECT_EQ(Withdraw("w4"), "FILE_STORED");
  EXPECT_NE(said_.find("bank"), std::string::npos) << said_;
  EXPECT_EQ(PayableOf("bea").state(), v1::PAYABLE_STATE_PAID);
}

TEST_F(BatchesTest, AnIdThatComesAgainTakesBackNothingThatItHeld) {
  const std::string payable = Propose("w5", "cat", "c32");
  ASSERT_EQ(Release("w5"), "OK") << said_;
  Answer("w5", "cat", true);
  EXPECT_EQ(Export("w5"), "ALL_HELD");
  EXPECT_EQ(Again("w5", payable), "OK") << "the same batch is known";
  EXPECT_EQ(PayableOf("cat").state(), v1::PAYABLE_STATE_OPEN);
  EXPECT_EQ(Again("w6", payable), "OK") << said_;
}

// Last: the clock of the process goes on.
TEST_F(BatchesTest, WhatMissedItsDayIsPaidOnAnother) {
  const std::string proposed = Propose("w7", "dan", "c33"), released = Propose("w8", "eli", "c34");
  ASSERT_EQ(Release("w8"), "OK") << said_;
  Answer("w8", "eli", false);
  process_->AdvanceTo("2026-10-31T09:00:00Z");
  EXPECT_EQ(Release("w7"), "DATE_PASSED");
  EXPECT_NE(said_.find("withdraw"), std::string::npos) << said_;
  EXPECT_EQ(Export("w8"), "DATE_PASSED");
  const std::string monday = "execution_date { year: 2026 month: 11 day: 2 }";
  EXPECT_EQ(Again("w9", proposed, monday), "IN_ANOTHER_BATCH");
  ASSERT_EQ(Withdraw("w7"), "OK") << said_;
  ASSERT_EQ(Withdraw("w8"), "OK") << said_;
  EXPECT_EQ(Again("w9", proposed, monday), "OK") << said_;
  EXPECT_EQ(Again("w10", released, monday), "OK") << said_;
  ASSERT_EQ(Release("w10"), "OK") << said_;
  Answer("w10", "eli", false);
  EXPECT_EQ(Export("w10"), "OK") << said_;
}
}  // namespace
}  // namespace aor::payroll
