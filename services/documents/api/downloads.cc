#include <absl/time/time.h>

#include "libs/rpc/errors.h"
#include "libs/rpc/pieces.h"
#include "services/documents/api/endpoint.h"
#include "services/documents/api/links.h"
#include "services/documents/api/spaces.h"
#include "services/documents/projections/documents_view.h"

namespace aor::documents {
namespace {
using rpc::Caller;
using Piece = v1::DownloadDocumentResponse;
constexpr int64_t kWeek = 7 * 24 * 3600;

// The paper and the number of the version that may be read.
struct Chosen {
  v1::DocumentRow row;
  v1::VersionRow version;
};

absl::StatusOr<Chosen> ByLink(const Tools& tools, const Caller& caller, const std::string& text) {
  const auto link = LinkOf(tools.vault, caller.tenant, text, tools.clock.Now());
  if (!link.ok()) return link.status();
  const auto row = tools.view.rows().Load<v1::DocumentRow>(
      eventsourcing::RowKey(caller.tenant, "document", link->document_id));
  if (row)
    for (const auto& version : row->versions())
      if (version.version() == link->version && version.withdrawn_by().empty())
        return Chosen{*row, version};
  return rpc::NotFound("document", link->document_id);
}

absl::StatusOr<Chosen> Choose(const Tools& tools, const Caller& caller,
                              const v1::DownloadDocumentRequest& request) {
  if (auto status = WaitFor(tools.view, request.consistency_token()); !status.ok()) return status;
  if (!request.link().empty()) return ByLink(tools, caller, request.link());
  if (request.document_id().empty())
    return rpc::FieldError("document_id", "name a document, or send a link");
  const auto row = RowFor(tools, caller, request.document_id());
  if (!row.ok()) return row.status();
  const auto* version = VersionFor(caller, *row, request.version());
  if (!version) return rpc::NotFound("document", request.document_id());
  return Chosen{*row, *version};
}

// What the file is comes with its first piece.
absl::StatusOr<rpc::NextPiece<Piece>> Open(const Tools& tools, const Caller& caller,
                                           const v1::DownloadDocumentRequest& request) {
  const auto chosen = Choose(tools, caller, request);
  if (!chosen.ok()) return chosen.status();
  const auto next =
      tools.contents.Open(caller.tenant, chosen->row.owner_id(), chosen->version.content());
  const std::string name = FileNameOf(tools.vault, caller.tenant, chosen->row, chosen->version);
  return [next, name, content = chosen->version.content(),
          is_first = true](Piece& piece) mutable -> absl::StatusOr<bool> {
    auto bytes = next();
    if (!bytes.ok()) return bytes.status();
    if (!*bytes) return false;
    if (is_first) *piece.mutable_content() = content, piece.set_file_name(name);
    is_first = false;
    piece.set_piece(**std::move(bytes));
    return true;
  };
}
}  // namespace

grpc::ServerWriteReactor<Piece>* Endpoint::DownloadDocument(
    Context* context, const v1::DownloadDocumentRequest* request) {
  return rpc::InPieces<v1::DownloadDocumentRequest, Piece>(
      tools_.edge, context, *request,
      [this, request](const Caller& caller) { return Open(tools_, caller, *request); });
}

rpc::Reactor* Endpoint::CreateDownloadLink(Context* context,
                                           const v1::CreateDownloadLinkRequest* request,
                                           v1::CreateDownloadLinkResponse* response) {
  return tools_.edge.Read<v1::CreateDownloadLinkRequest, v1::CreateDownloadLinkResponse>(
      context, *request, response, tools_.view,
      [this, request](const Caller& caller, const eventsourcing::Rows&,
                      auto& answer) -> absl::Status {
        const auto row = RowFor(tools_, caller, request->document_id());
        if (!row.ok()) return row.status();
        const auto* version = VersionFor(caller, *row, request->version());
        if (!version || !version->withdrawn_by().empty())
          return rpc::NotFound("document", request->document_id());
        const int64_t valid = request->valid_seconds() == 0 ? kWeek : request->valid_seconds();
        const Link link{row->document_id(), version->version(),
                        tools_.clock.Now() + absl::Seconds(valid)};
        const auto text = LinkText(tools_.vault, caller.tenant, link);
        if (!text.ok()) return text.status();
        answer.set_link(*text);
        answer.mutable_expires_at()->set_seconds(absl::ToUnixSeconds(link.expires));
        return absl::OkStatus();
      });
}
}  // namespace aor::documents
