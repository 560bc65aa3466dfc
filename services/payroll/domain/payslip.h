// One slip of one contract and period: prefilled until a consultant verifies it, and
// as it is from then on. A correction is the next slip.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/payroll/domain/prefill.h"

namespace aor::payroll::payslip {
using Event = v1::PayslipEvent;

struct VerifyPayslip {
  Draft draft;
  PersonId by;
  std::string on_behalf_of{};
};
// By another person: one below zero may be verified, by these figures.
struct ApproveNegative {
  Draft draft;
  PersonId by;
  std::string on_behalf_of, role, decision;
};
struct ReleasePayslip {  // the worker may see it
  bool run_open = false;
};
using Command = std::variant<VerifyPayslip, ApproveNegative, ReleasePayslip>;

enum class Refusal {
  kAlreadyVerified,
  kNothingToPay,
  kNotPayable,
  kNegativeNet,
  kNotVerified,
  kOwnPayslip,
  kSamePerson,
  kNotNegative,
  kRunOpen
};

struct Payslip {
  std::string verified;  // a digest of its content, empty for none
  std::string worker_id;
  std::string run_id;  // that verified it, empty for none
  bool released = false;
  v1::NegativePayslipApproved approved;  // the last one
};
// A digest of what a person reads: whoever verifies it, and in which run.
std::string FiguresOf(v1::PayslipVerified slip);

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Payslip& slip, const Command& command);
Payslip Evolve(Payslip slip, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::payroll::payslip
