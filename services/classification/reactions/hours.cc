#include "services/classification/reactions/hours.h"

#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/money/money.h"
#include "services/classification/api/comparing.h"

namespace aor::classification {
namespace {
using timesheet::v1::Measured;

Measured MeasuredIn(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<timesheet::v1::WeekEvent>(happened.event)
      .hours_approved()
      .measured();
}

// Supplements are counted beside the hours that they are for.
SeeWeek SeeingOf(const Measured& measured) {
  SeeWeek command;
  command.facts.set_contract_id(measured.contract_id());
  *command.facts.mutable_monday() = measured.week_start();
  int64_t seconds = 0;
  money::Decimal days;
  for (const auto& line : measured.lines()) {
    if (line.category() == timesheet::v1::CATEGORY_BASE ||
        line.category() == timesheet::v1::CATEGORY_EXTRA_WORK)
      seconds += line.time().seconds();
    if (line.category() == timesheet::v1::CATEGORY_DAY)
      days = days + money::FromProto(line.quantity());
  }
  command.facts.mutable_worked()->set_seconds(seconds);
  *command.facts.mutable_days() = money::ToProto(days);
  return command;
}
}  // namespace

// A contractor works by no agreement's time rules. Whose contract it is may be seen later than its
// hours: the two logs come in any order.
std::vector<std::string> Hours::KeysOf(const eventsourcing::Happened& happened) const {
  if (happened.event.type() != "aor.timesheet.v1.WeekEvent/hours_approved") return {};
  const auto measured = MeasuredIn(happened);
  if (measured.time_rules() != "NONE" || !measured.has_week_start()) return {};
  return {measured.worker_id()};
}

void Hours::React(const eventsourcing::Happened& happened, const std::string& worker,
                  eventsourcing::Transaction& transaction) {
  const std::string stream = SeenStream(worker);
  const auto events =
      Decide(transaction.Fold<Seen, v1::SeenEvent>(stream), SeeingOf(MeasuredIn(happened)));
  if (events.empty()) return;
  transaction.Append<Seen, v1::SeenEvent>(stream, events);
  CompareAll(transaction, worker, *books_);
}
}  // namespace aor::classification
