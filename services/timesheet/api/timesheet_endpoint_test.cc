// A month's hours over real gRPC: one process, its log in memory, callers with tokens.
#include <algorithm>
#include <thread>

#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/timesheet/v1/timesheet_service.grpc.pb.h"
#include "libs/money/money.h"
#include "libs/rpc/errors.h"
#include "libs/service/testing/running_process.h"
#include "services/timesheet/install.h"

namespace aor::timesheet {
namespace {
using service::Parse;
using Stub = v1::TimesheetService::Stub;

class TimesheetTest : public testing::Test {
 protected:
  TimesheetTest() {
    Concluded("c-ada", "ada", "geneva", "GAV-PERSONALVERLEIH");
    contracts_ = Concluded("c-lea", "lea", "lyon", "FR-35H");
    v1::ListWeeksResponse none;
    As("bob", "consultant");
    Ask(&Stub::ListWeeks, "consistency_token: '" + contracts_ + "'", &none);
  }

  // "OK", the name of the refusal, or the number of the status code.
  template <class Request, class Response>
  std::string Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const std::string& request, Response* response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata("authorization", "Bearer " + token_);
    const auto status = (stub_.get()->*method)(&context, Parse<Request>(request), response);
    said_ = status.error_message();
    if (status.ok()) return "OK";
    const auto refusal = rpc::RefusalOf(rpc::FromGrpc(status));
    return refusal.empty() ? std::to_string(status.error_code()) : refusal;
  }
  // A mutation; its token is remembered for the reads that follow.
  template <class Request, class Response>
  std::string Do(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                 const std::string& request, Response* response) {
    const auto id = " request_id: 'r" + std::to_string(++requests_) + "' ";
    const auto answer = Ask(method, id + request, response);
    if (answer == "OK") seen_ = response->consistency_token();
    return answer;
  }
  template <class Request, class Response>
  std::string Do(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                 const std::string& request) {
    Response response;
    return Do(method, request, &response);
  }
  void As(const std::string& person, const std::string& role,
          const std::string& tenant = "alpina") {
    token_ = process_.TokenOf(person, role, tenant);
  }
  std::string Seen() const { return " consistency_token: '" + seen_ + "' "; }

  std::string Concluded(const std::string& contract, const std::string& worker,
                        const std::string& entity, const std::string& rules, int month = 9) {
    const bool swiss = entity == "geneva";
    return process_.Publish<engagements::v1::ContractEvent>(
        "engagements", "acme",
        "contract_concluded { contract_id: '" + contract + "' worker_id: '" + worker +
            "' client_id: 'acme' legal_entity_id: '" + entity +
            "' engagement_kind: ENGAGEMENT_KIND_TEMP" + " zone: '" +
            (swiss ? "Europe/Zurich" : "Europe/Paris") + "' jurisdiction: '" +
            (swiss ? "CH-GE" : "FR") + "' start { year: 2026 month: " + std::to_string(month) +
            " day: 28 }" +
            " end { year: 2026 month: 10 day: 31 } terms { unit: UNIT_HOUR time_rules: '" + rules +
            "' daily_hours { unscaled: 8 } weekly_hours { unscaled: 40 } tacit_approval_days: '5' "
            "} }");
  }
  static std::string Shift(const std::string& contract, int month, int day, const char* from,
                           const char* to) {
    return " entries { contract_id: '" + contract +
           "' wall_times { day { year: 2026 month: " + std::to_string(month) +
           " day: " + std::to_string(day) + " } start: '" + from + "' end: '" + to + "' } } ";
  }
  // Eight hours from Monday to Friday of 5 October.
  static std::string FullWeek(const std::string& contract) {
    std::string entries;
    for (int day = 5; day <= 9; day++) entries += Shift(contract, 10, day, "08:00", "16:00");
    return entries;
  }
  static std::string Ada(const char* week, int version) {
    return " worker_id: 'ada' contract_id: 'c-ada' iso_week: '" + std::string(week) +
           "' entries_version: " + std::to_string(version) + " ";
  }
  v1::Week AdasWeek(const std::string& week) {
    v1::GetWeekResponse response;
    EXPECT_EQ(Ask(&Stub::GetWeek, "worker_id: 'ada' iso_week: '" + week + "'" + Seen(), &response),
              "OK")
        << said_;
    return response.weeks_size() == 1 ? response.weeks(0) : v1::Week();
  }

