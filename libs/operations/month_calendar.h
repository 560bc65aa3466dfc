// The pay calendar: by when each step of a month is to be done.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aor/operations/v1/month_status.pb.h"
#include "libs/calendar/calendar.h"

namespace aor::operations {
class MonthCalendar {
 public:
  // Throws std::logic_error for a text that is no MonthCalendar: the service must not start.
  explicit MonthCalendar(const std::string& text);
  // The one that the program was built with.
  static const MonthCalendar& Shipped();

  // By the clock on the wall of `zone`; `place` is a jurisdiction such as CH-GE or FR. Of rows that
  // fit, one that names the country comes before one for all places, then the later one. Nothing
  // for a step without a cut-off.
  std::optional<calendar::Instant> DueOf(std::string_view step, calendar::Date month,
                                         const std::string& place, const std::string& zone) const;

 private:
  v1::MonthCalendar calendar_;
};

// Whether it is late follows from `now`.
void SetDue(v1::Waiting& waiting, std::optional<calendar::Instant> due, calendar::Instant now);
void SetSince(v1::Waiting& waiting, calendar::Instant since);
}  // namespace aor::operations
