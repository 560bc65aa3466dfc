// All that the contexts of one process share.
#pragma once

#include <grpcpp/impl/service_type.h>
#include <prometheus/registry.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libs/eventsourcing/clock.h"
#include "libs/eventsourcing/reactor.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/metrics/calls.h"
#include "libs/operations/runner.h"
#include "libs/relay/relay.h"
#include "libs/rpc/edge_parts.h"
#include "libs/service/config.h"
#include "libs/service/issuers.h"
#include "libs/service/storage.h"
#include "libs/vault/vault.h"

namespace aor::service {
// One context in the process: its log, and what reads and writes it.
struct Installed {
  std::string name;
  std::unique_ptr<eventsourcing::RowStore> rows;
  std::unique_ptr<eventsourcing::Runtime> runtime;
  std::unique_ptr<eventsourcing::Projector> projector;
  std::unique_ptr<eventsourcing::Reactor> reactor;
  eventsourcing::View* runs = nullptr;  // none in a context without runs
  std::unique_ptr<operations::Runner> runner;
  std::unique_ptr<relay::Relay> relay;  // none without a public topic
  std::shared_ptr<rpc::Edge::Parts> edge;
  std::unique_ptr<eventlog::kafka::Membership> membership;  // none where it decides alone

  absl::Status Health() const;
  std::vector<eventsourcing::ViewPosition> Positions() const;
};

struct Process {
  // One sentence, when it cannot start.
  static absl::StatusOr<std::unique_ptr<Process>> Open(const Config& config);
  ~Process();  // stops in the order of dependence

  absl::StatusOr<Installed*> Install(const std::string& name);
  const eventsourcing::Clock& Time() const;
  // Shares the chains with the other processes of its contexts, if any; returns when it has
  // what is proposed to it, or after a moment.
  absl::Status JoinGroups();
  // Leaves them to the others, and waits a moment for these to take them over.
  void HandOver();
  std::string ServiceToken(const std::string& context, const std::string& tenant);
  absl::StatusOr<std::string> DigestKey(const std::string& tenant);
  absl::StatusOr<std::string> Backup(const std::string& name);
  std::vector<std::string> Logs() const;  // that this process writes
  absl::StatusOr<std::vector<eventlog::AnchoredHead>> HeadsOfLogs() const;
  std::vector<eventsourcing::ViewPosition> Positions() const;

  Config config;
  std::string inside;                                   // the address of calls within the process
  std::shared_ptr<grpc::ChannelCredentials> to_others;  // of calls to other processes
  eventsourcing::SystemClock wall;
  std::unique_ptr<eventsourcing::DevelopmentClock> development;
  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  metrics::Calls calls{*registry};
  rpc::Methods methods;
  std::unique_ptr<Storage> storage;
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<Issuers> tokens;
  std::vector<std::unique_ptr<Installed>> contexts;
  std::unique_ptr<eventsourcing::Ticker> ticker;
  std::vector<std::unique_ptr<grpc::Service>> services;
  std::unique_ptr<rpc::Pool> pool;
  std::atomic<int> port = 0;

 private:
  void WaitUntil(std::chrono::milliseconds limit,
                 const std::function<bool(const Installed&)>& holds) const;
  absl::Status BackupInto(const std::string& directory);

  std::mutex backing_up_;
  std::mutex mutex_;
  std::map<std::string, std::string> digest_keys_;
  struct Minted {
    std::string token;
    absl::Time expires;
  };
  std::map<std::string, Minted> minted_;
};
}  // namespace aor::service
