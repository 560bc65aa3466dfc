// For the test of the API: a whole process with a log in memory, called over gRPC, and
// an engagements log that the test writes itself.
#pragma once

#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "aor/clock/v1/clock_service.grpc.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/rpc/tokens.h"
#include "libs/service/testing/command_line.h"
#include "services/timesheet/install.h"

namespace aor::timesheet {
template <class Proto>
Proto Parse(const std::string& text) {
  Proto proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &proto)) << text;
  return proto;
}

// A stream of engagements that nobody decides on.
struct Published {};
inline Published Evolve(Published, const engagements::v1::ContractEvent&) { return {}; }

// Its clock stands on Monday, 28 September 2026, until it is told to move.
class RunningProcess {
 public:
  RunningProcess() : data_(service::Directory("timesheet")) {
    service::Argv argv({"timesheet", "--data_directory=" + data_, "--listen=127.0.0.1:0",
                        "--metrics=off", "--log=memory", "--log_level=error",
                        "--development_clock=2026-09-28T06:00:00Z"});
    host_ = std::make_unique<service::Host>(argv.argc(), argv.argv());
    Install(*host_);
    engagements_ = std::make_unique<service::Context>(host_->Open("engagements"));
    thread_ = std::thread([this] { host_->Run(); });
    while (host_->port() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(host_->port()),
                                   grpc::InsecureChannelCredentials());
  }
  ~RunningProcess() {
    kill(getpid(), SIGTERM);
    thread_.join();
  }

  std::shared_ptr<grpc::Channel> channel() const { return channel_; }
  // Of a role such as consultant or client:acme.
  std::string TokenOf(const std::string& person, const std::string& role,
                      const std::string& tenant = "alpina") const {
    const auto token = rpc::MintToken(data_ + "/issuer-key.pem",
                                      {tenant, PersonId{person}, "", {rpc::ParseRole(role)}},
                                      absl::Now() + absl::Hours(1));
    EXPECT_TRUE(token.ok()) << token.status().ToString();
    return *token;
  }
  // The fact as engagements would have written it. The consistency token.
  std::string Publish(const std::string& contract_event) {
    const auto event = Parse<engagements::v1::ContractEvent>(contract_event);
    eventsourcing::Request request;
    request.tenant = "alpina";
    request.key = request.method = request.actor = "published";
    request.request_id = request.body = contract_event;
    const auto committed = engagements_->runtime().ExecuteAndWait(
        request, [&](eventsourcing::Transaction& transaction) {
          transaction.Append<Published, engagements::v1::ContractEvent>("contract-x", {event});
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
  std::unique_ptr<service::Host> host_;
  std::unique_ptr<service::Context> engagements_;
  std::thread thread_;
  std::shared_ptr<grpc::Channel> channel_;
};
}  // namespace aor::timesheet
