// One stored sample of every event: what is in the logs today can be read for ever.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "services/invoicing/domain/billed.h"
#include "services/invoicing/domain/invoice.h"
#include "services/invoicing/domain/series.h"
#include "services/invoicing/domain/supplier.h"

namespace aor::invoicing {
namespace {
// Parses and folds <aggregate>.<event>.txtpb of every event of the message.
template <class State, class Event>
void CheckSamples(const std::string& aggregate) {
  const auto* kinds = Event::descriptor()->oneof_decl(0);
  for (int i = 0; i < kinds->field_count(); ++i) {
    const std::string file = GOLDEN "/" + aggregate + "." + kinds->field(i)->name() + ".txtpb";
    std::ifstream stream(file);
    ASSERT_TRUE(stream) << "no sample: " << file;
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    Event event;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event)) << file;
    EXPECT_EQ(static_cast<int>(event.kind_case()), kinds->field(i)->number()) << file;
    EXPECT_NO_THROW(Evolve(State{}, event)) << file;
    Event stored;
    ASSERT_TRUE(stored.ParseFromString(event.SerializeAsString()));
    EXPECT_EQ(stored.DebugString(), event.DebugString());
  }
}

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  CheckSamples<invoice::State, invoice::Event>("invoice");
  CheckSamples<series::State, series::Event>("series");
  CheckSamples<billed::State, billed::Event>("billed");
  CheckSamples<supplier::State, supplier::Event>("supplier");
}

TEST(GoldenTest, AnEventOfANewerReleaseStopsTheFold) {
  EXPECT_THROW(Evolve(invoice::State{}, invoice::Event{}), std::runtime_error);
  EXPECT_THROW(Evolve(series::State{}, series::Event{}), std::runtime_error);
  EXPECT_THROW(Evolve(billed::State{}, billed::Event{}), std::runtime_error);
  EXPECT_THROW(Evolve(supplier::State{}, supplier::Event{}), std::runtime_error);
}
}  // namespace
}  // namespace aor::invoicing
