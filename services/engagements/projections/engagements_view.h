// Quotes, contracts and assignments as they stand.
#pragma once

#include <string>

#include "aor/engagements/v1/engagements_rows.pb.h"
#include "libs/eventsourcing/projection.h"

namespace aor::engagements {
//   <tenant>/quote/<quote>                              Quote
//   <tenant>/quote_of_client/<client>/<quote>           the quote's id
//   <tenant>/contract/<contract>                        Contract
//   <tenant>/contract_of_client/<client>/<contract>     the contract's id
//   <tenant>/contract_of_worker/<worker>/<contract>     the contract's id
//   <tenant>/assignment/<contract>                      Assignment, none for placements
std::string QuoteRow(const std::string& tenant, const std::string& quote);
std::string ContractRow(const std::string& tenant, const std::string& contract);
std::string AssignmentRow(const std::string& tenant, const std::string& contract);
std::string QuotesOfClient(const std::string& tenant, const std::string& client);
std::string ContractsOfClient(const std::string& tenant, const std::string& client);
std::string ContractsOfWorker(const std::string& tenant, const std::string& worker);

class EngagementsView final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "engagements"; }
  int version() const override { return 4; }
  std::vector<std::string> logs() const override { return {"engagements"}; }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override;
};

// The parts of Apply, one for each aggregate.
void ApplyQuote(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
void ApplyContract(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows);
v1::Figures FiguresOf(const v1::Price& price);
}  // namespace aor::engagements
