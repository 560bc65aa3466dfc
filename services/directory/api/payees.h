// Who is to be paid: name, address and account, from whichever table knows the id.
#pragma once

#include <optional>
#include <string>

#include "aor/directory/v1/account_service.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/projection.h"
#include "libs/vault/vault.h"

namespace aor::directory {
// Nothing for an id that nobody has.
std::optional<v1::Payee> ResolvedPayee(const eventsourcing::Rows& rows, const vault::Vault& vault,
                                       const std::string& tenant,
                                       const v1::PayeeReference& reference, calendar::Instant now);
// The same without what is sealed; nothing for an id without accounts.
std::optional<v1::Payee> PayeesVersion(const eventsourcing::Rows& rows, const std::string& tenant,
                                       const v1::PayeeReference& reference, calendar::Instant now);
}  // namespace aor::directory
