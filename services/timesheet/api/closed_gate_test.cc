// Hours on days on which a gate lets nobody work: taken, shown, and owed.
#include "aor/credentials/v1/credentials_events.pb.h"
#include "services/timesheet/api/running_timesheet.h"

namespace aor::timesheet {
namespace {
class ClosedGateTest : public TimesheetTest {
 protected:
  ClosedGateTest() {
    process_.AdvanceTo("2026-10-12T06:00:00Z");
    As("bob", "consultant");
    EXPECT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + FullWeek("c-ada")), "OK") << said_;
  }
  void Tell(const std::string& event, const std::string& closed, const char* gate = "STARTING",
            const char* contract = "c-ada") {
    seen_ = process_.Publish<credentials::v1::GateEvent>(
        "credentials", "ada",
        event + " { contract_id: '" + contract + "' gate: GATE_" + gate + " " + closed + " }");
  }
  static std::string Days(int first, int last = 0) {
    const auto day = [](const char* field, int day) {
      return std::string(field) + " { year: 2026 month: 10 day: " + std::to_string(day) + " } ";
    };
    return "closed { " + day("first_day", first) + (last ? day("last_day", last) : "") + "} ";
  }
  void Started(int day) {
    seen_ = process_.Publish<engagements::v1::ContractEvent>(
        "engagements", "acme",
        "work_started { contract_id: 'c-ada' worker_id: 'ada' started_on { year: 2026 month: 10"
        " day: " +
            std::to_string(day) + " } }");
  }
  void Ended(int day) {
    seen_ = process_.Publish<engagements::v1::ContractEvent>(
        "engagements", "acme",
        "contract_ended { contract_id: 'c-ada' worker_id: 'ada' end { year: 2026 month: 10 day: " +
            std::to_string(day) + " } }");
  }
  // The days of October whose entries are flagged; the week says how many of most.
  std::vector<int> Flagged(v1::Flag flag = v1::FLAG_CLOSED_GATE) {
    v1::GetWeekResponse response;
    EXPECT_EQ(Ask(&Stub::GetWeek, "worker_id: 'ada' iso_week: '2026-W41'" + Seen(), &response),
              "OK")
        << said_;
    std::vector<int> days;
    for (const auto& entry : response.entries())
      if (std::ranges::count(entry.entry().flags(), flag))
        days.push_back(entry.entry().day().day());
    std::ranges::sort(days);
    const auto& week = response.weeks(0);
    if (flag == v1::FLAG_OUTSIDE_CONTRACT) return days;
    EXPECT_EQ(flag == v1::FLAG_BEFORE_START ? week.before_start() : week.behind_closed_gate(),
              static_cast<int>(days.size()));
    return days;
  }
};

TEST_F(ClosedGateTest, AGateThatClosesInTheMiddleFlagsTheHoursSinceAndOpeningTakesItBack) {
  EXPECT_TRUE(Flagged().empty());
  Tell("gate_closed", Days(8));
  EXPECT_EQ(Flagged(), (std::vector{8, 9}));
  Tell("gate_opened", "");
  EXPECT_TRUE(Flagged().empty()) << "nothing of it was stored";
  Tell("gate_closed", Days(5, 6) + Days(9));
  EXPECT_EQ(Flagged(), (std::vector{5, 6, 9})) << "on past days, too";
  Tell("gate_opened", Days(5, 5));
  EXPECT_EQ(Flagged(), (std::vector{5})) << "what is left";
}

TEST_F(ClosedGateTest, OtherGatesAndOtherContractsDoNotConcernThem) {
  Tell("gate_closed", Days(5), "BILLING");
  Tell("gate_closed", Days(5), "BADGE");
  Tell("gate_closed", Days(5), "STARTING", "c-lea");
  Tell("gate_closed", Days(10), "STARTING");
  EXPECT_TRUE(Flagged().empty());
}

TEST_F(ClosedGateTest, HoursBeforeTheRecordedStartAreFlaggedUntilItIsCorrected) {
  EXPECT_TRUE(Flagged(v1::FLAG_BEFORE_START).empty()) << "nobody recorded one";
  Started(7);
  EXPECT_EQ(Flagged(v1::FLAG_BEFORE_START), (std::vector{5, 6}));
  EXPECT_TRUE(Flagged().empty());
  Started(5);
  EXPECT_TRUE(Flagged(v1::FLAG_BEFORE_START).empty());
  Started(12);
  EXPECT_EQ(Flagged(v1::FLAG_BEFORE_START).size(), 5u);
}

TEST_F(ClosedGateTest, AnEarlierEndFlagsWhatWasApprovedAndTakesNothingBack) {
  As("carla", "client:acme");
  ASSERT_EQ(Do(&Stub::ApproveHours, Ada("2026-W41", 5)), "OK") << said_;
  Ended(7);
  EXPECT_EQ(Flagged(v1::FLAG_OUTSIDE_CONTRACT), (std::vector{8, 9}));
  EXPECT_EQ(Do(&Stub::ApproveHours, Ada("2026-W41", 5)), "OK") << said_;
  EXPECT_EQ(SecondsOf(AdasWeek("2026-W41").billable(), v1::CATEGORY_BASE), 40 * 3600);
}

TEST_F(ClosedGateTest, WhatWasWorkedIsTakenApprovedAndOwed) {
  Tell("gate_closed", Days(5));
  EXPECT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + Shift("c-ada", 10, 10, "08:00", "10:00")),
            "OK");
  As("carla", "client:acme");
  EXPECT_EQ(Do(&Stub::ApproveHours, Ada("2026-W41", 6)), "OK") << said_;
  As("eve", "consultant");
  EXPECT_EQ(Do(&Stub::VerifyHours, Ada("2026-W41", 6)), "OK") << said_;
  EXPECT_EQ(SecondsOf(AdasWeek("2026-W41").payable(), v1::CATEGORY_BASE), 42 * 3600);
  v1::ListEntriesResponse listed;
  ASSERT_EQ(Ask(&Stub::ListEntries, "iso_week: '2026-W41'" + Seen(), &listed), "OK");
  for (const auto& entry : listed.entries())
    EXPECT_EQ(std::ranges::count(entry.entry().flags(), v1::FLAG_CLOSED_GATE), 1);
}
}  // namespace
}  // namespace aor::timesheet
