#include "services/timesheet/api/entries.h"

#include <map>
#include <set>

#include "libs/eventsourcing/event_types.h"
#include "libs/rpc/errors.h"
#include "services/timesheet/api/wishes.h"
#include "services/timesheet/domain/wall.h"
#include "services/timesheet/domain/week.h"

namespace aor::timesheet {
namespace {
using std::chrono::hours, std::chrono::minutes, std::chrono::seconds;

std::optional<seconds> TimeOfDay(const std::string& text) {  // "22:00"
  const auto digit = [&](size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
    return std::nullopt;
  const int hour = std::stoi(text.substr(0, 2)), minute = std::stoi(text.substr(3));
  if (hour > 23 || minute > 59) return std::nullopt;
  return hours{hour} + minutes{minute};
}

absl::Status TakeWallTimes(const v1::WallTimes& written, const Contract& contract,
                           const std::string& path, v1::Entry& entry) {
  if (!calendar::IsDate(written.day())) return rpc::FieldError(path + ".day", "give a day");
  const auto start = TimeOfDay(written.start()), end = TimeOfDay(written.end());
  if (!start) return rpc::FieldError(path + ".start", "give a time of day such as 22:00");
  if (!end) return rpc::FieldError(path + ".end", "give a time of day such as 06:00");
  if (*start == *end)
    return rpc::FieldError(path + ".end",
                           "give another time than the start; 24 hours are two instants, as time");
  const auto resolved = Resolve({calendar::FromProto(written.day()), *start, *end,
                                 written.zone().empty() ? contract.zone : written.zone(),
                                 written.second_start(), written.second_end()});
  *entry.mutable_time() = calendar::ToProto(resolved.time);
  for (const auto flag : resolved.flags) entry.add_flags(flag);
  return absl::OkStatus();
}

// Exactly one of the three ways to say how much.
absl::Status TakeAmount(const v1::NewEntry& written, const Contract& contract,
                        const std::string& path, v1::Entry& entry) {
  if (written.has_time() + written.has_wall_times() + written.has_quantity() != 1)
    return rpc::FieldError(path, "give one of time, wall_times and quantity");
  if (written.has_wall_times())
    return TakeWallTimes(written.wall_times(), contract, path + ".wall_times", entry);
  if (written.has_time()) {
    *entry.mutable_time() = written.time();
    return absl::OkStatus();
  }
  if (!calendar::IsDate(written.day()))
    return rpc::FieldError(path + ".day", "give the day of the quantity");
  *entry.mutable_day() = written.day();
  *entry.mutable_quantity() = written.quantity();
  return absl::OkStatus();
}
}  // namespace

absl::StatusOr<v1::Entry> ToEntry(const v1::NewEntry& written, const Contract& contract,
                                  const std::string& entry_id, const std::string& path) {
  v1::Entry entry;
  entry.set_entry_id(entry_id);
  entry.set_contract_id(written.contract_id());
  if (auto status = TakeAmount(written, contract, path, entry); !status.ok()) return status;
  // Night, Sunday and the day are those of the place of work, whatever zone was written.
  if (entry.has_time() && !contract.zone.empty()) entry.mutable_time()->set_zone(contract.zone);
  const bool is_said = written.entry_kind() != v1::ENTRY_KIND_UNSPECIFIED;
  entry.set_entry_kind(is_said ? written.entry_kind() : v1::ENTRY_KIND_WORK);
  if (written.break_time().nanos() != 0)
    return rpc::FieldError(path + ".break_time", "give whole seconds");
  if (written.break_time().seconds() != 0)
    entry.mutable_break_time()->set_seconds(written.break_time().seconds());
  entry.set_source(written.source());
  return entry;
}

calendar::Date DayOf(const v1::Entry& entry) {
  if (!entry.has_time()) return calendar::FromProto(entry.day());
  const auto time = calendar::FromProto(entry.time());
  return calendar::DayAt(time.start, time.zone);
}

std::vector<v1::WeekEvent> EventsOf(const eventsourcing::Committed& committed) {
  std::vector<v1::WeekEvent> events;
  for (const auto& stream : committed.commit->streams())
    for (const auto& event : stream.events())
      events.push_back(eventsourcing::Decode<v1::WeekEvent>(event));
  return events;
}

void FillOutcomes(const eventsourcing::Committed& committed, const v1::RecordHoursRequest& request,
                  v1::RecordHoursResponse& response) {
  std::set<std::string> taken;
  std::map<int, std::string> left;  // the refusal, by place
  for (const auto& event : EventsOf(committed)) {
    if (event.has_entry_recorded()) taken.insert(event.entry_recorded().entry_id());
    for (const auto& one : event.entries_left_out().left()) left[one.place()] = one.refusal();
  }
  for (int i = 0; i < request.entries_size(); i++) {
    auto& outcome = *response.add_outcomes();
    outcome.set_entry_id(EntryIdOf(committed.commit->tenant(), request, i));
    outcome.set_outcome(taken.contains(outcome.entry_id()) ? v1::EntryOutcome::OUTCOME_TAKEN
                                                           : v1::EntryOutcome::OUTCOME_UNCHANGED);
    const auto refused = left.find(i);
    if (refused == left.end()) continue;
    outcome.set_outcome(v1::EntryOutcome::OUTCOME_LEFT_OUT);
    outcome.set_refusal(refused->second);
    if (const auto refusal = RefusalNamed(refused->second))
      outcome.set_sentence(std::string(Sentence(*refusal)));
  }
}
}  // namespace aor::timesheet
