// What a training mission delivered, as contracts: whole sessions of its client alone, or parts of
// several payers.
#pragma once

#include <string>
#include <vector>

#include "aor/invoicing/v1/invoicing_rows.pb.h"
#include "aor/missions/v1/missions_events.pb.h"
#include "libs/eventsourcing/projection.h"
#include "libs/money/money.h"
#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
std::string WordOf(missions::v1::SessionKind kind);
std::string NameOf(missions::v1::SessionKind kind);  // TRAINING, without its prefix
// In English, as a line's description begins; of one instalment, unless that is 0.
std::string DeliveredTitle(const std::string& mission, missions::v1::SessionKind kind,
                           uint32_t instalment = 0);
types::v1::Decimal InMajor(const types::v1::Money& amount);
void StoreContract(const std::string& tenant, const v1::ContractRow& row,
                   eventsourcing::WritableRows& rows);
template <class Change>
void ChangeContract(const std::string& tenant, const std::string& id,
                    eventsourcing::WritableRows& rows, Change change) {
  const std::string key = RowKey(tenant, "contract", id);
  auto contract = rows.Load<v1::ContractRow>(key).value();
  change(contract);
  rows.Store(key, contract);
}

// Below which rows the contracts stand that bill whole sessions of a kind, in their order.
std::string SessionsPrefix(const std::string& tenant, const std::string& mission,
                           missions::v1::SessionKind kind);
// The contracts below a prefix keep `whole` of what they bill, the first of them first; what is
// taken off the others is taken back by the next draft. The rest, which none of them bills.
int64_t KeepUpTo(const std::string& tenant, const std::string& prefix, int64_t whole,
                 eventsourcing::WritableRows& rows);
// Adds one after the others of a prefix.
void AppendContract(const std::string& tenant, const std::string& prefix,
                    const v1::ContractRow& row, eventsourcing::WritableRows& rows);

bool IsApportioned(const missions::v1::Apportionment& apportionment,
                   missions::v1::SessionKind kind);
// Each payer owes the amount of its part, whatever it was billed of it before; nobody whole
// sessions of that kind any more.
void ApplyApportionment(const std::string& tenant, const missions::v1::Apportionment& apportionment,
                        eventsourcing::WritableRows& rows);
}  // namespace aor::invoicing
