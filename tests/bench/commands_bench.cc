// A real durable command through gRPC (record hours, with everything on) against the
// bare append of as many bytes, in interleaved runs.
// usage: commands_bench SUITE_ADDRESS CEILING_ADDRESS ISSUER_KEY_FILE [SECONDS] [RUNS]
//          [kafka PARTITIONS [IN_FLIGHT]]   the suite's log is on a broker: its goals, its loads
#include <absl/strings/str_cat.h>
#include <absl/time/time.h>

#include <atomic>
#include <map>

#include "aor/directory/v1/organisation_service.grpc.pb.h"
#include "aor/directory/v1/person_service.grpc.pb.h"
#include "aor/engagements/v1/engagements_service.grpc.pb.h"
#include "aor/testing/v1/append_service.grpc.pb.h"
#include "aor/timesheet/v1/timesheet_service.grpc.pb.h"
#include "libs/rpc/tokens.h"
#include "tests/bench/load.h"

namespace aor::bench {
namespace {
constexpr int kWorkers = 1000;
constexpr int kCommitBytes = 620;  // of a commit with one recorded entry

std::shared_ptr<grpc::Channel> Open(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

class Suite {
 public:
  Suite(const std::string& address, const std::string& key_file)
      : channel_(Open(address)), hours_(timesheet::v1::TimesheetService::NewStub(channel_)) {
    rpc::Caller caller{"bench", PersonId{"nina"}, "", {{"consultant", ""}, {"administrator", ""}}};
    token_ = "Bearer " + *rpc::MintToken(key_file, caller, absl::Now() + absl::Hours(6));
  }

  // One client, one quote, a contract for each worker.
  bool Prepare();

  void RecordOne(size_t, Answered answered) {
    const uint64_t n = next_++;
    auto call = std::make_shared<OneCall>();
    auto& request = call->request;
    request.set_request_id(absl::StrCat("bench-", n));
    const uint64_t worker = n % kWorkers, day = n / kWorkers;
    request.set_worker_id(absl::StrCat("w", worker));
    auto& entry = *request.add_entries();
    entry.set_entry_id(absl::StrCat("e", n));
    entry.set_contract_id(absl::StrCat("k", worker));
    const int64_t start =
        1790834400 + static_cast<int64_t>(day) * 86400;  // 2026-10-01 08:00 Zurich
    entry.mutable_time()->mutable_start()->set_seconds(start);
    entry.mutable_time()->mutable_end()->set_seconds(start + 8 * 3600);
    entry.mutable_time()->set_zone("Europe/Zurich");
    Authorise(call->context);
    hours_->async()->RecordHours(
        &call->context, &request, &call->response,
        [call, answered](const grpc::Status& status) { answered(status); });
  }

 private:
  struct OneCall {
    grpc::ClientContext context;
    timesheet::v1::RecordHoursRequest request;
    timesheet::v1::RecordHoursResponse response;
  };
  bool ConcludeContracts();
  void Authorise(grpc::ClientContext& context) const {
    context.AddMetadata("authorization", token_);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  }
  template <class Method, class Request, class Response>
  bool Do(Method method, const Request& request, Response& response) {
    grpc::ClientContext context;
    Authorise(context);
    const grpc::Status status = method(&context, request, &response);
    if (!status.ok()) fprintf(stderr, "bench: %s\n", status.error_message().c_str());
    return status.ok();
  }
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<timesheet::v1::TimesheetService::Stub> hours_;
  std::string token_;
  std::atomic<uint64_t> next_ = 0;
};

template <class Address>
void Fill(Address& address) {
  address.set_street("Rue du Lac");
  address.set_postal_code("1200");
  address.set_town("Genève");
  address.set_country_code("CH");
}

bool Suite::Prepare() {
  const auto places = directory::v1::OrganisationService::NewStub(channel_);
  const auto papers = engagements::v1::EngagementsService::NewStub(channel_);
  directory::v1::RegisterLegalEntityRequest entity;
  entity.set_request_id("entity");
  entity.set_legal_entity_id("geneva");
  entity.set_name("Bench SA");
  Fill(*entity.mutable_address());
  entity.set_currency_code("CHF");
  entity.set_zone("Europe/Zurich");
  entity.set_holiday_place("CH-GE");
  directory::v1::RegisterClientRequest client;
  client.set_request_id("client");
  client.set_client_id("acme");
  client.set_name("Acme SA");
  Fill(*client.mutable_address());
  client.set_payment_terms_days(30);
  client.set_billing_cadence(directory::v1::BILLING_CADENCE_MONTHLY);
  client.set_consolidation(directory::v1::CONSOLIDATION_CLIENT);
  client.set_legal_entity_id("geneva");
  directory::v1::OpenSiteRequest site;
  site.set_request_id("site");
  site.set_client_id("acme");
  site.set_site_id("acme-site");
  site.set_name("Site");
  Fill(*site.mutable_address());
  site.set_zone("Europe/Zurich");
  site.set_jurisdiction("CH-GE");
  engagements::v1::CreateQuoteRequest quote;
  quote.set_request_id("quote");
  quote.set_quote_id("q");
  quote.set_client_id("acme");
  quote.set_legal_entity_id("geneva");
  auto& wish = *quote.mutable_wish();
  wish.set_engagement_kind(engagements::v1::ENGAGEMENT_KIND_TEMP);
  wish.set_jurisdiction("CH-GE");
  wish.set_currency_code("CHF");
  wish.set_unit(engagements::v1::UNIT_HOUR);
  wish.mutable_base_wage()->set_unscaled(30);
  wish.set_cba_id("GAV-PERSONALVERLEIH");
  wish.set_skill(engagements::v1::SKILL_SKILLED);
  wish.set_held(engagements::v1::HELD_TARIFF);
  wish.mutable_held_value()->set_unscaled(54);
  engagements::v1::AcceptQuoteRequest accept;
  accept.set_request_id("accept");
  accept.set_client_id("acme");
  accept.set_quote_id("q");
  directory::v1::RegisterLegalEntityResponse r1;
  directory::v1::RegisterClientResponse r2;
  directory::v1::OpenSiteResponse r3;
  engagements::v1::CreateQuoteResponse r4;
  engagements::v1::AcceptQuoteResponse r5;
  const bool ok =
      Do([&](auto* c, auto& q, auto* r) { return places->RegisterLegalEntity(c, q, r); }, entity,
         r1) &&
      Do([&](auto* c, auto& q, auto* r) { return places->RegisterClient(c, q, r); }, client, r2) &&
      Do([&](auto* c, auto& q, auto* r) { return places->OpenSite(c, q, r); }, site, r3) &&
      Do([&](auto* c, auto& q, auto* r) { return papers->CreateQuote(c, q, r); }, quote, r4) &&
      Do([&](auto* c, auto& q, auto* r) { return papers->AcceptQuote(c, q, r); }, accept, r5);
  return ok && ConcludeContracts();
}

// Of workers who are registered first: nobody else is contracted.
bool Suite::ConcludeContracts() {
  const auto persons = directory::v1::PersonService::NewStub(channel_);
  const auto papers = engagements::v1::EngagementsService::NewStub(channel_);
  bool ok = true;
  for (int i = 0; ok && i < kWorkers; ++i) {
    directory::v1::RegisterPersonRequest person;
    person.set_request_id(absl::StrCat("person-", i));
    person.set_person_id(absl::StrCat("w", i));
    person.mutable_name()->set_given_name("Ada");
    person.mutable_name()->set_family_name(absl::StrCat("Rochat ", i));
    directory::v1::RegisterPersonResponse registered;
    ok = Do([&](auto* c, auto& q, auto* r) { return persons->RegisterPerson(c, q, r); }, person,
            registered);
    engagements::v1::ConcludeContractRequest contract;
    contract.set_request_id(absl::StrCat("contract-", i));
    contract.set_contract_id(absl::StrCat("k", i));
    contract.set_client_id("acme");
    contract.set_quote_id("q");
    contract.set_legal_entity_id("geneva");
    contract.set_worker_id(absl::StrCat("w", i));
    contract.set_site_id("acme-site");
    contract.mutable_start()->set_year(2026);
    contract.mutable_start()->set_month(9);  // today: no week is late yet
    contract.mutable_start()->set_day(28);
    contract.set_consistency_token(registered.consistency_token());
    engagements::v1::ConcludeContractResponse response;
    ok = ok && Do([&](auto* c, auto& q, auto* r) { return papers->ConcludeContract(c, q, r); },
                  contract, response);
  }
  return ok;
}

class Ceiling {
 public:
  explicit Ceiling(const std::string& address)
      : stub_(testing::v1::AppendService::NewStub(Open(address))), bytes_(kCommitBytes, 'x') {}
  void AppendOne(size_t, Answered answered) {
    struct OneCall {
      grpc::ClientContext context;
      testing::v1::AppendRequest request;
      testing::v1::AppendResponse response;
    };
    auto call = std::make_shared<OneCall>();
    call->request.set_bytes(bytes_);
    stub_->async()->Append(&call->context, &call->request, &call->response,
                           [call, answered](const grpc::Status& status) { answered(status); });
  }

 private:
  std::unique_ptr<testing::v1::AppendService::Stub> stub_;
  const std::string bytes_;
};

int Run(int argc, char** argv) {
  if (argc < 4) return 2;
  Suite suite(argv[1], argv[3]);
  Ceiling ceiling(argv[2]);
  const std::chrono::duration<double> time(argc > 4 ? atof(argv[4]) : 2.0);
  const int runs = argc > 5 ? atoi(argv[5]) : 5;
  if (!suite.Prepare()) return 1;
  const bool kafka = argc > 7;
  const std::string where = kafka ? absl::StrCat(", Kafka, partitions ", argv[7]) : "";
  const std::map<size_t, double> goals =
      kafka ? std::map<size_t, double>{{1, 0}, {16, 0.8}, {64, 0.8}, {1024, 0.8}}
            : std::map<size_t, double>{{1, 0.9}, {16, 0.85}, {64, 0.6}};
  const size_t only = argc > 8 ? strtoul(argv[8], nullptr, 10) : 0;
  for (const auto& [in_flight, goal] : goals) {
    if (only && in_flight != only) continue;
    std::vector<double> ours, bare, p99, bare_p99;
    for (int run = 0; run < runs; ++run) {
      const auto recorded = RunLoad(in_flight, time, [&](size_t slot, Answered answered) {
        suite.RecordOne(slot, std::move(answered));
      });
      const auto appended = RunLoad(in_flight, time, [&](size_t slot, Answered answered) {
        ceiling.AppendOne(slot, std::move(answered));
      });
      if (recorded.failed || appended.failed) return 1;
      ours.push_back(recorded.per_second);
      bare.push_back(appended.per_second);
      p99.push_back(recorded.p99_us);
      bare_p99.push_back(appended.p99_us);
    }
    const std::string figure = absl::StrCat("record hours, ", in_flight, " in flight", where);
    Print({figure, "1/s", Median(ours), Median(bare), goal, "", 0});
    Print({figure + ", p99", "us", Median(p99), Median(bare_p99), kafka && goal ? 1 / 1.5 : 0, "",
           0});
  }
  return 0;
}
}  // namespace
}  // namespace aor::bench

int main(int argc, char** argv) { return aor::bench::Run(argc, argv); }
