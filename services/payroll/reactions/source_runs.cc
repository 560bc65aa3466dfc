#include "services/payroll/reactions/source_runs.h"

#include "aor/operations/v1/run_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/operations/run.h"

namespace aor::payroll {
namespace {
namespace run = operations::run;
using operations::v1::RunEvent;
constexpr char kOpened[] = "aor.operations.v1.RunEvent/run_opened";
constexpr char kClosed[] = "aor.operations.v1.RunEvent/run_closed";

RunEvent EventIn(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<RunEvent>(happened.event);
}
}  // namespace

std::vector<std::string> SourceRuns::KeysOf(const eventsourcing::Happened& happened) const {
  if (happened.event.type() == kOpened) return {EventIn(happened).run_opened().legal_entity_id()};
  if (happened.event.type() == kClosed) return {EventIn(happened).run_closed().legal_entity_id()};
  return {};
}

void SourceRuns::React(const eventsourcing::Happened& happened, const std::string&,
                       eventsourcing::Transaction& transaction) {
  const auto event = EventIn(happened);
  const run::Command command =
      event.has_run_opened()
          ? run::Command(run::Open{event.run_opened()})
          : run::Command(run::Close{event.run_closed().run_id(), event.run_closed().outcome(),
                                    event.run_closed().detail()});
  const std::string& id =
      event.has_run_opened() ? event.run_opened().run_id() : event.run_closed().run_id();
  eventsourcing::Insist(eventsourcing::DecideOn<run::Run, run::Event, run::Command>(
                            transaction, run::StreamOf(id), command),
                        run::StreamOf(id));
}
}  // namespace aor::payroll
