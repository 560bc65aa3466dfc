#include "services/directory/api/account_states.h"

#include "services/directory/projections/directory_view.h"

namespace aor::directory {
namespace {
account::Accounts WithRow(account::Accounts state, const v1::AccountRow& row) {
  account::Event event;
  *event.mutable_account_declared() = row.declared();
  state = Evolve(std::move(state), event);
  if (row.has_confirmed()) {
    *event.mutable_account_confirmed() = row.confirmed();
    state = Evolve(std::move(state), event);
  }
  if (row.has_refused()) {
    *event.mutable_account_refused() = row.refused();
    event.mutable_account_refused()->clear_was_in_use();  // the rows before it know already
    state = Evolve(std::move(state), event);
  }
  return state;
}
}  // namespace

OwnersAccounts AccountsOf(const eventsourcing::Rows& rows, const std::string& tenant,
                          const std::string& owner) {
  OwnersAccounts accounts;
  rows.Scan(AccountPrefix(tenant, owner), "", [&](std::string_view, std::string_view value) {
    v1::AccountRow row;
    if (!row.ParseFromArray(value.data(), static_cast<int>(value.size()))) return false;
    accounts.state = WithRow(std::move(accounts.state), row);
    accounts.rows.push_back(std::move(row));
    return true;
  });
  return accounts;
}

v1::AccountState StateOf(const account::Accounts& accounts, uint32_t version,
                         calendar::Instant now) {
  const auto& of = accounts.versions.at(version);
  if (of.refused) return v1::ACCOUNT_STATE_REFUSED;
  if (UsableVersion(accounts, now) == version) return v1::ACCOUNT_STATE_USABLE;
  if (of.usable_from && *of.usable_from > now) return v1::ACCOUNT_STATE_COOLING;
  return NewestVersion(accounts) == version ? v1::ACCOUNT_STATE_UNCONFIRMED
                                            : v1::ACCOUNT_STATE_REPLACED;
}

v1::Account ToAccount(const OwnersAccounts& accounts, const v1::AccountRow& row,
                      calendar::Instant now) {
  v1::Account account;
  account.set_owner_id(row.declared().owner_id());
  account.set_version(row.declared().version());
  account.set_currency_code(row.declared().currency_code());
  account.set_state(StateOf(accounts.state, row.declared().version(), now));
  account.set_declared_by(row.declared().declared_by());
  account.set_confirmed_by(row.confirmed().confirmed_by());
  if (row.has_confirmed()) *account.mutable_usable_from() = row.confirmed().usable_from();
  account.set_refused_reason(row.refused().reason());
  return account;
}

std::vector<std::string> SharedWith(const eventsourcing::Rows& rows, const std::string& tenant,
                                    const v1::AccountDeclared& declared) {
  constexpr size_t kEnough = 20;
  std::vector<std::string> owners;
  rows.Scan(IbanPrefix(tenant, declared.iban_index()), "",
            [&](std::string_view, std::string_view owner) {
              if (owner != declared.owner_id()) owners.emplace_back(owner);
              return owners.size() < kEnough;
            });
  return owners;
}
}  // namespace aor::directory
