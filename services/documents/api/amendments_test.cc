// What was changed in a contract after it was concluded, on paper for each side that it concerns.
#include "services/documents/api/canned_contracts.h"
#include "services/documents/api/documents_test.h"

namespace aor::documents {
namespace {
class AmendmentsTest : public DocumentsTest {
 protected:
  void SetUp() override {
    As("carla", "consultant");
    FillContracts(*canned_);
    canned_->contracts["a1"] =
        ContractOf("a1", "TEMP", "CH-GE", kHour, std::string(kGeneva) + kSaid + kUntilDecember) +
        kChanges;
    canned_->quotes["q-a1"] = QuoteOfGeneva("q-a1");
    canned_->contracts["a2"] = ContractOfMira("a2", "self_billed: true") +
                               "rates { base_wage { unscaled: 620 } tariff { unscaled: 640 }"
                               " effective_from { year: 2026 month: 10 day: 5 } }"
                               "rates { base_wage { unscaled: 650 } tariff { unscaled: 670 }"
                               " effective_from { year: 2026 month: 11 day: 1 } amendment: 1"
                               " recorded_at { seconds: 1793000000 } }";
    canned_->quotes["q-a2"] = "quote_id: 'q-a2' price { currency_code: 'EUR' }";
  }
  std::string TextIn(const v1::Document& document) {
    std::string pdf;
    EXPECT_EQ(Download(Of(document), &pdf), "OK") << said_;
    return TextOf(pdf);
  }
  std::string TryRender(const std::string& kind, const std::string& source) {
    return Try(&Stub::RenderDocument,
               Id() + "document_kind: DOCUMENT_KIND_" + kind + " source_id: '" + source + "'");
  }
  void ExpectIn(const std::string& text, const std::vector<const char*>& words) {
    for (const char* one : words)
      EXPECT_NE(text.find(one), std::string::npos) << one << " is not in:\n" << text;
  }
  // Extended, then dearer for the client, then better paid, then ended before that day.
  static constexpr char kChanges[] =
      "extensions { previous_end { year: 2026 month: 12 day: 18 } end { year: 2027 month: 1 day: 29"
      " } amendment: 1 recorded_at { seconds: 1793000000 } }"
      "rates { base_wage { unscaled: 30 } tariff { unscaled: 5400 scale: 2 }"
      " effective_from { year: 2026 month: 10 day: 5 } }"
      "rates { base_wage { unscaled: 30 } tariff { unscaled: 5625 scale: 2 } amendment: 2"
      " effective_from { year: 2026 month: 11 day: 1 } recorded_at { seconds: 1793000000 } }"
      "rates { base_wage { unscaled: 31 } tariff { unscaled: 5625 scale: 2 } amendment: 3"
      " effective_from { year: 2026 month: 12 day: 1 } recorded_at { seconds: 1793000000 } }"
      "ends { end { year: 2026 month: 12 day: 31 } amendment: 4"
      " recorded_at { seconds: 1793000000 } }";
};

TEST_F(AmendmentsTest, BothSidesOfAnExtension) {
  const auto workers = Render("WORKER_AMENDMENT", "a1/1");
  EXPECT_EQ(workers.language(), "fr");
  EXPECT_EQ(workers.source().id(), "a1") << "whose stream in engagements hears of it";
  EXPECT_EQ(workers.source().part(), "a1-worker-1");
  EXPECT_EQ(workers.number(), "a1/1");
  EXPECT_EQ(canned_->asked_of_client_at, 1793000000) << "named as when that was agreed";
  ExpectIn(TextIn(workers), {"Avenant n° 1 au contrat a1", "Ada Šimánková",
                             "contrat a1 du 28 septembre 2026", "Monteuse · Ateliers Perret",
                             "du 18 décembre 2026 au 29 janvier 2027", "restent inchangées"});
  const auto clients = Render("CLIENT_AMENDMENT", "a1/1");
  EXPECT_EQ(clients.language(), "de");
  EXPECT_EQ(clients.source().part(), "a1-client-1");
  ExpectIn(TextIn(clients), {"Nachtrag Nr. 1 zum Vertrag a1", "Monteuse · Ada Šimánková",
                             "bis zum 29. Januar 2027 verlängert"});
}

TEST_F(AmendmentsTest, ARateIsTheBusinessOfWhoseItIs) {
  const std::string tariff = TextIn(Render("CLIENT_AMENDMENT", "a1/2", "language: 'fr'"));
  ExpectIn(tariff, {"Heure de travail", "54.00 CHF 56.25 CHF", "Dès le 1er novembre 2026", "/ h"});
  EXPECT_EQ(TryRender("WORKER_AMENDMENT", "a1/2"), "5") << "the wage stays";
  const std::string wage = TextIn(Render("WORKER_AMENDMENT", "a1/3", "language: 'en'"));
  ExpectIn(wage, {"Base wage", "30.00 CHF 31.00 CHF", "From 1 December 2026", "at the same rates"});
  EXPECT_EQ(wage.find("56.25"), std::string::npos) << "the tariff is not the worker's";
  EXPECT_EQ(TryRender("CLIENT_AMENDMENT", "a1/3"), "5") << "the tariff stays";
}

TEST_F(AmendmentsTest, AnEndBeforeTheLastDay) {
  ExpectIn(TextIn(Render("WORKER_AMENDMENT", "a1/4")),
           {"Avenant n° 4", "prend fin le 31 décembre 2026 au lieu du 29 janvier 2027"});
}

TEST_F(AmendmentsTest, OfAContractor) {
  const auto mandate = Render("MANDATE_AMENDMENT", "a2/1");
  EXPECT_EQ(mandate.parties().supplier_id(), "mira-dev");
  const std::string text = TextIn(mandate);
  ExpectIn(text, {"Avenant n° 1 au contrat a2", "Mira Dev SASU", "620,00 EUR 650,00 EUR", "/ j"});
  EXPECT_EQ(text.find("670"), std::string::npos);
  ExpectIn(TextIn(Render("CLIENT_AMENDMENT", "a2/1", "language: 'en'")),
           {"Agent of record", "640.00 EUR 670.00 EUR"});
  EXPECT_EQ(TryRender("WORKER_AMENDMENT", "a2/1"), "5") << "a contractor is nobody's worker";
}

TEST_F(AmendmentsTest, EachChangeIsAPaperOfItsOwn) {
  const auto first = Render("CLIENT_AMENDMENT", "a1/1");
  const auto second = Render("CLIENT_AMENDMENT", "a1/2");
  EXPECT_NE(first.document_id(), second.document_id());
  EXPECT_EQ(Render("CLIENT_AMENDMENT", "a1/1").versions_size(), 1);
  EXPECT_EQ(TryRender("CLIENT_AMENDMENT", "a1/5"), "5");
  EXPECT_EQ(TryRender("CLIENT_AMENDMENT", "a1"), "3") << "of which change?";
  EXPECT_EQ(TryRender("CLIENT_AMENDMENT", "a1/x"), "3");
  EXPECT_EQ(TryRender("CLIENT_AMENDMENT", "a1/0"), "3") << "that is the contract";
}

TEST_F(AmendmentsTest, EachSideSignsItsOwn) {
  const auto workers = Render("WORKER_AMENDMENT", "a1/1", "release: true");
  const auto sign = [&](const std::string& role) {
    return Try(&Stub::SignDocument, Id() + Of(workers) + "role: PARTY_ROLE_" + role + " digest: '" +
                                        DigestIn(workers) + "'");
  };
  As("cora", "client:acme");
  EXPECT_EQ(sign("CLIENT"), "5");
  As("ada", "worker");
  EXPECT_EQ(sign("WORKER"), "OK") << said_;
  As("carla", "consultant");
  EXPECT_EQ(sign("AGENCY"), "OK") << said_;
}
}  // namespace
}  // namespace aor::documents
