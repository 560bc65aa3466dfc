// The stored samples of a context's events: what is in the logs today can be read for ever.
#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace aor::eventsourcing {
// The sample in the file <aggregate>.<kind>.txtpb; `aggregate` begins with the folder.
template <class Event>
Event SampleOf(const std::string& aggregate, const std::string& kind) {
  const std::string file = aggregate + "." + kind + ".txtpb";
  std::ifstream stream(file);
  EXPECT_TRUE(stream) << "no sample: " << file;
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  Event event;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event)) << file;
  return event;
}

// Every event of the message has a sample, survives being stored, and folds: onto `start`
// alone, and after the samples before it.
template <class State, class Event>
void CheckSamples(const std::string& aggregate, const State& start = {}) {
  State folded = start;
  const auto* kinds = Event::descriptor()->oneof_decl(0);
  for (int i = 0; i < kinds->field_count(); ++i) {
    SCOPED_TRACE(kinds->field(i)->name());
    const auto event = SampleOf<Event>(aggregate, kinds->field(i)->name());
    EXPECT_EQ(static_cast<int>(event.kind_case()), kinds->field(i)->number());
    EXPECT_NO_THROW(Evolve(start, event));
    EXPECT_NO_THROW(folded = Evolve(folded, event));
    Event stored;
    ASSERT_TRUE(stored.ParseFromString(event.SerializeAsString()));
    EXPECT_EQ(stored.DebugString(), event.DebugString());
  }
}
}  // namespace aor::eventsourcing
