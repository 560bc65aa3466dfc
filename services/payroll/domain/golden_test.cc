// One stored sample of every event: what is in the logs today can be read for ever.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "services/payroll/domain/advances.h"
#include "services/payroll/domain/batch.h"
#include "services/payroll/domain/paid.h"
#include "services/payroll/domain/payable.h"
#include "services/payroll/domain/payslip.h"

namespace aor::payroll {
namespace {
// Parses <aggregate>.<event>.txtpb of every event of the message and folds them one
// after the other.
template <class State, class Event>
void CheckSamples(const std::string& aggregate) {
  State state;
  const auto* kinds = Event::descriptor()->oneof_decl(0);
  for (int i = 0; i < kinds->field_count(); ++i) {
    const std::string file = std::string(AOR_SOURCE_DIR) + "/tests/golden/payroll/" + aggregate +
                             "." + kinds->field(i)->name() + ".txtpb";
    std::ifstream stream(file);
    ASSERT_TRUE(stream) << "no sample: " << file;
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    Event event;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &event)) << file;
    EXPECT_EQ(static_cast<int>(event.kind_case()), kinds->field(i)->number()) << file;
    EXPECT_NO_THROW(state = Evolve(state, event)) << file;
    Event stored;
    ASSERT_TRUE(stored.ParseFromString(event.SerializeAsString()));
    EXPECT_EQ(stored.DebugString(), event.DebugString());
  }
}

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  CheckSamples<payslip::Payslip, payslip::Event>("payslip");
  CheckSamples<paid::Paid, paid::Event>("paid");
  CheckSamples<advances::Advances, advances::Event>("advance");
  CheckSamples<payable::Payable, payable::Event>("payable");
  CheckSamples<batch::Batch, batch::Event>("batch");
}
}  // namespace
}  // namespace aor::payroll
