// Something owed to a payee, from the day it is recorded to the file that pays it.
// A held one, or one whose batch was withdrawn, is open again and goes into a later batch.
// A contested one waits for its credit note, a fee behind a closed gate for that to open.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/payroll/v1/payroll_events.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/ids/strong_id.h"
#include "libs/money/money.h"

namespace aor::payroll::payable {
using Event = v1::PayableEvent;

struct RecordPayable {
  std::string id;
  std::string payee_id;  // person or supplier
  money::Money amount;   // negative for a supplier's credit note: lowers what is paid
  LegalEntityId legal_entity;
  std::string kind;  // SALARY, PART_PAYMENT, SUPPLIER_INVOICE, FEE
  std::string reference;
  calendar::Date due;
  std::string source_id;
  std::string run_id = {};                  // empty for what belongs to none
  std::vector<v1::GuardedWork> works = {};  // that a contractor's fee is for
  v1::Purpose purpose = {};                 // in its payee's language; none: the reference says it
};
struct BatchPayable {
  std::string batch_id;
  bool run_open = false;     // of the run that it comes from
  bool gate_closed = false;  // of a fee's work, as it is known now
  bool withheld = false;     // by its training mission, as it is known now
};
struct HoldPayable {
  std::string batch_id;
  std::string reason;
  std::string detail = {};
};
struct PayPayable {
  std::string batch_id;
  uint32_t account_version = 0;
  calendar::Date on = {};  // the batch's execution date
};
struct FreePayable {  // of a batch that was withdrawn
  std::string batch_id;
};
struct ContestPayable {  // by the supplier in whose name it was billed
  std::string by;
  calendar::Date on;
};
struct SettleContest {
  std::string credit_note_id;
};
using Command = std::variant<RecordPayable, BatchPayable, HoldPayable, PayPayable, FreePayable,
                             ContestPayable, SettleContest>;

enum class Refusal {
  kOtherPayable,
  kNothingOwed,
  kNotRecorded,
  kRunOpen,
  kInAnotherBatch,
  kNotInBatch,
  kContested,
  kGateClosed,
  kWithheld
};

struct Payable {
  std::string id;  // empty: not recorded
  std::string payee_id;
  money::Money amount;
  std::string legal_entity_id, source_id;
  std::string run_id;
  std::string batch_id;  // it is in, or was paid by
  bool paid = false;
  bool contested = false;      // and not credited yet
  std::set<std::string> held;  // batches that it was held in
};

// What is paid, as data.
v1::Purpose For(const std::string& subject, const std::string& detail);

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Payable& payable, const Command& command);
Payable Evolve(Payable payable, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::payroll::payable
