// The papers of contracts: what they say, in whose words, and what they are refused for.
#include "services/documents/api/canned_contracts.h"
#include "services/documents/api/documents_test.h"

namespace aor::documents {
namespace {
class ContractsTest : public DocumentsTest {
 protected:
  void SetUp() override {
    As("carla", "consultant");
    FillContracts(*canned_);
  }
  void Geneva(const std::string& id, const std::string& rest, const std::string& terms = kHour) {
    canned_->contracts[id] = ContractOf(id, "TEMP", "CH-GE", terms, kGeneva + rest);
    canned_->quotes["q-" + id] = QuoteOfGeneva("q-" + id);
  }
  std::string TextIn(const v1::Document& document) {
    std::string pdf;
    EXPECT_EQ(Download(Of(document), &pdf), "OK") << said_;
    return TextOf(pdf);
  }
  std::string TryRender(const std::string& kind, const std::string& id) {
    return Try(&Stub::RenderDocument,
               Id() + "document_kind: DOCUMENT_KIND_" + kind + " source_id: '" + id + "'");
  }
  void ExpectIn(const std::string& text, const std::vector<const char*>& words) {
    for (const char* one : words)
      EXPECT_NE(text.find(one), std::string::npos) << one << " is not in:\n" << text;
  }
};

TEST_F(ContractsTest, ThePairOfATempInGeneva) {
  Geneva("c1", std::string(kSaid) + kUntilDecember);
  const auto workers = Render("ASSIGNMENT_CONTRACT", "c1");
  EXPECT_EQ(workers.language(), "fr");
  EXPECT_EQ(workers.source().part(), "c1-worker");
  EXPECT_EQ(workers.parties().client_id(), "acme") << "whose chain in engagements hears of it";
  ExpectIn(TextIn(workers),
           {"Contrat de mission c1", "Ada Šimánková", "n° GE-0417", "Office cantonal, 1201 Genève",
            "Monteuse : tableaux", "CFC, trois ans", "Halle 3, Rue du Pont 7, 1227 Carouge",
            "Du 5 octobre 2026 au 18 décembre 2026", "sans qu’un congé soit nécessaire",
            "42 heures par semaine, 8.4 heures par jour. Lundi à vendredi.", "Jours fériés 3.20 %",
            "0.96 30.96", "2.58 33.54", "2.79 36.33", "AVS, AI, APG 5.30 %", "0.70 %",
            "Assureur : Suva", "Mutuelle du Léman", "le 5 du mois suivant"});
  const auto clients = Render("HIRE_OF_SERVICES_CONTRACT", "c1");
  EXPECT_EQ(clients.language(), "de");
  EXPECT_EQ(clients.source().part(), "c1-client");
  EXPECT_EQ(canned_->asked_of_client_at, 1790582400) << "named as when it was concluded";
  const std::string text = TextIn(clients);
  ExpectIn(text,
           {"Verleihvertrag c1", "Bewilligung zum Personalverleih Nr. GE-0417", "CFC, trois ans",
            "Arbeitsstunde 54.00 / h", "innert 30 Tagen", "Zuschläge für Überstunden"});
  EXPECT_EQ(text.find("36.33"), std::string::npos) << "the wage is not the client's";
  EXPECT_EQ(Render("ASSIGNMENT_CONTRACT", "c1").versions_size(), 1);
  EXPECT_EQ(TryRender("MANDATE", "c1"), "5");
}

TEST_F(ContractsTest, AnOpenEndHasNotice) {
  Geneva("c2", kSaid);
  ExpectIn(TextIn(Render("ASSIGNMENT_CONTRACT", "c2", "language: 'en'")),
           {"until notice is given", "Two days in the first three months"});
}

TEST_F(ContractsTest, ThePairOfATempInLyon) {
  canned_->contracts["l1"] = ContractOf(
      "l1", "TEMP", "FR",
      "unit: UNIT_HOUR currency_code: 'EUR' cba_id: 'FR-TRAVAIL-TEMPORAIRE' base_wage { unscaled:"
      " 15 } tariff { unscaled: 3075 scale: 2 } weekly_hours { unscaled: 365 scale: 1 }",
      "legal_entity_id: 'lyon' title: 'Préparatrice' reason_for_use: 'Accroissement d’activité'"
      " end { year: 2026 month: 11 day: 30 } clauses { qualification: 'Employée'"
      " schedule: 'Lundi à vendredi.' reason_details: 'fêtes' equipment: 'Chaussures'"
      " wage_of_reference: '15,40 EUR' }");
  canned_->quotes["q-l1"] =
      "quote_id: 'q-l1' price { unit: UNIT_HOUR currency_code: 'EUR' base_wage { unscaled: 15 }"
      " gross_wage { unscaled: 1815 scale: 2 } components { code: 'IFM' percent { unscaled: 10 }"
      " amount { unscaled: 150 scale: 2 } } components { code: 'ICCP' percent { unscaled: 10 }"
      " amount { unscaled: 165 scale: 2 } } }";
  canned_->clients["acme"] =
      "registered { client_id: 'acme' name: 'Ateliers Perret' payment_terms_days: 30 } sites {"
      " site_id: 'hall' name: 'Quai 3' address { street: 'Avenue Jaurès' building_number: '210'"
      " postal_code: '69007' town: 'Lyon' country_code: 'FR' } }";
  ExpectIn(TextIn(Render("ASSIGNMENT_CONTRACT", "l1")),
           {"Entreprise de travail temporaire", "L1251-49", "Caution du Rhône, Lyon",
            "Accroissement d’activité : fêtes", "36,5 heures par semaine", "Chaussures",
            "15,40 EUR", "10,00 % 1,50 16,50", "1,65 18,15", "Période d’essai", "seize jours",
            "Quai 3, 210 Avenue Jaurès, 69007 Lyon",
            "Retraite complémentaire : Caisse du Rhône, Lyon."});
  ExpectIn(TextIn(Render("HIRE_OF_SERVICES_CONTRACT", "l1", "language: 'fr'")),
           {"Contrat de mise à disposition l1", "Accroissement d’activité : fêtes", "Employée",
            "Chaussures", "15,40 EUR", "30,75 / h", "paiement à 30 jours"});
}

TEST_F(ContractsTest, ThePapersOfAContractor) {
  const auto put = [&](const std::string& id, const std::string& terms) {
    canned_->contracts[id] = ContractOfMira(id, terms);
    canned_->quotes["q-" + id] = "quote_id: 'q-" + id + "' price { currency_code: 'EUR' }";
  };
  put("m1", "self_billed: true");
  const auto mandate = Render("MANDATE", "m1");
  EXPECT_EQ(mandate.parties().supplier_id(), "mira-dev");
  EXPECT_EQ(mandate.source().part(), "m1-worker");
  const std::string text = TextIn(mandate);
  ExpectIn(text, {"Mandat m1", "Mira Dev SASU", "SIREN 839021472", "Module Atlas", "Code source",
                  "620,00 / j", "4 % du prix", "autofacturation", "trente jours",
                  "tribunaux compétents de Lyon"});
  EXPECT_EQ(text.find("640"), std::string::npos) << "the client's price is not the contractor's";
  const std::string service = TextIn(Render("SERVICE_CONTRACT", "m1", "language: 'fr'"));
  ExpectIn(service, {"Contrat de prestations de services m1", "640,00 / j", "Ateliers Perret"});
  EXPECT_EQ(service.find("620"), std::string::npos);
  put("m2", "");
  EXPECT_EQ(TextIn(Render("MANDATE", "m2")).find("autofacturation"), std::string::npos);
}

TEST_F(ContractsTest, ThePapersOfAnEmployeeOfRecord) {
  canned_->contracts["e1"] = ContractOf("e1", "EOR", "CH-GE", kMonth, std::string(kGeneva) + kSaid);
  canned_->quotes["q-e1"] = kQuoteByTheMonth;
  ExpectIn(TextIn(Render("EMPLOYMENT_CONTRACT", "e1")),
           {"Contrat de travail e1", "CHF par mois", "8'500.00", "708.05 9'208.05",
            "Un mois pour la fin d’un mois", "pendant lesquelles le salaire est payé"});
  ExpectIn(TextIn(Render("CLIENT_CONTRACT", "e1", "language: 'en'")),
           {"Client contract e1", "11'200.00 / mo."});
  EXPECT_EQ(TryRender("ASSIGNMENT_CONTRACT", "e1"), "5");
}

TEST_F(ContractsTest, WhatTheLawAsksForAndNobodySaidIsNamed) {
  Geneva("c5", kUntilDecember,
         "unit: UNIT_HOUR currency_code: 'CHF' cba_id: 'GAV-PERSONALVERLEIH'");
  canned_->employers["geneva"] = "licence_number: 'GE-0417' pay_day: 5";
  EXPECT_EQ(TryRender("ASSIGNMENT_CONTRACT", "c5"), "CLAUSES_MISSING");
  ExpectIn(said_, {"contract c5 lacks", "licence: licence_authority (record-employer-details)",
                   "qualification (conclude-contract: clauses.qualification)",
                   "hours: weekly_hours (conclude-contract: terms.weekly_hours)",
                   "sickness: sickness_insurer (record-employer-details)",
                   "accident: accident_insurer", "LSE (RS 823.11) art. 19"});
  EXPECT_EQ(said_.find("pay_day"), std::string::npos) << said_;
  EXPECT_EQ(TryRender("HIRE_OF_SERVICES_CONTRACT", "c5"), "CLAUSES_MISSING");
  ExpectIn(said_, {"LSE (RS 823.11) art. 22"});
  EXPECT_EQ(said_.find("sickness"), std::string::npos) << said_;
  v1::ListDocumentsResponse found;
  EXPECT_EQ(Call(&Stub::ListDocuments, "source_id: 'c5'", &found), "OK");
  EXPECT_EQ(found.documents_size(), 0) << "nothing was stored";
}

TEST_F(ContractsTest, WhereNoLawIsKnownNothingIsPrinted) {
  canned_->contracts["d1"] =
      ContractOf("d1", "TEMP", "DE", kHour, std::string(kGeneva) + kSaid + kUntilDecember);
  canned_->quotes["q-d1"] = QuoteOfGeneva("q-d1");
  EXPECT_EQ(TryRender("ASSIGNMENT_CONTRACT", "d1"), "CLAUSES_MISSING");
  ExpectIn(said_, {"in DE is in no rule"});
}

TEST_F(ContractsTest, EachSideSignsItsOwnPaper) {
  Geneva("c6", std::string(kSaid) + kUntilDecember);
  const auto workers = Render("ASSIGNMENT_CONTRACT", "c6", "release: true");
  const auto clients = Render("HIRE_OF_SERVICES_CONTRACT", "c6", "release: true");
  const auto sign = [&](const v1::Document& document, const std::string& role) {
    return Try(&Stub::SignDocument, Id() + Of(document) + "role: PARTY_ROLE_" + role +
                                        " digest: '" + DigestIn(document) + "'");
  };
  As("cora", "client:acme");
  EXPECT_EQ(Try(&Stub::GetDocument, Of(workers)), "5") << "it names the client, and is not theirs";
  EXPECT_EQ(sign(workers, "CLIENT"), "5");
  EXPECT_EQ(sign(clients, "CLIENT"), "OK") << said_;
  As("ada", "worker");
  EXPECT_EQ(sign(workers, "WORKER"), "OK") << said_;
  EXPECT_EQ(sign(clients, "WORKER"), "5");
  As("carla", "consultant");
  EXPECT_EQ(sign(workers, "AGENCY"), "OK") << said_;
  v1::GetDocumentResponse shown;
  ASSERT_EQ(Call(&Stub::GetDocument, Of(workers), &shown), "OK");
  EXPECT_TRUE(shown.document().versions(0).fully_signed());
}
}  // namespace
}  // namespace aor::documents
