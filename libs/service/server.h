// The gRPC server of a process: bounds, health, reflection, channelz.
#pragma once

#include <absl/status/statusor.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "libs/rpc/policy.h"
#include "libs/service/config.h"
#include "libs/service/reflection.h"

namespace aor::service {
struct RunningServer {
  std::shared_ptr<Reflection> reflection;  // outlives the server
  std::unique_ptr<grpc::Server> server;
  std::vector<std::string> services;  // ours, by full name
  int port = 0;
};
// Before any call to gRPC: its own log lines join ours.
void RouteGrpcLogs();
// FAILED_PRECONDITION in one line for a port that is taken. `inside` is the address of the calls
// within the process. Until Admit all calls are told to come again; health says that the
// process is "live" and nothing else.
absl::StatusOr<RunningServer> StartServer(const Config& config, const std::string& inside,
                                          const std::vector<grpc::Service*>& services);
// FAILED_PRECONDITION in one line for a service with a method that declares no policy.
absl::Status Admit(const RunningServer& running, rpc::Methods& methods);
// Takes no new connection to this port of the machine's network, ends those that are open and
// returns when they have ended, or after a second. Who calls finds nobody there: UNAVAILABLE.
// gRPC's own end of a server would answer what comes in the same moment CANCELLED, which nobody
// repeats (grpc/grpc#41785).
void HangUp(int port);
// With retries of UNAVAILABLE, which request ids make safe.
std::shared_ptr<grpc::Channel> OpenChannel(
    const std::string& address, int message_bytes,
    const std::shared_ptr<grpc::ChannelCredentials>& credentials);
}  // namespace aor::service
