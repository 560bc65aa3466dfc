// What ends, by day: only the last of several for the same work, so that a renewed paper does not
// look like one that lapses.
#include <vector>

#include "services/credentials/projections/credentials_view.h"

namespace aor::credentials {
namespace {
using calendar::FromProto;
using eventsourcing::RowPrefix;
using eventsourcing::WritableRows;

bool IsForTheSameWork(const v1::CredentialDeposited& a, const v1::CredentialDeposited& b) {
  return a.client_id() == b.client_id();
}
bool OutlastsOrEquals(const v1::CredentialDeposited& a, const v1::CredentialDeposited& b) {
  return !a.has_valid_to() ||
         (b.has_valid_to() && FromProto(b.valid_to()) <= FromProto(a.valid_to()));
}

// The others of this holder and kind that count.
std::vector<v1::CredentialDeposited> OthersOf(const std::string& tenant,
                                              const v1::CredentialDeposited& one,
                                              const WritableRows& rows) {
  std::vector<v1::CredentialDeposited> others;
  rows.Scan(RowPrefix(tenant, "credential", one.holder_id(), one.kind_id()), "",
            [&](std::string_view, std::string_view value) {
              v1::CredentialFact fact;
              fact.ParseFromArray(value.data(), static_cast<int>(value.size()));
              const auto& other = fact.deposited();
              if (fact.has_accepted() && fact.revocations().empty() &&
                  other.credential_id() != one.credential_id() && IsForTheSameWork(other, one))
                others.push_back(other);
              return true;
            });
  return others;
}

std::string EndingKey(const std::string& tenant, const v1::CredentialDeposited& one) {
  return kEndingPrefix + calendar::ToString(FromProto(one.valid_to())) + "/" +
         RowKey(tenant, one.holder_id(), one.kind_id(), one.credential_id());
}
}  // namespace

void PutEnding(const std::string& tenant, const v1::CredentialFact& fact, WritableRows& rows) {
  const auto& one = fact.deposited();
  bool is_last = one.has_valid_to();
  for (const auto& other : OthersOf(tenant, one, rows)) {
    if (OutlastsOrEquals(one, other))
      DropEnding(tenant, other, rows);
    else
      is_last = false;
  }
  if (is_last) rows.Put(EndingKey(tenant, one), "");
}

void DropEnding(const std::string& tenant, const v1::CredentialDeposited& one, WritableRows& rows) {
  if (one.has_valid_to()) rows.Delete(EndingKey(tenant, one));
}
}  // namespace aor::credentials
