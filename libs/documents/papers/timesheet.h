// A timesheet on paper: for those who sign by hand.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "libs/documents/papers/press.h"

namespace aor::documents {
struct TimesheetEntry {
  calendar::Date day;
  std::string from, to;  // "07:30", by the clock on the wall
  std::chrono::minutes pause{0};
  std::chrono::minutes worked{0};  // stated: a night in spring is an hour shorter
  std::string remark;
};

struct Timesheet {
  Reader reader;
  Party agency, worker, client;
  std::string number, assignment, place_of_work;
  calendar::Date first, last;  // every day has its line, at most 31
  calendar::Date issued;
  std::vector<TimesheetEntry> entries;  // by day; a day without one stays blank to write on
  std::chrono::minutes total{0};        // stated, checked against the entries
};

absl::StatusOr<std::string> Print(const Press& press, const Timesheet& timesheet);
}  // namespace aor::documents
