#include "services/documents/api/spaces.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>

#include <algorithm>

#include "libs/service/erased.h"
#include "services/documents/api/files.h"

namespace aor::documents {
namespace {
constexpr std::string_view kKindPrefix = "DOCUMENT_KIND_";

bool IsFullySigned(const v1::DocumentRow& row, const v1::VersionRow& version) {
  return !row.demands().empty() && std::ranges::all_of(row.demands(), [&](const auto& demand) {
    return std::ranges::any_of(version.signatures(), [&](const auto& signature) {
      return signature.role() == demand.role() && signature.level() >= demand.level();
    });
  });
}

bool IsSignedBy(const std::string& person, const v1::VersionRow& version) {
  return std::ranges::any_of(version.signatures(), [&](const auto& signature) {
    return signature.signed_by() == person || signature.signed_for() == person;
  });
}

v1::Version ToVersion(const rpc::Caller& caller, const vault::Vault& vault,
                      const v1::DocumentRow& row, const v1::VersionRow& stored) {
  v1::Version version;
  version.set_version(stored.version());
  *version.mutable_content() = stored.content();
  version.set_file_name(FileNameOf(vault, caller.tenant, row, stored));
  if (IsOffice(caller)) *version.mutable_lacking() = stored.lacking();
  *version.mutable_stored_at() = stored.stored_at();
  version.set_renderer(stored.renderer());
  *version.mutable_released_to() = stored.released_to();
  *version.mutable_signatures() = stored.signatures();
  *version.mutable_declined() = stored.declined();
  version.set_scan_of_version(stored.scan_of_version());
  version.set_withdrawn(!stored.withdrawn_by().empty());
  version.set_withdraw_reason(stored.withdraw_reason());
  version.set_fully_signed(IsFullySigned(row, stored));
  return version;
}
}  // namespace

bool IsOffice(const rpc::Caller& caller) {
  return std::ranges::any_of(
      std::initializer_list<const char*>{"consultant", "finance", "compliance", "auditor",
                                         "administrator", "service"},
      [&](const char* role) { return caller.Has(role); });
}

bool IsOfTraining(v1::DocumentKind kind) {
  return kind == v1::DOCUMENT_KIND_ATTENDANCE_SHEET ||
         kind == v1::DOCUMENT_KIND_PARTICIPATION_CERTIFICATE;
}

bool ActsAs(const rpc::Caller& caller, const v1::Parties& parties, v1::PartyRole role) {
  const auto is = [&](const char* name, const std::string& id) {
    return !id.empty() && caller.ActsFor(name, id);
  };
  switch (role) {
    case v1::PARTY_ROLE_WORKER: return is("worker", parties.worker_id());
    case v1::PARTY_ROLE_CLIENT: return is("client", parties.client_id());
    case v1::PARTY_ROLE_SUPPLIER: return is("supplier", parties.supplier_id());
    case v1::PARTY_ROLE_FACILITATOR:
      return (caller.Has("facilitator") && caller.person.value == parties.facilitator_id()) ||
             (caller.Has("coordinator") && caller.person.value == parties.coordinator_id());
    case v1::PARTY_ROLE_AGENCY: return caller.Has("consultant");
    default: return false;
  }
}

bool MayRead(const rpc::Caller& caller, const v1::DocumentRow& row, const v1::VersionRow& version) {
  if (IsOffice(caller)) return true;
  if (caller.Has("permanent_team") && IsOfTraining(row.document_kind())) return true;
  if (!version.withdrawn_by().empty()) return IsSignedBy(caller.person.value, version);
  if (version.deposited_by() == caller.person.value) return true;
  return std::ranges::any_of(version.released_to(), [&](int role) {
    return ActsAs(caller, row.parties(), static_cast<v1::PartyRole>(role));
  });
}

const v1::VersionRow* VersionFor(const rpc::Caller& caller, const v1::DocumentRow& row,
                                 uint32_t version) {
  for (int i = row.versions_size() - 1; i >= 0; --i) {
    const auto& one = row.versions(i);
    if ((version == 0 || one.version() == version) && MayRead(caller, row, one)) return &one;
  }
  return nullptr;
}

std::optional<v1::Document> DocumentFor(const rpc::Caller& caller, const vault::Vault& vault,
                                        const v1::DocumentRow& row) {
  v1::Document document;
  for (const auto& version : row.versions())
    if (MayRead(caller, row, version))
      *document.add_versions() = ToVersion(caller, vault, row, version);
  if (document.versions().empty()) return std::nullopt;
  document.set_document_id(row.document_id());
  document.set_document_kind(row.document_kind());
  document.set_language(row.language());
  document.set_number(row.number());
  *document.mutable_source() = row.source();
  *document.mutable_parties() = row.parties();
  *document.mutable_demands() = row.demands();
  return document;
}

std::string NamePlace(const std::string& document, const std::string& digest) {
  return absl::StrCat("document/", document, "/", digest, "/name");
}

std::string FileNameOf(const vault::Vault& vault, const std::string& tenant,
                       const v1::DocumentRow& row, const v1::VersionRow& version) {
  if (version.has_file_name()) {
    const auto name = service::OpenUnlessErased(
        vault, tenant, NamePlace(row.document_id(), version.content().digest()),
        version.file_name());
    return name ? NameOfType(*name, version.content().media_type()) : "";
  }
  std::string kind = v1::DocumentKind_Name(row.document_kind()).substr(kKindPrefix.size());
  std::string name =
      absl::StrCat(absl::AsciiStrToLower(kind), "-", row.number(), "-", row.language(), ".pdf");
  std::ranges::replace_if(
      name, [](unsigned char c) { return !absl::ascii_isalnum(c) && c != '.'; }, '-');
  return name;
}
}  // namespace aor::documents
