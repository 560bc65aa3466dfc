// A whole process on port 0, called over the network.
#include "libs/service/host.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "aor/admin/v1/admin_service.grpc.pb.h"
#include "aor/clock/v1/clock_service.grpc.pb.h"
#include "aor/testing/v1/edge_service.grpc.pb.h"
#include "libs/eventsourcing/testing/counter.h"
#include "libs/rpc/tokens.h"
#include "libs/service/testing/command_line.h"
#include "libs/service/testing/health.h"

namespace aor::service {
namespace {
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

TEST(Host, ServesWritesAndReads) {
  const Running running(Directory("memory"), "memory");
  EXPECT_EQ(running.Total(running.Add("r1")), 1);
}

TEST(Host, KeepsWhatItSaidAcrossLives) {
  const std::string directory = Directory("lives");
  {
    Running first(directory, "embedded");
    EXPECT_EQ(first.Total(first.Add("r1")), 1);
    EXPECT_EQ(first.Stop(), 0);
  }
  const Running second(directory, "embedded");
  EXPECT_EQ(second.Total(second.Add("r1")), 1);  // the same request
  EXPECT_EQ(second.Total(second.Add("r2")), 2);
}

TEST(Host, MovesTheClockAndTicksBeforeItAnswers) {
  Running running(Directory("clock"), "memory");
  const auto stub = clock::v1::ClockService::NewStub(running.channel);
  clock::v1::AdvanceToRequest request;
  clock::v1::AdvanceToResponse response;
  const auto advance = [&](int64_t seconds) {
    request.mutable_time()->set_seconds(seconds);
    auto context = running.Calling();
    return rpc::FromGrpc(stub->AdvanceTo(context.get(), request, &response));
  };
  EXPECT_TRUE(advance(1'800'000'000).ok());
  EXPECT_EQ(running.last_tick, 1'800'000'000);
  EXPECT_TRUE(advance(1'800'000'000).ok());
  EXPECT_EQ(rpc::RefusalOf(advance(1'700'000'000)), "CLOCK_NEVER_GOES_BACK");
}

TEST(Host, TellsItsHealthByService) {
  Running running(Directory("health"), "memory");
  EXPECT_EQ(HealthOf(running.channel, ""), kServing);
  EXPECT_EQ(HealthOf(running.channel, "aor.testing.v1.CounterService"), kServing);
  EXPECT_EQ(HealthOf(running.channel, "aor.testing.v1.UnguardedService"), -1);
  EXPECT_EQ(HealthOf(running.channel, "live"), kServing);
  EXPECT_EQ(HealthOf(running.channel, "ready"), kServing);
  running.break_view = true;
  running.Add("r1");
  for (int i = 0; i < 50 && HealthOf(running.channel, "aor.testing.v1.CounterService") == kServing;
       ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_NE(HealthOf(running.channel, "aor.testing.v1.CounterService"), kServing);
  EXPECT_EQ(HealthOf(running.channel, "aor.admin.v1.AdminService"), kServing);
  EXPECT_EQ(HealthOf(running.channel, "live"), kServing);
  EXPECT_NE(HealthOf(running.channel, "ready"), kServing);
}

TEST(Host, IsReadyWhenItHasCaughtUpOnce) {
  const std::string directory = Directory("catches-up");
  {
    Running running(directory, "embedded");
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < 20; ++caller)
      callers.emplace_back([&running, caller] {
        for (int i = 0; i < 50; ++i) running.Add(std::to_string(caller * 50 + i));
      });
  }
  std::filesystem::remove_all(directory + "/views");
  Totals::is_slow = true;
  Running running(directory, "embedded");
  EXPECT_EQ(HealthOf(running.channel, "live"), kServing);
  EXPECT_EQ(HealthOf(running.channel, "aor.testing.v1.CounterService"), kServing);
  EXPECT_NE(HealthOf(running.channel, "ready"), kServing);
  Totals::is_slow = false;
  for (int i = 0; i < 100 && HealthOf(running.channel, "ready") != kServing; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(HealthOf(running.channel, "ready"), kServing);
}

TEST(Host, BoundsWhatItReads) {
  Running running(Directory("large"), "memory");
  AddAmountRequest request;
  request.set_reason(std::string(5 << 20, 'x'));
  AddAmountResponse response;
  EXPECT_EQ(CounterService::NewStub(running.channel)
                ->AddAmount(running.Calling().get(), request, &response)
                .error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST(Host, CallsItselfInside) {
  Running running(Directory("inside"), "memory");
  clock::v1::GetResponse response;
  auto context = running.Calling(running.service_token);
  const auto status =
      clock::v1::ClockService::NewStub(running.inside)->Get(context.get(), {}, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(response.moves_only_when_told());
}

TEST(Host, ShowsOperatorsWhereItStands) {
  Running running(Directory("admin"), "embedded");
  const auto stub = admin::v1::AdminService::NewStub(running.channel);
  admin::v1::WaitForRequest wait;
  wait.set_consistency_token(running.Add("r1"));
  admin::v1::WaitForResponse waited;
  ASSERT_TRUE(stub->WaitFor(running.Calling().get(), wait, &waited).ok());
  wait.clear_consistency_token();
  ASSERT_TRUE(stub->WaitFor(running.Calling().get(), wait, &waited).ok());

  admin::v1::GetPositionsResponse positions;
  ASSERT_TRUE(stub->GetPositions(running.Calling().get(), {}, &positions).ok());
  ASSERT_EQ(positions.heads_size(), 1);
  EXPECT_EQ(positions.heads(0).sequence(), 1u);
  ASSERT_EQ(positions.views_size(), 1);
  EXPECT_EQ(positions.views(0).view(), "testing/totals@1");
  EXPECT_EQ(positions.views(0).applied(), 1u);

  admin::v1::RebuildProjectionsRequest rebuild;
  rebuild.set_must_match(true);
  admin::v1::RebuildProjectionsResponse rebuilt;
  const auto status = stub->RebuildProjections(running.Calling().get(), rebuild, &rebuilt);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(rebuilt.views_size(), 1);
}

TEST(Host, LeavesNothingOfABackupThatFailed) {
  const std::string directory = Directory("half");
  Running running(directory, "memory");  // a memory log cannot be copied
  admin::v1::BackupRequest request;
  request.set_name("monday");
  admin::v1::BackupResponse response;
  const auto stub = admin::v1::AdminService::NewStub(running.channel);
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(stub->Backup(running.Calling().get(), request, &response).error_code(),
              grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(std::filesystem::is_empty(directory + "-backups"));
}

TEST(Host, StartsFromItsBackup) {
  const std::string directory = Directory("backup"), copy = Directory("copy");
  {
    Running running(directory, "embedded");
    running.Add("r1");
    admin::v1::BackupRequest request;
    request.set_name("monday");
    admin::v1::BackupResponse response;
    const auto stub = admin::v1::AdminService::NewStub(running.channel);
    const auto status = stub->Backup(running.Calling().get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(stub->Backup(running.Calling().get(), request, &response).error_code(),
              grpc::StatusCode::ALREADY_EXISTS);
    std::filesystem::copy(response.directory(), copy, std::filesystem::copy_options::recursive);
    std::filesystem::copy(directory + "/wrapping-key", copy + "/wrapping-key");
  }
  const Running restored(copy, "embedded", {"--accept_missing_anchor=true"});
  EXPECT_EQ(restored.Total(restored.Add("r1")), 1);
}

TEST(Host, RefusesALogWhoseKeyringIsGone) {
  const std::string directory = Directory("keyless");
  Running(directory, "embedded").Add("r1");
  std::filesystem::remove_all(directory + "/keyring");
  const std::vector<std::string> arguments{"test", "--data_directory=" + directory,
                                           "--listen=127.0.0.1:0", "--metrics=off"};
  Argv argv(arguments);
  const auto open = [&] {
    Host host(argv.argc(), argv.argv());
    host.Open("testing");
    std::_Exit(0);  // its threads are not waited for
  };
  EXPECT_EXIT(open(), ::testing::ExitedWithCode(2), "keyring is gone");
  EXPECT_FALSE(std::filesystem::exists(directory + "/keyring"));
}
}  // namespace
}  // namespace aor::service
