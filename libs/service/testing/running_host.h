// A whole process in its test, on port 0: a service that adds amounts, and its view of totals.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "aor/testing/v1/edge_service.grpc.pb.h"
#include "libs/eventsourcing/testing/counter.h"
#include "libs/rpc/tokens.h"
#include "libs/service/host.h"
#include "libs/service/testing/command_line.h"

namespace aor::service {
using testing::v1::AddAmountRequest;
using testing::v1::AddAmountResponse;
using testing::v1::CounterService;

class Totals final : public eventsourcing::Projection {
 public:
  static inline std::atomic<bool> is_slow = false;
  explicit Totals(std::atomic<bool>& is_broken) : is_broken_(is_broken) {}
  std::string name() const override { return "totals"; }
  int version() const override { return 1; }
  std::vector<std::string> logs() const override { return {"testing"}; }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override {
    if (is_broken_) throw std::runtime_error("broken for the test");
    while (is_slow) std::this_thread::yield();
    const std::string key = happened.commit.tenant() + "/total/" + happened.stream.name();
    rows.Put(key, std::to_string(std::stoll(rows.Get(key).value_or("0")) + 1));
  }

 private:
  std::atomic<bool>& is_broken_;
};

class Seen final : public eventsourcing::Deadline {
 public:
  explicit Seen(std::atomic<int64_t>& last) : last_(last) {}
  std::string name() const override { return "seen"; }
  void At(absl::Time now) override { last_ = absl::ToUnixSeconds(now); }

 private:
  std::atomic<int64_t>& last_;
};

class Endpoint final : public CounterService::CallbackService {
 public:
  Endpoint(rpc::Edge edge, eventsourcing::View& view) : edge_(std::move(edge)), view_(view) {}
  rpc::Reactor* AddAmount(rpc::Context* context, const AddAmountRequest* request,
                          AddAmountResponse* response) override {
    return edge_.Mutate<AddAmountRequest, AddAmountResponse>(
        context, *request, response, [=](const rpc::Caller&) -> absl::StatusOr<rpc::Wish> {
          return rpc::Wish{request->worker_id(),
                           testing::Doing(request->worker_id(),
                                          testing::Add{request->request_id(), request->amount()})};
        });
  }
  rpc::Reactor* GetTotal(rpc::Context* context, const testing::v1::GetTotalRequest* request,
                         testing::v1::GetTotalResponse* response) override {
    return edge_.Read<testing::v1::GetTotalRequest, testing::v1::GetTotalResponse>(
        context, *request, response, view_,
        [=](const rpc::Caller& caller, const eventsourcing::Rows& rows,
            testing::v1::GetTotalResponse& filled) {
          filled.set_total(
              std::stoll(rows.Get(caller.tenant + "/total/" + request->worker_id()).value_or("0")));
          return absl::OkStatus();
        });
  }

 private:
  rpc::Edge edge_;
  eventsourcing::View& view_;
};

// A process in its test: a thread that runs until it is told to stop.
class Running {
 public:
  Running(const std::string& directory, const std::string& log,
          const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"test",
                                          "--data_directory=" + directory,
                                          "--listen=127.0.0.1:0",
                                          "--metrics=off",
                                          "--log=" + log,
                                          "--development_clock=2026-09-28T06:00:00Z",
                                          "--log_level=warning"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Argv argv(arguments);
    host_ = std::make_unique<Host>(argv.argc(), argv.argv());
    auto context = host_->Open("testing");
    auto& view = context.Project(std::make_unique<Totals>(break_view));
    context.Watch(std::make_unique<Seen>(last_tick));
    context.Serve(std::make_unique<Endpoint>(context.edge(), view));
    inside = context.ChannelTo("testing");
    service_token = context.ServiceToken("alpina");
    thread_ = std::thread([this] { code_ = host_->Run(); });
    while (host_->port() == 0) std::this_thread::yield();
    channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(host_->port()),
                                  grpc::InsecureChannelCredentials());
    token_ = *rpc::MintToken(
        directory + "/issuer-key.pem",
        {"alpina", PersonId{"ada"}, "", {{"administrator", ""}, {"consultant", ""}}},
        absl::Now() + absl::Hours(1));
  }
  ~Running() {
    if (thread_.joinable()) Stop();
  }
  int Stop() {
    kill(getpid(), SIGTERM);
    thread_.join();
    return code_;
  }
  std::unique_ptr<grpc::ClientContext> Calling(const std::string& token) const {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    context->AddMetadata("authorization", "Bearer " + token);
    return context;
  }
  std::unique_ptr<grpc::ClientContext> Calling() const { return Calling(token_); }
  std::string Add(const std::string& request_id) const {
    AddAmountRequest request;
    request.set_request_id(request_id);
    request.set_worker_id("anna");
    request.set_amount(1);
    AddAmountResponse response;
    auto context = Calling();
    const auto status =
        CounterService::NewStub(channel)->AddAmount(context.get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.consistency_token();
  }
  int64_t Total(const std::string& token) const {
    testing::v1::GetTotalRequest request;
    request.set_worker_id("anna");
    request.set_consistency_token(token);
    testing::v1::GetTotalResponse response;
    auto context = Calling();
    const auto status =
        CounterService::NewStub(channel)->GetTotal(context.get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.total();
  }

  std::atomic<bool> break_view = false;
  std::atomic<int64_t> last_tick = 0;
  std::shared_ptr<grpc::Channel> channel, inside;
  std::string service_token;

 private:
  std::string token_;
  std::unique_ptr<Host> host_;
  std::thread thread_;
  int code_ = -1;
};
}  // namespace aor::service
