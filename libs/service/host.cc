#include "libs/service/host.h"

#include <absl/synchronization/mutex.h>
#include <prometheus/exposer.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <thread>

#include "libs/metrics/log.h"
#include "libs/operations/operations.h"
#include "libs/operations/run_operations.h"
#include "libs/operations/runs_view.h"
#include "libs/service/monitor.h"
#include "libs/service/process.h"
#include "libs/service/server.h"
#include "libs/service/stop_signal.h"

namespace aor::service {
namespace {
constexpr int kCannotStart = 2;
constexpr unsigned kDrainSeconds = 30;
constexpr auto kCallsEnd = std::chrono::seconds(25);
constexpr auto kAnswersLeave = std::chrono::milliseconds(50);

void Say(const absl::Status& status) {
  std::string line(status.message());
  for (char& c : line)
    if (c == '\n') c = ' ';
  std::cerr << program_invocation_short_name << ": " << line << std::endl;
}

[[noreturn]] void Exit(const absl::Status& status) {
  Say(status);
  metrics::StopLogging();
  std::_Exit(kCannotStart);
}

Config ReadConfigOrExit(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  for (const std::string& argument : arguments)
    if (argument == "--help") {
      std::cout << ConfigHelp();
      std::exit(0);
    }
  auto config = ReadConfig(arguments, [](const char* name) { return std::getenv(name); });
  if (!config.ok()) Exit(config.status());
  return *std::move(config);
}

// In this thread and all that it starts from now on: Run waits for them.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

absl::StatusOr<std::unique_ptr<prometheus::Exposer>> ServeMetrics(Process& process) {
  if (process.config.metrics == "off") return nullptr;
  try {
    auto exposer = std::make_unique<prometheus::Exposer>(process.config.metrics, 1);
    exposer->RegisterCollectable(process.registry);
    return exposer;
  } catch (const std::exception&) {
    return absl::FailedPreconditionError("cannot serve metrics on " + process.config.metrics +
                                         ": the address is taken or not of this machine");
  }
}

operations::Process ForOperators(Process& process) {
  const auto find = [&process](const std::string& view) -> std::pair<Installed*, std::string> {
    const size_t slash = view.find('/');
    for (const auto& context : process.contexts)
      if (context->name == view.substr(0, slash)) return {context.get(), view.substr(slash + 1)};
    return {nullptr, ""};
  };
  return {
      [&process] { return process.HeadsOfLogs(); },
      [&process] { return process.Positions(); },
      [&process] {
        std::vector<std::string> names;
        for (const auto& context : process.contexts)
          for (const auto& view : context->projector->views())
            names.push_back(context->name + "/" + view);
        return names;
      },
      [find](const std::string& view, bool must_match) {
        const auto [context, name] = find(view);
        return context ? context->projector->Rebuild(name, must_match)
                       : absl::NotFoundError("There is no view " + view + ".");
      },
      [&process](const std::string& name) { return process.Backup(name); },
  };
}

operations::AuditSource ForAuditors(Process& process) {
  return {process.config.environment,
          process.storage->key(),
          process.development != nullptr,
          process.Logs(),
          [&process] { return process.Time().Now(); },
          [&process](const std::string& log) -> eventlog::EventLog& {
            return process.storage->Log(log);
          },
          [&process] { return process.HeadsOfLogs(); }};
}

void ServeOperators(Process& process) {
  const auto edge = std::make_shared<rpc::Edge::Parts>(
      rpc::Edge::Parts{*process.tokens, process.methods, nullptr, *process.pool, process.calls,
                       process.wall, process.to_others});
  process.services.push_back(operations::AdminEndpoint(rpc::Edge(edge), ForOperators(process)));
  process.services.push_back(operations::AuditEndpoint(rpc::Edge(edge), ForAuditors(process)));
  std::vector<operations::RunsOf> runs;
  for (const auto& context : process.contexts)
    if (context->runs) runs.push_back({context->name, context->runs, context->runtime.get()});
  process.services.push_back(operations::OperationsEndpoint(rpc::Edge(edge), std::move(runs)));
  if (process.config.environment != "production")
    process.services.push_back(
        operations::ClockEndpoint(rpc::Edge(edge), process.Time(), process.development.get(),
                                  [&process] { process.ticker->TickNow(); }));
}

// A view that does not start is told by health; the others serve.
void StartContexts(Process& process) {
  for (const auto& context : process.contexts) {
    if (const auto status = context->projector->Start(); !status.ok())
      metrics::Log(spdlog::level::err, "view",
                   {{"context", context->name}, {"detail", std::string(status.message())}});
    context->reactor->Start();
    if (context->runner) context->runner->Start();
    if (context->relay) context->relay->Start();
  }
  process.ticker->Start();
}

// What was called is answered, while what comes is told to come again; then nobody is connected.
void Drain(Process& process, RunningServer& running) {
  running.server->GetHealthCheckService()->SetServingStatus(false);
  process.HandOver();
  process.methods.Close();
  const auto until = std::chrono::system_clock::now() + kCallsEnd;
  while (process.calls.open() > 0 && std::chrono::system_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::this_thread::sleep_for(kAnswersLeave);
  HangUp(running.port);
  running.server->Shutdown(until);
}

std::vector<grpc::Service*> ServicesOf(const Process& process) {
  std::vector<grpc::Service*> services;
  for (const auto& service : process.services) services.push_back(service.get());
  return services;
}
}  // namespace

struct Host::Parts {
  sigset_t stop_signals;
  std::unique_ptr<Process> process;
};

struct Context::Parts {
  Process& process;
  Installed& installed;
};

Host::Host(int argc, char** argv) : parts_(std::make_unique<Parts>()) {
  const Config config = ReadConfigOrExit(argc, argv);
  parts_->stop_signals = BlockStopSignals();
  metrics::StartLogging(config.log_level);
  RouteGrpcLogs();
  // A distribution's abseil looks for cycles at every lock, gRPC's included.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  auto process = Process::Open(config);
  if (!process.ok()) Exit(process.status());
  parts_->process = *std::move(process);
}

Host::~Host() {
  parts_.reset();
  metrics::StopLogging();
}

int Host::port() const { return parts_->process->port; }

Context Host::Open(const std::string& log) {
  auto installed = parts_->process->Install(log);
  if (!installed.ok()) Exit(installed.status());
  return Context(std::make_shared<Context::Parts>(Context::Parts{*parts_->process, **installed}));
}

int Host::Run() {
  Process& process = *parts_->process;
  ServeOperators(process);
  auto running = StartServer(process.config, process.inside, ServicesOf(process));
  if (!running.ok()) return Say(running.status()), kCannotStart;
  auto exposer = ServeMetrics(process);
  if (!exposer.ok()) return Say(exposer.status()), kCannotStart;
  const auto how_far = std::make_shared<LogGauges>(*process.storage);
  if (*exposer) (*exposer)->RegisterCollectable(how_far);
  if (const auto status = process.storage->CatchUp(&StopIsPending); !status.ok())
    return Say(status), kCannotStart;
  if (StopIsPending()) return 0;  // no anchor of what was read half-way
  StartContexts(process);
  if (const auto status = Admit(*running, process.methods); !status.ok())
    return Say(status), kCannotStart;
  if (const auto status = process.JoinGroups(); !status.ok()) return Say(status), kCannotStart;
  {
    Monitor monitor(process, *running->server, running->services);
    if (*exposer) (*exposer)->RegisterCollectable(monitor.gauges());
    process.port = running->port;
    metrics::Log(spdlog::level::info, "serving",
                 {{"address", process.config.listen}, {"port", std::to_string(running->port)}});
    int signal = 0;
    sigwait(&parts_->stop_signals, &signal);
    metrics::Log(spdlog::level::info, "draining", {{"signal", std::to_string(signal)}});
  }
  alarm(kDrainSeconds);  // ends the process if something does not let go
  Drain(process, *running);
  exposer->reset();
  running->server.reset();
  if (const auto status = process.storage->WriteAnchor(); !status.ok())
    metrics::Log(spdlog::level::err, "anchor", {{"detail", std::string(status.message())}});
  parts_->process.reset();
  alarm(0);
  metrics::Log(spdlog::level::info, "stopped", {});
  return 0;
}

eventsourcing::Runtime& Context::runtime() { return *parts_->installed.runtime; }
rpc::Edge Context::edge() { return rpc::Edge(parts_->installed.edge); }
vault::Vault& Context::vault() { return *parts_->process.vault; }
const eventsourcing::Clock& Context::clock() { return parts_->process.Time(); }

eventsourcing::View& Context::Project(std::unique_ptr<eventsourcing::Projection> projection) {
  return parts_->installed.projector->Add(std::move(projection));
}

void Context::React(std::unique_ptr<eventsourcing::Reaction> reaction) {
  parts_->installed.reactor->Add(std::move(reaction));
}

void Context::Watch(std::unique_ptr<eventsourcing::Deadline> deadline) {
  parts_->process.ticker->Add(std::move(deadline));
}

void Context::Run(std::unique_ptr<operations::RunKind> kind) {
  Installed& installed = parts_->installed;
  if (!installed.runner) {
    installed.runs = &Project(std::make_unique<operations::RunsView>(installed.name));
    installed.runner = std::make_unique<operations::Runner>(*installed.runtime, *installed.runs);
  }
  installed.runner->Add(std::move(kind));
}

void Context::Serve(std::unique_ptr<grpc::Service> service) {
  parts_->process.services.push_back(std::move(service));
}

std::shared_ptr<grpc::Channel> Context::ChannelTo(const std::string& context) {
  const auto& peers = parts_->process.config.peers;
  const auto peer = peers.find(context);
  const int message_bytes = parts_->process.config.message_bytes;
  if (peer == peers.end())
    return OpenChannel(parts_->process.inside, message_bytes, grpc::InsecureChannelCredentials());
  return OpenChannel(peer->second, message_bytes, parts_->process.to_others);
}

std::string Context::ServiceToken(const std::string& tenant) {
  return parts_->process.ServiceToken(parts_->installed.name, tenant);
}

prometheus::Registry& Context::registry() { return *parts_->process.registry; }

void Context::CannotStart(const absl::Status& why) { Exit(why); }

std::string Context::directory() const {
  const std::string directory =
      parts_->process.config.data_directory + "/files/" + parts_->installed.name;
  std::filesystem::create_directories(directory);
  return directory;
}
}  // namespace aor::service
