#include "services/timesheet/api/wishes.h"

#include <algorithm>

#include "libs/ids/uuid.h"
#include "services/timesheet/api/asking.h"
#include "services/timesheet/api/entries.h"

namespace aor::timesheet {
namespace {
using eventsourcing::Refused, eventsourcing::Transaction;

template <class Request>
absl::StatusOr<Asked> Ask(const Known& known, const rpc::Caller& caller, const Request& request) {
  return Ask(known.view.rows(), known.rules, caller,
             {request.worker_id(), request.iso_week(), {request.contract_id()}});
}

template <class Command>
rpc::Wish Wishing(Command command) {
  const auto key = command.asked.worker.value;
  return {key, [command = std::move(command)](Transaction& transaction) {
            return DecideOnWeek(transaction, command);
          }};
}

std::set<EntryId> IdsOf(const google::protobuf::RepeatedPtrField<std::string>& ids) {
  std::set<EntryId> result;
  for (const auto& id : ids) result.insert(EntryId{id});
  return result;
}

// The week an entry falls in does not matter for finding its contract.
constexpr char kAnyWeek[] = "2026-W01";

absl::StatusOr<Asked> AskAbout(const Known& known, const rpc::Caller& caller,
                               const v1::RecordHoursRequest& request) {
  Wanted wanted{request.worker_id(), kAnyWeek, {}};
  for (const auto& entry : request.entries()) wanted.contracts.push_back(entry.contract_id());
  return Ask(known.view.rows(), known.rules, caller, wanted);
}

// A week's entries of a grid, and where each stands in the request.
struct Part {
  RecordEntries record;
  std::vector<int> places;
};

// What refuses entries of a grid, by their place in the request.
using InTheWay = std::map<int, Refused>;

// Each entry is asked about alone; `whole` is what the first one said that is in the way only
// together with those before it, such as an id that stands in the grid twice.
void NameThose(Transaction& transaction, Part part, const Refused& whole, InTheWay& named) {
  auto& [record, places] = part;
  LookAround(transaction, record.asked);
  const auto& week = transaction.Fold<Week, Event>(StreamOf(record.asked));
  for (size_t i = 0; i < record.entries.size(); i++) {
    const auto decision = Decide(week, RecordEntries{record.asked, {record.entries[i]}});
    if (const auto* refusal = std::get_if<Refusal>(&decision))
      named[places[i]] = {std::string(Name(*refusal)), std::string(Sentence(*refusal))};
  }
  named.try_emplace(places[FirstRefused(week, record)], whole);
}

constexpr size_t kMostNamed = 20;  // a status travels in headers, and they have a bound

// The refusal of the first, and what each of them says: who mends a grid mends it once.
Refused Together(const InTheWay& named) {
  Refused refused{named.begin()->second.name, ""};
  size_t count = 0;
  for (const auto& [place, one] : named) {
    if (count++ == kMostNamed) break;
    refused.sentence +=
        (count > 1 ? " " : "") + ("entries[" + std::to_string(place) + "]: ") + one.sentence;
  }
  if (named.size() > kMostNamed)
    refused.sentence += " And " + std::to_string(named.size() - kMostNamed) + " more.";
  return refused;
}

std::optional<Refused> DecideOnGrid(Transaction& transaction,
                                    const std::map<calendar::Date, Part>& weeks) {
  InTheWay named;
  for (const auto& [monday, part] : weeks)
    if (const auto refused = DecideOnWeek(transaction, part.record))
      NameThose(transaction, part, *refused, named);
  if (named.empty()) return std::nullopt;
  return Together(named);
}

// How many of a week's entries would be left out.
int LeftOut(Transaction& transaction, RecordEntries record) {
  LookAround(transaction, record.asked);
  const auto decision = Decide(transaction.Fold<Week, Event>(StreamOf(record.asked)), record);
  int left = 0;
  if (const auto* events = std::get_if<std::vector<Event>>(&decision))
    for (const auto& event : *events) left += event.entries_left_out().left_size();
  return left;
}

// What no rule refuses, week by week; a grid of which nothing is left is refused whole.
std::optional<Refused> DecideInPart(Transaction& transaction,
                                    const std::map<calendar::Date, Part>& weeks) {
  std::vector<RecordEntries> records;
  bool any_stays = false;
  for (const auto& [monday, part] : weeks) {
    auto& record = records.emplace_back(part.record);
    record.in_part = true;
    record.places.assign(part.places.begin(), part.places.end());
    any_stays |= LeftOut(transaction, record) < static_cast<int>(record.entries.size());
  }
  if (!any_stays) return DecideOnGrid(transaction, weeks);
  for (auto& record : records)
    if (const auto refused = DecideOnWeek(transaction, std::move(record))) return refused;
  return std::nullopt;
}

// An entry that leaves its week is taken out there and recorded in the other.
std::optional<Refused> Move(Transaction& transaction, const CorrectEntry& correct,
                            calendar::Date to) {
  const auto& week = transaction.Fold<Week, Event>(StreamOf(correct.asked));
  const auto known = week.entries.find(EntryId{correct.entry.entry_id()});
  const bool is_gone = known != week.entries.end() && known->second.reversed;
  // First: of an entry that the caller may not know of it says that there is none.
  if (auto refused =
          DecideOnWeek(transaction, ReverseEntry{correct.asked, {correct.entry.entry_id()}}))
    return refused;
  if (is_gone)
    return Refused{std::string(Name(Refusal::kEntryReversed)),
                   std::string(Sentence(Refusal::kEntryReversed))};
  RecordEntries record{correct.asked, {correct.entry}};
  record.asked.monday = to;
  record.entries[0].set_entry_id(correct.replacement_id.value);
  return DecideOnWeek(transaction, record);
}
}  // namespace

std::string EntryIdOf(const std::string& tenant, const v1::RecordHoursRequest& request, int place) {
  const auto& given = request.entries(place).entry_id();
  return given.empty() ? DerivedId(tenant, request.request_id(), "entry-" + std::to_string(place))
                       : given;
}

MaybeWish ToWish(const Known& known, const rpc::Caller& caller,
                 const v1::RecordHoursRequest& request) {
  const auto asked = AskAbout(known, caller, request);
  if (!asked.ok()) return asked.status();
  std::map<calendar::Date, Part> weeks;
  for (int i = 0; i < request.entries_size(); i++) {
    const auto& written = request.entries(i);
    const auto id = EntryIdOf(caller.tenant, request, i);
    const auto& contract = *Find(asked->contracts, ContractId{written.contract_id()});
    auto entry = ToEntry(written, contract, id, "entries[" + std::to_string(i) + "]");
    if (!entry.ok()) return entry.status();
    const auto monday = calendar::MondayOf(DayOf(*entry));
    auto& week = weeks.try_emplace(monday, Part{{*asked, {}}, {}}).first->second;
    week.record.asked.monday = monday;
    week.record.entries.push_back(*std::move(entry));
    week.places.push_back(i);
  }
  const bool is_alone = request.entries_size() == 1, in_part = request.accept_partial();
  return rpc::Wish{request.worker_id(),
                   [weeks, is_alone, in_part](Transaction& transaction) -> std::optional<Refused> {
                     if (in_part && !is_alone) return DecideInPart(transaction, weeks);
                     if (is_alone) return DecideOnWeek(transaction, weeks.begin()->second.record);
                     return DecideOnGrid(transaction, weeks);
                   }};
}

MaybeWish ToWish(const Known& known, const rpc::Caller& caller,
                 const v1::CorrectEntryRequest& request) {
  const auto& written = request.entry();
  const auto asked = Ask(known.view.rows(), known.rules, caller,
                         {request.worker_id(), request.iso_week(), {written.contract_id()}});
  if (!asked.ok()) return asked.status();
  if (written.entry_id().empty()) return rpc::FieldError("entry.entry_id", "name the entry");
  auto entry = ToEntry(written, *Find(asked->contracts, ContractId{written.contract_id()}),
                       written.entry_id(), "entry");
  if (!entry.ok()) return entry.status();
  const auto to = calendar::MondayOf(DayOf(*entry));
  const CorrectEntry correct{
      *asked, *std::move(entry), {DerivedId(caller.tenant, request.request_id(), "entry")}};
  if (to == asked->monday) return Wishing(correct);
  return rpc::Wish{request.worker_id(), [correct, to](Transaction& transaction) {
                     return Move(transaction, correct, to);
                   }};
}

MaybeWish ToWish(const Known& known, const rpc::Caller& caller,
                 const v1::ReverseEntryRequest& request) {
  const auto asked =
      Ask(known.view.rows(), known.rules, caller, {request.worker_id(), request.iso_week(), {}});
  if (!asked.ok()) return asked.status();
  return Wishing(ReverseEntry{*asked, {request.entry_id()}});
}

MaybeWish ToWish(const Known& known, const rpc::Caller& caller,
                 const v1::ConfirmOvertimeRequest& request) {
  const auto asked = Ask(known, caller, request);
  if (!asked.ok()) return asked.status();
  return Wishing(ConfirmOvertime{*asked, {request.contract_id()}, IdsOf(request.entry_ids())});
}

MaybeWish ToWish(const Known& known, const rpc::Caller& caller,
                 const v1::DeclareCompleteRequest& request) {
  const auto asked = Ask(known, caller, request);
  if (!asked.ok()) return asked.status();
  return Wishing(DeclareComplete{*asked, {request.contract_id()}, request.entries_version()});
}

MaybeWish ToWish(const Known& known, const rpc::Caller& caller,
                 const v1::ApproveHoursRequest& request) {
  const auto asked = Ask(known, caller, request);
  if (!asked.ok()) return asked.status();
  const bool by_client = asked->as == v1::ENTERED_AS_CLIENT;
  const bool has_sheet = !request.sheet_digest().empty();
  if (!has_sheet && asked->as == v1::ENTERED_AS_CONSULTANT)
    return rpc::FieldError("sheet_digest", "give the SHA-256 of the sheet that the client signed");
  const auto kind = by_client || !has_sheet ? v1::APPROVED_BY_CLIENT : v1::APPROVED_BY_SIGNED_SHEET;
  return Wishing(ApproveHours{*asked,
                              {request.contract_id()},
                              request.entries_version(),
                              kind,
                              request.sheet_digest(),
                              request.confirm_overtime()});
}

MaybeWish ToWish(const Known& known, const rpc::Caller& caller,
                 const v1::ContestHoursRequest& request) {
  const auto asked = Ask(known, caller, request);
  if (!asked.ok()) return asked.status();
  return Wishing(ContestHours{
      *asked, {request.contract_id()}, request.entries_version(), IdsOf(request.entry_ids())});
}

MaybeWish ToWish(const Known& known, const rpc::Caller& caller,
                 const v1::DecideContestRequest& request) {
  const auto asked = Ask(known, caller, request);
  if (!asked.ok()) return asked.status();
  return Wishing(DecideContest{*asked,
                               {request.contract_id()},
                               request.entries_version(),
                               IdsOf(request.entry_ids()),
                               request.outcome()});
}

MaybeWish ToWish(const Known& known, const rpc::Caller& caller,
                 const v1::VerifyHoursRequest& request) {
  const auto asked = Ask(known, caller, request);
  if (!asked.ok()) return asked.status();
  return Wishing(VerifyHours{*asked, {request.contract_id()}, request.entries_version()});
}
}  // namespace aor::timesheet
