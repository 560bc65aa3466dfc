#include <stdexcept>

#include "libs/calendar/calendar.h"

namespace aor::calendar {
namespace {
// Sunday of Easter: the computus of Butcher and Meeus, for every Gregorian year.
Date EasterOf(int year) {
  const int a = year % 19, b = year / 100, c = year % 100;
  const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int rest = h + l - 7 * m + 114;
  return Date(year, rest / 31, rest % 31 + 1);
}

// The Thursday after the first Sunday of September.
Date JeuneGenevois(int year) {
  return absl::NextWeekday(Date(year, 8, 31), absl::Weekday::sunday) + 4;
}

std::set<Date> OfGeneva(int y) {
  const Date easter = EasterOf(y);
  return {Date(y, 1, 1), easter - 2,       easter + 1,      easter + 39,    easter + 50,
          Date(y, 8, 1), JeuneGenevois(y), Date(y, 12, 25), Date(y, 12, 31)};
}

std::set<Date> OfFrance(int y) {
  const Date easter = EasterOf(y);
  return {Date(y, 1, 1),  easter + 1,      Date(y, 5, 1),  Date(y, 5, 8),
          easter + 39,    easter + 50,     Date(y, 7, 14), Date(y, 8, 15),
          Date(y, 11, 1), Date(y, 11, 11), Date(y, 12, 25)};
}

std::set<Date> OfTarget(int y) {
  const Date easter = EasterOf(y);
  return {Date(y, 1, 1), easter - 2, easter + 1, Date(y, 5, 1), Date(y, 12, 25), Date(y, 12, 26)};
}
}  // namespace

std::set<Date> PublicHolidays(int year, std::string_view place) {
  if (place == "CH-GE") return OfGeneva(year);
  if (place == "FR") return OfFrance(year);
  if (place == "EU-TARGET") return OfTarget(year);
  throw std::invalid_argument("calendar: no holidays are known for " + std::string(place));
}

bool IsBankingDay(Date day, std::string_view place) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  if (weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday) return false;
  return !PublicHolidays(static_cast<int>(day.year()), place).contains(day);
}

Date NextBankingDay(Date day, std::string_view place) {
  while (!IsBankingDay(day, place)) ++day;
  return day;
}
}  // namespace aor::calendar
