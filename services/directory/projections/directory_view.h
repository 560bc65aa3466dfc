// What the directory knows as it stands: one read model, so that a payee's name,
// address and account are read together. Personal data stays ciphertext.
#pragma once

#include <string>

#include "aor/directory/v1/directory_events.pb.h"
#include "aor/directory/v1/organisation_service.pb.h"
#include "libs/eventsourcing/projection.h"

namespace aor::directory {
// Rows by table; ids are never more than their alphabet, so "/" separates them.
//   <tenant>/legal_entity/<id>  LegalEntityRegistered
//   <tenant>/employer/<id>      EmployerDetailsRecorded, of a legal entity
//   <tenant>/client/<id>        Client
//   <tenant>/supplier/<id>      Supplier
//   <tenant>/former/<id>        FormerDetailsRow, of an organisation
//   <tenant>/person/<id>        PersonRow
//   <tenant>/name/<index>/<id>  the person's id
//   <tenant>/balance/<person>/<entity>/<kind>   OpeningBalanceRecorded
//   <tenant>/account/<owner>/<version>          AccountRow
//   <tenant>/iban/<index>/<owner>               the owner's id
//   <tenant>/contact/<owner>    ContactRecorded
//   /erased/<tenant>/<person>   empty: keys to destroy, of all tenants
std::string LegalEntityRow(const std::string& tenant, const std::string& id);
std::string EmployerRow(const std::string& tenant, const std::string& id);
std::string ClientRow(const std::string& tenant, const std::string& id);
std::string SupplierRow(const std::string& tenant, const std::string& id);
std::string PersonKey(const std::string& tenant, const std::string& id);
std::string NamePrefix(const std::string& tenant, const std::string& index);
std::string BalancePrefix(const std::string& tenant, const std::string& person);
std::string AccountPrefix(const std::string& tenant, const std::string& owner);
std::string AccountKey(const std::string& tenant, const std::string& owner, uint32_t version);
std::string ContactKey(const std::string& tenant, const std::string& owner);
std::string IbanPrefix(const std::string& tenant, const std::string& index);
// Name, address, VAT number and particulars as they were known at an instant, in place of those of
// now; particulars that nobody had stated by then are those of now.
struct Recall {
  const eventsourcing::Rows& rows;
  const std::string& tenant;
  const google::protobuf::Timestamp& at;
  void operator()(v1::LegalEntityRegistered& entity) const;
  void operator()(v1::Client& client) const;
  void operator()(v1::Supplier& supplier) const;
};
inline constexpr char kErasedPrefix[] = "/erased/";

class DirectoryView final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "directory"; }
  int version() const override { return 2; }
  std::vector<std::string> logs() const override { return {"directory"}; }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override;
};

// The parts of Apply, one for each aggregate.
void ApplyOrganisation(const eventlog::v1::Commit& commit, const v1::OrganisationEvent& event,
                       eventsourcing::WritableRows& rows);
void ApplyPerson(const std::string& tenant, const v1::PersonEvent& event,
                 eventsourcing::WritableRows& rows);
void ApplyContact(const std::string& tenant, const v1::ContactEvent& event,
                  eventsourcing::WritableRows& rows);
void ApplyAccount(const std::string& tenant, const v1::AccountEvent& event,
                  eventsourcing::WritableRows& rows);
}  // namespace aor::directory
