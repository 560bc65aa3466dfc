// The papers of a training session: S2.9, S2.30, S2.33–S2.36.
#include <absl/strings/str_replace.h>

#include "aor/missions/v1/roll_events.pb.h"
#include "services/documents/api/documents_test.h"

namespace aor::documents {
namespace {
constexpr auto kSheet = "document_kind: DOCUMENT_KIND_ATTENDANCE_SHEET source_id: 'm1/s1'";

class TrainingTest : public DocumentsTest {
 protected:
  void SetUp() override {
    canned_->missions["m1"] =
        "mission_id: 'm1' opened { mission_id: 'm1' client_id: 'acme' legal_entity_id: 'geneva' }"
        " coordinators { coordinator_id: 'cora' }";
    canned_->payees["fay"] = "name: 'Fay Benali' language: 'fr'";
    canned_->roll = Roll("Ana", "García Márquez");
    As("tess", "permanent_team");
  }
  // Two half-days; p1 was there on both, p2 withdrew, p3 was erased.
  static std::string Roll(const std::string& given, const std::string& surname,
                          const std::string& identity = "i1") {
    return "session { session_id: 's1' session_kind: SESSION_KIND_TRAINING place: 'Carouge'"
           " half_days: '2026-10-05-AM' half_days: '2026-10-05-PM' times { start { seconds:"
           " 1791183600 } end { seconds: 1791212400 } zone: 'Europe/Zurich' } }"
           " facilitator_id: 'fay' participants { participant_id: 'p1' mail: 'ana@acme.example'"
           " given_names: '" +
           given + "' surname: '" + surname + "' identity: '" + identity +
           "' certificate { participant_id: 'p1' version: 1 half_days: '2026-10-05-PM' } }"
           " participants { participant_id: 'p2' surname: 'Withdrew' withdrawn: true }"
           " participants { participant_id: 'p3' erased: true }"
           " participants { participant_id: 'p4' mail: 'bob@acme.example' }";
  }
  std::string TextOfFile(const v1::Document& document) {
    std::string pdf;
    EXPECT_EQ(Download(Of(document), &pdf), "OK") << said_;
    return TextOf(pdf);
  }
};

TEST_F(TrainingTest, ASheetIsPrintedForTheDayAndAgainWhenItsPeopleChange) {
  const auto sheet = Render("ATTENDANCE_SHEET", "m1/s1", "release: true");
  const std::string text = TextOfFile(sheet);
  for (const char* words :
       {"Feuille d’émargement", "Ateliers Perret Sàrl", "García Márquez Ana", "bob@acme.example",
        "ana@acme.example", "Matin", "Après-midi", "Fay Benali", "05.10.2026", "Carouge"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in:\n" << text;
  EXPECT_EQ(text.find("Withdrew"), std::string::npos);
  EXPECT_EQ(Render("ATTENDANCE_SHEET", "m1/s1").versions_size(), 1);
  canned_->roll = Roll("Ana María", "García Márquez", "i2");
  EXPECT_EQ(Render("ATTENDANCE_SHEET", "m1/s1").versions_size(), 2);

  v1::GetDocumentResponse shown;
  for (const auto& [person, role, found] : {std::tuple{"fay", "facilitator", "OK"},
                                            {"cora", "coordinator", "OK"},
                                            {"finn", "facilitator", "5"},
                                            {"dir", "client:acme", "5"}}) {
    As(person, role);
    EXPECT_EQ(Call(&Stub::GetDocument, Of(sheet), &shown), found) << person;
  }
}

TEST_F(TrainingTest, WhoRunsASessionOrCoordinatesItPrintsItsSheetAndNothingElse) {
  canned_->roll = Roll("Anaïs", "Renaud", "i3");
  const auto outcome = [&](const std::string& kind, const std::string& source) {
    return Try(&Stub::RenderDocument,
               Id() + "document_kind: DOCUMENT_KIND_" + kind + " source_id: '" + source + "'");
  };
  for (const auto& [person, role] :
       {std::pair{"fay", "facilitator"}, std::pair{"cora", "coordinator"}}) {
    As(person, role);
    EXPECT_NE(TextOfFile(Render("ATTENDANCE_SHEET", "m1/s1")).find("Renaud Anaïs"),
              std::string::npos)
        << person;
    EXPECT_EQ(outcome("PARTICIPATION_CERTIFICATE", "m1/s1/p1"), "7") << person;
    EXPECT_EQ(outcome("INVOICE", "i1"), "7") << person;
  }
  for (const auto& [person, role] :
       {std::pair{"finn", "facilitator"}, std::pair{"carl", "coordinator"}}) {
    As(person, role);
    EXPECT_EQ(outcome("ATTENDANCE_SHEET", "m1/s1"), "5") << person;
  }
}

TEST_F(TrainingTest, ACertificateStatesItsHalfDaysAndIsReadByNobodyOnceErased) {
  const auto certificate = Render("PARTICIPATION_CERTIFICATE", "m1/s1/p1", "language: 'en'");
  const std::string text = TextOfFile(certificate);
  for (const char* words : {"Certificate of participation", "García Márquez Ana", "5 October 2026",
                            "Afternoon", "1 of 2"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in:\n" << text;
  const auto refusal = [&](const std::string& source) {
    return Try(&Stub::RenderDocument,
               Id() + "document_kind: DOCUMENT_KIND_PARTICIPATION_CERTIFICATE source_id: '" +
                   source + "'");
  };
  EXPECT_EQ(refusal("m1/s1/p4"), "SOURCE_NOT_FINAL") << "nothing is certified";
  EXPECT_EQ(refusal("m1/s1/p3"), "ERASED");
  EXPECT_EQ(refusal("m1/s1/p9"), "5");
  EXPECT_EQ(refusal("m1/s1"), "3");

  after_ = process_->Publish<missions::v1::RollEvent>(
      "missions", "m1", "participant_erased { participant_id: 'p1' }");
  v1::GetDocumentResponse shown;
  EXPECT_EQ(Call(&Stub::GetDocument, Of(certificate), &shown), "OK") << said_;
  process_->AdvanceTo("2026-11-03T11:00:00Z");  // the watch looks
  std::string pdf;
  EXPECT_EQ(Download(Of(certificate), &pdf), "ERASED");
}

TEST_F(TrainingTest, ACorrectedCertificateNamesTheOneBeforeIt) {
  canned_->roll = absl::StrReplaceAll(
      canned_->roll,
      {{"'p1'", "'p7'"},
       {"version: 1",
        "version: 2 issued_at { seconds: 1791300000 } supersedes { version: 1 issued_at"
        " { seconds: 1791212400 } cause: CERTIFICATE_CAUSE_ATTENDANCE reason: 'left at ten' }"}});
  const std::string text =
      TextOfFile(Render("PARTICIPATION_CERTIFICATE", "m1/s1/p7", "language: 'en'"));
  for (const char* words : {"s1/p7/2", "takes the place of certificate s1/p7/1 of 5 October 2026",
                            "the attendance was corrected (left at ten)"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in:\n" << text;
}

// P50: the funder's number, for whom it pays, what took place, who was there, and why no VAT.
TEST_F(TrainingTest, AFundersInvoiceShowsWhatItPaysOn) {
  const auto eur = [](const std::string& minor) {
    return "{ currency_code: 'EUR' minor_units: " + minor + " }";
  };
  canned_->clients["opco"] =
      "registered { client_id: 'opco' name: 'OPCO Atout' language: 'fr' address { street: 'Rue "
      "Moncey'"
      " postal_code: '69003' town: 'Lyon' country_code: 'FR' } }";
  canned_->roll =
      absl::StrReplaceAll(canned_->roll, {{"identity: 'i1'",
                                           "identity: 'i1' marks { half_day: '2026-10-05-AM' }"
                                           " marks { half_day: '2026-10-05-PM' present: true }"}});
  canned_->invoices["i-opco"] =
      "document { invoice_id: 'i-opco' number: 'FO-2026-000042' type_code: '380' client_id: 'opco'"
      " legal_entity_id: 'geneva' agreement: 'DPC-2026-0118' beneficiary_id: 'acme'"
      " issue_date { year: 2026 month: 10 day: 31 } period { start { year: 2026 month: 10 day: 1 }"
      " end { year: 2026 month: 10 day: 31 } } lines { line_number: 1 contract_id: 'x'"
      " category: 'PART' description: 'part' quantity { unscaled: 72000 scale: 2 } unit_code: 'C62'"
      " price { unscaled: 1 } net " +
      eur("72000") +
      " vat_category: 'E' training { mission_id: 'm1' session_kind: 'TRAINING' sessions: 2"
      " agreement: 'DPC-2026-0118' delivered " +
      eur("180000") + " others { payer_id: 'acme' amount " + eur("108000") +
      " } held { session_id: 's1' title: 'Fresque du climat' half_days: '2026-10-05-AM'"
      " half_days: '2026-10-05-PM' } } } vat { category: 'E' percent {} base " +
      eur("72000") + " vat " + eur("0") +
      " exemption_reason: 'Exonération de TVA, article 261-4-4° a du CGI' } net " + eur("72000") +
      " vat_total " + eur("0") + " payable " + eur("72000") +
      " } issued_at { seconds: 1793480400 }";
  As("carla", "consultant");
  const std::string text = TextOfFile(Render("INVOICE", "i-opco"));
  for (const char* words :
       {"DPC-2026-0118", "Pour le compte de", "Mission de formation m1, formation",
        "Fresque du climat · s1 : 05.10.2026 matin, après-midi", "ensemble : 1'800.00 EUR",
        "facturé à Ateliers Perret Sàrl : 1'080.00 EUR", "Période 05.10.2026",
        "García Márquez Ana (1)", "article 261-4-4° a du CGI"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in:\n" << text;
  EXPECT_EQ(text.find("Withdrew"), std::string::npos);
  EXPECT_EQ(text.find("01.10.2026"), std::string::npos) << "the days of delivery, not the month";
}

TEST_F(TrainingTest, ACertificateThatIsRevokedLeavesEverySpace) {
  canned_->roll = absl::StrReplaceAll(canned_->roll, {{"'p1'", "'p5'"}});
  const auto certify = [this] {
    As("tess", "permanent_team");
    return Render("PARTICIPATION_CERTIFICATE", "m1/s1/p5", "release: true");
  };
  const auto certificate = certify();
  v1::GetDocumentResponse shown;
  const auto seen_by_client = [&] {
    As("dir", "client:acme");
    return Call(&Stub::GetDocument, Of(certificate), &shown);
  };
  const auto eventually = [&](const auto& holds) {
    for (int tries = 0; tries < 200 && !holds(); ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return holds();
  };
  EXPECT_EQ(seen_by_client(), "OK") << said_;
  after_ = process_->Publish<missions::v1::RollEvent>(
      "missions", "m1",
      "certificates_due { session_id: 's1' certificates { participant_id: 'p5' version: 2"
      " revoked: true } }");
  EXPECT_TRUE(eventually([&] { return seen_by_client() == "5"; })) << shown.ShortDebugString();
  As("tess", "permanent_team");
  ASSERT_EQ(Call(&Stub::GetDocument, Of(certificate), &shown), "OK") << said_;
  EXPECT_TRUE(shown.document().versions(0).withdrawn());
  EXPECT_NE(shown.document().versions(0).withdraw_reason().find("corrected"), std::string::npos);

  // Corrected once more, it is certified anew; what was printed of a roll before that is not.
  canned_->roll.replace(canned_->roll.find("version: 1"), 10, "version: 3");
  EXPECT_EQ(certify().versions_size(), 2);
  canned_->roll.replace(canned_->roll.find("version: 3"), 10, "version: 2");
  EXPECT_EQ(certify().versions_size(), 3);
  EXPECT_TRUE(eventually([&] {
    return seen_by_client() == "OK" && shown.document().versions_size() == 1;
  })) << shown.ShortDebugString();
  EXPECT_EQ(shown.document().versions(0).version(), 2u) << "late is not newer";
}

TEST_F(TrainingTest, ThePermanentTeamPrintsNothingElse) {
  canned_->payslips["s1"] = SlipOfAda("s1");
  EXPECT_EQ(
      Try(&Stub::RenderDocument, Id() + "document_kind: DOCUMENT_KIND_PAYSLIP source_id: 's1'"),
      "7");
  As("carla", "consultant");
  const auto slip = Render("PAYSLIP", "s1");
  As("tess", "permanent_team");
  v1::GetDocumentResponse shown;
  EXPECT_EQ(Call(&Stub::GetDocument, Of(slip), &shown), "5");
  canned_->roll = "session { session_id: 's1' half_days: '2026-10-05-AM' }";
  EXPECT_EQ(Try(&Stub::RenderDocument, Id() + kSheet), "SOURCE_NOT_FINAL") << "nobody runs it";
}
}  // namespace
}  // namespace aor::documents
