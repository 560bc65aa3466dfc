#include <gtest/gtest.h>

#include "services/timesheet/domain/sample_week.h"

namespace aor::timesheet {
namespace {
using namespace sample;

// Asked again it is another attempt, and told again: no row of a table.
TEST(GridTest, OfAGridTakenInPartWhatIsLeftOutIsTold) {
  const auto none = Shift("tue", "10-06 08:00", "10-06 08:00");
  const auto kept = Shift("wed", "10-07 08:00", "10-07 16:00");
  RecordEntries grid = Record(Worker(), {none, kept, Shift("wed", "10-07 08:00", "10-07 15:00")});
  grid.in_part = true;
  grid.places = {4, 5, 7};
  const auto decision = Decide(Week{}, grid);
  const auto& events = std::get<std::vector<Event>>(decision);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].entry_recorded().entry_id(), "wed");
  std::string left;
  for (const auto& one : events[1].entries_left_out().left())
    left += one.entry_id() + " " + one.refusal() + " " + std::to_string(one.place()) + "; ";
  EXPECT_EQ(left, "tue NO_DURATION 4; wed ENTRY_EXISTS 7; ");
}
}  // namespace
}  // namespace aor::timesheet
