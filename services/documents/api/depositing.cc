// Files that are handed in: uploads, and the scans of papers that were signed by hand.
#include <absl/strings/str_cat.h>

#include "libs/ids/content_digest.h"
#include "libs/ids/uuid.h"
#include "libs/rpc/errors.h"
#include "services/documents/api/endpoint.h"
#include "services/documents/api/files.h"

namespace aor::documents {
namespace {
using rpc::Caller;

// How its stream is called: never as a digest is.
std::string UploadName(const std::string& upload_id) {
  return upload_id.empty() ? "" : "upload~" + upload_id;
}

// Whom a file that is handed in may belong to, as the request and the view name them.
struct Named {
  v1::PartyRole role;
  const char* kind;
  std::string id;
};

// Whose key seals it: that of one worker, client or supplier, whom the directory knows.
template <class Request>
absl::StatusOr<std::pair<v1::PartyRole, v1::Parties>> WhoseIs(const Tools& tools,
                                                              const Caller& caller,
                                                              const Request& request) {
  std::vector<Named> named = {{v1::PARTY_ROLE_WORKER, "worker", request.worker_id()},
                              {v1::PARTY_ROLE_CLIENT, "client", request.client_id()},
                              {v1::PARTY_ROLE_SUPPLIER, "supplier", request.supplier_id()}};
  std::erase_if(named, [](const Named& one) { return one.id.empty(); });
  if (named.size() != 1)
    return rpc::FieldError("worker_id", "name one: the worker, client or supplier whose it is");
  const Named& one = named.front();
  if (!tools.view.rows().Get(eventsourcing::RowKey(caller.tenant, one.kind, one.id)))
    return rpc::NotFound(one.kind, one.id);
  v1::Parties parties;
  parties.set_worker_id(request.worker_id());
  parties.set_client_id(request.client_id());
  parties.set_supplier_id(request.supplier_id());
  return std::pair(one.role, parties);
}

class Depositing {
 public:
  Depositing(const Tools& tools, const Caller& caller, const v1::DepositDocumentRequest& request,
             v1::DepositDocumentResponse& response)
      : tools_(tools), caller_(caller), request_(request), response_(response) {}

  absl::Status Run() {
    if (auto status = WaitFor(tools_.view, request_.consistency_token()); !status.ok())
      return status;
    if (auto status = CheckFileName(request_.file_name()); !status.ok()) return status;
    const bool is_scan = !request_.scan_of_document_id().empty();
    if (auto status = is_scan ? DescribeScan() : DescribeUpload(); !status.ok()) return status;
    if (auto status = Receive(); !status.ok()) return status;
    auto media_type = MediaTypeOf(file_);
    if (!media_type.ok()) return media_type.status();
    auto& content = *command_.file.mutable_content();
    content.set_digest(ContentDigest(file_));
    content.set_size(file_.size());
    content.set_media_type(*std::move(media_type));
    content.set_upload_id(UploadName(request_.upload_id()));
    command_.file.set_deposited_by(caller_.person.value);
    return Store();
  }

 private:
  absl::Status DescribeScan() {
    const auto row = RowFor(tools_, caller_, request_.scan_of_document_id());
    if (!row.ok()) return row.status();
    if (request_.scan_of_version() == 0)
      return rpc::FieldError("scan_of_version", "say which version was signed");
    if (request_.signed_as().empty())
      return rpc::FieldError("signed_as", "say whose signatures the scan shows");
    if (!IsOffice(caller_))
      return rpc::NotAdmitted("A signed scan is deposited by the agency, who looks at it.");
    command_.file.set_document_id(row->document_id());
    command_.file.set_owner_id(row->owner_id());
    command_.file.set_scan_of_version(request_.scan_of_version());
    for (const int role : request_.signed_as())
      command_.signed_as.push_back(static_cast<v1::PartyRole>(role));
    return absl::OkStatus();
  }

  // Of this message, or of those before it.
  absl::Status Receive() {
    if (request_.upload_id().empty()) {
      file_ = request_.file();
      return file_.size() <= kMostInOneMessage
                 ? absl::OkStatus()
                 : rpc::FieldError("file",
                                   "send at most 3 MiB in one message: UploadPiece takes more");
    }
    if (!request_.file().empty())
      return rpc::FieldError("file", "leave it out: upload_id names what was sent before");
    auto uploaded = tools_.contents.Uploaded(caller_.tenant, command_.file.owner_id(),
                                             UploadName(request_.upload_id()));
    if (!uploaded.ok()) return uploaded.status();
    file_ = *std::move(uploaded);
    if (ContentDigest(file_) != request_.digest())
      return rpc::RefusalError({"UPLOAD_DIFFERS",
                                "What was uploaded is not the file of that digest; send it again "
                                "under another upload_id."});
    return absl::OkStatus();
  }

