#include "services/timesheet/domain/counting.h"

#include <algorithm>

namespace aor::timesheet {
namespace {
using namespace std::chrono_literals;
using calendar::Date;
using std::chrono::seconds;

std::vector<const KnownEntry*> InOrder(const Week& week) {
  std::vector<const KnownEntry*> standing;
  for (const auto& [id, known] : week.entries)
    if (!known.reversed) standing.push_back(&known);
  std::ranges::sort(standing, {}, &KnownEntry::ordinal);
  return standing;
}

bool Collide(const v1::Entry& a, const v1::Entry& b) {
  if (a.has_time() && b.has_time())
    return calendar::FromProto(a.time()).Overlaps(calendar::FromProto(b.time()));
  return SameContent(a, b);
}

// What of a week beside overlaps it counts in its place.
bool GivesWay(const v1::Entry& entry, const std::vector<BesideTime>& beside,
              bool beside_is_earlier) {
  return entry.has_time() && std::ranges::any_of(beside, [&](const BesideTime& other) {
           const bool second =
               IsFlagged(entry) == other.flagged ? beside_is_earlier : IsFlagged(entry);
           return second && other.time.Overlaps(calendar::FromProto(entry.time()));
         });
}

bool IsExpense(const v1::Entry& entry) { return entry.entry_kind() == v1::ENTRY_KIND_EXPENSE; }

bool HasEmployer(const Contracts& contracts, const std::string& contract_id,
                 const LegalEntityId& employer) {
  const auto* contract = Find(contracts, ContractId{contract_id});
  return contract && contract->employer == employer;
}

const ContractWeek* WeekOf(const Week& week, const v1::Entry& entry) {
  const auto contract = week.contracts.find(ContractId{entry.contract_id()});
  return contract == week.contracts.end() ? nullptr : &contract->second;
}

bool IsUpheld(const Week& week, const v1::Entry& entry) {
  const auto* contract = WeekOf(week, entry);
  return contract && contract->upheld.contains(EntryId{entry.entry_id()});
}

// Contested, and nobody has rejected that.
bool KeptFromBilling(const Week& week, const v1::Entry& entry) {
  const auto* contract = WeekOf(week, entry);
  return IsUpheld(week, entry) ||
         (contract && contract->contested.contains(EntryId{entry.entry_id()}));
}

// Towards another contract's limits what is contested counts until the agency decides.
bool IsLeftOut(const Week& week, const v1::Entry& entry, const Contract& measured) {
  return entry.contract_id() == measured.id.value ? KeptFromBilling(week, entry)
                                                  : IsUpheld(week, entry);
}

// Lateness and a missing signature say nothing about the hours themselves.
bool HasOddTime(const v1::Entry& entry) {
  return std::ranges::any_of(entry.flags(), [](int flag) {
    return flag != v1::FLAG_LATE && flag != v1::FLAG_UNSIGNED_CONTRACT;
  });
}

bool LiesOutside(const KnownEntry& known, const Contract& contract, For purpose) {
  const bool accepted = purpose == For::kBilling ? known.approved : known.verified;
  return !accepted && !contract.Covers(calendar::FromProto(known.entry.day()));
}

// By itself, whatever stands beside it.
bool CannotCount(const KnownEntry& known, const Contract& contract, For purpose) {
  const auto& entry = known.entry;
  return LiesOutside(known, contract, purpose) || IsTooLong(entry) || HasNoLength(entry) ||
         HasOtherUnit(entry, contract);
}

money::Decimal QuantityOf(const v1::Entry& entry) { return money::FromProto(entry.quantity()); }
}  // namespace

bool SameContent(const v1::Entry& a, const v1::Entry& b) {
  return a.contract_id() == b.contract_id() && a.entry_kind() == b.entry_kind() &&
         a.has_time() == b.has_time() &&
         calendar::FromProto(a.time()) == calendar::FromProto(b.time()) &&
         (a.has_time() || calendar::FromProto(a.day()) == calendar::FromProto(b.day())) &&
         QuantityOf(a) == QuantityOf(b) && a.break_time().seconds() == b.break_time().seconds();
}

bool IsTooLong(const v1::Entry& entry) {
  return entry.has_time() && calendar::FromProto(entry.time()).length() > 25h;
}

bool IsFlagged(const v1::Entry& entry) {
  return std::ranges::find(entry.flags(), v1::FLAG_OVERLAPS) != entry.flags().end();
}

bool HasOtherUnit(const v1::Entry& entry, const Contract& contract) {
  const bool is_work =
      entry.entry_kind() == v1::ENTRY_KIND_WORK || entry.entry_kind() == v1::ENTRY_KIND_EXTRA_WORK;
  return is_work && entry.has_time() != (contract.unit == Unit::kHour);
}

bool HasNoLength(const v1::Entry& entry) {
  return entry.has_time() &&
         calendar::FromProto(entry.time()).length() <= seconds{entry.break_time().seconds()};
}

std::set<EntryId> Gated(const Week& week, const Asked& asked, For purpose) {
  std::set<EntryId> gated;
  std::vector<const v1::Entry*> counted;
  for (const auto* known : InOrder(week)) {
    const auto& entry = known->entry;
    const auto* contract = Find(asked.contracts, ContractId{entry.contract_id()});
    const bool collides = !IsExpense(entry) && std::ranges::any_of(counted, [&](const auto* other) {
      return Collide(*other, entry);
    });
    if (!contract || CannotCount(*known, *contract, purpose) || collides ||
        GivesWay(entry, asked.before, true) || GivesWay(entry, asked.after, false))
      gated.insert(EntryId{entry.entry_id()});
    else if (!IsExpense(entry))
      counted.push_back(&entry);
  }
  return gated;
}

v1::Measured MeasureContract(const Week& week, const Asked& asked, const Contract& contract,
                             For purpose) {
  const auto gated = Gated(week, asked, purpose);
  std::vector<Counted> counted;
  for (const auto& [id, known] : week.entries) {
    if (known.reversed || gated.contains(id)) continue;
    if (!HasEmployer(asked.contracts, known.entry.contract_id(), contract.employer)) continue;
    if (purpose == For::kBilling && IsLeftOut(week, known.entry, contract)) continue;
    counted.push_back({known.entry, known.pending});
  }
  v1::Measured measured;
  measured.set_worker_id(asked.worker.value);
  measured.set_iso_week(calendar::IsoWeek(asked.monday));
  measured.set_contract_id(contract.id.value);
  measured.set_client_id(contract.client.value);
  measured.set_legal_entity_id(contract.employer.value);
  const auto known = week.contracts.find(contract.id);
  if (known != week.contracts.end()) measured.set_entries_version(known->second.version);
  for (auto& line : Measure(counted, contract, asked.monday + 6))
    *measured.add_lines() = std::move(line);
  measured.set_time_rules(contract.rules->id);
  measured.set_rule_version(contract.rules->version);
  measured.set_tz_version(contract.rules->tz_version);
  *measured.mutable_week_start() = calendar::ToProto(asked.monday);
  if (contract.end) *measured.mutable_contract_end() = calendar::ToProto(*contract.end);
  return measured;
}

// One of before overtime named its causes says the same without them.
bool SameLines(const v1::Measured& a, const v1::Measured& b) {
  return std::ranges::equal(a.lines(), b.lines(), [](v1::TimeLine x, v1::TimeLine y) {
    if (x.caused_on().empty() || y.caused_on().empty()) {
      x.clear_caused_on();
      y.clear_caused_on();
    }
    return x.SerializeAsString() == y.SerializeAsString();
  });
}

bool NotYetWorked(const Week& week, const Asked& asked, const Contract& contract) {
  return std::ranges::any_of(week.entries, [&](const auto& one) {
    const auto& entry = one.second.entry;
    if (one.second.reversed || entry.contract_id() != contract.id.value) return false;
    if (entry.has_time()) return calendar::FromProto(entry.time()).end > asked.now;
    return contract.unit == Unit::kDay &&
           calendar::StartOf(calendar::FromProto(entry.day()), contract.zone) > asked.now;
  });
}

bool MatchesSchedule(const Week& week, const Asked& asked, const Contract& contract) {
  std::map<Date, seconds> hours;
  std::map<Date, money::Decimal> units;
  for (const auto& [id, known] : week.entries) {
    const auto& entry = known.entry;
    if (known.reversed || entry.contract_id() != contract.id.value) continue;
    const bool odd = entry.entry_kind() != v1::ENTRY_KIND_WORK || HasOddTime(entry) ||
                     known.pending > 0s || KeptFromBilling(week, entry);
    if (odd || Gated(week, asked, For::kPay).contains(id)) return false;
    const Date day = calendar::FromProto(entry.day());
    if (entry.has_time())
      hours[day] +=
          calendar::FromProto(entry.time()).length() - seconds{entry.break_time().seconds()};
    else
      units[day] = units[day] + QuantityOf(entry);
  }
  const bool by_hour = contract.unit == Unit::kHour;
  if (by_hour ? !contract.daily : contract.unit != Unit::kDay) return false;
  for (int i = 0; i < 7; i++) {
    const Date day = asked.monday + i;
    const bool done = hours.contains(day) || units.contains(day);
    const bool holiday = !contract.holidays.empty() &&
                         calendar::PublicHolidays(day.year(), contract.holidays).contains(day);
    if (!done && (i >= 5 || holiday || !contract.Covers(day))) continue;
    if (i >= 5 || (by_hour ? hours[day] != *contract.daily : units[day] != money::Decimal{1, 0}))
      return false;
  }
  return true;
}

bool Touched(const Week& week, const ContractId& contract, const Asked& asked,
             bool ignore_clients_own) {
  return std::ranges::any_of(week.entries, [&](const auto& one) {
    const KnownEntry& known = one.second;
    if (known.entry.contract_id() != contract.value) return false;
    if (ignore_clients_own && known.entry.entered_as() == v1::ENTERED_AS_CLIENT) return false;
    return known.touched_by.contains(asked.by) || known.touched_by.contains(asked.on_behalf_of);
  });
}
}  // namespace aor::timesheet
