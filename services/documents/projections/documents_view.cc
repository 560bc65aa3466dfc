#include "services/documents/projections/documents_view.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_format.h>
#include <google/protobuf/util/time_util.h>

#include "aor/directory/v1/directory_events.pb.h"
#include "aor/missions/v1/roll_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"

namespace aor::documents {
namespace {
using eventsourcing::Happened;
using eventsourcing::RowKey;
using eventsourcing::WritableRows;
constexpr std::string_view kDocumentStream = "document-", kContentStream = "content-";

std::string DocumentKey(const Happened& happened) {
  return RowKey(happened.commit.tenant(), "document",
                happened.stream.name().substr(kDocumentStream.size()));
}

v1::DocumentRow RowAt(const Happened& happened, const WritableRows& rows) {
  auto row = rows.Load<v1::DocumentRow>(DocumentKey(happened));
  if (!row)
    throw eventsourcing::BrokenHistory("documents: nothing stored for " + happened.stream.name());
  return *std::move(row);
}

v1::VersionRow& VersionIn(v1::DocumentRow& row, uint32_t version) {
  if (version == 0 || version > static_cast<uint32_t>(row.versions_size()))
    throw eventsourcing::BrokenHistory("documents: no such version of " + row.document_id());
  return *row.mutable_versions(static_cast<int>(version) - 1);
}

// Where its parties find it, in the order in which papers were first stored.
void Place(const Happened& happened, const v1::DocumentRow& row, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const auto since = absl::StrFormat("%011d", happened.commit.recorded_at().seconds());
  v1::PlaceRow place;
  place.set_document_id(row.document_id());
  rows.Store(RowKey(tenant, "since", since, row.document_id()), place);
  const auto put = [&](const char* table, const std::string& party) {
    if (!party.empty()) rows.Store(RowKey(tenant, table, party, since, row.document_id()), place);
  };
  put("of-worker", row.parties().worker_id());
  put("of-client", row.parties().client_id());
  put("of-supplier", row.parties().supplier_id());
  put("of-participant", row.parties().participant_id());
  put("of-source", row.source().id());
}

// What printed and deposited versions have in common.
template <class Stored>
v1::VersionRow& AddVersion(const Happened& happened, const Stored& stored, v1::DocumentRow& row) {
  row.set_document_id(stored.document_id());
  row.set_owner_id(stored.owner_id());
  row.set_document_kind(stored.document_kind());
  *row.mutable_parties() = stored.parties();
  *row.mutable_readers() = stored.readers();
  auto& version = *row.add_versions();
  version.set_version(stored.version());
  *version.mutable_content() = stored.content();
  *version.mutable_stored_at() = happened.commit.recorded_at();
  return version;
}

std::string RevokedKey(const std::string& tenant, const v1::DocumentRow& row, uint32_t version) {
  return absl::StrCat(kRevokedPrefix, tenant, "/", row.document_id(), "/", version);
}

// Those that say which version they state, by that; others by when they were printed.
bool IsRevoked(const v1::VersionRow& version, const v1::RevokedRow& revoked) {
  using google::protobuf::operator<=;
  if (!version.withdrawn_by().empty()) return false;
  return version.certificate() > 0 ? version.certificate() <= revoked.version()
                                   : version.stored_at() <= revoked.revoked_at();
}

// Whichever was read first, the paper or that it is revoked.
void MarkRevoked(const std::string& tenant, const v1::DocumentRow& row, WritableRows& rows) {
  const std::string& source = row.source().id();  // <mission>/<session>/<participant>
  const size_t from = source.find('/') + 1, to = source.rfind('/');
  if (row.parties().participant_id().empty() || from > to) return;
  const auto revoked = rows.Load<v1::RevokedRow>(
      RowKey(tenant, "revoked", row.parties().participant_id(), source.substr(from, to - from)));
  for (const auto& version : row.versions()) {
    if (!revoked || version.facts_digest().empty() || !IsRevoked(version, *revoked)) continue;
    v1::RevokedPaperRow paper;
    paper.set_tenant(tenant);
    paper.set_owner_id(row.owner_id());
    paper.set_document_id(row.document_id());
    paper.set_version(version.version());
    rows.Store(RevokedKey(tenant, row, version.version()), paper);
  }
}

void Revoke(const Happened& happened, const std::string& session, const std::string& participant,
            uint32_t version, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  v1::RevokedRow revoked;
  revoked.set_version(version);
  *revoked.mutable_revoked_at() = happened.commit.recorded_at();
  rows.Store(RowKey(tenant, "revoked", participant, session), revoked);
  std::vector<std::string> papers;
  rows.Scan(eventsourcing::RowPrefix(tenant, "of-participant", participant), "",
            [&](std::string_view, std::string_view value) {
              papers.push_back(eventsourcing::ParsedRow<v1::PlaceRow>(value).document_id());
              return true;
            });
  for (const std::string& paper : papers)
    if (const auto row = rows.Load<v1::DocumentRow>(RowKey(tenant, "document", paper)))
      MarkRevoked(tenant, *row, rows);
}

void Printed(const Happened& happened, const v1::DocumentRendered& printed, WritableRows& rows) {
  auto row = rows.Load<v1::DocumentRow>(DocumentKey(happened)).value_or(v1::DocumentRow());
  auto& version = AddVersion(happened, printed, row);
  version.set_renderer(printed.renderer());
  version.set_facts_digest(printed.source().digest());
  *version.mutable_lacking() = printed.lacking();
  row.set_language(printed.language());
  row.set_number(printed.number());
  *row.mutable_source() = printed.source();
  *row.mutable_demands() = printed.demands();
  uint32_t certificate = 0;
  if (!printed.parties().participant_id().empty() &&
      absl::SimpleAtoi(printed.source().part(), &certificate))
    version.set_certificate(certificate);
  if (row.versions_size() == 1) Place(happened, row, rows);
  rows.Store(DocumentKey(happened), row);
  MarkRevoked(happened.commit.tenant(), row, rows);
}

void Deposited(const Happened& happened, const v1::DocumentDeposited& file, WritableRows& rows) {
  auto row = rows.Load<v1::DocumentRow>(DocumentKey(happened)).value_or(v1::DocumentRow());
  auto& version = AddVersion(happened, file, row);
  *version.mutable_file_name() = file.file_name();
  version.set_scan_of_version(file.scan_of_version());
  version.set_deposited_by(file.deposited_by());
  if (row.versions_size() == 1) Place(happened, row, rows);
  rows.Store(DocumentKey(happened), row);
}

void Signed(const Happened& happened, const v1::DocumentSigned& paper, v1::DocumentRow& row) {
  auto& signature = *VersionIn(row, paper.version()).add_signatures();
  signature.set_role(paper.role());
  signature.set_signed_by(paper.signed_by());
  signature.set_signed_for(paper.signed_for());
  signature.set_level(paper.level());
  signature.set_digest(paper.digest());
  signature.set_scan_digest(paper.scan_digest());
  *signature.mutable_signed_at() = happened.commit.recorded_at();
}

void Declined(const Happened& happened, const v1::SignatureDeclined& no, v1::DocumentRow& row) {
  auto& declined = *VersionIn(row, no.version()).add_declined();
  declined.set_role(no.role());
  declined.set_declined_by(no.declined_by());
  declined.set_reason(no.reason());
  *declined.mutable_declined_at() = happened.commit.recorded_at();
}

void ApplyDocument(const Happened& happened, WritableRows& rows) {
  using Event = v1::DocumentEvent;
  const auto event = eventsourcing::Decode<Event>(happened.event);
  if (event.has_document_rendered()) return Printed(happened, event.document_rendered(), rows);
  if (event.has_document_deposited()) return Deposited(happened, event.document_deposited(), rows);
  auto row = RowAt(happened, rows);
  if (event.has_document_signed()) Signed(happened, event.document_signed(), row);
  if (event.has_signature_declined()) Declined(happened, event.signature_declined(), row);
  if (event.has_document_released())
    VersionIn(row, event.document_released().version())
        .mutable_released_to()
        ->MergeFrom(event.document_released().to());
  if (event.has_document_withdrawn()) {
    auto& version = VersionIn(row, event.document_withdrawn().version());
    version.set_withdrawn_by(event.document_withdrawn().withdrawn_by());
    version.set_withdraw_reason(event.document_withdrawn().reason());
    rows.Delete(RevokedKey(happened.commit.tenant(), row, version.version()));
  }
  rows.Store(DocumentKey(happened), row);
}

// Of content only that it is complete.
void ApplyContent(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::ContentEvent>(happened.event);
  if (!event.has_content_completed()) return;
  const std::string& digest = event.content_completed().digest();
  const std::string& stream = happened.stream.name();
  const std::string owner = stream.substr(
      kContentStream.size(), stream.size() - kContentStream.size() - digest.size() - 1);
  rows.Store(RowKey(happened.commit.tenant(), "content", owner, digest), event.content_completed());
}

void ApplyPerson(const Happened& happened, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const auto event = eventsourcing::Decode<directory::v1::PersonEvent>(happened.event);
  if (event.has_person_registered())
    rows.Put(RowKey(tenant, "worker", event.person_registered().person_id()), "");
  if (event.has_person_erased())
    rows.Put(kErasedPrefix + tenant + "/" + event.person_erased().person_id(), "");
}

void ApplyOrganisation(const Happened& happened, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const auto event = eventsourcing::Decode<directory::v1::OrganisationEvent>(happened.event);
  if (event.has_client_registered())
    rows.Put(RowKey(tenant, "client", event.client_registered().client_id()), "");
  if (event.has_supplier_registered())
    rows.Put(RowKey(tenant, "supplier", event.supplier_registered().supplier_id()), "");
}

void ApplyDirectory(const Happened& happened, WritableRows& rows) {
  if (eventsourcing::Holds<directory::v1::PersonEvent>(happened.event))
    return ApplyPerson(happened, rows);
  if (eventsourcing::Holds<directory::v1::OrganisationEvent>(happened.event))
    ApplyOrganisation(happened, rows);
}

// A participant's papers are sealed with a key of that name.
void ApplyMissions(const Happened& happened, WritableRows& rows) {
  if (!eventsourcing::Holds<missions::v1::RollEvent>(happened.event)) return;
  const auto event = eventsourcing::Decode<missions::v1::RollEvent>(happened.event);
  const auto& due = event.certificates_due();
  for (const auto& one : due.certificates())
    if (one.revoked())
      Revoke(happened, due.session_id(), one.participant_id(), one.version(), rows);
  if (!event.has_participant_erased()) return;
  rows.Put(kErasedPrefix + happened.commit.tenant() + "/participant~" +
               event.participant_erased().participant_id(),
           "");
}
}  // namespace

void DocumentsView::Apply(const Happened& happened, WritableRows& rows) {
  if (happened.commit.log() == "directory") return ApplyDirectory(happened, rows);
  if (happened.commit.log() == "missions") return ApplyMissions(happened, rows);
  if (eventsourcing::Holds<v1::DocumentEvent>(happened.event)) return ApplyDocument(happened, rows);
  if (eventsourcing::Holds<v1::ContentEvent>(happened.event)) return ApplyContent(happened, rows);
  throw eventsourcing::BrokenHistory("documents: unknown event " + happened.event.type());
}
}  // namespace aor::documents
