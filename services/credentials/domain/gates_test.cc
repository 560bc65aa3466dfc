// Days, papers and what becomes of the gates.
#include "services/credentials/domain/gates.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "services/credentials/domain/onboarding.h"

namespace aor::credentials {
namespace {
using calendar::Date;
using Words = std::vector<std::string>;

template <class Message>
Message Of(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}
std::string On(const char* field, Date day) {
  return std::string(field) + " { " + calendar::ToProto(day).ShortDebugString() + " } ";
}
std::string At(const char* field, int seconds) {
  return std::string(field) + " { seconds: " + std::to_string(seconds) + " } ";
}
const Date kMonday(2026, 10, 5);

class GatesTest : public testing::Test {
 protected:
  // A Geneva temp needs a permit to start and to be billed, 2 days of grace, 30 of lead.
  GatesTest() {
    Adopt("ch.permit",
          "jurisdiction: 'CH' conditions { engagement_kinds: 'TEMP' } requirements {"
          " requirement_id: 'permit' title: 'Work permit' holder: HOLDER_WORKER"
          " any_of: 'ch.permit_g' any_of: 'ch.permit_b' closes: GATE_STARTING"
          " closes: GATE_BILLING lead_days: 30 grace_days: 2 fix: 'Renew it.' fixed_by: 'worker' }",
          "kinds { kind_id: 'ch.permit_g' ends_hard: true } kinds { kind_id: 'ch.permit_b' }");
  }
  void Adopt(const std::string& id, const std::string& policy, const std::string& kinds = "",
             Date from = kMonday, int at = 1) {
    *facts_.adoptions.emplace_back().add_facts() = Of<v1::AdoptionFact>(
        "adopted { scope { scope_kind: SCOPE_KIND_AGENCY scope_id: 'agency' } policy_version: 'v1'"
        " policy { policy_id: '" +
        id + "' " + policy + " } " + kinds + On("effective_from", from) + " } " +
        At("recorded_at", at));
  }
  v1::CredentialFact& Show(const std::string& kind, Date from, Date to, int accepted_at = 2,
                           const std::string& more = "") {
    facts_.credentials.push_back(Of<v1::CredentialFact>(
        "deposited { credential_id: 'x' holder_id: 'ada' kind_id: '" + kind + "' " +
        On("valid_from", from) + On("valid_to", to) + more + " } " + At("deposited_at", 2) +
        (accepted_at ? "accepted { } " + At("accepted_at", accepted_at) : "")));
    return facts_.credentials.back();
  }
  // "open", or the codes of the reasons; warnings in brackets.
  std::string Says(Date day, v1::Gate gate = v1::GATE_STARTING, int known_by = 0) const {
    When when{day};
    if (known_by)
      when.known_by = Of<google::protobuf::Timestamp>("seconds: " + std::to_string(known_by));
    return Said(credentials::Check(gate, subject_, facts_, when));
  }
  static std::string Said(const v1::GateAnswer& answer) {
    std::string said = answer.open() ? "open" : "closed";
    for (const auto& reason : answer.reasons()) said += " " + Code(reason);
    for (const auto& reason : answer.warnings()) said += " (" + Code(reason) + ")";
    return answer.override_id().empty() ? said : said + " by " + answer.override_id();
  }
  static std::string Code(const v1::Reason& reason) {
    return v1::ReasonCode_Name(reason.reason_code()).substr(sizeof("REASON_CODE_") - 1);
  }

