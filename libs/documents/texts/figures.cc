#include "libs/documents/texts/figures.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_format.h>

#include <algorithm>

namespace aor::documents {
namespace {
constexpr char kNarrow[] = "\u202F", kWide[] = "\u00A0", kMinus[] = "\u2212";
constexpr char kFigureSpace[] = "\u2007";  // as wide as a digit

struct Separators {
  const char *group, *point;
};
Separators SeparatorsOf(const Reader& reader) {
  if (reader.country == "CH" || reader.country == "LI") return {"'", "."};
  if (reader.language == "fr") return {kNarrow, ","};
  return reader.language == "de" ? Separators{".", ","} : Separators{",", "."};
}

// Without zeros that say nothing.
money::Decimal Shortest(money::Decimal value) {
  while (value.scale > 0 && value.unscaled % 10 == 0)
    value = {value.unscaled / 10, value.scale - 1};
  return value;
}

std::string MonthKey(int month) { return absl::StrFormat("month.%02d", month); }
}  // namespace

Figures::Figures(const Texts& texts, Reader reader) : texts_(texts), reader_(std::move(reader)) {
  const Separators separators = SeparatorsOf(reader_);
  group_ = separators.group;
  point_ = separators.point;
}

std::string Figures::Grouped(const money::Decimal& value) const {
  std::string digits = money::ToString(value);
  const bool negative = digits.front() == '-';
  if (negative) digits.erase(0, 1);
  const size_t point = std::min(digits.find('.'), digits.size());
  std::string grouped = negative ? kMinus : "";
  for (size_t i = 0; i < point; ++i) {
    if (i > 0 && (point - i) % 3 == 0) grouped += group_;
    grouped += digits[i];
  }
  return point < digits.size() ? grouped + point_ + digits.substr(point + 1) : grouped;
}

std::string Figures::Amount(const money::Money& amount) const {
  return Grouped(money::ToDecimal(amount));
}

std::string Figures::Currency(const money::Money& amount) const {
  const bool euro = amount.currency == "EUR" && reader_.country != "CH";
  if (reader_.language == "en") return absl::StrCat(amount.currency, kWide, Amount(amount));
  return absl::StrCat(Amount(amount), kWide, euro ? "€" : amount.currency);
}

std::string Figures::Number(const money::Decimal& value, uint32_t places) const {
  const uint32_t shown = std::max(places, Shortest(value).scale);
  return Grouped(money::Round(value, shown));
}

std::string Figures::Aligned(const money::Decimal& value, uint32_t least, uint32_t places) const {
  std::string number = Number(value, least);
  for (uint32_t shown = PlacesOf({value}, least); shown < places; ++shown) number += kFigureSpace;
  return number;
}

std::string Figures::Percent(const money::Decimal& value, uint32_t places) const {
  return absl::StrCat(Number(value, places), reader_.language == "en" ? "" : kWide, "%");
}

std::string Figures::Day(calendar::Date day) const {
  const bool slashes = reader_.country != "CH" && reader_.language != "de";
  const char mark = slashes ? '/' : '.';
  return absl::StrFormat("%02d%c%02d%c%d", day.day(), mark, day.month(), mark, day.year());
}

std::string Figures::LongDay(calendar::Date day) const {
  return texts_.Say(reader_, day.day() == 1 ? "date.first" : "date.long",
                    {{"day", absl::StrCat(day.day())}, {"month", Month(day)}});
}

std::string Figures::Month(calendar::Date day) const {
  return absl::StrCat(texts_.Say(reader_, MonthKey(day.month())), " ", day.year());
}

std::string Figures::Period(calendar::Date first, calendar::Date last) const {
  if (first == last) return Day(first);
  return absl::StrCat(Day(first), kWide, "– ", Day(last));
}

std::vector<TextNeed> Figures::Needs() {
  return {{"month.01"},
          {"month.02"},
          {"month.03"},
          {"month.04"},
          {"month.05"},
          {"month.06"},
          {"month.07"},
          {"month.08"},
          {"month.09"},
          {"month.10"},
          {"month.11"},
          {"month.12"},
          {"date.first", "month"},
          {"date.long", "day month"}};
}

uint32_t PlacesOf(const std::vector<money::Decimal>& values, uint32_t least) {
  for (const money::Decimal& value : values) least = std::max(least, Shortest(value).scale);
  return least;
}

namespace {
std::string InGroups(std::string_view text, size_t of, const char* blank) {
  std::string grouped;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && i % of == 0) grouped += blank;
    grouped += text[i];
  }
  return grouped;
}
}  // namespace

std::string InFours(std::string_view text) { return InGroups(text, 4, " "); }

std::string InThrees(std::string_view number) {
  const bool digits = std::ranges::all_of(number, [](char c) { return '0' <= c && c <= '9'; });
  return digits ? InGroups(number, 3, kWide) : std::string(number);
}
}  // namespace aor::documents
