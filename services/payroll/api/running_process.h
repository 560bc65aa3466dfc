// For the test of the API: a whole process with its logs in memory, called over gRPC.
// Other contexts' facts are written as their services would; the directory's answers
// are canned.
#pragma once

#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "aor/directory/v1/account_service.grpc.pb.h"
#include "aor/directory/v1/person_service.grpc.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/invoicing/v1/invoicing_events.pb.h"
#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/rpc/tokens.h"
#include "services/payroll/install.h"

namespace aor::payroll {
template <class Proto>
Proto Parse(const std::string& text) {
  Proto proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &proto)) << text;
  return proto;
}

// Profiles and payees by id, as text.
struct Canned {
  std::mutex mutex;
  std::map<std::string, std::string> profiles, payees;
};

class CannedPeople final : public directory::v1::PersonService::CallbackService {
 public:
  explicit CannedPeople(Canned& canned) : canned_(canned) {}
  grpc::ServerUnaryReactor* ResolvePayrollProfiles(
      grpc::CallbackServerContext* context,
      const directory::v1::ResolvePayrollProfilesRequest* request,
      directory::v1::ResolvePayrollProfilesResponse* response) override {
    const std::lock_guard lock(canned_.mutex);
    for (const auto& id : request->person_ids()) {
      const auto known = canned_.profiles.find(id);
      if (known == canned_.profiles.end()) continue;
      auto& profile = *response->add_profiles();
      profile.set_person_id(id);
      *profile.mutable_profile() = Parse<directory::v1::PayrollProfile>(known->second);
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  Canned& canned_;
};

class CannedAccounts final : public directory::v1::AccountService::CallbackService {
 public:
  explicit CannedAccounts(Canned& canned) : canned_(canned) {}
  grpc::ServerUnaryReactor* ResolvePayees(grpc::CallbackServerContext* context,
                                          const directory::v1::ResolvePayeesRequest* request,
                                          directory::v1::ResolvePayeesResponse* response) override {
    const std::lock_guard lock(canned_.mutex);
    for (const auto& asked : request->payees()) {
      const auto known = canned_.payees.find(asked.payee_id());
      if (known == canned_.payees.end()) continue;
      *response->add_payees() = Parse<directory::v1::Payee>(known->second);
      response->mutable_payees()->rbegin()->set_payee_id(asked.payee_id());
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  Canned& canned_;
};

// A stream of another context that nobody decides on.
template <class Event>
struct Published {};
template <class Event>
Published<Event> Evolve(Published<Event> published, const Event&) {
  return published;
}

// Its clock stands on Thursday, 29 October 2026.
class RunningProcess {
 public:
  RunningProcess()
      : data_(testing::TempDir() + "payroll-" + std::to_string(getpid())),
        arguments_{"payroll",
                   "--data_directory=" + data_,
                   "--listen=127.0.0.1:0",
                   "--metrics=off",
                   "--log=memory",
                   "--development_clock=2026-10-29T06:00:00Z",
                   "--log_level=error"} {
    std::vector<char*> argv;
    for (std::string& argument : arguments_) argv.push_back(argument.data());
    host_ = std::make_unique<service::Host>(static_cast<int>(argv.size()), argv.data());
    Install(*host_);
    for (const char* log : {"directory", "engagements", "timesheet", "invoicing"})
      contexts_.emplace(log, host_->Open(log));
    contexts_.at("directory").Serve(std::make_unique<CannedPeople>(canned_));
    contexts_.at("directory").Serve(std::make_unique<CannedAccounts>(canned_));
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
  std::string TokenOf(const std::string& person, const std::string& role,
                      const std::string& on_behalf_of = "",
                      const std::string& tenant = "alpina") const {
    const auto token = rpc::MintToken(
        data_ + "/issuer-key.pem", {tenant, PersonId{person}, on_behalf_of, {rpc::ParseRole(role)}},
        absl::Now() + absl::Hours(1));
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
    const auto committed = contexts_.at(log).runtime().ExecuteAndWait(
        request, [&](eventsourcing::Transaction& transaction) {
          transaction.Append<Published<Event>, Event>("published-" + key, {event});
          return std::optional<eventsourcing::Refused>();
        });
    EXPECT_TRUE(committed.ok()) << committed.status().ToString();
    return committed->token();
  }
  Canned& canned() { return canned_; }

 private:
  const std::string data_;
  std::vector<std::string> arguments_;
  Canned canned_;
  std::unique_ptr<service::Host> host_;
  std::map<std::string, service::Context> contexts_;
  std::thread thread_;
  std::shared_ptr<grpc::Channel> channel_;
  int published_ = 0;
};
}  // namespace aor::payroll
