// Money of one worker given ahead of a slip. A part payment is for work done and
// verified, and is deducted from the next slip or over several; a loan has a cap on
// each deduction. Each cent is deducted once.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/payroll/domain/prefill.h"

namespace aor::payroll::advances {
using Event = v1::AdvanceEvent;

// Under which debts of slips and opening balances are carried forward: an advance that somebody
// grants under such an id would stand in their way for good.
inline constexpr char kDebt[] = "debt-";
inline constexpr char kOpening[] = "opening-";
bool IsCarriedForward(std::string_view id);

struct GrantPartPayment {
  std::string id;
  PersonId worker;
  LegalEntityId legal_entity;
  ContractId contract;
  money::Money amount;
  money::Money earned;  // verified, not paid out yet, after deductions
  uint32_t recovery_slips = 1;
  PersonId by;
  std::string on_behalf_of{};
  std::set<std::string> missing{};  // parts of the slip, without which `earned` is not known
};
struct GrantLoan {
  std::string id;
  PersonId worker;
  LegalEntityId legal_entity;
  money::Money amount;
  money::Decimal cap_percent;
  money::Money threshold;  // with what is open of others above it, a second person confirms
  PersonId by;
  std::string on_behalf_of;
};
struct ConfirmLoan {
  std::string id;
  PersonId worker;
  LegalEntityId legal_entity;
  PersonId by;
  std::string on_behalf_of;
};
struct RecoverAdvance {
  std::string id;
  std::string payslip_id;
  money::Money amount;
};
// A debt that stands already: before this system, or of a slip that took back more
// than it paid. Nothing is paid out.
struct CarryForward {
  std::string id;
  PersonId worker;
  LegalEntityId legal_entity;
  money::Money amount;
  money::Decimal cap_percent;  // 0: a part payment, due at once
  PersonId by;
};
using Command =
    std::variant<GrantPartPayment, GrantLoan, ConfirmLoan, RecoverAdvance, CarryForward>;

enum class Refusal {
  kOtherAdvance,
  kNotPositive,
  kMoreThanEarned,
  kNotPayable,
  kNoRecoveryPlan,
  kCapOutOfRange,
  kUnknownAdvance,
  kSamePerson,
  kMoreThanOpen,
  kOwnAdvance,
};

struct Advance {
  bool is_loan = false;
  bool requested = false;  // waits for the second person
  LegalEntityId legal_entity;
  ContractId contract;
  money::Money amount, open;
  money::Decimal cap_percent;
  uint32_t recovery_slips = 1;
  std::string granted_by, granted_for;
  std::set<std::string> recovered;  // payslips
};
struct Advances {
  std::map<std::string, Advance> by_id;
};
// What a slip of this employer may recover, by id.
std::map<std::string, money::Money> OpenOf(const Advances& advances, const LegalEntityId& entity);

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Advances& advances, const Command& command);
Advances Evolve(Advances advances, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::payroll::advances
