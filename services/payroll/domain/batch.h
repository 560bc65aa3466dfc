// One payment batch of one legal entity, currency and kind: proposed, released by a
// second person, answered by the directory for every payee, and stored as the file
// that leaves. The file is frozen: every export repeats it. Before that the batch may be
// withdrawn, and its payables go into another one.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aor/payroll/v1/payroll_events.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/ids/strong_id.h"
#include "libs/money/money.h"

namespace aor::payroll::batch {
using Event = v1::BatchEvent;
inline constexpr size_t kMaxItems = 500;      // so that the stored file fits one commit
inline constexpr size_t kMaxReference = 140;  // characters a bank passes on to a payee
// Nothing falls due later than that after its invoice (Code de commerce L441-10), wages much
// sooner: a day beyond it is a slip of the pen, and the accounts that were released would be old by
// then.
inline constexpr int kMostDaysAhead = 60;

struct Item {
  std::string payable_id, payee_id;
  money::Money amount;  // negative for a credit: a payee's sum is positive
  std::string reference;
  // Of a fee's work, or by its training mission: the payable refuses.
  bool gate_closed = false, withheld = false;
  v1::Purpose purpose = {};  // none: the reference says it
};
struct ProposeBatch {
  std::string id;
  LegalEntityId legal_entity;
  std::string currency;
  std::string kind;  // SALARY, PART_PAYMENT, SUPPLIER
  calendar::Date execution_date;
  calendar::Date today;
  std::vector<Item> items;
  PersonId by;
  std::string on_behalf_of;
};
struct ReleaseBatch {
  std::map<std::string, uint32_t> account_versions;  // by payee, as seen now; 0: none known
  calendar::Date today;
  PersonId by;
  std::string on_behalf_of;
};
struct AnswerPayee {
  std::string payee_id;
  uint32_t account_version = 0;
  bool held = false;
  std::string hold_reason;
};
struct HoldPayee {  // by payroll itself, whatever the directory answered
  std::string payee_id;
  std::string reason;
  std::string detail;
};
struct StoreFile {
  std::string message_id;
  std::string digest;
  uint32_t transactions = 0;
  money::Money total;
  types::v1::Sealed file;
};
struct WithdrawBatch {
  PersonId by;
  std::string on_behalf_of;
  std::string reason;
};
using Command =
    std::variant<ProposeBatch, ReleaseBatch, AnswerPayee, HoldPayee, StoreFile, WithdrawBatch>;

enum class Refusal {
  kOtherBatch,
  kNothingToPay,
  kTooManyItems,
  kNotPositive,
  kMixedCurrencies,
  kDatePassed,
  kDateTooFar,
  kNoBankingDay,
  kNotProposed,
  kSamePerson,
  kNotReleased,
  kUnknownPayee,
  kAnswersMissing,
  kAllHeld,
  kWrongTotal,
  kWithdrawn,
  kFileStored,
};

struct Answer {
  uint32_t account_version = 0;
  bool held = false;
  friend bool operator==(const Answer&, const Answer&) = default;
};
struct Batch {
  std::string id;  // empty: not proposed
  std::string legal_entity_id, currency, kind;
  calendar::Date execution_date;
  std::vector<Item> items;
  std::set<std::string> payees;
  std::string proposed_by, proposed_for;
  bool released = false;
  std::map<std::string, Answer> answers;  // by payee, with payroll's own holds
  std::string file_digest;                // empty: not stored
  bool withdrawn = false;

  bool AllAnswered() const { return answers.size() == payees.size(); }
  std::vector<Item> Leaving() const;  // items of payees who are not held
  std::vector<Item> ItemsOf(std::string_view payee) const;
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Batch& batch, const Command& command);
Batch Evolve(Batch batch, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);

// The bank's calendar of a currency, as libs/calendar names it.
std::string_view BankingPlace(std::string_view currency);
money::Money TotalOf(const std::vector<Item>& items, std::string_view currency);
// What the bank is asked to do: one transfer an item, but one in all for a payee with a
// credit among the items, with the references that find room, and "+3" for the others.
std::vector<Item> Transfers(const std::vector<Item>& items);
}  // namespace aor::payroll::batch
