// What a gate's answer costs, from a read model on disk: facts of one contract read, all five gates
// decided, on one core.
// usage: gates_bench DIRECTORY [WORKERS]
#include <algorithm>
#include <cstdlib>

#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/row_store.h"
#include "services/credentials/api/facts.h"
#include "services/credentials/projections/credentials_view.h"
#include "services/credentials/rules/rule_files.h"
#include "tests/bench/load.h"

namespace aor::bench {
namespace {
using credentials::v1::CredentialEvent;
constexpr char kTenant[] = "alpina";
constexpr double kGoalUs = 1'000;
constexpr int kAsked = 20'000;
const calendar::Date kFirst(2026, 1, 1), kToday(2026, 10, 5);

std::string WorkerOf(uint64_t number) { return "w" + std::to_string(number); }

// A read model that is written as the projector writes it.
class Model {
 public:
  explicit Model(const std::string& directory)
      : store_(*eventsourcing::OpenRowStore(directory)), rows_(*store_, "credentials/") {}

  void Apply(const std::string& log, const google::protobuf::Message& event) {
    commit_.set_tenant(kTenant);
    commit_.set_log(log);
    const auto envelope = eventsourcing::Encode(event);
    view_.Apply({commit_, stream_, envelope, 0, {}, 1}, rows_);
    if (rows_.changes().size() > 10'000) Write();
  }
  void Write() {
    if (!store_->Write(rows_.changes()).ok()) abort();
    rows_.Written();
  }
  const eventsourcing::Rows& rows() const { return rows_; }

 private:
  std::unique_ptr<eventsourcing::RowStore> store_;
  eventsourcing::OverlaidRows rows_;
  credentials::CredentialsView view_;
  eventlog::v1::Commit commit_;
  eventlog::v1::Stream stream_;
};

void AdoptAll(Model& model) {
  const auto rules = *credentials::ParseRules(*credentials::ReadRuleFiles());
  for (const auto& policy : rules->rules().policies()) {
    credentials::v1::AdoptionEvent event;
    auto& adopted = *event.mutable_policy_adopted();
    adopted.mutable_scope()->set_scope_kind(credentials::v1::SCOPE_KIND_AGENCY);
    adopted.mutable_scope()->set_scope_id("agency");
    *adopted.mutable_policy() = policy;
    for (const auto& kind : rules->KindsOf(policy, kToday)) *adopted.add_kinds() = kind;
    *adopted.mutable_effective_from() = calendar::ToProto(kFirst);
    model.Apply("credentials", event);
  }
}

// A contract, and three years of permits, each renewed.
void AddWorker(uint64_t number, Model& model) {
  const std::string worker = WorkerOf(number);
  engagements::v1::ContractEvent event;
  auto& concluded = *event.mutable_contract_concluded();
  concluded.set_contract_id("c-" + worker);
  concluded.set_worker_id(worker);
  concluded.set_client_id("client" + std::to_string(number % 1000));
  concluded.set_engagement_kind(engagements::v1::ENGAGEMENT_KIND_TEMP);
  concluded.set_jurisdiction("CH-GE");
  concluded.set_zone("Europe/Zurich");
  *concluded.mutable_start() = calendar::ToProto(kFirst);
  model.Apply("engagements", event);
  for (int year = 0; year < 3; ++year) {
    CredentialEvent shown, seen;
    auto& deposited = *shown.mutable_credential_deposited();
    auto& accepted = *seen.mutable_credential_accepted();
    deposited.set_credential_id(worker + "-" + std::to_string(year));
    deposited.set_holder_id(worker);
    deposited.set_kind_id("ch.permit_b");
    *deposited.mutable_valid_from() = calendar::ToProto(kFirst + 365 * (year - 2));
    *deposited.mutable_valid_to() = calendar::ToProto(kFirst + 365 * (year - 1) - 1);
    accepted.set_credential_id(deposited.credential_id());
    accepted.set_holder_id(worker);
    accepted.set_kind_id(deposited.kind_id());
    model.Apply("credentials", shown);
    model.Apply("credentials", seen);
  }
}

double AnswerUs(const Model& model, const std::string& contract) {
  const auto begin = std::chrono::steady_clock::now();
  const auto found = credentials::ContractIn(model.rows(), kTenant, contract);
  if (!found) abort();
  const auto facts = credentials::FactsOf(found->subject(), model.rows(), kTenant);
  for (const auto gate : credentials::kGates)
    if (!credentials::Check(gate, found->subject(), facts, {kToday}).open()) abort();
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
  return took.count();
}

int Run(int argc, char** argv) {
  if (argc < 2) return 2;
  const uint64_t workers = argc > 2 ? std::stoull(argv[2]) : 100'000;
  Model model(argv[1]);
  AdoptAll(model);
  for (uint64_t number = 0; number < workers; ++number) AddWorker(number, model);
  model.Write();
  std::vector<double> took;
  for (uint64_t i = 0; i < kAsked; ++i)
    took.push_back(AnswerUs(model, "c-" + WorkerOf(i * 7919 % workers)));
  std::ranges::sort(took);
  Print({"five gates of one of " + std::to_string(workers) + " contracts, p99", "us",
         took[took.size() * 99 / 100], 0, kGoalUs, "", 0});
  Print({"five gates of one of " + std::to_string(workers) + " contracts, median", "us",
         Median(took), 0, kGoalUs, "", 0});
  return 0;
}
}  // namespace
}  // namespace aor::bench

int main(int argc, char** argv) { return aor::bench::Run(argc, argv); }
