// The service over gRPC, on the embedded log: from what was shown to what is closed.
#include "aor/directory/v1/directory_events.pb.h"
#include "services/credentials/api/running_credentials.h"

namespace aor::credentials {
namespace {
constexpr char kTemp[] =
    "engagement_kind: ENGAGEMENT_KIND_TEMP zone: 'Europe/Zurich' jurisdiction: 'CH-GE'";
constexpr char kContractor[] =
    "engagement_kind: ENGAGEMENT_KIND_AOR zone: 'Europe/Paris' jurisdiction: 'FR'"
    " supplier_id: 'firm'";
constexpr char kUntilOctober8[] =
    "valid_from { year: 2026 month: 9 day: 1 } valid_to { year: 2026 month: 10 day: 8 }";
constexpr char kFromOctober12[] =
    "valid_from { year: 2026 month: 10 day: 12 } valid_to { year: 2027 month: 10 day: 8 }";

std::string Day(int month, int day) {
  return " { year: 2026 month: " + std::to_string(month) + " day: " + std::to_string(day) + " } ";
}

class WalkTest : public CredentialsTest {
 protected:
  // Until that much was told.
  std::vector<std::string> ToldOnce(const std::string& contract, size_t count) {
    auto told = Told(contract);
    for (int i = 0; i < 200 && told.size() < count; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
      told = Told(contract);
    }
    return told;
  }
};

TEST_F(WalkTest, APermitOpensTheGatesUntilItsLastDayInTheWorkersZone) {
  Adopted("ch.right_to_work");
  Concluded("c1", "ada", kTemp);
  As("ada", "worker");
  EXPECT_EQ(Gate("c1", "STARTING"), "closed MISSING");
  Shown("p1", "ada", "ch.permit_g", kUntilOctober8);
  As("tom", "consultant");
  EXPECT_EQ(Gate("c1", "STARTING"), "open");
  EXPECT_EQ(Gate("c1", "STARTING", "on" + Day(10, 8)), "open") << "day D";
  EXPECT_EQ(Gate("c1", "STARTING", "on" + Day(10, 9)), "closed EXPIRED") << "day D+1";
  EXPECT_EQ(Gate("c1", "FEE", "on" + Day(10, 9)), "open") << "nothing asks for it there";
  EXPECT_EQ(Gate("c1", "STARTING", "known_by { seconds: 1 }"), "open")
      << "nobody had adopted anything";
  process_->AdvanceTo("2026-10-08T21:59:00Z");
  EXPECT_EQ(Gate("c1", "BADGE"), "open") << "still the 8th in Zurich";
  process_->AdvanceTo("2026-10-08T22:01:00Z");
  EXPECT_EQ(Gate("c1", "BADGE"), "closed EXPIRED") << "the 9th there";
}

TEST_F(WalkTest, AGateThatClosesIsToldOnceAndOpensWithTheRenewal) {
  Adopted("ch.right_to_work");
  Shown("p1", "ada", "ch.permit_g", kUntilOctober8);
  Concluded("c1", "ada", kTemp);
  As("tom", "consultant");
  EXPECT_EQ(Gate("c1", "STARTING"), "open");
  process_->AdvanceTo("2026-10-09T06:00:00Z");
  const std::vector<std::string> closed = {"closed STARTING", "closed BADGE", "closed BILLING"};
  EXPECT_EQ(ToldOnce("c1", 3), closed);
  StartAt("2026-10-10T06:00:00Z");
  Shown("p2", "ada", "ch.permit_g", kFromOctober12);
  process_->AdvanceTo("2026-10-12T06:00:00Z");
  auto both = closed;
  both.insert(both.end(), {"opened STARTING", "opened BADGE", "opened BILLING"});
  EXPECT_EQ(ToldOnce("c1", 6), both) << "once, though it was started again";
  As("tom", "consultant");
  const auto gap = Got(&Gates::ListStretches, "contract_id: 'c1' gate: GATE_BILLING first_day" +
                                                  Day(10, 1) + "last_day" + Day(10, 31));
  std::string said;
  for (const auto& stretch : gap.stretches())
    said += std::to_string(stretch.first_day().day()) + ".." +
            std::to_string(stretch.last_day().day()) +
            (stretch.answer().open() ? " open " : " closed ");
  EXPECT_NE(said.find("9..11 closed 12..31 open"), std::string::npos) << said;
}

TEST_F(WalkTest, ALateRenewalOpensPastDaysWhenItIsAccepted) {
  Adopted("ch.right_to_work");
  Shown("p1", "ada", "ch.permit_g", kUntilOctober8);
  Concluded("c1", "ada", kTemp);
  As("tom", "consultant");
  EXPECT_EQ(Gate("c1", "STARTING"), "open");
  process_->AdvanceTo("2026-10-10T06:00:00Z");
  EXPECT_EQ(ToldOnce("c1", 3).size(), 3u);
  Shown("p2", "ada", "ch.permit_g",
        "valid_from { year: 2026 month: 10 day: 9 } valid_to { year: 2027 month: 10 day: 8 }");
  const auto told = ToldOnce("c1", 6);
  ASSERT_EQ(told.size(), 6u);
  EXPECT_EQ(told[5], "opened BILLING");
  As("tom", "consultant");
  EXPECT_EQ(Gate("c1", "BILLING", "on" + Day(10, 9)), "open");
}

TEST_F(WalkTest, FranceAsksForVigilanceEverySixMonths) {
  Adopted("fr.vigilance", "client_id: 'acme'");
  Concluded("c2", "cleo-dev", kContractor);
  Concluded("c3", "cleo-dev", kContractor, "other");
  As("sam", "supplier:firm");
  EXPECT_EQ(Gate("c2", "FEE"), "closed MISSING");
  EXPECT_EQ(Gate("c2", "CONTRACTING"), "closed MISSING MISSING");
  EXPECT_EQ(Gate("c3", "FEE"), "open") << "another client has not adopted it";
  v1::DepositCredentialResponse deposited;
  ASSERT_EQ(Call(&Credentials::DepositCredential,
                 "credential_id: 'v1' supplier_id: 'firm' kind_id: 'fr.vigilance'"
                 " zone: 'Europe/Paris' number: 'ABC' valid_from" +
                     Day(10, 5),
                 &deposited),
            "OK")
      << said_;
  EXPECT_EQ(calendar::FromProto(deposited.valid_to()), calendar::Date(2027, 4, 4));
  EXPECT_EQ(Gate("c2", "FEE"), "closed AWAITING_REVIEW");
  As("cleo", "compliance");
  EXPECT_EQ(Got(&Credentials::ListCredentials, "supplier_id: 'firm'").credentials(0).number(),
            "ABC");
  const std::string its = "holder_id: 'firm' kind_id: 'fr.vigilance' credential_id: 'v1' ";
  ASSERT_EQ(Try(&Credentials::AcceptCredential, its), "OK") << said_;
  EXPECT_EQ(Gate("c2", "FEE"), "open");
  EXPECT_EQ(Gate("c2", "FEE", "on { year: 2027 month: 4 day: 5 }"), "closed EXPIRED");
  ASSERT_EQ(
      Try(&Credentials::RevokeCredential,
          its + "forged: true why: 'the number is another firm\\'s' effective_from" + Day(10, 5)),
      "OK")
      << said_;
  EXPECT_EQ(Gate("c2", "FEE"), "closed REVOKED");
  As("otto", "auditor");
  const auto seen = Got(&Credentials::ListCredentials, "supplier_id: 'firm'").credentials(0);
  EXPECT_EQ(seen.number() + seen.revoked_because(), "") << "sealed for an auditor";
}

TEST_F(WalkTest, AnOverrideNeedsTwoAndShowsEverywhere) {
  Adopted("ch.right_to_work");
  Concluded("c1", "ada", kTemp);
  const std::string asked = "worker_id: 'ada' contract_id: 'c1' gate: GATE_BILLING ";
  const std::string wish =
      asked + "why: 'the canton is late' first_day" + Day(10, 5) + "last_day" + Day(10, 20);
  As("tom", "consultant");
  v1::RequestOverrideResponse requested;
  EXPECT_EQ(Gate("c1", "BILLING"), "closed MISSING");
  ASSERT_EQ(Call(&Gates::RequestOverride, wish, &requested), "OK") << said_;
  const std::string grant = asked + "override_id: '" + requested.override_id() + "'";
  EXPECT_EQ(Try(&Gates::GrantOverride, grant), "7") << "a named role grants";
  As("tom", "compliance");
  EXPECT_EQ(Try(&Gates::GrantOverride, grant), "OWN_REQUEST");
  As("ada", "compliance");
  EXPECT_EQ(Try(&Gates::GrantOverride, grant), "OWN_REQUEST") << "it is her own gate";
  As("cleo", "compliance");
  ASSERT_EQ(Try(&Gates::GrantOverride, grant), "OK") << said_;
  EXPECT_EQ(Gate("c1", "BILLING"), "open MISSING by override");
  EXPECT_EQ(Gate("c1", "BILLING", "on" + Day(10, 21)), "closed MISSING");
  EXPECT_EQ(Gate("c1", "BADGE"), "closed MISSING") << "one gate";
  for (const auto& [person, role, why] : {std::tuple{"cleo", "compliance", "the canton is late"},
                                          {"ada", "worker", ""},
                                          {"otto", "auditor", ""}}) {
    As(person, role);
    const auto stretches =
        Got(&Gates::ListStretches, "contract_id: 'c1' gate: GATE_BILLING first_day" + Day(10, 5) +
                                       "last_day" + Day(10, 21))
            .stretches();
    ASSERT_EQ(stretches.size(), 2);
    const auto& held = stretches[0].answer();
    EXPECT_EQ(held.override_granted_by() + " " + held.override_role(), "cleo compliance");
    EXPECT_EQ(calendar::FromProto(held.override_until()), calendar::Date(2026, 10, 20));
    EXPECT_EQ(held.override_because(), why) << role;
    EXPECT_EQ(Got(&Gates::CheckGates, "contract_id: 'c1' gate: GATE_BILLING")
                  .answers(0)
                  .override_because(),
              why)
        << role;
  }
  As("cleo", "compliance");
  const auto listed = Got(&Gates::ListOverrides, "");
  ASSERT_EQ(listed.overrides_size(), 1);
  EXPECT_EQ(listed.overrides(0).because(), "the canton is late");
  EXPECT_EQ(listed.overrides(0).fact().granted().granted_by(), "cleo");
  EXPECT_EQ(Try(&Gates::RequestOverride,
                "worker_id: 'bob' contract_id: 'c1' gate: GATE_FEE why: 'x'"
                " first_day" +
                    Day(10, 5) + "last_day" + Day(10, 6)),
            "3");
}

TEST_F(WalkTest, WhoWillBeBlockedByWhatAndWhoCanFixIt) {
  Adopted("ch.right_to_work");
  Shown("p1", "ada", "ch.permit_g", kUntilOctober8);
  Shown("p2", "bob", "ch.permit_c", "valid_from { year: 2026 month: 1 day: 1 }");
  Concluded("c1", "ada", kTemp);
  Concluded("c2", "bob", kTemp);
  Concluded("c3", "cid", std::string(kTemp) + " end" + Day(10, 4));
  As("tom", "consultant");
  const auto soon = Got(&Gates::ListClosings, "days: 30");
  ASSERT_EQ(soon.closings_size(), 4) << soon.DebugString();
  EXPECT_EQ(soon.closings(0).worker_id(), "ada");
  const auto& stretch = soon.closings(0).stretch();
  EXPECT_EQ(calendar::FromProto(stretch.first_day()), calendar::Date(2026, 10, 9));
  EXPECT_EQ(stretch.answer().reasons(0).fixed_by(), "worker");
  EXPECT_EQ(stretch.answer().reasons(0).fix(), "Hand in the renewed permit.");
  EXPECT_EQ(Got(&Gates::ListClosings, "days: 3").closings_size(), 0) << "not within three days";
  As("gina", "client:acme");
  EXPECT_EQ(Got(&Gates::ListClosings, "client_id: 'acme'").closings_size(), 4);
  EXPECT_EQ(Try(&Gates::ListClosings, ""), "7");
  EXPECT_EQ(Try(&Gates::ListClosings, "client_id: 'other'"), "7");
  As("tom", "consultant");
  const auto checklist = Got(&Gates::GetOnboarding, "contract_id: 'c1'");
  ASSERT_EQ(checklist.steps_size(), 1);
  EXPECT_EQ(checklist.steps(0).step_state(), v1::STEP_STATE_DONE);
  EXPECT_EQ(checklist.steps(0).owner(), "worker") << "it ends soon";
  EXPECT_TRUE(checklist.complete());
}

TEST_F(WalkTest, BeforeAContractTheWorkIsDescribed) {
  Adopted("ch.contractor");
  As("tom", "consultant");
  const std::string work =
      "subject { worker_id: 'dev' client_id: 'acme' engagement_kind: 'AOR' jurisdiction: 'CH-GE' }";
  auto checklist = Got(&Gates::GetOnboarding, work);
  ASSERT_EQ(checklist.steps_size(), 2);
  EXPECT_FALSE(checklist.complete());
  EXPECT_EQ(checklist.steps(1).owner(), "compliance");
  const auto publish = [&](const std::string& event) {
    Published<classification::v1::AssessmentEvent>("classification", "dev", event);
  };
  publish(
      "determination_made { determination { determination_id: 'd1' worker_id: 'dev'"
      " client_id: 'acme' effective_from" +
      Day(10, 1) + "} }");
  publish(
      "determination_approved { determination_id: 'd1' worker_id: 'dev' client_id: 'acme'"
      " engagement_kinds: 'AOR' }");
  Shown("a1", "dev", "ch.ahv_confirmation", "client_id: 'acme' valid_from" + Day(10, 1));
  As("tom", "consultant");
  checklist = Got(&Gates::GetOnboarding, work);
  EXPECT_TRUE(checklist.complete()) << checklist.DebugString();
  EXPECT_EQ(Try(&Gates::CheckGates, "subject { worker_id: 'dev' }"), "3");
  EXPECT_NE(said_.find("subject.client_id"), std::string::npos) << said_;
  publish("determination_revoked { determination_id: 'd1' worker_id: 'dev' effective_from" +
          Day(10, 5) + "}");
  EXPECT_FALSE(Got(&Gates::GetOnboarding, work).complete());
  As("dev", "worker");
  EXPECT_EQ(Try(&Gates::CheckGates, work), "3") << "the office describes work";
}

TEST_F(WalkTest, AGateFollowsADeterminationAsClassificationSeesIt) {
  Adopted("ch.contractor");
  Shown("a1", "dev", "ch.ahv_confirmation", "client_id: 'acme' valid_from" + Day(10, 1));
  const auto complete_after = [&](const std::string& event) {
    Published<classification::v1::AssessmentEvent>("classification", "dev", event);
    As("tom", "consultant");
    return Got(&Gates::GetOnboarding,
               "subject { worker_id: 'dev' client_id: 'acme' engagement_kind: 'AOR'"
               " jurisdiction: 'CH-GE' }")
        .complete();
  };
  const std::string its = " determination_id: 'd1' worker_id: 'dev' client_id: 'acme' ";
  const std::string approved = "determination_approved {" + its + "engagement_kinds: 'AOR' }";
  const auto reviewed = [](const char* stands) {
    return std::string("determination_reviewed { determination_id: 'd1' stands: ") + stands + " }";
  };
  const auto resolved = [](const char* upheld) {
    return std::string("dispute_resolved { determination_id: 'd1' upheld: ") + upheld + " }";
  };
  EXPECT_FALSE(complete_after("determination_made { determination {" + its + "effective_from" +
                              Day(10, 1) + "} }"));
  EXPECT_TRUE(complete_after(approved));
  EXPECT_FALSE(complete_after(reviewed("false")));
  EXPECT_TRUE(complete_after(reviewed("true")));
  EXPECT_FALSE(complete_after(resolved("false")));
  EXPECT_TRUE(complete_after(approved));
  EXPECT_FALSE(complete_after(reviewed("false")));
  EXPECT_TRUE(complete_after(resolved("true")));
  EXPECT_FALSE(
      complete_after("determination_revoked {" + its + "effective_from" + Day(10, 2) + "}"));
  EXPECT_FALSE(complete_after(reviewed("true"))) << "for good";
}

TEST_F(WalkTest, AnEmployeeIsNoContractorThoughNothingIsAdopted) {
  Concluded("c2", "cleo-dev", kContractor);
  As("tom", "consultant");
  EXPECT_EQ(Gate("c2", "STARTING"), "open");
  const auto publish = [&](const std::string& id, const std::string& jurisdiction,
                           const std::string& kind, int day) {
    const std::string its =
        " determination_id: '" + id + "' worker_id: 'cleo-dev' client_id: 'acme' ";
    Published<classification::v1::AssessmentEvent>(
        "classification", "cleo-dev",
        "determination_made { determination {" + its + "jurisdiction: '" + jurisdiction +
            "' selection_id: '" + jurisdiction + "' offered_path: 'Portage' effective_from" +
            Day(10, day) + "} }");
    Published<classification::v1::AssessmentEvent>(
        "classification", "cleo-dev",
        "determination_approved {" + its + "engagement_kinds: '" + kind + "' }");
    As("tom", "consultant");
  };
  publish("d1", "CH", "EOR", 1);
  EXPECT_EQ(Gate("c2", "STARTING"), "open") << "of another market";
  publish("d2", "FR", "TEMP", 1);
  EXPECT_EQ(Gate("c2", "STARTING"), "closed NOT_ADMITTED");
  EXPECT_EQ(Gate("c2", "FEE"), "closed NOT_ADMITTED");
  EXPECT_EQ(Gate("c2", "BILLING"), "open");
  publish("d3", "FR", "AOR", 2);
  EXPECT_EQ(Gate("c2", "STARTING"), "open") << "determined anew";
}

// Both ways, each told once: what exists stays, and waits or goes on.
TEST_F(WalkTest, WhatIsDeterminedAndFallsShutsAndOpensGatesOnce) {
  Concluded("c3", "dev", kContractor);
  const auto publish = [&](const std::string& event) {
    Published<classification::v1::AssessmentEvent>("classification", "dev", event);
  };
  const auto its = [](const char* id) {
    return std::string(" determination_id: '") + id + "' worker_id: 'dev' client_id: 'acme' ";
  };
  const auto determined = [&](const char* id, const char* kind) {
    publish("determination_made { determination {" + its(id) +
            "jurisdiction: 'FR' selection_id: 'FR' effective_from" + Day(10, 1) + "} }");
    publish("determination_approved {" + its(id) + "engagement_kinds: '" + kind + "' }");
  };
  const auto revoked = [&](const char* id) {
    publish("determination_revoked {" + its(id) + "effective_from" + Day(10, 3) + "}");
  };
  std::vector<std::string> expected;
  const auto expect = [&](const char* starting, const char* fee) {
    expected.insert(expected.end(), {starting, fee});
    EXPECT_EQ(ToldOnce("c3", expected.size()), expected);
    As("tom", "consultant");
  };
  determined("d1", "AOR");
  EXPECT_EQ(Gate("c3", "STARTING"), "open");
  publish("determination_reviewed { determination_id: 'd1' reason: 'look again' }");
  expect("closed STARTING", "closed FEE");
  EXPECT_EQ(Gate("c3", "STARTING"), "closed NOT_DETERMINED");
  const auto reason =
      Got(&Gates::CheckGates, "contract_id: 'c3' gate: GATE_FEE").answers(0).reasons(0);
  EXPECT_EQ(reason.credential_id(), "d1");
  EXPECT_EQ(reason.fix(), "Determine the work anew: what was approved of it was taken back.");
  EXPECT_EQ(calendar::FromProto(reason.since()), calendar::Date(2026, 10, 5));
  EXPECT_EQ(Gate("c3", "STARTING", "on" + Day(10, 4)), "open") << "the day before";
  publish("determination_reviewed { determination_id: 'd1' stands: true reason: 'it does' }");
  expect("opened STARTING", "opened FEE");
  determined("d2", "TEMP");
  expect("closed STARTING", "closed FEE");
  EXPECT_EQ(Gate("c3", "STARTING"), "closed NOT_ADMITTED");
  revoked("d2");
  expect("opened STARTING", "opened FEE");
  EXPECT_EQ(Gate("c3", "STARTING"), "open") << "the contractor's is the one again";
  EXPECT_EQ(Gate("c3", "STARTING", "on" + Day(10, 2)), "closed NOT_ADMITTED") << "until then";
  revoked("d1");
  expect("closed STARTING", "closed FEE");
  EXPECT_EQ(Gate("c3", "STARTING"), "closed NOT_DETERMINED");
  EXPECT_EQ(Gate("c3", "BILLING"), "open");
}

TEST_F(WalkTest, NobodyIsPlannedWhomTheDirectoryDoesNotKnow) {
  As("cleo", "compliance");
  const std::string days = " kind_id: 'ch.permit_g' zone: 'Europe/Zurich' valid_from" + Day(10, 5);
  EXPECT_EQ(Try(&Credentials::DepositCredential, "worker_id: 'ghost'" + days), "WORKER_UNKNOWN");
  EXPECT_NE(said_.find("worker_id: the directory knows no worker ghost"), std::string::npos)
      << said_;
  EXPECT_EQ(Try(&Credentials::DepositCredential,
                "supplier_id: 'ghosts' kind_id: 'fr.vigilance'"
                " zone: 'Europe/Paris' valid_from" +
                    Day(10, 5)),
            "SUPPLIER_UNKNOWN");
  const std::string override = "worker_id: 'ghost' gate: GATE_STARTING why: 'x' first_day" +
                               Day(10, 6) + "last_day" + Day(10, 7);
  EXPECT_EQ(Try(&Gates::RequestOverride, override), "WORKER_UNKNOWN");
  const std::string work =
      "subject { worker_id: 'ghost' client_id: 'acme' engagement_kind: 'AOR' jurisdiction: 'FR' }";
  EXPECT_EQ(Try(&Gates::CheckGates, work), "3");
  EXPECT_NE(said_.find("subject.worker_id"), std::string::npos) << said_;
  As("engagements", "service");
  EXPECT_EQ(Try(&Gates::CheckGates, work), "OK") << "it says so itself: " << said_;
  Registered("ghost");
  As("cleo", "compliance");
  EXPECT_EQ(Try(&Credentials::DepositCredential, "worker_id: 'ghost'" + days), "OK") << said_;
  EXPECT_EQ(Try(&Gates::RequestOverride, override), "OK") << said_;
  EXPECT_EQ(Try(&Gates::CheckGates, work), "OK") << said_;
}

TEST_F(WalkTest, NobodyAcceptsThePaperOfTheirOwnFirm) {
  Published<directory::v1::OrganisationEvent>(
      "directory", "firm", "supplier_registered { supplier_id: 'firm' worker_id: 'cleo' }");
  As("sam", "supplier:firm");
  ASSERT_EQ(Try(&Credentials::DepositCredential,
                "credential_id: 'v1' supplier_id: 'firm' kind_id: 'fr.vigilance'"
                " zone: 'Europe/Paris' valid_from" +
                    Day(10, 5)),
            "OK")
      << said_;
  const std::string its = "holder_id: 'firm' kind_id: 'fr.vigilance' credential_id: 'v1' ";
  As("cleo", "compliance");
  Got(&Gates::ListOverrides, "");
  EXPECT_EQ(Try(&Credentials::AcceptCredential, its), "OWN_CREDENTIAL");
  As("carla", "compliance");
  EXPECT_EQ(Try(&Credentials::AcceptCredential, its), "OK") << said_;
}

TEST_F(WalkTest, DoorsAreClosedToOthers) {
  Adopted("ch.right_to_work");
  Concluded("c1", "ada", kTemp);
  As("bob", "worker");
  EXPECT_EQ(Try(&Gates::CheckGates, "contract_id: 'c1'"), "5");
  EXPECT_EQ(Try(&Credentials::ListCredentials, "worker_id: 'ada'"), "7");
  const std::string days = "zone: 'Europe/Zurich' valid_from" + Day(11, 1);
  const std::string deposit = "kind_id: 'ch.permit_g' " + days;
  EXPECT_EQ(Try(&Credentials::DepositCredential, deposit + "worker_id: 'ada'"), "7");
  EXPECT_EQ(Try(&Credentials::DepositCredential, deposit + "worker_id: 'bob' supplier_id: 'firm'"),
            "3");
  As("gina", "client:other");
  EXPECT_EQ(Try(&Gates::ListStretches, "contract_id: 'c1' gate: GATE_FEE first_day" + Day(10, 1) +
                                           "last_day" + Day(10, 2)),
            "5");
  As("tom", "consultant", "rival");
  EXPECT_EQ(Try(&Gates::GetOnboarding, "contract_id: 'c1'"), "5");
  As("tom", "consultant");
  EXPECT_EQ(
      Try(&Credentials::AdoptPolicy, "policy_id: 'ch.right_to_work' effective_from" + Day(10, 1)),
      "7");
  EXPECT_EQ(Try(&Credentials::DepositCredential, days + "worker_id: 'ada' kind_id: 'xx.none'"),
            "3");
  EXPECT_NE(said_.find("kind_id"), std::string::npos) << said_;
}

TEST_F(WalkTest, AnUpdateIsAskedForAndADepositAnswersIt) {
  Shown("p1", "ada", "ch.permit_g", kUntilOctober8);
  As("tom", "consultant");
  ASSERT_EQ(
      Try(&Credentials::RequestUpdate,
          "holder_id: 'ada' kind_id: 'ch.permit_g' why: 'the scan is cut' due_on" + Day(10, 7)),
      "OK")
      << said_;
  As("ada", "worker");
  const auto asked = Got(&Credentials::ListCredentials, "worker_id: 'ada'");
  ASSERT_EQ(asked.updates_size(), 1);
  EXPECT_EQ(asked.updates(0).because(), "the scan is cut");
  Shown("p2", "ada", "ch.permit_g", kFromOctober12);
  As("ada", "worker");
  EXPECT_EQ(Got(&Credentials::ListCredentials, "worker_id: 'ada'").updates_size(), 0);
}
}  // namespace
}  // namespace aor::credentials
