// Whom a request names is known to the directory: S2.1, S2.2, S2.22.
#include "services/missions/api/running_missions.h"

namespace aor::missions {
namespace {
class RegisteredTest : public MissionsTest {
 protected:
  std::string Open(const std::string& client, const std::string& entity,
                   const std::string& more = "") {
    return Try(&Missions::OpenMission,
               "client_id: '" + client + "' legal_entity_id: '" + entity +
                   "' client_type: CLIENT_TYPE_COMPANY opportunity_kind: 'SUBCONTRACTING'"
                   " order { session_kind: SESSION_KIND_WORKSHOP sessions: 1"
                   " price { currency_code: 'EUR' minor_units: 90000 } }" +
                   more);
  }
  bool Names(const std::string& field) const { return said_.find(field) != std::string::npos; }
};

TEST_F(RegisteredTest, WhoeverTheDirectoryDoesNotKnowIsNamedByTheField) {
  As("tess", "permanent_team");
  EXPECT_EQ(Open("nobody", "nowhere"), "3");
  EXPECT_TRUE(Names("client_id") && Names("and 1 more")) << said_;
  EXPECT_EQ(Open("acme", "nowhere"), "3");
  EXPECT_TRUE(Names("legal_entity_id")) << said_;
  EXPECT_EQ(Open("acme", "org", " funder_id: 'nobody'"), "3");
  EXPECT_TRUE(Names("funder_id")) << said_;
  Opened();
  Planned();
  As("tess", "permanent_team");
  EXPECT_EQ(
      Try(&Missions::ReplaceCoordinator, "mission_id: 'm1' coordinator_id: 'ghost' reason: 'ill'"),
      "3");
  EXPECT_TRUE(Names("coordinator_id")) << said_;
  EXPECT_EQ(Try(&Missions::OfferOpportunity, "mission_id: 'm1' coordinator_id: 'ghost'"), "3");
  for (const auto& outcome :
       {Try(&Missions::ProposeFacilitator, kSession + "facilitator_id: 'ghost'"),
        Try(&Missions::ConfirmFacilitator, kSession + "facilitator_id: 'ghost'"),
        Try(&Missions::ReplaceFacilitator,
            kSession + "facilitator_id: 'ghost' replaced_facilitator_id: 'fay'")})
    EXPECT_EQ(outcome, "3") << said_;
  EXPECT_TRUE(Names("facilitator_id")) << said_;
}

TEST_F(RegisteredTest, LevelsAndPayeesAreOfThoseWhomTheDirectoryKnows) {
  As("tess", "permanent_team");
  const std::string since = " valid_from { year: 2026 month: 1 day: 1 }";
  const auto level = [&](const std::string& person) {
    return Try(&Facilitators::RecordLevel,
               "person_id: '" + person + "' level: 'green' evidence: 'card'" + since);
  };
  const auto payee = [&](const std::string& person, const std::string& supplier) {
    return Try(&Facilitators::RecordPayee,
               "person_id: '" + person + "' supplier_kind: SUPPLIER_KIND_COMPANY supplier_id: '" +
                   supplier + "' country: 'FR'" + since);
  };
  EXPECT_EQ(level("ghost"), "3");
  EXPECT_TRUE(Names("person_id")) << said_;
  EXPECT_EQ(payee("ghost", "firm"), "3");
  EXPECT_TRUE(Names("person_id")) << said_;
  EXPECT_EQ(payee("fay", "phantom"), "3");
  EXPECT_TRUE(Names("supplier_id")) << said_;
  EXPECT_EQ(payee("fay", "acme"), "3") << "a client is no supplier";
  for (int i = 0; i < 3; ++i) {
    const std::string id = "firm" + std::to_string(i);
    Organisation("supplier_registered { supplier_id: '" + id + "' }");
    EXPECT_EQ(payee("fay", id), "OK") << said_;
  }
  EXPECT_EQ(level("fay"), "OK") << said_;
}

TEST_F(RegisteredTest, WhoWasJustRegisteredIsKnownByTheToken) {
  As("tess", "permanent_team");
  for (int i = 0; i < 5; ++i) {
    const std::string id = "new" + std::to_string(i);
    Organisation("client_registered { client_id: '" + id + "' }");
    EXPECT_EQ(Open(id, "org"), "OK") << said_;
  }
}
}  // namespace
}  // namespace aor::missions
