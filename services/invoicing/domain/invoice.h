// One numbered claim: issued once, never edited. What was wrong is credited by
// another one; what is paid is allocated.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/invoicing/domain/work.h"

namespace aor::invoicing::invoice {
using Event = v1::InvoiceEvent;

enum class Kind { kInvoice, kCreditNote, kSelfBilled, kSelfBilledCredit };
std::string_view SeriesKind(Kind kind);  // INVOICE, CREDIT_NOTE, SELF_BILLED, …
std::string_view TypeCode(Kind kind);    // 380, 381, 389, 261

struct Issue {
  Kind kind;
  v1::InvoiceIssued document;  // numbered and settled
};
// On the invoice that the note corrects. What it credits is computed by Crediting.
struct Credit {
  std::string credit_note_id, credit_note_number;
  Money payable;  // of the note
  std::vector<v1::CreditedLine> lines;
};
// Of money that came in, or of an invoice on a credit note. Below zero: money goes back, at most
// what came in.
struct AllocatePayment {
  Money amount;
  std::string payment_reference;
  Date booked_on;
  bool run_open = false;  // of the run that issued it
};
struct Contest {  // of a self-billed invoice, by its supplier
  std::string by;
  Date on;
};
using Command = std::variant<Issue, Credit, AllocatePayment, Contest>;

enum class Refusal {
  kNotIssued,
  kRunOpen,
  kIssuedOtherwise,
  kNoLines,
  kNothingCredited,
  kNothingToContest,
  kCreditsMore,
  kBelowZero,
  kCurrencyDiffers,
  kNothingAllocated,
  kAllocatesMore,
  kTakesBackMore,
  kAllocatedOtherwise,
  kNotSelfBilled,
  kContestWindowOver,
  kUnknownLine,
  kNoWorkOnDay,
  kQuantityTooSmall,
  kCreditsANote,
};

struct Credited {  // of one line, so far
  Amount amount;
  int64_t net_minor = 0;
  Work work;
};
using CreditedLines = std::map<uint32_t, Credited>;  // by line number
void Count(const v1::CreditedLine& line, CreditedLines& credited);
struct State {
  std::optional<v1::InvoiceIssued> document;
  Kind kind = Kind::kInvoice;
  CreditedLines credited;
  std::set<std::string> credit_notes;
  int64_t credited_minor = 0;                // what its credit notes come to
  bool follows_corrections = false;          // one of them names no line of it
  std::map<std::string, int64_t> allocated;  // minor units by payment reference
  int64_t settled_minor = 0;                 // allocated, and applied of credit notes
  bool contested = false;
};
// What is still to be paid, of a credit note what is still to be given back.
Money OpenOf(const State& state);

// Which part of an invoice's lines a credit note takes: whole lines, or a quantity in
// the line's unit, of one day or from the last day back.
struct LineToCredit {
  uint32_t line_number;
  std::optional<Decimal> quantity;  // none: all that is not yet credited
  std::optional<Date> day;
};
// No lines: all that is not yet credited. The fee on credited work follows it.
using Crediting = std::variant<std::vector<v1::CreditedLine>, Refusal>;
Crediting CreditLines(const State& state, const std::vector<LineToCredit>& lines);
// What a note that follows from corrected hours takes of the lines of the invoice that it corrects,
// so that a later one takes what is left; none where it is not of these lines alone.
std::vector<v1::CreditedLine> CorrectedLines(const State& original, const v1::InvoiceIssued& note);
// Sums and VAT of the note from its lines. Each note rounds its own VAT: the one that takes the
// last of the invoice is rounded (BT-114) so that all of them together come to the invoice, and no
// earlier one to more than is left of it.
void SettleNote(v1::InvoiceIssued& note, const State& original,
                const std::vector<v1::CreditedLine>& credited);
// The lines of the note, in positive amounts.
std::vector<v1::InvoiceLine> NoteLines(const v1::InvoiceIssued& original,
                                       const std::vector<v1::CreditedLine>& credited,
                                       bool cost_falls);

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const State& state, const Command& command);
State Evolve(State state, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::invoicing::invoice
