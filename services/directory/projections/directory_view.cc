#include "services/directory/projections/directory_view.h"

#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"

namespace aor::directory {
using eventsourcing::Decode;
using eventsourcing::Holds;

std::string LegalEntityRow(const std::string& tenant, const std::string& id) {
  return tenant + "/legal_entity/" + id;
}
std::string EmployerRow(const std::string& tenant, const std::string& id) {
  return tenant + "/employer/" + id;
}
std::string ClientRow(const std::string& tenant, const std::string& id) {
  return tenant + "/client/" + id;
}
std::string SupplierRow(const std::string& tenant, const std::string& id) {
  return tenant + "/supplier/" + id;
}
std::string PersonKey(const std::string& tenant, const std::string& id) {
  return tenant + "/person/" + id;
}
std::string NamePrefix(const std::string& tenant, const std::string& index) {
  return tenant + "/name/" + index + "/";
}
std::string BalancePrefix(const std::string& tenant, const std::string& person) {
  return tenant + "/balance/" + person + "/";
}
std::string AccountPrefix(const std::string& tenant, const std::string& owner) {
  return tenant + "/account/" + owner + "/";
}
std::string AccountKey(const std::string& tenant, const std::string& owner, uint32_t version) {
  const std::string digits = std::to_string(version);
  return AccountPrefix(tenant, owner) + std::string(8 - std::min<size_t>(8, digits.size()), '0') +
         digits;
}
std::string ContactKey(const std::string& tenant, const std::string& owner) {
  return tenant + "/contact/" + owner;
}
std::string IbanPrefix(const std::string& tenant, const std::string& index) {
  return tenant + "/iban/" + index + "/";
}

void DirectoryView::Apply(const eventsourcing::Happened& happened,
                          eventsourcing::WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  if (Holds<v1::OrganisationEvent>(happened.event))
    return ApplyOrganisation(happened.commit, Decode<v1::OrganisationEvent>(happened.event), rows);
  if (Holds<v1::PersonEvent>(happened.event))
    return ApplyPerson(tenant, Decode<v1::PersonEvent>(happened.event), rows);
  if (Holds<v1::AccountEvent>(happened.event))
    return ApplyAccount(tenant, Decode<v1::AccountEvent>(happened.event), rows);
  if (Holds<v1::ContactEvent>(happened.event))
    return ApplyContact(tenant, Decode<v1::ContactEvent>(happened.event), rows);
  throw eventsourcing::BrokenHistory("directory: unknown event " + happened.event.type());
}
}  // namespace aor::directory
