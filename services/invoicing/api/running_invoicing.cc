#include "services/invoicing/api/running_invoicing.h"

#include <signal.h>

#include <chrono>
#include <filesystem>

#include "libs/rpc/tokens.h"
#include "services/invoicing/install.h"

namespace aor::invoicing {
// Streams of others, on which nobody decides here.
struct Published {};
template <class Event>
Published Evolve(Published, const Event&) {
  return {};
}

RunningInvoicing::RunningInvoicing() {
  folder_ = std::filesystem::temp_directory_path() / "invoicing-XXXXXX";
  folder_ = mkdtemp(folder_.data());
  std::vector<std::string> arguments = {"invoicing_test",
                                        "--data_directory=" + folder_ + "/data",
                                        "--listen=127.0.0.1:0",
                                        "--metrics=off",
                                        "--log=memory",
                                        "--log_level=error",
                                        "--development_clock=2026-11-01T06:00:00Z"};
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  host_ = std::make_unique<service::Host>(static_cast<int>(argv.size()), argv.data());
  Install(*host_);
  directory_ = std::make_unique<service::Context>(host_->Open("directory"));
  engagements_ = std::make_unique<service::Context>(host_->Open("engagements"));
  timesheet_ = std::make_unique<service::Context>(host_->Open("timesheet"));
  thread_ = std::thread([this] { EXPECT_EQ(host_->Run(), 0); });
  while (host_->port() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(host_->port()),
                                 grpc::InsecureChannelCredentials());
}

RunningInvoicing::~RunningInvoicing() {
  channel_.reset();
  kill(getpid(), SIGTERM);
  thread_.join();
  directory_.reset();
  engagements_.reset();
  timesheet_.reset();
  host_.reset();
  std::filesystem::remove_all(folder_);
}

template <class Event>
std::string RunningInvoicing::Publish(service::Context& context, const std::string& text) {
  const auto event = Text<Event>(text);
  eventsourcing::Request request;
  request.tenant = "alpina";
  request.key = request.method = request.actor = "published";
  request.request_id = "p" + std::to_string(++published_);
  const auto committed =
      context.runtime().ExecuteAndWait(request, [&](eventsourcing::Transaction& transaction) {
        transaction.Append<Published, Event>("published", {event});
        return std::optional<eventsourcing::Refused>();
      });
  EXPECT_TRUE(committed.ok()) << committed.status();
  return committed->token();
}

std::string RunningInvoicing::Organisation(const std::string& event) {
  return Publish<directory::v1::OrganisationEvent>(*directory_, event);
}
std::string RunningInvoicing::Contract(const std::string& event) {
  return Publish<engagements::v1::ContractEvent>(*engagements_, event);
}
std::string RunningInvoicing::Week(const std::string& event) {
  return Publish<timesheet::v1::WeekEvent>(*timesheet_, event);
}

void RunningInvoicing::Prepare(grpc::ClientContext& context, const std::string& role,
                               const std::string& tenant) {
  const auto token = rpc::MintToken(folder_ + "/data/issuer-key.pem",
                                    {tenant, PersonId{"finn"}, "", {rpc::ParseRole(role)}},
                                    absl::Now() + absl::Minutes(5));
  ASSERT_TRUE(token.ok()) << token.status();
  context.AddMetadata("authorization", "Bearer " + *token);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
}
}  // namespace aor::invoicing
