#include "services/timesheet/api/month_status.h"

#include <absl/strings/numbers.h>

#include <algorithm>
#include <map>

#include "libs/operations/month_calendar.h"
#include "libs/rpc/edge.h"
#include "services/timesheet/api/asking.h"
#include "services/timesheet/api/queries.h"
#include "services/timesheet/projections/keys.h"

namespace aor::timesheet {
namespace {
using calendar::Date, calendar::Instant;
using google::protobuf::Timestamp;
constexpr const char* kConsultant = "consultant";

Timestamp At(Instant instant) {
  Timestamp time;
  time.set_seconds(instant.time_since_epoch().count());
  return time;
}
Instant AsInstant(const Timestamp& time) { return Instant{std::chrono::seconds{time.seconds()}}; }

// One contract's weeks of the month, one after the other.
class ContractStatus {
 public:
  ContractStatus(const v1::ContractRow& contract, Date month, Instant now)
      : contract_(contract), month_(month), now_(now) {
    counted_.set_contract_id(contract.contract_id());
    counted_.set_worker_id(contract.worker_id());
    counted_.set_client_id(contract.client_id());
    counted_.set_legal_entity_id(contract.legal_entity_id());
  }
  void Add(Date monday, const std::optional<v1::Week>& week);

  const v1::ContractMonth& counted() const { return counted_; }
  const std::vector<v1::Missing>& missing() const { return missing_; }

 private:
  void AddHours(Date monday, const std::optional<v1::Week>& week);
  void AddSteps(Date monday, const v1::Week& week);
  v1::Missing& Miss(v1::Missing::What what, Date monday, const std::string& waits_for,
                    const Timestamp& since, const std::string& sentence);
  void Due(v1::Missing& missing, Instant due);
  void DueByCalendar(v1::Missing& missing, const char* step);
  void DueTacitly(v1::Missing& missing, Date monday, Instant since);

  const v1::ContractRow& contract_;
  const Date month_;
  const Instant now_;
  v1::ContractMonth counted_;
  std::vector<v1::Missing> missing_;
};

v1::Missing& ContractStatus::Miss(v1::Missing::What what, Date monday, const std::string& waits_for,
                                  const Timestamp& since, const std::string& sentence) {
  auto& missing = missing_.emplace_back();
  missing.set_what(what);
  missing.set_worker_id(contract_.worker_id());
  missing.set_iso_week(calendar::IsoWeek(monday));
  missing.set_contract_id(contract_.contract_id());
  missing.set_waits_for(waits_for);
  *missing.mutable_since() = since;
  missing.set_sentence(calendar::IsoWeek(monday) + " of " + contract_.worker_id() + ": " +
                       sentence + " (" + waits_for + ").");
  return missing;
}

void ContractStatus::Due(v1::Missing& missing, Instant due) {
  *missing.mutable_due() = At(due);
  missing.set_late(now_ > due);
}

void ContractStatus::DueByCalendar(v1::Missing& missing, const char* step) {
  if (const auto due = operations::MonthCalendar::Shipped().DueOf(
          step, month_, contract_.jurisdiction(), contract_.zone()))
    Due(missing, *due);
}

void ContractStatus::Add(Date monday, const std::optional<v1::Week>& week) {
  auto& counts = *counted_.mutable_counts();
  counts.set_weeks(counts.weeks() + 1);
  if (week && week->has_complete())
    counts.set_complete(counts.complete() + 1);
  else
    AddHours(monday, week);
  if (week) AddSteps(monday, *week);
}

// Hours of a week that is not over are not missing yet.
void ContractStatus::AddHours(Date monday, const std::optional<v1::Week>& week) {
  const auto over = calendar::StartOf(monday + 7, contract_.zone());
  if (over > now_) return;
  const bool is_reopened = week && AsInstant(week->changed_at()) > over;
  const auto due = HoursDue(monday, contract_.zone());
  Due(Miss(v1::Missing::WHAT_HOURS, monday, contract_.worker_id(),
           is_reopened ? week->changed_at() : At(over), "the hours are not declared complete"),
      due);
  auto& counts = *counted_.mutable_counts();
  if (now_ > due) counts.set_late(counts.late() + 1);
}

void ContractStatus::AddSteps(Date monday, const v1::Week& week) {
  auto& counts = *counted_.mutable_counts();
  const bool nothing_to_accept =
      week.has_complete() && week.entries() == 0 && !week.has_billable() && !week.has_payable();
  const bool approved = week.has_approved() || nothing_to_accept;
  const bool verified = week.has_verified() || nothing_to_accept;
  counts.set_approved(counts.approved() + approved);
  counts.set_verified(counts.verified() + verified);
  const auto& since = week.has_complete() ? week.complete().at() : week.changed_at();
  if (week.pending_overtime().seconds() > 0)
    DueByCalendar(Miss(v1::Missing::WHAT_OVERTIME_CONFIRMATION, monday, contract_.client_id(),
                       week.changed_at(), "overtime waits for confirmation"),
                  "OVERTIME_CONFIRMATION");
  if (!week.contested_entry_ids().empty())
    DueByCalendar(
        Miss(v1::Missing::WHAT_CONTEST, monday, kConsultant, week.changed_at(),
             week.has_rejection_proposed()
                 ? week.rejection_proposed().by() + " would bill contested hours: a second decides"
                 : "contested hours wait for a decision"),
        "CONTEST");
  if (!week.has_complete()) return;
  if (!approved)
    DueTacitly(Miss(v1::Missing::WHAT_APPROVAL, monday, contract_.client_id(), since,
                    "the hours wait for approval"),
               monday, AsInstant(since));
  if (!verified)
    DueByCalendar(Miss(v1::Missing::WHAT_VERIFICATION, monday, kConsultant, since,
                       "the hours wait for verification"),
                  "VERIFICATION");
}

// Silence approves, or the calendar says how long the client has.
void ContractStatus::DueTacitly(v1::Missing& missing, Date monday, Instant since) {
  int days = 0;
  if (absl::SimpleAtoi(contract_.tacit_approval_days(), &days) && days >= 0)
    Due(missing, TacitApprovalDue(monday, contract_.zone(), since, days));
  else
    DueByCalendar(missing, "APPROVAL");
}

// By whose word weeks count.
class Colleagues {
 public:
  void Add(const v1::Week& week) {
    if (week.has_approved() && week.approved_by_kind() == v1::APPROVED_BY_SIGNED_SHEET)
      Count(week.approved()).approved++;
    if (week.has_verified()) Count(week.verified()).verified++;
  }
  void Put(v1::GetMonthStatusResponse& response) const {
    for (const auto& [person, standing] : by_person_) {
      auto& colleague = *response.add_colleagues();
      colleague.set_person_id(person);
      colleague.set_approved(standing.approved);
      colleague.set_verified(standing.verified);
      colleague.mutable_last_at()->set_seconds(standing.last);
    }
  }

