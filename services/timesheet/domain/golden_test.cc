// One stored sample of every event: what is in the logs today can be read for ever.
#include "libs/eventsourcing/testing/golden.h"

#include <gtest/gtest.h>

#include "services/timesheet/domain/week.h"

namespace aor::timesheet {
namespace {
using eventsourcing::CheckSamples;

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  const Week with_entry =
      Evolve({}, eventsourcing::SampleOf<Event>(GOLDEN "/week", "entry_recorded"));
  CheckSamples<Week, Event>(GOLDEN "/week", with_entry);
}
}  // namespace
}  // namespace aor::timesheet
