// Timesheet in this process behind its real edge, with contracts of two workers, and callers with
// tokens.
#pragma once

#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/timesheet/v1/timesheet_service.grpc.pb.h"
#include "libs/money/money.h"
#include "libs/service/testing/running_process.h"
#include "services/timesheet/install.h"

namespace aor::timesheet {
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
    return service::OutcomeOf(status);
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
       .other_logs = {"credentials", "engagements"},
       .install = [](service::RunningProcess& process) { Install(process.host()); }}};
  const std::unique_ptr<Stub> stub_ = v1::TimesheetService::NewStub(process_.channel());
  std::string token_, said_, seen_, contracts_;
  int requests_ = 0;
};

inline int64_t SecondsOf(const v1::Measured& measured, v1::Category category) {
  int64_t seconds = 0;
  for (const auto& line : measured.lines())
    if (line.category() == category) seconds += line.time().seconds();
  return seconds;
}
}  // namespace aor::timesheet
