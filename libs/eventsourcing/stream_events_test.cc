#include "libs/eventsourcing/stream_events.h"

#include <gtest/gtest.h>

namespace aor::eventsourcing {
namespace {
std::string Seen(const std::string& commit, const std::string& stream) {
  std::string seen;
  const bool whole =
      ForEachEvent(commit, stream, [&](const auto& event) { seen += event.event_id() + " "; });
  return whole ? seen : "broken after " + seen;
}

eventlog::v1::Commit Sample() {
  eventlog::v1::Commit commit;
  commit.set_log("payroll");
  commit.set_sequence(7);
  for (const char* name : {"slip-1", "slip-10", "slip-2", "slip-1"}) {
    auto& stream = *commit.add_streams();
    stream.set_name(name);
    stream.set_expected_version(3);
    for (const char* event : {"a", "b"})
      stream.add_events()->set_event_id(std::string(name) + event);
  }
  commit.add_guards()->set_name("slip-1");
  commit.set_reason("late");
  return commit;
}

TEST(StreamEventsTest, FindsAStreamAmongOthersByItsWholeName) {
  const auto bytes = Sample().SerializeAsString();
  EXPECT_EQ(Seen(bytes, "slip-2"), "slip-2a slip-2b ");
  EXPECT_EQ(Seen(bytes, "slip-1"), "slip-1a slip-1b slip-1a slip-1b ");
  EXPECT_EQ(Seen(bytes, "slip-10"), "slip-10a slip-10b ");
  EXPECT_EQ(Seen(bytes, "slip"), "");
}

TEST(StreamEventsTest, ACutCommitIsNone) {
  const auto bytes = Sample().SerializeAsString();
  EXPECT_EQ(Seen(bytes.substr(0, bytes.size() - 2), "none"), "broken after ");
  EXPECT_EQ(Seen("no commit at all", "none"), "broken after ");
}
}  // namespace
}  // namespace aor::eventsourcing
