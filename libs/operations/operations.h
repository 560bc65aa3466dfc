// What the operators' services need of the process they look at.
#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/impl/service_type.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libs/eventlog/anchor.h"
#include "libs/eventsourcing/clock.h"
#include "libs/eventsourcing/projector.h"
#include "libs/rpc/edge.h"

namespace aor::operations {
struct Process {
  std::function<absl::StatusOr<std::vector<eventlog::AnchoredHead>>()> heads;  // of its own logs
  std::function<std::vector<eventsourcing::ViewPosition>()> positions;  // views and reactions
  std::function<std::vector<std::string>()> views;
  std::function<absl::Status(const std::string& view, bool must_match)> rebuild;
  std::function<absl::StatusOr<std::string>(const std::string& name)> backup;
};
std::unique_ptr<grpc::Service> AdminEndpoint(rpc::Edge edge, Process process);

// What the auditor's service needs.
struct AuditSource {
  std::string environment;
  eventlog::SigningKey key;  // of the checkpoints
  bool development_clock = false;
  std::vector<std::string> logs;  // that this process writes, and answers for
  std::function<absl::Time()> now;
  std::function<eventlog::EventLog&(const std::string&)> log_of;
  std::function<absl::StatusOr<std::vector<eventlog::AnchoredHead>>()> heads;  // of these logs
};
std::unique_ptr<grpc::Service> AuditEndpoint(rpc::Edge edge, AuditSource source);

// `development` is null for a process on the system's clock; `tick` shows the clock to
// the deadlines and returns when all have looked.
std::unique_ptr<grpc::Service> ClockEndpoint(rpc::Edge edge, const eventsourcing::Clock& clock,
                                             eventsourcing::DevelopmentClock* development,
                                             std::function<void()> tick);
}  // namespace aor::operations
