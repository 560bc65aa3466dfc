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

class Depositing {
 public:
  Depositing(const Tools& tools, const Caller& caller, const v1::DepositDocumentRequest& request,
             v1::DepositDocumentResponse& response)
      : tools_(tools), caller_(caller), request_(request), response_(response) {}

  absl::Status Run() {
    if (auto status = WaitFor(tools_.view, request_.consistency_token()); !status.ok())
      return status;
    if (auto status = CheckFileName(request_.file_name()); !status.ok()) return status;
    auto media_type = MediaTypeOf(request_.file());
    if (!media_type.ok()) return media_type.status();
    auto& file = command_.file;
    file.mutable_content()->set_digest(ContentDigest(request_.file()));
    file.mutable_content()->set_size(request_.file().size());
    file.mutable_content()->set_media_type(*std::move(media_type));
    file.set_deposited_by(caller_.person.value);
    const bool is_scan = !request_.scan_of_document_id().empty();
    if (auto status = is_scan ? DescribeScan() : DescribeUpload(); !status.ok()) return status;
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

  absl::Status DescribeUpload() {
    auto& parties = *command_.file.mutable_parties();
    parties.set_worker_id(request_.worker_id());
    parties.set_client_id(request_.client_id());
    parties.set_supplier_id(request_.supplier_id());
    const auto role = !request_.worker_id().empty()   ? v1::PARTY_ROLE_WORKER
                      : !request_.client_id().empty() ? v1::PARTY_ROLE_CLIENT
                                                      : v1::PARTY_ROLE_SUPPLIER;
    const int given = !request_.worker_id().empty() + !request_.client_id().empty() +
                      !request_.supplier_id().empty();
    if (given != 1)
      return rpc::FieldError("worker_id", "name one: the worker, client or supplier whose it is");
    command_.file.set_document_id(DerivedId(caller_.tenant, request_.request_id(), "deposit"));
    command_.file.set_document_kind(v1::DOCUMENT_KIND_UPLOAD);
    command_.file.set_owner_id(OwnerOf(role, parties));
    command_.file.add_readers(role);
    return absl::OkStatus();
  }

  absl::Status Store() {
    auto& file = command_.file;
    const std::string& digest = file.content().digest();
    if (auto kept = tools_.contents.Keep(caller_, file.owner_id(), request_.file(), digest);
        !kept.ok())
      return kept;
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
};
}  // namespace

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
