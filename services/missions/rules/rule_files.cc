#include "services/missions/rules/rule_files.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include <algorithm>
#include <set>

namespace aor::missions {
namespace {
const RuleFiles& Embedded() {
  static const auto& files = *new RuleFiles{
#include "mission_rules.inc"
  };
  return files;
}

using calendar::Date;

// The days on which a tariff holds, both included.
struct Period {
  Date from, to;
};
constexpr Date kForEver(9999, 12, 31);

bool IsDated(const v1::Tariff& tariff) {
  return calendar::IsDate(tariff.valid_from()) &&
         (!tariff.has_valid_to() || calendar::IsDate(tariff.valid_to()));
}
Period PeriodOf(const v1::Tariff& tariff) {
  return {calendar::FromProto(tariff.valid_from()),
          tariff.has_valid_to() ? calendar::FromProto(tariff.valid_to()) : kForEver};
}

// On each of these days one of the tariffs holds, whichever.
bool Cover(const std::vector<Period>& tariffs, const Period& wanted) {
  Date uncovered = wanted.from;
  for (bool grows = true; grows && uncovered <= wanted.to;) {
    grows = false;
    for (const Period& period : tariffs) {
      if (period.from > uncovered || period.to < uncovered) continue;
      if (period.to == kForEver) return true;
      uncovered = period.to + 1;
      grows = true;
    }
  }
  return uncovered > wanted.to;
}

// What is wrong with the rules as a whole.
class Checking {
 public:
  Checking(const v1::MissionRules& rules, calendar::Instant now) : rules_(rules), now_(now) {}
  std::vector<std::string> Problems() {
    CheckSettings();
    CheckKinds();
    CheckLevels();
    for (int i = 0; i < rules_.tariffs_size(); ++i) CheckTariff(i);
    CheckCoordination();
    return std::move(problems_);
  }

 private:
  void Demand(bool holds, const std::string& sentence) {
    if (!holds) problems_.push_back(sentence);
  }

  void CheckSettings() {
    const auto& settings = rules_.settings();
    Demand(calendar::IsZone(settings.zone()), "settings: zone is no IANA time zone");
    Demand(settings.country().size() == 2, "settings: country is missing");
    const std::set<std::string> places = {"CH-GE", "EU-TARGET"};
    Demand(places.contains(settings.bank_place()), "settings: bank_place is CH-GE or EU-TARGET");
    Demand(settings.late_cancellation_percent() <= 100,
           "settings: late_cancellation_percent is at most 100");
    Demand(settings.payment_days() <= 366, "settings: payment_days is at most 366");
    Demand(settings.coordination_split() != v1::COORDINATION_SPLIT_UNSPECIFIED,
           "settings: coordination_split is missing");
    Demand(!settings.source().empty(), "settings: source is missing");
  }

  void CheckKinds() {
    std::set<std::string> kinds;
    Demand(!rules_.opportunity_kinds().empty(), "opportunity_kinds: there is none");
    for (const auto& kind : rules_.opportunity_kinds()) {
      Demand(!kind.kind().empty() && kinds.insert(kind.kind()).second,
             absl::StrCat("opportunity_kinds: ", kind.kind(), " is nameless or named twice"));
      Demand(!kind.source().empty(),
             absl::StrCat("opportunity_kinds: ", kind.kind(), " has no source"));
    }
  }

  void CheckLevels() {
    const std::set<std::string> levels(rules_.levels().begin(), rules_.levels().end());
    Demand(!levels.empty() && static_cast<int>(levels.size()) == rules_.levels_size(),
           "levels: there is none, or one is named twice");
    std::set<std::pair<int, int>> demands;
    for (const auto& demand : rules_.level_demands()) {
      const std::string name = absl::StrCat("level_demands: ", v1::MissionRole_Name(demand.role()),
                                            " at ", v1::ClientType_Name(demand.client_type()));
      Demand(levels.contains(demand.level()), name + " asks for a level that is none");
      Demand(!demand.source().empty(), name + " has no source");
      Demand(demands.insert({demand.role(), demand.client_type()}).second, name + " stands twice");
    }
    for (int client = v1::ClientType_MIN + 1; client <= v1::ClientType_MAX; ++client)
      for (const auto role :
           {v1::MISSION_ROLE_COORDINATOR, v1::MISSION_ROLE_FACILITATOR, v1::MISSION_ROLE_TRAINER})
        Demand(demands.contains({role, client}),
               absl::StrCat("level_demands: none for ", v1::MissionRole_Name(role), " at ",
                            v1::ClientType_Name(static_cast<v1::ClientType>(client))));
  }

