// Callers and records for the tests of the documents' API.
#pragma once

#include "aor/directory/v1/directory_events.pb.h"
#include "libs/documents/testing/pdf.h"
#include "libs/ids/content_digest.h"
#include "services/documents/api/running_documents.h"

namespace aor::documents {
using Stub = v1::DocumentService::Stub;

inline void FillDirectory(Canned& canned) {
  canned.entities["geneva"] =
      "legal_entity_id: 'geneva' name: 'Alpina Genève SA' address { street: 'Rue du Rhône'"
      " building_number: '1' postal_code: '1204' town: 'Genève' country_code: 'CH' }"
      " currency_code: 'CHF' zone: 'Europe/Zurich' vat_number: 'CHE-123.456.788 TVA'";
  canned.payees["geneva"] = "name: 'Alpina Genève SA' iban: 'CH9300762011623852957'";
  canned.payees["ada"] =
      "name: 'Ada Šimánková' language: 'fr' identifier: '756.9217.0769.85'"
      " iban: 'CH5604835012345678009' address { street: 'Quai' town: 'Genève' country_code: 'CH' }";
  canned.clients["acme"] =
      "registered { client_id: 'acme' name: 'Ateliers Perret Sàrl' language: 'fr' address {"
      " street: 'Chemin de la Gravière' postal_code: '1227' town: 'Carouge' country_code: 'CH' } }";
}

// 84 h at 30.00, less 5.3 %, rounded to 0.05.
inline std::string SlipOfAda(const std::string& id, int64_t deduction = -13356) {
  const auto chf = [](int64_t minor) {
    return "{ currency_code: 'CHF' minor_units: " + std::to_string(minor) + " }";
  };
  const int64_t net = 252000 + deduction + 1;
  return "verified_at { seconds: 1793692800 } slip { payslip_id: '" + id +
         "' worker_id: 'ada' contract_id: 'c1' legal_entity_id: 'geneva' period: '2026-10'"
         " run_kind: 'REGULAR' lines { code: 'BASE' label: 'Salaire de base'"
         " line_kind: LINE_KIND_EARNING quantity { unscaled: 840000 scale: 4 } seconds: 302400"
         " rate { unscaled: 30 } amount " +
         chf(252000) +
         " } lines { code: 'AHV' label: 'AVS' line_kind: LINE_KIND_WORKER_DEDUCTION base " +
         chf(252000) + " rate { unscaled: 53 scale: 1 } amount " + chf(deduction) +
         " } lines { code: 'ROUNDING' label: 'Arrondi' line_kind: LINE_KIND_ROUNDING amount " +
         chf(1) + " } gross " + chf(252000) + " deductions " + chf(-deduction - 1) + " net " +
         chf(net) + " }";
}

class DocumentsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    canned_ = std::make_unique<Canned>();
    FillDirectory(*canned_);
    process_ = RunningDocuments(*canned_);
    for (const std::string person : {"ada", "eve"})
      registered_ =
          Told<directory::v1::PersonEvent>("person_registered { person_id: '" + person + "' }");
  }
  // The directory says so; a token of it, and of what it said of its kind before.
  template <class Event>
  static std::string Told(const std::string& text) {
    return process_->Publish<Event>("directory", Event::descriptor()->name(), text);
  }
  static void TearDownTestSuite() {
    process_.reset();
    canned_.reset();
  }

  void As(const std::string& person, const std::string& role,
          const std::string& tenant = "alpina") {
    token_ = process_->TokenOf(person, role, tenant);
  }
  void Prepare(grpc::ClientContext& context) const {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("authorization", "Bearer " + token_);
  }
  // "OK", the name of the refusal, or the number of the status code.
  std::string Outcome(const grpc::Status& status) {
    said_ = status.error_message();
    if (status.ok()) return "OK";
    const std::string refusal = rpc::RefusalOf(rpc::FromGrpc(status));
    return refusal.empty() ? std::to_string(status.error_code()) : refusal;
  }
  template <class Request, class Response>
  std::string Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const std::string& request, Response* response) {
    grpc::ClientContext context;
    Prepare(context);
    response->Clear();
    Stub stub(process_->channel());
    return Outcome((stub.*method)(&context, Parse<Request>(request + Since()), response));
  }
  // The same, and what follows sees it.
  template <class Request, class Response>
  std::string Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& request) {
    Response response;
    const auto outcome = Call(method, request, &response);
    if constexpr (requires { response.consistency_token(); })
      if (outcome == "OK") after_ = response.consistency_token();
    return outcome;
  }
  // The whole file, or how the download ends.
  std::string Download(const std::string& request, std::string* bytes,
                       v1::DownloadDocumentResponse* first = nullptr) {
    grpc::ClientContext context;
    Prepare(context);
    Stub stub(process_->channel());
    const auto reader =
        stub.DownloadDocument(&context, Parse<v1::DownloadDocumentRequest>(request + Since()));
    bytes->clear();
    v1::DownloadDocumentResponse piece;
    while (reader->Read(&piece)) {
      EXPECT_LE(piece.piece().size(), 64u << 10);
      EXPECT_EQ(piece.has_content(), bytes->empty()) << "the first piece says what comes";
      if (first && bytes->empty()) *first = piece;
      *bytes += piece.piece();
    }
    return Outcome(reader->Finish());
  }
  v1::Document Render(const std::string& kind, const std::string& source,
                      const std::string& more = "") {
    v1::RenderDocumentResponse response;
    EXPECT_EQ(
        Call(&Stub::RenderDocument,
             Id() + "document_kind: DOCUMENT_KIND_" + kind + " source_id: '" + source + "' " + more,
             &response),
        "OK")
        << said_;
    after_ = response.consistency_token();
    return response.document();
  }
  static std::string Of(const v1::Document& document) {
    return "document_id: '" + document.document_id() + "' ";
  }
  static std::string DigestIn(const v1::Document& document) {
    return document.versions().rbegin()->content().digest();
  }
  std::string Since() const {
    std::string text = " consistency_token: '";
    for (const char c : after_) text += absl::StrCat("\\x", absl::Hex(c, absl::kZeroPad2));
    return text + "' ";
  }
  static std::string Id() { return " request_id: 'r" + std::to_string(++requests_) + "' "; }
  // Words as printed, whatever kind of space separates them.
  static std::string TextOf(const std::string& pdf) {
    std::string text = testing::PdfFile(pdf).Text();
    for (const char* space : {"\u00A0", "\u202F", "\u2007"})
      for (size_t at; (at = text.find(space)) != std::string::npos;)
        text.replace(at, std::string(space).size(), " ");
    return testing::Flat(text);
  }

  inline static std::unique_ptr<Canned> canned_;
  inline static std::unique_ptr<service::RunningProcess> process_;
  inline static int requests_ = 0;
  inline static std::string registered_;  // a token of who is
  std::string token_, said_, after_ = registered_;
};
}  // namespace aor::documents
