#include "libs/service/server.h"

#include <grpc/support/log.h>
#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_plugin.h>
#include <grpcpp/impl/server_initializer.h>
#include <grpcpp/resource_quota.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <thread>

#include "grpc/health/v1/health.pb.h"
#include "libs/metrics/log.h"
#include "libs/rpc/unreadable.h"

namespace aor::service {
namespace {
constexpr int kConnectionAgeMs = 300'000, kConnectionGraceMs = 30'000;
constexpr auto kHangUp = std::chrono::seconds(1);
constexpr int kKeepaliveMs = 20'000, kKeepaliveTimeoutMs = 5'000, kLeastPingGapMs = 10'000;

constexpr char kRetries[] = R"({"methodConfig":[{"name":[{}],"retryPolicy":{"maxAttempts":4,
  "initialBackoff":"0.05s","maxBackoff":"1s","backoffMultiplier":2,
  "retryableStatusCodes":["UNAVAILABLE"]}}],
  "retryThrottling":{"maxTokens":100,"tokenRatio":0.1},
  "loadBalancingConfig":[{"round_robin":{}}]})";

// gRPC names the services of a server only to its plugins.
class ServiceNames final : public grpc::ServerBuilderPlugin {
 public:
  grpc::string name() override { return "aor.service_names"; }
  void InitServer(grpc::ServerInitializer*) override {}
  void Finish(grpc::ServerInitializer* server) override { last = *server->GetServiceList(); }
  void ChangeArguments(const grpc::string&, void*) override {}
  static inline std::vector<std::string> last;  // of the server started last, under the mutex
  static inline std::mutex starting;
};

// What gRPC says while a server starts: of one that cannot, we give the reason ourselves.
class HeldLines {
 public:
  void Hold() {
    std::lock_guard lock(mutex_);
    holding_ = true;
    lines_.clear();
  }
  void Let(bool speak) {
    std::lock_guard lock(mutex_);
    holding_ = false;
    for (const auto& line : std::exchange(lines_, {}))
      if (speak) Say(line);
  }
  void Take(const char* line) {
    std::lock_guard lock(mutex_);
    if (holding_)
      lines_.emplace_back(line);
    else
      Say(line);
  }

 private:
  static void Say(const std::string& line) {
    metrics::Log(spdlog::level::warn, "grpc", {{"detail", line}});
  }
  std::mutex mutex_;
  bool holding_ = false;
  std::vector<std::string> lines_;
};
HeldLines& GrpcLines() {
  static auto& lines = *new HeldLines;
  return lines;
}

// Of the socket's own end; 0: it is none of the network.
int PortOf(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  if (address.ss_family == AF_INET)
    return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  if (address.ss_family == AF_INET6)
    return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  return 0;
}

bool Listens(int socket) {
  int listens = 0;
  socklen_t size = sizeof listens;
  return getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens;
}

bool IsConnected(int socket) {
  sockaddr_storage peer;
  socklen_t size = sizeof peer;
  return getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) == 0;
}

// How many of this process there were.
size_t EndSockets(int port, bool (*is_such)(int socket)) {
  size_t ended = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const int socket = std::atoi(entry.path().filename().c_str());
    if (PortOf(socket) != port || !is_such(socket)) continue;
    shutdown(socket, SHUT_RDWR);
    ++ended;
  }
  return ended;
}

bool IsGrpcs(const std::string& service) { return service.starts_with("grpc."); }

void Bound(const Config& config, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(config.message_bytes);
  builder.SetMaxSendMessageSize(64 << 20);
  builder.SetResourceQuota(
      grpc::ResourceQuota("calls").Resize(size_t(config.memory_megabytes) << 20));
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // a taken port is an error
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, config.concurrent_streams);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 1);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kLeastPingGapMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, kConnectionAgeMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, kConnectionGraceMs);
}

// Once per process: plugins stay for all servers.
void AddPlugins() {
  static const bool added = [] {
    grpc::health::v1::HealthCheckRequest::descriptor();  // so that reflection knows its file
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::channelz::experimental::InitChannelzService();
    grpc::ServerBuilder::InternalAddPluginFactory(
        [] { return std::unique_ptr<grpc::ServerBuilderPlugin>(new ServiceNames); });
    return true;
  }();
  (void)added;
}
}  // namespace

void RouteGrpcLogs() {
  gpr_set_log_function([](gpr_log_func_args* line) {
    if (line->severity == GPR_LOG_SEVERITY_ERROR) GrpcLines().Take(line->message);
  });
}

absl::StatusOr<RunningServer> StartServer(const Config& config, const std::string& inside,
                                          const std::vector<grpc::Service*>& services) {
  AddPlugins();
  grpc::ServerBuilder builder;
  Bound(config, builder);
  builder.experimental().SetInterceptorCreators(rpc::AnswersToUnreadable());
  RunningServer running;
  builder.AddListeningPort(config.listen, rpc::ServerCredentialsOf(config.tls), &running.port);
  builder.AddListeningPort(inside, grpc::InsecureServerCredentials());
  for (grpc::Service* service : services) builder.RegisterService(service);
  running.reflection = std::make_shared<Reflection>();
  builder.RegisterService(running.reflection.get());
  {
    std::lock_guard lock(ServiceNames::starting);
    GrpcLines().Hold();
    running.server = builder.BuildAndStart();
    GrpcLines().Let(running.server != nullptr);
    running.services = ServiceNames::last;
  }
  if (!running.server)
    return absl::FailedPreconditionError("cannot listen on " + config.listen +
                                         ": the address is taken or not of this machine");
  running.reflection->Serve(running.services);
  std::erase_if(running.services, IsGrpcs);
  running.server->GetHealthCheckService()->SetServingStatus(false);
  running.server->GetHealthCheckService()->SetServingStatus("live", true);
  running.server->GetHealthCheckService()->SetServingStatus("ready", false);
  return running;
}

absl::Status Admit(const RunningServer& running, rpc::Methods& methods) {
  for (const std::string& name : running.services) {
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    if (!service) return absl::FailedPreconditionError("no descriptor of the service " + name);
    if (auto status = methods.Add(*service); !status.ok()) return status;
  }
  return absl::OkStatus();
}

void HangUp(int port) {
  GrpcLines().Hold();  // of a listener that ends so it says, soon, that it cannot accept
  EndSockets(port, Listens);
  const auto until = std::chrono::steady_clock::now() + kHangUp;
  while (EndSockets(port, IsConnected) > 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

std::shared_ptr<grpc::Channel> OpenChannel(
    const std::string& address, int message_bytes,
    const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(kRetries);
  arguments.SetMaxReceiveMessageSize(64 << 20);
  arguments.SetMaxSendMessageSize(message_bytes);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5000);
  return grpc::CreateCustomChannel(address, credentials, arguments);
}
}  // namespace aor::service
