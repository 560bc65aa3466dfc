#include "services/payroll/domain/fee_gate.h"

#include <algorithm>

namespace aor::payroll {
bool Waits(const v1::GuardedWork& work, const std::vector<ClosedDays>& closed,
           calendar::Date today) {
  const auto meets = [](const ClosedDays& days, calendar::Date first, calendar::Date last) {
    return days.first <= last && (!days.last || first <= *days.last);
  };
  return std::ranges::any_of(closed, [&](const ClosedDays& days) {
    if (meets(days, today, today)) return true;
    return work.has_first_day() &&
           meets(days, calendar::FromProto(work.first_day()), calendar::FromProto(work.last_day()));
  });
}
}  // namespace aor::payroll
