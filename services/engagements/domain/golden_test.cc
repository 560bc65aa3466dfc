// One stored sample of every event: what is in the logs today can be read for ever.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "services/engagements/domain/contract.h"

namespace aor::engagements {
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
  }
}

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  CheckSamples<Quote, QuoteEvent>("quote");
  CheckSamples<Contract, ContractEvent>("contract");
}
}  // namespace
}  // namespace aor::engagements