  Facts facts_;
  v1::Subject subject_ = Of<v1::Subject>(
      "contract_id: 'c1' worker_id: 'ada' client_id: 'acme' engagement_kind: 'TEMP'"
      " jurisdiction: 'CH-GE' role: 'nurse'");
};

TEST_F(GatesTest, NothingAdoptedNothingAsked) {
  facts_.adoptions.clear();
  for (const v1::Gate gate : kGates) EXPECT_EQ(Says(kMonday, gate), "open");
}

TEST_F(GatesTest, OnlyTheGatesThatTheRuleNamesClose) {
  EXPECT_EQ(Says(kMonday), "closed MISSING");
  EXPECT_EQ(Says(kMonday, v1::GATE_BILLING), "closed MISSING");
  for (const v1::Gate gate : {v1::GATE_CONTRACTING, v1::GATE_BADGE, v1::GATE_FEE})
    EXPECT_EQ(Says(kMonday, gate), "open");
}

TEST_F(GatesTest, ARuleIsAboutSomeWorkFromADayOn) {
  EXPECT_EQ(Says(kMonday - 1), "open") << "adopted from Monday on";
  subject_.set_jurisdiction("FR");
  EXPECT_EQ(Says(kMonday), "open");
  subject_.set_jurisdiction("CHX");
  EXPECT_EQ(Says(kMonday), "open") << "a prefix is not a part";
  subject_.set_jurisdiction("CH");
  EXPECT_EQ(Says(kMonday), "closed MISSING");
  subject_.set_engagement_kind("AOR");
  EXPECT_EQ(Says(kMonday), "open");
}

TEST_F(GatesTest, OnItsLastDayAPermitHoldsAndOnTheNextItDoesNot) {
  Show("ch.permit_g", kMonday, Date(2027, 3, 31));
  EXPECT_EQ(Says(kMonday), "open");
  EXPECT_EQ(Says(Date(2027, 2, 28)), "open");
  EXPECT_EQ(Says(Date(2027, 3, 1)), "open (ENDS_SOON)");
  EXPECT_EQ(Says(Date(2027, 3, 31)), "open (ENDS_SOON)");
  EXPECT_EQ(Says(Date(2027, 4, 1)), "closed EXPIRED") << "a kind that ends hard has no grace";
}

TEST_F(GatesTest, NobodyIsAskedForARenewalThatIsThere) {
  Show("ch.permit_g", kMonday, kMonday + 9);
  EXPECT_EQ(Says(kMonday), "open (ENDS_SOON)");
  auto& renewal = Show("ch.permit_g", kMonday + 10, kMonday + 400, 0);
  EXPECT_EQ(Says(kMonday), "open (ENDS_SOON)") << "nobody accepted it yet";
  renewal.mutable_accepted();
  *renewal.mutable_accepted_at() = Of<google::protobuf::Timestamp>("seconds: 9");
  EXPECT_EQ(Says(kMonday), "open");
  EXPECT_EQ(Says(kMonday, v1::GATE_STARTING, 8), "open (ENDS_SOON)") << "as it was known then";
  *renewal.add_revocations() = Of<v1::RevocationFact>(
      "revoked { " + On("effective_from", kMonday + 20) + " } " + At("recorded_at", 9));
  EXPECT_EQ(Says(kMonday), "open (ENDS_SOON)") << "what is revoked from a day on ends before it";
}

TEST_F(GatesTest, GraceEndsToo) {
  Show("ch.permit_b", kMonday, Date(2027, 3, 31));
  EXPECT_EQ(Says(Date(2027, 4, 2)), "open (IN_GRACE)");
  EXPECT_EQ(Says(Date(2027, 4, 3)), "closed EXPIRED");
}

TEST_F(GatesTest, WhatNobodyAcceptedDoesNotCount) {
  Show("ch.permit_b", kMonday, Date(2027, 3, 31), 0);
  EXPECT_EQ(Says(kMonday), "closed AWAITING_REVIEW");
  const auto answer = credentials::Check(v1::GATE_STARTING, subject_, facts_, {kMonday});
  EXPECT_EQ(answer.reasons(0).fixed_by(), "compliance");
  auto& rejected = facts_.credentials[0];
  *rejected.mutable_rejected_at() = Of<google::protobuf::Timestamp>("seconds: 5");
  rejected.mutable_rejected();
  EXPECT_EQ(Says(kMonday), "closed REJECTED");
  EXPECT_EQ(Says(kMonday, v1::GATE_STARTING, 4), "closed AWAITING_REVIEW") << "as known before";
  facts_.credentials.clear();
  Show("ch.permit_b", kMonday + 1, Date(2027, 3, 31));
  EXPECT_EQ(Says(kMonday), "closed NOT_YET_VALID");
  EXPECT_EQ(Says(kMonday + 1), "open");
}

TEST_F(GatesTest, ALateRenewalReopensPastDaysAndBothAnswersStay) {
  Show("ch.permit_g", kMonday - 100, kMonday);
  Show("ch.permit_g", kMonday + 1, kMonday + 400, 9);
  EXPECT_EQ(Says(kMonday + 3, v1::GATE_STARTING, 8), "closed AWAITING_REVIEW");
  EXPECT_EQ(Says(kMonday + 3, v1::GATE_STARTING, 1), "closed MISSING");
  EXPECT_EQ(Says(kMonday + 3), "open");
}

TEST_F(GatesTest, AForgedOneFailsInRetrospectAsKnownSince) {
  auto& permit = Show("ch.permit_g", kMonday, Date(2027, 3, 31));
  *permit.add_revocations() = Of<v1::RevocationFact>(
      "revoked { " + On("effective_from", kMonday + 1) + " } " + At("recorded_at", 9));
  EXPECT_EQ(Says(kMonday), "open (ENDS_SOON)");
  EXPECT_EQ(Says(kMonday + 1), "closed REVOKED");
  EXPECT_EQ(Says(kMonday + 1, v1::GATE_STARTING, 8), "open");
}

TEST_F(GatesTest, AConfirmationIsForOneClientsWork) {
  Adopt("ch.ahv",
        "requirements { requirement_id: 'ahv' holder: HOLDER_SUPPLIER any_of: 'ch.ahv'"
        " closes: GATE_FEE }",
        "kinds { kind_id: 'ch.ahv' for_one_client: true }");
  Show("ch.ahv", kMonday, Date(2027, 3, 31), 2, "client_id: 'other' ");
  EXPECT_EQ(Says(kMonday, v1::GATE_FEE), "closed MISSING");
  Show("ch.ahv", kMonday, Date(2027, 3, 31), 2, "client_id: 'acme' ");
  EXPECT_EQ(Says(kMonday, v1::GATE_FEE), "open") << "a contractor alone is their own supplier";
  subject_.set_supplier_id("ada-ltd");
  EXPECT_EQ(Says(kMonday, v1::GATE_FEE), "closed MISSING") << "the organisation shows its own";
}

TEST_F(GatesTest, ADeterminationAdmitsTheEngagement) {
  Adopt("aor", "requirements { requirement_id: 'd' determination: true closes: GATE_CONTRACTING }");
  const auto gate = v1::GATE_CONTRACTING;
  EXPECT_EQ(Says(kMonday, gate), "closed NOT_DETERMINED");
  facts_.determinations.push_back(Of<v1::DeterminationFact>(
      "determination_id: 'd1' worker_id: 'ada' client_id: 'acme' engagement_id: 'c1'"
      " engagement_kinds: 'TEMP' " +
      On("effective_from", kMonday) + At("approved_at", 5)));
  EXPECT_EQ(Says(kMonday, gate), "open");
  EXPECT_EQ(Says(kMonday, gate, 4), "closed NOT_DETERMINED") << "approved later";
  EXPECT_EQ(Says(kMonday - 1, gate), "open") << "nothing was adopted before";
  subject_.set_contract_id("c2");
  EXPECT_EQ(Says(kMonday, gate), "closed NOT_DETERMINED") << "of another engagement";
  subject_.set_contract_id("c1");
  auto newer = facts_.determinations[0];
  newer.clear_engagement_kinds();
  *newer.mutable_approved_at() = Of<google::protobuf::Timestamp>("seconds: 7");
  facts_.determinations.insert(facts_.determinations.begin(), newer);
  EXPECT_EQ(Says(kMonday, gate), "closed NOT_ADMITTED") << "the newer one counts";
  *facts_.determinations[0].add_withdrawals() =
      Of<v1::Withdrawal>(On("effective_from", kMonday + 2) + At("recorded_at", 9));
  EXPECT_EQ(Says(kMonday + 1, gate), "closed NOT_ADMITTED");
  EXPECT_EQ(Says(kMonday + 2, gate), "open") << "the older one stands again";
}

TEST_F(GatesTest, WhatWasFoundToStandAfterAllWasNeverWithdrawn) {
  Adopt("aor", "requirements { requirement_id: 'd' determination: true closes: GATE_CONTRACTING }");
  const auto gate = v1::GATE_CONTRACTING;
  auto& fact = facts_.determinations.emplace_back(Of<v1::DeterminationFact>(
      "determination_id: 'd1' worker_id: 'ada' client_id: 'acme' engagement_kinds: 'TEMP' " +
      On("effective_from", kMonday) + At("approved_at", 5)));
  auto& withdrawal = *fact.add_withdrawals();
  withdrawal = Of<v1::Withdrawal>(On("effective_from", kMonday + 1) + At("recorded_at", 7));
  EXPECT_EQ(Says(kMonday + 1, gate), "closed NOT_DETERMINED");
  *withdrawal.mutable_ended_at() = Of<google::protobuf::Timestamp>("seconds: 9");
  EXPECT_EQ(Says(kMonday + 1, gate), "open");
  EXPECT_EQ(Says(kMonday + 1, gate, 8), "closed NOT_DETERMINED") << "as known before";
}

TEST_F(GatesTest, AnOverrideHoldsOneGateOpenAndShows) {
  facts_.overrides.push_back(Of<v1::OverrideFact>(
      "granted { override_id: 'o' worker_id: 'ada' contract_id: 'c1' gate: GATE_BILLING " +
      On("first_day", kMonday) + On("last_day", kMonday + 3) + " } " + At("granted_at", 5)));
  const auto gate = v1::GATE_BILLING;
  EXPECT_EQ(Says(kMonday, gate), "open MISSING by o");
  EXPECT_EQ(Says(kMonday + 3, gate), "open MISSING by o");
  EXPECT_EQ(Says(kMonday + 4, gate), "closed MISSING");
  EXPECT_EQ(Says(kMonday), "closed MISSING") << "another gate";
  EXPECT_EQ(Says(kMonday, gate, 4), "closed MISSING") << "granted later";
  auto& fact = facts_.overrides[0];
  *fact.mutable_ended() = Of<v1::OverrideEnded>(On("last_day", kMonday));
  *fact.mutable_ended_at() = Of<google::protobuf::Timestamp>("seconds: 8");
  EXPECT_EQ(Says(kMonday + 1, gate), "closed MISSING");
  EXPECT_EQ(Says(kMonday + 1, gate, 7), "open MISSING by o");
  subject_.set_contract_id("c2");
  EXPECT_EQ(Says(kMonday, gate), "closed MISSING") << "another contract";
  fact.mutable_granted()->clear_contract_id();
  EXPECT_EQ(Says(kMonday, gate), "open MISSING by o") << "all of the worker's";
  subject_.set_worker_id("bob");
  EXPECT_EQ(Says(kMonday, gate), "closed MISSING") << "another worker";
}

TEST_F(GatesTest, AdoptionsEndAndAreReplaced) {
  *facts_.adoptions[0].add_facts() =
      Of<v1::AdoptionFact>("ended { policy_id: 'ch.permit' " + On("last_day", kMonday + 1) + " } " +
                           At("recorded_at", 6));
  EXPECT_EQ(Says(kMonday + 1), "closed MISSING");
  EXPECT_EQ(Says(kMonday + 2), "open");
  EXPECT_EQ(Says(kMonday + 2, v1::GATE_STARTING, 5), "closed MISSING");
  auto again = facts_.adoptions[0].facts(0);
  *again.mutable_adopted()->mutable_effective_from() = calendar::ToProto(kMonday + 4);
  again.mutable_adopted()->mutable_policy()->mutable_requirements(0)->clear_closes();
  again.mutable_adopted()->mutable_policy()->mutable_requirements(0)->add_closes(v1::GATE_BADGE);
  *facts_.adoptions[0].add_facts() = again;
  EXPECT_EQ(Says(kMonday + 4), "open");
  EXPECT_EQ(Says(kMonday + 4, v1::GATE_BADGE), "closed MISSING") << "the newer words";
}

TEST_F(GatesTest, OfSeveralEndsTheLastOneCounts) {
  const auto end = [&](Date last, int at) {
    *facts_.adoptions[0].add_facts() = Of<v1::AdoptionFact>(
        "ended { policy_id: 'ch.permit' " + On("last_day", last) + " } " + At("recorded_at", at));
  };
  const auto adopted_again = facts_.adoptions[0].facts(0);
  end(kMonday + 1, 6);
  end(kMonday + 5, 7);
  EXPECT_EQ(Says(kMonday + 5), "closed MISSING") << "it goes on for longer";
  EXPECT_EQ(Says(kMonday + 5, v1::GATE_STARTING, 6), "open") << "as known before";
  EXPECT_EQ(Says(kMonday + 6), "open");
  end(kMonday + 3, 8);
  EXPECT_EQ(Says(kMonday + 4), "open") << "and then for less";
  EXPECT_EQ(Says(kMonday + 3), "closed MISSING");
  // What was adopted anew and then never begun ends nothing of what was before it.
  auto& again = *facts_.adoptions[0].add_facts();
  again = adopted_again;
  *again.mutable_adopted()->mutable_effective_from() = calendar::ToProto(kMonday + 20);
  EXPECT_EQ(Says(kMonday + 20), "closed MISSING");
  end(kMonday + 19, 9);
  EXPECT_EQ(Says(kMonday + 10), "open") << "the gap stays";
  EXPECT_EQ(Says(kMonday + 20), "open");
}

TEST_F(GatesTest, GapsAreSeenOverTime) {
  Show("ch.permit_g", kMonday, kMonday + 9);
  Show("ch.permit_g", kMonday + 13, kMonday + 400, 9);
  const auto stretches = Over(v1::GATE_STARTING, subject_, facts_, {kMonday - 2, {}}, kMonday + 20);
  Words said;
  for (const auto& stretch : stretches)
    said.push_back(std::to_string(calendar::FromProto(stretch.first_day()) - kMonday) + ".." +
                   std::to_string(calendar::FromProto(stretch.last_day()) - kMonday) + " " +
                   Said(stretch.answer()));
  EXPECT_EQ(said, (Words{"-2..-1 open", "0..9 open (ENDS_SOON)", "10..12 closed NOT_YET_VALID",
                         "13..20 open"}));
}

TEST_F(GatesTest, EveryDayIsAsItsStretchSays) {
  Show("ch.permit_b", kMonday + 1, kMonday + 40);
  Show("ch.permit_g", kMonday + 50, kMonday + 60, 9);
  *Show("ch.permit_b", kMonday + 63, kMonday + 90).add_revocations() = Of<v1::RevocationFact>(
      "revoked { " + On("effective_from", kMonday + 70) + " } " + At("recorded_at", 9));
  const Date last = kMonday + 120;
  Date next = kMonday - 3;
  for (const auto& stretch : Over(v1::GATE_BILLING, subject_, facts_, {next, {}}, last)) {
    EXPECT_EQ(calendar::FromProto(stretch.first_day()), next) << "no day is left out";
    for (; next <= calendar::FromProto(stretch.last_day()); ++next)
      EXPECT_EQ(Says(next, v1::GATE_BILLING), Said(stretch.answer())) << next;
  }
  EXPECT_EQ(next, last + 1);
}

TEST_F(GatesTest, WhichRuleAsksIsAnswered) {
  const auto asked = Asked(subject_, facts_, {kMonday});
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].policy_id(), "ch.permit");
  EXPECT_EQ(asked[0].policy_version(), "v1");
  EXPECT_EQ(asked[0].holder_id(), "ada");
  EXPECT_TRUE(Asked(subject_, facts_, {kMonday - 1}).empty());
}

