#include "libs/service/monitor.h"

#include <grpcpp/health_check_service_interface.h>

#include "libs/metrics/log.h"

namespace aor::service {
namespace {
constexpr auto kBetweenLooks = std::chrono::seconds(1);
constexpr uint64_t kFewCommits = 1000;  // under load a view is never quite at the end
}  // namespace

Monitor::Monitor(Process& process, grpc::Server& server, std::vector<std::string> services)
    : process_(process),
      server_(server),
      services_(std::move(services)),
      gauges_(std::make_shared<Gauges>(process)) {
  LookAtHealth();
  thread_ = std::thread([this] { Loop(); });
}

Monitor::~Monitor() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void Monitor::Loop() {
  std::unique_lock lock(mutex_);
  while (!stop_.wait_for(lock, kBetweenLooks, [this] { return stopping_; })) {
    lock.unlock();
    LookAtHealth();
    if (absl::Now() - tried_to_sign_at_ >= absl::Seconds(process_.config.anchor_seconds))
      SignHeads();
    lock.lock();
  }
}

void Monitor::LookAtHealth() {
  const absl::Status storage = process_.storage->Health();
  Report("storage", storage);
  const absl::Status keyring = process_.vault->Health();
  Report("keyring", keyring);
  auto* health = server_.GetHealthCheckService();
  health->SetServingStatus("", storage.ok());
  for (const std::string& service : services_) health->SetServingStatus(service, storage.ok());
  bool reads = false;
  for (const auto& context : process_.contexts) {
    const absl::Status status = context->Health();
    reads |= status.ok();
    Report(context->name, status);
    for (const std::string& service : services_)
      if (service.starts_with("aor." + context->name + "."))
        health->SetServingStatus(service, storage.ok() && status.ok());
  }
  caught_up_ = caught_up_ || HasCaughtUp(storage);
  health->SetServingStatus("keyring", keyring.ok());
  health->SetServingStatus("live", true);
  health->SetServingStatus("ready", caught_up_ && reads && !absl::IsDataLoss(storage));
}

// A view that stopped waits for a person; the others need not.
bool Monitor::HasCaughtUp(const absl::Status& storage) const {
  if (!storage.ok()) return false;
  uint64_t behind = 0;
  for (const auto& context : process_.contexts)
    if (context->Health().ok())
      for (const auto& position : context->Positions())
        behind += position.tail - std::min(position.tail, position.applied);
  return behind < kFewCommits;
}

// Changes only: a state that lasts is in the metrics.
void Monitor::Report(const std::string& what, const absl::Status& status) {
  absl::Status& last = last_[what];
  if (last == status) return;
  last = status;
  metrics::Log(status.ok() ? spdlog::level::info : spdlog::level::err,
               status.ok() ? "recovered" : "unhealthy",
               {{"part", what},
                {"code", absl::StatusCodeToString(status.code())},
                {"detail", std::string(status.message())}});
}

void Monitor::SignHeads() {
  const absl::Status written = process_.storage->WriteAnchor();
  Report("anchor", written);
  if (written.ok()) gauges_->HeadsWereSigned();
  tried_to_sign_at_ = absl::Now();
}
}  // namespace aor::service
