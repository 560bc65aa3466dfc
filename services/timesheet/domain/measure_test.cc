#include "services/timesheet/domain/measure.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <set>

#include "services/timesheet/domain/sample_rules.h"
#include "services/timesheet/domain/wall.h"

namespace aor::timesheet {
namespace {
using namespace std::chrono_literals;
using calendar::Date;
using calendar::Instant;
using sample::Geneva, sample::Lyon;
using std::chrono::seconds;

Counted At(const Contract& contract, Date day, seconds from, seconds to, seconds pause = 0s) {
  Counted counted;
  counted.entry.set_entry_id(calendar::ToString(day));
  counted.entry.set_contract_id(contract.id.value);
  counted.entry.set_entry_kind(v1::ENTRY_KIND_WORK);
  *counted.entry.mutable_day() = calendar::ToProto(day);
  *counted.entry.mutable_time() = calendar::ToProto(Resolve({day, from, to, contract.zone}).time);
  counted.entry.mutable_break_time()->set_seconds(pause.count());
  return counted;
}
Counted Hours(const Contract& contract, Date day, seconds worked) {
  return At(contract, day, 8h, 8h + worked);
}

// "10-05 BASE 8h; 10-11 OVERTIME 0.5h @25".
std::string Text(const std::vector<v1::TimeLine>& lines) {
  std::string text;
  for (const auto& line : lines) {
    if (!text.empty()) text += "; ";
    text += calendar::ToString(calendar::FromProto(line.day())).substr(5) + " ";
    text += v1::Category_Name(line.category()).substr(9) + " ";
    const auto minutes = line.time().seconds() / 60;
    text += line.has_quantity() ? money::ToString(money::FromProto(line.quantity()))
                                : std::to_string(minutes / 60) +
                                      (minutes % 60 ? "h" + std::to_string(minutes % 60) : "h");
    if (line.has_percent()) text += " @" + money::ToString(money::FromProto(line.percent()));
  }
  return text;
}
std::string Supplements(const std::vector<v1::TimeLine>& lines) {
  std::vector<v1::TimeLine> supplements;
  for (const auto& line : lines)
    if (line.category() != v1::CATEGORY_BASE) supplements.push_back(line);
  return Text(supplements);
}

constexpr Date kMonday{2026, 10, 5};
std::vector<Counted> Week(const Contract& contract, std::vector<seconds> days) {
  std::vector<Counted> week;
  for (size_t i = 0; i < days.size(); i++)
    week.push_back(Hours(contract, kMonday + static_cast<int>(i), days[i]));
  return week;
}

TEST(MeasureTest, TheAutumnNightHasNineHoursEightOfThemOnSunday) {
  const auto contract = Geneva("c");
  const auto lines =
      Measure({At(contract, Date{2026, 10, 24}, 22h, 6h)}, contract, Date{2026, 10, 25});
  EXPECT_EQ(Text(lines), "10-24 BASE 2h; 10-24 SUNDAY 1h @50; 10-25 BASE 7h; 10-25 SUNDAY 7h @50");
}

TEST(MeasureTest, TheWeekRuleWinsAtFiftyHours) {
  const auto contract = Geneva("c");
  const auto lines = Measure(Week(contract, {9h, 11h, 9h, 10h, 9h, 2h}), contract, kMonday + 6);
  EXPECT_EQ(Supplements(lines), "10-11 OVERTIME 5h @25");
}

TEST(MeasureTest, TheDayRuleWinsAtFortyTwoHours) {
  const auto contract = Geneva("c");
  const auto lines = Measure(Week(contract, {8h, 10h, 8h, 8h, 8h}), contract, kMonday + 6);
  EXPECT_EQ(Supplements(lines), "10-11 OVERTIME 0h30 @25");
}

TEST(MeasureTest, EightHoursOverThirtyFiveInLyon) {
  const auto contract = Lyon("c");
  const auto lines = Measure(Week(contract, {9h, 9h, 9h, 8h, 8h}), contract, kMonday + 6);
  EXPECT_EQ(Supplements(lines), "10-11 OVERTIME 8h @25");
}

TEST(MeasureTest, BeyondEightHoursLyonPaysHalfMore) {
  const auto contract = Lyon("c");
  const auto lines = Measure(Week(contract, {9h, 9h, 9h, 9h, 9h}), contract, kMonday + 6);
  EXPECT_EQ(Supplements(lines), "10-11 OVERTIME 8h @25; 10-11 OVERTIME 2h @50");
}

// "10-08 1h; 10-09 7h".
std::string Causes(const v1::TimeLine& line) {
  std::string text;
  for (const auto& caused : line.caused_on())
    text += (text.empty() ? "" : "; ") +
            calendar::ToString(calendar::FromProto(caused.day())).substr(5) + " " +
            std::to_string(caused.time().seconds() / 3600) + "h";
  return text;
}

TEST(MeasureTest, OvertimeNamesTheDaysThatCausedIt) {
  const auto contract = Lyon("c");
  const auto lines = Measure(Week(contract, {9h, 9h, 9h, 9h, 9h}), contract, kMonday + 6);
  ASSERT_EQ(lines.size(), 7u);
  EXPECT_EQ(Causes(lines[0]), "") << "a base line";
  EXPECT_EQ(Causes(lines[5]), "10-08 1h; 10-09 7h");
  EXPECT_EQ(Causes(lines[6]), "10-09 2h");
  const auto swiss = Geneva("c");
  const auto by_day = Measure(Week(swiss, {8h, 11h + 30min, 8h, 10h + 30min}), swiss, kMonday + 6);
  EXPECT_EQ(Causes(by_day.back()), "10-06 2h; 10-08 1h");
}

// Rules of one's own for one question: 35 h a week, all Sunday at `window` percent.
Contract Of(Cumulation cumulation, int64_t window) {
  auto rules = *sample::Gav();
  rules.daily_limit.reset();
  rules.weekly_limit = 35h;
  rules.cumulation = cumulation;
  rules.windows = {{v1::CATEGORY_SUNDAY, {window, 0}, Window::On::kSundays, 0h, 24h},
                   {v1::CATEGORY_NIGHT, {10, 0}, Window::On::kEveryDay, 6h, 12h}};
  return Geneva("c", std::make_shared<const TimeRules>(rules));
}

TEST(MeasureTest, TheRulesSayWhichOfTwoSupplementsWins) {
  const struct {
    const char* name;
    Cumulation cumulation;
    int64_t sunday;
    const char* lines;
  } cases[] = {
      {"Sunday above overtime", Cumulation::kHighest, 50, "10-11 SUNDAY 8h @50"},
      {"overtime above Sunday", Cumulation::kHighest, 20, "10-11 OVERTIME 8h @25"},
      {"of equals the window", Cumulation::kHighest, 25, "10-11 SUNDAY 8h @25"},
      {"overtime stands beside the highest", Cumulation::kOvertimeBeside, 50,
       "10-11 OVERTIME 8h @25; 10-11 SUNDAY 8h @50"},
      {"all", Cumulation::kAll, 50,
       "10-11 OVERTIME 8h @25; 10-11 NIGHT 4h @10; 10-11 SUNDAY 8h @50"},
  };
  for (const auto& [name, cumulation, sunday, expected] : cases) {
    const auto contract = Of(cumulation, sunday);
    auto week = Week(contract, {7h, 7h, 7h, 7h, 7h});
    for (auto& day : week) day = At(contract, calendar::FromProto(day.entry.day()), 12h, 19h);
    week.push_back(Hours(contract, kMonday + 6, 8h));
    EXPECT_EQ(Supplements(Measure(week, contract, kMonday + 6)), expected) << name;
  }
}

// L3133-6, and L1251-18: where the user company's own staff is paid.
TEST(MeasureTest, FranceDoublesTheFirstOfMayAndPaysHolidaysThatAreNotWorked) {
  auto contract = Lyon("c");
  contract.daily = 7h;
  const Date first{2026, 5, 1}, eighth{2026, 5, 8}, ninth{2026, 5, 9};
  EXPECT_EQ(Text(Measure({Hours(contract, first, 7h)}, contract, first + 2)),
            "05-01 BASE 7h; 05-01 PUBLIC_HOLIDAY 7h @100");
  EXPECT_EQ(Text(Measure({Hours(contract, eighth, 7h)}, contract, first + 9)), "05-08 BASE 7h");
  const auto idle = [&](Date day, bool by_quantity) {
    auto one = At(contract, day, 8h, 16h, 1h);
    one.entry.set_entry_kind(v1::ENTRY_KIND_PUBLIC_HOLIDAY);
    if (!by_quantity) return one;
    one.entry.clear_time();
    *one.entry.mutable_quantity() = money::ToProto(money::Decimal{5, 1});
    return one;
  };
  EXPECT_EQ(Text(Measure({idle(eighth, false)}, contract, first + 9)),
            "05-08 HOLIDAY_PAID 7h @100");
  EXPECT_EQ(Text(Measure({idle(eighth, true)}, contract, first + 9)),
            "05-08 HOLIDAY_PAID 3h30 @100");
  EXPECT_EQ(Text(Measure({idle(ninth, false)}, contract, first + 9)), "05-09 ABSENCE 7h")
      << "a day that is none";
  const auto swiss = Geneva("c");
  EXPECT_EQ(Text(Measure({idle(first, false)}, swiss, first + 2)), "05-01 ABSENCE 7h")
      << "a percentage of pay instead";
}

TEST(MeasureTest, ANightOverTheMonthEndIsSplit) {
  const auto contract = Lyon("c");
  const auto lines =
      Measure({At(contract, Date{2026, 10, 31}, 22h, 6h)}, contract, Date{2026, 11, 1});
  EXPECT_EQ(Text(lines), "10-31 BASE 2h; 11-01 BASE 6h");
}

TEST(MeasureTest, NightsAndHolidaysCarryTheirSupplement) {
  const auto contract = Geneva("c");
  EXPECT_EQ(Text(Measure({At(contract, kMonday, 21h, 1h)}, contract, kMonday + 6)),
            "10-05 BASE 3h; 10-05 NIGHT 1h @25; 10-06 BASE 1h; 10-06 NIGHT 1h @25");
  EXPECT_EQ(Text(Measure({At(contract, Date{2026, 1, 1}, 4h, 8h)}, contract, Date{2026, 1, 4})),
            "01-01 BASE 4h; 01-01 PUBLIC_HOLIDAY 4h @50");
}

// A window is said of the day on which it recurs, and may lie on the day before or after it.
TEST(MeasureTest, AWindowReachesIntoTheDaysBesideItsOwn) {
  const auto until_six_next_day = [](Window::On on) {
    auto rules = *sample::Gav();
    rules.windows = {{v1::CATEGORY_NIGHT, {25, 0}, on, 22h, 30h}};
    return Geneva("c", std::make_shared<const TimeRules>(rules));
  };
  const struct {
    const char* name;
    Contract contract;
    Date day;
    seconds from, to;
    const char* lines;
  } cases[] = {
      {"after midnight of the night before", until_six_next_day(Window::On::kEveryDay), kMonday, 1h,
       7h, "10-05 BASE 6h; 10-05 NIGHT 5h @25"},
      {"of Sunday's night, on Monday", until_six_next_day(Window::On::kSundays), kMonday, 1h, 7h,
       "10-05 BASE 6h; 10-05 NIGHT 5h @25"},
      {"not of Monday's, on Tuesday", until_six_next_day(Window::On::kSundays), kMonday + 1, 1h, 7h,
       "10-06 BASE 6h"},
      {"before midnight of the night to come", Geneva("c"), kMonday, 21h, 23h + 30min,
       "10-05 BASE 2h30; 10-05 NIGHT 0h30 @25"},
  };
  for (const auto& [name, contract, day, from, to, lines] : cases)
    EXPECT_EQ(Text(Measure({At(contract, day, from, to)}, contract, kMonday + 6)), lines) << name;
}

TEST(MeasureTest, OvertimeIsCausedByTheLaterContract) {
  const auto first = Geneva("a"), second = Geneva("b");
  auto week = Week(first, {8h, 8h, 8h, 8h});
  week.push_back(Hours(second, kMonday + 4, 8h));
  week.push_back(Hours(second, kMonday + 5, 8h));
  EXPECT_EQ(Supplements(Measure(week, first, kMonday + 6)), "");
  EXPECT_EQ(Supplements(Measure(week, second, kMonday + 6)), "10-11 OVERTIME 3h @25");
}

TEST(MeasureTest, ABreakStandsInTheMiddle) {
  const auto contract = Geneva("c");
  EXPECT_EQ(Text(Measure({At(contract, kMonday, 22h, 2h, 1h)}, contract, kMonday + 6)),
            "10-05 BASE 1h30; 10-05 NIGHT 0h30 @25; 10-06 BASE 1h30; 10-06 NIGHT 1h30 @25");
}

TEST(MeasureTest, PendingOvertimeIsTheEndOfItsEntry) {
  const auto contract = Geneva("c");
  auto entry = At(contract, kMonday, 12h, 23h);
  entry.pending = 3h;
  EXPECT_EQ(Text(Measure({entry}, contract, kMonday + 6)), "10-05 BASE 8h");
}

TEST(MeasureTest, ExtraWorkIsKeptApartFromOvertime) {
  const auto contract = Geneva("c");
  auto extra = Hours(contract, kMonday, 10h);
  extra.entry.set_entry_kind(v1::ENTRY_KIND_EXTRA_WORK);
  EXPECT_EQ(Text(Measure({extra}, contract, kMonday + 6)),
            "10-05 BASE 10h; 10-05 EXTRA_WORK 10h @25");
}

TEST(MeasureTest, AbsencesAndOtherUnitsHaveNoBase) {
  auto contract = Geneva("c");
  contract.unit = Unit::kDay;
  auto absence = Hours(contract, kMonday, 4h);
  absence.entry.set_entry_kind(v1::ENTRY_KIND_ABSENCE);
  Counted half = Hours(contract, kMonday, 1h);
  half.entry.clear_time();
  *half.entry.mutable_quantity() = money::ToProto(money::Decimal{5, 1});
  EXPECT_EQ(Text(Measure({absence, half}, contract, kMonday + 6)),
            "10-05 ABSENCE 4h; 10-05 DAY 0.5");
  absence.entry.mutable_break_time()->set_seconds(3600);
  EXPECT_EQ(Text(Measure({absence}, contract, kMonday + 6)), "10-05 ABSENCE 3h");
}

// ---- laws ---------------------------------------------------------------------------------

std::vector<Counted> AnyEntries(const Contract& a, const Contract& b) {
  const auto one = rc::gen::map(
      rc::gen::tuple(rc::gen::inRange(0, 7 * 24 * 4), rc::gen::inRange(1, 12 * 4),
                     rc::gen::arbitrary<bool>(), rc::gen::inRange(0, 5)),
      [=](const auto& t) {
        const auto [quarter, length, first, kind] = t;
        const auto& contract = first ? a : b;
        // The week of the autumn change.
        const Instant start = calendar::StartOf(Date{2026, 10, 19}, a.zone) + quarter * 15min;
        auto counted = Hours(contract, calendar::DayAt(start, a.zone), 1h);
        *counted.entry.mutable_time() =
            calendar::ToProto(calendar::Interval{start, start + length * 15min, a.zone});
        if (kind == 0) counted.entry.set_entry_kind(v1::ENTRY_KIND_EXTRA_WORK);
        return counted;
      });
  return *rc::gen::container<std::vector<Counted>>(one);
}

// The union, counted the slow way: quarter of an hour by quarter of an hour.
seconds UnionOf(const std::vector<Counted>& counted) {
  std::set<Instant> quarters;
  for (const auto& one : counted) {
    const auto time = calendar::FromProto(one.entry.time());
    for (auto at = time.start; at < time.end; at += 15min) quarters.insert(at);
  }
  return quarters.size() * 15min;
}
std::map<v1::Category, seconds> Sums(const std::vector<v1::TimeLine>& lines) {
  std::map<v1::Category, seconds> sums;
  for (const auto& line : lines) sums[line.category()] += seconds{line.time().seconds()};
  return sums;
}

TEST(MeasureLaw, EveryMomentIsBaseOnceAndCarriesAtMostOneSupplement) {
  rc::check([] {
    const auto a = Geneva("a"), b = Geneva("b");
    const auto entries = AnyEntries(a, b);
    seconds base{0}, supplements{0};
    for (const auto* contract : {&a, &b}) {
      auto sums = Sums(Measure(entries, *contract, Date{2026, 10, 25}));
      base += sums[v1::CATEGORY_BASE];
      supplements += sums[v1::CATEGORY_NIGHT] + sums[v1::CATEGORY_SUNDAY] +
                     sums[v1::CATEGORY_PUBLIC_HOLIDAY] + sums[v1::CATEGORY_EXTRA_WORK] +
                     sums[v1::CATEGORY_OVERTIME];
    }
    RC_ASSERT(base == UnionOf(entries));
    RC_ASSERT(supplements <= base);
  });
}

TEST(MeasureLaw, OvertimeIsAllocatedExactlyOnce) {
  rc::check([] {
    auto rules = *sample::Gav();
    rules.cumulation = Cumulation::kOvertimeBeside;
    const auto beside = std::make_shared<const TimeRules>(rules);
    const auto a = Geneva("a", beside), b = Geneva("b", beside);
    auto entries = AnyEntries(a, b);
    std::erase_if(entries,
                  [](const auto& e) { return e.entry.entry_kind() == v1::ENTRY_KIND_EXTRA_WORK; });
    auto one = Sums(Measure(entries, a, Date{2026, 10, 25}));
    auto other = Sums(Measure(entries, b, Date{2026, 10, 25}));
    const auto overtime = one[v1::CATEGORY_OVERTIME] + other[v1::CATEGORY_OVERTIME];
    RC_ASSERT(overtime >= UnionOf(entries) - 45h);
    RC_ASSERT(overtime <= UnionOf(entries));
  });
}

TEST(MeasureLaw, OrderDoesNotMatter) {
  rc::check([] {
    const auto a = Geneva("a"), b = Geneva("b");
    const auto entries = AnyEntries(a, b);
    auto shuffled = entries;
    std::ranges::reverse(shuffled);
    if (!shuffled.empty())
      std::ranges::rotate(shuffled,
                          shuffled.begin() + *rc::gen::inRange<size_t>(0, shuffled.size()));
    RC_ASSERT(Text(Measure(entries, a, Date{2026, 10, 25})) ==
              Text(Measure(shuffled, a, Date{2026, 10, 25})));
  });
}
}  // namespace
}  // namespace aor::timesheet
