// The composition root behind every main.cc: one process with its log, stores,
// edge and clocks, and the contexts that are installed in it.
#pragma once

#include <absl/status/status.h>
#include <grpcpp/channel.h>
#include <grpcpp/impl/service_type.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/reaction.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/rpc/edge.h"
#include "libs/vault/vault.h"

namespace aor::operations {
class RunKind;
}

namespace aor::service {
class Host;

// What one context gets from the process it lives in.
class Context {
 public:
  eventsourcing::Runtime& runtime();
  rpc::Edge edge();
  vault::Vault& vault();
  const eventsourcing::Clock& clock();
  // The view lives as long as the host.
  eventsourcing::View& Project(std::unique_ptr<eventsourcing::Projection> projection);
  void React(std::unique_ptr<eventsourcing::Reaction> reaction);
  void Watch(std::unique_ptr<eventsourcing::Deadline> deadline);
  // A kind of run that this context carries out.
  void Run(std::unique_ptr<operations::RunKind> kind);
  void Serve(std::unique_ptr<grpc::Service> service);
  // To another context's services: in this process or over the network. Calls carry
  // this process's own service token of `tenant` (role "service").
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& context);
  std::string ServiceToken(const std::string& tenant);
  // Where this context may keep files of its own, such as payment files.
  std::string directory() const;
  // Where this context's own metrics go; never with a tenant in a label.
  prometheus::Registry& registry();
  // Says the sentence and ends the process with code 2, before anything is served.
  [[noreturn]] void CannotStart(const absl::Status& why);

 private:
  friend class Host;
  struct Parts;
  explicit Context(std::shared_ptr<Parts> parts) : parts_(std::move(parts)) {}
  std::shared_ptr<Parts> parts_;
};

class Host {
 public:
  // Reads flags and environment; a wrong one ends the process with one line and code 2.
  Host(int argc, char** argv);
  ~Host();
  // A context by the name of its log. Call once for each, before Run.
  Context Open(const std::string& log);
  // Serves until SIGTERM or SIGINT, then drains within 30 s. The exit code; 2, after
  // one line, when it cannot start.
  int Run();
  // Where the gRPC services are once Run serves them, 0 before: for tests on port 0.
  int port() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};
}  // namespace aor::service
