// The fixture of the API's tests: a mission, and people who can work on it.
#pragma once

#include "aor/directory/v1/directory_events.pb.h"
#include "aor/missions/v1/facilitators_service.grpc.pb.h"
#include "aor/missions/v1/fees_service.grpc.pb.h"
#include "aor/missions/v1/funding_service.grpc.pb.h"
#include "aor/missions/v1/missions_service.grpc.pb.h"
#include "aor/missions/v1/roll_service.grpc.pb.h"
#include "libs/service/testing/calling_test.h"
#include "services/missions/install.h"

namespace aor::missions {
using Missions = v1::MissionService::Stub;
using Fees = v1::FeeService::Stub;
using Fundings = v1::FundingService::Stub;
using Rolls = v1::RollService::Stub;
using Facilitators = v1::FacilitatorService::Stub;

class MissionsTest : public service::CallingTest {
 protected:
  MissionsTest() : CallingTest("missions", {"directory"}, Install, "2026-10-01T08:00:00Z") {
    for (const char* client : {"acme", "zeta", "opco"})
      Organisation(std::string("client_registered { client_id: '") + client + "' }");
    Organisation("legal_entity_registered { legal_entity_id: 'org' }");
    Organisation("supplier_registered { supplier_id: 'firm' }");
    for (const char* person : {"cora", "carl", "fay", "finn"})
      after_ = process_->Publish<directory::v1::PersonEvent>(
          "directory", person, std::string("person_registered { person_id: '") + person + "' }");
  }
  void Organisation(const std::string& event) {
    after_ = process_->Publish<directory::v1::OrganisationEvent>("directory", "parties", event);
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
  // The same as Call, by somebody who has no token.
  template <class Stub, class Request, class Response>
  std::string Stranger(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                    Response*),
                       const std::string& text, Response* response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    Stub stub(process_->channel());
    const auto status = (stub.*method)(&context, service::Parse<Request>(text), response);
    said_ = status.error_message();
    return service::OutcomeOf(status);
  }
  v1::GetMissionResponse Mission() { return Got(&Missions::GetMission, "mission_id: 'm1'"); }

  const std::string kSession = "mission_id: 'm1' session_id: 's1' ";
};
}  // namespace aor::missions
