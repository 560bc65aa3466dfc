// The fixture of the API's tests: the service on the embedded log, which can be stopped and
// started again on what it wrote, and whose clock is moved.
#pragma once

#include <optional>

#include "aor/missions/v1/facilitators_service.grpc.pb.h"
#include "aor/missions/v1/fees_service.grpc.pb.h"
#include "aor/missions/v1/missions_service.grpc.pb.h"
#include "aor/missions/v1/roll_service.grpc.pb.h"
#include "libs/service/testing/running_process.h"
#include "services/missions/install.h"

namespace aor::missions {
using service::Parse;
using Missions = v1::MissionService::Stub;
using Fees = v1::FeeService::Stub;
using Rolls = v1::RollService::Stub;
using Facilitators = v1::FacilitatorService::Stub;

class MissionsTest : public testing::Test {
 protected:
  MissionsTest() { Start(); }
  ~MissionsTest() override {
    process_.reset();
    service::RemoveDirectory(data_);
  }

  void Start() {
    process_.emplace(service::RunningProcess::Program{
        .name = "missions",
        .development_clock = clock_,
        .other_logs = {},
        .install = [](service::RunningProcess& process) { Install(process.host()); },
        .log = "embedded",
        .data = data_});
    missions_ = v1::MissionService::NewStub(process_->channel());
    fees_ = v1::FeeService::NewStub(process_->channel());
    rolls_ = v1::RollService::NewStub(process_->channel());
    facilitators_ = v1::FacilitatorService::NewStub(process_->channel());
  }
  // Stops, and starts at that time on what was written.
  void StartAt(const std::string& clock) {
    process_.reset();
    clock_ = clock;
    Start();
  }

  void As(const std::string& person, const std::string& role,
          const std::string& tenant = "alpina") {
    person_ = person, role_ = role, tenant_ = tenant;
  }
  Missions& At(const Missions*) { return *missions_; }
  Fees& At(const Fees*) { return *fees_; }
  Rolls& At(const Rolls*) { return *rolls_; }
  Facilitators& At(const Facilitators*) { return *facilitators_; }

  // "OK", the name of the refusal, or the number of the status code. A mutation's request id and
  // the token of the one before are added.
  template <class Stub, class Request, class Response>
  std::string Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   const std::string& text, Response* response) {
    auto request = Parse<Request>(text);
    if constexpr (requires { request.request_id(); })
      if (request.request_id().empty()) request.set_request_id("r" + std::to_string(++requests_));
    if constexpr (requires { request.consistency_token(); }) request.set_consistency_token(after_);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("authorization", "Bearer " + process_->TokenOf(person_, role_, tenant_));
    const auto status =
        (At(static_cast<const Stub*>(nullptr)).*method)(&context, request, response);
    said_ = status.error_message();
    if constexpr (requires { response->consistency_token(); })
      if (status.ok() && !response->consistency_token().empty())
        after_ = response->consistency_token();
    return service::OutcomeOf(status);
  }
  template <class Stub, class Request, class Response>
  std::string Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& text) {
    Response response;
    return Call(method, text, &response);
  }
  template <class Stub, class Request, class Response>
  Response Got(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const std::string& text) {
    Response response;
    EXPECT_EQ(Call(method, text, &response), "OK") << said_;
    return response;
  }

  // A company's mission of one workshop, and people who can work on it.
  void Opened(const std::string& kind = "SUBCONTRACTING") {
    As("tess", "permanent_team");
    for (const auto& [person, country] :
         {std::pair{"cora", "FR"}, std::pair{"fay", "FR"}, std::pair{"finn", "CH"}}) {
      const std::string who = std::string("person_id: '") + person + "' ";
      ASSERT_EQ(
          Try(&Facilitators::RecordLevel,
              who + "level: 'green' evidence: 'card' valid_from { year: 2026 month: 1 day: 1 }"),
          "OK")
          << said_;
      ASSERT_EQ(Try(&Facilitators::RecordPayee,
                    who + "supplier_kind: SUPPLIER_KIND_COMPANY supplier_id: 'firm' country: '" +
                        country + "' valid_from { year: 2026 month: 1 day: 1 }"),
                "OK")
          << said_;
      Settle();
    }
    ASSERT_EQ(Try(&Missions::OpenMission,
                  "mission_id: 'm1' client_id: 'acme' legal_entity_id: 'org'"
                  " client_type: CLIENT_TYPE_COMPANY opportunity_kind: '" +
                      kind +
                      "'"
                      " order { session_kind: SESSION_KIND_WORKSHOP sessions: 1"
                      " price { currency_code: 'EUR' minor_units: 90000 } }"),
              "OK")
        << said_;
    ASSERT_EQ(Try(&Missions::OfferOpportunity, "mission_id: 'm1' coordinator_id: 'cora'"), "OK");
    As("cora", "coordinator");
    ASSERT_EQ(Try(&Missions::AcceptOpportunity, "mission_id: 'm1'"), "OK") << said_;
  }
  // Until the view has seen what was written.
  void Settle() {
    v1::GetFacilitatorResponse response;
    EXPECT_EQ(Call(&Facilitators::GetFacilitator, "person_id: 'cora'", &response), "OK") << said_;
  }
  void Planned(const std::string& facilitator = "fay") {
    ASSERT_EQ(Try(&Missions::PlanSession,
                  "mission_id: 'm1' session_id: 's1' session_kind: SESSION_KIND_WORKSHOP"
                  " times { date: '2026-10-05' start: '09:00' end: '17:00' }"
                  " zone: 'Europe/Paris' place: 'Paris'"),
              "OK")
        << said_;
    ASSERT_EQ(
        Try(&Missions::ConfirmFacilitator, kSession + "facilitator_id: '" + facilitator + "'"),
        "OK")
        << said_;
  }
  v1::GetMissionResponse Mission() { return Got(&Missions::GetMission, "mission_id: 'm1'"); }

  const std::string kSession = "mission_id: 'm1' session_id: 's1' ";
  static inline int requests_ = 0;
  const std::string data_ = service::Directory("missions");
  std::string clock_ = "2026-10-01T08:00:00Z";
  std::optional<service::RunningProcess> process_;
  std::unique_ptr<Missions> missions_;
  std::unique_ptr<Fees> fees_;
  std::unique_ptr<Rolls> rolls_;
  std::unique_ptr<Facilitators> facilitators_;
  std::string person_, role_, tenant_, said_, after_;
};
}  // namespace aor::missions
