#include "services/documents/api/endpoint.h"

#include "libs/rpc/errors.h"
#include "services/documents/projections/documents_view.h"

namespace aor::documents {
absl::StatusOr<v1::DocumentRow> RowFor(const Tools& tools, const rpc::Caller& caller,
                                       const std::string& document_id) {
  auto row = tools.view.rows().Load<v1::DocumentRow>(
      eventsourcing::RowKey(caller.tenant, "document", document_id));
  if (!row || !VersionFor(caller, *row, 0)) return rpc::NotFound("document", document_id);
  return *std::move(row);
}

// An organisation's id may be a person's, too: erasing the one must not reach the other.
std::string OwnerOf(v1::PartyRole role, const v1::Parties& parties) {
  if (role == v1::PARTY_ROLE_WORKER && !parties.worker_id().empty()) return parties.worker_id();
  if (role == v1::PARTY_ROLE_CLIENT) return "client~" + parties.client_id();
  if (role == v1::PARTY_ROLE_PARTICIPANT) return "participant~" + parties.participant_id();
  if (role != v1::PARTY_ROLE_AGENCY && !parties.supplier_id().empty())
    return "supplier~" + parties.supplier_id();
  return "agency~" + parties.legal_entity_id();
}

std::optional<eventsourcing::Refused> DecideOnPaper(eventsourcing::Transaction& transaction,
                                                    const std::string& document_id,
                                                    const document::Command& command) {
  return eventsourcing::DecideOn<document::Document, document::Event>(
      transaction, "document-" + document_id, command);
}

eventsourcing::Request RequestBy(const rpc::Caller& caller, const char* method,
                                 const std::string& request_id, const std::string& reason) {
  eventsourcing::Request request;
  request.tenant = caller.tenant;
  request.method = method;
  request.request_id = request_id;
  request.actor = caller.person.value;
  request.on_behalf_of = caller.on_behalf_of;
  request.reason = reason;
  request.is_forwarded = caller.is_forwarded;
  return request;
}
}  // namespace aor::documents
