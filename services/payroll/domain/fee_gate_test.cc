#include "services/payroll/domain/fee_gate.h"

#include <gtest/gtest.h>

namespace aor::payroll {
namespace {
using calendar::Date;
Date On(int day) { return Date(2026, 10, day); }

TEST(FeeGateTest, AFeeWaitsForTheDayOfPaymentAndTheDaysOfItsWork) {
  v1::GuardedWork work;  // of 5 to 16 October
  *work.mutable_first_day() = calendar::ToProto(On(5));
  *work.mutable_last_day() = calendar::ToProto(On(16));
  const v1::GuardedWork unknown;
  const Date today = On(29);
  struct Row {
    const char* what;
    v1::GuardedWork work;
    std::vector<ClosedDays> closed;
    bool waits;
  };
  const Row rows[] = {
      {"nothing was ever closed", work, {}, false},
      {"it is closed since", work, {{On(20), {}}}, true},
      {"it closes today", work, {{today, {}}}, true},
      {"it closes today alone", work, {{today, today}}, true},
      {"it was closed between work and payment", work, {{On(17), On(28)}}, false},
      {"it was closed before", work, {{On(1), On(4)}}, false},
      {"it is closed for the first day of work", work, {{On(1), On(5)}}, true},
      {"for the last one", work, {{On(16), On(20)}}, true},
      {"for one within", work, {{On(1), On(2)}, {On(8), On(8)}}, true},
      {"it will be closed", work, {{On(30), {}}}, false},
      {"days that are not known", unknown, {{On(5), On(28)}}, false},
      {"wait for today", unknown, {{On(5), {}}}, true},
  };
  for (const Row& row : rows) EXPECT_EQ(Waits(row.work, row.closed, today), row.waits) << row.what;
}
}  // namespace
}  // namespace aor::payroll
