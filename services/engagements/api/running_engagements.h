// The fixture of the API's tests: one process for all tests of a suite, callers with tokens.
#pragma once

#include <filesystem>
#include <fstream>
#include <mutex>

#include "aor/credentials/v1/gates_service.grpc.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_service.grpc.pb.h"
#include "aor/engagements/v1/wage_rules_service.grpc.pb.h"
#include "libs/eventsourcing/commits.h"
#include "libs/money/money.h"
#include "libs/service/testing/running_process.h"
#include "services/engagements/install.h"
#include "services/engagements/rules/rule_files.h"

namespace aor::engagements {
using service::Parse;
using Stub = v1::EngagementsService::Stub;
using Rules = v1::WageRulesService::Stub;

inline std::string Text(const types::v1::Decimal& value) {
  return money::ToString(money::FromProto(value));
}
inline std::string Text(const v1::Figures& figures) {
  return Text(figures.margin_percent()) + " | " + Text(figures.margin()) + " | " +
         Text(figures.coefficient()) + " | " + Text(figures.coefficient_on_cost()) + " | " +
         Text(figures.tariff());
}

// The rules as they are shipped, and one that nobody has published: more from 2027 on.
inline std::string WithARise(const std::string& directory) {
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

// What credentials would answer about the work of a worker: open, unless it is said otherwise.
struct SaidOfGates {
  std::mutex mutex;
  std::map<std::string, std::string> answers;  // by worker, as text
  bool away = false;
  credentials::v1::CheckGatesRequest asked;  // last
};
inline SaidOfGates& Said() {
  static auto& said = *new SaidOfGates();
  return said;
}
class CannedGates final : public credentials::v1::GateService::CallbackService {
 public:
  grpc::ServerUnaryReactor* CheckGates(grpc::CallbackServerContext* context,
                                       const credentials::v1::CheckGatesRequest* request,
                                       credentials::v1::CheckGatesResponse* response) override {
    SaidOfGates& said = Said();
    const std::lock_guard lock(said.mutex);
    said.asked = *request;
    const auto known = said.answers.find(request->subject().worker_id());
    *response->add_answers() = Parse<credentials::v1::GateAnswer>(
        known == said.answers.end() ? "open: true" : known->second);
    response->mutable_answers(0)->set_gate(request->gate());
    auto* reactor = context->DefaultReactor();
    reactor->Finish(said.away ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "away")
                              : grpc::Status::OK);
    return reactor;
  }
};
inline void InstallWithARise(service::RunningProcess& process) {
  setenv("AOR_RULES_DIRECTORY", WithARise(process.data() + "/rules").c_str(), 1);
  Install(process.host());
  process.other("credentials").Serve(std::make_unique<CannedGates>());
}

// Two entities, two sites of the client acme; the caller is a consultant until told otherwise.
class EngagementsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    process_ = std::make_unique<service::RunningProcess>(
        service::RunningProcess::Program{.name = "engagements",
                                         .development_clock = "2026-09-28T06:00:00Z",
                                         .other_logs = {"credentials", "directory", "documents"},
                                         .install = InstallWithARise});
    Place("legal_entity_registered { legal_entity_id: 'geneva' address { country_code: 'CH' } }");
    Place("legal_entity_registered { legal_entity_id: 'lyon' address { country_code: 'FR' } }");
    Place(
        "site_opened { client_id: 'acme' site_id: 'vernier' zone: 'Europe/Zurich'"
        " jurisdiction: 'CH-GE' }");
    places_ = Place(
        "site_opened { client_id: 'acme' site_id: 'bron'"
        " zone: 'Europe/Paris' jurisdiction: 'FR' }");
    for (const std::string person : {"ada", "bob", "cy", "dee", "eve"})
      SaidOf(person, "person_registered { person_id: '" + person + "' }");
  }
  static void TearDownTestSuite() { process_.reset(); }
  static std::string Place(const std::string& organisation_event) {
    return process_->Publish<directory::v1::OrganisationEvent>("directory", "places",
                                                               organisation_event);
  }

  // What contracts that are concluded later have heard of the directory.
  static void Heard(const std::string& token) {
    auto heard = eventsourcing::DecodeToken(places_).value();
    heard.MergeFrom(eventsourcing::DecodeToken(token).value());
    places_ = eventsourcing::EncodeToken(heard);
  }
  static void SaidOf(const std::string& person, const std::string& person_event) {
    Heard(process_->Publish<directory::v1::PersonEvent>("directory", person, person_event));
  }

  // "OK", the name of the refusal, or the number of the status code.
  template <class Request, class Response>
  std::string Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const std::string& request, Response* response) {
    return CallOn(*stub_, method, request, response);
  }
  template <class Request, class Response>
  std::string Ask(grpc::Status (Rules::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& request, Response* response) {
    return CallOn(*v1::WageRulesService::NewStub(process_->channel()), method, request, response);
  }
  template <class Service, class Request, class Response>
  std::string CallOn(Service& service,
                     grpc::Status (Service::*method)(grpc::ClientContext*, const Request&,
                                                     Response*),
                     const std::string& request, Response* response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    context.AddMetadata("authorization", "Bearer " + token_);
    const auto status = (service.*method)(&context, Parse<Request>(request), response);
    said_ = status.error_message();
    return service::OutcomeOf(status);
  }
  template <class Request, class Response>
  std::string Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& request) {
    Response response;
    return Call(method, request, &response);
  }
  void As(const std::string& person, const std::string& role,
          const std::string& tenant = "alpina") {
    token_ = process_->TokenOf(person, role, tenant);
  }
  // A fresh request id, quoted.
  static std::string Id() { return " request_id: 'r" + std::to_string(++requests_) + "' "; }

  // An accepted quote of this id: an electrician of Geneva.
  void Accepted(const std::string& quote, const std::string& entity = "geneva",
                const std::string& wish = kElectrician) {
    ASSERT_EQ(Try(&Stub::CreateQuote, Id() + "quote_id: '" + quote + "' client_id: 'acme'" +
                                          " legal_entity_id: '" + entity + "' " + wish),
              "OK")
        << said_;
    ASSERT_EQ(Try(&Stub::AcceptQuote,
                  Id() + "client_id: 'acme' quote_id: '" + quote + "' accepted_by: 'grace'"),
              "OK")
        << said_;
  }
  // A contract on it; the token of the answer is kept.
  std::string Conclude(const std::string& contract, const std::string& quote,
                       const std::string& more) {
    v1::ConcludeContractResponse response;
    const auto outcome = Call(&Stub::ConcludeContract,
                              Id() + "contract_id: '" + contract + "' quote_id: '" + quote +
                                  "' client_id: 'acme' start { year: 2026 month: 10 day: 5 }" +
                                  " consistency_token: '" + places_ + "' " + more,
                              &response);
    after_ = " consistency_token: '" + response.consistency_token() + "' ";
    return outcome;
  }

  static constexpr auto kElectrician =
      "title: 'Electrician' wish { engagement_kind: ENGAGEMENT_KIND_TEMP jurisdiction: 'CH-GE'"
      " currency_code: 'CHF' unit: UNIT_HOUR base_wage { unscaled: 3000 scale: 2 }"
      " cba_id: 'GAV-PERSONALVERLEIH' skill: SKILL_SKILLED"
      " held: HELD_TARIFF held_value { unscaled: 5400 scale: 2 } }";
  static constexpr auto kPicker =
      "title: 'Picker' wish { engagement_kind: ENGAGEMENT_KIND_TEMP jurisdiction: 'FR'"
      " currency_code: 'EUR' unit: UNIT_HOUR base_wage { unscaled: 1500 scale: 2 }"
      " cba_id: 'FR-TRAVAIL-TEMPORAIRE' skill: SKILL_UNSKILLED"
      " held: HELD_COEFFICIENT held_value { unscaled: 205 scale: 2 } }";
  static constexpr auto kGenevan =
      "legal_entity_id: 'geneva' worker_id: 'ada' site_id: 'vernier'"
      " end { year: 2026 month: 10 day: 30 } ";

  static inline std::unique_ptr<service::RunningProcess> process_;
  static inline std::string places_;
  static inline int requests_ = 0;
  std::unique_ptr<Stub> stub_ = v1::EngagementsService::NewStub(process_->channel());
  std::string token_ = process_->TokenOf("carla", "consultant");
  std::string said_, after_;
};
}  // namespace aor::engagements
