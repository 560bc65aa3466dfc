// What gates are decided on, as rows: each fact with when it was learned.
#pragma once

#include <string>

#include "aor/credentials/v1/credentials_facts.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/row_key.h"

namespace aor::credentials {
//   <tenant>/credential/<holder>/<kind>/<credential>    CredentialFact
//   <tenant>/update/<holder>/<kind>                     UpdateFact
//   <tenant>/override/<worker>/<override>               OverrideFact
//   <tenant>/adoption/<scope kind>/<scope>              AdoptionFacts
//   <tenant>/determination/<worker>/<determination>     DeterminationFact
//   <tenant>/determined/<determination>                 its worker
//   <tenant>/contract/<contract>                        ContractFact
//   <tenant>/contract-of/<worker|supplier|client>/<id>/<contract>   the contract's id
//   <tenant>/programme/<client>/<programme>             directory's ProgrammeOpened
//   <tenant>/worker-of/<supplier>                       the person who does its work
//   <tenant>/person/<person>                            empty: the directory knows them
//   <tenant>/gates/<contract>                           GatesFact: what was published
//   /ending/<day>/<tenant>/<holder>/<kind>/<credential> empty, of all tenants: no later one is
//   there /contract/<tenant>/<contract>                       empty, of all tenants
//   /change/<number>                                    "<tenant>/<part>": whose answers may change
//   /changes                                            the number of the next one
//   /erased/<tenant>/<person>                           empty: a key to destroy
inline constexpr char kErasedPrefix[] = "/erased/", kEndingPrefix[] = "/ending/";
inline constexpr char kContractsPrefix[] = "/contract/";
inline constexpr char kChangePrefix[] = "/change/", kChanges[] = "/changes";
// So many changes are kept: whoever missed more looks at every contract.
inline constexpr int64_t kChangesKept = 100'000;
std::string ChangeKey(int64_t number);
int64_t NextChange(const eventsourcing::Rows& rows);
std::string ScopeKey(const std::string& tenant, v1::ScopeKind kind, const std::string& scope);

class CredentialsView final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "credentials"; }
  int version() const override { return 4; }
  std::vector<std::string> logs() const override {
    return {"credentials", "engagements", "classification", "directory"};
  }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override;
};

// That the answers for a worker, supplier, client or everybody ("all") may be others from now on.
void NoteChange(const std::string& tenant, const std::string& part,
                eventsourcing::WritableRows& rows);
// Of an accepted credential; those that it outlasts end unnoticed.
void PutEnding(const std::string& tenant, const v1::CredentialFact& fact,
               eventsourcing::WritableRows& rows);
void DropEnding(const std::string& tenant, const v1::CredentialDeposited& deposited,
                eventsourcing::WritableRows& rows);
// Of the other contexts' published events.
void ApplyContract(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyAssessment(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyDirectory(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
}  // namespace aor::credentials
