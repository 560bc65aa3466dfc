// Contracts and rules that the tests of the domain share.
#pragma once

#include "services/timesheet/domain/contract.h"

namespace aor::timesheet::sample {
using namespace std::chrono_literals;

inline std::shared_ptr<const TimeRules> Gav() {
  TimeRules rules{"GAV-PERSONALVERLEIH", "g1", "2026f", 9h + 30min, 45h,
                  {{{}, {25, 0}}},       {},   {25, 0}};
  rules.windows = {
      {v1::CATEGORY_NIGHT, {25, 0}, Window::On::kEveryDay, -1h, 6h},
      {v1::CATEGORY_SUNDAY, {50, 0}, Window::On::kSundays, -1h, 23h},
      {v1::CATEGORY_PUBLIC_HOLIDAY, {50, 0}, Window::On::kPublicHolidays, 0h, 24h},
  };
  rules.cumulation = Cumulation::kHighest;
  return std::make_shared<const TimeRules>(rules);
}
inline std::shared_ptr<const TimeRules> French() {
  TimeRules rules{"FR-35H", "f1", "2026f", {}, 35h, {{8h, {25, 0}}, {{}, {50, 0}}}, {}, {}};
  rules.windows = {
      {v1::CATEGORY_PUBLIC_HOLIDAY, {}, Window::On::kPublicHolidays, 0h, 24h},
      {v1::CATEGORY_PUBLIC_HOLIDAY, {100, 0}, Window::On::kPublicHolidays, 0h, 24h, 5, 1}};
  rules.paid_holidays = {100, 0};
  return std::make_shared<const TimeRules>(rules);
}
inline std::shared_ptr<const TimeRules> None() {
  return std::make_shared<const TimeRules>(TimeRules{"NONE", "n1", "2026f", {}, {}, {}, {}, {}});
}

inline Contract Geneva(const char* id, std::shared_ptr<const TimeRules> rules = Gav()) {
  Contract contract;
  contract.id = {id};
  contract.client = {"acme"};
  contract.employer = {"geneva"};
  contract.zone = "Europe/Zurich";
  contract.holidays = "CH-GE";
  contract.start = calendar::Date{2026, 1, 1};
  contract.is_signed = true;
  contract.daily = 8h;
  contract.weekly = 40h;
  contract.rules = std::move(rules);
  return contract;
}
inline Contract Lyon(const char* id) {
  Contract contract = Geneva(id, French());
  contract.employer = {"lyon"};
  contract.zone = "Europe/Paris";
  contract.holidays = "FR";
  return contract;
}
}  // namespace aor::timesheet::sample
