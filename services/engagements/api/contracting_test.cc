// Contracts and the gate that credentials holds before them, over real gRPC.
#include "services/engagements/api/running_engagements.h"

namespace aor::engagements {
namespace {
class ContractingTest : public EngagementsTest {
 protected:
  void SetUp() override { Say("", "open: true"); }
  static void Say(const std::string& worker, const std::string& answer, bool away = false) {
    const std::lock_guard lock(Said().mutex);
    if (!worker.empty()) Said().answers[worker] = answer;
    Said().away = away;
  }
  static credentials::v1::CheckGatesRequest Asked() {
    const std::lock_guard lock(Said().mutex);
    return Said().asked;
  }
  std::string Extend(const std::string& contract, int day) {
    return Try(&Stub::ExtendContract,
               Id() + "client_id: 'acme' contract_id: '" + contract +
                   "' end { year: 2026 month: 11 day: " + std::to_string(day) + " }");
  }
  // On a day of October; the token of the answer is kept.
  std::string Start(const std::string& contract, int day) {
    v1::RecordStartResponse response;
    const auto outcome =
        Call(&Stub::RecordStart,
             Id() + "client_id: 'acme' contract_id: '" + contract +
                 "' started_on { year: 2026 month: 10 day: " + std::to_string(day) + " }",
             &response);
    if (outcome == "OK") after_ = " consistency_token: '" + response.consistency_token() + "' ";
    return outcome;
  }
  v1::Contract Got(const std::string& contract) {
    v1::GetContractResponse got;
    EXPECT_EQ(Call(&Stub::GetContract, "contract_id: '" + contract + "'" + after_, &got), "OK")
        << said_;
    return got.contract();
  }
  static std::string Worker(const std::string& worker) {
    return "legal_entity_id: 'geneva' worker_id: '" + worker +
           "' site_id: 'vernier' end { year: 2026 month: 10 day: 30 } ";
  }
  static void Know(const std::string& person) {
    SaidOf(person, "person_registered { person_id: '" + person + "' }");
  }
  static constexpr auto kNoPermit =
      "reasons { title: 'Right to work' holder_id: 'kim' fix: 'Hand in the permit.'"
      " fixed_by: 'worker' policy_id: 'ch.work' requirement_id: 'permit' }";
};

TEST_F(ContractingTest, AClosedGateSaysWhatIsMissingAndAnOverrideIsNamed) {
  Know("kim");
  Accepted("g1");
  Say("kim", kNoPermit);
  EXPECT_EQ(Conclude("g1", "g1", Worker("kim")), "CONTRACTING_GATE_CLOSED");
  for (const char* part : {"Right to work of kim", "Hand in the permit.", "worker; ch.work/permit"})
    EXPECT_NE(said_.find(part), std::string::npos) << said_;
  EXPECT_EQ(Try(&Stub::GetContract, "contract_id: 'g1'"), "5");
  const auto asked = Asked();
  EXPECT_EQ(asked.gate(), credentials::v1::GATE_CONTRACTING);
  EXPECT_EQ(asked.subject().engagement_kind() + " " + asked.subject().jurisdiction() + " " +
                asked.subject().role() + " of " + asked.subject().client_id(),
            "TEMP CH-GE Electrician of acme");
  EXPECT_EQ(asked.on().day(), 5) << "its first day is still to come";

  Say("kim", std::string(kNoPermit) + " open: true override_id: 'o1'");
  ASSERT_EQ(Conclude("g1", "g1", Worker("kim")), "OK") << said_;
  EXPECT_EQ(Got("g1").concluded().gate_override_id(), "o1");
}

TEST_F(ContractingTest, AnExtensionPassesTheGateOfTheDaysItAdds) {
  Know("lee");
  Accepted("g2");
  ASSERT_EQ(Conclude("g2", "g2", Worker("lee")), "OK") << said_;
  Say("lee", kNoPermit);
  EXPECT_EQ(Extend("g2", 13), "CONTRACTING_GATE_CLOSED");
  EXPECT_EQ(Asked().on().day(), 31);
  EXPECT_EQ(Conclude("g2", "g2", Worker("lee")), "OK") << "what stands is not undone: " << said_;
  Say("lee", "open: true override_id: 'o2'");
  EXPECT_EQ(Extend("g2", 13), "OK") << said_;
  EXPECT_EQ(Extend("nowhere", 13), "CONTRACT_UNKNOWN");
}

TEST_F(ContractingTest, AStartPassesItsOwnGateOfThatDay) {
  Know("ned");
  Accepted("g6");
  ASSERT_EQ(Conclude("g6", "g6", Worker("ned")), "OK") << said_;
  EXPECT_EQ(Start("g6", 5), "NOT_YET_STARTED") << said_;
  process_->AdvanceTo("2026-10-07T06:00:00Z");
  Say("ned", kNoPermit);
  EXPECT_EQ(Start("g6", 6), "STARTING_GATE_CLOSED");
  EXPECT_NE(said_.find("Hand in the permit."), std::string::npos) << said_;
  const auto asked = Asked();
  EXPECT_EQ(asked.gate(), credentials::v1::GATE_STARTING);
  EXPECT_EQ(asked.on().day(), 6) << "of that day, not of today";
  EXPECT_EQ(asked.subject().contract_id(), "g6");
  EXPECT_TRUE(Got("g6").starts().empty());
  Say("ned", std::string(kNoPermit) + " open: true override_id: 'o3'");
  ASSERT_EQ(Start("g6", 6), "OK") << said_;
  Say("", "", true);
  EXPECT_EQ(Start("g6", 7), std::to_string(grpc::StatusCode::UNAVAILABLE));
  EXPECT_EQ(Start("g6", 6), "OK") << "what stands asks nobody: " << said_;
  Say("", "", false);
  ASSERT_EQ(Start("g6", 7), "OK") << said_;
  const auto starts = Got("g6").starts();
  ASSERT_EQ(starts.size(), 2) << "what was said before stays known";
  EXPECT_EQ(starts[0].gate_override_id(), "o3");
  EXPECT_EQ(starts[1].started_on().day(), 7);
  EXPECT_EQ(Start("nowhere", 6), "CONTRACT_UNKNOWN");
}

TEST_F(ContractingTest, NothingIsHalfDoneWhileCredentialsIsAway) {
  Know("moe");
  Accepted("g3");
  Say("", "", true);
  EXPECT_EQ(Conclude("g3", "g3", Worker("moe")), std::to_string(grpc::StatusCode::UNAVAILABLE));
  EXPECT_NE(said_.find("send it again"), std::string::npos) << said_;
  EXPECT_EQ(Conclude("g4", "unknown", Worker("moe")), "QUOTE_UNKNOWN") << "nobody has to be asked";
  Say("", "", false);
  const std::string again = Id() + "contract_id: 'g3' quote_id: 'g3' client_id: 'acme'" +
                            " start { year: 2026 month: 10 day: 5 } " + Worker("moe");
  EXPECT_EQ(Try(&Stub::ConcludeContract, again), "OK") << said_;
  Say("", "", true);
  EXPECT_EQ(Try(&Stub::ConcludeContract, again), "OK") << "its answer is known: " << said_;
  Say("", "", false);
}
}  // namespace
}  // namespace aor::engagements
