// A month's hours over real gRPC: one process, its log in memory, callers with tokens.
#include <algorithm>
#include <thread>

#include "services/timesheet/api/running_timesheet.h"

namespace aor::timesheet {
namespace {
TEST_F(TimesheetTest, AWeekGoesFromTheFirstEntryToBillingAndPay) {
  process_.AdvanceTo("2026-10-26T08:00:00Z");
  As("ada", "worker");
  v1::RecordHoursResponse recorded;
  ASSERT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + Shift("c-ada", 10, 24, "22:00", "06:00"),
               &recorded),
            "OK")
      << said_;
  ASSERT_EQ(recorded.entries_size(), 1);
  EXPECT_EQ(Do(&Stub::ApproveHours, Ada("2026-W43", 1)), "7");  // workers do not approve
  EXPECT_EQ(Do(&Stub::DeclareComplete, Ada("2026-W43", 1)), "OK") << said_;
  EXPECT_EQ(AdasWeek("2026-W43").state(), v1::WEEK_STATE_COMPLETE);

  As("carla", "client:acme");
  v1::ApproveHoursResponse approved;
  EXPECT_EQ(Do(&Stub::ApproveHours, Ada("2026-W43", 0), &approved), "ENTRIES_CHANGED");
  ASSERT_EQ(Do(&Stub::ApproveHours, Ada("2026-W43", 1) + "confirm_overtime: true", &approved), "OK")
      << said_;
  EXPECT_EQ(SecondsOf(approved.measured(), v1::CATEGORY_BASE), 9 * 3600);
  EXPECT_EQ(SecondsOf(approved.measured(), v1::CATEGORY_SUNDAY), 8 * 3600);
  EXPECT_EQ(approved.measured().rule_version().size(), 64u);

  As("eve", "consultant");
  ASSERT_EQ(Do(&Stub::VerifyHours, Ada("2026-W43", 1)), "OK") << said_;
  const auto week = AdasWeek("2026-W43");
  EXPECT_EQ(week.state(), v1::WEEK_STATE_DONE);
  EXPECT_EQ(week.client_id(), "acme");
  EXPECT_EQ(week.approved().by(), "carla");
  EXPECT_EQ(week.worked().seconds(), 9 * 3600);

  v1::GetHistoryResponse history;
  ASSERT_EQ(Ask(&Stub::GetHistory, "worker_id: 'ada' iso_week: '2026-W43'", &history), "OK");
  std::string story;
  for (const auto& line : history.lines()) story += line.what() + " by " + line.by() + "; ";
  EXPECT_EQ(story,
            "ENTRY_RECORDED by ada; OVERTIME_CLAIMED by ada; WEEK_DECLARED_COMPLETE by ada; "
            "OVERTIME_CONFIRMED by carla; HOURS_APPROVED by carla; HOURS_VERIFIED by eve; ");
}

TEST_F(TimesheetTest, ARequestThatComesAgainGetsTheSameAnswer) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("ada", "worker");
  const auto request = "request_id: 'same' worker_id: 'ada'" + FullWeek("c-ada");
  v1::RecordHoursResponse first, second;
  ASSERT_EQ(Ask(&Stub::RecordHours, request, &first), "OK") << said_;
  ASSERT_EQ(Ask(&Stub::RecordHours, request, &second), "OK") << said_;
  EXPECT_EQ(first.DebugString(), second.DebugString());
  EXPECT_EQ(Ask(&Stub::RecordHours, request + Shift("c-ada", 10, 10, "08:00", "09:00"), &second),
            "6");
}

TEST_F(TimesheetTest, AGridOverTwoWeeksIsOneCommit) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("bob", "consultant");
  v1::RecordHoursResponse recorded;
  ASSERT_EQ(Do(&Stub::RecordHours,
               "worker_id: 'ada'" + Shift("c-ada", 10, 4, "08:00", "12:00") + FullWeek("c-ada"),
               &recorded),
            "OK")
      << said_;
  EXPECT_EQ(recorded.entries_size(), 6);
  EXPECT_EQ(AdasWeek("2026-W40").entries(), 1);
  EXPECT_EQ(AdasWeek("2026-W41").entries(), 5);
  v1::ListEntriesResponse page;
  ASSERT_EQ(Ask(&Stub::ListEntries, "worker_id: 'ada' page_size: 4" + Seen(), &page), "OK");
  EXPECT_EQ(page.entries_size(), 4);
  EXPECT_NE(page.next_page_token(), "");
}

