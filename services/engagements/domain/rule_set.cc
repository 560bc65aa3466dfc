#include "services/engagements/domain/rule_set.h"

#include <algorithm>

#include "services/engagements/domain/ratio.h"

namespace aor::engagements {
namespace {
// Of a row: does it hold on the day of work, as known then?
bool Holds(const Provenance& row, const Question& question) {
  return row.status != RuleStatus::kProposed && row.recorded <= question.known_on &&
         row.valid_from <= question.work_date &&
         (!row.valid_to || question.work_date <= *row.valid_to);
}

// The row that was learned last and, of these, holds since the latest day.
bool IsNewer(const Provenance& a, const Provenance& b) {
  return std::pair(a.recorded, a.valid_from) > std::pair(b.recorded, b.valid_from);
}

const Agreement* FindAgreement(const RuleSet& rules, const Question& question,
                               const std::string& cba_id) {
  const Agreement* found = nullptr;
  for (const Agreement& row : rules.agreements) {
    if (row.cba_id != cba_id || !LiesIn(question.jurisdiction, row.place)) continue;
    if (!Holds(row.provenance, question)) continue;
    if (!found || IsNewer(row.provenance, found->provenance)) found = &row;
  }
  return found;
}

// Follows the agreements that do not go first to the one that holds.
const Agreement* WhatHolds(const RuleSet& rules, const Question& question) {
  const Agreement* agreement = FindAgreement(rules, question, question.cba_id);
  for (size_t steps = 0; agreement && !agreement->goes_first && steps < rules.agreements.size();
       ++steps)
    agreement = FindAgreement(rules, question, agreement->falls_back_to);
  return agreement;
}

// How specific the row is for the site: the length of its most specific place, 0 for none.
size_t Specific(const MinimumWage& row, const std::string& jurisdiction) {
  size_t longest = 0;
  for (const std::string& place : row.places)
    if (LiesIn(jurisdiction, place)) longest = std::max(longest, place.size());
  return longest;
}

const MinimumWage* FindMinimum(const RuleSet& rules, const Question& question,
                               const std::string& cba_id) {
  const MinimumWage* found = nullptr;
  for (const MinimumWage& row : rules.minimum_wages) {
    const size_t specific = Specific(row, question.jurisdiction);
    const bool skill = row.skill == v1::SKILL_UNSPECIFIED || row.skill == question.skill;
    if (row.cba_id != cba_id || !specific || !skill || !Holds(row.provenance, question)) continue;
    const size_t best = found ? Specific(*found, question.jurisdiction) : 0;
    if (specific > best || (specific == best && IsNewer(row.provenance, found->provenance)))
      found = &row;
  }
  return found;
}

bool IsFor(const Supplement& row, v1::Unit unit) {
  return row.units.empty() ||
         std::find(row.units.begin(), row.units.end(), unit) != row.units.end();
}

std::vector<Step> FindSupplements(const RuleSet& rules, const Question& question,
                                  const std::string& cba_id) {
  std::map<uint32_t, const Supplement*> by_order;
  for (const Supplement& row : rules.supplements) {
    if (row.cba_id != cba_id || !IsFor(row, question.unit)) continue;
    if (!Holds(row.provenance, question)) continue;
    const Supplement*& place = by_order[row.order];
    if (!place || IsNewer(row.provenance, place->provenance)) place = &row;
  }
  std::vector<Step> steps;
  for (const auto& [order, row] : by_order)
    steps.push_back({row->code, row->percent, row->provenance.source,
                     std::string(Words(row->provenance.status))});
  return steps;
}

std::vector<Step> FindCharges(const RuleSet& rules, const Question& question) {
  std::map<std::string, const EmployerCharge*> by_code;
  for (const EmployerCharge& row : rules.charges) {
    if (row.charge_set_id != question.charge_set_id) continue;
    if (!LiesIn(question.jurisdiction, row.place) || !Holds(row.provenance, question)) continue;
    const EmployerCharge*& best = by_code[row.code];
    const bool wins = !best || row.place.size() > best->place.size() ||
                      (row.place == best->place && IsNewer(row.provenance, best->provenance));
    if (wins) best = &row;
  }
  std::vector<Step> steps;
  for (const auto& [code, row] : by_code)
    steps.push_back({row->code, row->percent, row->provenance.source,
                     std::string(Words(row->provenance.status))});
  return steps;
}

// Takes off the supplements that the figure counts in, and rounds up: a base wage of a
// cent less would lie below the figure.
money::Decimal WithoutCounted(const money::Decimal& figure, const MinimumWage& row,
                              const std::vector<Step>& supplements) {
  if (row.counts.empty()) return figure;
  Ratio base(figure);
  for (const Step& step : supplements) {
    if (std::find(row.counts.begin(), row.counts.end(), step.code) == row.counts.end()) continue;
    base = base / (Ratio::Of(1, 1) + Ratio(step.percent) / Ratio::Of(100, 1));
  }
  return base.RoundedUp(std::max(figure.scale, 2u));
}

Floor FloorOf(const MinimumWage& row, const std::vector<Step>& supplements) {
  Floor floor{WithoutCounted(row.per_hour, row, supplements), std::nullopt, row.provenance.source,
              std::string(Words(row.provenance.status)), row.currency};
  if (row.per_month) floor.per_month = WithoutCounted(*row.per_month, row, supplements);
  return floor;
}
}  // namespace

std::string_view Words(RuleStatus status) {
  switch (status) {
    case RuleStatus::kInForce: return "in force";
    case RuleStatus::kProposed: return "proposed";
    case RuleStatus::kRepealed: return "repealed";
    case RuleStatus::kUnverified: return "unverified";
  }
  return "unverified";
}

bool LiesIn(std::string_view part, std::string_view place) {
  if (place.empty() || !part.starts_with(place)) return false;
  return part.size() == place.size() || part[place.size()] == '-';
}

Basis FindBasis(const RuleSet& rules, const Question& question) {
  Basis basis;
  basis.question = question;
  basis.rule_version = rules.version;
  const Agreement* agreement = WhatHolds(rules, question);
  basis.agreement_known = question.cba_id.empty() || agreement;
  basis.charges = FindCharges(rules, question);
  basis.charges_known = question.charge_set_id.empty() || !basis.charges.empty();
  const MinimumWage* agreed = nullptr;
  if (agreement) {
    basis.time_rules = agreement->time_rules;
    basis.supplements = FindSupplements(rules, question, agreement->cba_id);
    agreed = FindMinimum(rules, question, agreement->cba_id);
  }
  const MinimumWage* law = FindMinimum(rules, question, "");
  basis.wage_table_loaded = !agreement || agreed || (agreement->wages_by_law && law);
  if (agreed) basis.floor = FloorOf(*agreed, basis.supplements);
  if (!law) return basis;
  const Floor legal = FloorOf(*law, basis.supplements);
  if (!basis.floor || basis.floor->per_hour < legal.per_hour) basis.floor = legal;
  return basis;
}

std::map<std::string, const Agreement*> AgreementsAt(const RuleSet& rules,
                                                     const std::string& jurisdiction,
                                                     calendar::Date work_date,
                                                     calendar::Date known_on) {
  const Question question{jurisdiction, {}, {}, v1::UNIT_HOUR, work_date, known_on};
  std::map<std::string, const Agreement*> found;
  for (const Agreement& row : rules.agreements)
    if (const Agreement* holds = FindAgreement(rules, question, row.cba_id))
      found[row.cba_id] = holds;
  return found;
}

std::optional<DurationLimit> FindLimit(const RuleSet& rules, const std::string& jurisdiction,
                                       v1::EngagementKind kind, calendar::Date work_date,
                                       calendar::Date known_on) {
  const Question question{jurisdiction,  {},        v1::SKILL_UNSPECIFIED,
                          v1::UNIT_HOUR, work_date, known_on};
  std::optional<DurationLimit> found;
  for (const DurationLimit& row : rules.limits) {
    if (row.kind != kind || !LiesIn(jurisdiction, row.place)) continue;
    if (!Holds(row.provenance, question)) continue;
    if (!found || IsNewer(row.provenance, found->provenance)) found = row;
  }
  return found;
}
}  // namespace aor::engagements
