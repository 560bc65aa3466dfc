// For the tests of an API: a whole process behind its real edge, called over gRPC,
// beside the logs of the contexts that it reads, which the test writes.
#pragma once

#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "aor/clock/v1/clock_service.grpc.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/rpc/errors.h"
#include "libs/rpc/tokens.h"
#include "libs/service/host.h"
#include "libs/service/testing/command_line.h"

namespace aor::service {
template <class Proto>
Proto Parse(const std::string& text) {
  Proto proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &proto)) << text;
  return proto;
}

// "OK", the name of the refusal, or the number of the status code.
inline std::string OutcomeOf(const grpc::Status& status) {
  if (status.ok()) return "OK";
  const std::string refusal = rpc::RefusalOf(rpc::FromGrpc(status));
  return refusal.empty() ? std::to_string(status.error_code()) : refusal;
}

// A stream of another context, on which nobody decides here.
template <class Event>
struct Published {};
template <class Event>
Published<Event> Evolve(Published<Event> published, const Event&) {
  return published;
}

// Serves on a free port until it is destroyed, which removes its data too.
class RunningProcess {
 public:
  struct Program {
    std::string name;
    std::string development_clock;  // stands there until it is told to move
    std::vector<std::string> other_logs;
    std::function<void(RunningProcess&)> install;  // when the other logs are open
    std::string log = "memory";
    std::string data = {};  // that an earlier process left, and that stays; none: a new one
  };
  explicit RunningProcess(const Program& program)
      : data_(program.data.empty() ? Directory(program.name) : program.data),
        keeps_(!program.data.empty()) {
    Argv argv({program.name, "--data_directory=" + data_, "--listen=127.0.0.1:0", "--metrics=off",
               "--log=" + program.log, "--log_level=error",
               "--development_clock=" + program.development_clock});
    host_ = std::make_unique<Host>(argv.argc(), argv.argv());
    for (const std::string& log : program.other_logs) others_.emplace(log, host_->Open(log));
    program.install(*this);
    thread_ = std::thread([this] { EXPECT_EQ(host_->Run(), 0); });
    while (host_->port() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(host_->port()),
                                   grpc::InsecureChannelCredentials());
  }
  RunningProcess(const RunningProcess&) = delete;
  RunningProcess& operator=(const RunningProcess&) = delete;
  ~RunningProcess() {
    channel_.reset();
    kill(getpid(), SIGTERM);
    thread_.join();
    others_.clear();
    host_.reset();
    if (!keeps_) RemoveDirectory(data_);
  }

  Host& host() { return *host_; }
  Context& other(const std::string& log) { return others_.at(log); }
  const std::string& data() const { return data_; }
  std::shared_ptr<grpc::Channel> channel() const { return channel_; }

  // Of a role such as consultant or client:acme.
  std::string TokenOf(const std::string& person, const std::string& role,
                      const std::string& tenant = "alpina",
                      const std::string& on_behalf_of = "") const {
    return TokenOf({tenant, PersonId{person}, on_behalf_of, {rpc::ParseRole(role)}});
  }
  std::string TokenOf(const rpc::Caller& caller) const {
    const auto token =
        rpc::MintToken(data_ + "/issuer-key.pem", caller, absl::Now() + absl::Hours(1));
    EXPECT_TRUE(token.ok()) << token.status().ToString();
    return *token;
  }
  // Another context's fact, as its service would have written it. The consistency token.
  template <class Event>
  std::string Publish(const std::string& log, const std::string& key, const std::string& text) {
    const auto event = Parse<Event>(text);
    eventsourcing::Request request;
    request.tenant = "alpina";
    request.key = key;
    request.method = request.actor = "published";
    request.request_id = request.body = std::to_string(++published_) + text;
    const auto committed =
        other(log).runtime().ExecuteAndWait(request, [&](eventsourcing::Transaction& transaction) {
          transaction.Append<Published<Event>, Event>("published-" + key, {event});
          return std::optional<eventsourcing::Refused>();
        });
    EXPECT_TRUE(committed.ok()) << committed.status().ToString();
    return committed->token();
  }
  void AdvanceTo(const std::string& time) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("authorization", "Bearer " + TokenOf("root", "administrator"));
    clock::v1::AdvanceToRequest request;
    request.mutable_time()->set_seconds(calendar::ParseInstant(time)->time_since_epoch().count());
    clock::v1::AdvanceToResponse response;
    const auto status =
        clock::v1::ClockService::NewStub(channel_)->AdvanceTo(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

 private:
  const std::string data_;
  const bool keeps_;
  std::unique_ptr<Host> host_;
  std::map<std::string, Context> others_;
  std::thread thread_;
  std::shared_ptr<grpc::Channel> channel_;
  int published_ = 0;
};
}  // namespace aor::service
