// What the account rows of one owner mean at an instant.
#pragma once

#include <string>
#include <vector>

#include "aor/directory/v1/account_service.pb.h"
#include "aor/directory/v1/directory_rows.pb.h"
#include "libs/eventsourcing/projection.h"
#include "services/directory/domain/account.h"

namespace aor::directory {
struct OwnersAccounts {
  std::vector<v1::AccountRow> rows;  // by version
  account::Accounts state;           // the same, as the rules see it
};
OwnersAccounts AccountsOf(const eventsourcing::Rows& rows, const std::string& tenant,
                          const std::string& owner);
v1::AccountState StateOf(const account::Accounts& accounts, uint32_t version,
                         calendar::Instant now);
// All but the IBAN.
v1::Account ToAccount(const OwnersAccounts& accounts, const v1::AccountRow& row,
                      calendar::Instant now);
// Other owners of the same account.
std::vector<std::string> SharedWith(const eventsourcing::Rows& rows, const std::string& tenant,
                                    const v1::AccountDeclared& declared);
}  // namespace aor::directory
