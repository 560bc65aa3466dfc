// The fixture of the API's tests: the service on the embedded log, which can be stopped and
// started again on what it wrote.
#pragma once

#include <optional>

#include "aor/classification/v1/classification_service.grpc.pb.h"
#include "aor/directory/v1/directory_events.pb.h"
#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/service/testing/running_process.h"
#include "services/classification/install.h"

namespace aor::classification {
using service::Parse;
using Stub = v1::ClassificationService::Stub;

class ClassificationTest : public testing::Test {
 protected:
  ClassificationTest() {
    Start();
    for (const char* client : {"acme", "other"}) RegisterClient(client);
    for (const char* person : {"ada", "bob"}) Register(person);
    As("carla", "consultant");
    v1::GetAssessmentResponse none;
    EXPECT_EQ(Call(&Stub::GetAssessment, "assessment_id: 'none'" + after_, &none), "5");
  }
  ~ClassificationTest() override {
    Stop();
    service::RemoveDirectory(data_);
  }

  void Start() {
    process_.emplace(service::RunningProcess::Program{
        .name = "classification",
        .development_clock = clock_,
        .other_logs = {"directory", "engagements", "timesheet"},
        .install = [](service::RunningProcess& process) { Install(process.host()); },
        .log = "embedded",
        .data = data_});
    stub_ = v1::ClassificationService::NewStub(process_->channel());
  }
  void Stop() {
    stub_.reset();
    process_.reset();
  }

  void Register(const std::string& person) {
    After(process_->Publish<directory::v1::PersonEvent>(
        "directory", person, "person_registered { person_id: '" + person + "' }"));
  }
  void After(const std::string& token) { after_ = " consistency_token: '" + token + "' "; }
  void RegisterClient(const std::string& client) {
    After(process_->Publish<directory::v1::OrganisationEvent>(
        "directory", client, "client_registered { client_id: '" + client + "' }"));
  }
  // Of a kind that is compared with no answer.
  void Contract(const std::string& contract, const std::string& worker = "ada") {
    After(process_->Publish<engagements::v1::ContractEvent>(
        "engagements", "acme",
        "contract_concluded { contract_id: '" + contract + "' worker_id: '" + worker +
            "' client_id: 'acme' engagement_kind: ENGAGEMENT_KIND_TEMP }"));
  }
  void As(const std::string& person, const std::string& role, const std::string& tenant = "alpina",
          const std::string& on_behalf_of = "") {
    token_ = process_->TokenOf(person, role, tenant, on_behalf_of);
  }
  // "OK", the name of the refusal, or the number of the status code and what to do.
  template <class Request, class Response>
  std::string Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const std::string& request, Response* response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("authorization", "Bearer " + token_);
    const auto status = ((*stub_).*method)(&context, Parse<Request>(request), response);
    said_ = status.error_message();
    return service::OutcomeOf(status);
  }
  template <class Request, class Response>
  std::string Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& request) {
    Response response;
    const std::string outcome = Call(method, request, &response);
    if constexpr (requires { response.consistency_token(); })
      if (outcome == "OK") after_ = " consistency_token: '" + response.consistency_token() + "' ";
    return outcome;
  }
  static std::string Id() { return " request_id: 'r" + std::to_string(++requests_) + "' "; }

  // An assessment of ada for acme under California's rules, answered so far as said.
  void Started(const std::string& id, const std::string& answers,
               const std::string& selection = "US-CA") {
    Contract("c-" + id);
    As("carla", "consultant");
    ASSERT_EQ(Try(&Stub::StartAssessment, Id() + "assessment_id: '" + id + "'" + kWho +
                                              "engagement_id: 'c-" + id + "' selection_id: '" +
                                              selection + "'" + after_),
              "OK")
        << said_;
    ASSERT_EQ(Try(&Stub::AnswerQuestions, Id() + On(id) + answers), "OK") << said_;
  }
  v1::Determination Determined(const std::string& id, const std::string& more = "") {
    v1::DetermineResponse response;
    EXPECT_EQ(Call(&Stub::Determine, Id() + On(id) + more, &response), "OK") << said_;
    after_ = " consistency_token: '" + response.consistency_token() + "' ";
    return response.determination();
  }
  static std::string On(const std::string& assessment) {
    return kWho + ("assessment_id: '" + assessment + "' ");
  }
  static std::string Answer(const std::string& question, const std::string& answer) {
    return "answers { question_id: '" + question + "' " +
           (answer == "?" ? "unknown: true" : "answer: '" + answer + "'") + " } ";
  }

  std::string NoExemption() const {
    return Answer("us-ca.licensed_profession", "no") + Answer("us-ca.business_entity", "no") +
           Answer("us-ca.pro.listed", "no");
  }
  std::string AllProngs() const {
    return NoExemption() + Answer("us-ca.abc.free_from_control", "yes") +
           Answer("us-ca.abc.outside_usual_course", "yes") +
           Answer("us-ca.abc.independent_trade", "yes");
  }
  const std::string kCompany = Answer("gb.through_intermediary", "true");

  v1::DeterminationRecord Got(const std::string& request) {
    v1::GetDeterminationResponse response;
    EXPECT_EQ(Call(&Stub::GetDetermination, request + after_, &response), "OK") << said_;
    return response.determination();
  }
  static std::string Named(const v1::Determination& determination) {
    return " determination_id: '" + determination.determination_id() + "' ";
  }

  static constexpr auto kWho = " worker_id: 'ada' client_id: 'acme' ";
  static inline int requests_ = 0;
  const std::string data_ = service::Directory("classification");
  std::string clock_ = "2026-10-05T08:00:00Z";
  std::optional<service::RunningProcess> process_;
  std::unique_ptr<Stub> stub_;
  std::string token_, said_, after_;
};
}  // namespace aor::classification