  service::RunningProcess process_{
      {.name = "timesheet",
       .development_clock = "2026-09-28T06:00:00Z",
       .other_logs = {"engagements"},
       .install = [](service::RunningProcess& process) { Install(process.host()); }}};
  const std::unique_ptr<Stub> stub_ = v1::TimesheetService::NewStub(process_.channel());
  std::string token_, said_, seen_, contracts_;
  int requests_ = 0;
};

int64_t SecondsOf(const v1::Measured& measured, v1::Category category) {
  int64_t seconds = 0;
  for (const auto& line : measured.lines())
    if (line.category() == category) seconds += line.time().seconds();
  return seconds;
}

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

TEST_F(TimesheetTest, TheMonthSaysWhatIsLeft) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("ada", "worker");
  ASSERT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + FullWeek("c-ada")), "OK");
  ASSERT_EQ(Do(&Stub::DeclareComplete, Ada("2026-W41", 5)), "OK") << said_;
  As("bob", "consultant");
  v1::VerifyMatchingHoursResponse verified;
  ASSERT_EQ(Do(&Stub::VerifyMatchingHours, "month: '2026-10'" + Seen(), &verified), "OK") << said_;
  EXPECT_EQ(verified.verified(), 1u) << verified.DebugString();

  v1::GetMonthStatusResponse status;
  ASSERT_EQ(
      Ask(&Stub::GetMonthStatus, "month: '2026-10' legal_entity_id: 'geneva'" + Seen(), &status),
      "OK");
  EXPECT_EQ(status.total().weeks(), 5u);
  EXPECT_EQ(status.total().complete(), 1u);
  EXPECT_EQ(status.total().verified(), 1u);
  ASSERT_EQ(status.missing_size(), 2);  // the hours of week 40, an approval
  EXPECT_EQ(status.missing(0).what(), v1::Missing::WHAT_HOURS);
  EXPECT_EQ(status.missing(0).waits_for(), "ada");
  EXPECT_TRUE(status.missing(0).late());
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

class ContestTest : public TimesheetTest {
 protected:
  // A full week is approved and verified, then the client contests its Friday.
  ContestTest() {
    process_.AdvanceTo("2026-10-12T06:00:00Z");
    As("bob", "consultant");
    v1::RecordHoursResponse recorded;
    EXPECT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + FullWeek("c-ada"), &recorded), "OK");
    As("carla", "client:acme");
    EXPECT_EQ(Do(&Stub::ApproveHours, Ada("2026-W41", 5)), "OK") << said_;
    As("eve", "consultant");
    EXPECT_EQ(Do(&Stub::VerifyHours, Ada("2026-W41", 5)), "OK") << said_;
    As("carla", "client:acme");
    friday_ = "entry_ids: '" + recorded.entries(4).entry_id() + "'";
    EXPECT_EQ(Do(&Stub::ContestHours, Ada("2026-W41", 5) + friday_), "OK") << said_;
  }
  std::string Settle(const std::string& outcome, v1::DecideContestResponse* response) {
    return Do(&Stub::DecideContest,
              Ada("2026-W41", 5) + "reason: 'badge list' outcome: CONTEST_OUTCOME_" + outcome,
              response);
  }
  // Sentences of the month about contests.
  std::vector<std::string> Waiting() {
    v1::GetMonthStatusResponse status;
    EXPECT_EQ(Ask(&Stub::GetMonthStatus, "month: '2026-10'" + Seen(), &status), "OK");
    std::vector<std::string> waiting;
    for (const auto& missing : status.missing())
      if (missing.what() == v1::Missing::WHAT_CONTEST) waiting.push_back(missing.sentence());
    return waiting;
  }
  std::string friday_;
};

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

