#include "services/timesheet/projections/weeks.h"

#include <algorithm>

#include "aor/timesheet/v1/timesheet_rows.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"
#include "services/timesheet/projections/keys.h"

namespace aor::timesheet {
namespace {
using eventsourcing::Happened, eventsourcing::WritableRows;

int64_t SecondsOf(const v1::Entry& entry) {
  if (!entry.has_time()) return 0;
  return std::max<int64_t>(0, entry.time().end().seconds() - entry.time().start().seconds() -
                                  entry.break_time().seconds());
}

std::string LocalTime(const v1::Entry& entry) {
  if (!entry.has_time()) return calendar::ToString(calendar::FromProto(entry.day()));
  const auto time = calendar::FromProto(entry.time());
  return calendar::LocalText(time.start, time.zone) + " to " +
         calendar::LocalText(time.end, time.zone);
}

v1::WeekState StateOf(const v1::Week& week) {
  if (week.contested_entry_ids_size() > 0) return v1::WEEK_STATE_CONTESTED;
  if (week.has_approved() && week.has_verified()) return v1::WEEK_STATE_DONE;
  if (week.has_approved()) return v1::WEEK_STATE_APPROVED;
  if (week.has_verified()) return v1::WEEK_STATE_VERIFIED;
  return week.has_complete() ? v1::WEEK_STATE_COMPLETE : v1::WEEK_STATE_OPEN;
}

// The rows that one event touches.
class Fold {
 public:
  Fold(const Happened& happened, WritableRows& rows)
      : happened_(happened), rows_(rows), name_(NameOf(happened.stream.name())) {}

  void Apply(const v1::WeekEvent& event);

 private:
  void Put(const v1::Entry& entry);
  void TakeOut(const v1::EntryReversed& reversed);
  void SetPending(const std::string& entry_id, int64_t pending);
  void Confirm(const std::string& entry_id);
  void Reduce(const v1::OvertimeClaimReduced& reduced);
  void Approve(const v1::HoursApproved& approved);
  void Verify(const v1::HoursVerified& verified);

  v1::Week Load(const std::string& contract) const;
  void Store(v1::Week week);
  std::optional<v1::RecordedEntry> LoadEntry(const std::string& id) const;
  void StoreEntry(const v1::RecordedEntry& entry);
  v1::Step Done(const std::string& by) const;
  // Adds what an entry says to its week's sums, or takes it away.
  static void Count(const v1::RecordedEntry& entry, int sign, v1::Week& week);
  static void Change(const std::string& entry_id, v1::Week& week);
  static void Contest(const v1::HoursContested& contested, v1::Week& week);
  static void Settle(const v1::ContestDecided& decided, v1::Week& week);

