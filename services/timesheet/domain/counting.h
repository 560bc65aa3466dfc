// What of a week's entries counts: questions that several rules ask.
#pragma once

#include "services/timesheet/domain/measure.h"
#include "services/timesheet/domain/week.h"

namespace aor::timesheet {
enum class For { kBilling, kPay };

// Longer than any day, the autumn's of 25 hours too.
bool IsTooLong(const v1::Entry& entry);
bool IsFlagged(const v1::Entry& entry);  // recorded where time stood already: FLAG_OVERLAPS
// Work in hours under a contract by the day, or the other way round.
bool HasOtherUnit(const v1::Entry& entry, const Contract& contract);
// Nothing is left of time that a wall clock skipped, or that a break fills.
bool HasNoLength(const v1::Entry& entry);
// Of a contract's standing entries those that wait for a person: they overlap or repeat
// an earlier one, lie outside the contract's dates, or are of no length, too long or in
// another unit. What was accepted for a purpose does not fall because the contract's end moved:
// nobody decided that.
std::set<EntryId> Gated(const Week& week, const Asked& asked, For purpose);
// The contract's time as it counts now. Contested entries are left out of billing only.
v1::Measured MeasureContract(const Week& week, const Asked& asked, const Contract& contract,
                             For purpose);
bool SameLines(const v1::Measured& a, const v1::Measured& b);
// An entry of the contract ends after `now`, or its day has not begun. Monthly salaries
// are accepted before their month is over.
bool NotYetWorked(const Week& week, const Asked& asked, const Contract& contract);
// Every weekday of the contract carries its scheduled hours, or a whole day, and
// no time is odd, pending or contested; a public holiday may be empty.
bool MatchesSchedule(const Week& week, const Asked& asked, const Contract& contract);
// Did this person enter, correct or reverse anything of the contract's week? Entries
// made `as` the client do not count where they count as approval.
bool Touched(const Week& week, const ContractId& contract, const Asked& asked,
             bool ignore_clients_own);
// Two entries say the same about the work.
bool SameContent(const v1::Entry& a, const v1::Entry& b);
}  // namespace aor::timesheet
