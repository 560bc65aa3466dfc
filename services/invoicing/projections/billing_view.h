// All that drafts, claims and margins are read from, in one read model: approved work,
// terms, parties, training missions, closed gates, what is billed and what payslips cost advance
// together, so that a token of any of the seven logs is waited for in one place.
#pragma once

#include <string>
#include <vector>

#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/eventsourcing/projection.h"

namespace aor::invoicing {
class BillingView final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "billing"; }
  int version() const override { return 8; }
  std::vector<std::string> logs() const override {
    return {"credentials", "directory", "engagements", "invoicing",
            "missions",    "payroll",   "timesheet"};
  }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override;
};

// The parts of Apply. Foreign events that nothing here needs are skipped by type.
void ApplyTimesheet(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyEngagements(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyDirectory(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyGates(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyMissions(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyPayroll(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyInvoice(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplySupplier(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyMandate(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplySeries(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyExemption(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
// A contract is found by its client and by its supplier.
void IndexContract(const std::string& tenant, const engagements::v1::ContractConcluded& contract,
                   eventsourcing::WritableRows& rows);
}  // namespace aor::invoicing
