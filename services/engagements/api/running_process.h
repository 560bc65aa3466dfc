// For the test of the API: a whole process with a log in memory, called over gRPC.
#pragma once

#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "aor/clock/v1/clock_service.grpc.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_service.grpc.pb.h"
#include "aor/engagements/v1/wage_rules_service.grpc.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/rpc/tokens.h"
#include "services/engagements/install.h"
#include "services/engagements/rules/rule_files.h"

namespace aor::engagements {
template <class Proto>
Proto Parse(const std::string& text) {
  Proto proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &proto)) << text;
  return proto;
}

// A stream of the directory that nobody decides on.
struct Published {};
inline Published Evolve(Published, const directory::v1::OrganisationEvent&) { return {}; }

// Its clock stands on Monday, 28 September 2026, until it is told to move.
class RunningProcess {
 public:
  RunningProcess()
      : data_(testing::TempDir() + "engagements-" + std::to_string(getpid())),
        arguments_{"engagements",          "--data_directory=" + data_,
                   "--listen=127.0.0.1:0", "--metrics=off",
                   "--log=memory",         "--development_clock=2026-09-28T06:00:00Z",
                   "--log_level=error"} {
    std::vector<char*> argv;
    for (std::string& argument : arguments_) argv.push_back(argument.data());
    host_ = std::make_unique<service::Host>(static_cast<int>(argv.size()), argv.data());
    setenv("AOR_RULES_DIRECTORY", WithARise(data_ + "/rules").c_str(), 1);
    Install(*host_);
    directory_ = std::make_unique<service::Context>(host_->Open("directory"));
    thread_ = std::thread([this] { host_->Run(); });
    while (host_->port() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(host_->port()),
                                   grpc::InsecureChannelCredentials());
  }
  ~RunningProcess() {
    kill(getpid(), SIGTERM);
    thread_.join();
    std::filesystem::remove_all(data_);
    std::filesystem::remove_all(data_ + "-anchor");
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
  // The directory's fact, as its service would have written it. The consistency token.
  std::string Publish(const std::string& organisation_event) {
    const auto event = Parse<directory::v1::OrganisationEvent>(organisation_event);
    eventsourcing::Request request;
    request.tenant = "alpina";
    request.key = request.method = "published";
    request.request_id = request.body = organisation_event;
    request.actor = "published";
    const auto committed =
        directory_->runtime().ExecuteAndWait(request, [&](eventsourcing::Transaction& transaction) {
          transaction.Append<Published, directory::v1::OrganisationEvent>("organisation-x",
                                                                          {event});
          return std::optional<eventsourcing::Refused>();
        });
    EXPECT_TRUE(committed.ok()) << committed.status().ToString();
    return committed->token();
  }
  void AdvanceTo(const std::string& time) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    context.AddMetadata("authorization", "Bearer " + TokenOf("root", "administrator"));
    clock::v1::AdvanceToRequest request;
    request.mutable_time()->set_seconds(calendar::ParseInstant(time)->time_since_epoch().count());
    clock::v1::AdvanceToResponse response;
    const auto status =
        clock::v1::ClockService::NewStub(channel_)->AdvanceTo(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

 private:
  // The rules as they are shipped, and one that nobody has published: more from 2027 on.
  static std::string WithARise(const std::string& directory) {
    unsetenv("AOR_RULES_DIRECTORY");
    std::filesystem::create_directories(directory);
    std::filesystem::copy(RulesDirectory(), directory + "/engagements",
                          std::filesystem::copy_options::recursive);
    std::ofstream(directory + "/engagements/rise.textproto")
        << "minimum_wages { cba_id: 'GAV-PERSONALVERLEIH' places: 'CH-GE' skill: SKILL_SKILLED"
           " per_hour: '31.00' provenance { valid_from: '2027-01-01' recorded: '2026-09-01'"
           " source: 'a rise' status: RULE_STATUS_UNVERIFIED } }";
    return directory;
  }

  const std::string data_;
  std::vector<std::string> arguments_;
  std::unique_ptr<service::Host> host_;
  std::unique_ptr<service::Context> directory_;
  std::thread thread_;
  std::shared_ptr<grpc::Channel> channel_;
};
}  // namespace aor::engagements
