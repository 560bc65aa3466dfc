// What the rules say in the examples: the figures of October 2026, as the rule files hold them.
#pragma once

#include "services/engagements/domain/pricing.h"

namespace aor::engagements::sample {
inline Basis Geneva(v1::Skill skill = v1::SKILL_SKILLED) {
  Basis basis;
  basis.question = {"CH-GE",       "GAV-PERSONALVERLEIH",       skill,
                    v1::UNIT_HOUR, calendar::Date(2026, 10, 5), calendar::Date(2026, 10, 1)};
  basis.rule_version = "sha256:1";
  basis.time_rules = "GAV-PERSONALVERLEIH";
  basis.supplements = {{"PUBLIC_HOLIDAYS", {32, 1}, "art. 14", "in force"},
                       {"HOLIDAY_PAY", {833, 2}, "20 days", "in force"},
                       {"THIRTEENTH", {833, 2}, "1/12", "in force"}};
  basis.charges = {{"EMPLOYER_CHARGES", {16, 0}, "illustrative", "unverified"}};
  basis.floor = Floor{{2762, 2}, money::Decimal{503324, 2}, "BBl 2025 3547", "in force", "CHF"};
  return basis;
}
inline Basis France() {
  Basis basis;
  basis.question = {"FR",          "FR-TRAVAIL-TEMPORAIRE",     v1::SKILL_UNSKILLED,
                    v1::UNIT_HOUR, calendar::Date(2026, 10, 5), calendar::Date(2026, 10, 1)};
  basis.rule_version = "sha256:1";
  basis.time_rules = "FR-35H";
  basis.supplements = {{"IFM", {10, 0}, "L1251-32", "in force"},
                       {"ICCP", {10, 0}, "L1251-19", "in force"}};
  basis.charges = {{"EMPLOYER_CHARGES", {42, 0}, "illustrative", "unverified"}};
  basis.floor = Floor{{1231, 2}, money::Decimal{186702, 2}, "SMIC", "in force", "EUR"};
  return basis;
}
inline Basis NoAgreement(const char* jurisdiction) {
  Basis basis;
  basis.question = {jurisdiction,
                    "",
                    v1::SKILL_UNSPECIFIED,
                    v1::UNIT_DAY,
                    calendar::Date(2026, 10, 5),
                    calendar::Date(2026, 10, 1)};
  basis.rule_version = "sha256:1";
  return basis;
}
// 30.00 an hour, offered at 54.00.
inline Wish Electrician() {
  Wish wish;
  wish.kind = v1::ENGAGEMENT_KIND_TEMP;
  wish.currency = "CHF";
  wish.unit = v1::UNIT_HOUR;
  wish.base_wage = {3000, 2};
  wish.held = v1::HELD_TARIFF;
  wish.held_value = money::Decimal{5400, 2};
  return wish;
}
}  // namespace aor::engagements::sample
