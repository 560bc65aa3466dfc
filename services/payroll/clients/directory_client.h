// What payroll asks of the directory: profiles for slips, payees for payment files.
#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/channel.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "libs/calendar/calendar.h"
#include "services/payroll/domain/prefill.h"

namespace aor::payroll {
// Who is paid, and where.
struct Payee {
  std::string name;
  std::string street, building, postcode, town, country;
  std::string iban;  // empty without an account that may be paid
  uint32_t account_version = 0;
  std::string language;  // that they read; empty if nobody said
};
using Payees = std::map<std::string, Payee>;

// Calls block for a few seconds at most. Safe from any thread.
class DirectoryClient {
 public:
  virtual ~DirectoryClient() = default;
  // The profiles in force on a day; who has none is left out.
  virtual absl::StatusOr<std::map<std::string, Profile>> ProfilesOf(
      const std::string& tenant, const std::vector<std::string>& workers, calendar::Date on) = 0;
  // Name, address and account by payee; version 0 asks for the account that may be paid
  // now. Unknown ones are left out.
  virtual absl::StatusOr<Payees> PayeesOf(
      const std::string& tenant, const std::map<std::string, uint32_t>& account_versions) = 0;
};
// `token_of` gives this process's service token of a tenant.
std::unique_ptr<DirectoryClient> DirectoryOver(
    std::shared_ptr<grpc::Channel> channel,
    std::function<std::string(const std::string& tenant)> token_of);
}  // namespace aor::payroll
