// What the shipped policies say of cases that their sources decide.
#include <gtest/gtest.h>

#include "services/credentials/domain/gates.h"
#include "services/credentials/rules/rule_files.h"

namespace aor::credentials {
namespace {
using calendar::Date;
const Date kDay(2026, 10, 5);

struct Case {
  const char *says, *policy, *jurisdiction, *engagement_kind;
  std::vector<std::pair<const char*, std::optional<Date>>> shown;  // kind and last day
  v1::Gate gate;
  const char* answer;
  std::optional<Date> on = {};
};

v1::AdoptionFacts Adopted(const RuleBook& rules, const std::string& policy_id) {
  const v1::Policy* policy = rules.PolicyOn(policy_id, kDay);
  if (!policy) throw std::runtime_error("no policy " + policy_id);
  v1::AdoptionFacts facts;
  auto& fact = *facts.add_facts();
  fact.mutable_recorded_at()->set_seconds(1);
  auto& adopted = *fact.mutable_adopted();
  adopted.mutable_scope()->set_scope_kind(v1::SCOPE_KIND_AGENCY);
  adopted.mutable_scope()->set_scope_id("agency");
  *adopted.mutable_policy() = *policy;
  for (auto& kind : rules.KindsOf(*policy, kDay)) *adopted.add_kinds() = kind;
  *adopted.mutable_effective_from() = calendar::ToProto(Date(2026, 1, 1));
  return facts;
}

v1::CredentialFact Shown(const std::string& kind, std::optional<Date> last) {
  v1::CredentialFact fact;
  auto& deposited = *fact.mutable_deposited();
  deposited.set_credential_id(kind);
  deposited.set_kind_id(kind);
  deposited.set_holder_id("ada");
  *deposited.mutable_valid_from() = calendar::ToProto(Date(2026, 1, 1));
  if (last) *deposited.mutable_valid_to() = calendar::ToProto(*last);
  fact.mutable_deposited_at()->set_seconds(2);
  fact.mutable_accepted();
  fact.mutable_accepted_at()->set_seconds(2);
  return fact;
}

std::string Said(const v1::GateAnswer& answer) {
  constexpr size_t kPrefix = sizeof("REASON_CODE_") - 1;
  std::string said = answer.open() ? "open" : "closed";
  for (const auto& reason : answer.reasons())
    said += " " + reason.requirement_id() + " " +
            v1::ReasonCode_Name(reason.reason_code()).substr(kPrefix);
  return said;
}

std::string Answer(const RuleBook& rules, const Case& one) {
  Facts facts;
  facts.adoptions.push_back(Adopted(rules, one.policy));
  for (const auto& [kind, last] : one.shown) facts.credentials.push_back(Shown(kind, last));
  v1::Subject subject;
  subject.set_contract_id("c1");
  subject.set_worker_id("ada");
  subject.set_client_id("acme");
  subject.set_jurisdiction(one.jurisdiction);
  subject.set_engagement_kind(one.engagement_kind);
  return Said(Check(one.gate, subject, facts, {one.on.value_or(kDay)}));
}

TEST(PoliciesTest, WhatTheirSourcesDecide) {
  const auto rules = ParseRules(*ReadRuleFiles());
  ASSERT_TRUE(rules.ok()) << rules.status();
  const Date end(2026, 10, 31);
  const Case kCases[] = {
      {"nobody starts unseen (IANA 2006 s. 15)",
       "gb.right_to_work",
       "GB",
       "TEMP",
       {},
       v1::GATE_STARTING,
       "closed permission MISSING"},
      {"List A is a continuous right",
       "gb.right_to_work",
       "GB",
       "TEMP",
       {{"gb.citizenship", {}}},
       v1::GATE_STARTING,
       "open",
       Date(2036, 1, 1)},
      {"List B holds on its last day",
       "gb.right_to_work",
       "GB",
       "EOR",
       {{"gb.permission", end}},
       v1::GATE_STARTING,
       "open",
       end},
      {"and is to be checked again before the next",
       "gb.right_to_work",
       "GB",
       "EOR",
       {{"gb.permission", end}},
       v1::GATE_STARTING,
       "closed permission EXPIRED",
       end + 1},
      {"no status, no fee (ITEPA 2003 s. 61N)",
       "gb.contractor",
       "GB",
       "AOR",
       {},
       v1::GATE_FEE,
       "closed determination NOT_DETERMINED"},
      {"in France as elsewhere (L8221-6)",
       "fr.contractor",
       "FR",
       "AOR",
       {},
       v1::GATE_CONTRACTING,
       "closed determination NOT_DETERMINED"},
      {"an agency's temp has no status to determine",
       "gb.contractor",
       "GB",
       "TEMP",
       {},
       v1::GATE_FEE,
       "open"},
      {"a green card is not verified again (8 CFR 274a.2)",
       "us.right_to_work",
       "US-CA",
       "EOR",
       {{"us.i9_lasting", {}}},
       v1::GATE_STARTING,
       "open",
       Date(2036, 1, 1)},
      {"an authorization is, by its last day",
       "us.right_to_work",
       "US-CA",
       "EOR",
       {{"us.i9_until", end}},
       v1::GATE_STARTING,
       "closed i9 EXPIRED",
       end + 1},
      {"contracts are concluded before the I-9 is due",
       "us.right_to_work",
       "US",
       "EOR",
       {},
       v1::GATE_CONTRACTING,
       "open"},
      {"independent contractors show no I-9 (8 CFR 274a.1)",
       "us.right_to_work",
       "US",
       "AOR",
       {},
       v1::GATE_STARTING,
       "open"},
      {"a fee waits for W-9 or W-8",
       "us.contractor",
       "US",
       "AOR",
       {},
       v1::GATE_FEE,
       "closed tax_form MISSING determination NOT_DETERMINED"},
      {"either does",
       "us.contractor",
       "US",
       "AOR",
       {{"us.w8", Date(2029, 12, 31)}},
       v1::GATE_FEE,
       "closed determination NOT_DETERMINED",
       Date(2029, 12, 31)},
      {"in Quebec as in Canada (IRPA s. 30)",
       "ca.right_to_work",
       "CA-QC",
       "TEMP",
       {{"ca.work_permit", end}},
       v1::GATE_BILLING,
       "closed permit EXPIRED",
       end + 1},
      {"California is not Canada",
       "ca.right_to_work",
       "US-CA",
       "TEMP",
       {},
       v1::GATE_STARTING,
       "open"},
      {"a small supplier states it each year (ETA s. 148)",
       "ca.contractor",
       "CA",
       "AOR",
       {{"ca.small_supplier", Date(2026, 12, 31)}},
       v1::GATE_FEE,
       "closed gst EXPIRED determination NOT_DETERMINED",
       Date(2027, 1, 1)},
      {"a registration lasts",
       "ca.contractor",
       "CA",
       "AOR",
       {{"ca.gst_registration", {}}},
       v1::GATE_FEE,
       "closed determination NOT_DETERMINED",
       Date(2027, 1, 1)},
  };
  for (const Case& one : kCases) EXPECT_EQ(Answer(**rules, one), one.answer) << one.says;
}
}  // namespace
}  // namespace aor::credentials
