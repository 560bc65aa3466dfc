// A funder pays in the client's place (P50), through the API.
#include "services/missions/api/running_missions.h"

namespace aor::missions {
namespace {
constexpr auto kOrder =
    "mission_id: 'm2' client_id: 'acme' legal_entity_id: 'org' client_type: CLIENT_TYPE_COMPANY"
    " opportunity_kind: 'SUBCONTRACTING' order { session_kind: SESSION_KIND_WORKSHOP sessions: 2"
    " title: 'Fresque' price { currency_code: 'EUR' minor_units: 90000 } } ";
constexpr auto kOpco =
    "funder_id: 'opco' agreement: 'DPC 2026/118' session_kind: SESSION_KIND_WORKSHOP ";
const std::string kOf = std::string("mission_id: 'm2' ") + kOpco;

class FundingWalkTest : public MissionsTest {
 protected:
  v1::Mission Seen() { return Got(&Missions::GetMission, "mission_id: 'm2'").mission(); }
  int Refusals() {
    return Got(&Fees::ListWork, "work_kind: WORK_KIND_FUNDING_REFUSED").items_size();
  }
  bool Names(const std::string& field) const { return said_.find(field) != std::string::npos; }
};

TEST_F(FundingWalkTest, AnOrderNamesWhoPaysAndARefusalWaitsForADecision) {
  As("tess", "permanent_team");
  ASSERT_EQ(Try(&Missions::OpenMission,
                kOrder + std::string("fundings { ") + kOpco + "percent { unscaled: 40 } }"),
            "OK")
      << said_;
  ASSERT_EQ(Seen().fundings_size(), 1);
  EXPECT_EQ(Seen().fundings(0).funding().amount().minor_units(), 72000);
  As("fatima", "finance");
  const auto more =
      Got(&Fundings::AgreeFunding,
          kOf + "amount { currency_code: 'EUR' minor_units: 80000 } reason: 'raised'");
  EXPECT_EQ(more.amount().minor_units(), 80000);
  ASSERT_EQ(Try(&Fundings::RecordFundingRefusal,
                kOf + "amount { currency_code: 'EUR' minor_units: 10000 } reason: 'no sheet'"),
            "OK")
      << said_;
  EXPECT_EQ(Seen().fundings(0).refused().minor_units(), 10000);
  EXPECT_EQ(Refusals(), 1);
  const auto decided =
      Got(&Fundings::DecideRefusedFunding, kOf + "client_pays: true reason: 'agreed'");
  EXPECT_EQ(decided.amount().minor_units(), 10000);
  EXPECT_EQ(Refusals(), 0);
  EXPECT_EQ(Seen().fundings(0).client_pays().minor_units(), 10000);
  EXPECT_EQ(Try(&Fundings::DecideRefusedFunding, kOf + "reason: 'x'"), "NOTHING_REFUSED");
  EXPECT_EQ(Seen().order(0).title(), "Fresque");

  As("tess", "permanent_team");
  ASSERT_EQ(Try(&Missions::OfferOpportunity, "mission_id: 'm2' coordinator_id: 'cora'"), "OK");
  As("cora", "coordinator");
  EXPECT_EQ(Seen().fundings_size(), 0) << "what is paid is the office's and the client's";
  EXPECT_EQ(Try(&Fundings::DecideRefusedFunding, kOf + "reason: 'x'"), "7");
  As("gina", "client:acme");
  EXPECT_EQ(Seen().fundings_size(), 1);
}

TEST_F(FundingWalkTest, WhatIsWrongIsNamedByItsField) {
  As("tess", "permanent_team");
  const auto open = [&](const std::string& funding) {
    return Try(&Missions::OpenMission, kOrder + std::string("fundings { ") + funding + " }");
  };
  EXPECT_EQ(open(std::string(kOpco) + "percent { unscaled: 101 }"), "3");
  EXPECT_TRUE(Names("fundings[0].percent")) << said_;
  EXPECT_EQ(open(kOpco), "3");
  EXPECT_TRUE(Names("fundings[0].amount")) << said_;
  EXPECT_EQ(open("funder_id: 'opco' agreement: '<b>' session_kind: SESSION_KIND_WORKSHOP"
                 " percent { unscaled: 40 }"),
            "3");
  EXPECT_TRUE(Names("fundings[0].agreement")) << said_;
  EXPECT_EQ(open("funder_id: 'ghost' agreement: 'A-1' session_kind: SESSION_KIND_WORKSHOP"
                 " percent { unscaled: 40 }"),
            "3");
  EXPECT_TRUE(Names("fundings[0].funder_id")) << said_;
  ASSERT_EQ(Try(&Missions::OpenMission, kOrder), "OK") << said_;
  EXPECT_EQ(
      Try(&Fundings::AgreeFunding, kOf + "amount { currency_code: 'EUR' minor_units: 180001 }"),
      "FUNDED_BEYOND_ORDER");
  EXPECT_EQ(Try(&Fundings::AgreeFunding, kOf + "amount { currency_code: 'EUR' minor_units: -1 }"),
            "3");
  EXPECT_EQ(Try(&Fundings::RecordFundingRefusal,
                kOf + "amount { currency_code: 'EUR' minor_units: 1 } reason: 'x'"),
            "FUNDING_UNKNOWN");
}
}  // namespace
}  // namespace aor::missions
