// A batch is held against what a bank takes before it is released: one payee whom it would not
// take is held alone.
#include "services/payroll/api/running_month.h"

namespace aor::payroll {
namespace {
class BankCheckTest : public PayrollTest {
 protected:
  // Two salaries in one batch, by carla.
  void Propose(const std::string& batch, const std::string& first, const std::string& second) {
    As("carla", "finance");
    v1::ProposeBatchResponse proposed;
    ASSERT_EQ(Call(&Stub::ProposeBatch,
                   Id() + "legal_entity_id: 'geneva' batch_kind: 'SALARY' batch_id: '" + batch +
                       "' payable_ids: '" + first + "' payable_ids: '" + second + "'" + Since(),
                   &proposed),
              "OK")
        << said_;
    after_ = proposed.consistency_token();
    As("eve", "finance");
  }
  std::string Owed(const std::string& worker, const std::string& contract) {
    As("carla", "finance");
    NightWorker(worker, contract);
    return Verify(contract).payable_id();
  }
  v1::ReleaseBatchResponse Release(const std::string& batch) {
    As("eve", "finance");
    v1::ReleaseBatchResponse released;
    EXPECT_EQ(Call(&Stub::ReleaseBatch, Id() + "batch_id: '" + batch + "'" + Since(), &released),
              "OK")
        << said_;
    after_ = released.consistency_token();
    return released;
  }
  v1::ExportPaymentFileResponse Export(const std::string& batch) {
    v1::ExportPaymentFileResponse file;
    EXPECT_EQ(Call(&Stub::ExportPaymentFile, Id() + "batch_id: '" + batch + "'" + Since(), &file),
              "OK")
        << said_;
    after_ = file.consistency_token();
    return file;
  }
  // As the directory knows somebody from now on.
  void Known(const std::string& id, const std::string& name, const std::string& address) {
    const std::lock_guard lock(canned_->mutex);
    canned_->payees[id] = "name: '" + name + "' address { " + address +
                          " } iban: 'CH5604835012345678009' account_version: 1";
  }
  static constexpr auto kGeneva = "town: 'Geneve' country_code: 'CH'";
};

TEST_F(BankCheckTest, OnePayeeWithoutATownIsHeldAndTheOthersLeave) {
  const auto first = Owed("amy", "c40"), second = Owed("ben", "c41");
  Propose("k1", first, second);
  Known("ben", "Ben", "street: 'Quai' country_code: 'CH'");
  const auto released = Release("k1");
  ASSERT_EQ(released.held_size(), 1);
  EXPECT_EQ(released.held(0).payee_id(), "ben");
  EXPECT_EQ(released.held(0).reason(), "CANNOT_BE_PAID");
  EXPECT_EQ(released.held(0).detail(),
            "address.town is missing. Change the details in the directory, then propose it again.");
  EXPECT_EQ(PayableOf("ben").state(), v1::PAYABLE_STATE_OPEN);
  EXPECT_EQ(PayableOf("ben").hold_reason(), "CANNOT_BE_PAID");
  EXPECT_EQ(PayableOf("ben").hold_detail(), released.held(0).detail());
  EXPECT_EQ(BatchOf("k1").holds(0).payee_id(), "ben");
  EXPECT_EQ(BatchOf("k1").state(), v1::BATCH_STATE_RELEASED);

  Answer("k1", "amy", false);
  EXPECT_EQ(BatchOf("k1").state(), v1::BATCH_STATE_ANSWERED) << "nobody waits for ben";
  const auto file = Export("k1");
  EXPECT_EQ(file.transactions(), 1u);
  ASSERT_EQ(file.held_payee_ids_size(), 1);
  EXPECT_EQ(file.held_payee_ids(0), "ben");
  EXPECT_EQ(PayableOf("amy").state(), v1::PAYABLE_STATE_PAID);

  Known("ben", "Ben", kGeneva);  // what the directory says once his details are changed
  Propose("k2", second, Owed("cam", "c42"));
  EXPECT_EQ(PayableOf("ben").hold_detail(), "");
  EXPECT_EQ(Release("k2").held_size(), 0);
  Answer("k2", "ben", false);
  Answer("k2", "cam", false);
  EXPECT_EQ(Export("k2").transactions(), 2u);
}

TEST_F(BankCheckTest, SaysWhatIsWrongOfEachField) {
  const auto first = Owed("dee", "c43"), second = Owed("eda", "c44");
  Propose("k3", first, second);
  Known("dee", "Ада", kGeneva);
  Known("eda", std::string(71, 'x'), "town: '" + std::string(36, 'y') + "'");
  const auto released = Release("k3");
  ASSERT_EQ(released.held_size(), 2);
  EXPECT_EQ(released.held(0).detail(),
            "name has a character that banks do not take: use Latin letters. Change the details in "
            "the directory, then propose it again.");
  EXPECT_EQ(released.held(1).detail().substr(0, 24), "address.town is too long");
  EXPECT_NE(released.held(1).detail().find("address.country_code is missing."), std::string::npos);
  EXPECT_EQ(BatchOf("k3").state(), v1::BATCH_STATE_ANSWERED) << "all are held";
  EXPECT_EQ(Try(&Stub::ExportPaymentFile, Id() + "batch_id: 'k3'"), "ALL_HELD");
}

TEST_F(BankCheckTest, APayerWhomNoBankTakesIsNamed) {
  Propose("k4", Owed("fay", "c45"), Owed("gus", "c46"));
  const std::string payer = canned_->payees["geneva"];
  Known("geneva", "Alpina", "country_code: 'CH'");
  const std::string release = "batch_id: 'k4'" + Since();
  EXPECT_EQ(Try(&Stub::ReleaseBatch, Id() + release), "FILE_INVALID");
  EXPECT_NE(said_.find("The payer's address.town is missing."), std::string::npos) << said_;
  EXPECT_EQ(BatchOf("k4").state(), v1::BATCH_STATE_PROPOSED) << "nothing of it is half done";
  canned_->payees["geneva"] = "name: 'Alpina'";
  EXPECT_EQ(Try(&Stub::ReleaseBatch, Id() + release), "FILE_INVALID");
  EXPECT_NE(said_.find("The payer geneva has no account."), std::string::npos) << said_;
  canned_->payees["geneva"] = payer;
  EXPECT_EQ(Release("k4").held_size(), 0);
}

TEST_F(BankCheckTest, WhoBecomesUnpayableAfterTheReleaseIsHeldAlone) {
  Propose("k5", Owed("hal", "c47"), Owed("ivy", "c48"));
  EXPECT_EQ(Release("k5").held_size(), 0);
  Answer("k5", "hal", false);
  Answer("k5", "ivy", false);
  Known("hal", "Hal", "country_code: 'CH'");
  Known("ivy", "Ivy", "country_code: 'CH'");
  EXPECT_EQ(Try(&Stub::ExportPaymentFile, Id() + "batch_id: 'k5'"), "FILE_INVALID");
  EXPECT_NE(said_.find("address.town is missing."), std::string::npos) << said_;
  EXPECT_EQ(PayableOf("hal").state(), v1::PAYABLE_STATE_BATCHED);
  Known("ivy", "Ivy", kGeneva);
  const auto file = Export("k5");
  EXPECT_EQ(file.transactions(), 1u);
  ASSERT_EQ(file.held_payee_ids_size(), 1);
  EXPECT_EQ(file.held_payee_ids(0), "hal");
  EXPECT_EQ(PayableOf("hal").state(), v1::PAYABLE_STATE_OPEN);
  EXPECT_NE(PayableOf("hal").hold_detail(), "");
  EXPECT_EQ(PayableOf("ivy").state(), v1::PAYABLE_STATE_PAID);
}

// trade.md 2.7: the file is frozen at release.
TEST_F(BankCheckTest, AnAccountThatChangesAfterTheReleaseIsForTheNextBatch) {
  Propose("k7", Owed("lia", "c51"), Owed("max", "c52"));
  EXPECT_EQ(Release("k7").held_size(), 0);
  Answer("k7", "lia", false);
  Answer("k7", "max", false);
  {
    const std::lock_guard lock(canned_->mutex);
    canned_->payees["lia@1"] = canned_->payees["lia"];
    canned_->payees["lia"] = "name: 'Lia' address { " + std::string(kGeneva) +
                             " } iban: 'CH9300762011623852957' account_version: 2";
  }
  const auto file = Export("k7");
  EXPECT_EQ(file.transactions(), 2u);
  const auto creditors = file.file().substr(file.file().find("<CdtTrfTxInf>"));
  EXPECT_EQ(creditors.find("CH9300762011623852957"), std::string::npos);
}

TEST_F(BankCheckTest, APayeeReadsWhatIsPaidInTheirLanguage) {
  Propose("k8", Owed("lea", "c53"), Owed("urs", "c54"));
  EXPECT_EQ(BatchOf("k8").items(0).reference(), "Salary 2026-10") << "for the office";
  {
    const std::lock_guard lock(canned_->mutex);
    canned_->payees["lea"] += " language: 'fr-CH'";
    canned_->payees["urs"] += " language: 'de'";
  }
  Release("k8");
  Answer("k8", "lea", false);
  Answer("k8", "urs", false);
  const auto file = Export("k8").file();
  EXPECT_NE(file.find("<Ustrd>Salaire 10.2026</Ustrd>"), std::string::npos) << file;
  EXPECT_NE(file.find("<Ustrd>Lohn 10.2026</Ustrd>"), std::string::npos) << file;
}

TEST_F(BankCheckTest, WhoHasNoAccountIsTheDirectorysAnswer) {
  Propose("k6", Owed("joe", "c49"), Owed("kai", "c50"));
  {
    const std::lock_guard lock(canned_->mutex);
    canned_->payees["joe"] = "name: 'Joe'";
  }
  EXPECT_EQ(Release("k6").held_size(), 0);
  Answer("k6", "joe", true);
  Answer("k6", "kai", false);
  EXPECT_EQ(Export("k6").transactions(), 1u);
}
}  // namespace
}  // namespace aor::payroll