 private:
  struct Standing {
    uint32_t approved = 0, verified = 0;
    int64_t last = 0;
  };
  Standing& Count(const v1::Step& step) {
    auto& standing = by_person_[step.by()];
    standing.last = std::max(standing.last, step.at().seconds());
    return standing;
  }
  std::map<std::string, Standing> by_person_;
};

void AddUp(const v1::StepCounts& counts, v1::StepCounts& total) {
  total.set_weeks(total.weeks() + counts.weeks());
  total.set_complete(total.complete() + counts.complete());
  total.set_approved(total.approved() + counts.approved());
  total.set_verified(total.verified() + counts.verified());
  total.set_late(total.late() + counts.late());
}

bool Fits(const v1::GetMonthStatusRequest& filter, const v1::ContractRow& contract) {
  const auto fits = [](const std::string& wanted, const std::string& is) {
    return wanted.empty() || wanted == is;
  };
  return fits(filter.legal_entity_id(), contract.legal_entity_id()) &&
         fits(filter.client_id(), contract.client_id());
}

void SortLongestWaiting(google::protobuf::RepeatedPtrField<v1::Missing>& missing) {
  std::ranges::stable_sort(missing, {}, [](const auto& one) { return one.since().seconds(); });
}
}  // namespace

std::vector<Date> WeeksOf(const v1::ContractRow& contract, Date month) {
  std::vector<Date> mondays;
  const auto first = std::max(month, calendar::FromProto(contract.start()));
  auto last = calendar::LastOfMonth(month);
  if (contract.has_end()) last = std::min(last, calendar::FromProto(contract.end()));
  if (contract.without_hours() || first > last) return mondays;
  if (contract.unit() == v1::CONTRACT_UNIT_MONTH) return {calendar::MondayOf(last)};
  for (auto monday = calendar::MondayOf(first); monday <= last; monday += 7)
    mondays.push_back(monday);
  return mondays;
}

absl::Status Answer(const rpc::Caller& caller, const Rows& rows, Instant now,
                    const v1::GetMonthStatusRequest& request,
                    v1::GetMonthStatusResponse& response) {
  const auto month = calendar::FirstOfMonth(request.month());
  if (!month) return rpc::FieldError("month", "give a month such as 2026-10");
  Colleagues colleagues;
  const auto add = [&](std::string_view value) {
    v1::ContractRow contract;
    contract.ParseFromArray(value.data(), static_cast<int>(value.size()));
    if (!Sees(caller, contract) || !Fits(request, contract)) return false;
    ContractStatus status(contract, *month, now);
    for (const auto monday : WeeksOf(contract, *month)) {
      const auto week = rows.Load<v1::Week>(WeekKey(caller.tenant, calendar::IsoWeek(monday),
                                                    contract.worker_id(), contract.contract_id()));
      if (week) colleagues.Add(*week);
      status.Add(monday, week);
    }
    if (status.counted().counts().weeks() == 0) return false;
    AddUp(status.counted().counts(), *response.mutable_total());
    *response.add_contracts() = status.counted();
    for (const auto& missing : status.missing()) *response.add_missing() = missing;
    return true;
  };
  auto listed = rpc::ListPage(rows, ContractKey(caller.tenant, ""), request.page_size(),
                              request.page_token(), add, response.mutable_next_page_token());
  SortLongestWaiting(*response.mutable_missing());
  if (!caller.Has("client")) colleagues.Put(response);
  return listed;
}
}  // namespace aor::timesheet
