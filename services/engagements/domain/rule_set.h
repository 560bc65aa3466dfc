// Agreements, minimum wages, supplements and charges as data, and what holds at a place
// on a day of work.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aor/engagements/v1/engagements_events.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/money/money.h"

namespace aor::engagements {
enum class RuleStatus { kInForce, kProposed, kRepealed, kUnverified };
std::string_view Words(RuleStatus status);  // "in force", "unverified", …

struct Provenance {
  calendar::Date valid_from;
  std::optional<calendar::Date> valid_to;  // last day
  calendar::Date recorded;                 // since when it is known
  std::string source;
  RuleStatus status = RuleStatus::kUnverified;
};
struct Agreement {
  std::string cba_id, name, place, currency, time_rules, falls_back_to;
  bool wages_by_law = false;
  bool goes_first = false;  // declared binding for its branch, or listed in Annex 1
  Provenance provenance;
};
struct MinimumWage {
  std::string cba_id;  // empty: the law
  std::vector<std::string> places;
  v1::Skill skill = v1::SKILL_UNSPECIFIED;  // unspecified: any
  money::Decimal per_hour;
  std::optional<money::Decimal> per_month;
  std::vector<std::string> counts;  // supplements inside the figure
  Provenance provenance;
  std::string currency;
};
struct Supplement {
  std::string cba_id, code;
  uint32_t order = 0;
  money::Decimal percent;
  std::vector<v1::Unit> units;  // empty: any
  Provenance provenance;
};
struct EmployerCharge {
  std::string place, code;
  money::Decimal percent;
  Provenance provenance;
  std::string charge_set_id = {};  // empty: of what is usual at the place
};
struct ChargeSet {
  std::string charge_set_id, title, place;
};
struct DurationLimit {
  std::string place;
  v1::EngagementKind kind = v1::ENGAGEMENT_KIND_UNSPECIFIED;
  uint32_t max_months = 0, max_extensions = 0;
  Provenance provenance;
};
struct RuleSet {
  std::string version;  // hash of the content
  std::vector<Agreement> agreements;
  std::vector<MinimumWage> minimum_wages;
  std::vector<Supplement> supplements;
  std::vector<EmployerCharge> charges;
  std::vector<ChargeSet> charge_sets;
  std::vector<DurationLimit> limits;
};

// Where and when the work is done, and as known on which day.
struct Question {
  std::string jurisdiction;  // of the site: CH-GE, FR
  std::string cba_id;        // chosen; empty: the law alone
  v1::Skill skill = v1::SKILL_UNSPECIFIED;
  v1::Unit unit = v1::UNIT_HOUR;
  calendar::Date work_date;
  calendar::Date known_on;
  std::string charge_set_id = {};  // chosen; empty: what is usual at the place
};

// What the rules answer: facts for a decision, copied into its events.
struct Step {  // of the cascade or the charges
  std::string code;
  money::Decimal percent;
  std::string source, verification;
};
struct Floor {
  money::Decimal per_hour;  // of the base wage, supplements that count in taken off
  std::optional<money::Decimal> per_month;
  std::string source, verification;
  std::string currency;
};
struct Basis {
  Question question;
  std::string rule_version;
  bool agreement_known = true;
  bool charges_known = true;
  bool wage_table_loaded = true;  // of the agreement that holds
  std::string time_rules;
  std::vector<Step> supplements, charges;  // in order
  std::optional<Floor> floor;
};

// The wage cascade: the chosen agreement where it is binding or listed in Annex 1, else
// what it falls back to; and the law of country and canton where that is higher.
Basis FindBasis(const RuleSet& rules, const Question& question);
// The longest duration and the number of extensions; nothing where no rule is loaded.
std::optional<DurationLimit> FindLimit(const RuleSet& rules, const std::string& jurisdiction,
                                       v1::EngagementKind kind, calendar::Date work_date,
                                       calendar::Date known_on);
// The agreements that hold somewhere on a day, by id.
std::map<std::string, const Agreement*> AgreementsAt(const RuleSet& rules,
                                                     const std::string& jurisdiction,
                                                     calendar::Date work_date,
                                                     calendar::Date known_on);
// Is `place` the whole or a part of it: CH-GE lies in CH.
bool LiesIn(std::string_view part, std::string_view place);
}  // namespace aor::engagements
