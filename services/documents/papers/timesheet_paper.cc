// The hours of a worker's week on a contract, for both to sign.
#include <absl/strings/str_format.h>
#include <absl/strings/str_split.h>

#include <algorithm>

#include "libs/documents/papers/timesheet.h"
#include "libs/ids/content_digest.h"
#include "libs/rpc/errors.h"
#include "services/documents/papers/paper.h"

namespace aor::documents {
namespace {
using timesheet::v1::RecordedEntry;

std::string Clock(const google::protobuf::Timestamp& at, const std::string& zone) {
  const auto time =
      calendar::TimeOfDayAt(calendar::Instant{std::chrono::seconds{at.seconds()}}, zone);
  return absl::StrFormat("%02d:%02d", time.count() / 3600, time.count() / 60 % 60);
}

TimesheetEntry EntryOf(const timesheet::v1::Entry& entry) {
  const auto& time = entry.time();
  TimesheetEntry printed;
  printed.day = calendar::FromProto(entry.day());
  printed.from = Clock(time.start(), time.zone());
  printed.to = Clock(time.end(), time.zone());
  printed.pause = std::chrono::minutes{entry.break_time().seconds() / 60};
  printed.worked =
      std::chrono::minutes{(time.end().seconds() - time.start().seconds()) / 60} - printed.pause;
  return printed;
}

// Absences and expenses are no work to sign for.
bool IsWork(const RecordedEntry& entry) {
  return !entry.reversed() && (entry.entry().entry_kind() == timesheet::v1::ENTRY_KIND_WORK ||
                               entry.entry().entry_kind() == timesheet::v1::ENTRY_KIND_EXTRA_WORK);
}
bool IsByTheClock(const RecordedEntry& entry) { return IsWork(entry) && entry.entry().has_time(); }

// The sheet would say less than was worked, above two signatures.
bool HasWorkWithoutTime(const std::vector<RecordedEntry>& entries) {
  return std::ranges::any_of(
      entries, [](const auto& entry) { return IsWork(entry) && !entry.entry().has_time(); });
}

// <worker>/<week>/<contract>
struct Sheet {
  std::string worker, week, contract;
};
std::optional<Sheet> SheetNamed(const std::string& source_id) {
  const std::vector<std::string> parts = absl::StrSplit(source_id, '/');
  if (parts.size() != 3 || !calendar::MondayOfWeek(parts[1])) return std::nullopt;
  return Sheet{parts[0], parts[1], parts[2]};
}

Timesheet TimesheetOf(const Sheet& named, const std::vector<RecordedEntry>& entries) {
  Timesheet sheet;
  sheet.number = named.worker + " " + named.week;
  sheet.assignment = named.contract;
  sheet.first = *calendar::MondayOfWeek(named.week);
  sheet.last = sheet.issued = sheet.first + 6;
  for (const RecordedEntry& entry : entries)
    if (IsByTheClock(entry)) sheet.entries.push_back(EntryOf(entry.entry()));
  std::ranges::sort(sheet.entries, [](const auto& a, const auto& b) {
    return std::tie(a.day, a.from) < std::tie(b.day, b.from);
  });
  for (const auto& entry : sheet.entries) sheet.total += entry.worked;
  return sheet;
}

// The entries as they stand, one after the other.
v1::SourceRecord SourceOf(const std::string& source_id, const std::vector<RecordedEntry>& entries) {
  std::string facts;
  for (const RecordedEntry& entry : entries)
    if (IsByTheClock(entry)) facts += ContentDigest(entry.entry().SerializeAsString());
  v1::SourceRecord source;
  source.set_context("timesheet");
  source.set_id(source_id);
  source.set_digest(ContentDigest(facts));
  return source;
}
}  // namespace

absl::StatusOr<Paper> TimesheetPaper(Records& records, const Wanted& wanted) {
  const auto named = SheetNamed(wanted.source_id);
  if (!named) return rpc::FieldError("source_id", "give <worker>/<week>/<contract>");
  const auto contract = records.Contract(wanted.tenant, named->contract);
  if (!contract.ok()) return contract.status();
  const auto& concluded = contract->concluded();
  if (concluded.worker_id() != named->worker) return rpc::NotFound("week", wanted.source_id);
  const auto agency = records.LegalEntity(wanted.tenant, concluded.legal_entity_id());
  if (!agency.ok()) return agency.status();
  const auto client = records.Client(wanted.tenant, concluded.client_id());
  if (!client.ok()) return client.status();
  const auto worker = records.Person(wanted.tenant, named->worker);
  if (!worker.ok()) return worker.status();
  if (worker->erased) return Erased("The worker");
  const auto entries = records.Entries(wanted.tenant, named->worker, named->contract, named->week);
  if (!entries.ok()) return entries.status();
  if (HasWorkWithoutTime(*entries))
    return rpc::RefusalError(
        {"NOT_PRINTABLE",
         "The week has work without a time by the clock, such as days, and the sheet shows hours "
         "only: let it be approved in the client's space instead."});
  Paper paper{SourceOf(wanted.source_id, *entries),
              {},
              named->worker + "-" + named->week,
              ReaderFor(wanted.language, worker->language, *agency),
              {}};
  paper.parties.set_worker_id(named->worker);
  paper.parties.set_client_id(concluded.client_id());
  paper.parties.set_legal_entity_id(concluded.legal_entity_id());
  Timesheet sheet = TimesheetOf(*named, *entries);
  sheet.reader = paper.reader;
  sheet.agency = agency->party, sheet.worker = worker->party, sheet.client = client->party;
  if (const auto place = records.Site(wanted.tenant, concluded.client_id(), concluded.site_id());
      place.ok())
    sheet.place_of_work = *place;
  paper.print = [sheet = std::move(sheet)](const Press& press) { return Print(press, sheet); };
  return paper;
}
}  // namespace aor::documents
