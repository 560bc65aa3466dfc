// People through the real edge: what callers of each role get.
#include "services/directory/api/directory_test.h"
#include "services/directory/api/seals.h"

namespace aor::directory {
namespace {
TEST_F(DirectoryTest, ShowsAPersonToWhomItConcerns) {
  const std::string token = Register("ada", "Éloïse", "Le Gall");
  const std::string get = "person_id: 'ada' consistency_token: '" + token + "'";
  const auto seen = Ask(&Persons::GetPerson, consultant_, get).person();
  EXPECT_EQ(seen.name().given_name(), "Éloïse");
  EXPECT_EQ(seen.identifier(), "") << "a consultant needs no AHV number";
  EXPECT_EQ(Ask(&Persons::GetPerson, finance_, get).person().identifier(), "756.9217.0769.85");
  EXPECT_EQ(Ask(&Persons::GetPerson, running_->As("ada", "worker"), get).person().identifier(),
            "756.9217.0769.85");
  EXPECT_FALSE(Ask(&Persons::GetPerson, auditor_, get).person().has_name());
  EXPECT_TRUE(
      absl::IsPermissionDenied(Fail(&Persons::GetPerson, running_->As("eve", "worker"), get)));
  EXPECT_TRUE(absl::IsNotFound(
      Fail(&Persons::GetPerson, running_->As("eve", "consultant", "beta"), "person_id: 'ada'")));
}

TEST_F(DirectoryTest, APersonWithoutAddressGetsOne) {
  Ask(&Persons::RegisterPerson, consultant_,
      "request_id: 'mia' person_id: 'mia' name { given_name: 'Mia' family_name: 'Avant' } "
      "identifier: '756.1234.5678.97' language: 'fr'");
  const auto declared = Declare("mia", "mia-1", kFirstIban);
  EXPECT_EQ(Resolve("mia", declared.consistency_token()).address().town(), "");
  const std::string change =
      " person_id: 'mia' name { given_name: 'Mia' family_name: 'Après' } address { street: 'Rue "
      "Cachée' town: 'Carouge' country_code: 'CH' } language: 'de'";
  const auto token = Ask(&Persons::ChangePersonDetails, consultant_, "request_id: 'm1'" + change)
                         .consistency_token();
  EXPECT_EQ(Ask(&Persons::ChangePersonDetails, consultant_, "request_id: 'm1'" + change)
                .consistency_token(),
            token);
  const auto payee = Resolve("mia", token);
  EXPECT_EQ(payee.name(), "Mia Après");
  EXPECT_EQ(payee.address().town(), "Carouge");
  EXPECT_EQ(payee.language(), "de");
  EXPECT_EQ(payee.identifier(), "756.1234.5678.97") << "what is not said stays";
  EXPECT_EQ(payee.iban(), kFirstIban);
  const std::string since = "consistency_token: '" + token + "' name: ";
  EXPECT_EQ(Ask(&Persons::ListPersons, consultant_, since + "'Mia Avant'").persons_size(), 0);
  EXPECT_EQ(Ask(&Persons::ListPersons, consultant_, since + "'apres mia'").persons_size(), 1);
  EXPECT_EQ(running_->OnDisk().find("Cachée"), std::string::npos) << "it is sealed";
}

TEST_F(DirectoryTest, FindsAPersonByNameHoweverWritten) {
  const std::string token = Register("ada", "Éloïse", "Le Gall");
  Register("alan", "Alan", "Turing");
  const auto found = Ask(&Persons::ListPersons, consultant_,
                         "name: 'le GALL  eloise' consistency_token: '" + token + "'");
  ASSERT_EQ(found.persons_size(), 1);
  EXPECT_EQ(found.persons(0).person_id(), "ada");
  EXPECT_EQ(Ask(&Persons::ListPersons, consultant_, "name: 'Le Gall'").persons_size(), 0);
  const auto page = Ask(&Persons::ListPersons, consultant_, "page_size: 1");
  EXPECT_EQ(page.persons_size(), 1);
  EXPECT_NE(page.next_page_token(), "");
}

TEST_F(DirectoryTest, ResolvesProfilesByDate) {
  Register("ada", "Éloïse", "Le Gall");
  const auto record = [&](const std::string& code, int month) {
    return Ask(&Persons::RecordPayrollProfile, consultant_,
               "request_id: 'pp" + code +
                   "' person_id: 'ada' profile { permit: 'G' "
                   "source_tax_canton: 'GE' source_tax_code: '" +
                   code + "' } effective_from { year: 2026 month: " + std::to_string(month) +
                   " day: 1 }")
        .consistency_token();
  };
  record("A0N", 10);
  const std::string token = record("B1N", 11);
  const auto code_on = [&](const std::string& date) {
    const auto resolved = Ask(&Persons::ResolvePayrollProfiles, service_,
                              "person_ids: 'ada' person_ids: 'nobody' date { " + date +
                                  " } consistency_token: '" + token + "'");
    return resolved.profiles_size() == 0 ? "" : resolved.profiles(0).profile().source_tax_code();
  };
  EXPECT_EQ(code_on("year: 2026 month: 9 day: 30"), "");
  EXPECT_EQ(code_on("year: 2026 month: 10 day: 31"), "A0N");
  EXPECT_EQ(code_on("year: 2026 month: 11 day: 1"), "B1N");
  EXPECT_TRUE(absl::IsPermissionDenied(
      Fail(&Persons::ResolvePayrollProfiles, auditor_, "date { year: 2026 month: 1 day: 1 }")));
}

TEST_F(DirectoryTest, AWithholdingRateIsAShareOfThePay) {
  Register("ada", "Éloïse", "Le Gall");
  const auto with_rate = [](const std::string& unscaled) {
    return "request_id: 'pas" + unscaled + "' person_id: 'ada' profile { pas_rate_known: true " +
           "pas_rate_percent { unscaled: " + unscaled + " scale: 1 } } " +
           "effective_from { year: 2026 month: 10 day: 1 }";
  };
  for (const char* wrong : {"-1", "1001", "9223372036854775807"}) {
    const auto status = Fail(&Persons::RecordPayrollProfile, consultant_, with_rate(wrong));
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << wrong;
    EXPECT_NE(status.message().find("profile.pas_rate_percent"), std::string::npos) << status;
  }
  for (const char* right : {"0", "75", "1000"})
    Ask(&Persons::RecordPayrollProfile, consultant_, with_rate(right));
}

TEST_F(DirectoryTest, RecordsABalanceOnce) {
  Register("ada", "Éloïse", "Le Gall");
  const auto balance = [](const std::string& request_id, int weeks,
                          const std::string& entity = "geneva") {
    return "request_id: '" + request_id + "' person_id: 'ada' legal_entity_id: '" + entity +
           "' balance_kind: OPENING_BALANCE_KIND_BVG_WEEKS quantity { unscaled: " +
           std::to_string(weeks) + " } as_of { year: 2026 month: 9 day: 27 }";
  };
  const auto nowhere =
      Fail(&Persons::RecordOpeningBalance, consultant_, balance("b0", 9, "nowhere"));
  EXPECT_TRUE(absl::IsNotFound(nowhere));
  EXPECT_EQ(nowhere.message(), "There is no legal entity nowhere; check the id.");
  const auto registered =
      Ask(&Organisations::RegisterLegalEntity, running_->As("adam", "administrator"),
          "request_id: 'e1' legal_entity_id: 'geneva' name: 'Alpina' address { country_code: 'CH' "
          "} currency_code: 'CHF' zone: 'Europe/Zurich' holiday_place: 'CH-GE'");
  const auto token =
      Ask(&Persons::RecordOpeningBalance, consultant_,
          balance("b1", 9) + " consistency_token: '" + registered.consistency_token() + "'")
          .consistency_token();
  Ask(&Persons::RecordOpeningBalance, consultant_, balance("b2", 9));
  EXPECT_EQ(rpc::RefusalOf(Fail(&Persons::RecordOpeningBalance, consultant_, balance("b3", 8))),
            "BALANCE_DIFFERS");
  const auto listed = Ask(&Persons::ListOpeningBalances, auditor_,
                          "person_id: 'ada' consistency_token: '" + token + "'");
  ASSERT_EQ(listed.balances_size(), 1);
  EXPECT_EQ(listed.balances(0).quantity().unscaled(), 9);
  EXPECT_EQ(rpc::RefusalOf(Fail(&Persons::RecordOpeningBalance, consultant_,
                                "request_id: 'b9' person_id: 'ada' legal_entity_id: 'geneva'"
                                " balance_kind: OPENING_BALANCE_KIND_HOLIDAY_DAYS quantity {"
                                " unscaled: 9 } as_of { year: 2126 month: 9 day: 27 }")),
            "BALANCE_TOO_FAR_AHEAD");
  const std::string loan =
      "person_id: 'ada' legal_entity_id: 'geneva' balance_kind: OPENING_BALANCE_KIND_LOAN"
      " as_of { year: 2026 month: 9 day: 27 } amount { minor_units: 5000 currency_code: ";
  const auto foreign =
      Fail(&Persons::RecordOpeningBalance, consultant_, "request_id: 'b4' " + loan + "'EUR' }");
  EXPECT_TRUE(absl::IsInvalidArgument(foreign)) << "no slip of hers would take it back";
  EXPECT_EQ(foreign.message(), "amount.currency_code: State it in CHF.");
  Ask(&Persons::RecordOpeningBalance, consultant_, "request_id: 'b5' " + loan + "'CHF' }");
}

TEST(FoldedNameTest, IgnoresCaseAccentsAndOrder) {
  EXPECT_EQ(FoldedName("Éloïse  Le Gall"), "eloise gall le");
  EXPECT_EQ(FoldedName("LE GALL, Eloise"), "eloise gall le");
  EXPECT_EQ(FoldedName("Jean-Luc Weiß"), FoldedName("weiss JEAN LUC"));
  EXPECT_EQ(FoldedName(""), "");
  EXPECT_NE(FoldedName("Le Gall"), FoldedName("Legall"));
}
}  // namespace
}  // namespace aor::directory
