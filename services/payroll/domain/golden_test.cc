// One stored sample of every event: what is in the logs today can be read for ever.
#include "libs/eventsourcing/testing/golden.h"

#include <gtest/gtest.h>

#include "services/payroll/domain/advances.h"
#include "services/payroll/domain/batch.h"
#include "services/payroll/domain/paid.h"
#include "services/payroll/domain/payable.h"
#include "services/payroll/domain/payslip.h"

namespace aor::payroll {
namespace {
using eventsourcing::CheckSamples;

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  CheckSamples<payslip::Payslip, payslip::Event>(GOLDEN "/payslip");
  CheckSamples<paid::Paid, paid::Event>(GOLDEN "/paid");
  const auto granted = Evolve(advances::Advances{}, eventsourcing::SampleOf<advances::Event>(
                                                        GOLDEN "/advance", "part_payment_granted"));
  CheckSamples<advances::Advances, advances::Event>(GOLDEN "/advance", granted);
  CheckSamples<payable::Payable, payable::Event>(GOLDEN "/payable");
  CheckSamples<batch::Batch, batch::Event>(GOLDEN "/batch");
}
}  // namespace
}  // namespace aor::payroll
