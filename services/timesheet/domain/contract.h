// What the rules of hours need to know of a contract, as it was when asked.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/calendar/calendar.h"
#include "libs/ids/strong_id.h"
#include "services/timesheet/domain/time_rules.h"

namespace aor::timesheet {
enum class Unit { kHour, kDay, kMonth, kFixed };

struct Contract {
  ContractId id;
  ClientId client;
  LegalEntityId employer;  // day and week limits count over all contracts with the same one
  std::string zone;        // of the place of work
  std::string holidays;    // CH-GE, FR; empty where none are known
  calendar::Date start;
  std::optional<calendar::Date> end;
  bool is_signed = false;
  Unit unit = Unit::kHour;
  std::optional<std::chrono::seconds> daily, weekly;  // the schedule
  std::optional<int> tacit_approval_days;
  std::shared_ptr<const TimeRules> rules;  // nothing: named, but not installed here

  bool Covers(calendar::Date day) const { return start <= day && (!end || day <= *end); }
};
using Contracts = std::vector<Contract>;  // of one worker

// Nothing for a contract that is not there.
const Contract* Find(const Contracts& contracts, const ContractId& id);
// Monday noon on the wall after the week that begins on `monday`: hours, then, are late.
calendar::Instant HoursDue(calendar::Date monday, const std::string& zone);
// So many days after the week was complete, but counted from Monday noon at the earliest:
// silence approves nothing that is still to be worked.
calendar::Instant TacitApprovalDue(calendar::Date monday, const std::string& zone,
                                   calendar::Instant complete_since, int days);
}  // namespace aor::timesheet
