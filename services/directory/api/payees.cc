#include "services/directory/api/payees.h"

#include <algorithm>

#include "aor/directory/v1/organisation_service.pb.h"
#include "services/directory/api/account_states.h"
#include "services/directory/api/seals.h"
#include "services/directory/projections/directory_view.h"

namespace aor::directory {
namespace {
v1::Payee OfPerson(const vault::Vault& vault, const std::string& tenant, const v1::PersonRow& row) {
  const auto& registered = row.registered();
  const std::string& id = registered.person_id();
  v1::Payee payee;
  payee.set_payee_id(id);
  payee.set_language(registered.language());
  payee.set_erased(row.erased());
  if (auto name = OpenedAs<v1::PersonName>(vault, tenant, NamePlace(id), registered.name()))
    payee.set_name(FullName(*name));
  if (auto address = OpenedAs<v1::Address>(vault, tenant, AddressPlace(id), registered.address()))
    *payee.mutable_address() = *address;
  payee.set_identifier(
      Opened(vault, tenant, IdentifierPlace(id), registered.identifier()).value_or(""));
  return payee;
}

template <class Registered>
v1::Payee OfCompany(const std::string& id, const Registered& registered) {
  v1::Payee payee;
  payee.set_payee_id(id);
  payee.set_name(registered.name());
  *payee.mutable_address() = registered.address();
  payee.set_identifier(registered.registration_number());
  return payee;
}

std::optional<v1::Payee> WithoutAccount(const eventsourcing::Rows& rows, const vault::Vault& vault,
                                        const std::string& tenant, const std::string& id) {
  if (const auto person = rows.Load<v1::PersonRow>(PersonKey(tenant, id)))
    return OfPerson(vault, tenant, *person);
  if (const auto supplier = rows.Load<v1::Supplier>(SupplierRow(tenant, id)))
    return OfCompany(id, supplier->registered());
  if (const auto entity = rows.Load<v1::LegalEntityRegistered>(LegalEntityRow(tenant, id)))
    return OfCompany(id, *entity);
  return std::nullopt;
}

// The account that is asked for, where there is one.
const v1::AccountRow* Choose(const OwnersAccounts& accounts, uint32_t asked, calendar::Instant now,
                             v1::Payee& payee) {
  const uint32_t usable = UsableVersion(accounts.state, now);
  payee.set_change_pending(NewestVersion(accounts.state) != usable);
  const auto row = std::ranges::find_if(accounts.rows, [&](const v1::AccountRow& one) {
    return one.declared().version() == (asked ? asked : usable);
  });
  if (row == accounts.rows.end()) return nullptr;
  payee.set_account_version(row->declared().version());
  payee.set_currency_code(row->declared().currency_code());
  return &*row;
}
}  // namespace

std::optional<v1::Payee> ResolvedPayee(const eventsourcing::Rows& rows, const vault::Vault& vault,
                                       const std::string& tenant,
                                       const v1::PayeeReference& reference, calendar::Instant now) {
  const std::string& id = reference.payee_id();
  auto payee = WithoutAccount(rows, vault, tenant, id);
  if (!payee) return std::nullopt;
  const OwnersAccounts accounts = AccountsOf(rows, tenant, id);
  if (const auto* row = Choose(accounts, reference.account_version(), now, *payee))
    payee->set_iban(
        Opened(vault, tenant, IbanPlace(id, payee->account_version()), row->declared().iban())
            .value_or(""));
  return payee;
}

std::optional<v1::Payee> PayeesVersion(const eventsourcing::Rows& rows, const std::string& tenant,
                                       const v1::PayeeReference& reference, calendar::Instant now) {
  const OwnersAccounts accounts = AccountsOf(rows, tenant, reference.payee_id());
  if (accounts.rows.empty()) return std::nullopt;
  v1::Payee payee;
  payee.set_payee_id(reference.payee_id());
  Choose(accounts, reference.account_version(), now, payee);
  return payee;
}
}  // namespace aor::directory
