#include "libs/rpc/errors.h"
#include "services/documents/api/endpoint.h"
#include "services/documents/api/spaces.h"
#include "services/documents/projections/documents_view.h"

namespace aor::documents {
namespace {
using eventsourcing::Rows;
using rpc::Caller;

// The narrowest table.
std::string PrefixFor(const std::string& tenant, const v1::ListDocumentsRequest& request) {
  const auto of = [&](const char* table, const std::string& id) {
    return eventsourcing::RowPrefix(tenant, table, id);
  };
  if (!request.source_id().empty()) return of("of-source", request.source_id());
  if (!request.worker_id().empty()) return of("of-worker", request.worker_id());
  if (!request.supplier_id().empty()) return of("of-supplier", request.supplier_id());
  if (!request.client_id().empty()) return of("of-client", request.client_id());
  return eventsourcing::RowPrefix(tenant, "since");
}

bool Matches(const v1::DocumentRow& row, const v1::ListDocumentsRequest& request) {
  const auto fits = [](const std::string& wanted, const std::string& has) {
    return wanted.empty() || wanted == has;
  };
  return fits(request.worker_id(), row.parties().worker_id()) &&
         fits(request.client_id(), row.parties().client_id()) &&
         fits(request.supplier_id(), row.parties().supplier_id()) &&
         fits(request.source_id(), row.source().id()) &&
         (request.document_kind() == v1::DOCUMENT_KIND_UNSPECIFIED ||
          request.document_kind() == row.document_kind());
}
}  // namespace

rpc::Reactor* Endpoint::GetDocument(Context* context, const v1::GetDocumentRequest* request,
                                    v1::GetDocumentResponse* response) {
  return tools_.edge.Read<v1::GetDocumentRequest, v1::GetDocumentResponse>(
      context, *request, response, tools_.view,
      [this, request](const Caller& caller, const Rows&, auto& answer) -> absl::Status {
        const auto row = RowFor(tools_, caller, request->document_id());
        if (!row.ok()) return row.status();
        *answer.mutable_document() = *DocumentFor(caller, tools_.vault, *row);
        return absl::OkStatus();
      });
}

rpc::Reactor* Endpoint::ListDocuments(Context* context, const v1::ListDocumentsRequest* request,
                                      v1::ListDocumentsResponse* response) {
  return tools_.edge.Read<v1::ListDocumentsRequest, v1::ListDocumentsResponse>(
      context, *request, response, tools_.view,
      [this, request](const Caller& caller, const Rows& rows, auto& answer) {
        return rpc::ListPage(
            rows, PrefixFor(caller.tenant, *request), request->page_size(), request->page_token(),
            [&](std::string_view value) {
              const auto place = eventsourcing::ParsedRow<v1::PlaceRow>(value);
              const auto row = rows.Load<v1::DocumentRow>(
                  eventsourcing::RowKey(caller.tenant, "document", place.document_id()));
              if (!row || !Matches(*row, *request)) return false;
              const auto document = DocumentFor(caller, tools_.vault, *row);
              if (document) *answer.add_documents() = *document;
              return document.has_value();
            },
            answer.mutable_next_page_token());
      });
}
}  // namespace aor::documents
