// The documents' gRPC service: requests into commands, rows into answers. The contract of each
// RPC stands in its proto.
#pragma once

#include <memory>
#include <string>

#include "aor/documents/v1/documents_service.grpc.pb.h"
#include "libs/documents/papers/press.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/eventsourcing/waiting.h"
#include "libs/rpc/edge.h"
#include "libs/vault/vault.h"
#include "services/documents/api/content_store.h"
#include "services/documents/api/spaces.h"
#include "services/documents/clients/records.h"
#include "services/documents/domain/document.h"
#include "services/documents/rules/clause_book.h"
#include "services/documents/rules/paper_policies.h"

namespace aor::documents {
using eventsourcing::WaitFor;

// What the endpoint uses; all of it outlives it.
struct Tools {
  rpc::Edge edge;
  eventsourcing::View& view;  // of DocumentsView
  eventsourcing::Runtime& runtime;
  vault::Vault& vault;
  const eventsourcing::Clock& clock;
  std::shared_ptr<Records> records;
  std::shared_ptr<const Press> press;
  std::string renderer;  // what prints now, in every new version
  std::shared_ptr<const Policies> policies;
  std::shared_ptr<const ClauseBook> clauses;
  ContentStore contents;
};

// Its methods stand in rendering.cc, depositing.cc, reads.cc, downloads.cc and signing.cc.
class Endpoint final : public v1::DocumentService::CallbackService {
 public:
  explicit Endpoint(Tools tools) : tools_(std::move(tools)) {}

  using Context = rpc::Context;
  using Reactor = rpc::Reactor;
  Reactor* RenderDocument(Context*, const v1::RenderDocumentRequest*,
                          v1::RenderDocumentResponse*) override;
  Reactor* DepositDocument(Context*, const v1::DepositDocumentRequest*,
                           v1::DepositDocumentResponse*) override;
  Reactor* UploadPiece(Context*, const v1::UploadPieceRequest*, v1::UploadPieceResponse*) override;
  Reactor* GetDocument(Context*, const v1::GetDocumentRequest*, v1::GetDocumentResponse*) override;
  Reactor* ListDocuments(Context*, const v1::ListDocumentsRequest*,
                         v1::ListDocumentsResponse*) override;
  grpc::ServerWriteReactor<v1::DownloadDocumentResponse>* DownloadDocument(
      Context*, const v1::DownloadDocumentRequest*) override;
  Reactor* ReleaseDocument(Context*, const v1::ReleaseDocumentRequest*,
                           v1::ReleaseDocumentResponse*) override;
  Reactor* SignDocument(Context*, const v1::SignDocumentRequest*,
                        v1::SignDocumentResponse*) override;
  Reactor* DeclineSignature(Context*, const v1::DeclineSignatureRequest*,
                            v1::DeclineSignatureResponse*) override;
  Reactor* WithdrawDocument(Context*, const v1::WithdrawDocumentRequest*,
                            v1::WithdrawDocumentResponse*) override;
  Reactor* CreateDownloadLink(Context*, const v1::CreateDownloadLinkRequest*,
                              v1::CreateDownloadLinkResponse*) override;

 private:
  Tools tools_;
};

// NOT_FOUND for a paper of which the caller may read nothing, as for one that there is not.
absl::StatusOr<v1::DocumentRow> RowFor(const Tools& tools, const rpc::Caller& caller,
                                       const std::string& document_id);
// Whose key seals a paper, and which chain it lives on.
std::string OwnerOf(v1::PartyRole role, const v1::Parties& parties);
// On the paper's own stream.
std::optional<eventsourcing::Refused> DecideOnPaper(eventsourcing::Transaction& transaction,
                                                    const std::string& document_id,
                                                    const document::Command& command);
// Answers with a paper as it stands once its commit is seen.
template <class Response>
absl::Status AnswerWith(const Tools& tools, const rpc::Caller& caller,
                        const absl::StatusOr<eventsourcing::Committed>& committed,
                        const std::string& document_id, Response& response) {
  if (!committed.ok()) return committed.status();
  response.set_consistency_token(committed->token());
  if (auto status = WaitFor(tools.view, committed->token()); !status.ok()) return status;
  const auto row = RowFor(tools, caller, document_id);
  if (!row.ok()) return row.status();
  *response.mutable_document() = *DocumentFor(caller, tools.vault, *row);
  return absl::OkStatus();
}
// A wish whose commit is made on this thread: of methods that ask others before they decide.
eventsourcing::Request RequestBy(const rpc::Caller& caller, const char* method,
                                 const std::string& request_id, const std::string& reason);
}  // namespace aor::documents