TEST_F(TimesheetTest, TheEntryThatStandsInTheWayOfAGridIsNamed) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("bob", "consultant");
  const auto endless =
      " entries { contract_id: 'c-ada' time { start { seconds: 1791180000 } "
      "end { seconds: 1791180000 } zone: 'Europe/Zurich' } } ";
  EXPECT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + Shift("c-ada", 10, 4, "08:00", "12:00") +
                                       FullWeek("c-ada") + endless +
                                       Shift("c-ada", 10, 10, "08:00", "12:00")),
            "NO_DURATION");
  EXPECT_TRUE(said_.starts_with("entries[6]: Give an end")) << said_;
  EXPECT_EQ(Do(&Stub::RecordHours, std::string("worker_id: 'ada'") + endless), "NO_DURATION");
  EXPECT_TRUE(said_.starts_with("Give an end")) << said_;
}

TEST_F(TimesheetTest, AGridSaysOfEachEntryThatIsInTheWayWhatToDo) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  const auto named = [](const std::string& id, std::string entry) {
    return entry.replace(entry.find('{'), 1, "{ entry_id: '" + id + "'");
  };
  const auto monday = named("mon", Shift("c-ada", 10, 5, "08:00", "16:00"));
  const auto shorter = [&](const std::string& id, int day) {
    return named(id, Shift("c-ada", 10, day, "08:00", "12:00"));
  };
  const std::string ada = "worker_id: 'ada'";
  As("ada", "worker");
  ASSERT_EQ(Do(&Stub::RecordHours, ada + monday), "OK") << said_;
  As("carla", "client:acme");
  ASSERT_EQ(Do(&Stub::ApproveHours, Ada("2026-W41", 1)), "OK") << said_;
  As("ada", "worker");
  ASSERT_EQ(Do(&Stub::RecordHours, ada + shorter("tue", 6) + shorter("next", 12)), "OK") << said_;

  // Two weeks; locked, new, taken by another content, the same again, and twice in the grid.
  const std::string grid = ada + shorter("mon", 5) + shorter("wed", 7) +
                           named("tue", Shift("c-ada", 10, 6, "08:00", "13:00")) +
                           shorter("tue", 6) +
                           named("next", Shift("c-ada", 10, 12, "08:00", "13:00"));
  EXPECT_EQ(Do(&Stub::RecordHours, grid), "ENTRY_LOCKED");
  const std::string exists = "This entry exists with other content: use CorrectEntry to change it.";
  EXPECT_EQ(said_,
            "entries[0]: This entry was approved or verified and is locked: use CorrectEntry, which"
            " reverses it and records it anew, or ReverseEntry. entries[2]: " +
                exists + " entries[4]: " + exists);
  EXPECT_EQ(Do(&Stub::RecordHours, ada + shorter("thu", 8) + shorter("thu", 9)), "ENTRY_EXISTS");
  EXPECT_EQ(said_, "entries[1]: " + exists);

  // A lock stands in nobody's way: the locked one unchanged, the rest of its week is taken.
  v1::RecordHoursResponse recorded;
  ASSERT_EQ(Do(&Stub::RecordHours, ada + monday + shorter("wed", 7), &recorded), "OK") << said_;
  ASSERT_EQ(recorded.entries_size(), 1);
  EXPECT_EQ(recorded.entries(0).entry_id(), "wed");
}

// "TAKEN UNCHANGED LEFT_OUT:ENTRY_LOCKED", in the order of the request.
std::string Outcomes(const v1::RecordHoursResponse& response) {
  std::string all;
  for (const auto& one : response.outcomes())
    all += (all.empty() ? "" : " ") +
           v1::EntryOutcome::Outcome_Name(one.outcome()).substr(sizeof("OUTCOME_") - 1) +
           (one.refusal().empty() ? "" : ":" + one.refusal());
  return all;
}

