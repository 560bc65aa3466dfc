// Bank accounts and their protection through the real edge, and what a released
// batch is answered.
#include "aor/payroll/v1/payroll_events.pb.h"
#include "services/directory/api/directory_test.h"

namespace aor::directory {
namespace {
struct Batch {};
Batch Evolve(Batch batch, const payroll::v1::BatchEvent&) { return batch; }

class AccountTest : public DirectoryTest {
 protected:
  std::vector<v1::Account> List(const std::string& owner, const rpc::Caller& caller,
                                const std::string& token = "") {
    const auto listed = Ask(&Accounts::ListAccounts, caller,
                            "owner_id: '" + owner + "' consistency_token: '" + token + "'");
    return {listed.accounts().begin(), listed.accounts().end()};
  }
  std::string Confirm(const std::string& owner, const std::string& request_id,
                      const rpc::Caller& caller, int version = 2) {
    return Ask(&Accounts::ConfirmAccount, caller,
               "request_id: '" + request_id + "' owner_id: '" + owner +
                   "' version: " + std::to_string(version))
        .consistency_token();
  }
  void Release(const std::string& batch, const std::string& payees) {
    running_->Happen("geneva", batch, [=](eventsourcing::Transaction& transaction) {
      transaction.Append<Batch>("batch-" + batch,
                                std::vector{service::Parse<payroll::v1::BatchEvent>(
                                    "batch_released { batch_id: '" + batch +
                                    "' legal_entity_id: 'geneva' " + payees + " }")});
      return std::optional<eventsourcing::Refused>();
    });
  }
  // The directory's answer, waited for.
  v1::PayeesReleased Answer(const std::string& batch, const std::string& owner) {
    for (int tries = 0; tries < 1000; ++tries) {
      if (const auto answer =
              running_->answers().Load<v1::PayeesReleased>("alpina/answer/" + batch + "/" + owner))
        return *answer;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ADD_FAILURE() << "no answer for " << owner;
    return {};
  }
};

TEST_F(AccountTest, PaysAFirstAccountAtOnce) {
  Register("pia", "Pia", "Muster");
  const auto declared = Declare("pia", "pia1", "CH93 0076 2011 6238 5295 7");
  EXPECT_EQ(declared.version(), 1u);
  EXPECT_FALSE(declared.confirmation_needed());
  const auto payee = Resolve("pia", declared.consistency_token());
  EXPECT_EQ(payee.name(), "Pia Muster");
  EXPECT_EQ(payee.address().town(), "Genève");
  EXPECT_EQ(payee.iban(), kFirstIban);
  EXPECT_EQ(payee.account_version(), 1u);
  EXPECT_FALSE(payee.change_pending());
  EXPECT_EQ(Declare("pia", "pia2", kFirstIban).version(), 0u) << "declared already";
}

TEST_F(AccountTest, ShowsTheIbanToWhoPays) {
  Register("ann", "Ann", "Muster");
  const auto token = Declare("ann", "ann1", kFirstIban).consistency_token();
  EXPECT_EQ(List("ann", finance_, token)[0].iban(), kFirstIban);
  EXPECT_EQ(List("ann", consultant_)[0].iban(), "CH93 •••• 2957");
  EXPECT_EQ(List("ann", running_->As("ann", "worker"))[0].iban(), "CH93 •••• 2957");
  EXPECT_EQ(List("ann", auditor_)[0].iban(), "") << "an auditor opens no seal";
  EXPECT_TRUE(absl::IsPermissionDenied(
      Fail(&Accounts::ListAccounts, running_->As("eve", "worker"), "owner_id: 'ann'")));
  EXPECT_TRUE(absl::IsPermissionDenied(
      Fail(&Accounts::ResolvePayees, consultant_, "payees { payee_id: 'ann' }")));
}

TEST_F(AccountTest, RefusesWhatIsNoAccount) {
  Register("ann", "Ann", "Muster");
  const auto declare = [](const std::string& owner, const std::string& iban) {
    return "request_id: 'r' owner_id: '" + owner + "' iban: '" + iban + "' currency_code: 'CHF'";
  };
  EXPECT_TRUE(absl::IsInvalidArgument(
      Fail(&Accounts::DeclareAccount, consultant_, declare("ann", "CH9300762011623852958"))));
  EXPECT_TRUE(absl::IsInvalidArgument(
      Fail(&Accounts::DeclareAccount, consultant_, declare("ann", "CH4431999123000889012"))))
      << "a QR-IBAN";
  EXPECT_EQ(
      rpc::RefusalOf(Fail(&Accounts::DeclareAccount, consultant_, declare("stranger", kFirstIban))),
      "UNKNOWN_OWNER");
}

TEST_F(AccountTest, ProtectsAChange) {
  Register("cem", "Cem", "Muster");
  Declare("cem", "cem1", kFirstIban);
  const auto change = Declare("cem", "cem2", kOtherIban);
  EXPECT_EQ(change.version(), 2u);
  EXPECT_TRUE(change.confirmation_needed());
  auto payee = Resolve("cem", change.consistency_token());
  EXPECT_EQ(payee.account_version(), 1u);
  EXPECT_TRUE(payee.change_pending());

  const std::string confirm = "request_id: 'no' owner_id: 'cem' version: 2";
  EXPECT_EQ(rpc::RefusalOf(Fail(&Accounts::ConfirmAccount, consultant_, confirm)),
            "OWN_DECLARATION");
  rpc::Caller delegate = running_->As("dora", "finance");
  delegate.on_behalf_of = "bob";
  EXPECT_EQ(rpc::RefusalOf(Fail(&Accounts::ConfirmAccount, delegate, confirm)), "OWN_DECLARATION");
  const std::string token = Confirm("cem", "cem3", finance_);
  const auto accounts = List("cem", finance_, token);
  ASSERT_EQ(accounts.size(), 2u);
  EXPECT_EQ(accounts[0].state(), v1::ACCOUNT_STATE_USABLE);
  EXPECT_EQ(accounts[1].state(), v1::ACCOUNT_STATE_COOLING);
  EXPECT_EQ(accounts[1].confirmed_by(), "finn");
}

TEST_F(AccountTest, ReleasesEachPayeeByItself) {
  Register("ann", "Ann", "Muster");
  Register("ben", "Ben", "Muster");
  Declare("ann", "ann1", kFirstIban);
  Declare("ben", "ben1", kFirstIban);
  Declare("ben", "ben2", kOtherIban);
  Release("b1", "payee_ids: ['ann', 'ben', 'nobody'] account_versions: [1, 1, 0]");
  EXPECT_FALSE(Answer("b1", "ann").held());
  EXPECT_EQ(Answer("b1", "ann").version(), 1u);
  EXPECT_EQ(Answer("b1", "ann").legal_entity_id(), "geneva");
  EXPECT_EQ(Answer("b1", "ben").hold_reason(), "ACCOUNT_CHANGED");
  EXPECT_EQ(Answer("b1", "nobody").hold_reason(), "NO_ACCOUNT");

  Confirm("ben", "ben3", finance_);
  Release("b2", "payee_ids: ['ben'] account_versions: [1]");
  EXPECT_TRUE(Answer("b2", "ben").held()) << "it cools";
  running_->AdvanceTo("2026-09-30T06:00:00Z");
  Release("b3", "payee_ids: ['ben'] account_versions: [2]");
  EXPECT_FALSE(Answer("b3", "ben").held());
  EXPECT_EQ(Answer("b3", "ben").version(), 2u);
  EXPECT_EQ(Resolve("ben", "").iban(), kOtherIban);
}

// C28: who refuses the account in use does not choose the next one.
TEST_F(AccountTest, NobodyBringsAnEarlierAccountBackAlone) {
  Register("ida", "Ida", "Muster");
  Declare("ida", "ida1", kFirstIban);
  Declare("ida", "ida2", kOtherIban);
  Confirm("ida", "ida3", finance_);
  running_->AdvanceTo("2026-10-03T06:00:00Z");
  const std::string refuse = "request_id: 'ida4' owner_id: 'ida' version: 2 reason: 'call'";
  const auto refused = Ask(&Accounts::RefuseAccount, finance_, refuse).consistency_token();
  EXPECT_EQ(Resolve("ida", refused).account_version(), 0u);
  EXPECT_EQ(List("ida", finance_)[0].state(), v1::ACCOUNT_STATE_UNCONFIRMED);
  Release("b7", "payee_ids: ['ida'] account_versions: [1]");
  EXPECT_EQ(Answer("b7", "ida").hold_reason(), "ACCOUNT_CHANGED");
  EXPECT_EQ(rpc::RefusalOf(Fail(&Accounts::ConfirmAccount, finance_,
                                "request_id: 'ida5' owner_id: 'ida' version: 1")),
            "OWN_DECLARATION");
  const auto token = Confirm("ida", "ida6", running_->As("dora", "finance"), 1);
  EXPECT_EQ(List("ida", finance_, token)[0].state(), v1::ACCOUNT_STATE_COOLING);
  running_->AdvanceTo("2026-10-06T06:00:00Z");
  EXPECT_EQ(Resolve("ida", "").iban(), kFirstIban);
}

TEST_F(AccountTest, ShowsAnAccountOfTwo) {
  Register("ann", "Ann", "Muster");
  Register("hans", "Hans", "Muster");
  Declare("ann", "ann1", kFirstIban);
  const auto token = Declare("hans", "hans1", kFirstIban).consistency_token();
  const auto shared = List("hans", finance_, token)[0].shared_with_owner_ids();
  EXPECT_NE(std::find(shared.begin(), shared.end(), "ann"), shared.end());
}

TEST_F(AccountTest, ErasesAPersonForEver) {
  Register("eva", "Evangeline", "Zauberwort");
  const auto account = Declare("eva", "eva1", "DE89370400440532013000").consistency_token();
  ASSERT_EQ(Resolve("eva", account).iban(), "DE89370400440532013000");
  ASSERT_NE(running_->OnDisk().find("person-eva"), std::string::npos);
  for (const char* secret : {"Evangeline", "Zauberwort", "370400440532013000"})
    EXPECT_EQ(running_->OnDisk().find(secret), std::string::npos) << secret;

  const std::string erase = "request_id: 'e1' person_id: 'eva' reason: 'request 12'";
  EXPECT_TRUE(absl::IsPermissionDenied(Fail(&Persons::ErasePerson, consultant_, erase)));
  EXPECT_EQ(rpc::RefusalOf(Fail(&Persons::ErasePerson, administrator_, erase)),
            "ERASURE_NOT_REQUESTED");
  const std::string request = "request_id: 'e0' person_id: 'eva' reason: 'request 12'";
  EXPECT_TRUE(absl::IsPermissionDenied(Fail(&Persons::RequestErasure, consultant_, request)));
  const auto asked = Ask(&Persons::RequestErasure, compliance_, request).consistency_token();
  EXPECT_EQ(rpc::RefusalOf(Fail(&Persons::ErasePerson, compliance_, erase)), "SAME_PERSON");
  const auto waiting =
      Ask(&Persons::GetPerson, consultant_, "person_id: 'eva' consistency_token: '" + asked + "'")
          .person();
  EXPECT_EQ(waiting.erasure_requested_by(), "cleo");
  EXPECT_EQ(waiting.name().given_name(), "Evangeline") << "until a second person says so";
  Ask(&Persons::WithdrawErasure, compliance_,
      "request_id: 'w0' person_id: 'eva' reason: 'she stays'");
  EXPECT_EQ(rpc::RefusalOf(Fail(&Persons::ErasePerson, administrator_, erase)),
            "ERASURE_NOT_REQUESTED");
  const auto anew = Ask(&Persons::RequestErasure, administrator_,
                        "request_id: 'e3' person_id: 'eva' reason: 'request 12, again'")
                        .consistency_token();
  EXPECT_EQ(
      Ask(&Persons::GetPerson, consultant_, "person_id: 'eva' consistency_token: '" + anew + "'")
          .person()
          .erasure_requested_by(),
      "root");
  const auto stays = Ask(&Persons::WithdrawErasure, compliance_,
                         "request_id: 'w1' person_id: 'eva' reason: 'she stays'")
                         .consistency_token();
  EXPECT_EQ(
      Ask(&Persons::GetPerson, consultant_, "person_id: 'eva' consistency_token: '" + stays + "'")
          .person()
          .erasure_requested_by(),
      "");
  Ask(&Persons::RequestErasure, compliance_,
      "request_id: 'e4' person_id: 'eva' reason: 'request 12, at last'");
  EXPECT_EQ(rpc::RefusalOf(Fail(&Persons::WithdrawErasure, administrator_,
                                "request_id: 'w2' person_id: 'eva' reason: 'no'")),
            "NOT_YOUR_REQUEST");
  const auto token = Ask(&Persons::ErasePerson, administrator_, erase).consistency_token();
  EXPECT_EQ(Ask(&Persons::ErasePerson, administrator_, erase).consistency_token(), token);
  const auto payee = Resolve("eva", token);
  EXPECT_TRUE(payee.erased());
  EXPECT_EQ(payee.name() + payee.iban(), "");
  const auto person = Ask(&Persons::GetPerson, consultant_, "person_id: 'eva'").person();
  EXPECT_TRUE(person.erased());
  EXPECT_FALSE(person.has_name());
  EXPECT_EQ(rpc::RefusalOf(Fail(&Persons::RegisterPerson, consultant_,
                                "request_id: 'again' person_id: 'eva' "
                                "name { given_name: 'E' family_name: 'Z' }")),
            "ERASED");
  EXPECT_NE(Register("eva", "Evangeline", "Zauberwort"), "") << "a repeat gets its first answer";
  EXPECT_EQ(rpc::RefusalOf(Fail(&Accounts::DeclareAccount, consultant_,
                                "request_id: 'r' owner_id: 'eva' iban: 'CH9300762011623852957' "
                                "currency_code: 'CHF'")),
            "OWNER_ERASED");
  EXPECT_EQ(rpc::RefusalOf(Fail(&Persons::ErasePerson, compliance_,
                                "request_id: 'e2' person_id: 'nobody' reason: 'request 13'")),
            "NOT_REGISTERED");
}
}  // namespace
}  // namespace aor::directory
