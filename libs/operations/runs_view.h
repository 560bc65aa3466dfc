// The runs of one context, as operations show them.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "aor/operations/v1/operations.pb.h"
#include "libs/eventsourcing/projection.h"

namespace aor::operations {
// Rows:
//   <tenant>/run/<run>        RunRow
//   */open/<tenant>/<run>     the key of its row, for who carries out what is open, of all tenants
class RunsView final : public eventsourcing::Projection {
 public:
  explicit RunsView(std::string log) : log_(std::move(log)) {}
  std::string name() const override { return "runs"; }
  int version() const override { return 1; }
  std::vector<std::string> logs() const override { return {log_}; }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override;

 private:
  const std::string log_;
};

std::string RunKey(const std::string& tenant, const std::string& run_id);
std::string RunPrefix(const std::string& tenant);
std::vector<v1::RunRow> OpenRuns(const eventsourcing::Rows& rows);
}  // namespace aor::operations
