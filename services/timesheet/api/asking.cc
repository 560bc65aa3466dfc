#include "services/timesheet/api/asking.h"

#include <absl/strings/numbers.h>

#include "libs/rpc/errors.h"
#include "services/timesheet/domain/counting.h"
#include "services/timesheet/projections/contracts.h"
#include "services/timesheet/projections/keys.h"

namespace aor::timesheet {
namespace {
using std::chrono::seconds;

std::optional<seconds> ToHours(bool is_set, const types::v1::Decimal& hours) {
  if (!is_set) return std::nullopt;
  const auto in_seconds = money::FromProto(hours) * money::Decimal{3600, 0};
  return seconds{money::Round(in_seconds, 0).unscaled};
}

Unit ToUnit(v1::ContractUnit unit) {
  switch (unit) {
    case v1::CONTRACT_UNIT_DAY: return Unit::kDay;
    case v1::CONTRACT_UNIT_MONTH: return Unit::kMonth;
    case v1::CONTRACT_UNIT_FIXED: return Unit::kFixed;
    default: return Unit::kHour;
  }
}

v1::EnteredAs RoleOf(const rpc::Caller& caller, const std::string& worker) {
  if (caller.person.value == worker || caller.on_behalf_of == worker) return v1::ENTERED_AS_WORKER;
  if (caller.Has("consultant")) return v1::ENTERED_AS_CONSULTANT;
  return caller.Has("client") ? v1::ENTERED_AS_CLIENT : v1::ENTERED_AS_IMPORT;
}

std::vector<BesideTime> TimesOf(const Week& week) {
  std::vector<BesideTime> times;
  for (const auto& [id, known] : week.entries)
    if (!known.reversed && known.entry.has_time() && !IsTooLong(known.entry))
      times.push_back({calendar::FromProto(known.entry.time()), IsFlagged(known.entry)});
  return times;
}
}  // namespace

Contract ToContract(const v1::ContractRow& row, const RuleSets& rules) {
  Contract contract;
  contract.id = {row.contract_id()};
  contract.client = {row.client_id()};
  contract.employer = {row.legal_entity_id()};
  contract.zone = row.zone();
  if (row.jurisdiction() == "CH-GE" || row.jurisdiction() == "FR")
    contract.holidays = row.jurisdiction();
  contract.start = calendar::FromProto(row.start());
  if (row.has_end()) contract.end = calendar::FromProto(row.end());
  contract.is_signed = row.signed_papers_size() >= static_cast<int>(row.papers());
  contract.unit = ToUnit(row.unit());
  contract.daily = ToHours(row.has_daily_hours(), row.daily_hours());
  contract.weekly = ToHours(row.has_weekly_hours(), row.weekly_hours());
  int days = 0;
  // Older contracts hold what nobody checked: no silence approves before hours are due.
  if (absl::SimpleAtoi(row.tacit_approval_days(), &days) && days >= 0)
    contract.tacit_approval_days = days;
  contract.rules = rules.Named(row.time_rules());
  return contract;
}

calendar::Instant ToInstant(absl::Time time) {
  return calendar::Instant{seconds{absl::ToUnixSeconds(time)}};
}

bool Sees(const rpc::Caller& caller, const v1::ContractRow& contract) {
  for (const char* role :
       {"consultant", "finance", "compliance", "auditor", "administrator", "service"})
    if (caller.Has(role)) return true;
  return caller.ActsFor("client", contract.client_id()) ||
         caller.ActsFor("worker", contract.worker_id());
}

absl::StatusOr<Asked> Ask(const eventsourcing::Rows& rows, const RuleSets& rules,
                          const rpc::Caller& caller, const Wanted& wanted) {
  const auto monday = calendar::MondayOfWeek(wanted.iso_week);
  if (!monday) return rpc::FieldError("iso_week", "give an ISO week such as 2026-W41");
  Asked asked{{wanted.worker},
              *monday,
              caller.person,
              RoleOf(caller, wanted.worker),
              {},
              {},
              {},
              {},
              {},
              {caller.on_behalf_of}};
  const auto known = ContractsOf(rows, caller.tenant, wanted.worker);
  for (const auto& row : known) {
    asked.contracts.push_back(ToContract(row, rules));
    if (caller.ActsFor("client", row.client_id())) asked.clients.insert({row.client_id()});
  }
  for (const auto& id : wanted.contracts) {
    const auto* contract = Find(asked.contracts, ContractId{id});
    const bool theirs =
        contract && (asked.as != v1::ENTERED_AS_CLIENT || asked.clients.contains(contract->client));
    if (!theirs) return rpc::NotFound("contract", id);
  }
  return asked;
}

std::string StreamOf(const Asked& asked) {
  return StreamOf(WeekName{asked.worker.value, calendar::IsoWeek(asked.monday)});
}

void LookAround(eventsourcing::Transaction& transaction, Asked& asked) {
  const auto times = [&](int days) {
    Asked other{asked.worker, asked.monday + days, {}, {}, {}, {}, {}, {}, {}};
    return TimesOf(transaction.Fold<Week, Event>(StreamOf(other)));
  };
  asked.now = ToInstant(transaction.now());
  asked.before = times(-7);
  asked.after = times(7);
}
}  // namespace aor::timesheet