  const Happened& happened_;
  WritableRows& rows_;
  const WeekName name_;
};

v1::Week Fold::Load(const std::string& contract) const {
  const auto known = rows_.Load<v1::Week>(
      WeekKey(happened_.commit.tenant(), name_.iso_week, name_.worker, contract));
  if (known) return *known;
  v1::Week week;
  week.set_worker_id(name_.worker);
  week.set_iso_week(name_.iso_week);
  week.set_contract_id(contract);
  if (const auto monday = calendar::MondayOfWeek(name_.iso_week))
    *week.mutable_monday() = calendar::ToProto(*monday);
  return week;
}

void Fold::Store(v1::Week week) {
  week.set_state(StateOf(week));
  *week.mutable_changed_at() = happened_.commit.recorded_at();
  rows_.Store(WeekKey(happened_.commit.tenant(), name_.iso_week, name_.worker, week.contract_id()),
              week);
}

std::optional<v1::RecordedEntry> Fold::LoadEntry(const std::string& id) const {
  return rows_.Load<v1::RecordedEntry>(
      EntryKey(happened_.commit.tenant(), name_.iso_week, name_.worker, id));
}

void Fold::StoreEntry(const v1::RecordedEntry& entry) {
  rows_.Store(
      EntryKey(happened_.commit.tenant(), name_.iso_week, name_.worker, entry.entry().entry_id()),
      entry);
}

v1::Step Fold::Done(const std::string& by) const {
  v1::Step step;
  step.set_by(by);
  *step.mutable_at() = happened_.commit.recorded_at();
  return step;
}

void Fold::Count(const v1::RecordedEntry& entry, int sign, v1::Week& week) {
  const auto add = [&](google::protobuf::Duration& sum, int64_t seconds) {
    sum.set_seconds(sum.seconds() + sign * seconds);
  };
  add(*week.mutable_worked(), SecondsOf(entry.entry()));
  add(*week.mutable_pending_overtime(), entry.pending_overtime().seconds());
  week.set_entries(week.entries() + sign);
  if (entry.entry().flags_size() > 0) week.set_flagged(week.flagged() + sign);
}

void Forget(const std::string& id, google::protobuf::RepeatedPtrField<std::string>& ids) {
  ids.erase(std::remove(ids.begin(), ids.end(), id), ids.end());
}

void Fold::Change(const std::string& entry_id, v1::Week& week) {
  week.set_entries_version(week.entries_version() + 1);
  week.clear_complete();
  week.clear_approved();
  week.clear_verified();
  week.clear_rejection_proposed();
  Forget(entry_id, *week.mutable_contested_entry_ids());
  Forget(entry_id, *week.mutable_upheld_entry_ids());
}

void Fold::Contest(const v1::HoursContested& contested, v1::Week& week) {
  *week.mutable_contested_entry_ids() = contested.entry_ids();
  week.clear_rejection_proposed();
}

void Fold::Settle(const v1::ContestDecided& decided, v1::Week& week) {
  for (const auto& id : decided.entry_ids()) {
    Forget(id, *week.mutable_contested_entry_ids());
    if (decided.outcome() == v1::CONTEST_OUTCOME_UPHELD) week.add_upheld_entry_ids(id);
  }
  week.clear_rejection_proposed();
}

void Fold::Put(const v1::Entry& entry) {
  auto week = Load(entry.contract_id());
  if (const auto old = LoadEntry(entry.entry_id())) Count(*old, -1, week);
  v1::RecordedEntry recorded;
  *recorded.mutable_entry() = entry;
  recorded.set_worker_id(name_.worker);
  recorded.set_iso_week(name_.iso_week);
  *recorded.mutable_recorded_at() = happened_.commit.recorded_at();
  recorded.set_local_time(LocalTime(entry));
  StoreEntry(recorded);
  Count(recorded, 1, week);
  Change(entry.entry_id(), week);
  Store(std::move(week));
}

void Fold::TakeOut(const v1::EntryReversed& reversed) {
  auto entry = LoadEntry(reversed.entry_id());
  if (!entry) return;
  auto week = Load(entry->entry().contract_id());
  Count(*entry, -1, week);
  entry->set_reversed(true);
  entry->clear_pending_overtime();
  StoreEntry(*entry);
  Change(reversed.entry_id(), week);
  Store(std::move(week));
}

void Fold::SetPending(const std::string& entry_id, int64_t pending) {
  auto entry = LoadEntry(entry_id);
  if (!entry) return;
  auto week = Load(entry->entry().contract_id());
  Count(*entry, -1, week);
  entry->mutable_pending_overtime()->set_seconds(pending);
  StoreEntry(*entry);
  Count(*entry, 1, week);
  Store(std::move(week));
}

// Other time counts now.
void Fold::Confirm(const std::string& entry_id) {
  SetPending(entry_id, 0);
  const auto entry = LoadEntry(entry_id);
  if (!entry) return;
  auto week = Load(entry->entry().contract_id());
  week.clear_approved();
  week.clear_verified();
  Store(std::move(week));
}

// What was confirmed waits for nobody, however little is left of it.
void Fold::Reduce(const v1::OvertimeClaimReduced& reduced) {
  const auto entry = LoadEntry(reduced.entry_id());
  if (!entry) return;
  SetPending(reduced.entry_id(),
             std::min(entry->pending_overtime().seconds(), reduced.excess().seconds()));
}

void Fold::Approve(const v1::HoursApproved& approved) {
  auto week = Load(approved.measured().contract_id());
  *week.mutable_approved() = Done(approved.approved_by());
  week.set_approved_by_kind(approved.approved_by_kind());
  *week.mutable_billable() = approved.measured();
  Store(std::move(week));
}

void Fold::Verify(const v1::HoursVerified& verified) {
  auto week = Load(verified.measured().contract_id());
  *week.mutable_verified() = Done(verified.verified_by());
  *week.mutable_payable() = verified.measured();
  Store(std::move(week));
}

void Fold::Apply(const v1::WeekEvent& event) {
  using Event = v1::WeekEvent;
  const auto alter = [&](const std::string& contract, auto change) {
    auto week = Load(contract);
    change(week);
    Store(std::move(week));
  };
  switch (event.kind_case()) {
    case Event::kEntryRecorded: return Put(event.entry_recorded());
    case Event::kEntryCorrected: return Put(event.entry_corrected());
    case Event::kEntryReversed: return TakeOut(event.entry_reversed());
    case Event::kOvertimeClaimed:
      return SetPending(event.overtime_claimed().entry_id(),
                        event.overtime_claimed().excess().seconds());
    case Event::kOvertimeConfirmed: return Confirm(event.overtime_confirmed().entry_id());
    case Event::kOvertimeClaimReduced: return Reduce(event.overtime_claim_reduced());
    case Event::kWeekDeclaredComplete:
      return alter(event.week_declared_complete().contract_id(), [&](v1::Week& week) {
        *week.mutable_complete() = Done(event.week_declared_complete().declared_by());
      });
    case Event::kHoursApproved: return Approve(event.hours_approved());
    case Event::kHoursContested:
      return alter(event.hours_contested().contract_id(),
                   [&](v1::Week& week) { Contest(event.hours_contested(), week); });
    case Event::kContestRejectionProposed:
      return alter(event.contest_rejection_proposed().contract_id(), [&](v1::Week& week) {
        *week.mutable_rejection_proposed() = Done(event.contest_rejection_proposed().proposed_by());
      });
    case Event::kContestDecided:
      return alter(event.contest_decided().contract_id(),
                   [&](v1::Week& week) { Settle(event.contest_decided(), week); });
    case Event::kHoursVerified: return Verify(event.hours_verified());
    case Event::kDeadlineReached:
      return alter(event.deadline_reached().contract_id(), [&](v1::Week& week) {
        if (event.deadline_reached().deadline() == "HOURS_DUE") week.set_late(true);
      });
    case Event::kEntriesLeftOut: return;  // nothing of it counts
    case Event::KIND_NOT_SET: break;
  }
  throw eventsourcing::BrokenHistory("weeks: unknown event " + happened_.event.type());
}
}  // namespace

void ApplyToWeeks(const Happened& happened, WritableRows& rows) {
  if (!happened.event.type().starts_with("aor.timesheet.v1.")) return;
  Fold(happened, rows).Apply(eventsourcing::Decode<v1::WeekEvent>(happened.event));
}
}  // namespace aor::timesheet