TEST_F(GatesTest, OneChecklistSaysWhoActsNextUntilTheGatesAreOpen) {
  const auto said = [&](Date day) {
    const auto step = StepsOf(subject_, facts_, {day}, kMonday).at(0);
    return v1::StepState_Name(step.step_state()).substr(sizeof("STEP_STATE_") - 1) + " by " +
           step.owner() + " on " + calendar::ToString(calendar::FromProto(step.due_on()));
  };
  EXPECT_EQ(said(kMonday), "TO_DO by worker on 2026-10-05");
  EXPECT_FALSE(IsComplete(subject_, facts_, {kMonday}));
  auto& permit = Show("ch.permit_g", kMonday, kMonday + 90, 0);
  EXPECT_EQ(said(kMonday), "AWAITING_REVIEW by compliance on 2026-10-05");
  EXPECT_FALSE(IsComplete(subject_, facts_, {kMonday}));
  permit.mutable_accepted();
  *permit.mutable_accepted_at() = Of<google::protobuf::Timestamp>("seconds: 5");
  EXPECT_EQ(said(kMonday), "DONE by  on 2026-10-05");
  EXPECT_TRUE(IsComplete(subject_, facts_, {kMonday}));
  EXPECT_EQ(said(kMonday + 70), "DONE by worker on 2027-01-03") << "renew it by its last day";
  EXPECT_EQ(said(kMonday + 91), "TO_DO by worker on 2027-01-04") << "since the day without it";
  EXPECT_FALSE(IsComplete(subject_, facts_, {kMonday + 91}));
}

TEST_F(GatesTest, AContractsEndIsTheLastOneThatIsKnown) {
  const auto contract =
      Of<v1::ContractFact>("ends { " + On("end", kMonday) + At("recorded_at", 1) + " } ends { " +
                           On("end", kMonday + 9) + At("recorded_at", 5) + " }");
  EXPECT_EQ(EndOf(contract, {kMonday}), kMonday + 9);
  EXPECT_EQ(EndOf(contract, {kMonday, Of<google::protobuf::Timestamp>("seconds: 4")}), kMonday);
}
}  // namespace
}  // namespace aor::credentials
