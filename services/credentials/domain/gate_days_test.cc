// What others are told of a gate, once.
#include "services/credentials/domain/gate_days.h"

#include <gtest/gtest.h>

namespace aor::credentials::gate_days {
namespace {
using calendar::Date;
const Date kFirst(2026, 10, 1);
constexpr int kStill = 1'000;

// Days of October; kStill: no end.
Days Of(int first, int last) {
  return {kFirst + (first - 1), last == kStill ? Date::max() : kFirst + (last - 1)};
}
std::string Said(const DayList& days) {
  std::string said;
  for (const Days& one : days)
    said += " " + std::to_string(one.first - kFirst + 1) + ".." +
            (one.last == Date::max() ? "" : std::to_string(one.last - kFirst + 1));
  return said;
}
std::string Said(const std::vector<Event>& events) {
  std::string said;
  for (const Event& event : events)
    said +=
        event.has_gate_closed()
            ? "closed since " +
                  std::to_string(calendar::FromProto(event.gate_closed().since()) - kFirst + 1) +
                  ":" + Said(FromProto(event.gate_closed().closed())) + "; "
            : "opened" + Said(FromProto(event.gate_opened().opened())) + ", closed" +
                  Said(FromProto(event.gate_opened().closed())) + "; ";
  return said;
}
Told After(Told told, const std::vector<Event>& events) {
  for (const Event& event : events) told = Evolve(std::move(told), event);
  return told;
}

TEST(GateDaysTest, WhatBecomesAnotherIsToldOnce) {
  const struct {
    const char* what;
    DayList before, now;
    const char* told;
  } kRows[] = {
      {"nothing is told of an open gate", {}, {}, ""},
      {"a lapse", {}, {Of(6, kStill)}, "closed since 6: 6..; "},
      {"a lapse goes on", {Of(6, kStill)}, {Of(6, kStill)}, ""},
      {"renewed with a gap", {Of(6, kStill)}, {Of(6, 9)}, "opened 10.., closed 6..9; "},
      {"renewed for past days too", {Of(6, kStill)}, {}, "opened 6.., closed; "},
      {"a gap is closed later",
       {Of(6, 9), Of(20, kStill)},
       {Of(20, kStill)},
       "opened 6..9, closed 20..; "},
      {"forged in retrospect", {Of(6, 9)}, {Of(2, kStill)}, "closed since 2: 2..; "},
      {"a second lapse", {Of(6, 9)}, {Of(6, 9), Of(20, kStill)}, "closed since 20: 6..9 20..; "},
      {"held open in the middle",
       {Of(6, kStill)},
       {Of(6, 9), Of(13, kStill)},
       "opened 10..12, closed 6..9 13..; "},
      {"one ends, another begins",
       {Of(6, 9)},
       {Of(12, kStill)},
       "opened 6..9, closed; closed since 12: 12..; "},
  };
  for (const auto& row : kRows) {
    Told told;
    told.closed[v1::GATE_FEE] = row.before;
    const Observe command{{}, v1::GATE_FEE, row.now};
    const auto events = Decide(told, command);
    EXPECT_EQ(Said(events), row.told) << row.what;
    EXPECT_TRUE(Decide(After(told, events), command).empty()) << row.what << ", told again";
    EXPECT_EQ(Said(After(told, events).closed[v1::GATE_FEE]), Said(row.now)) << row.what;
  }
}

TEST(GateDaysTest, GatesAreToldApart) {
  Told told;
  told.closed[v1::GATE_BILLING] = {Of(6, kStill)};
  EXPECT_EQ(Said(Decide(told, {{}, v1::GATE_FEE, {}})), "");
}

TEST(GateDaysTest, DaysAreThoseOfTheWork) {
  std::vector<v1::Stretch> stretches(3);
  const auto set = [&](size_t at, int first, int last, bool open) {
    *stretches[at].mutable_first_day() = calendar::ToProto(kFirst + (first - 1));
    *stretches[at].mutable_last_day() = calendar::ToProto(kFirst + (last - 1));
    stretches[at].mutable_answer()->set_open(open);
  };
  set(0, 1, 8, false);
  set(1, 9, 12, true);
  set(2, 13, 31, false);
  EXPECT_EQ(Said(ClosedIn(stretches, kFirst + 4, kFirst + 19)), " 5..8 13..");
  EXPECT_EQ(Said(ClosedIn(stretches, kFirst, kFirst + 11)), " 1..8");
  set(1, 9, 12, false);
  EXPECT_EQ(Said(ClosedIn(stretches, kFirst, kFirst + 30)), " 1..") << "for other reasons";
}
}  // namespace
}  // namespace aor::credentials::gate_days
