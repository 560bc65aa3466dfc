// The organisation's own rules, asked: levels, tariffs, papers, months. Data that was checked when
// it was loaded.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aor/missions/v1/missions_events.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::missions {
// How somebody is paid, from a day on.
struct Payee {
  v1::SupplierKind kind = v1::SUPPLIER_KIND_UNSPECIFIED;
  std::string supplier_id, country;
};

class Rules {
 public:
  explicit Rules(v1::MissionRules rules) : rules_(std::move(rules)) {}
  const v1::MissionRules& data() const { return rules_; }
  const v1::Settings& settings() const { return rules_.settings(); }

  // Null for a kind that no row names.
  const v1::OpportunityKind* KindOf(const std::string& opportunity_kind) const;
  bool IsLevel(const std::string& level) const;
  // The higher of two; an empty one is none.
  bool IsHigher(const std::string& level, const std::string& other) const;
  // The lowest that is let into the role; empty: nobody is.
  std::string LevelFor(v1::MissionRole role, v1::ClientType client) const;
  bool Admits(v1::MissionRole role, v1::ClientType client, const std::string& level) const;
  bool NeedsParticipants(v1::ClientType client) const;

  // The most particular row of the day; null: none fits.
  const v1::Tariff* TariffOn(calendar::Date day, v1::MissionRole role, v1::SessionKind session,
                             v1::ClientType client, v1::SupplierKind supplier) const;
  v1::FeePaper PaperFor(const std::string& opportunity_kind, const Payee& payee) const;

  calendar::Date DayOf(calendar::Instant now) const;
  std::string MonthOf(calendar::Instant now) const;  // 2026-10, in the organisation's zone
  // The first day of the month after.
  calendar::Date NextRequestOn(calendar::Instant now) const;
  calendar::Date PaidBy(calendar::Instant requested) const;

 private:
  const v1::MissionRules rules_;
};

v1::MissionRole RoleIn(v1::SessionKind kind);
// How much a row says: the number of its conditions.
int Conditions(const v1::Tariff& tariff);
}  // namespace aor::missions
