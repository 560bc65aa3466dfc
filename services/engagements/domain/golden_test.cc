// One stored sample of every event: what is in the logs today can be read for ever.
#include "libs/eventsourcing/testing/golden.h"

#include <gtest/gtest.h>

#include "services/engagements/domain/contract.h"

namespace aor::engagements {
namespace {
using eventsourcing::CheckSamples;

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  CheckSamples<Quote, QuoteEvent>(GOLDEN "/quote");
  CheckSamples<Contract, ContractEvent>(GOLDEN "/contract");
}
}  // namespace
}  // namespace aor::engagements
