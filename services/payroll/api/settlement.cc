#include "services/payroll/api/settlement.h"

#include <algorithm>

#include "services/payroll/api/batching.h"
#include "services/payroll/domain/paid.h"
#include "services/payroll/domain/payslip.h"

namespace aor::payroll {
namespace {
using eventsourcing::DecideOn;
using money::Money;

std::optional<Refused> RecordPaid(Transaction& transaction, const Sketch& sketch) {
  const auto& slip = sketch.draft.slip;
  const paid::Command command = paid::RecordPaid{sketch.contract.id,
                                                 slip.payslip_id(),
                                                 {slip.paid().begin(), slip.paid().end()},
                                                 sketch.slips_seen};
  return DecideOn<paid::Paid, paid::Event, paid::Command>(
      transaction, "paid-" + sketch.contract.id.value, command);
}

// Caps of a month are of all contracts with the employer together.
std::string MonthStream(const Sketch& sketch) {
  const auto& contract = sketch.contract;
  return "month-" + contract.legal_entity.value + "~" + contract.worker.value + "~" +
         sketch.draft.slip.period();
}

std::optional<Refused> CountSlip(Transaction& transaction, const Sketch& sketch) {
  const paid::Command command =
      paid::CountSlip{sketch.draft.slip.payslip_id(), sketch.contract.id, sketch.month_slips};
  return DecideOn<paid::Paid, paid::Event, paid::Command>(transaction, MonthStream(sketch),
                                                          command);
}

std::optional<Refused> RecordFees(Transaction& transaction, const Sketch& sketch) {
  const auto& slip = sketch.draft.slip;
  for (const auto& line : slip.lines()) {
    if (line.code() != kMissionFee && line.code() != kMissionTravel) continue;
    const paid::RecordFee command{line.rule(), sketch.contract.id, slip.payslip_id()};
    if (auto refused = DecideOn<paid::Paid, paid::Event, paid::Command>(
            transaction, "paid-fee-" + line.rule(), command))
      return refused;
  }
  return std::nullopt;
}

std::optional<Refused> Recover(Transaction& transaction, const Sketch& sketch) {
  const auto& slip = sketch.draft.slip;
  for (const auto& line : slip.lines()) {
    if (line.line_kind() != v1::LINE_KIND_RECOVERY) continue;
    const advances::RecoverAdvance command{line.rule(), slip.payslip_id(),
                                           -money::FromProto(line.amount())};
    if (auto refused = DecideOnAdvance(transaction, sketch.contract.worker, command))
      return refused;
  }
  return std::nullopt;
}

calendar::Date PayDay(const Verification& verification) {
  const auto& contract = verification.sketch.contract;
  const auto first = calendar::FirstOfMonth(verification.sketch.draft.slip.period());
  const auto end = first ? calendar::LastOfMonth(*first) : verification.today;
  return calendar::NextBankingDay(std::max(end, verification.today),
                                  batch::BankingPlace(contract.currency));
}

std::optional<Refused> Owe(Transaction& transaction, const Verification& verification) {
  const auto& [sketch, by, today, on_behalf_of] = verification;
  const auto& slip = sketch.draft.slip;
  const Money net = money::FromProto(slip.net());
  if (net.minor == 0) return std::nullopt;
  const auto& contract = sketch.contract;
  if (net.minor < 0)
    return DecideOnAdvance(
        transaction, contract.worker,
        advances::CarryForward{advances::kDebt + slip.payslip_id(), contract.worker,
                               contract.legal_entity, -net, sketch.debt_cap_percent, by});
  return RecordPayable(transaction, {PayableOfSlip(slip.payslip_id()),
                                     contract.worker.value,
                                     net,
                                     contract.legal_entity,
                                     "SALARY",
                                     "Salary " + slip.period(),
                                     PayDay(verification),
                                     slip.payslip_id(),
                                     slip.run_id(),
                                     {},
                                     payable::For("SALARY", slip.period())});
}
}  // namespace

std::optional<Refused> Settle(Transaction& transaction, const Verification& verification) {
  const auto& sketch = verification.sketch;
  const auto& advances = transaction.Fold<advances::Advances, advances::Event>(
      "advances-" + sketch.contract.worker.value);
  if (OpenOf(advances, sketch.contract.legal_entity) != sketch.open_advances) return DraftChanged();
  const payslip::Command command =
      payslip::VerifyPayslip{sketch.draft, verification.by, verification.on_behalf_of};
  if (auto refused = DecideOn<payslip::Payslip, payslip::Event, payslip::Command>(
          transaction, "slip-" + sketch.draft.slip.payslip_id(), command))
    return refused;
  if (auto refused = RecordPaid(transaction, sketch)) return refused;
  if (auto refused = CountSlip(transaction, sketch)) return refused;
  if (auto refused = RecordFees(transaction, sketch)) return refused;
  if (auto refused = Recover(transaction, sketch)) return refused;
  return Owe(transaction, verification);
}

bool IsStale(Transaction& transaction, const Sketch& sketch) {
  const auto& paid = transaction.Fold<paid::Paid, paid::Event>("paid-" + sketch.contract.id.value);
  if (paid.payslips.size() != sketch.slips_seen) return true;
  const auto& month = transaction.Fold<paid::Paid, paid::Event>(MonthStream(sketch));
  return !std::ranges::includes(sketch.month_slips, month.payslips);
}

std::optional<Refused> RecordPayable(Transaction& transaction, const payable::RecordPayable& owed) {
  return OnPayable(transaction, owed.id, owed);
}

std::optional<Refused> DecideOnAdvance(Transaction& transaction, const PersonId& worker,
                                       const advances::Command& command) {
  return DecideOn<advances::Advances, advances::Event, advances::Command>(
      transaction, "advances-" + worker.value, command);
}

payable::RecordPayable AdvancePayable(const std::string& advance, const PersonId& worker,
                                      const LegalEntityId& entity, const Money& amount,
                                      const v1::Purpose& purpose, calendar::Date today) {
  return {PayableOfAdvance(advance),
          worker.value,
          amount,
          entity,
          "PART_PAYMENT",
          purpose.subject() == "LOAN" ? "Loan" : "Part payment " + purpose.detail(),
          today,
          advance,
          "",
          {},
          purpose};
}

std::string PayableOfSlip(const std::string& payslip) { return "slip-" + payslip; }
std::string PayableOfAdvance(const std::string& advance) { return "advance-" + advance; }
}  // namespace aor::payroll
