// A paper is printed once from its facts, stored, and answered from there ever after.
#include <absl/strings/str_cat.h>

#include "libs/ids/content_digest.h"
#include "libs/ids/uuid.h"
#include "libs/rpc/errors.h"
#include "services/documents/api/endpoint.h"
#include "services/documents/domain/content.h"
#include "services/documents/papers/paper.h"
#include "services/documents/projections/documents_view.h"

namespace aor::documents {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;
using rpc::Caller;

// As its page tree counts them.
uint32_t PagesOf(const std::string& pdf) {
  const size_t tree = pdf.find("/Type /Pages");
  const size_t count = pdf.find("/Count ", tree);
  return count == std::string::npos
             ? 0
             : static_cast<uint32_t>(std::strtoul(pdf.c_str() + count + 7, nullptr, 10));
}

class Rendering {
 public:
  Rendering(const Tools& tools, const Caller& caller, const v1::RenderDocumentRequest& request,
            v1::RenderDocumentResponse& response)
      : tools_(tools), caller_(caller), request_(request), response_(response) {}

  absl::Status Run() {
    if (auto status = WaitFor(tools_.view, request_.consistency_token()); !status.ok())
      return status;
    if (auto status = CheckKind(); !status.ok()) return status;
    const auto paper = PaperOf(
        *tools_.records, *tools_.clauses,
        {caller_.tenant, request_.document_kind(), request_.source_id(), request_.language()});
    if (!paper.ok()) return paper.status();
    if (!IsOfOrganisation() && !ActsAs(caller_, paper->parties, v1::PARTY_ROLE_FACILITATOR))
      return rpc::NotFound("session", request_.source_id());
    Describe(*paper);
    if (!IsStored())
      if (auto status = Print(*paper); !status.ok()) return status;
    return Commit();
  }

 private:
  // Others work on one session: they print its sheet, to sign on the day.
  bool IsOfOrganisation() const { return IsOffice(caller_) || caller_.Has("permanent_team"); }
  bool Releases() const { return request_.release() || !IsOfOrganisation(); }

  absl::Status CheckKind() const {
    const auto kind = request_.document_kind();
    if (IsOffice(caller_) || (caller_.Has("permanent_team") && IsOfTraining(kind)))
      return absl::OkStatus();
    if (caller_.Has("permanent_team"))
      return absl::PermissionDeniedError(
          "The permanent team prints papers of training sessions: ask a consultant for others.");
    if (kind == v1::DOCUMENT_KIND_ATTENDANCE_SHEET) return absl::OkStatus();
    return absl::PermissionDeniedError(
        "Coordinators and facilitators print attendance sheets: ask the permanent team for other "
        "papers.");
  }

  // Everything that the event says but the bytes.
  void Describe(const Paper& paper) {
    const auto& policy = tools_.policies->Of(request_.document_kind());
    const std::string language = paper.reader.language;
    printed_.set_document_id(DerivedId(
        caller_.tenant,
        absl::StrCat(v1::DocumentKind_Name(request_.document_kind()), "/", paper.source.context(),
                     "/", paper.source.id(), paper.detail, "/", language),
        "document"));
    printed_.set_owner_id(OwnerOf(policy.owner(), paper.parties));
    printed_.set_document_kind(request_.document_kind());
    printed_.set_language(language);
    *printed_.mutable_source() = paper.source;
    *printed_.mutable_parties() = paper.parties;
    *printed_.mutable_readers() = policy.readers();
    *printed_.mutable_demands() = policy.demands();
    printed_.set_renderer(tools_.renderer);
    printed_.set_number(paper.number);
    printed_.mutable_lacking()->Add(paper.lacking.begin(), paper.lacking.end());
  }

  // The newest printed version says the same: its bytes stand for these facts.
  bool IsStored() {
    const auto row = tools_.view.rows().Load<v1::DocumentRow>(
        eventsourcing::RowKey(caller_.tenant, "document", printed_.document_id()));
    if (!row) return false;
    for (int i = row->versions_size() - 1; i >= 0; --i) {
      const auto& version = row->versions(i);
      if (version.facts_digest().empty()) continue;
      if (!version.withdrawn_by().empty() || version.facts_digest() != printed_.source().digest())
        return false;
      *printed_.mutable_content() = version.content();
      printed_.set_renderer(version.renderer());
      *printed_.mutable_lacking() = version.lacking();
      return true;
    }
    return false;
  }

  absl::Status Print(const Paper& paper) {
    const auto pdf = paper.print(*tools_.press);
    if (!pdf.ok()) return rpc::RefusalError({"NOT_PRINTABLE", std::string(pdf.status().message())});
    if (pdf->size() > content::kMostBytes)
      return rpc::RefusalError({"NOT_PRINTABLE", "The paper is larger than 8 MiB; split it."});
    auto& stored = *printed_.mutable_content();
    stored.set_digest(ContentDigest(*pdf));
    stored.set_size(pdf->size());
    stored.set_media_type("application/pdf");
    stored.set_pages(PagesOf(*pdf));
    return tools_.contents.Keep(caller_, printed_.owner_id(), *pdf, stored.digest());
  }

  absl::Status Commit() {
    auto request = RequestBy(caller_, "aor.documents.v1.RenderDocument", request_.request_id(),
                             request_.reason());
    request.key = printed_.owner_id();
    request.body = absl::StrCat(printed_.document_id(), Releases() ? "/release" : "");
    const auto committed =
        tools_.runtime.ExecuteAndWait(std::move(request), [this](Transaction& transaction) {
          auto refused =
              DecideOnPaper(transaction, printed_.document_id(), document::Render{printed_});
          return refused || !Releases() ? refused : Release(transaction);
        });
    return AnswerWith(tools_, caller_, committed, printed_.document_id(), response_);
  }

  std::optional<Refused> Release(Transaction& transaction) const {
    const auto& folded =
        transaction.Fold<document::Document, document::Event>("document-" + printed_.document_id());
    return DecideOnPaper(transaction, printed_.document_id(),
                         document::Release{document::NewestPrinted(folded), {}, caller_.person});
  }

  const Tools& tools_;
  const Caller& caller_;
  const v1::RenderDocumentRequest& request_;
  v1::RenderDocumentResponse& response_;
  v1::DocumentRendered printed_;
};
}  // namespace

rpc::Reactor* Endpoint::RenderDocument(Context* context, const v1::RenderDocumentRequest* request,
                                       v1::RenderDocumentResponse* response) {
  return tools_.edge.Run(
      context, *request,
      [this, request, response](const Caller& caller) {
        return Rendering(tools_, caller, *request, *response).Run();
      },
      response);
}
}  // namespace aor::documents
