#include <algorithm>

#include "services/timesheet/domain/counting.h"
#include "services/timesheet/domain/decisions.h"

namespace aor::timesheet {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

const ContractWeek& Of(const Week& week, const ContractId& contract) {
  static const ContractWeek kNothing;
  const auto known = week.contracts.find(contract);
  return known == week.contracts.end() ? kNothing : known->second;
}

Event Approved(v1::Measured measured, v1::ApprovedBy kind, const std::string& by,
               const std::string& sheet_digest) {
  Event event;
  auto& approved = *event.mutable_hours_approved();
  *approved.mutable_measured() = std::move(measured);
  approved.set_approved_by_kind(kind);
  approved.set_approved_by(by);
  approved.set_sheet_digest(sheet_digest);
  return event;
}

void AddDays(const v1::Entry& entry, std::set<calendar::Date>& days) {
  days.insert(calendar::FromProto(entry.day()));
  if (!entry.has_time()) return;
  for (const auto& part : calendar::SplitByDay(calendar::FromProto(entry.time())))
    days.insert(calendar::DayAt(part.start, part.zone));
}

std::vector<calendar::Date> DaysOf(const Week& week, const std::set<EntryId>& entries) {
  std::set<calendar::Date> days;
  for (const auto& id : entries) AddDays(week.entries.at(id).entry, days);
  return {days.begin(), days.end()};
}

// The bill lines of what nobody has decided on stay frozen beside an approval: otherwise what was
// invoiced of it would be given back on the client's word alone.
Event Beside(const Week& week, const std::set<EntryId>& undecided, Event approved) {
  for (const auto day : DaysOf(week, undecided))
    *approved.mutable_hours_approved()->add_contested_days() = calendar::ToProto(day);
  return approved;
}

Event Verified(v1::Measured measured, const std::string& by) {
  Event event;
  *event.mutable_hours_verified()->mutable_measured() = std::move(measured);
  event.mutable_hours_verified()->set_verified_by(by);
  return event;
}

Event Reached(const ContractId& contract, const char* deadline, calendar::Instant due) {
  Event event;
  auto& reached = *event.mutable_deadline_reached();
  reached.set_contract_id(contract.value);
  reached.set_deadline(deadline);
  reached.mutable_due()->set_seconds(due.time_since_epoch().count());
  return event;
}

// Day and week limits count over all contracts of the employer: what was accepted of
// another contract is stated anew, by whoever accepted it, where its lines have moved.
void RestateOthers(Story& story, const Asked& asked, const Contract& decided, For purpose) {
  for (const auto& other : asked.contracts) {
    if (other.id == decided.id || other.employer != decided.employer || !other.rules) continue;
    const auto& standing = Of(story.week(), other.id);
    if (purpose == For::kBilling && !standing.contested.empty()) continue;  // until decided
    const auto measured = MeasureContract(story.week(), asked, other, purpose);
    if (purpose == For::kBilling && standing.approved &&
        !SameLines(standing.approved->measured(), measured))
      story.Tell(Approved(measured, standing.approved->approved_by_kind(),
                          standing.approved->approved_by(), standing.approved->sheet_digest()));
    if (purpose == For::kPay && standing.verified &&
        !SameLines(standing.verified->measured(), measured))
      story.Tell(Verified(measured, standing.verified->verified_by()));
  }
}

bool AreAll(const std::set<EntryId>& some, const std::set<EntryId>& among) {
  return std::ranges::includes(among, some);
}

std::set<EntryId> Wanted(const DecideContest& command, const ContractWeek& standing) {
  return command.entries.empty() ? standing.contested : command.entries;
}

bool SharesHand(const ProposedRejection& proposed, const Asked& asked) {
  const std::set<PersonId> hands{proposed.by, proposed.on_behalf_of};
  return hands.contains(asked.by) ||
         (!asked.on_behalf_of.value.empty() && hands.contains(asked.on_behalf_of));
}

Event Proposed(const DecideContest& command, const std::set<EntryId>& entries) {
  Event event;
  auto& proposed = *event.mutable_contest_rejection_proposed();
  proposed.set_contract_id(command.contract.value);
  proposed.set_entries_version(command.entries_version);
  for (const auto& id : entries) proposed.add_entry_ids(id.value);
  proposed.set_proposed_by(command.asked.by.value);
  proposed.set_proposed_for(command.asked.on_behalf_of.value);
  return event;
}

Event Decided(const DecideContest& command, const std::set<EntryId>& entries,
              const PersonId& proposer) {
  Event event;
  auto& decided = *event.mutable_contest_decided();
  decided.set_contract_id(command.contract.value);
  decided.set_entries_version(command.entries_version);
  for (const auto& id : entries) decided.add_entry_ids(id.value);
  decided.set_outcome(command.outcome);
  decided.set_decided_by(command.asked.by.value);
  decided.set_decided_for(command.asked.on_behalf_of.value);
  decided.set_proposed_by(proposer.value);
  return event;
}

// What is contested stands in an approval until it is decided.
Week WithoutContest(Week week, const ContractId& contract) {
  week.contracts[contract].contested.clear();
  return week;
}

// States the approval anew even where its lines are the same: with it the bill thaws, but for
// the days of what is contested still.
std::vector<Event> Settled(const Week& week, const DecideContest& command, const Contract& contract,
                           const Event& decided) {
  Story story(WithoutContest(week, command.contract));
  story.Tell(decided);
  const auto& standing = Of(week, command.contract);
  if (!standing.approved) return std::move(story).Events();
  auto undecided = standing.contested;
  for (const auto& id : decided.contest_decided().entry_ids()) undecided.erase(EntryId{id});
  const bool upheld = command.outcome == v1::CONTEST_OUTCOME_UPHELD;
  const auto& before = *standing.approved;
  Event approved = Approved(MeasureContract(story.week(), command.asked, contract, For::kBilling),
                            upheld ? before.approved_by_kind() : v1::APPROVED_BY_DECISION,
                            upheld ? before.approved_by() : command.asked.by.value,
                            upheld ? before.sheet_digest() : "");
  story.Tell(Beside(week, undecided, std::move(approved)));
  RestateOthers(story, command.asked, contract, For::kBilling);
  return std::move(story).Events();
}

// The first person's wish waits; the second one's counts, and is not of one who made the hours.
Decision Reject(const Week& week, const DecideContest& command, const Contract& contract) {
  const auto& standing = Of(week, command.contract);
  const auto wanted = Wanted(command, standing);
  if (!standing.proposed || standing.proposed->entries != wanted)
    return std::vector{Proposed(command, wanted)};
  if (standing.proposed->by == command.asked.by &&
      standing.proposed->on_behalf_of == command.asked.on_behalf_of)
    return AlreadyTrue();
  if (SharesHand(*standing.proposed, command.asked)) return kSamePerson;
  if (Touched(week, command.contract, command.asked, false)) return kOwnEntries;
  return Settled(week, command, contract, Decided(command, wanted, standing.proposed->by));
}

bool Stands(const ContractWeek& contract, const v1::Measured& measured, const ApproveHours& wish) {
  return contract.approved && SameLines(contract.approved->measured(), measured) &&
         (wish.sheet_digest.empty() || contract.approved->sheet_digest() == wish.sheet_digest);
}

void ConfirmAll(Story& story, const ApproveHours& command) {
  const auto decision = On(story.week(), ConfirmOvertime{command.asked, command.contract, {}});
  if (const auto* events = std::get_if<std::vector<Event>>(&decision))
    for (const auto& event : *events) story.Tell(event);
}

Decision Tacitly(const Week& week, const ApproveHours& command, const Contract& contract) {
  const auto& standing = Of(week, command.contract);
  if (standing.version != command.entries_version || standing.approved || !standing.complete ||
      !standing.contested.empty())
    return AlreadyTrue();
  if (NotYetWorked(week, command.asked, contract)) return AlreadyTrue();
  Story story(week);
  story.Tell(Reached(command.contract, "TACIT_APPROVAL", command.asked.now));
  story.Tell(Approved(MeasureContract(week, command.asked, contract, For::kBilling), command.kind,
                      command.asked.by.value, ""));
  RestateOthers(story, command.asked, contract, For::kBilling);
  return std::move(story).Events();
}
}  // namespace

