// The last case on each side of a limit of entries, and what no limit of work is for.
#include "libs/eventsourcing/rules.h"
#include "services/timesheet/domain/sample_week.h"

namespace aor::timesheet {
namespace {
using namespace sample;
using enum Refusal;
using Then = std::vector<const char*>;

void Check(const std::vector<eventsourcing::Rule<Command, Refusal>>& rules) {
  eventsourcing::CheckRules<Week, Event, Command, Refusal>(rules);
}
const char* Daily(const char* flag = nullptr) { return DayRecorded("mon", "10-05", flag); }

TEST(LimitsTest, OfTime) {
  const auto mon = Shift("mon", "10-05 08:00", "10-05 16:00");
  const auto day = Day("mon", "10-05", 1);
  Check({
      {"a week without an end can be a fact",
       {},
       Record(Consultant(), {Shift("mon", "10-05 08:00", "10-12 08:00")}),
       Then{Recorded("mon", "10-05 08:00", "10-12 08:00", ByConsultant("FLAG_TOO_LONG"))}},
      {"a minute more cannot",
       {},
       Record(Consultant(), {Shift("mon", "10-05 08:00", "10-12 08:01")}),
       kTooLong},
      {"work that ends now is done",
       {},
       Record(At(Worker(), "10-05 16:00"), {mon}),
       Then{Recorded("mon", "10-05 08:00", "10-05 16:00")}},
      {"a minute earlier it is not",
       {},
       Record(At(Worker(), "10-05 15:59"), {mon}),
       Then{Recorded("mon", "10-05 08:00", "10-05 16:00", {.flags = "FLAG_FUTURE"})}},
      {"a day that begins now has come",
       {},
       Record(At(ByDay(Worker()), "10-05 00:00"), {day}),
       Then{Daily()}},
      {"a minute earlier it has not",
       {},
       Record(At(ByDay(Worker()), "10-04 23:59"), {day}),
       Then{Daily("FLAG_FUTURE")}},
      {"a million can be paid",
       {},
       Record(ByDay(Worker()), {Day("mon", "10-05", 1'000'000)}),
       Then{Keep("entry_recorded { entry_id: 'mon' contract_id: 'c' day" + DateText("10-05") +
                 "quantity { unscaled: 1000000 } entry_kind: ENTRY_KIND_WORK entered_by: 'ada' "
                 "entered_as: ENTERED_AS_WORKER flags: FLAG_EXCEEDS_UNIT }")}},
      {"one day on a day is usual, whatever another day had",
       {DayRecorded("tue", "10-06")},
       Record(ByDay(Worker()), {day}),
       Then{Daily()}},
      {"a second one is not",
       {DayRecorded("first", "10-05")},
       Record(ByDay(Worker()), {day}),
       Then{Daily("FLAG_DUPLICATE flags: FLAG_EXCEEDS_UNIT")}},
      {"of months a week has one",
       {DayRecorded("tue", "10-06")},
       Record(ByMonth(Worker()), {day}),
       Then{Daily("FLAG_EXCEEDS_UNIT")}},
      {"one more cannot", {}, Record(ByDay(Worker()), {Day("mon", "10-05", 1'000'001)}), kTooLong},
      {"nor can nothing", {}, Record(ByDay(Worker()), {Day("mon", "10-05", 0)}), kNoDuration},
  });
}

TEST(LimitsTest, OnlyWorkGoesBeyondASchedule) {
  const auto morning = [](const char* kind) {
    return Recorded("am", "10-05 08:00", "10-05 12:00", {.kind = kind});
  };
  const auto noon_to_eight = Recorded("pm", "10-05 12:00", "10-05 20:00");
  const auto asked = Record(Worker(), {Shift("pm", "10-05 12:00", "10-05 20:00")});
  const auto ten = [](v1::EntryKind kind) {
    return Record(Worker(), {OfKind(kind, Shift("mon", "10-05 08:00", "10-05 18:00"))});
  };
  const auto ten_of = [](const char* kind) {
    return Recorded("mon", "10-05 08:00", "10-05 18:00", {.kind = kind});
  };
  Check({
      {"after four hours of work eight are four too many",
       {morning("WORK")},
       asked,
       Then{noon_to_eight, Claimed("pm", 4 * 3600)}},
      {"after four of absence they are not", {morning("ABSENCE")}, asked, Then{noon_to_eight}},
      {"nor after four of a public holiday",
       {morning("PUBLIC_HOLIDAY")},
       asked,
       Then{noon_to_eight}},
      {"nor after four that are extra by themselves",
       {morning("EXTRA_WORK")},
       asked,
       Then{noon_to_eight}},
      {"ten hours of absence claim nothing",
       {},
       ten(v1::ENTRY_KIND_ABSENCE),
       Then{ten_of("ABSENCE")}},
      {"nor do ten of extra work", {}, ten(v1::ENTRY_KIND_EXTRA_WORK), Then{ten_of("EXTRA_WORK")}},
      {"an absence that goes leaves the claims of work as they are",
       {morning("ABSENCE"), Recorded("pm", "10-05 12:00", "10-05 22:00"), Claimed("pm", 7200)},
       ReverseEntry{Worker(), {"am"}},
       Then{Reversed("am", "ada")}},
  });
}
}  // namespace
}  // namespace aor::timesheet
