#include "libs/operations/month_calendar.h"

#include <google/protobuf/text_format.h>

#include <stdexcept>
#include <tuple>

namespace aor::operations {
namespace {
constexpr char kShipped[] =
#include "month_calendar_text.inc"
    ;

bool IsBankingDayAt(calendar::Date day, std::string_view place) {
  return calendar::IsBankingDay(day, place.starts_with("CH") ? "CH-GE" : "EU-TARGET");
}

calendar::Date BankingDayAfter(calendar::Date month, uint32_t count, std::string_view place) {
  calendar::Date day = calendar::LastOfMonth(month);
  while (count > 0) count -= IsBankingDayAt(++day, place) ? 1 : 0;
  return day;
}
}  // namespace

MonthCalendar::MonthCalendar(const std::string& text) {
  if (!google::protobuf::TextFormat::ParseFromString(text, &calendar_))
    throw std::logic_error("operations: the month's calendar does not parse");
  for (const auto& row : calendar_.cut_offs())
    if (row.step().empty() || row.banking_day() > 28 || row.minute_of_day() >= 24 * 60 ||
        row.source().empty() || row.status().empty() || !calendar::IsDate(row.valid_from()))
      throw std::logic_error("operations: a cut-off of no known form: " + row.ShortDebugString());
}

const MonthCalendar& MonthCalendar::Shipped() {
  static const auto& shipped = *new MonthCalendar(kShipped);
  return shipped;
}

std::optional<calendar::Instant> MonthCalendar::DueOf(std::string_view step, calendar::Date month,
                                                      const std::string& place,
                                                      const std::string& zone) const {
  const v1::CutOff* best = nullptr;
  const auto rank = [](const v1::CutOff& row) {
    return std::tuple(!row.place().empty(), calendar::FromProto(row.valid_from()));
  };
  for (const auto& row : calendar_.cut_offs()) {
    const bool fits = row.step() == step && place.starts_with(row.place()) &&
                      (row.status() == "in force" || row.status() == "unverified") &&
                      calendar::FromProto(row.valid_from()) <= calendar::LastOfMonth(month);
    if (fits && (!best || rank(*best) < rank(row))) best = &row;
  }
  if (!best || !calendar::IsZone(zone)) return std::nullopt;
  return calendar::StartOf(BankingDayAfter(month, best->banking_day(), place), zone) +
         std::chrono::minutes{best->minute_of_day()};
}

void SetDue(v1::Waiting& waiting, std::optional<calendar::Instant> due, calendar::Instant now) {
  if (!due) return;
  waiting.mutable_due()->set_seconds(due->time_since_epoch().count());
  waiting.set_late(now > *due);
}
void SetSince(v1::Waiting& waiting, calendar::Instant since) {
  waiting.mutable_since()->set_seconds(since.time_since_epoch().count());
}
}  // namespace aor::operations
