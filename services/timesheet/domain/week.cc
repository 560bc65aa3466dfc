#include "services/timesheet/domain/week.h"

#include <algorithm>
#include <stdexcept>

#include "services/timesheet/domain/decisions.h"

namespace aor::timesheet {
namespace {
using enum Refusal;
using std::chrono::seconds;

// A new version: what was said of the one before no longer stands.
void Change(ContractWeek& contract) {
  contract.version++;
  contract.complete = false;
  contract.approved.reset();
  contract.verified.reset();
  contract.proposed.reset();
}

// Other content was never contested.
void ForgetContest(ContractWeek& contract, const EntryId& id) {
  contract.contested.erase(id);
  contract.upheld.erase(id);
  contract.rejected.erase(id);
}

void Touch(KnownEntry& known, const std::string& by, const std::string& on_behalf_of) {
  known.touched_by.insert(PersonId{by});
  if (!on_behalf_of.empty()) known.touched_by.insert(PersonId{on_behalf_of});
}

void Put(Week& week, const v1::Entry& entry) {
  const EntryId id{entry.entry_id()};
  const size_t next = week.entries.size();
  auto [place, is_new] = week.entries.try_emplace(id);
  auto& known = place->second;
  if (is_new) known.ordinal = next;
  known.entry = entry;
  known.approved = known.verified = false;  // other content was never accepted
  Touch(known, entry.entered_by(), entry.entered_for());
  known.claimed = known.pending = seconds{0};
  auto& contract = week.contracts[ContractId{entry.contract_id()}];
  ForgetContest(contract, id);
  Change(contract);
}

void TakeOut(Week& week, const v1::EntryReversed& reversed) {
  const EntryId id{reversed.entry_id()};
  auto& known = week.entries.at(id);
  known.reversed = true;
  known.touched_by.clear();
  Touch(known, reversed.reversed_by(), reversed.reversed_for());
  known.pending = seconds{0};
  auto& contract = week.contracts[ContractId{known.entry.contract_id()}];
  ForgetContest(contract, id);
  Change(contract);
}

void Confirm(Week& week, const v1::OvertimeConfirmed& confirmed) {
  week.entries.at(EntryId{confirmed.entry_id()}).pending = seconds{0};
  auto& contract = week.contracts[ContractId{confirmed.contract_id()}];
  contract.approved.reset();  // other time counts now
  contract.verified.reset();
}

// Did it count among these hours? Overtime is dated on the week's Sunday, whatever caused it.
bool CountedIn(const v1::Measured& measured, const v1::Entry& entry) {
  const auto day = calendar::FromProto(entry.day());
  const bool outside =
      measured.has_contract_end()
          ? calendar::FromProto(measured.contract_end()) < day
          : std::ranges::find(entry.flags(), v1::FLAG_OUTSIDE_CONTRACT) != entry.flags().end();
  return !outside && std::ranges::any_of(measured.lines(), [&](const v1::TimeLine& line) {
    return line.category() != v1::CATEGORY_OVERTIME && calendar::FromProto(line.day()) == day;
  });
}

void Release(Week& week, const v1::Measured& measured, bool KnownEntry::*counted) {
  for (auto& [id, known] : week.entries) {
    if (known.reversed || known.entry.contract_id() != measured.contract_id()) continue;
    known.released = true;
    if (CountedIn(measured, known.entry)) known.*counted = true;
  }
}

std::set<EntryId> IdsOf(const google::protobuf::RepeatedPtrField<std::string>& ids) {
  std::set<EntryId> result;
  for (const auto& id : ids) result.insert(EntryId{id});
  return result;
}

void Contest(ContractWeek& contract, const v1::HoursContested& contested) {
  contract.contested = IdsOf(contested.entry_ids());
  contract.proposed.reset();
}

void Propose(ContractWeek& contract, const v1::ContestRejectionProposed& proposed) {
  contract.proposed = {
      IdsOf(proposed.entry_ids()), {proposed.proposed_by()}, {proposed.proposed_for()}};
}

void Settle(ContractWeek& contract, const v1::ContestDecided& decided) {
  const bool upheld = decided.outcome() == v1::CONTEST_OUTCOME_UPHELD;
  for (const auto& id : decided.entry_ids()) {
    contract.contested.erase(EntryId{id});
    (upheld ? contract.upheld : contract.rejected).insert(EntryId{id});
  }
  contract.proposed.reset();
}

void Reduce(KnownEntry& entry, seconds excess) {
  entry.claimed = excess;
  entry.pending = std::min(entry.pending, excess);
}
}  // namespace

Decision Decide(const Week& week, const Command& command) {
  return std::visit([&](const auto& c) { return On(week, c); }, command);
}

Week Evolve(Week week, const Event& event) {
  const auto contract = [&](const std::string& id) -> ContractWeek& {
    return week.contracts[ContractId{id}];
  };
  switch (event.kind_case()) {
    case Event::kEntryRecorded: Put(week, event.entry_recorded()); return week;
    case Event::kEntryCorrected: Put(week, event.entry_corrected()); return week;
    case Event::kEntryReversed: TakeOut(week, event.entry_reversed()); return week;
    case Event::kOvertimeClaimed: {
      auto& entry = week.entries.at(EntryId{event.overtime_claimed().entry_id()});
      entry.claimed = entry.pending = seconds{event.overtime_claimed().excess().seconds()};
      return week;
    }
    case Event::kOvertimeConfirmed: Confirm(week, event.overtime_confirmed()); return week;
    case Event::kWeekDeclaredComplete:
      contract(event.week_declared_complete().contract_id()).complete = true;
      return week;
    case Event::kHoursApproved:
      contract(event.hours_approved().measured().contract_id()).approved = event.hours_approved();
      Release(week, event.hours_approved().measured(), &KnownEntry::approved);
      return week;
    case Event::kHoursContested:
      Contest(contract(event.hours_contested().contract_id()), event.hours_contested());
      return week;
    case Event::kHoursVerified:
      contract(event.hours_verified().measured().contract_id()).verified = event.hours_verified();
      Release(week, event.hours_verified().measured(), &KnownEntry::verified);
      return week;
    case Event::kDeadlineReached:
      contract(event.deadline_reached().contract_id())
          .deadlines.insert(event.deadline_reached().deadline());
      return week;
    case Event::kContestRejectionProposed:
      Propose(contract(event.contest_rejection_proposed().contract_id()),
              event.contest_rejection_proposed());
      return week;
    case Event::kContestDecided:
      Settle(contract(event.contest_decided().contract_id()), event.contest_decided());
      return week;
    case Event::kOvertimeClaimReduced:
      Reduce(week.entries.at(EntryId{event.overtime_claim_reduced().entry_id()}),
             seconds{event.overtime_claim_reduced().excess().seconds()});
      return week;
    case Event::kEntriesLeftOut: return week;  // no rule asks
    case Event::KIND_NOT_SET: break;
  }
  // A newer release wrote this stream: refuse to decide on half a history.
  throw std::runtime_error("week: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kNoDuration: return "NO_DURATION";
    case kTooLong: return "TOO_LONG";
    case kExpenseInHours: return "WRONG_UNIT";
    case kWeekFull: return "WEEK_FULL";
    case kUnknownContract: return "UNKNOWN_CONTRACT";
    case kUnknownRules: return "UNKNOWN_RULES";
    case kEntryExists: return "ENTRY_EXISTS";
    case kEntryLocked: return "ENTRY_LOCKED";
    case kUnknownEntry: return "UNKNOWN_ENTRY";
    case kEntryReversed: return "ENTRY_REVERSED";
    case kEnteredByOthers: return "ENTERED_BY_OTHERS";
    case kEntriesChanged: return "ENTRIES_CHANGED";
    case kNoOvertimeClaimed: return "NO_OVERTIME_CLAIMED";
    case kOwnHours: return "OWN_HOURS";
    case kOwnEntries: return "OWN_ENTRIES";
    case kNotYetWorked: return "NOT_YET_WORKED";
    case kDiffersFromSchedule: return "DIFFERS_FROM_SCHEDULE";
    case kNotContested: return "NOT_CONTESTED";
    case kContestDecided: return "CONTEST_DECIDED";
    case kSamePerson: return "SAME_PERSON";
  }
  throw std::logic_error("week: unnamed refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kNoDuration:
      return "Give an end after the start and a break shorter than the time between, or a quantity "
             "above zero.";
    case kTooLong:
      return "Give the time at which the shift ended, at most seven days after its start, or a "
             "quantity of at most 1 000 000.";
    case kExpenseInHours: return "Enter an expense as a quantity on a day.";
    case kWeekFull: return "Enter longer intervals: a week takes 500 entries.";
    case kUnknownContract: return "Choose one of the worker's own contracts.";
    case kUnknownRules: return "Name time rules in the contract's terms that are installed here.";
    case kEntryExists:
      return "This entry exists with other content: use CorrectEntry to change it.";
    case kEntryLocked:
      return "This entry was approved or verified and is locked: use CorrectEntry, which reverses "
             "it and records it anew, or ReverseEntry.";
    case kUnknownEntry: return "Read the week again: it has no such entry.";
    case kEntryReversed: return "This entry was taken out: record a new one.";
    case kEnteredByOthers:
      return "Ask whoever entered these hours, or a consultant, to change them; or record yours "
             "beside them.";
    case kEntriesChanged: return "The entries have changed: read the week again and decide on it.";
    case kNoOvertimeClaimed: return "Read the week again: no overtime waits for confirmation.";
    case kOwnHours: return "Ask somebody else: nobody confirms, approves or verifies own hours.";
    case kOwnEntries: return "Ask somebody who neither entered nor corrected these hours.";
    case kNotYetWorked: return "Wait until the last entry has ended, or correct it.";
    case kDiffersFromSchedule: return "Look at this week by itself: it differs from the schedule.";
    case kNotContested: return "Read the week again: these entries wait for no decision.";
    case kContestDecided:
      return "The agency has decided on these entries: ask for a correction of them instead.";
    case kSamePerson:
      return "Ask somebody else to decide: one person alone does not override the client.";
  }
  throw std::logic_error("week: refusal without a sentence");
}

std::optional<Refusal> RefusalNamed(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(kSamePerson); i++)
    if (Name(static_cast<Refusal>(i)) == name) return static_cast<Refusal>(i);
  return std::nullopt;
}
}  // namespace aor::timesheet
