// Loans through the real edge: who grants them, to whom, in which money.
#include "services/payroll/api/running_month.h"

namespace aor::payroll {
namespace {
class LoansTest : public PayrollTest {
 protected:
  static void Person(const std::string& id) {
    Fact<directory::v1::PersonEvent>("directory", id,
                                     "person_registered { person_id: '" + id + "' }");
  }
  static std::string Loan(const std::string& worker, const std::string& entity,
                          const std::string& currency) {
    return Id() + "worker_id: '" + worker + "' legal_entity_id: '" + entity +
           "' amount { currency_code: '" + currency + "' minor_units: 5000 }" + Since();
  }
  // What the status says of loans: of the month in which they were asked for, and later ones.
  std::string Unconfirmed() {
    v1::GetMonthStatusResponse status;
    EXPECT_EQ(Call(&Stub::GetMonthStatus, "legal_entity_id: 'geneva' month: '2026-12'" + Since(),
                   &status),
              "OK")
        << said_;
    std::string said;
    for (const auto& one : status.waiting())
      if (one.step() == "LOAN_CONFIRMATION")
        said += one.record() + " " + one.party_id() + " " + one.amount().currency_code() + " " +
                std::to_string(one.amount().minor_units());
    return said;
  }
};

TEST_F(LoansTest, ALargeLoanNeedsASecondPerson) {
  NightWorker("ida", "c8");
  Person("ida");
  v1::GrantLoanResponse loan;
  ASSERT_EQ(Call(&Stub::GrantLoan,
                 Id() +
                     "worker_id: 'ida' legal_entity_id: 'geneva' advance_id: 'l1'"
                     " amount { currency_code: 'CHF' minor_units: 150000 }" +
                     Since(),
                 &loan),
            "OK")
      << said_;
  EXPECT_TRUE(loan.waits_for_confirmation());
  after_ = loan.consistency_token();
  EXPECT_EQ(Unconfirmed(), "l1 ida CHF 150000");
  const std::string confirm = "worker_id: 'ida' legal_entity_id: 'geneva' advance_id: 'l1'";
  EXPECT_EQ(Try(&Stub::ConfirmLoan, Id() + confirm), "SAME_PERSON");
  As("eve", "finance", "carla");
  EXPECT_EQ(Try(&Stub::ConfirmLoan, Id() + confirm), "SAME_PERSON");
  As("eve", "finance");
  v1::ConfirmLoanResponse confirmed;
  ASSERT_EQ(Call(&Stub::ConfirmLoan, Id() + confirm, &confirmed), "OK") << said_;
  after_ = confirmed.consistency_token();
  EXPECT_EQ(Unconfirmed(), "");
  EXPECT_EQ(Draft("c8").slip().net().minor_units(), 42605 - 4260);
}

TEST_F(LoansTest, ALoanIsOfAKnownEntityInItsCurrencyToAKnownPerson) {
  Person("max");
  EXPECT_EQ(Try(&Stub::GrantLoan, Loan("max", "nowhere", "CHF")), "5");
  EXPECT_EQ(Try(&Stub::GrantLoan, Loan("max", "geneva", "EUR")), "3");
  EXPECT_EQ(Try(&Stub::GrantLoan, Loan("nobody", "geneva", "CHF")), "5");
  EXPECT_EQ(said_, "There is no worker nobody; check the id.");
  EXPECT_EQ(Try(&Stub::GrantLoan, Loan("max", "geneva", "CHF")), "OK") << said_;
  Fact<directory::v1::PersonEvent>("directory", "max", "person_erased { person_id: 'max' }");
  EXPECT_EQ(Try(&Stub::GrantLoan, Loan("max", "geneva", "CHF")), "5");
}

// An opening balance that found its id taken would stop the reaction for everybody of its chain.
TEST_F(LoansTest, NobodyChoosesAnIdOfWhatIsCarriedForward) {
  NightWorker("tim", "c98");
  Person("tim");
  for (const char* id :
       {"opening-loan-geneva", "opening-advance-geneva", "debt-c98-2026-10-DELTA-1"}) {
    const std::string chosen = std::string(" advance_id: '") + id + "'";
    EXPECT_EQ(Try(&Stub::GrantLoan, Loan("tim", "geneva", "CHF") + chosen), "3") << id;
    EXPECT_NE(said_.find("advance_id"), std::string::npos) << said_;
    EXPECT_EQ(Try(&Stub::GrantPartPayment, Id() +
                                               "contract_id: 'c98' period: '2026-10'"
                                               " amount { currency_code: 'CHF' minor_units: 100 }" +
                                               chosen),
              "3")
        << id;
  }
  EXPECT_EQ(Try(&Stub::GrantLoan, Loan("tim", "geneva", "CHF") + " advance_id: 'debts-2026'"), "OK")
      << said_;
}

// trade.md 4: a net that leaves out a source tax is not payable, nor is a part of it.
TEST_F(LoansTest, NoPartIsPaidOfANetThatNobodyKnows) {
  NightWorker("gil", "c97");
  canned_->profiles["gil"] =
      "birth_date { year: 1990 month: 5 day: 17 } permit: 'G' source_tax_canton: 'GE'";
  const auto missing = Draft("c97").missing();
  ASSERT_FALSE(missing.empty());
  const std::string grant =
      "contract_id: 'c97' period: '2026-10' amount { currency_code: 'CHF' minor_units: 100 }";
  EXPECT_EQ(Try(&Stub::GrantPartPayment, Id() + grant), "NOT_PAYABLE");
  EXPECT_NE(said_.find(missing[0]), std::string::npos) << said_;
  canned_->profiles["gil"] = "birth_date { year: 1990 month: 5 day: 17 } permit: 'C'";
  EXPECT_EQ(Try(&Stub::GrantPartPayment, Id() + grant), "OK") << said_;
}
}  // namespace
}  // namespace aor::payroll
