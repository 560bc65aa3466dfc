// What was paid of one contract, for ever: the same hour never twice, and a training mission's fee
// on the slips of one contract only. And which slips of a worker's month the next one has to know.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/payroll/domain/prefill.h"

namespace aor::payroll::paid {
using Event = v1::PaidEvent;

struct RecordPaid {
  ContractId contract;
  std::string payslip_id;
  std::vector<v1::PaidTime> paid;
  uint64_t slips_seen = 0;  // of the contract, when the draft was computed
};
struct RecordFee {
  std::string fee;
  ContractId contract;
  std::string payslip_id;
};
// Among a worker's slips of a period with one employer, which share its caps.
struct CountSlip {
  std::string payslip_id;
  ContractId contract;
  std::set<std::string> seen;  // slips, when the draft was computed
};
using Command = std::variant<RecordPaid, RecordFee, CountSlip>;

enum class Refusal { kDraftChanged, kPaysBackTooMuch, kFeeElsewhere };

struct Paid {
  std::set<std::string> payslips;  // of the contract; of a worker's month, all that are counted
  std::vector<v1::PaidTime> time;  // in sum, by week, day, category and percent
  std::string fee_contract;        // of a fee: on whose slips it stands; empty: on none yet
};

using Decision = std::variant<std::vector<Event>, Refusal>;
Decision Decide(const Paid& paid, const Command& command);
Paid Evolve(Paid paid, const Event& event);
std::string_view Name(Refusal refusal);
std::string_view Sentence(Refusal refusal);
}  // namespace aor::payroll::paid
