// What changes a paper without printing it: released, signed, declined, withdrawn.
#include "libs/rpc/errors.h"
#include "services/documents/api/endpoint.h"

namespace aor::documents {
namespace {
using rpc::Caller;

rpc::Wish On(const v1::DocumentRow& row, const document::Command& command) {
  return {row.owner_id(),
          [id = row.document_id(), command](eventsourcing::Transaction& transaction) {
            return DecideOnPaper(transaction, id, command);
          }};
}

template <class Request>
absl::StatusOr<v1::DocumentRow> Seen(const Tools& tools, const Caller& caller,
                                     const Request& request) {
  if (auto status = WaitFor(tools.view, request.consistency_token()); !status.ok()) return status;
  return RowFor(tools, caller, request.document_id());
}

// Nobody signs for another side.
template <class Request>
absl::StatusOr<v1::DocumentRow> SeenBySigner(const Tools& tools, const Caller& caller,
                                             const Request& request) {
  auto row = Seen(tools, caller, request);
  if (row.ok() && !ActsAs(caller, row->parties(), request.role()))
    return rpc::NotAdmitted("Your token does not speak for " + v1::PartyRole_Name(request.role()) +
                            " of this paper; sign in your own role.");
  return row;
}
}  // namespace

rpc::Reactor* Endpoint::ReleaseDocument(Context* context, const v1::ReleaseDocumentRequest* request,
                                        v1::ReleaseDocumentResponse* response) {
  return tools_.edge.Mutate<v1::ReleaseDocumentRequest, v1::ReleaseDocumentResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        const auto row = Seen(tools_, caller, *request);
        if (!row.ok()) return row.status();
        document::Release command{request->version(), {}, caller.person};
        for (const int role : request->to()) command.to.push_back(static_cast<v1::PartyRole>(role));
        return On(*row, command);
      });
}

rpc::Reactor* Endpoint::SignDocument(Context* context, const v1::SignDocumentRequest* request,
                                     v1::SignDocumentResponse* response) {
  return tools_.edge.Mutate<v1::SignDocumentRequest, v1::SignDocumentResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        const auto row = SeenBySigner(tools_, caller, *request);
        if (!row.ok()) return row.status();
        return On(*row,
                  document::Sign{request->digest(), request->role(), v1::SIGNATURE_LEVEL_SIMPLE,
                                 caller.person, caller.on_behalf_of});
      });
}

rpc::Reactor* Endpoint::DeclineSignature(Context* context,
                                         const v1::DeclineSignatureRequest* request,
                                         v1::DeclineSignatureResponse* response) {
  return tools_.edge.Mutate<v1::DeclineSignatureRequest, v1::DeclineSignatureResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        const auto row = SeenBySigner(tools_, caller, *request);
        if (!row.ok()) return row.status();
        return On(*row, document::Decline{request->version(), request->role(), caller.person,
                                          request->reason()});
      });
}

rpc::Reactor* Endpoint::WithdrawDocument(Context* context,
                                         const v1::WithdrawDocumentRequest* request,
                                         v1::WithdrawDocumentResponse* response) {
  return tools_.edge.Mutate<v1::WithdrawDocumentRequest, v1::WithdrawDocumentResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        const auto row = Seen(tools_, caller, *request);
        if (!row.ok()) return row.status();
        return On(*row, document::Withdraw{request->version(), caller.person, request->reason()});
      });
}
}  // namespace aor::documents
