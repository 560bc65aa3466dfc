// One worker's hours in one ISO week, over all contracts, from the first entry to
// billing and pay. The vocabulary is here; the rules are in week_entries.cc (facts)
// and week_release.cc (consequences).
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/timesheet/v1/timesheet_events.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/ids/strong_id.h"
#include "services/timesheet/domain/contract.h"

namespace aor::timesheet {
using Event = v1::WeekEvent;
using EntryId = StrongId<struct EntryTag>;

// Time of a week beside, which an entry over the border may overlap.
struct BesideTime {
  calendar::Interval time;
  bool flagged = false;  // FLAG_OVERLAPS: something stood there when it was recorded
};
// Which week, who asks, when, and what is known of the worker's contracts.
struct Asked {
  PersonId worker;
  calendar::Date monday;
  PersonId by;
  v1::EnteredAs as = v1::ENTERED_AS_WORKER;
  calendar::Instant now;
  Contracts contracts;
  std::set<ClientId> clients;  // for whom a client speaks
  // Of two that overlap the one that was recorded first counts, as its flag says; where the flags
  // say nothing, the earlier week's.
  std::vector<BesideTime> before, after;
  PersonId on_behalf_of{};  // whose delegation `by` uses, if any: counts as a hand of both
  bool AreOwn() const { return by == worker || on_behalf_of == worker; }
};

// Entries bring what the edge knows: id, contract, time or quantity, kind, break,
// source, and flags of the wall clock. Who entered them and the other flags are
// added here. Facts are accepted however odd; see README for what each flag gates.
struct RecordEntries {
  Asked asked;
  std::vector<v1::Entry> entries;
  // A grid that is taken in part leaves out what is refused, and says so by its place in the grid.
  bool in_part = false;
  std::vector<uint32_t> places{};
};
// What is already approved or verified is not edited: the entry is reversed, and its
// new content recorded as `replacement_id`.
struct CorrectEntry {
  Asked asked;
  v1::Entry entry;
  EntryId replacement_id;
};
struct ReverseEntry {
  Asked asked;
  EntryId entry_id;
};
struct ConfirmOvertime {
  Asked asked;
  ContractId contract;
  std::set<EntryId> entries;  // empty: all that wait
};
struct DeclareComplete {
  Asked asked;
  ContractId contract;
  uint64_t entries_version;
};
// Tacit approval is asked for by the deadline, and is silent when it is not due.
struct ApproveHours {
  Asked asked;
  ContractId contract;
  uint64_t entries_version;
  v1::ApprovedBy kind;
  std::string sheet_digest;
  bool confirm_overtime = false;
};
// States all entries that the client rejects; none withdraws the contest.
struct ContestHours {
  Asked asked;
  ContractId contract;
  uint64_t entries_version;
  std::set<EntryId> entries;
};
// What becomes of contested entries, all of them where none is named.
struct DecideContest {
  Asked asked;
  ContractId contract;
  uint64_t entries_version;
  std::set<EntryId> entries;
  v1::ContestOutcome outcome;
};
struct VerifyHours {
  Asked asked;
  ContractId contract;
  uint64_t entries_version;
  bool only_if_matching = false;  // the schedule; for verification in bulk
};
// Hours were due and are not there: lateness becomes a fact. Silent if they are.
struct ReachHoursDue {
  Asked asked;
  ContractId contract;
};
using Command =
    std::variant<RecordEntries, CorrectEntry, ReverseEntry, ConfirmOvertime, DeclareComplete,
                 ApproveHours, ContestHours, DecideContest, VerifyHours, ReachHoursDue>;

inline constexpr size_t kMostEntries = 500;  // of one week, reversed ones too

enum class Refusal {
  kNoDuration,
  kTooLong,
  kExpenseInHours,
  kWeekFull,
  kUnknownContract,
  kUnknownRules,
  kEntryExists,
  kEntryLocked,  // approved or verified
  kUnknownEntry,
  kEntryReversed,
  kEnteredByOthers,
  kEntriesChanged,
  kNoOvertimeClaimed,
  kOwnHours,
  kOwnEntries,
  kNotYetWorked,
  kDiffersFromSchedule,
  kNotContested,
  kContestDecided,
  kSamePerson,
};

struct KnownEntry {
  v1::Entry entry;  // as it stands
  std::set<PersonId> touched_by;
  std::chrono::seconds claimed{0};  // overtime that came with it, confirmed or not
  std::chrono::seconds pending{0};  // what of it nobody has confirmed
  size_t ordinal = 0;               // the earlier of two that overlap counts
  bool reversed = false;
  bool released = false;                    // approved or verified at least once
  bool approved = false, verified = false;  // it counted there, and goes on to
};
struct ProposedRejection {
  std::set<EntryId> entries;
  PersonId by, on_behalf_of;
};
struct ContractWeek {
  uint64_t version = 0;
  bool complete = false;                      // this version
  std::optional<v1::HoursApproved> approved;  // this version
  std::optional<v1::HoursVerified> verified;  // this version
  std::set<EntryId> contested;
  std::set<EntryId> upheld, rejected;         // contests that were decided
  std::optional<ProposedRejection> proposed;  // a second person decides
  std::set<std::string> deadlines;
};
struct Week {
  std::map<EntryId, KnownEntry> entries;
  std::map<ContractId, ContractWeek> contracts;
};

// The events to append, none when the command's wish is already true; or the rule
// that refused it. Neither function reads a clock or does I/O.
using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Week& week, const Command& command);
Week Evolve(Week week, const Event& event);
// Of a grid that is refused, the place of the entry that stands in the way.
size_t FirstRefused(const Week& week, const RecordEntries& command);

std::string_view Name(Refusal refusal);      // such as OWN_ENTRIES
std::string_view Sentence(Refusal refusal);  // what a person can do about it
std::optional<Refusal> RefusalNamed(std::string_view name);
}  // namespace aor::timesheet
