// What the endpoints work with.
#pragma once

#include <memory>
#include <string>

#include "libs/eventsourcing/clock.h"
#include "libs/eventsourcing/transaction.h"
#include "libs/rpc/calls.h"
#include "libs/vault/vault.h"
#include "services/credentials/domain/rule_book.h"

namespace aor::credentials {
struct Tools {
  rpc::Edge edge;
  eventsourcing::View& view;  // of CredentialsView
  eventsourcing::Runtime& runtime;
  vault::Vault& vault;
  const eventsourcing::Clock& clock;
  std::shared_ptr<const RuleBook> rules;
};

// The worker, or else the supplier, where the directory does not know them.
std::optional<eventsourcing::Refused> RefuseStranger(const std::string& worker,
                                                     const std::string& supplier,
                                                     const std::string& tenant,
                                                     const eventsourcing::Rows& rows);

inline constexpr char kHouseZone[] = "Europe/Zurich";  // where nothing says where
calendar::Date DayAt(absl::Time time, const std::string& zone);

// Empty where nothing was sealed, and for an erased person.
std::string Opened(const vault::Vault& vault, const std::string& tenant, const std::string& place,
                   const types::v1::Sealed& sealed);
// Where each of them stands.
std::string NumberPlace(const std::string& credential);
std::string RejectionPlace(const std::string& credential);
std::string RevocationPlace(const std::string& credential);
std::string UpdatePlace(const std::string& holder, const std::string& kind);
std::string OverridePlace(const std::string& override_id);
}  // namespace aor::credentials