  absl::Status Keep() {
    const auto& file = command_.file;
    return request_.upload_id().empty()
               ? tools_.contents.Keep(caller_, file.owner_id(), file_, file.content().digest())
               : tools_.contents.Close(caller_, file.owner_id(), file.content().upload_id(), file_);
  }

  absl::Status DescribeUpload() {
    const auto whose = WhoseIs(tools_, caller_, request_);
    if (!whose.ok()) return whose.status();
    const auto& [role, parties] = *whose;
    *command_.file.mutable_parties() = parties;
    command_.file.set_document_id(DerivedId(caller_.tenant, request_.request_id(), "deposit"));
    command_.file.set_document_kind(v1::DOCUMENT_KIND_UPLOAD);
    command_.file.set_owner_id(OwnerOf(role, parties));
    command_.file.add_readers(role);
    return absl::OkStatus();
  }

  absl::Status Store() {
    auto& file = command_.file;
    const std::string& digest = file.content().digest();
    if (auto kept = Keep(); !kept.ok()) return kept;
    auto name = tools_.vault.Seal(caller_.tenant, file.owner_id(),
                                  NamePlace(file.document_id(), digest), request_.file_name());
    if (!name.ok()) return name.status();
    *file.mutable_file_name() = *std::move(name);
    auto request = RequestBy(caller_, "aor.documents.v1.DepositDocument", request_.request_id(),
                             request_.reason());
    request.key = file.owner_id();
    request.body = absl::StrCat(file.document_id(), "/", digest, "/", request_.file_name());
    const auto committed = tools_.runtime.ExecuteAndWait(
        std::move(request), [this](eventsourcing::Transaction& transaction) {
          return DecideOnPaper(transaction, command_.file.document_id(), command_);
        });
    return AnswerWith(tools_, caller_, committed, file.document_id(), response_);
  }

  const Tools& tools_;
  const Caller& caller_;
  const v1::DepositDocumentRequest& request_;
  v1::DepositDocumentResponse& response_;
  document::Deposit command_;
  std::string file_;
};

// The key of a scan is that of its paper.
absl::StatusOr<std::string> OwnerOfUpload(const Tools& tools, const Caller& caller,
                                          const v1::UploadPieceRequest& request) {
  if (request.scan_of_document_id().empty()) {
    const auto whose = WhoseIs(tools, caller, request);
    if (!whose.ok()) return whose.status();
    return OwnerOf(whose->first, whose->second);
  }
  const auto row = RowFor(tools, caller, request.scan_of_document_id());
  if (!row.ok()) return row.status();
  if (!IsOffice(caller))
    return rpc::NotAdmitted("A signed scan is deposited by the agency, who looks at it.");
  return row->owner_id();
}

absl::Status Upload(const Tools& tools, const Caller& caller, const v1::UploadPieceRequest& request,
                    v1::UploadPieceResponse& response) {
  constexpr size_t kPieces = 16;  // of this message: 1 MiB
  if (auto status = WaitFor(tools.view, request.consistency_token()); !status.ok()) return status;
  if (request.piece().empty() || request.piece().size() > kPieces * content::kPieceBytes)
    return rpc::FieldError("piece", "send 1 MiB in each message, in the last one what is left");
  const auto owner = OwnerOfUpload(tools, caller, request);
  if (!owner.ok()) return owner.status();
  const auto appended = tools.contents.Append(caller, *owner, UploadName(request.upload_id()),
                                              request.index() * kPieces, request.piece());
  if (!appended.ok()) return appended.status();
  response.set_consistency_token(appended->token());
  return absl::OkStatus();
}
}  // namespace

rpc::Reactor* Endpoint::UploadPiece(Context* context, const v1::UploadPieceRequest* request,
                                    v1::UploadPieceResponse* response) {
  return tools_.edge.Run(
      context, *request,
      [this, request, response](const Caller& caller) {
        return Upload(tools_, caller, *request, *response);
      },
      response);
}

rpc::Reactor* Endpoint::DepositDocument(Context* context, const v1::DepositDocumentRequest* request,
                                        v1::DepositDocumentResponse* response) {
  return tools_.edge.Run(
      context, *request,
      [this, request, response](const Caller& caller) {
        return Depositing(tools_, caller, *request, *response).Run();
      },
      response);
}
}  // namespace aor::documents
