// A person's plaintext on its way into events, and rows on their way out.
#pragma once

#include <absl/status/statusor.h>

#include "aor/directory/v1/directory_rows.pb.h"
#include "aor/directory/v1/person_service.pb.h"
#include "libs/rpc/caller.h"
#include "services/directory/api/seals.h"

namespace aor::directory {
// FAILED_PRECONDITION for somebody who was erased.
absl::StatusOr<v1::PersonRegistered> SealedPerson(vault::Vault& vault, const std::string& tenant,
                                                  const std::string& id,
                                                  const v1::RegisterPersonRequest& request);
absl::StatusOr<v1::PersonDetailsChanged> SealedDetails(
    vault::Vault& vault, const std::string& tenant, const v1::ChangePersonDetailsRequest& request);
absl::StatusOr<v1::PayrollProfileRecorded> SealedProfile(
    vault::Vault& vault, const std::string& tenant, const v1::RecordPayrollProfileRequest& request);
absl::StatusOr<std::string> NameIndex(vault::Vault& vault, const std::string& tenant,
                                      const std::string& name);

// As much of a person as this caller may see.
v1::Person PersonFor(const rpc::Caller& caller, const vault::Vault& vault,
                     const v1::PersonRow& row);
// The profile in force on a day, opened; nothing before the first.
std::optional<v1::ResolvedPayrollProfile> ProfileOn(const vault::Vault& vault,
                                                    const std::string& tenant,
                                                    const v1::PersonRow& row,
                                                    const types::v1::Date& date);
}  // namespace aor::directory
