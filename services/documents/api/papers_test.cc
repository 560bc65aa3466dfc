// Papers over real gRPC: printed from canned records, stored in the embedded log.
#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <absl/strings/str_replace.h>

#include <filesystem>
#include <fstream>

#include "services/documents/api/canned_contracts.h"
#include "services/documents/api/documents_test.h"

namespace aor::documents {
namespace {
class PapersTest : public DocumentsTest {
 protected:
  void SetUp() override { As("carla", "consultant"); }
};

TEST_F(PapersTest, ASlipSaysWhatItsRecordSays) {
  canned_->payslips["s1"] = SlipOfAda("s1");
  const auto document = Render("PAYSLIP", "s1");
  ASSERT_EQ(document.versions_size(), 1);
  EXPECT_EQ(document.language(), "fr");
  EXPECT_EQ(document.parties().worker_id(), "ada");
  EXPECT_EQ(document.versions(0).content().pages(), 1u);
  std::string pdf;
  v1::DownloadDocumentResponse first;
  ASSERT_EQ(Download(Of(document), &pdf, &first), "OK") << said_;
  EXPECT_EQ(first.file_name(), "payslip-s1-fr.pdf");
  EXPECT_EQ(first.content().digest(), ContentDigest(pdf));
  EXPECT_EQ(first.content().size(), pdf.size());
  const std::string text = TextOf(pdf);
  for (const char* words : {"Ada Šimánková", "Alpina Genève SA", "octobre 2026", "84.00", "30.00",
                            "2'520.00", "133.56", "2'386.45", "756.9217.0769.85"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in:\n" << text;
  EXPECT_NE(testing::PdfFile(pdf).Info().find("Pages:           1"), std::string::npos);
}

TEST_F(PapersTest, ASlipHasANumberThatItsReaderReads) {
  const auto put = [&](const std::string& run, const std::string& more) {
    std::string& slip = canned_->payslips["c1-2026-10-" + run] = SlipOfAda("c1-2026-10-" + run);
    slip = absl::StrReplaceAll(slip, {{"'REGULAR'", "'" + run + "'" + more}});
  };
  put("REGULAR", "");
  put("DELTA-2", " corrects_payslip_id: 'c1-2026-10-REGULAR'");
  const auto text_of = [&](const v1::Document& document, v1::DownloadDocumentResponse* first) {
    std::string pdf;
    EXPECT_EQ(Download(Of(document), &pdf, first), "OK") << said_;
    return TextOf(pdf);
  };
  v1::DownloadDocumentResponse file;
  const auto delta = Render("PAYSLIP", "c1-2026-10-DELTA-2");
  const std::string text = text_of(delta, &file);
  EXPECT_EQ(delta.number(), "c1-2026-10-2");
  EXPECT_EQ(file.file_name(), "payslip-c1-2026-10-2-fr.pdf");
  for (const char* words : {"Numéro c1-2026-10, rectificatif 2", "Corrige c1-2026-10"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in:\n" << text;
  const std::string german =
      text_of(Render("PAYSLIP", "c1-2026-10-DELTA-2", "language: 'de'"), nullptr);
  EXPECT_NE(german.find("c1-2026-10, Berichtigung 2"), std::string::npos) << german;
  const std::string year = text_of(Render("YEARLY_STATEMENT", "ada/geneva/2026"), nullptr);
  EXPECT_NE(year.find("c1-2026-10, rectificatif 2"), std::string::npos) << year;
  for (const auto* paper : {&text, &german, &year})
    for (const char* word : {"DELTA", "REGULAR"})
      EXPECT_EQ(paper->find(word), std::string::npos) << word;
  canned_->payslips.clear();
}

TEST_F(PapersTest, AnInvoiceSaysWhatItsRecordSays) {
  const auto chf = [](const char* minor) {
    return std::string("{ currency_code: 'CHF' minor_units: ") + minor + " }";
  };
  canned_->invoices["i1"] =
      "document { invoice_id: 'i1' number: 'GE-2026-000124' type_code: '380' client_id: 'acme'"
      " legal_entity_id: 'geneva' purchase_order: 'PO-7' issue_date { year: 2026 month: 10 day: 31 "
      "}"
      " due_date { year: 2026 month: 11 day: 30 } lines { line_number: 1 contract_id: 'c1'"
      " category: 'BASE' title: 'Monteuse' quantity { unscaled: 840000 scale: 4 }"
      " unit_code: 'HUR'"
      " price { unscaled: 5400 scale: 2 } net " +
      chf("453600") +
      " vat_category: 'S' vat_percent { unscaled: 81 scale: 1 } } vat { category: 'S'"
      " percent { unscaled: 81 scale: 1 } base " +
      chf("453600") + " vat " + chf("36742") + " } net " + chf("453600") + " vat_total " +
      chf("36742") + " payable " + chf("490342") + " } issued_at { seconds: 1793480400 }";
  EXPECT_EQ(Try(&Stub::RenderDocument, Id() + "document_kind: DOCUMENT_KIND_CREDIT_NOTE"
                                              " source_id: 'i1'"),
            "5");
  const auto document = Render("INVOICE", "i1");
  EXPECT_EQ(document.number(), "GE-2026-000124");
  EXPECT_EQ(canned_->asked_of_client_at, 1793480400) << "named as when it was issued";
  std::string pdf;
  ASSERT_EQ(Download(Of(document), &pdf), "OK") << said_;
  const std::string text = TextOf(pdf);
  for (const char* words :
       {"GE-2026-000124", "Ateliers Perret Sàrl", "PO-7", "Monteuse : heures", "54.00", "4'536.00",
        "367.42", "4'903.42", "CH93 0076 2011 6238 5295 7", "Récépissé"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in:\n" << text;
}

// Code de commerce R123-237 and R123-238; a self-billed one names the supplier's.
TEST_F(PapersTest, AQuoteBearsTheDayOnWhichItWasDrawnUp) {
  canned_->quotes["q1"] =
      "quote_id: 'q1' client_id: 'acme' legal_entity_id: 'geneva' title: 'Monteuse'"
      " state: QUOTE_STATE_ACCEPTED drawn_up_at { seconds: 1793692800 }"
      " changed_at { seconds: 1794902400 } price { unit: UNIT_HOUR currency_code: 'CHF'"
      " tariff { unscaled: 5400 scale: 2 } base_wage { unscaled: 30 } jurisdiction: 'CH-GE'"
      " cba_id: 'GAV-PERSONALVERLEIH' }";
  std::string pdf;
  ASSERT_EQ(Download(Of(Render("QUOTE", "q1")), &pdf), "OK") << said_;
  EXPECT_EQ(canned_->asked_of_client_at, 1793692800) << "so do the parties' names";
  const std::string text = TextOf(pdf);
  EXPECT_NE(text.find("03.11.2026"), std::string::npos) << text;
  EXPECT_EQ(text.find("17.11.2026"), std::string::npos) << "not of its acceptance:\n" << text;
  EXPECT_NE(text.find("CCT Location de services, déclarée"), std::string::npos)
      << "no id that only programs know:\n"
      << text;
}

TEST_F(PapersTest, NobodyIsOfferedWhatWaitsForApproval) {
  canned_->quotes["q2"] =
      "quote_id: 'q2' client_id: 'acme' legal_entity_id: 'geneva' state: QUOTE_STATE_OFFERED"
      " waits_for_approval: true";
  EXPECT_EQ(Try(&Stub::RenderDocument, Id() + "document_kind: DOCUMENT_KIND_QUOTE source_id: 'q2'"),
            "SOURCE_NOT_FINAL");
}

TEST_F(PapersTest, AskedAgainTheStoredBytesComeBack) {
  canned_->payslips["s2"] = SlipOfAda("s2");
  const auto first = Render("PAYSLIP", "s2"), again = Render("PAYSLIP", "s2");
  EXPECT_EQ(again.DebugString(), first.DebugString());
  const std::string same = " request_id: 'same' document_kind: DOCUMENT_KIND_PAYSLIP source_id: ";
  EXPECT_EQ(Try(&Stub::RenderDocument, same + "'s2'"), "OK") << said_;
  EXPECT_EQ(Try(&Stub::RenderDocument, same + "'s2'"), "OK") << said_;
  EXPECT_EQ(Try(&Stub::RenderDocument, same + "'s2' language: 'de'"), "6") << "another wish";

  canned_->payslips["s2"] = SlipOfAda("s2", -13000);
  const auto changed = Render("PAYSLIP", "s2");
  EXPECT_EQ(changed.document_id(), first.document_id());
  ASSERT_EQ(changed.versions_size(), 2);
  std::string now, before;
  ASSERT_EQ(Download(Of(changed), &now), "OK");
  ASSERT_EQ(Download(Of(changed) + "version: 1", &before), "OK");
  EXPECT_NE(TextOf(now).find("2'390.01"), std::string::npos);
  EXPECT_NE(TextOf(before).find("2'386.45"), std::string::npos);
}

TEST_F(PapersTest, WhatMayChangeOrCannotBePrintedIsRefused) {
  const auto render = [&](const std::string& what) {
    return Try(&Stub::RenderDocument, Id() + what);
  };
  canned_->payslips["pending"] = SlipOfAda("pending") + " pending: true";
  canned_->payslips["wrong"] = SlipOfAda("wrong");
  canned_->payslips["wrong"].replace(canned_->payslips["wrong"].find("252000"), 6, "252001");
  const std::string slip = "document_kind: DOCUMENT_KIND_PAYSLIP source_id: ";
  EXPECT_EQ(render(slip + "'nobody-s'"), "5");
  EXPECT_EQ(render(slip + "'pending'"), "SOURCE_NOT_FINAL");
  EXPECT_EQ(render(slip + "'wrong'"), "NOT_PRINTABLE");
  EXPECT_NE(said_.find("gross"), std::string::npos) << said_;
  canned_->payees["ann"] = "name: 'Ann 𠮷' language: 'fr'";
  canned_->payslips["glyph"] = SlipOfAda("glyph");
  canned_->payslips["glyph"].replace(canned_->payslips["glyph"].find("'ada'"), 5, "'ann'");
  EXPECT_EQ(render(slip + "'glyph'"), "NOT_PRINTABLE");
  EXPECT_NE(said_.find("U+20BB7"), std::string::npos) << said_;
  EXPECT_EQ(render("document_kind: DOCUMENT_KIND_UPLOAD source_id: 's1'"), "3");
  As("ada", "worker");
  EXPECT_EQ(render(slip + "'s1'"), "7");
}

// One life of the process on the same data; what it has stored for a slip.
std::string LifeOf(const std::string& data, Canned& canned, const std::string& request,
                   std::string* renderer) {
  const auto process = RunningDocuments(canned, data);
  grpc::ClientContext printing, reading;
  for (auto* context : {&printing, &reading}) {
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context->AddMetadata("authorization", "Bearer " + process->TokenOf("carla", "consultant"));
  }
  Stub stub(process->channel());
  v1::RenderDocumentResponse printed;
  EXPECT_TRUE(
      stub.RenderDocument(&printing,
                          Parse<v1::RenderDocumentRequest>(
                              "document_kind: DOCUMENT_KIND_PAYSLIP source_id: 's1' request_id: '" +
                              request + "'"),
                          &printed)
          .ok());
  EXPECT_EQ(printed.document().versions_size(), 1);
  *renderer = printed.document().versions(0).renderer();
  v1::DownloadDocumentRequest wanted;
  wanted.set_document_id(printed.document().document_id());
  const auto reader = stub.DownloadDocument(&reading, wanted);
  std::string bytes;
  for (v1::DownloadDocumentResponse piece; reader->Read(&piece);) bytes += piece.piece();
  EXPECT_TRUE(reader->Finish().ok());
  return bytes;
}

void Reword(const std::string& file, const std::string& was, const std::string& is) {
  std::ifstream stream(file);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  ASSERT_NE(text.find(was), std::string::npos);
  text.replace(text.find(was), was.size(), is);
  std::ofstream(file) << text;
}

TEST(RestartTest, NeitherARestartNorAnotherRendererChangesAStoredPaper) {
  const std::string data = service::Directory("documents-restart"), texts = data + "-texts";
  Canned canned;
  FillDirectory(canned);
  canned.payslips["s1"] = SlipOfAda("s1");
  std::string renderer, same, changed;
  const std::string first = LifeOf(data, canned, "first", &renderer);
  EXPECT_TRUE(first.starts_with("%PDF"));
  EXPECT_EQ(LifeOf(data, canned, "second", &same), first);

  std::filesystem::copy(AOR_DOCUMENT_TEXTS, texts);
  Reword(texts + "/fr.txt", "Fiche de salaire", "Décompte de salaire");
  setenv("AOR_TEXTS_DIRECTORY", texts.c_str(), 1);
  EXPECT_EQ(LifeOf(data, canned, "third", &changed), first);
  EXPECT_EQ(changed, renderer) << "the version says who printed it, not who prints now";
  std::string other;
  const auto fresh = LifeOf(service::Directory("documents-fresh"), canned, "fresh", &other);
  EXPECT_NE(other, renderer);
  EXPECT_NE(fresh, first) << "the other renderer does print other bytes";
  unsetenv("AOR_TEXTS_DIRECTORY");
  std::filesystem::remove_all(texts);
  service::RemoveDirectory(data);
  service::RemoveDirectory(service::Directory("documents-fresh"));
}
}  // namespace
}  // namespace aor::documents
