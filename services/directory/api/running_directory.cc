#include "services/directory/api/running_directory.h"

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "aor/clock/v1/clock_service.grpc.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/rpc/tokens.h"
#include "services/directory/install.h"

namespace aor::directory {
namespace {
namespace fs = std::filesystem;

std::string FreshFolder() {
  std::string folder = fs::temp_directory_path() / "directory-XXXXXX";
  return mkdtemp(folder.data());
}

// "<tenant>/answer/<batch>/<owner>": PayeesReleased
class Answers final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "answers"; }
  int version() const override { return 1; }
  std::vector<std::string> logs() const override { return {"directory"}; }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override {
    if (!happened.event.type().ends_with("/payees_released")) return;
    const auto answer = eventsourcing::Decode<v1::AccountEvent>(happened.event).payees_released();
    rows.Store(happened.commit.tenant() + "/answer/" + answer.batch_id() + "/" + answer.owner_id(),
               answer);
  }
};

std::unique_ptr<service::Host> HostIn(const std::string& folder) {
  std::vector<std::string> arguments = {
      "directory_test", "--data_directory=" + folder, "--listen=127.0.0.1:0",
      "--metrics=off",  "--log_level=error",          "--development_clock=2026-09-28T06:00:00Z"};
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  return std::make_unique<service::Host>(static_cast<int>(argv.size()), argv.data());
}
}  // namespace

RunningDirectory::RunningDirectory() : folder_(FreshFolder()), host_(HostIn(folder_ + "/data")) {
  Install(*host_);
  payroll_ = std::make_unique<service::Context>(host_->Open("payroll"));
  answers_ = &payroll_->Project(std::make_unique<Answers>());
  thread_ = std::thread([this] { EXPECT_EQ(host_->Run(), 0); });
  while (host_->port() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(host_->port()),
                                 grpc::InsecureChannelCredentials());
}

RunningDirectory::~RunningDirectory() {
  channel_.reset();
  kill(getpid(), SIGTERM);
  thread_.join();
  payroll_.reset();
  host_.reset();
  fs::remove_all(folder_);
}

rpc::Caller RunningDirectory::As(const std::string& person, const std::string& role,
                                 const std::string& tenant) const {
  return {tenant, PersonId{person}, "", {rpc::ParseRole(role)}};
}

void RunningDirectory::Prepare(grpc::ClientContext& context, const rpc::Caller& caller) const {
  const auto token =
      rpc::MintToken(folder_ + "/data/issuer-key.pem", caller, absl::Now() + absl::Minutes(5));
  ASSERT_TRUE(token.ok()) << token.status();
  context.AddMetadata("authorization", "Bearer " + *token);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
}

void RunningDirectory::AdvanceTo(const std::string& rfc3339) {
  clock::v1::AdvanceToRequest request;
  request.mutable_time()->set_seconds(calendar::ParseInstant(rfc3339)->time_since_epoch().count());
  clock::v1::AdvanceToResponse response;
  const auto advanced = Call(&clock::v1::ClockService::Stub::AdvanceTo, As("root", "administrator"),
                             request, &response);
  ASSERT_TRUE(advanced.ok()) << advanced;
}

void RunningDirectory::Happen(const std::string& key, const std::string& request_id,
                              const eventsourcing::Work& work) {
  eventsourcing::Request request;
  request.tenant = "alpina";
  request.key = key;
  request.method = "test";
  request.request_id = request_id;
  request.actor = "finn";
  const auto committed = payroll_->runtime().ExecuteAndWait(request, work);
  ASSERT_TRUE(committed.ok()) << committed.status();
}

std::string RunningDirectory::OnDisk() const {
  std::string all;
  for (const auto& file : fs::recursive_directory_iterator(folder_)) {
    if (!file.is_regular_file()) continue;
    std::ifstream bytes(file.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(bytes), {});
  }
  return all;
}
}  // namespace aor::directory
