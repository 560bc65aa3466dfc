// Payroll's process for the tests of its API, in which the directory's answers are canned.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "aor/directory/v1/account_service.grpc.pb.h"
#include "aor/directory/v1/person_service.grpc.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/service/testing/running_process.h"
#include "services/payroll/install.h"

namespace aor::payroll {
using service::Parse;

// Profiles and payees by id, as text; a profile also by id and day, as ada@2026-10-01; a payee's
// account of another version by "<id>@<version>". The first day of a profile, also by id.
struct Canned {
  std::mutex mutex;
  std::map<std::string, std::string> profiles, payees, since;
};

class CannedPeople final : public directory::v1::PersonService::CallbackService {
 public:
  explicit CannedPeople(Canned& canned) : canned_(canned) {}
  grpc::ServerUnaryReactor* ResolvePayrollProfiles(
      grpc::CallbackServerContext* context,
      const directory::v1::ResolvePayrollProfilesRequest* request,
      directory::v1::ResolvePayrollProfilesResponse* response) override {
    const std::lock_guard lock(canned_.mutex);
    for (const auto& id : request->person_ids()) {
      auto known = canned_.profiles.find(id + "@" +
                                         calendar::ToString(calendar::FromProto(request->date())));
      if (known == canned_.profiles.end()) known = canned_.profiles.find(id);
      if (known == canned_.profiles.end()) continue;
      auto& profile = *response->add_profiles();
      profile.set_person_id(id);
      *profile.mutable_profile() = Parse<directory::v1::PayrollProfile>(known->second);
      if (const auto since = canned_.since.find(known->first); since != canned_.since.end())
        *profile.mutable_effective_from() = Parse<types::v1::Date>(since->second);
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  Canned& canned_;
};

class CannedAccounts final : public directory::v1::AccountService::CallbackService {
 public:
  explicit CannedAccounts(Canned& canned) : canned_(canned) {}
  grpc::ServerUnaryReactor* ResolvePayees(grpc::CallbackServerContext* context,
                                          const directory::v1::ResolvePayeesRequest* request,
                                          directory::v1::ResolvePayeesResponse* response) override {
    const std::lock_guard lock(canned_.mutex);
    for (const auto& asked : request->payees()) {
      const std::string& id = asked.payee_id();
      auto known = canned_.payees.find(id + "@" + std::to_string(asked.account_version()));
      if (known == canned_.payees.end()) known = canned_.payees.find(id);
      if (known == canned_.payees.end()) continue;
      *response->add_payees() = Parse<directory::v1::Payee>(known->second);
      response->mutable_payees()->rbegin()->set_payee_id(id);
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  Canned& canned_;
};

// The directory answers from `canned`, which outlives the process. The clock stands on
// Thursday, 29 October 2026.
inline std::unique_ptr<service::RunningProcess> RunningPayroll(Canned& canned) {
  const auto install = [&canned](service::RunningProcess& process) {
    Install(process.host());
    process.other("directory").Serve(std::make_unique<CannedPeople>(canned));
    process.other("directory").Serve(std::make_unique<CannedAccounts>(canned));
  };
  return std::make_unique<service::RunningProcess>(
      service::RunningProcess::Program{.name = "payroll",
                                       .development_clock = "2026-10-29T06:00:00Z",
                                       .other_logs = {"credentials", "directory", "engagements",
                                                      "timesheet", "invoicing", "missions"},
                                       .install = install});
}
}  // namespace aor::payroll
