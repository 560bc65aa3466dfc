#include "services/engagements/reactions/signatures.h"

#include "aor/documents/v1/documents_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/engagements/api/tools.h"
#include "services/engagements/domain/contract.h"

namespace aor::engagements {
namespace {
constexpr char kDocumentSigned[] = "aor.documents.v1.DocumentEvent/document_signed";

documents::v1::DocumentSigned SignatureIn(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<documents::v1::DocumentEvent>(happened.event).document_signed();
}

bool IsOfAContract(const documents::v1::DocumentSigned& signature) {
  return signature.source().context() == "engagements" && !signature.source().part().empty() &&
         signature.role() != documents::v1::PARTY_ROLE_AGENCY;
}

const char* MethodOf(documents::v1::SignatureLevel level) {
  return level == documents::v1::SIGNATURE_LEVEL_WRITTEN ? "wet ink" : "simple electronic";
}
}  // namespace

std::vector<std::string> Signatures::KeysOf(const eventsourcing::Happened& happened) const {
  if (happened.event.type() != kDocumentSigned) return {};
  const auto signature = SignatureIn(happened);
  if (!IsOfAContract(signature)) return {};
  return {signature.parties().client_id()};
}

// A paper that this contract does not have is nobody's here: another client's is on another chain.
void Signatures::React(const eventsourcing::Happened& happened, const std::string& key,
                       eventsourcing::Transaction& transaction) {
  const auto signature = SignatureIn(happened);
  const std::string stream = ContractStream(signature.source().id());
  const auto& contract = transaction.Fold<Contract, ContractEvent>(stream);
  const std::string& paper = signature.source().part();
  if (contract.facts.client_id() != key || !contract.papers.contains(paper)) return;
  const SignPaper command{paper, signature.signed_by(), MethodOf(signature.level())};
  eventsourcing::Insist(eventsourcing::DecideOn<Contract, ContractEvent, ContractCommand>(
                            transaction, stream, command),
                        stream);
}
}  // namespace aor::engagements
