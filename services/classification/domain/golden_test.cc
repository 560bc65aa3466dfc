// One stored sample of every event: what is in the logs today can be read for ever.
#include "libs/eventsourcing/testing/golden.h"

#include <gtest/gtest.h>

#include "services/classification/domain/assessment.h"
#include "services/classification/domain/preset.h"
#include "services/classification/domain/seen.h"

namespace aor::classification {
namespace {
using eventsourcing::CheckSamples;

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  CheckSamples<Assessment, Event>(GOLDEN "/assessment");
  CheckSamples<Preset, v1::PresetEvent>(GOLDEN "/preset");
  CheckSamples<Seen, v1::SeenEvent>(GOLDEN "/seen");
  CheckSamples<KeptRuleBook, v1::RuleBookEvent>(GOLDEN "/rule_book");
}
}  // namespace
}  // namespace aor::classification
