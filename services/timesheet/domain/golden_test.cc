// One stored sample of every event: what is in the logs today can be read for ever.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "services/timesheet/domain/week.h"

namespace aor::timesheet {
namespace {
Event SampleOf(const std::string& kind) {
  std::ifstream stream(GOLDEN "/week." + kind + ".txtpb");
  EXPECT_TRUE(stream) << "no sample of " << kind;
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  Event event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event)) << kind;
  return event;
}

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  const Week with_entry = Evolve({}, SampleOf("entry_recorded"));
  const auto* kinds = Event::descriptor()->oneof_decl(0);
  for (int i = 0; i < kinds->field_count(); ++i) {
    const auto event = SampleOf(kinds->field(i)->name());
    EXPECT_EQ(static_cast<int>(event.kind_case()), kinds->field(i)->number());
    EXPECT_NO_THROW(Evolve(with_entry, event)) << event.DebugString();
    Event stored;
    ASSERT_TRUE(stored.ParseFromString(event.SerializeAsString()));
    EXPECT_EQ(stored.DebugString(), event.DebugString());
  }
}
}  // namespace
}  // namespace aor::timesheet
