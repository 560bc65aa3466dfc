#include <algorithm>
#include <numeric>

#include "services/timesheet/domain/counting.h"
#include "services/timesheet/domain/decisions.h"

namespace aor::timesheet {
namespace {
using namespace std::chrono_literals;
using enum Refusal;
using calendar::Date;
using std::chrono::seconds;

seconds NetOf(const v1::Entry& entry) {
  if (!entry.has_time() || HasNoLength(entry)) return 0s;
  return calendar::FromProto(entry.time()).length() - seconds{entry.break_time().seconds()};
}

// Far beyond any month; more could not be multiplied by a price any longer.
constexpr money::Decimal kMostQuantity{1'000'000, 0};
// Longer than a forgotten end: the rules look at one week before and one after.
constexpr auto kLongestTime = std::chrono::days{7};

bool WasSkipped(const v1::Entry& entry) {
  return std::ranges::find(entry.flags(), v1::FLAG_NONEXISTENT_TIME) != entry.flags().end();
}

std::optional<Refusal> ImpossibleTime(const v1::Entry& entry) {
  const auto length = calendar::FromProto(entry.time()).length();
  if (length < 0s || entry.break_time().seconds() < 0) return kNoDuration;
  if (HasNoLength(entry) && !WasSkipped(entry)) return kNoDuration;
  if (length > kLongestTime) return kTooLong;
  if (entry.entry_kind() == v1::ENTRY_KIND_EXPENSE) return kExpenseInHours;
  return std::nullopt;
}

std::optional<Refusal> ImpossibleQuantity(const v1::Entry& entry) {
  if (money::FromProto(entry.quantity()) <= money::Decimal{}) return kNoDuration;
  if (money::FromProto(entry.quantity()) > kMostQuantity) return kTooLong;
  return std::nullopt;
}

// What cannot be a fact: everything else is one, however odd.
std::optional<Refusal> Impossible(const v1::Entry& entry, const Asked& asked) {
  if (!Find(asked.contracts, ContractId{entry.contract_id()})) return kUnknownContract;
  return entry.has_time() ? ImpossibleTime(entry) : ImpossibleQuantity(entry);
}

bool RepeatsAnother(const Week& week, const v1::Entry& entry) {
  return std::ranges::any_of(week.entries, [&](const auto& one) {
    return !one.second.reversed && one.first.value != entry.entry_id() &&
           entry.entry_kind() != v1::ENTRY_KIND_EXPENSE && SameContent(one.second.entry, entry);
  });
}

bool OverlapsAnother(const Week& week, const Asked& asked, const v1::Entry& entry) {
  if (!entry.has_time()) return false;
  const auto time = calendar::FromProto(entry.time());
  const auto overlaps = [&](const calendar::Interval& other) { return other.Overlaps(time); };
  return std::ranges::any_of(asked.before, overlaps, &BesideTime::time) ||
         std::ranges::any_of(asked.after, overlaps, &BesideTime::time) ||
         std::ranges::any_of(week.entries, [&](const auto& one) {
           return !one.second.reversed && one.first.value != entry.entry_id() &&
                  one.second.entry.has_time() &&
                  overlaps(calendar::FromProto(one.second.entry.time()));
         });
}

// No day has two days, no week two months: with the other entries of the contract.
bool ExceedsUnit(const Week& week, const Contract& contract, const v1::Entry& entry) {
  const bool by_day = contract.unit == Unit::kDay;
  const auto counts = [](const v1::Entry& one) {
    return !one.has_time() && one.entry_kind() == v1::ENTRY_KIND_WORK;
  };
  if (!counts(entry) || (!by_day && contract.unit != Unit::kMonth)) return false;
  auto sum = money::FromProto(entry.quantity());
  for (const auto& [id, known] : week.entries) {
    const auto& other = known.entry;
    const bool same_day = calendar::FromProto(other.day()) == calendar::FromProto(entry.day());
    if (!known.reversed && id.value != entry.entry_id() && counts(other) &&
        other.contract_id() == entry.contract_id() && (same_day || !by_day))
      sum = sum + money::FromProto(other.quantity());
  }
  return sum > money::Decimal{1, 0};
}

std::set<v1::Flag> FlagsOf(const Week& week, const Asked& asked, const v1::Entry& entry) {
  const auto& contract = *Find(asked.contracts, ContractId{entry.contract_id()});
  std::set<v1::Flag> flags;
  for (const int flag : entry.flags()) flags.insert(static_cast<v1::Flag>(flag));
  if (RepeatsAnother(week, entry))
    flags.insert(v1::FLAG_DUPLICATE);
  else if (OverlapsAnother(week, asked, entry))
    flags.insert(v1::FLAG_OVERLAPS);
  const auto end = entry.has_time()
                       ? calendar::FromProto(entry.time()).end
                       : calendar::StartOf(calendar::FromProto(entry.day()), contract.zone);
  if (end > asked.now) flags.insert(v1::FLAG_FUTURE);
  if (asked.now > HoursDue(asked.monday, contract.zone)) flags.insert(v1::FLAG_LATE);
  if (!contract.Covers(calendar::FromProto(entry.day()))) flags.insert(v1::FLAG_OUTSIDE_CONTRACT);
  if (!contract.is_signed) flags.insert(v1::FLAG_UNSIGNED_CONTRACT);
  if (IsTooLong(entry)) flags.insert(v1::FLAG_TOO_LONG);
  if (HasOtherUnit(entry, contract)) flags.insert(v1::FLAG_OTHER_UNIT);
  if (ExceedsUnit(week, contract, entry)) flags.insert(v1::FLAG_EXCEEDS_UNIT);
  return flags;
}

v1::Entry Completed(const Week& week, const Asked& asked, v1::Entry entry) {
  if (entry.has_time()) {
    const auto time = calendar::FromProto(entry.time());
    *entry.mutable_day() = calendar::ToProto(calendar::DayAt(time.start, time.zone));
  }
  entry.set_entered_by(asked.by.value);
  entry.set_entered_for(asked.on_behalf_of.value);
  entry.set_entered_as(asked.as);
  const auto flags = FlagsOf(week, asked, entry);
  entry.clear_flags();
  for (const auto flag : flags) entry.add_flags(flag);
  return entry;
}

// Beyond the schedule of the day or of the week, whichever is exceeded more, what
// this entry causes and no other entry's claim holds already.
seconds BeyondSchedule(const Week& week, const Contract& contract, const v1::Entry& entry) {
  const seconds own = NetOf(entry);
  seconds day{0}, all{0};
  for (const auto& [id, known] : week.entries) {
    const auto& other = known.entry;
    if (known.reversed || id.value == entry.entry_id() ||
        other.contract_id() != entry.contract_id() || other.entry_kind() != v1::ENTRY_KIND_WORK)
      continue;
    const seconds unclaimed = NetOf(other) - known.claimed;
    all += unclaimed;
    if (calendar::FromProto(other.day()) == calendar::FromProto(entry.day())) day += unclaimed;
  }
  const auto beyond = [own](seconds before, std::optional<seconds> limit) {
    return limit ? std::clamp(before + own - *limit, 0s, own) : 0s;
  };
  return std::max(beyond(day, contract.daily), beyond(all, contract.weekly));
}

// Client and consultant enter hours that are confirmed with it.
seconds ExcessOf(const Week& week, const Asked& asked, const v1::Entry& entry) {
  const bool trusted = asked.as == v1::ENTERED_AS_CLIENT || asked.as == v1::ENTERED_AS_CONSULTANT;
  const auto& contract = *Find(asked.contracts, ContractId{entry.contract_id()});
  if (trusted || entry.entry_kind() != v1::ENTRY_KIND_WORK || HasOtherUnit(entry, contract))
    return 0s;
  return entry.has_time() ? BeyondSchedule(week, contract, entry) : 0s;
}

// Entries of a contract that claim overtime, the latest first.
std::vector<KnownEntry> Claims(const Week& week, const ContractId& contract) {
  std::vector<KnownEntry> claims;
  for (const auto& [id, known] : week.entries)
    if (!known.reversed && known.claimed > 0s && known.entry.contract_id() == contract.value)
      claims.push_back(known);
  std::ranges::sort(claims, std::ranges::greater{}, &KnownEntry::ordinal);
  return claims;
}

// An entry shrank or went: what others claim may lie within the schedule now.
void ReduceClaims(Story& story, const Asked& asked, const ContractId& id) {
  const auto* contract = Find(asked.contracts, id);
  if (!contract) return;
  for (const auto& claim : Claims(story.week(), id)) {
    const auto excess = BeyondSchedule(story.week(), *contract, claim.entry);
    if (excess >= claim.claimed) continue;
    Event event;
    auto& reduced = *event.mutable_overtime_claim_reduced();
    reduced.set_contract_id(id.value);
    reduced.set_entry_id(claim.entry.entry_id());
    reduced.mutable_excess()->set_seconds(excess.count());
    story.Tell(std::move(event));
  }
}

void Claim(Story& story, const Asked& asked, const v1::Entry& entry) {
  const auto excess = ExcessOf(story.week(), asked, entry);
  if (excess == 0s) return;
  Event event;
  event.mutable_overtime_claimed()->set_contract_id(entry.contract_id());
  event.mutable_overtime_claimed()->set_entry_id(entry.entry_id());
  event.mutable_overtime_claimed()->mutable_excess()->set_seconds(excess.count());
  story.Tell(std::move(event));
}

void Record(Story& story, const Asked& asked, const v1::Entry& entry) {
  Event event;
  *event.mutable_entry_recorded() = Completed(story.week(), asked, entry);
  story.Tell(event);
  Claim(story, asked, event.entry_recorded());
}

std::optional<Refusal> RefuseNew(const Week& week, const v1::Entry& entry, const Asked& asked) {
  if (const auto known = week.entries.find(EntryId{entry.entry_id()}); known != week.entries.end())
    return known->second.released && !known->second.reversed ? kEntryLocked : kEntryExists;
  if (const auto refusal = Impossible(entry, asked)) return refusal;
  if (week.entries.size() >= kMostEntries) return kWeekFull;
  return std::nullopt;
}

void LeaveOut(const v1::Entry& entry, Refusal refusal, uint32_t place, v1::EntriesLeftOut& out) {
  auto& left = *out.add_left();
  left.set_entry_id(entry.entry_id());
  left.set_contract_id(entry.contract_id());
  left.set_refusal(std::string(Name(refusal)));
  left.set_place(place);
}

void Reverse(Story& story, const Asked& asked, const EntryId& id) {
  Event event;
  event.mutable_entry_reversed()->set_entry_id(id.value);
  event.mutable_entry_reversed()->set_reversed_by(asked.by.value);
  event.mutable_entry_reversed()->set_reversed_for(asked.on_behalf_of.value);
  event.mutable_entry_reversed()->set_contract_id(story.week().entries.at(id).entry.contract_id());
  story.Tell(std::move(event));
}

// Hours at another client are nobody's business: as if they were not there.
bool IsHidden(const Asked& asked, const KnownEntry& known) {
  const auto* contract = Find(asked.contracts, ContractId{known.entry.contract_id()});
  return asked.as == v1::ENTERED_AS_CLIENT &&
         !(contract && asked.clients.contains(contract->client));
}

// A worker changes what the worker entered, a client what the same client entered.
bool MayChange(const Asked& asked, const KnownEntry& known) {
  const bool anybodys = asked.as == v1::ENTERED_AS_CONSULTANT || asked.as == v1::ENTERED_AS_IMPORT;
  return anybodys || known.entry.entered_as() == asked.as ||
         known.entry.entered_as() == v1::ENTERED_AS_IMPORT;
}

bool IsKnown(const Week& week, const v1::Entry& entry, const EntryId& id) {
  const auto known = week.entries.find(id);
  return known != week.entries.end() && SameContent(known->second.entry, entry);
}
}  // namespace

Decision On(const Week& week, const RecordEntries& command) {
  Story story(week);
  std::set<ContractId> touched;
  v1::EntriesLeftOut left_out;
  for (size_t i = 0; i < command.entries.size(); i++) {
    const auto& entry = command.entries[i];
    if (IsKnown(story.week(), entry, EntryId{entry.entry_id()})) continue;
    if (const auto refusal = RefuseNew(story.week(), entry, command.asked)) {
      if (!command.in_part) return *refusal;
      LeaveOut(entry, *refusal, command.places.at(i), left_out);
      continue;
    }
    Record(story, command.asked, entry);
    touched.insert(ContractId{entry.contract_id()});
  }
  for (const auto& contract : touched) ApproveClientsOwn(story, command.asked, contract);
  if (left_out.left().empty()) return std::move(story).Events();
  left_out.set_entered_by(command.asked.by.value);
  Event event;
  *event.mutable_entries_left_out() = std::move(left_out);
  story.Tell(std::move(event));
  return std::move(story).Events();
}

size_t FirstRefused(const Week& week, const RecordEntries& command) {
  // Entries are decided in their order: what refuses one refuses every longer grid.
  std::vector<size_t> lengths(command.entries.size());
  std::iota(lengths.begin(), lengths.end(), size_t{1});
  const auto refused = std::ranges::partition_point(lengths, [&](size_t length) {
    RecordEntries shorter{command.asked, {}};
    shorter.entries.assign(command.entries.begin(), command.entries.begin() + length);
    return std::holds_alternative<std::vector<Event>>(On(week, shorter));
  });
  return refused - lengths.begin();
}

Decision On(const Week& week, const CorrectEntry& command) {
  const EntryId id{command.entry.entry_id()};
  const auto known = week.entries.find(id);
  if (known == week.entries.end() || IsHidden(command.asked, known->second)) return kUnknownEntry;
  if (IsKnown(week, command.entry, command.replacement_id)) return std::vector<Event>{};
  if (known->second.reversed) return kEntryReversed;
  if (SameContent(known->second.entry, command.entry)) return std::vector<Event>{};
  if (!MayChange(command.asked, known->second)) return kEnteredByOthers;
  if (const auto refusal = Impossible(command.entry, command.asked)) return *refusal;

  Story story(week);
  const bool moves = known->second.entry.contract_id() != command.entry.contract_id();
  if (known->second.released || moves) {
    Reverse(story, command.asked, id);
    auto entry = command.entry;
    entry.set_entry_id(command.replacement_id.value);
    Record(story, command.asked, entry);
  } else {
    Event event;
    *event.mutable_entry_corrected() = Completed(week, command.asked, command.entry);
    story.Tell(event);
    Claim(story, command.asked, event.entry_corrected());
  }
  ReduceClaims(story, command.asked, ContractId{known->second.entry.contract_id()});
  ApproveClientsOwn(story, command.asked, ContractId{command.entry.contract_id()});
  return std::move(story).Events();
}

Decision On(const Week& week, const ReverseEntry& command) {
  const auto known = week.entries.find(command.entry_id);
  if (known == week.entries.end() || IsHidden(command.asked, known->second)) return kUnknownEntry;
  if (known->second.reversed) return std::vector<Event>{};
  if (!MayChange(command.asked, known->second)) return kEnteredByOthers;

  Story story(week);
  Reverse(story, command.asked, command.entry_id);
  ReduceClaims(story, command.asked, ContractId{known->second.entry.contract_id()});
  return std::move(story).Events();
}

Decision On(const Week& week, const ConfirmOvertime& command) {
  const auto& by = command.asked.by;
  Story story(week);
  bool any = false;
  for (const auto& [id, known] : week.entries) {
    const bool named = command.entries.empty() || command.entries.contains(id);
    if (!named || known.reversed || known.entry.contract_id() != command.contract.value) continue;
    any = true;
    if (known.pending == 0s) continue;
    if (command.asked.AreOwn()) return kOwnHours;
    Event event;
    event.mutable_overtime_confirmed()->set_contract_id(command.contract.value);
    event.mutable_overtime_confirmed()->set_entry_id(id.value);
    event.mutable_overtime_confirmed()->set_confirmed_by(by.value);
    story.Tell(std::move(event));
  }
  if (!any) return kNoOvertimeClaimed;
  return std::move(story).Events();
}
}  // namespace aor::timesheet