TEST_F(ContestTest, UpheldItIsSettledAndStaysOffTheBill) {
  As("nina", "consultant");
  ASSERT_EQ(Waiting().size(), 1u);
  v1::DecideContestResponse response;
  ASSERT_EQ(Settle("UPHELD", &response), "OK") << said_;
  EXPECT_FALSE(response.waits_for_second_person());
  const auto week = AdasWeek("2026-W41");
  EXPECT_EQ(week.state(), v1::WEEK_STATE_DONE);
  EXPECT_EQ(week.upheld_entry_ids_size(), 1);
  EXPECT_EQ(SecondsOf(week.billable(), v1::CATEGORY_BASE), 32 * 3600);
  EXPECT_EQ(SecondsOf(week.payable(), v1::CATEGORY_BASE), 40 * 3600);
  EXPECT_TRUE(Waiting().empty());
  As("carla", "client:acme");
  EXPECT_EQ(Do(&Stub::ContestHours, Ada("2026-W41", 5) + friday_), "CONTEST_DECIDED");
  EXPECT_EQ(Do(&Stub::DecideContest, Ada("2026-W41", 5)), "7") << "a client does not decide";
}

TEST_F(ContestTest, RejectedByTwoItIsBilledAgain) {
  As("nina", "consultant");
  v1::DecideContestResponse response;
  ASSERT_EQ(Settle("REJECTED", &response), "OK") << said_;
  EXPECT_TRUE(response.waits_for_second_person());
  EXPECT_EQ(AdasWeek("2026-W41").state(), v1::WEEK_STATE_CONTESTED);
  ASSERT_EQ(Waiting().size(), 1u);
  EXPECT_NE(Waiting()[0].find("nina would bill"), std::string::npos) << Waiting()[0];
  As("bob", "consultant");
  EXPECT_EQ(Settle("REJECTED", &response), "OWN_ENTRIES");
  As("paul", "consultant");
  response.Clear();
  ASSERT_EQ(Settle("REJECTED", &response), "OK") << said_;
  EXPECT_FALSE(response.waits_for_second_person());
  const auto week = AdasWeek("2026-W41");
  EXPECT_EQ(week.state(), v1::WEEK_STATE_DONE);
  EXPECT_EQ(week.approved_by_kind(), v1::APPROVED_BY_DECISION);
  EXPECT_EQ(SecondsOf(week.billable(), v1::CATEGORY_BASE), 40 * 3600);
  EXPECT_TRUE(Waiting().empty());
}

TEST_F(TimesheetTest, AContestThatIsOverLetsSilenceApproveAgain) {
  process_.AdvanceTo("2026-10-12T06:00:00Z");
  As("ada", "worker");
  v1::RecordHoursResponse recorded;
  ASSERT_EQ(Do(&Stub::RecordHours, "worker_id: 'ada'" + FullWeek("c-ada"), &recorded), "OK");
  ASSERT_EQ(Do(&Stub::DeclareComplete, Ada("2026-W41", 5)), "OK") << said_;
  As("carla", "client:acme");
  ASSERT_EQ(Do(&Stub::ContestHours,
               Ada("2026-W41", 5) + "entry_ids: '" + recorded.entries(4).entry_id() + "'"),
            "OK");
  AdasWeek("2026-W41");  // the views have seen it
  process_.AdvanceTo("2026-10-17T11:00:00Z");
  EXPECT_FALSE(AdasWeek("2026-W41").has_approved());
  As("nina", "consultant");
  ASSERT_EQ(Do(&Stub::DecideContest,
               Ada("2026-W41", 5) + "reason: 'sick' outcome: CONTEST_OUTCOME_UPHELD"),
            "OK");
  AdasWeek("2026-W41");
  process_.AdvanceTo("2026-10-17T12:00:00Z");
  v1::GetHistoryResponse history;
  ASSERT_EQ(Ask(&Stub::GetHistory, "worker_id: 'ada' iso_week: '2026-W41'", &history), "OK");
  const auto& last = history.lines(history.lines_size() - 1).event().hours_approved();
  EXPECT_EQ(last.approved_by_kind(), v1::APPROVED_BY_TACIT);
  EXPECT_EQ(last.measured().lines_size(), 4);
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

TEST_F(ContestTest, AContestShrinksTheBillOnly) {
  const auto week = AdasWeek("2026-W41");
  EXPECT_EQ(week.state(), v1::WEEK_STATE_CONTESTED);
  EXPECT_EQ(SecondsOf(week.billable(), v1::CATEGORY_BASE), 32 * 3600);
  EXPECT_EQ(SecondsOf(week.payable(), v1::CATEGORY_BASE), 40 * 3600);
}
}  // namespace
}  // namespace aor::timesheet