TEST_F(TimesheetTest, AGridIsTakenInPartWhereThatIsAsked) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  const auto on = [&](const char* id, int day, const char* end) {
    std::string entry = Shift("c-ada", 10, day, "08:00", end);
    return entry.insert(entry.find('{') + 1, " entry_id: '" + std::string(id) + "'");
  };
  const std::string ada = "worker_id: 'ada' ";
  const std::string none =
      " entries { entry_id: 'wed' contract_id: 'c-ada' time { start { seconds: 1791360000 }"
      " end { seconds: 1791360000 } zone: 'Europe/Zurich' } }";
  As("ada", "worker");
  ASSERT_EQ(Do(&Stub::RecordHours, ada + on("mon", 5, "12:00")), "OK") << said_;
  As("carla", "client:acme");
  ASSERT_EQ(Do(&Stub::ApproveHours, Ada("2026-W41", 1)), "OK") << said_;

  // Locked, unchanged, new, without time, twice in the grid, and of another week.
  As("ada", "worker");
  const std::string grid = "accept_partial: true " + ada + on("mon", 5, "13:00") +
                           on("mon", 5, "12:00") + on("tue", 6, "12:00") + none +
                           on("tue", 6, "11:00") + on("next", 12, "12:00");
  v1::RecordHoursResponse first, again;
  const std::string id = "request_id: 'in-part' ";
  ASSERT_EQ(Ask(&Stub::RecordHours, id + grid, &first), "OK") << said_;
  EXPECT_EQ(Outcomes(first),
            "LEFT_OUT:ENTRY_LOCKED UNCHANGED TAKEN LEFT_OUT:NO_DURATION LEFT_OUT:ENTRY_EXISTS "
            "TAKEN");
  EXPECT_EQ(first.entries_size(), 2);
  EXPECT_NE(first.outcomes(0).sentence().find("use CorrectEntry"), std::string::npos);
  ASSERT_EQ(Ask(&Stub::RecordHours, id + grid, &again), "OK") << said_;
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());

  v1::GetHistoryResponse history;
  ASSERT_EQ(Ask(&Stub::GetHistory, "worker_id: 'ada' iso_week: '2026-W41'", &history), "OK");
  const auto& last = history.lines(history.lines_size() - 1);
  EXPECT_EQ(last.what(), "ENTRIES_LEFT_OUT");
  EXPECT_EQ(last.event().entries_left_out().left_size(), 3);
  EXPECT_EQ(Do(&Stub::RecordHours, "accept_partial: true " + ada + on("mon", 5, "13:00") + none),
            "ENTRY_LOCKED");
}

TEST_F(TimesheetTest, OfManyEntriesInTheWayTheFirstAreNamedAndTheRestCounted) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("bob", "consultant");
  std::string grid = "worker_id: 'ada'";
  for (int i = 0; i < 400; i++)
    grid +=
        " entries { contract_id: 'c-ada' time { start { seconds: 1791180000 } "
        "end { seconds: 1791180000 } zone: 'Europe/Zurich' } } ";
  EXPECT_EQ(Do(&Stub::RecordHours, grid), "NO_DURATION");
  EXPECT_NE(said_.find("entries[19]: "), std::string::npos) << said_;
  EXPECT_EQ(said_.find("entries[20]: "), std::string::npos) << said_;
  EXPECT_TRUE(said_.ends_with(" And 380 more.")) << said_;
}

TEST_F(TimesheetTest, WorkWithinTheHourThatSpringSkipsIsTakenAndGated) {
  Concluded("c-spring", "tim", "geneva", "GAV-PERSONALVERLEIH", 3);
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("tim", "worker");
  std::string answer;
  v1::RecordHoursResponse recorded;
  const auto request = "worker_id: 'tim'" + Shift("c-spring", 3, 29, "02:15", "02:45");
  for (int tenths = 0; tenths < 200 && answer != "OK"; ++tenths) {
    answer = Do(&Stub::RecordHours, request, &recorded);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  ASSERT_EQ(answer, "OK") << said_;
  const auto& entry = recorded.entries(0);
  EXPECT_TRUE(std::ranges::count(entry.flags(), v1::FLAG_NONEXISTENT_TIME)) << entry.DebugString();
  As("bob", "consultant");
  v1::VerifyHoursResponse verified;
  ASSERT_EQ(Do(&Stub::VerifyHours,
               "worker_id: 'tim' contract_id: 'c-spring' iso_week: '2026-W13' entries_version: 1",
               &verified),
            "OK")
      << said_;
  EXPECT_EQ(verified.measured().lines_size(), 0);
}

TEST_F(TimesheetTest, AnEntryMovesToAnotherWeek) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("ada", "worker");
  v1::RecordHoursResponse recorded;
  ASSERT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + Shift("c-ada", 10, 5, "08:00", "12:00"),
               &recorded),
            "OK");
  const auto id = recorded.entries(0).entry_id();
  const auto moved = "worker_id: 'ada' iso_week: '2026-W41' entry { entry_id: '" + id +
                     "' contract_id: 'c-ada' wall_times { day { year: 2026 month: 10 day: 2 } "
                     "start: '08:00' end: '12:00' } }";
  EXPECT_EQ(Do(&Stub::CorrectEntry, moved), "OK") << said_;
  EXPECT_EQ(AdasWeek("2026-W41").entries(), 0);
  EXPECT_EQ(AdasWeek("2026-W40").entries(), 1);
  EXPECT_EQ(Do(&Stub::CorrectEntry, moved), "ENTRY_REVERSED");
}

TEST_F(TimesheetTest, OthersDoNotSeeIt) {
  As("ada", "worker");
  EXPECT_EQ(Do(&Stub::RecordHours, "worker_id: 'lea'" + Shift("c-lea", 10, 5, "08:00", "12:00")),
            "7");
  EXPECT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + Shift("c-lea", 10, 5, "08:00", "12:00")),
            "5");
  As("rival", "client:other");
  EXPECT_EQ(Do(&Stub::ApproveHours, Ada("2026-W41", 0)), "5");
  As("bob", "consultant", "other-tenant");
  EXPECT_EQ(Do(&Stub::DeclareComplete, Ada("2026-W41", 0)), "5");
  As("bob", "consultant");
  EXPECT_EQ(Do(&Stub::DeclareComplete, "worker_id: 'ada' contract_id: 'c-ada' iso_week: 'next'"),
            "3");
  EXPECT_EQ(Do(&Stub::ApproveHours, Ada("2026-W41", 0)), "3");  // without a signed sheet
}

