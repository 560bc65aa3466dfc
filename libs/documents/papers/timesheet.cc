#include "libs/documents/papers/timesheet.h"

#include <absl/strings/str_format.h>

#include "libs/documents/layout/unprintable.h"
#include "libs/documents/papers/needs.h"

namespace aor::documents {
namespace {
std::string HoursOf(std::chrono::minutes time) {
  return absl::StrFormat("%d:%02d", time.count() / 60, time.count() % 60);
}

void Check(const Timesheet& sheet) {
  CheckStated("worker", sheet.worker.who.name);
  CheckStated("client", sheet.client.who.name);
  if (sheet.last < sheet.first || sheet.last - sheet.first > 30)
    throw Unprintable("the period must be 1 to 31 days");
  std::chrono::minutes sum{0};
  for (const TimesheetEntry& entry : sheet.entries) {
    sum += entry.worked;
    if (entry.day < sheet.first || entry.day > sheet.last)
      throw Unprintable("the entry of " + calendar::ToString(entry.day) + " is outside the period");
  }
  if (sum != sheet.total)
    throw Unprintable("total is stated as " + HoursOf(sheet.total) + ", but its entries make " +
                      HoursOf(sum));
}

Facts HeadFacts(const Desk& desk, const Timesheet& sheet) {
  return {{desk.Say("timesheet.number"), sheet.number},
          {desk.Say("timesheet.worker"), sheet.worker.who.name},
          {desk.Say("timesheet.assignment"), sheet.assignment},
          {desk.Say("timesheet.place_of_work"), sheet.place_of_work},
          {desk.Say("timesheet.period"), desk.figures.Period(sheet.first, sheet.last)}};
}

std::string DayName(const Desk& desk, calendar::Date day) {
  const int weekday = static_cast<int>(absl::GetWeekday(day));
  return desk.Say("weekday." + std::to_string(weekday + 1)) + " " + desk.figures.Day(day);
}

// The lines of one day; a blank one if nothing was entered.
void AddDay(const Desk& desk, const Timesheet& sheet, calendar::Date day, Table& table) {
  std::string name = DayName(desk, day);
  for (const TimesheetEntry& entry : sheet.entries) {
    if (entry.day != day) continue;
    table.rows.push_back(
        {{name, entry.from, entry.to, HoursOf(entry.pause), HoursOf(entry.worked), entry.remark}});
    name.clear();
  }
  if (!name.empty()) table.rows.push_back({.cells = {name, "", "", "", "", ""}, .least = Mm(8)});
}

Table DaysOf(const Desk& desk, const Timesheet& sheet) {
  Table table;
  table.columns = {{desk.Say("timesheet.day"), Align::kLeft, Mm(38)},
                   {desk.Say("timesheet.from"), Align::kRight, Mm(14)},
                   {desk.Say("timesheet.to"), Align::kRight, Mm(14)},
                   {desk.Say("timesheet.pause"), Align::kRight, Mm(14)},
                   {desk.Say("timesheet.hours"), Align::kRight, Mm(16)},
                   {desk.Say("timesheet.remark")}};
  for (calendar::Date day = sheet.first; day <= sheet.last; ++day) AddDay(desk, sheet, day, table);
  table.rows.push_back(
      {{desk.Say("timesheet.total"), "", "", "", HoursOf(sheet.total), ""}, Row::Kind::kTotal});
  return table;
}

void ComposeTimesheet(Desk& desk, const Timesheet& sheet, const std::string& title) {
  Check(sheet);
  Opening(desk.sheets, HeadFacts(desk, sheet), AddressLines(sheet.client, sheet.reader));
  Title(desk.sheets, title);
  DrawSigned(desk, DaysOf(desk, sheet), desk.Say("timesheet.confirm"),
             {{desk.Say("timesheet.sign_worker"), sheet.worker.who.name},
              {desk.Say("timesheet.sign_client"), sheet.client.who.name}});
}
}  // namespace

absl::StatusOr<std::string> Print(const Press& press, const Timesheet& sheet) {
  const std::string title = press.texts().Say(sheet.reader, "timesheet.title");
  return Compose(press, sheet.agency, {sheet.reader, title, sheet.number, sheet.issued},
                 [&](Desk& desk) { ComposeTimesheet(desk, sheet, title); });
}

std::vector<TextNeed> TimesheetNeeds() {
  return {{"timesheet.title"},
          {"timesheet.number"},
          {"timesheet.worker"},
          {"timesheet.assignment"},
          {"timesheet.place_of_work"},
          {"timesheet.period"},
          {"timesheet.day"},
          {"timesheet.from"},
          {"timesheet.to"},
          {"timesheet.pause"},
          {"timesheet.hours"},
          {"timesheet.remark"},
          {"timesheet.total"},
          {"timesheet.confirm"},
          {"timesheet.sign_worker"},
          {"timesheet.sign_client"},
          {"weekday.1"},
          {"weekday.2"},
          {"weekday.3"},
          {"weekday.4"},
          {"weekday.5"},
          {"weekday.6"},
          {"weekday.7"}};
}
}  // namespace aor::documents