Decision On(const Week& week, const DeclareComplete& command) {
  const auto& contract = Of(week, command.contract);
  if (!Find(command.asked.contracts, command.contract)) return kUnknownContract;
  if (contract.version != command.entries_version) return kEntriesChanged;
  if (contract.complete) return AlreadyTrue();

  Event event;
  auto& complete = *event.mutable_week_declared_complete();
  complete.set_worker_id(command.asked.worker.value);
  complete.set_iso_week(calendar::IsoWeek(command.asked.monday));
  complete.set_contract_id(command.contract.value);
  complete.set_entries_version(command.entries_version);
  complete.set_declared_by(command.asked.by.value);
  return std::vector{event};
}

Decision On(const Week& week, const ApproveHours& command) {
  const auto* contract = Find(command.asked.contracts, command.contract);
  if (!contract) return kUnknownContract;
  if (!contract->rules) return kUnknownRules;
  if (command.kind == v1::APPROVED_BY_TACIT) return Tacitly(week, command, *contract);
  if (Of(week, command.contract).version != command.entries_version) return kEntriesChanged;
  Story story(week);
  if (command.confirm_overtime) ConfirmAll(story, command);
  const auto measured = MeasureContract(story.week(), command.asked, *contract, For::kBilling);
  if (Stands(Of(story.week(), command.contract), measured, command)) return AlreadyTrue();
  if (command.asked.AreOwn()) return kOwnHours;
  // A signed sheet is the client's word, whoever typed it in.
  if (command.kind == v1::APPROVED_BY_CLIENT &&
      Touched(week, command.contract, command.asked, true))
    return kOwnEntries;
  if (NotYetWorked(week, command.asked, *contract)) return kNotYetWorked;

  story.Tell(
      Beside(week, Of(week, command.contract).contested,
             Approved(measured, command.kind, command.asked.by.value, command.sheet_digest)));
  RestateOthers(story, command.asked, *contract, For::kBilling);
  return std::move(story).Events();
}

