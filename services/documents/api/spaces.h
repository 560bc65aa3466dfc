// Who sees what of a paper: everything inside the agency, outside it what was released to them.
#pragma once

#include "aor/documents/v1/documents_rows.pb.h"
#include "aor/documents/v1/documents_service.pb.h"
#include "libs/rpc/caller.h"
#include "libs/vault/vault.h"

namespace aor::documents {
bool IsOffice(const rpc::Caller& caller);
// Attendance sheets and certificates, which are the permanent team's business, too.
bool IsOfTraining(v1::DocumentKind kind);
// Does the caller stand to the paper in that role?
bool ActsAs(const rpc::Caller& caller, const v1::Parties& parties, v1::PartyRole role);
// Of what was withdrawn, outside the agency, only who signed it.
bool MayRead(const rpc::Caller& caller, const v1::DocumentRow& row, const v1::VersionRow& version);
// The version meant, if the caller may read it; of 0 the newest such.
const v1::VersionRow* VersionFor(const rpc::Caller& caller, const v1::DocumentRow& row,
                                 uint32_t version);
// With the versions that the caller may read; none of them: nothing.
std::optional<v1::Document> DocumentFor(const rpc::Caller& caller, const vault::Vault& vault,
                                        const v1::DocumentRow& row);
// "payslip-c1-2026-10-fr.pdf", or the name of a deposited file; empty once erased.
// Throws as service::OpenUnlessErased says.
std::string FileNameOf(const vault::Vault& vault, const std::string& tenant,
                       const v1::DocumentRow& row, const v1::VersionRow& version);
std::string NamePlace(const std::string& document, const std::string& digest);
}  // namespace aor::documents
