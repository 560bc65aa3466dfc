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
  std::string decision;  // why a negative one stands
  std::string on_behalf_of{};
};
struct ReleasePayslip {  // the worker may see it
  bool run_open = false;
};
using Command = std::variant<VerifyPayslip, ReleasePayslip>;

enum class Refusal {
  kAlreadyVerified,
  kNothingToPay,
  kNotPayable,
  kNegativeNet,
  kNotVerified,
  kOwnPayslip,
  kRunOpen
};

struct Payslip {
  std::string verified;  // a digest of its content, empty for none
  std::string worker_id;
  std::string run_id;  // that verified it, empty for none
  bool released = false;
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Payslip& slip, const Command& command);
Payslip Evolve(Payslip slip, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::payroll::payslip
