#include "services/documents/domain/document.h"

#include <algorithm>
#include <stdexcept>

namespace aor::documents::document {
namespace {
using Events = std::vector<Event>;
using enum Refusal;

uint32_t Meant(const Document& document, uint32_t version) {
  return version == 0 ? static_cast<uint32_t>(document.versions.size()) : version;
}

const Version* At(const Document& document, uint32_t version) {
  return version == 0 || version > document.versions.size() ? nullptr
                                                            : &document.versions[version - 1];
}

const v1::SignatureDemand* DemandOn(const Document& document, Role role) {
  for (const auto& demand : document.paper.demands())
    if (demand.role() == role) return &demand;
  return nullptr;
}

uint32_t NextVersion(const Document& document) {
  return static_cast<uint32_t>(document.versions.size()) + 1;
}

Decision On(const Document& document, const Render& command) {
  const Version* newest = At(document, NewestPrinted(document));
  if (newest && !newest->withdrawn && newest->facts_digest == command.printed.source().digest())
    return Events{};
  if (document.versions.size() >= kMaxVersions) return kTooManyVersions;
  Event event;
  *event.mutable_document_rendered() = command.printed;
  event.mutable_document_rendered()->set_version(NextVersion(document));
  return Events{event};
}

Event SignatureOf(const Document& document, uint32_t version, Role role, const std::string& by) {
  Event event;
  auto& signature = *event.mutable_document_signed();
  signature.set_document_id(document.paper.document_id());
  signature.set_version(version);
  signature.set_document_kind(document.paper.document_kind());
  signature.set_digest(document.versions[version - 1].digest);
  signature.set_role(role);
  signature.set_signed_by(by);
  *signature.mutable_source() = document.paper.source();
  *signature.mutable_parties() = document.paper.parties();
  return event;
}

// Whom a signature by hand stands for: the party, since nobody's token was there.
const std::string& PartyIn(const v1::Parties& parties, Role role) {
  switch (role) {
    case v1::PARTY_ROLE_WORKER: return parties.worker_id();
    case v1::PARTY_ROLE_CLIENT: return parties.client_id();
    case v1::PARTY_ROLE_SUPPLIER: return parties.supplier_id();
    default: return parties.legal_entity_id();
  }
}

Event Deposited(const Document& document, const Deposit& command) {
  Event event;
  auto& deposited = *event.mutable_document_deposited();
  deposited = command.file;
  deposited.set_version(NextVersion(document));
  if (deposited.scan_of_version() == 0) return event;
  deposited.set_document_kind(document.paper.document_kind());
  *deposited.mutable_parties() = document.paper.parties();
  *deposited.mutable_readers() = document.paper.readers();
  return event;
}

bool Holds(const Document& document, const std::string& digest) {
  return std::ranges::any_of(document.versions,
                             [&](const Version& one) { return one.digest == digest; });
}

Decision OnScan(const Document& document, const Deposit& command) {
  const uint32_t of = command.file.scan_of_version();
  const Version* scanned = At(document, of);
  if (!scanned || scanned->facts_digest.empty()) return kUnknownVersion;
  if (Holds(document, command.file.content().digest())) return Events{};
  if (scanned->withdrawn) return kWithdrawn;
  if (document.versions.size() >= kMaxVersions) return kTooManyVersions;
  Events events{Deposited(document, command)};
  for (const Role role : command.signed_as) {
    if (!DemandOn(document, role)) return kNotASigner;
    if (scanned->signed_by.contains(role)) continue;
    events.push_back(SignatureOf(document, of, role, PartyIn(document.paper.parties(), role)));
    auto& signature = *events.back().mutable_document_signed();
    signature.set_level(v1::SIGNATURE_LEVEL_WRITTEN);
    signature.set_scan_digest(command.file.content().digest());
  }
  return events;
}

Decision On(const Document& document, const Deposit& command) {
  if (command.file.scan_of_version() != 0) return OnScan(document, command);
  if (Holds(document, command.file.content().digest())) return Events{};
  if (!document.versions.empty()) return kOtherFile;
  return Events{Deposited(document, command)};
}

Decision On(const Document& document, const Release& command) {
  const uint32_t number = Meant(document, command.version);
  const Version* version = At(document, number);
  if (!version) return kUnknownVersion;
  if (version->withdrawn) return kWithdrawn;
  const auto& readers = document.paper.readers();
  Event event;
  auto& released = *event.mutable_document_released();
  const auto add = [&](Role role) {
    if (!version->released_to.contains(role)) released.add_to(role);
  };
  for (const Role role : command.to) {
    if (std::ranges::find(readers, role) == readers.end()) return kNotAReader;
    add(role);
  }
  if (command.to.empty())
    for (const int role : readers) add(static_cast<Role>(role));
  if (released.to().empty()) return Events{};
  released.set_version(number);
  released.set_released_by(command.by.value);
  return Events{event};
}

Decision On(const Document& document, const Sign& command) {
  uint32_t number = 0;
  for (uint32_t n = 1; n <= document.versions.size(); ++n)
    if (At(document, n)->digest == command.digest && At(document, n)->scan_of == 0) number = n;
  const Version* version = At(document, number);
  if (!version) return kOtherBytes;
  if (version->withdrawn) return kWithdrawn;
  const auto* demand = DemandOn(document, command.role);
  if (!demand) return kNotASigner;
  const auto signer = version->signed_by.find(command.role);
  if (signer != version->signed_by.end())
    return signer->second == command.by.value ? Decision{Events{}} : Decision{kSignedByAnother};
  if (number != NewestPrinted(document)) return kReplaced;
  if (version->declined_by.contains(command.role)) return kDeclined;
  if (command.level < demand->level()) return kLevelTooLow;
  Event event = SignatureOf(document, number, command.role, command.by.value);
  event.mutable_document_signed()->set_level(command.level);
  event.mutable_document_signed()->set_signed_for(command.on_behalf_of);
  return Events{event};
}

Decision On(const Document& document, const Decline& command) {
  const uint32_t number = command.version == 0 ? NewestPrinted(document) : command.version;
  const Version* version = At(document, number);
  if (!version) return kUnknownVersion;
  if (version->withdrawn) return kWithdrawn;
  if (!DemandOn(document, command.role)) return kNotASigner;
  if (version->signed_by.contains(command.role)) return kAlreadySigned;
  if (version->declined_by.contains(command.role)) return Events{};
  Event event;
  auto& declined = *event.mutable_signature_declined();
  declined.set_version(number);
  declined.set_role(command.role);
  declined.set_declined_by(command.by.value);
  declined.set_reason(command.reason);
  return Events{event};
}

Decision On(const Document& document, const Withdraw& command) {
  const uint32_t number = Meant(document, command.version);
  const Version* version = At(document, number);
  if (!version) return kUnknownVersion;
  if (version->withdrawn) return Events{};
  Event event;
  auto& withdrawn = *event.mutable_document_withdrawn();
  withdrawn.set_version(number);
  withdrawn.set_withdrawn_by(command.by.value);
  withdrawn.set_reason(command.reason);
  return Events{event};
}

Document WithUpload(Document document, const v1::DocumentDeposited& file) {
  document.versions.push_back({file.content().digest(), "", file.scan_of_version()});
  if (file.scan_of_version() != 0) return document;
  document.paper.set_document_id(file.document_id());
  document.paper.set_owner_id(file.owner_id());
  document.paper.set_document_kind(file.document_kind());
  *document.paper.mutable_parties() = file.parties();
  *document.paper.mutable_readers() = file.readers();
  return document;
}
}  // namespace

uint32_t NewestPrinted(const Document& document) {
  for (size_t n = document.versions.size(); n > 0; --n)
    if (!document.versions[n - 1].facts_digest.empty()) return static_cast<uint32_t>(n);
  return 0;
}

Decision Decide(const Document& document, const Command& command) {
  return std::visit([&](const auto& wish) { return On(document, wish); }, command);
}

Document Evolve(Document document, const Event& event) {
  auto& versions = document.versions;
  switch (event.kind_case()) {
    case Event::kDocumentRendered: {
      const auto& printed = event.document_rendered();
      versions.push_back({printed.content().digest(), printed.source().digest()});
      document.paper = printed;
      return document;
    }
    case Event::kDocumentDeposited:
      return WithUpload(std::move(document), event.document_deposited());
    case Event::kDocumentReleased:
      for (const int role : event.document_released().to())
        versions.at(event.document_released().version() - 1)
            .released_to.insert(static_cast<Role>(role));
      return document;
    case Event::kDocumentSigned:
      versions.at(event.document_signed().version() - 1).signed_by[event.document_signed().role()] =
          event.document_signed().signed_by();
      return document;
    case Event::kSignatureDeclined:
      versions.at(event.signature_declined().version() - 1)
          .declined_by[event.signature_declined().role()] =
          event.signature_declined().declined_by();
      return document;
    case Event::kDocumentWithdrawn:
      versions.at(event.document_withdrawn().version() - 1).withdrawn = true;
      return document;
    case Event::KIND_NOT_SET: break;
  }
  // A newer release wrote this stream: refuse to decide on half a history.
  throw std::runtime_error("document: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kUnknownVersion: return "UNKNOWN_VERSION";
    case kTooManyVersions: return "TOO_MANY_VERSIONS";
    case kOtherFile: return "OTHER_FILE";
    case kWithdrawn: return "WITHDRAWN";
    case kNotAReader: return "NOT_A_READER";
    case kNotASigner: return "NOT_A_SIGNER";
    case kOtherBytes: return "OTHER_BYTES";
    case kReplaced: return "REPLACED";
    case kLevelTooLow: return "LEVEL_TOO_LOW";
    case kSignedByAnother: return "SIGNED_BY_ANOTHER";
    case kDeclined: return "DECLINED";
    case kAlreadySigned: return "ALREADY_SIGNED";
  }
  throw std::logic_error("document: no such refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kUnknownVersion: return "The paper has no such printed version; list its versions.";
    case kTooManyVersions: return "The paper has 100 versions; find out why its facts change.";
    case kOtherFile: return "Another file was deposited by this request; send it as a new one.";
    case kWithdrawn: return "This version was withdrawn; ask the agency for the one that holds.";
    case kNotAReader:
      return "This kind of paper is not for them; release it to those whom its policy names.";
    case kNotASigner: return "This kind of paper does not ask for a signature in that role.";
    case kOtherBytes:
      return "No version of this paper has that digest; download it, read it and sign its digest.";
    case kReplaced: return "A newer version was printed; read and sign that one.";
    case kLevelTooLow:
      return "This paper asks for a signature by hand; deposit the signed scan instead.";
    case kSignedByAnother: return "Somebody else has signed in this role; nothing is missing.";
    case kDeclined: return "Signing was declined in this role; print and send another version.";
    case kAlreadySigned: return "It is signed in this role; ask the agency to withdraw it.";
  }
  throw std::logic_error("document: no such refusal");
}
}  // namespace aor::documents::document
