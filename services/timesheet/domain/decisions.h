// The rules, one function for each command; Decide in week.h chooses among them.
#pragma once

#include "services/timesheet/domain/week.h"

namespace aor::timesheet {
Decision On(const Week& week, const RecordEntries& command);
Decision On(const Week& week, const CorrectEntry& command);
Decision On(const Week& week, const ReverseEntry& command);
Decision On(const Week& week, const ConfirmOvertime& command);
Decision On(const Week& week, const DeclareComplete& command);
Decision On(const Week& week, const ApproveHours& command);
Decision On(const Week& week, const ContestHours& command);
Decision On(const Week& week, const DecideContest& command);
Decision On(const Week& week, const VerifyHours& command);
Decision On(const Week& week, const ReachHoursDue& command);

// Events that follow one another: each is decided on a week that knows those before.
class Story {
 public:
  explicit Story(const Week& week) : week_(week) {}
  void Tell(Event event) {
    week_ = Evolve(std::move(week_), event);
    events_.push_back(std::move(event));
  }
  const Week& week() const { return week_; }
  std::vector<Event> Events() && { return std::move(events_); }

 private:
  Week week_;
  std::vector<Event> events_;
};
// The client's own hours need no second step.
void ApproveClientsOwn(Story& story, const Asked& asked, const ContractId& contract);
}  // namespace aor::timesheet
