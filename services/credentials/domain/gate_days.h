// On which days a gate of one contract is known to be closed, as others were told.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aor/credentials/v1/credentials_facts.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::credentials::gate_days {
using Event = v1::GateEvent;

// In order, apart from each other; the last day of one that still lasts is Date::max().
struct Days {
  calendar::Date first, last;
  friend bool operator==(const Days&, const Days&) = default;
};
using DayList = std::vector<Days>;

// What is found now.
struct Observe {
  v1::Subject subject;
  v1::Gate gate;
  DayList closed;
  v1::GateAnswer answer = {};   // of today, or of the contract's last day
  v1::GateAnswer refusal = {};  // the last one that says no
};
struct Told {
  std::map<v1::Gate, DayList> closed;
};

// What of the stretches lies from a day to another; one that still lasts on the last has no end.
DayList ClosedIn(const std::vector<v1::Stretch>& stretches, calendar::Date first,
                 calendar::Date last);
// Nothing, or what has to be told: first what opened, then what closed.
std::vector<Event> Decide(const Told& told, const Observe& command);
Told Evolve(Told told, const Event& event);
DayList FromProto(const google::protobuf::RepeatedPtrField<v1::ClosedDays>& days);
}  // namespace aor::credentials::gate_days
