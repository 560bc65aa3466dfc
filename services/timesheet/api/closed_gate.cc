#include "services/timesheet/api/closed_gate.h"

#include <algorithm>

#include "libs/calendar/calendar.h"
#include "services/timesheet/projections/keys.h"

namespace aor::timesheet {
namespace {
using calendar::Date;
using calendar::FromProto;
using eventsourcing::Rows;

v1::ClosedGateRow ClosedOf(const Rows& rows, const std::string& tenant,
                           const std::string& contract) {
  return rows.Load<v1::ClosedGateRow>(ClosedKey(tenant, contract)).value_or(v1::ClosedGateRow());
}

bool IsClosedBetween(const v1::ClosedGateRow& row, Date first, Date last) {
  return std::ranges::any_of(row.closed(), [&](const auto& stretch) {
    return FromProto(stretch.first_day()) <= last &&
           (!stretch.has_last_day() || first <= FromProto(stretch.last_day()));
  });
}

bool IsClosedOn(const v1::ClosedGateRow& row, const v1::Entry& entry) {
  const Date day = FromProto(entry.day());
  return IsClosedBetween(row, day, day);
}

std::optional<Date> StartOf(const Rows& rows, const std::string& tenant,
                            const std::string& contract) {
  const auto row = rows.Load<v1::ContractRow>(ContractKey(tenant, contract));
  if (!row || !row->has_started_on()) return std::nullopt;
  return FromProto(row->started_on());
}

// The standing entries of a contract's week of which that is so.
template <class Is>
int32_t Count(const Rows& rows, const std::string& tenant, const v1::Week& week, const Is& is) {
  int32_t count = 0;
  rows.Scan(EntryPrefix(tenant, week.iso_week()) + week.worker_id() + "/", "",
            [&](std::string_view, std::string_view value) {
              v1::RecordedEntry entry;
              entry.ParseFromArray(value.data(), static_cast<int>(value.size()));
              if (!entry.reversed() && entry.entry().contract_id() == week.contract_id() &&
                  is(entry.entry()))
                ++count;
              return true;
            });
  return count;
}
}  // namespace

bool IsBehindClosedGate(const Rows& rows, const std::string& tenant, const v1::Entry& entry) {
  return IsClosedOn(ClosedOf(rows, tenant, entry.contract_id()), entry);
}

int32_t BehindClosedGate(const Rows& rows, const std::string& tenant, const v1::Week& week) {
  const auto closed = ClosedOf(rows, tenant, week.contract_id());
  const Date monday = FromProto(week.monday());
  if (!IsClosedBetween(closed, monday, monday + 6)) return 0;
  return Count(rows, tenant, week,
               [&](const v1::Entry& entry) { return IsClosedOn(closed, entry); });
}

bool IsBeforeStart(const Rows& rows, const std::string& tenant, const v1::Entry& entry) {
  const auto start = StartOf(rows, tenant, entry.contract_id());
  return start && FromProto(entry.day()) < *start;
}

int32_t BeforeStart(const Rows& rows, const std::string& tenant, const v1::Week& week) {
  const auto start = StartOf(rows, tenant, week.contract_id());
  if (!start || *start <= FromProto(week.monday())) return 0;
  return Count(rows, tenant, week,
               [&](const v1::Entry& entry) { return FromProto(entry.day()) < *start; });
}

bool IsAfterEnd(const Rows& rows, const std::string& tenant, const v1::Entry& entry) {
  const auto row = rows.Load<v1::ContractRow>(ContractKey(tenant, entry.contract_id()));
  return row && row->has_end() && FromProto(row->end()) < FromProto(entry.day());
}
}  // namespace aor::timesheet
