// What the law of France asks of slips and invoices, over real gRPC.
#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include "services/documents/api/canned_contracts.h"
#include "services/documents/api/documents_test.h"

namespace aor::documents {
namespace {
class FrenchPapersTest : public DocumentsTest {
 protected:
  void SetUp() override { As("carla", "consultant"); }
};

// A week in Lyon: 525.00 less contributions of 10 %, less 4.2 % of what is taxed.
std::string SlipInLyon(const std::string& id, const std::string& contract, int64_t verified_at) {
  const auto eur = [](int64_t minor) {
    return "{ currency_code: 'EUR' minor_units: " + std::to_string(minor) + " }";
  };
  const auto line = [&](const char* code, const char* kind, int64_t base, int64_t percent,
                        int64_t amount) {
    return absl::StrCat("lines { code: '", code, "' line_kind: LINE_KIND_", kind, " base ",
                        eur(base), " rate { unscaled: ", percent, " scale: 1 } amount ",
                        eur(amount), " } ");
  };
  return absl::StrCat("verified_at { seconds: ", verified_at, " } slip { payslip_id: '", id,
                      "' worker_id: 'ada' contract_id: '", contract,
                      "' legal_entity_id: 'lyon' period: '2026-10' run_kind: 'REGULAR' ",
                      line("BASE", "EARNING", 52500, 1000, 52500),
                      line("OLD_AGE", "WORKER_DEDUCTION", 52500, 100, -5250),
                      line("OLD_AGE_EMPLOYER", "EMPLOYER_CHARGE", 52500, 200, 10500),
                      line("PAS", "WORKER_DEDUCTION", 47250, 42, -1985), "gross ", eur(52500),
                      " deductions ", eur(7235), " net ", eur(45265), " employer_charges ",
                      eur(10500), " net_social ", eur(47250), " net_taxable ", eur(47250), " }");
}

void PutLyon(Canned& canned, const std::string& particulars) {
  canned.entities["lyon"] =
      "legal_entity_id: 'lyon' name: 'Alpina Lyon' address { street: 'Rue Sala' town: 'Lyon'"
      " country_code: 'FR' } zone: 'Europe/Paris' registration_number: '404833048' vat_number:"
      " 'FR83404833048' " +
      particulars;
  canned.payees["lyon"] = "name: 'Alpina Lyon'";
  canned.contracts["l1"] = ContractOf(
      "l1", "TEMP", "FR", "cba_id: 'FR-TRAVAIL-TEMPORAIRE'",
      "legal_entity_id: 'lyon' title: 'Préparatrice' clauses { qualification: 'Employée II' }");
}

// R3243-1: the numbers of the employer, the agreement, the post; and what is left, taxed, borne.
TEST_F(FrenchPapersTest, AFrenchSlipNamesEmployerAgreementAndPost) {
  PutLyon(*canned_,
          "particulars { establishment_number: '404 833 048 00022' activity_code: '78.20Z' }");
  canned_->payslips["f1"] = SlipInLyon("f1", "l1", 1793692800);
  canned_->payslips["f2"] = SlipInLyon("f2", "l1", 1793779200);
  const auto text_of = [&](const v1::Document& document) {
    std::string pdf;
    EXPECT_EQ(Download(Of(document), &pdf), "OK") << said_;
    return TextOf(pdf);
  };
  const auto first = Render("PAYSLIP", "f1");
  EXPECT_TRUE(first.versions(0).lacking().empty()) << first.ShortDebugString();
  const std::string text = text_of(first);
  for (const char* words :
       {"Préparatrice", "Employée II", "(IDCC 2378)", "404 833 048 00022", "78.20Z", "Retraite",
        "525,00 10,00 % 20,00 % 105,00 −52,50", "Montant net social 472,50",
        "avant impôt sur le revenu 472,50", "Montant net imposable 472,50",
        "Cumul 2026 du montant net imposable 472,50", "−19,85", "Net à payer en EUR 452,65",
        "630,00"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in:\n" << text;
  EXPECT_NE(text_of(Render("PAYSLIP", "f2")).find("net imposable 945,00"), std::string::npos)
      << "with the one before it";
}

TEST_F(FrenchPapersTest, WhatAFrenchSlipLacksIsToldAndMended) {
  PutLyon(*canned_, "");
  canned_->contracts.erase("l1");
  canned_->payslips["f3"] = SlipInLyon("f3", "l1", 1793692800);
  const auto lacking = [](const v1::Document& document) {
    return absl::StrJoin(document.versions().rbegin()->lacking(), "; ");
  };
  const auto first = Render("PAYSLIP", "f3", "release: true");
  EXPECT_EQ(lacking(first),
            "establishment_number (change-organisation-details: particulars.establishment_number); "
            "activity_code (change-organisation-details: particulars.activity_code); "
            "collective_agreement (record-employer-details); title (conclude-contract); "
            "qualification (conclude-contract: clauses.qualification)");
  EXPECT_EQ(lacking(Render("PAYSLIP", "f3")), lacking(first)) << "of the stored one";
  As("ada", "worker");
  v1::GetDocumentResponse shown;
  ASSERT_EQ(Call(&Stub::GetDocument, Of(first), &shown), "OK") << said_;
  EXPECT_EQ(lacking(shown.document()), "") << "the agency's business";
  As("carla", "consultant");
  PutLyon(*canned_,
          "particulars { establishment_number: '404 833 048 00022' activity_code: '78.20Z' }");
  const auto mended = Render("PAYSLIP", "f3");
  EXPECT_EQ(mended.versions_size(), 2);
  EXPECT_EQ(lacking(mended), "");
}

TEST_F(FrenchPapersTest, AFrenchInvoiceNamesFormCapitalAndRegister) {
  const std::string sas =
      "particulars { legal_form: 'SAS' share_capital { currency_code: 'EUR' minor_units: 5000000 }"
      " register_town: 'Lyon' } ";
  const std::string eur = "{ currency_code: 'EUR' minor_units: 10000 }";
  const auto invoice = [&](const char* type, const char* other) {
    return std::string("document { invoice_id: 'i' number: 'LY-1' type_code: '") + type +
           "' legal_entity_id: 'lyon' " + other +
           " issue_date { year: 2026 month: 10 day: 31 } lines { description: 'Travail' quantity {"
           " unscaled: 1 } price { unscaled: 100 } net " +
           eur + " } vat { base " + eur + " vat { currency_code: 'EUR' } } net " + eur +
           " vat_total { currency_code: 'EUR' } payable " + eur +
           " } issued_at { seconds: 1793480400 }";
  };
  canned_->invoices["ly1"] = invoice("380", "client_id: 'acme'");
  canned_->invoices["ly2"] = invoice("389", "supplier_id: 'mira-dev'");
  canned_->suppliers["mira-dev"] =
      "registered { supplier_id: 'mira-dev' name: 'Mira Dev' address { town: 'Villeurbanne'"
      " country_code: 'FR' } registration_number: '839021472' particulars { legal_form: 'SASU' } }";
  canned_->payees["mira-dev"] = "name: 'Mira Dev' language: 'fr'";
  PutLyon(*canned_, "");
  const auto bare = Render("INVOICE", "ly1");
  EXPECT_EQ(absl::StrJoin(bare.versions(0).lacking(), "; "),
            "legal_form (change-organisation-details: particulars.legal_form); share_capital "
            "(change-organisation-details: particulars.share_capital); register_town "
            "(change-organisation-details: particulars.register_town)");
  PutLyon(*canned_, sas);
  const auto text_of = [&](const v1::Document& document) {
    EXPECT_TRUE(document.versions().rbegin()->lacking().empty()) << document.ShortDebugString();
    std::string pdf;
    EXPECT_EQ(Download(Of(document), &pdf), "OK") << said_;
    return TextOf(pdf);
  };
  const std::string text = text_of(Render("INVOICE", "ly1")),
                    own = text_of(Render("SELF_BILLED_INVOICE", "ly2"));
  for (const char* words : {"SAS au capital de 50 000,00 €", "404 833 048 RCS Lyon",
                            "TVA FR83404833048", "recouvrement de 40 EUR"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in:\n" << text;
  EXPECT_EQ(text.find("SIREN"), std::string::npos) << "said once";
  for (const char* words : {"SASU", "SIREN 839021472", "SAS au capital de 50 000,00 €"})
    EXPECT_NE(own.find(words), std::string::npos) << words << " is not in:\n" << own;
}
}  // namespace
}  // namespace aor::documents