TEST_F(TimesheetTest, TimeRecordsLatenessAndApprovesTacitly) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("ada", "worker");
  ASSERT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + FullWeek("c-ada")), "OK");
  ASSERT_EQ(Do(&Stub::DeclareComplete, Ada("2026-W41", 5)), "OK") << said_;
  EXPECT_EQ(AdasWeek("2026-W41").state(), v1::WEEK_STATE_COMPLETE);
  process_.AdvanceTo("2026-10-17T11:00:00Z");
  As("bob", "consultant");
  v1::GetHistoryResponse history;
  ASSERT_EQ(Ask(&Stub::GetHistory, "worker_id: 'ada' iso_week: '2026-W41'", &history), "OK");
  ASSERT_EQ(history.lines_size(), 8);
  EXPECT_EQ(history.lines(6).what(), "DEADLINE_REACHED");
  EXPECT_EQ(history.lines(7).event().hours_approved().approved_by_kind(), v1::APPROVED_BY_TACIT);
  ASSERT_EQ(Ask(&Stub::GetHistory, "worker_id: 'lea' iso_week: '2026-W41'", &history), "OK");
  EXPECT_EQ(history.lines(0).event().deadline_reached().deadline(), "HOURS_DUE");
}

TEST_F(TimesheetTest, AContractThatBecomesKnownLateIsLateAtOnceAndEachWeekOnce) {
  process_.AdvanceTo("2026-10-13T06:00:00Z");
  Concluded("c-tim", "tim", "geneva", "GAV-PERSONALVERLEIH");
  As("bob", "consultant");
  const auto late = [&](const std::string& week) {
    v1::GetHistoryResponse history;
    Ask(&Stub::GetHistory, "worker_id: 'tim' iso_week: '" + week + "'", &history);
    return history.lines_size();
  };
  for (int tenths = 0; tenths < 200 && late("2026-W41") == 0; ++tenths)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(late("2026-W40"), 1);
  EXPECT_EQ(late("2026-W41"), 1);
  EXPECT_EQ(late("2026-W42"), 0);
  process_.AdvanceTo("2026-10-19T09:59:00Z");
  EXPECT_EQ(late("2026-W42"), 0) << "it is not yet noon in Geneva";
  process_.AdvanceTo("2026-10-26T12:00:00Z");
  for (const char* week : {"2026-W40", "2026-W41", "2026-W42", "2026-W43"})
    EXPECT_EQ(late(week), 1) << week;
}

TEST_F(TimesheetTest, AConsultantApprovesByTheDigestOfASignedSheet) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("bob", "consultant");
  ASSERT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + FullWeek("c-ada")), "OK") << said_;
  const auto with = [](const std::string& digest) {
    return Ada("2026-W41", 5) + "sheet_digest: '" + digest + "'";
  };
  EXPECT_EQ(Do(&Stub::ApproveHours, Ada("2026-W41", 5)), "3");
  EXPECT_TRUE(said_.starts_with("sheet_digest: ")) << said_;
  EXPECT_EQ(Do(&Stub::ApproveHours, with("\\360\\237\\230\\200")), "3");
  EXPECT_TRUE(said_.starts_with("sheet_digest: give the SHA-256")) << said_;
  v1::ApproveHoursResponse approved;
  EXPECT_EQ(Do(&Stub::ApproveHours, with(std::string(64, 'b')), &approved), "OK") << said_;
}

TEST_F(TimesheetTest, AClaimShrinksWithTheDay) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("ada", "worker");
  v1::RecordHoursResponse recorded;
  ASSERT_EQ(Do(&Stub::RecordHours,
               "worker_id: 'ada'" + Shift("c-ada", 10, 5, "08:00", "16:00") +
                   Shift("c-ada", 10, 5, "16:00", "18:00"),
               &recorded),
            "OK");
  EXPECT_EQ(AdasWeek("2026-W41").pending_overtime().seconds(), 2 * 3600);
  ASSERT_EQ(Do(&Stub::ReverseEntry, "worker_id: 'ada' iso_week: '2026-W41' entry_id: '" +
                                        recorded.entries(0).entry_id() + "'"),
            "OK");
  EXPECT_EQ(AdasWeek("2026-W41").pending_overtime().seconds(), 0);
}
}  // namespace
}  // namespace aor::timesheet
