// Who finds what in their space, who signs, and what comes of links, files and erasures.
#include "aor/directory/v1/directory_events.pb.h"
#include "services/documents/api/documents_test.h"

namespace aor::documents {
namespace {
class SpacesTest : public DocumentsTest {
 protected:
  void SetUp() override {
    As("carla", "consultant");
    canned_->payslips["s1"] = SlipOfAda("s1");
    canned_->quotes["q1"] =
        "quote_id: 'q1' client_id: 'acme' legal_entity_id: 'geneva' title: 'Monteuse'"
        " state: QUOTE_STATE_OFFERED drawn_up_at { seconds: 1793692800 } price { unit: UNIT_HOUR"
        " currency_code: 'CHF' tariff { unscaled: 5400 scale: 2 } base_wage { unscaled: 30 } }";
  }
  std::string Get(const v1::Document& document) { return Try(&Stub::GetDocument, Of(document)); }
  size_t CountIn(const std::string& filter) {
    v1::ListDocumentsResponse response;
    EXPECT_EQ(Call(&Stub::ListDocuments, filter, &response), "OK") << said_;
    return response.documents_size();
  }
  std::string SignAs(const std::string& role, const v1::Document& document,
                     const std::string& digest) {
    return Try(&Stub::SignDocument,
               Id() + Of(document) + "role: PARTY_ROLE_" + role + " digest: '" + digest + "'");
  }
  std::string Deposit(const std::string& name, const std::string& file,
                      const std::string& rest = "worker_id: 'ada'") {
    v1::DepositDocumentResponse response;
    grpc::ClientContext context;
    Prepare(context);
    auto request = Parse<v1::DepositDocumentRequest>(Id() + rest + Since());
    request.set_file_name(name);
    request.set_file(file);
    Stub stub(process_->channel());
    const auto outcome = Outcome(stub.DepositDocument(&context, request, &response));
    if (outcome == "OK") after_ = response.consistency_token();
    deposited_ = response.document();
    return outcome;
  }
  v1::Document deposited_;
};
const std::string kPdf = "%PDF-1.4\n1 0 obj\n%%EOF\n";

TEST_F(SpacesTest, NobodyOutsideFindsWhatWasNotReleasedToThem) {
  const auto slip = Render("PAYSLIP", "s1"), quote = Render("QUOTE", "q1");
  std::string bytes;
  As("ada", "worker");
  EXPECT_EQ(Get(slip), "5");
  const std::string hidden = said_;
  EXPECT_EQ(Try(&Stub::GetDocument, "document_id: '" + std::string(36, 'a') + "'"), "5");
  const auto as_missing = hidden.substr(0, hidden.find(slip.document_id()));
  EXPECT_TRUE(said_.starts_with(as_missing))
      << "a hidden paper reads like a missing one: " << said_;
  EXPECT_EQ(Download(Of(slip), &bytes), "5");
  EXPECT_EQ(CountIn("worker_id: 'ada'"), 0u);

  As("carla", "consultant");
  EXPECT_EQ(Try(&Stub::ReleaseDocument, Id() + Of(slip) + "to: PARTY_ROLE_CLIENT"), "NOT_A_READER");
  ASSERT_EQ(Try(&Stub::ReleaseDocument, Id() + Of(slip)), "OK") << said_;
  ASSERT_EQ(Try(&Stub::ReleaseDocument, Id() + Of(quote)), "OK") << said_;

  As("ada", "worker");
  EXPECT_EQ(Get(slip), "OK");
  EXPECT_EQ(Download(Of(slip), &bytes), "OK");
  EXPECT_TRUE(bytes.starts_with("%PDF"));
  EXPECT_EQ(CountIn("worker_id: 'ada'"), 1u);
  EXPECT_EQ(Get(quote), "5");
  EXPECT_EQ(Try(&Stub::ListDocuments, "worker_id: 'eve'"), "7");
  for (const auto& [person, role] : {std::pair{"eve", "worker"},
                                     {"cora", "client:acme"},
                                     {"carl", "client:other"},
                                     {"sam", "supplier:devco"}}) {
    As(person, role);
    EXPECT_EQ(Get(slip), "5") << person;
    EXPECT_EQ(Download(Of(slip), &bytes), "5") << person;
    EXPECT_EQ(Get(quote), std::string(role) == "client:acme" ? "OK" : "5") << person;
  }
  As("carla", "consultant", "other-tenant");
  EXPECT_EQ(Get(slip), "5");
  As("audrey", "auditor");
  EXPECT_EQ(Get(slip), "OK");
  EXPECT_EQ(Download(Of(slip), &bytes), "7") << "an auditor sees the digest, not the person";
}

TEST_F(SpacesTest, AClientSignsTheBytesThatWereRead) {
  const auto quote = Render("QUOTE", "q1", "release: true");
  const std::string digest = DigestIn(quote);
  As("cora", "client:acme");
  EXPECT_EQ(SignAs("CLIENT", quote, std::string(64, '0')), "OTHER_BYTES");
  EXPECT_EQ(SignAs("AGENCY", quote, digest), "7");
  ASSERT_EQ(SignAs("CLIENT", quote, digest), "OK") << said_;
  EXPECT_EQ(SignAs("CLIENT", quote, digest), "OK") << "twice is once";
  EXPECT_EQ(
      Try(&Stub::DeclineSignature, Id() + Of(quote) + "role: PARTY_ROLE_CLIENT reason: 'late'"),
      "ALREADY_SIGNED");
  v1::GetDocumentResponse shown;
  ASSERT_EQ(Call(&Stub::GetDocument, Of(quote), &shown), "OK");
  ASSERT_EQ(shown.document().versions(0).signatures_size(), 1);
  EXPECT_EQ(shown.document().versions(0).signatures(0).signed_by(), "cora");
  EXPECT_EQ(shown.document().versions(0).signatures(0).digest(), digest);
  EXPECT_TRUE(shown.document().versions(0).fully_signed());
  As("carl", "client:acme");
  EXPECT_EQ(SignAs("CLIENT", quote, digest), "SIGNED_BY_ANOTHER");
  As("eve", "client:other");
  EXPECT_EQ(SignAs("CLIENT", quote, digest), "5");

  As("carla", "consultant");
  ASSERT_EQ(Try(&Stub::WithdrawDocument, Id() + Of(quote) + "reason: 'wrong tariff'"), "OK");
  As("cora", "client:acme");
  ASSERT_EQ(Call(&Stub::GetDocument, Of(quote), &shown), "OK") << "what one signed one may read";
  EXPECT_TRUE(shown.document().versions(0).withdrawn());
  As("carl", "client:acme");
  EXPECT_EQ(Get(quote), "5") << "withdrawn, it is in nobody else's space";
}

TEST_F(SpacesTest, AScanShowsASignatureByHand) {
  canned_->quotes["q2"] = canned_->quotes["q1"];
  canned_->quotes["q2"].replace(canned_->quotes["q2"].find("q1"), 2, "q2");
  const auto quote = Render("QUOTE", "q2");
  const std::string scan = "scan_of_document_id: '" + quote.document_id() + "' scan_of_version: 1 ";
  EXPECT_EQ(Deposit("scan.pdf", kPdf, scan), "3") << "whose signatures?";
  EXPECT_EQ(Deposit("scan.pdf", kPdf, scan + "signed_as: PARTY_ROLE_WORKER"), "NOT_A_SIGNER");
  ASSERT_EQ(Deposit("scan.pdf", kPdf, scan + "signed_as: PARTY_ROLE_CLIENT"), "OK") << said_;
  ASSERT_EQ(deposited_.versions_size(), 2);
  EXPECT_EQ(deposited_.versions(1).scan_of_version(), 1u);
  EXPECT_EQ(deposited_.versions(0).signatures(0).level(), v1::SIGNATURE_LEVEL_WRITTEN);
  EXPECT_EQ(deposited_.versions(0).signatures(0).scan_digest(), ContentDigest(kPdf));
  std::string bytes;
  EXPECT_EQ(Download(Of(quote) + "version: 2", &bytes), "OK");
  EXPECT_EQ(bytes, kPdf);
}

TEST_F(SpacesTest, AFileIsToldByItsBytes) {
  using std::string_literals::operator""s;
  EXPECT_EQ(Deposit("permit.pdf", ""), "3");
  EXPECT_EQ(Deposit("permit.pdf", "<html><script>alert(1)</script></html>"), "3");
  EXPECT_EQ(Deposit("permit.pdf", "MZ\x90 an executable %PDF-1.4 %%EOF"), "3");
  EXPECT_EQ(Deposit("permit.pdf", "%PDF-1.4 cut off"), "3");
  EXPECT_EQ(Deposit("permit.pdf", "%PDF-1.4" + std::string(3 << 20, ' ') + "%%EOF"), "3");
  EXPECT_NE(said_.find("3 MiB"), std::string::npos) << said_;
  for (const std::string& name :
       {"../../etc/passwd"s, "C:\\permit.pdf"s, ".htaccess"s, "a\r\nContent-Type: text/html"s,
        "permit\u202Efdp.exe"s, std::string(200, 'x'), ""s})
    EXPECT_EQ(Deposit(name, kPdf), "3") << name;
  EXPECT_EQ(Deposit("permit.pdf", kPdf, "worker_id: 'ada' client_id: 'acme'"), "3");

  As("ada", "worker");
  EXPECT_EQ(Deposit("permit.pdf", kPdf, "worker_id: 'eve'"), "7");
  ASSERT_EQ(Deposit("Permis été.pdf", kPdf), "OK") << said_;
  EXPECT_EQ(deposited_.versions(0).file_name(), "Permis été.pdf");
  EXPECT_EQ(deposited_.versions(0).content().media_type(), "application/pdf");
  std::string bytes;
  EXPECT_EQ(Download(Of(deposited_), &bytes), "OK") << "who handed it in reads it";
  EXPECT_EQ(bytes, kPdf);
  ASSERT_EQ(Deposit("permit.html", kPdf), "OK") << said_;
  EXPECT_EQ(deposited_.versions(0).file_name(), "permit.html.pdf") << "opened as what it is";
  EXPECT_EQ(Deposit("x.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR....IEND"s), "OK") << said_;
  EXPECT_EQ(deposited_.versions(0).content().media_type(), "image/png");
  EXPECT_EQ(Deposit("x.jpeg", "\xff\xd8\xff\xe0 JFIF \xff\xd9"), "OK") << said_;
  EXPECT_EQ(deposited_.versions(0).content().media_type(), "image/jpeg");
  As("eve", "worker");
  EXPECT_EQ(Get(deposited_), "5");
}

TEST_F(SpacesTest, AFileIsOfSomebodyWhomTheDirectoryKnows) {
  for (const std::string whose :
       {"worker_id: 'ghost'", "client_id: 'ghost'", "supplier_id: 'ghost'", "client_id: 'ada'"}) {
    EXPECT_EQ(Deposit("permit.pdf", kPdf, whose), "5") << whose;
    EXPECT_NE(said_.find("There is no "), std::string::npos) << said_;
    EXPECT_EQ(Try(&Stub::UploadPiece, Id() + whose + " upload_id: 'u9' piece: 'x'"), "5") << whose;
  }
  using directory::v1::OrganisationEvent, directory::v1::PersonEvent;
  after_ = Told<PersonEvent>("person_registered { person_id: 'yan' }");
  EXPECT_EQ(Deposit("permit.pdf", kPdf, "worker_id: 'yan'"), "OK") << "waited for: " << said_;
  Told<OrganisationEvent>("client_registered { client_id: 'perret' }");
  after_ = Told<OrganisationEvent>("supplier_registered { supplier_id: 'mira' }");
  for (const std::string whose : {"client_id: 'perret'", "supplier_id: 'mira'"})
    EXPECT_EQ(Deposit("permit.pdf", kPdf, whose), "OK") << whose << said_;
}

TEST_F(SpacesTest, ALargeFileComesBackPieceByPiece) {
  std::string file = "%PDF-1.4\n";
  for (uint32_t n = 12345; file.size() < (2u << 20); n = n * 1664525 + 1013904223)
    file += static_cast<char>(n >> 24);
  file += "\n%%EOF\n";
  ASSERT_EQ(Deposit("large.pdf", file), "OK") << said_;
  std::string bytes;
  ASSERT_EQ(Download(Of(deposited_), &bytes), "OK") << said_;
  EXPECT_TRUE(bytes == file) << bytes.size();
}

TEST_F(SpacesTest, WhatNoMessageHoldsComesInPieces) {
  constexpr size_t kMessage = 1 << 20;
  std::string file = "%PDF-1.4\n";
  for (uint32_t n = 54321; file.size() < 5 * kMessage / 2; n = n * 1664525 + 1013904223)
    file += static_cast<char>(n >> 24);
  file += "\n%%EOF\n";
  const auto upload = [&](uint32_t index, const std::string& piece, const std::string& id) {
    v1::UploadPieceRequest request;
    request.set_index(index);
    request.set_piece(piece);
    return Try(&Stub::UploadPiece,
               Id() + "worker_id: 'ada' upload_id: '" + id + "' " + request.ShortDebugString());
  };
  const auto deposit = [&](const std::string& id, const std::string& digest) {
    return Deposit("scans.pdf", "",
                   "worker_id: 'ada' upload_id: '" + id + "' digest: '" + digest + "'");
  };
  As("ada", "worker");
  for (const uint32_t index : {0u, 1u, 1u, 2u})
    EXPECT_EQ(upload(index, file.substr(index * kMessage, kMessage), "u1"), "OK") << said_;
  EXPECT_EQ(upload(9, "x", "u1"), "PIECE_MISSING");
  EXPECT_EQ(upload(0, std::string(kMessage + 1, 'x'), "u2"), "3");
  EXPECT_EQ(upload(0, "", "u2"), "3");
  EXPECT_EQ(deposit("u1", ContentDigest("another file")), "UPLOAD_DIFFERS");
  EXPECT_EQ(deposit("none", ContentDigest(file)), "UPLOAD_DIFFERS") << "nothing was sent";
  ASSERT_EQ(deposit("u1", ContentDigest(file)), "OK") << said_;
  EXPECT_EQ(deposited_.versions(0).content().size(), file.size());
  EXPECT_EQ(deposited_.versions(0).content().digest(), ContentDigest(file));
  EXPECT_EQ(upload(3, "more", "u1"), "OK") << "it changes nothing";
  std::string bytes;
  ASSERT_EQ(Download(Of(deposited_), &bytes), "OK") << said_;
  EXPECT_TRUE(bytes == file) << bytes.size();
  EXPECT_EQ(Try(&Stub::UploadPiece, Id() + "worker_id: 'eve' upload_id: 'u3' piece: 'x'"), "7");
  As("eve", "worker");
  EXPECT_EQ(Deposit("scans.pdf", "",
                    "worker_id: 'eve' upload_id: 'u1' digest: '" + ContentDigest(file) + "'"),
            "UPLOAD_DIFFERS")
      << "what is ada's is nobody else's";
}

TEST_F(SpacesTest, ALinkOpensOneVersionUntilItExpires) {
  const auto slip = Render("PAYSLIP", "s1");
  v1::CreateDownloadLinkResponse link;
  ASSERT_EQ(Call(&Stub::CreateDownloadLink, Of(slip) + "valid_seconds: 3600", &link), "OK");
  EXPECT_EQ(Try(&Stub::CreateDownloadLink, Of(slip) + "valid_seconds: 2592001"), "3");
  const std::string text = "link: '" + link.link() + "'";
  std::string bytes;
  As("ada", "worker");
  EXPECT_EQ(Try(&Stub::CreateDownloadLink, Of(slip)), "7");
  ASSERT_EQ(Download(text, &bytes), "OK") << said_;
  EXPECT_TRUE(bytes.starts_with("%PDF"));
  std::string forged = link.link();
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  forged[forged.find('.') + 1] = '2';
  EXPECT_EQ(Download("link: '" + forged + "'", &bytes), "5");
  EXPECT_EQ(Download("link: 'nonsense'", &bytes), "5");
  As("ada", "worker", "other-tenant");
  EXPECT_EQ(Download(text, &bytes), "5");
  process_->AdvanceTo("2026-11-03T10:00:00Z");
  As("ada", "worker");
  EXPECT_EQ(Download(text, &bytes), "LINK_EXPIRED");
}

TEST_F(SpacesTest, WhoIsErasedLeavesNoReadablePaper) {
  canned_->payees["zoe"] = canned_->payees["ada"];
  canned_->payslips["sz"] = SlipOfAda("sz");
  auto& slip = canned_->payslips["sz"];
  slip.replace(slip.find("'ada'"), 5, "'zoe'");
  const auto document = Render("PAYSLIP", "sz");
  std::string bytes;
  ASSERT_EQ(Download(Of(document), &bytes), "OK");
  after_ = process_->Publish<directory::v1::PersonEvent>("directory", "zoe",
                                                         "person_erased { person_id: 'zoe' }");
  EXPECT_EQ(Get(document), "OK");
  process_->AdvanceTo("2026-11-03T11:00:00Z");  // the watch looks
  EXPECT_EQ(Download(Of(document), &bytes), "ERASED");
  EXPECT_TRUE(bytes.empty());
  EXPECT_EQ(Get(document), "OK") << "that there was a paper, and its digest, stay provable";
}
}  // namespace
}  // namespace aor::documents
