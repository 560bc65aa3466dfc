// How long until everybody hears what a newly adopted policy closes, of so many workers, and what a
// command waits meanwhile: one process on a disk, beside the logs that it reads.
// usage: policy_bench [WORKERS]
#include <future>
#include <semaphore>

#include "aor/audit/v1/audit_service.grpc.pb.h"
#include "aor/credentials/v1/credentials_service.grpc.pb.h"
#include "aor/credentials/v1/gates_service.grpc.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/eventsourcing/commits.h"
#include "libs/service/testing/running_process.h"
#include "services/credentials/install.h"
#include "tests/bench/load.h"

namespace aor::bench {
namespace {
using Clock = std::chrono::steady_clock;
using engagements::v1::ContractEvent;
constexpr double kGoalSeconds = 30;
constexpr int kInFlight = 512;
constexpr auto kPatience = std::chrono::minutes(10);

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}
std::string Numbered(uint64_t number) {
  std::string digits = std::to_string(number);
  return std::string(7 - digits.size(), '0') + digits;
}

class Programme {
 public:
  explicit Programme(uint64_t workers) : workers_(workers) {}

  // Temps and their contracts in Geneva, as the directory and engagements would have written them.
  void Conclude() {
    for (uint64_t number = 0; number < workers_; ++number) {
      const std::string worker = "w" + Numbered(number);
      Write("directory", worker, Person(worker));
      Write("engagements", ClientOf(number), Contract(number));
    }
    for (int i = 0; i < kInFlight; ++i) free_.acquire();
    after_ = process_.Publish<ContractEvent>(
        "engagements", "last", "contract_concluded { contract_id: 'last' worker_id: 'last' }");
  }
  // Until the view has seen them.
  bool WaitForView() {
    credentials::v1::ListOverridesRequest request;
    credentials::v1::ListOverridesResponse response;
    const auto begin = Clock::now();
    while (Clock::now() < begin + kPatience) {
      request.set_consistency_token(after_);
      if (Ask(*gates_, &credentials::v1::GateService::Stub::ListOverrides, "consultant", request,
              response))
        return true;
    }
    return false;
  }
  bool Adopt() {
    credentials::v1::AdoptPolicyRequest request;
    credentials::v1::AdoptPolicyResponse response;
    request.set_request_id("adopt");
    request.set_policy_id("ch.right_to_work");
    *request.mutable_effective_from() = Date(2026, 10, 1);
    return Ask(*credentials_, &credentials::v1::CredentialService::Stub::AdoptPolicy, "compliance",
               request, response);
  }
  // Has the last one been told? Whose answers change are told in the order of their ids.
  bool IsTold() {
    audit::v1::GetHistoryRequest request;
    audit::v1::GetHistoryResponse response;
    request.set_log("credentials");
    request.set_stream("gates-c" + Numbered(workers_ - 1));
    Ask(*audit_, &audit::v1::AuditService::Stub::GetHistory, "auditor", request, response);
    return !response.changes().empty();
  }
  // Somebody hands in a permit, which concerns the watch too. How long the answer took, in ms.
  double Deposit(uint64_t number) {
    credentials::v1::DepositCredentialRequest request;
    credentials::v1::DepositCredentialResponse response;
    request.set_request_id("deposit" + std::to_string(number));
    request.set_worker_id("w" + Numbered(number * 7919 % workers_));
    request.set_kind_id("ch.permit_b");
    request.set_zone("Europe/Zurich");
    request.set_digest(std::string(64, 'a'));
    *request.mutable_valid_from() = Date(2026, 1, 1);
    *request.mutable_valid_to() = Date(2026, 12, 31);
    const auto begin = Clock::now();
    if (!Ask(*credentials_, &credentials::v1::CredentialService::Stub::DepositCredential,
             "consultant", request, response))
      abort();
    return SecondsSince(begin) * 1000;
  }