// The approval that stands is not touched, nor is pay: the bill freezes on these days until the
// agency decides. What is contested no more stands in the approval again.
Decision On(const Week& week, const ContestHours& command) {
  const auto* contract = Find(command.asked.contracts, command.contract);
  if (!contract) return kUnknownContract;
  const auto& standing = Of(week, command.contract);
  if (standing.version != command.entries_version) return kEntriesChanged;
  if (standing.contested == command.entries) return AlreadyTrue();
  if (command.asked.AreOwn()) return kOwnHours;
  for (const auto& id : command.entries) {
    const auto known = week.entries.find(id);
    if (known == week.entries.end() || known->second.reversed ||
        known->second.entry.contract_id() != command.contract.value)
      return kUnknownEntry;
    if (standing.upheld.contains(id) || standing.rejected.contains(id)) return kContestDecided;
  }

  Event event;
  auto& contested = *event.mutable_hours_contested();
  contested.set_worker_id(command.asked.worker.value);
  contested.set_iso_week(calendar::IsoWeek(command.asked.monday));
  contested.set_contract_id(command.contract.value);
  contested.set_entries_version(command.entries_version);
  contested.set_contested_by(command.asked.by.value);
  for (const auto& id : command.entries) contested.add_entry_ids(id.value);
  for (const auto day : DaysOf(week, command.entries))
    *contested.add_days() = calendar::ToProto(day);
  Story story(WithoutContest(week, command.contract));
  if (standing.approved && contract->rules) {
    const auto whole = MeasureContract(story.week(), command.asked, *contract, For::kBilling);
    if (!SameLines(whole, standing.approved->measured()))
      story.Tell(Approved(whole, standing.approved->approved_by_kind(),
                          standing.approved->approved_by(), standing.approved->sheet_digest()));
    RestateOthers(story, command.asked, *contract, For::kBilling);
  }
  story.Tell(std::move(event));
  return std::move(story).Events();
}

