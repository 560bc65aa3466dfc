// Organisations through the real edge, and what is asked of all: what callers of each role get.
#include <absl/strings/str_replace.h>

#include "services/directory/api/directory_test.h"

namespace aor::directory {
namespace {
constexpr auto kClient =
    " client_id: 'acme' name: 'Acme SA' address { town: 'Genève' country_code: 'CH' } "
    "payment_terms_days: 30 billing_cadence: BILLING_CADENCE_MONTHLY "
    "consolidation: CONSOLIDATION_CLIENT legal_entity_id: 'geneva'";

TEST_F(DirectoryTest, RegistersAClientOnce) {
  const auto first =
      Ask(&Organisations::RegisterClient, consultant_, std::string("request_id: 'c1'") + kClient);
  EXPECT_EQ(first.client_id(), "acme");
  const auto again =
      Ask(&Organisations::RegisterClient, consultant_, std::string("request_id: 'c1'") + kClient);
  EXPECT_EQ(again.consistency_token(), first.consistency_token());
  Ask(&Organisations::RegisterClient, consultant_, std::string("request_id: 'c2'") + kClient);
  const auto other = Fail(&Organisations::RegisterClient, consultant_,
                          std::string("request_id: 'c3'") + kClient + " vat_number: 'X1'");
  EXPECT_EQ(rpc::RefusalOf(other), "ALREADY_REGISTERED") << other;
  const auto derived = Ask(&Organisations::RegisterClient, consultant_,
                           "request_id: 'c4' name: 'B' address { country_code: 'CH' } "
                           "billing_cadence: BILLING_CADENCE_WEEKLY "
                           "consolidation: CONSOLIDATION_CONTRACT legal_entity_id: 'geneva'");
  EXPECT_EQ(derived.client_id().size(), 36u);
}

TEST_F(DirectoryTest, ShowsAClientWithWhatBelongsToIt) {
  Ask(&Organisations::RegisterClient, consultant_, std::string("request_id: 'c1'") + kClient);
  Ask(&Organisations::OpenSite, consultant_,
      "request_id: 's1' client_id: 'acme' site_id: 'hall' name: 'Hall' "
      "address { country_code: 'CH' } zone: 'Europe/Zurich' jurisdiction: 'CH-GE'");
  Ask(&Organisations::PlacePurchaseOrder, running_->As("clara", "client:acme"),
      "request_id: 'p1' client_id: 'acme' number: 'PO 17'");
  Ask(&Organisations::PlacePurchaseOrder, running_->As("clara", "client:acme"),
      "request_id: 'p2' client_id: 'acme' number: 'PO 17' cost_centre: '4711' amends: true");
  const auto token = Ask(&Organisations::OpenProgramme, consultant_,
                         "request_id: 'g1' client_id: 'acme' programme_id: 'it' name: 'IT'")
                         .consistency_token();
  const std::string get = "client_id: 'acme' consistency_token: '" + token + "'";
  const auto client = Ask(&Organisations::GetClient, auditor_, get).client();
  EXPECT_EQ(client.registered().name(), "Acme SA");
  EXPECT_EQ(client.sites_size(), 1);
  ASSERT_EQ(client.purchase_orders_size(), 1);
  EXPECT_EQ(client.purchase_orders(0).number(), "PO 17");
  EXPECT_EQ(client.purchase_orders(0).cost_centre(), "4711");
  EXPECT_EQ(client.programmes(0).programme_id(), "it");
  EXPECT_TRUE(absl::IsNotFound(Fail(
      &Organisations::GetClient, running_->As("eve", "consultant", "beta"), "client_id: 'acme'")));
  EXPECT_TRUE(absl::IsPermissionDenied(
      Fail(&Organisations::GetClient, running_->As("eve", "client:other"), get)));
  EXPECT_GE(Ask(&Organisations::ListClients, auditor_, "page_size: 10").clients_size(), 1);
}

TEST_F(DirectoryTest, ShowsALegalEntityAsAnEmployer) {
  const auto registered =
      Ask(&Organisations::RegisterLegalEntity, consultant_,
          "request_id: 'e1' legal_entity_id: 'zug' name: 'Alpina Zug AG' address { country_code:"
          " 'CH' } currency_code: 'CHF' zone: 'Europe/Zurich' holiday_place: 'CH-ZG'")
          .consistency_token();
  EXPECT_FALSE(Ask(&Organisations::GetLegalEntity, auditor_,
                   "legal_entity_id: 'zug' consistency_token: '" + registered + "'")
                   .has_employer());
  const std::string details =
      "legal_entity_id: 'zug' licence_number: 'ZG-7' pay_day: 25 collective_agreement: 'GAV'";
  const auto token =
      Ask(&Organisations::RecordEmployerDetails, consultant_, "request_id: 'e2' " + details)
          .consistency_token();
  const auto employer = Ask(&Organisations::GetLegalEntity, auditor_,
                            "legal_entity_id: 'zug' consistency_token: '" + token + "'")
                            .employer();
  EXPECT_EQ(employer.licence_number(), "ZG-7");
  EXPECT_EQ(employer.pay_day(), 25u);
  EXPECT_EQ(employer.collective_agreement(), "GAV");
  EXPECT_TRUE(absl::IsInvalidArgument(Fail(&Organisations::RecordEmployerDetails, consultant_,
                                           "request_id: 'e3' legal_entity_id: 'zug' pay_day: 32")));
  EXPECT_TRUE(absl::IsPermissionDenied(
      Fail(&Organisations::RecordEmployerDetails, finance_, "request_id: 'e4' " + details)));
  EXPECT_EQ(rpc::RefusalOf(Fail(&Organisations::RecordEmployerDetails, consultant_,
                                "request_id: 'e5' legal_entity_id: 'nobody'")),
            "NOT_A_LEGAL_ENTITY");
}

TEST_F(DirectoryTest, StatesWhatPapersNameOfACompany) {
  const std::string lyon = " name: 'Alpina Lyon' address { town: 'Lyon' country_code: 'FR' } ";
  const std::string particulars =
      "particulars { legal_form: 'SAS' share_capital { currency_code: 'EUR' minor_units: 5000000 }"
      " register_town: 'Lyon' establishment_number: '404 833 048 00022' activity_code: '78.20Z' }";
  Ask(&Organisations::RegisterLegalEntity, consultant_,
      "request_id: 'l1' legal_entity_id: 'lyon'" + lyon +
          "currency_code: 'EUR' zone: 'Europe/Paris' holiday_place: 'FR' particulars {}");
  const auto change = [&](const std::string& id, const std::string& stated) {
    return "request_id: '" + id + "' organisation_id: 'lyon'" + lyon + stated;
  };
  const auto asked = [&](const char* id, const char* wrong) {
    const auto status =
        Fail(&Organisations::ChangeOrganisationDetails, consultant_, change(id, wrong));
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << wrong << ": " << status;
    return std::string(status.message());
  };
  EXPECT_NE(asked("l2", "particulars { establishment_number: '404 833 048 00023' }").find("SIRET"),
            std::string::npos);
  EXPECT_NE(asked("l3", "particulars { activity_code: '782Z' }").find("NAF"), std::string::npos);
  EXPECT_NE(asked("l4", "particulars { share_capital { currency_code: 'EUR' } }").find("capital"),
            std::string::npos);
  const auto at = [&](const std::string& token, const std::string& instant) {
    return Ask(&Organisations::GetLegalEntity, auditor_,
               "legal_entity_id: 'lyon' consistency_token: '" + token + "'" + instant)
        .legal_entity()
        .particulars();
  };
  const auto stated =
      Ask(&Organisations::ChangeOrganisationDetails, consultant_, change("l5", particulars))
          .consistency_token();
  EXPECT_EQ(at(stated, "").activity_code(), "78.20Z");
  EXPECT_EQ(at(stated, " details_at { seconds: 1 }").legal_form(), "SAS")
      << "what nobody had stated by then is as it is now";
  running_->AdvanceTo("2026-09-28T07:00:00Z");
  const auto larger = Ask(&Organisations::ChangeOrganisationDetails, consultant_,
                          change("l6", absl::StrReplaceAll(particulars, {{"5000000", "9000000"}})))
                          .consistency_token();
  EXPECT_EQ(at(larger, "").share_capital().minor_units(), 9000000);
  const std::string before = " details_at { seconds: 1790577000 }";  // 06:30
  EXPECT_EQ(at(larger, before).share_capital().minor_units(), 5000000);
}

TEST_F(DirectoryTest, ShowsAClientAsItStandsNow) {
  Ask(&Organisations::RegisterClient, consultant_, std::string("request_id: 'c1'") + kClient);
  Ask(&Organisations::ChangeOrganisationDetails, consultant_,
      "request_id: 'd1' organisation_id: 'acme' name: 'Acme Holding SA' "
      "address { town: 'Lausanne' country_code: 'CH' } vat_number: 'CHE-107.787.577 TVA'");
  const auto token =
      Ask(&Organisations::AgreeClientTerms, finance_,
          "request_id: 't1' client_id: 'acme' payment_terms_days: 45 language: 'de' "
          "billing_cadence: BILLING_CADENCE_WEEKLY consolidation: CONSOLIDATION_CONTRACT")
          .consistency_token();
  const auto now = Ask(&Organisations::GetClient, auditor_,
                       "client_id: 'acme' consistency_token: '" + token + "'")
                       .client()
                       .registered();
  EXPECT_EQ(now.ShortDebugString(),
            "client_id: \"acme\" name: \"Acme Holding SA\" address { town: \"Lausanne\" "
            "country_code: \"CH\" } vat_number: \"CHE-107.787.577 TVA\" payment_terms_days: 45 "
            "language: \"de\" "
            "billing_cadence: BILLING_CADENCE_WEEKLY consolidation: CONSOLIDATION_CONTRACT "
            "legal_entity_id: \"geneva\"");
  EXPECT_TRUE(absl::IsInvalidArgument(
      Fail(&Organisations::ChangeOrganisationDetails, consultant_,
           "request_id: 'd2' organisation_id: 'acme' name: 'Acme' address { country_code: 'X' }")));
  EXPECT_TRUE(absl::IsPermissionDenied(
      Fail(&Organisations::ChangeOrganisationDetails, finance_,
           "request_id: 'd3' organisation_id: 'acme' name: 'A' address { country_code: 'CH' }")));
}

TEST_F(DirectoryTest, KeepsASuppliersVatStatusByDate) {
  Ask(&Organisations::RegisterSupplier, consultant_,
      "request_id: 'su' supplier_id: 'dev' name: 'Dev SARL' address { country_code: 'FR' } "
      "worker_id: 'ada' vat_status: VAT_STATUS_FRANCHISE_293B "
      "vat_status_from { year: 2026 month: 1 day: 1 }");
  const auto token =
      Ask(&Organisations::RecordSupplierVatStatus, finance_,
          "request_id: 'v1' supplier_id: 'dev' vat_status: VAT_STATUS_LIABLE "
          "vat_number: 'FR61954506077' effective_from { year: 2026 month: 11 day: 1 }")
          .consistency_token();
  const auto supplier = Ask(&Organisations::GetSupplier, finance_,
                            "supplier_id: 'dev' consistency_token: '" + token + "'")
                            .supplier();
  ASSERT_EQ(supplier.vat_statuses_size(), 2);
  EXPECT_EQ(supplier.vat_statuses(0).vat_status(), v1::VAT_STATUS_FRANCHISE_293B);
  EXPECT_EQ(supplier.vat_statuses(1).vat_number(), "FR61954506077");
  const auto moved = Ask(&Organisations::ChangeOrganisationDetails, consultant_,
                         "request_id: 'd1' organisation_id: 'dev' name: 'Dev SAS' "
                         "address { town: 'Lyon' country_code: 'FR' }")
                         .consistency_token();
  EXPECT_EQ(Ask(&Organisations::GetSupplier, finance_,
                "supplier_id: 'dev' consistency_token: '" + moved + "'")
                .supplier()
                .registered()
                .name(),
            "Dev SAS");
  EXPECT_EQ(Ask(&Organisations::GetSupplier, finance_,
                "supplier_id: 'dev' details_at { seconds: 1 } consistency_token: '" + moved + "'")
                .supplier()
                .registered()
                .name(),
            "Dev SARL")
      << "as it was called before";
}

TEST_F(DirectoryTest, ChangesTheDetailsOfWhoIsRegistered) {
  const std::string wish =
      "' name { given_name: 'A' family_name: 'B' } address { town: 'Genève' country_code: 'CH' }";
  EXPECT_EQ(rpc::RefusalOf(Fail(&Persons::ChangePersonDetails, consultant_,
                                "request_id: 'n1' person_id: 'nobody" + wish)),
            "NOT_REGISTERED");
  EXPECT_TRUE(absl::IsPermissionDenied(
      Fail(&Persons::ChangePersonDetails, finance_, "request_id: 'n2' person_id: 'ada" + wish)));
  EXPECT_TRUE(absl::IsInvalidArgument(
      Fail(&Persons::ChangePersonDetails, consultant_,
           "request_id: 'n3' person_id: 'ada' name { given_name: 'A' family_name: 'B' }")));
  Register("gone", "Gone", "Away");
  Erase("gone");
  EXPECT_EQ(rpc::RefusalOf(Fail(&Persons::ChangePersonDetails, consultant_,
                                "request_id: 'n5' person_id: 'gone" + wish)),
            "ERASED");
}

// What goes on to authorities, onto papers and into files, to the letter.
TEST_F(DirectoryTest, NumbersOfOfficesAreLettersAndDigits) {
  Register("ada", "Éloïse", "Le Gall");
  Ask(&Organisations::RegisterClient, consultant_, std::string("request_id: 'c1'") + kClient);
  const auto profile = [&](const std::string& field) {
    return Fail(&Persons::RecordPayrollProfile, consultant_,
                "request_id: 'p-" + field.substr(0, 8) + "' person_id: 'ada' profile { " + field +
                    " } effective_from { year: 2026 month: 10 day: 1 }");
  };
  const auto client = [&](const std::string& field) {
    return Fail(&Organisations::ChangeOrganisationDetails, consultant_,
                "request_id: 'd-1' organisation_id: 'acme' name: 'Acme SA' " + field +
                    " address { country_code: 'CH' }");
  };
  const auto person = [&](const std::string& field) {
    return Fail(&Persons::ChangePersonDetails, consultant_,
                "request_id: 'n-1' person_id: 'ada' name { given_name: 'Ada' family_name: 'L' } " +
                    field + " address { country_code: 'CH' }");
  };
  const auto supplier = [&](const std::string& field) {
    return Fail(&Organisations::RegisterSupplier, consultant_,
                "request_id: 's-1' supplier_id: 'odd' name: 'Odd' address { country_code: 'FR' } "
                "vat_status: VAT_STATUS_LIABLE vat_status_from { year: 2026 month: 1 day: 1 } " +
                    field);
  };
  const struct {
    absl::Status status;
    const char* field;
  } refused[] = {
      {profile("permit: '\\360\\237\\230\\200'"), "profile.permit: "},
      {profile("source_tax_canton: 'G\\010E'"), "profile.source_tax_canton: "},
      {profile("source_tax_code: 'A0N\\342\\202\\254'"), "profile.source_tax_code: "},
      {client("vat_number: 'CHE-1\\nTVA'"), "vat_number: "},
      {person("identifier: '756<script>'"), "identifier: "},
      {supplier("vat_number: '\\360\\237\\246\\204'"), "vat_number: "},
      {supplier("vat_number: 'FR61954506077' registration_number: '954;506'"),
       "registration_number: "},
      {client("vat_number: 'CHE-107.787.578 TVA'"), "vat_number: compare it with the paper"},
      {client("vat_number: 'CHE-107.787.577 VAT'"), "vat_number: give a Swiss VAT number"},
      {person("identifier: '756.9217.0769.84'"), "identifier: compare it with the paper"},
      {person("identifier: '285066938102668'"), "identifier: compare it with the paper"},
      {supplier("vat_number: 'FR62954506077'"), "vat_number: compare it with the paper"},
      {supplier("vat_number: 'FR61954506077' registration_number: '954506078'"),
       "registration_number: Compare it with the paper"},
  };
  for (const auto& [status, field] : refused) {
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << field << status;
    EXPECT_TRUE(std::string(status.message()).starts_with(field)) << status;
  }
}

// Accounts stand by the id alone, and an erasure would shut the company's.
TEST_F(DirectoryTest, AnIdIsAPersonsOrAnOrganisations) {
  const auto administrator = running_->As("adam", "administrator");
  const auto supplier = [](const std::string& id, const std::string& request_id) {
    return "request_id: '" + request_id + "' supplier_id: '" + id +
           "' name: 'Dev SARL' address { country_code: 'FR' } vat_status: VAT_STATUS_FRANCHISE_293B"
           " vat_status_from { year: 2026 month: 1 day: 1 }";
  };
  const std::string person =
      " name { given_name: 'Dea' family_name: 'Roy' } address { country_code: 'FR' }"
      " language: 'fr'";
  Register("dea", "Dea", "Roy");
  EXPECT_EQ(
      rpc::RefusalOf(Fail(&Organisations::RegisterSupplier, consultant_, supplier("dea", "o1"))),
      "ALREADY_REGISTERED");
  EXPECT_EQ(rpc::RefusalOf(Fail(&Organisations::RegisterLegalEntity, administrator,
                                "request_id: 'o2' legal_entity_id: 'dea' name: 'Dea SA' address {"
                                " country_code: 'CH' } currency_code: 'CHF' zone: 'Europe/Zurich'"
                                " holiday_place: 'CH-GE'")),
            "ALREADY_REGISTERED");
  Ask(&Organisations::RegisterSupplier, consultant_, supplier("dea-dev", "o3"));
  EXPECT_EQ(rpc::RefusalOf(Fail(&Persons::RegisterPerson, consultant_,
                                "request_id: 'o4' person_id: 'dea-dev'" + person)),
            "ALREADY_REGISTERED");
  Register("dea", "Dea", "Roy");
  Ask(&Organisations::RegisterSupplier, consultant_, supplier("dea-dev", "o5"));
}
}  // namespace
}  // namespace aor::directory