 private:
  static types::v1::Date Date(int year, int month, int day) {
    return calendar::ToProto(calendar::Date(year, month, day));
  }
  static std::string ClientOf(uint64_t number) { return "client" + std::to_string(number % 1000); }
  static directory::v1::PersonEvent Person(const std::string& id) {
    directory::v1::PersonEvent event;
    event.mutable_person_registered()->set_person_id(id);
    return event;
  }
  static ContractEvent Contract(uint64_t number) {
    ContractEvent event;
    auto& concluded = *event.mutable_contract_concluded();
    concluded.set_contract_id("c" + Numbered(number));
    concluded.set_worker_id("w" + Numbered(number));
    concluded.set_client_id(ClientOf(number));
    concluded.set_engagement_kind(engagements::v1::ENGAGEMENT_KIND_TEMP);
    concluded.set_jurisdiction("CH-GE");
    concluded.set_zone("Europe/Zurich");
    *concluded.mutable_start() = Date(2026, 10, 1);
    return event;
  }
  // One fact of another context, on a stream of its own.
  template <class Event>
  void Write(const std::string& log, const std::string& key, const Event& event) {
    free_.acquire();
    eventsourcing::Request request;
    request.tenant = "alpina";
    request.key = key;
    request.method = request.actor = "published";
    request.request_id = request.body = log + std::to_string(++written_);
    process_.other(log).runtime().Execute(
        std::move(request),
        [event,
         stream = "written-" + std::to_string(written_)](eventsourcing::Transaction& transaction) {
          transaction.Append<service::Published<Event>, Event>(stream, {event});
          return std::optional<eventsourcing::Refused>();
        },
        [this](const auto& committed) {
          if (!committed.ok()) abort();
          free_.release();
        });
  }
  template <class Stub, class Request, class Response>
  bool Ask(Stub& stub,
           grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
           const std::string& role, const Request& request, Response& response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    context.AddMetadata("authorization", "Bearer " + process_.TokenOf(role, role));
    const auto status = (stub.*method)(&context, request, &response);
    if (!status.ok()) fprintf(stderr, "bench: %s\n", status.error_message().c_str());
    return status.ok();
  }

  const uint64_t workers_;
  uint64_t written_ = 0;
  std::counting_semaphore<kInFlight> free_{kInFlight};
  service::RunningProcess process_{
      {.name = "credentials",
       .development_clock = "2026-10-05T08:00:00Z",
       .other_logs = {"engagements", "classification", "directory"},
       .install = [](service::RunningProcess& process) { credentials::Install(process.host()); },
       .log = "embedded"}};
  std::unique_ptr<credentials::v1::GateService::Stub> gates_ =
      credentials::v1::GateService::NewStub(process_.channel());
  std::unique_ptr<credentials::v1::CredentialService::Stub> credentials_ =
      credentials::v1::CredentialService::NewStub(process_.channel());
  std::unique_ptr<audit::v1::AuditService::Stub> audit_ =
      audit::v1::AuditService::NewStub(process_.channel());
  std::string after_;
};

int Run(int argc, char** argv) {
  const uint64_t workers = argc > 1 ? std::stoull(argv[1]) : 100'000;
  Programme programme(workers);
  programme.Conclude();
  if (!programme.WaitForView()) return 1;
  std::this_thread::sleep_for(std::chrono::seconds(5));  // the watch has looked at all of them
  std::atomic<bool> told = false;
  auto waits = std::async(std::launch::async, [&] {
    std::vector<double> took;
    for (uint64_t number = 0; !told; ++number) took.push_back(programme.Deposit(number));
    std::ranges::sort(took);
    return took;
  });
  const auto begin = Clock::now();
  if (!programme.Adopt()) return 1;
  while (!programme.IsTold() && Clock::now() < begin + kPatience)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const double seconds = SecondsSince(begin);
  told = true;
  const auto took = waits.get();
  const std::string of = std::to_string(workers) + " workers";
  Print({"a policy's closed gates told, " + of, "s", seconds, kGoalSeconds, 1, "", 0});
  Print({"a command meanwhile, p99", "ms", took[took.size() * 99 / 100], 0, 0, "", 0});
  Print({"commands meanwhile", "1/s", static_cast<double>(took.size()) / seconds, 0, 0, "", 0});
  return 0;
}
}  // namespace
}  // namespace aor::bench

int main(int argc, char** argv) { return aor::bench::Run(argc, argv); }