Decision On(const Week& week, const DecideContest& command) {
  const auto* contract = Find(command.asked.contracts, command.contract);
  if (!contract) return kUnknownContract;
  if (!contract->rules) return kUnknownRules;
  const auto& standing = Of(week, command.contract);
  if (standing.version != command.entries_version) return kEntriesChanged;
  const bool upholds = command.outcome == v1::CONTEST_OUTCOME_UPHELD;
  const auto& alike = upholds ? standing.upheld : standing.rejected;
  const auto wanted = Wanted(command, standing);
  if (!alike.empty() && AreAll(wanted, alike)) return AlreadyTrue();
  if (wanted.empty() || !AreAll(wanted, standing.contested)) return kNotContested;
  if (command.asked.AreOwn()) return kOwnHours;
  if (!upholds) return Reject(week, command, *contract);
  return Settled(week, command, *contract, Decided(command, wanted, {}));
}

Decision On(const Week& week, const VerifyHours& command) {
  const auto* contract = Find(command.asked.contracts, command.contract);
  if (!contract) return kUnknownContract;
  if (!contract->rules) return kUnknownRules;
  const auto& standing = Of(week, command.contract);
  if (standing.version != command.entries_version) return kEntriesChanged;
  const auto measured = MeasureContract(week, command.asked, *contract, For::kPay);
  if (standing.verified && SameLines(standing.verified->measured(), measured)) return AlreadyTrue();
  if (command.asked.AreOwn()) return kOwnHours;
  if (Touched(week, command.contract, command.asked, false)) return kOwnEntries;
  if (NotYetWorked(week, command.asked, *contract)) return kNotYetWorked;
  if (command.only_if_matching &&
      !(standing.complete && MatchesSchedule(week, command.asked, *contract)))
    return kDiffersFromSchedule;

  Story story(week);
  story.Tell(Verified(measured, command.asked.by.value));
  RestateOthers(story, command.asked, *contract, For::kPay);
  return std::move(story).Events();
}

Decision On(const Week& week, const ReachHoursDue& command) {
  const auto* contract = Find(command.asked.contracts, command.contract);
  if (!contract) return kUnknownContract;
  const auto& standing = Of(week, command.contract);
  const auto due = HoursDue(command.asked.monday, contract->zone);
  const bool silent =
      standing.complete || standing.deadlines.contains("HOURS_DUE") || command.asked.now < due;
  if (silent) return AlreadyTrue();
  return std::vector{Reached(command.contract, "HOURS_DUE", due)};
}

void ApproveClientsOwn(Story& story, const Asked& asked, const ContractId& id) {
  const auto* contract = Find(asked.contracts, id);
  const bool all_theirs = std::ranges::all_of(story.week().entries, [&](const auto& one) {
    const auto& entry = one.second.entry;
    return one.second.reversed || entry.contract_id() != id.value ||
           entry.entered_as() == v1::ENTERED_AS_CLIENT;
  });
  if (asked.as != v1::ENTERED_AS_CLIENT || !all_theirs || !contract->rules ||
      NotYetWorked(story.week(), asked, *contract))
    return;
  const auto measured = MeasureContract(story.week(), asked, *contract, For::kBilling);
  story.Tell(Beside(story.week(), Of(story.week(), id).contested,
                    Approved(measured, v1::APPROVED_BY_CLIENT, asked.by.value, "")));
  RestateOthers(story, asked, *contract, For::kBilling);
}
}  // namespace aor::timesheet
