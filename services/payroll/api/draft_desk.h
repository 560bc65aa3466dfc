// Where a prefilled slip comes from: rows of the pay book, the directory's profile and
// the rules of the contract's jurisdiction.
#pragma once

#include <absl/status/statusor.h>

#include <map>
#include <set>
#include <string>

#include "aor/payroll/v1/payroll_resources.pb.h"
#include "libs/eventsourcing/clock.h"
#include "libs/eventsourcing/projection.h"
#include "services/payroll/clients/directory_client.h"
#include "services/payroll/domain/prefill.h"
#include "services/payroll/rules/rule_books.h"

namespace aor::payroll {
// A draft with what its verification is guarded by.
struct Sketch {
  Draft draft;
  Contract contract;
  uint64_t slips_seen = 0;                            // of the contract
  std::map<std::string, money::Money> open_advances;  // of worker and employer, by id
  std::set<std::string> month_slips;  // of worker and employer in the period, that were subtracted
  money::Decimal debt_cap_percent;    // of each later net, until what the slip took back is settled
  std::string etag() const;
};

class DraftDesk {
 public:
  DraftDesk(const RuleBooks& books, DirectoryClient& directory, const eventsourcing::Clock& clock)
      : books_(books), directory_(directory), clock_(clock) {}
  // NOT_FOUND for a contract that this service has not heard of; the directory's error
  // when it does not answer.
  absl::StatusOr<Sketch> Draw(const eventsourcing::Rows& rows, const std::string& tenant,
                              const std::string& contract, const std::string& period) const;
  // The same for contracts of many workers, with one question to the directory, and another one of
  // those whose profile changed within the month.
  struct KnownProfile {
    Profile last;                  // on the month's last day
    std::optional<Profile> first;  // on its first one, where that may be another
  };
  using Profiles = std::map<std::string, KnownProfile>;
  absl::StatusOr<Profiles> ProfilesFor(const std::string& tenant,
                                       const std::vector<std::string>& workers,
                                       const std::string& period) const;
  absl::StatusOr<Sketch> Draw(const eventsourcing::Rows& rows, const std::string& tenant,
                              const std::string& contract, const std::string& period,
                              const Profiles& profiles) const;

 private:
  const RuleBooks& books_;
  DirectoryClient& directory_;
  const eventsourcing::Clock& clock_;
};

bool IsPaidBySlip(const std::string& engagement_kind);  // TEMP, EOR
// Of exactly these figures, below zero, by a person who then does not verify them.
std::optional<v1::NegativePayslipApproved> ApprovalOf(const eventsourcing::Rows& rows,
                                                      const std::string& tenant,
                                                      const v1::PayslipVerified& slip);
v1::DraftPayslip ToResource(const Sketch& sketch, const eventsourcing::Rows& rows,
                            const std::string& tenant);
}  // namespace aor::payroll
