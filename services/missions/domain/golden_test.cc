// One stored sample of every event: what is in the logs today can be read for ever.
#include "libs/eventsourcing/testing/golden.h"

#include <gtest/gtest.h>

#include "services/missions/domain/complaint.h"
#include "services/missions/domain/facilitator.h"
#include "services/missions/domain/mission.h"
#include "services/missions/domain/quality.h"
#include "services/missions/domain/roll.h"

namespace aor::missions {
namespace {
using eventsourcing::CheckSamples;

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  CheckSamples<Mission, Event>(GOLDEN "/mission");
  CheckSamples<roll::Roll, roll::Event>(GOLDEN "/roll");
  CheckSamples<quality::Quality, quality::Event>(GOLDEN "/quality");
  CheckSamples<complaint::Complaint, complaint::Event>(GOLDEN "/complaint");
  CheckSamples<facilitator::Facilitator, facilitator::Event>(GOLDEN "/facilitator");
}
}  // namespace
}  // namespace aor::missions