  // The days on which both hold; none: it ends before it begins.
  static Period Both(const v1::Tariff& a, const v1::Tariff& b) {
    return {std::max(PeriodOf(a).from, PeriodOf(b).from), std::min(PeriodOf(a).to, PeriodOf(b).to)};
  }
  // Both may be asked about one fee, and neither says more.
  static bool Compete(const v1::Tariff& a, const v1::Tariff& b) {
    const auto meet = [](int mine, int other) { return mine == 0 || other == 0 || mine == other; };
    return a.role() == b.role() && meet(a.session_kind(), b.session_kind()) &&
           meet(a.client_type(), b.client_type()) && meet(a.supplier_kind(), b.supplier_kind()) &&
           Conditions(a) == Conditions(b) && Both(a, b).from <= Both(a, b).to;
  }

  // Others say what holds where both would, on each day on which both do.
  bool IsSettled(const v1::Tariff& a, const v1::Tariff& b) const {
    const auto both = [](int mine, int other) { return mine == 0 ? other : mine; };
    std::vector<Period> settled;
    for (const auto& third : rules_.tariffs())
      if (third.role() == a.role() && Conditions(third) > Conditions(a) && IsDated(third) &&
          third.session_kind() == both(a.session_kind(), b.session_kind()) &&
          third.client_type() == both(a.client_type(), b.client_type()) &&
          third.supplier_kind() == both(a.supplier_kind(), b.supplier_kind()))
        settled.push_back(PeriodOf(third));
    return Cover(settled, Both(a, b));
  }

  void CheckTariff(int index) {
    const auto& tariff = rules_.tariffs(index);
    const std::string name = absl::StrCat("tariffs: number ", index + 1);
    Demand(tariff.role() != v1::MISSION_ROLE_UNSPECIFIED, name + " has no role");
    Demand(tariff.role() != v1::MISSION_ROLE_COORDINATOR ||
               tariff.session_kind() == v1::SESSION_KIND_UNSPECIFIED,
           name + " is of one session kind, which a coordination is not paid by: leave it out");
    Demand(tariff.amount().currency_code().size() == 3 && tariff.amount().minor_units() >= 0,
           name + " has no amount, or a negative one");
    Demand(!tariff.has_travel_at_most() ||
               tariff.travel_at_most().currency_code() == tariff.amount().currency_code(),
           name + " pays travel in another currency");
    Demand(!tariff.source().empty(), name + " has no source");
    Demand(tariff.status() != v1::TARIFF_STATUS_UNSPECIFIED, name + " has no status");
    const bool dated = IsDated(tariff);
    Demand(dated, name + " has no day from which it holds, or a last one that is none");
    if (!dated) return;
    for (int other = 0; other < index; ++other)
      if (IsDated(rules_.tariffs(other)) && Compete(tariff, rules_.tariffs(other)) &&
          !IsSettled(tariff, rules_.tariffs(other)))
        problems_.push_back(absl::StrCat(name, " and number ", other + 1,
                                         " may both be meant: say more in one of them"));
  }

  void CheckCoordination() {
    const auto& settings = rules_.settings();
    if (!settings.closing().coordination_fee() || !calendar::IsZone(settings.zone())) return;
    std::vector<Period> for_all;
    for (const auto& tariff : rules_.tariffs())
      if (tariff.role() == v1::MISSION_ROLE_COORDINATOR && Conditions(tariff) == 0 &&
          IsDated(tariff))
        for_all.push_back(PeriodOf(tariff));
    Demand(Cover(for_all, {calendar::DayAt(now_, settings.zone()), kForEver}),
           "tariffs: none for every coordinator from today on, without an end: closing could not "
           "say the fee");
  }

  const v1::MissionRules& rules_;
  const calendar::Instant now_;
  std::vector<std::string> problems_;
};
}  // namespace

absl::StatusOr<RuleFiles> ReadRuleFiles() {
  const std::string folder = rule_text::GivenFolder("missions");
  if (folder.empty()) return Embedded();
  return rule_text::ReadFolder(folder, [](std::string_view) { return true; });
}

absl::StatusOr<std::shared_ptr<const Rules>> ParseRules(const RuleFiles& files,
                                                        calendar::Instant now) {
  v1::MissionRules all;
  for (const auto& file : files) {
    v1::MissionRules rules;
    if (auto parsed = rule_text::Parse(file, rules, nullptr); !parsed.ok()) return parsed;
    if (all.has_settings() && rules.has_settings())
      return absl::InvalidArgumentError(file.name + ": settings stand in another file already");
    all.MergeFrom(rules);
  }
  const auto problems = Checking(all, now).Problems();
  if (!problems.empty()) return absl::InvalidArgumentError(absl::StrJoin(problems, "\n"));
  return std::make_shared<const Rules>(std::move(all));
}
}  // namespace aor::missions
