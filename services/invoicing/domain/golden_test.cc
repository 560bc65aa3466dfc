// One stored sample of every event: what is in the logs today can be read for ever.
#include "libs/eventsourcing/testing/golden.h"

#include <gtest/gtest.h>

#include "services/invoicing/domain/billed.h"
#include "services/invoicing/domain/exemption.h"
#include "services/invoicing/domain/invoice.h"
#include "services/invoicing/domain/order_decision.h"
#include "services/invoicing/domain/series.h"
#include "services/invoicing/domain/supplier.h"

namespace aor::invoicing {
namespace {
using eventsourcing::CheckSamples;

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  CheckSamples<invoice::State, invoice::Event>(GOLDEN "/invoice");
  CheckSamples<series::State, series::Event>(GOLDEN "/series");
  CheckSamples<billed::State, billed::Event>(GOLDEN "/billed");
  CheckSamples<supplier::State, supplier::Event>(GOLDEN "/supplier");
  CheckSamples<order_decision::State, order_decision::Event>(GOLDEN "/order_decision");
  CheckSamples<exemption::State, exemption::Event>(GOLDEN "/exemption");
}

TEST(GoldenTest, AnEventOfANewerReleaseStopsTheFold) {
  EXPECT_THROW(Evolve(invoice::State{}, invoice::Event{}), std::runtime_error);
  EXPECT_THROW(Evolve(series::State{}, series::Event{}), std::runtime_error);
  EXPECT_THROW(Evolve(billed::State{}, billed::Event{}), std::runtime_error);
  EXPECT_THROW(Evolve(supplier::State{}, supplier::Event{}), std::runtime_error);
  EXPECT_THROW(Evolve(order_decision::State{}, order_decision::Event{}), std::runtime_error);
  EXPECT_THROW(Evolve(exemption::State{}, exemption::Event{}), std::runtime_error);
}
}  // namespace
}  // namespace aor::invoicing
