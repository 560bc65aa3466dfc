#include "services/payroll/domain/prefill.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "services/payroll/domain/slip_lines.h"

namespace aor::payroll {
namespace {
using money::Money;
using Lines = std::vector<v1::PayslipLine>;

calendar::Date LastDayWorked(const SlipInput& input) {
  calendar::Date last = calendar::FirstOfMonth(input.period).value_or(input.contract.start);
  for (const auto& time : input.verified) last = std::max(last, calendar::FromProto(time.day()));
  for (const auto& fee : input.fees) last = std::max(last, fee.worked_on);
  return last;
}

Money SumOfKinds(const Lines& lines, Money zero, std::set<v1::LineKind> kinds) {
  for (const auto& line : lines)
    if (kinds.contains(line.line_kind())) zero = zero + money::FromProto(line.amount());
  return zero;
}
Money NetOf(const Lines& lines, Money zero) {
  return SumOfKinds(lines, zero,
                    {v1::LINE_KIND_EARNING, v1::LINE_KIND_WORKER_DEDUCTION, v1::LINE_KIND_RECOVERY,
                     v1::LINE_KIND_ROUNDING, v1::LINE_KIND_REIMBURSEMENT});
}

void AddRounding(Sheet& sheet) {
  const int64_t step = sheet.book.rules().net_step();
  if (step <= 1) return;
  const Money net = NetOf(sheet.lines, sheet.Zero());
  const Money difference = money::ToStep(net, step) - net;
  if (difference.minor == 0) return;
  v1::PayslipLine line;
  line.set_code("ROUNDING");
  line.set_label("Rounding to " + money::AmountOf({net.currency, step}));
  line.set_line_kind(v1::LINE_KIND_ROUNDING);
  *line.mutable_amount() = money::ToProto(difference);
  line.set_rule("net_step");
  if (!sheet.book.rules().policies().empty()) {
    line.set_source(sheet.book.rules().policies(0).source());
    line.set_verification(VerificationOf(sheet.book.rules().policies(0).status()));
  }
  sheet.lines.push_back(line);
}

template <class Combine>
void CombineLines(v1::PayslipLine& line, const v1::PayslipLine& other, Combine combine) {
  const auto both = [&](const auto& a, const auto& b) {
    return money::ToProto(combine(money::FromProto(a), money::FromProto(b)));
  };
  if (line.has_quantity() || other.has_quantity())
    *line.mutable_quantity() = both(line.quantity(), other.quantity());
  line.set_seconds(combine(line.seconds(), other.seconds()));
  if (line.has_base() && other.has_base()) *line.mutable_base() = both(line.base(), other.base());
  *line.mutable_amount() = both(line.amount(), other.amount());
}

v1::PayslipLine Nothing(const v1::PayslipLine& like) {
  v1::PayslipLine line = like;
  Subtract(line, like);
  return line;
}

// What the whole period comes to, minus what its slips said: recoveries stand.
Lines Difference(Lines lines, const std::vector<v1::PayslipVerified>& earlier) {
  for (const auto& slip : earlier)
    for (const auto& paid : slip.lines()) {
      if (paid.line_kind() == v1::LINE_KIND_RECOVERY) continue;
      auto place = std::ranges::find_if(lines, [&](auto& line) { return SameLine(line, paid); });
      if (place == lines.end()) place = lines.insert(place, Nothing(paid));
      Subtract(*place, paid);
    }
  std::erase_if(lines, [](const auto& line) {
    return line.amount().minor_units() == 0 && line.seconds() == 0;
  });
  return lines;
}

// In steps of what can be paid, at least one: so that it comes to an end.
Money InstalmentOf(const OpenAdvance& advance, int64_t step) {
  if (advance.slips_left <= 1) return advance.open;
  const Money share = money::Share(advance.open, 1, advance.slips_left);
  return std::max(money::ToStep(share, step), {share.currency, step});
}

// A loan takes its share of wages, not of expenses that are paid back.
Money PlannedRecovery(const OpenAdvance& advance, const Money& wages, const Money& lent,
                      int64_t step) {
  if (!advance.is_loan) return std::min(advance.open, InstalmentOf(advance, step));
  const Money cap = money::Percent(wages, advance.cap_percent, money::Rounding::kDown) - lent;
  return cap < advance.open ? money::ToStep(cap, step, money::Rounding::kDown) : advance.open;
}

v1::PayslipLine RecoveryLine(const OpenAdvance& advance, const Money& taken) {
  v1::PayslipLine line;
  line.set_code(advance.is_loan ? "LOAN" : "PART_PAYMENT");
  line.set_label(advance.is_loan ? "Repayment of a loan" : "Part payment received");
  line.set_line_kind(v1::LINE_KIND_RECOVERY);
  *line.mutable_amount() = money::ToProto(-taken);
  line.set_rule(advance.id);
  line.set_source("advance " + advance.id);
  line.set_verification("in force");
  return line;
}

// Part payments first, then loans: all of a slip share one allowance, each within its cap. A net
// never falls below zero.
void AddRecoveries(Lines& lines, const SlipInput& input, int64_t net_step) {
  const int64_t step = std::max<int64_t>(1, net_step);
  const Money net = NetOf(lines, {input.contract.currency, 0});
  const Money zero{net.currency, 0};
  const Money wages = net - SumOfKinds(lines, zero, {v1::LINE_KIND_REIMBURSEMENT});
  Money left = net, lent = zero;
  for (const auto& advance : input.advances) {
    if (advance.open.currency != zero.currency || !(zero < left)) continue;
    const Money taken = std::min(PlannedRecovery(advance, wages, lent, step), left);
    if (!(zero < taken)) continue;
    left = left - taken;
    if (advance.is_loan) lent = lent + taken;
    lines.push_back(RecoveryLine(advance, taken));
  }
}

void SetTotals(v1::PayslipVerified& slip, const Lines& lines, Money zero) {
  const Money gross = SumOfKinds(lines, zero, {v1::LINE_KIND_EARNING});
  const Money net = NetOf(lines, zero);
  *slip.mutable_gross() = money::ToProto(gross);
  *slip.mutable_net() = money::ToProto(net);
  const Money reimbursed = SumOfKinds(lines, zero, {v1::LINE_KIND_REIMBURSEMENT});
  *slip.mutable_deductions() = money::ToProto(gross + reimbursed - net);
  if (reimbursed.minor != 0) *slip.mutable_reimbursements() = money::ToProto(reimbursed);
  *slip.mutable_employer_charges() =
      money::ToProto(SumOfKinds(lines, zero, {v1::LINE_KIND_EMPLOYER_CHARGE}));
}

std::vector<v1::PaidTime> PaidBefore(const std::vector<v1::PayslipVerified>& slips) {
  std::vector<v1::PaidTime> paid;
  for (const auto& slip : slips) paid.insert(paid.end(), slip.paid().begin(), slip.paid().end());
  return paid;
}

v1::PayslipVerified Heading(const SlipInput& input) {
  v1::PayslipVerified slip;
  const auto runs = input.earlier.size();
  slip.set_run_kind(runs == 0 ? "REGULAR" : "DELTA-" + std::to_string(runs));
  slip.set_payslip_id(PayslipId(input.contract.id, input.period, slip.run_kind()));
  slip.set_worker_id(input.contract.worker.value);
  slip.set_contract_id(input.contract.id.value);
  slip.set_legal_entity_id(input.contract.legal_entity.value);
  slip.set_period(input.period);
  if (runs > 0) slip.set_corrects_payslip_id(input.earlier.front().payslip_id());
  return slip;
}

Lines WholePeriod(const SlipInput& input, const RuleBook& book, Draft& draft) {
  Sheet sheet{input, book, LastDayWorked(input), {}, {}};
  AddWork(sheet);
  AddMissionFees(sheet);
  AddRows(sheet);
  AddRounding(sheet);
  draft.missing.merge(sheet.missing);
  draft.paid_ahead = std::move(sheet.paid_ahead);
  draft.below_minimum = std::move(sheet.below_minimum);
  return sheet.lines;
}
}  // namespace

bool SameLine(const v1::PayslipLine& a, const v1::PayslipLine& b) {
  const bool is_fee = a.code() == kMissionFee || a.code() == kMissionTravel;
  return a.code() == b.code() && a.line_kind() == b.line_kind() &&
         money::FromProto(a.rate()) == money::FromProto(b.rate()) &&
         (!is_fee || a.rule() == b.rule());
}

void Add(v1::PayslipLine& line, const v1::PayslipLine& more) {
  CombineLines(line, more, std::plus<>());
}

void Subtract(v1::PayslipLine& line, const v1::PayslipLine& paid) {
  CombineLines(line, paid, std::minus<>());
}

Draft Prefill(const SlipInput& input, const RuleBook* book) {
  static const RuleBook kNoRules;
  const bool has_rules = book && book->rules().currency_code() == input.contract.currency;
  const RuleBook& rules = has_rules ? *book : kNoRules;
  Draft draft{Heading(input), {}};
  const Money zero{input.contract.currency, 0};
  Lines lines = Difference(WholePeriod(input, rules, draft), input.earlier);
  if (!has_rules) draft.missing.insert(kPayRules);
  if (!input.profile) draft.missing.insert(kPayrollProfile);
  AddRecoveries(lines, input, rules.rules().net_step());
  SetTotals(draft.slip, lines, zero);
  StateNetFigures(rules, LastDayWorked(input), lines, draft.slip);
  draft.slip.mutable_lines()->Add(lines.begin(), lines.end());
  auto verified = input.verified;
  std::erase_if(verified, [&](const auto& time) { return !IsPaid(time, input.contract); });
  const auto unpaid = Unpaid(verified, PaidBefore(input.earlier));
  draft.slip.mutable_paid()->Add(unpaid.begin(), unpaid.end());
  draft.slip.set_rule_version(rules.version());
  if (draft.empty()) {
    draft.missing.clear();
    draft.below_minimum.clear();
  }
  return draft;
}

std::vector<v1::PaidTime> Unpaid(const std::vector<v1::PaidTime>& verified,
                                 const std::vector<v1::PaidTime>& paid) {
  using Key = std::tuple<std::string, calendar::Date, std::string, std::string>;
  std::map<Key, v1::PaidTime> rest;
  const auto add = [&](const v1::PaidTime& time, bool minus) {
    const Key key{time.iso_week(), calendar::FromProto(time.day()), time.category(),
                  Plain(money::FromProto(time.percent()))};
    const auto [place, is_new] = rest.try_emplace(key, time);
    v1::PaidTime& sum = place->second;
    if (is_new) {
      sum.set_seconds(0);
      sum.clear_quantity();
      sum.clear_worked_on();
    }
    const auto quantity = money::FromProto(time.quantity());
    sum.set_seconds(sum.seconds() + (minus ? -time.seconds() : time.seconds()));
    *sum.mutable_quantity() = money::ToProto(minus ? money::FromProto(sum.quantity()) - quantity
                                                   : money::FromProto(sum.quantity()) + quantity);
    sum.set_entries_version(std::max(sum.entries_version(), time.entries_version()));
  };
  for (const auto& time : verified) add(time, false);
  for (const auto& time : paid) add(time, true);
  std::vector<v1::PaidTime> unpaid;
  for (auto& [key, time] : rest)
    if (time.seconds() != 0 || money::FromProto(time.quantity()) != money::Decimal{})
      unpaid.push_back(std::move(time));
  return unpaid;
}

Money NetBeforeRecoveries(const Draft& draft) {
  Money net = money::FromProto(draft.slip.net());
  for (const auto& line : draft.slip.lines())
    if (line.line_kind() == v1::LINE_KIND_RECOVERY) net = net - money::FromProto(line.amount());
  return net;
}

std::string PayslipId(const ContractId& contract, const std::string& period,
                      const std::string& run_kind) {
  return contract.value + "-" + period + "-" + run_kind;
}
}  // namespace aor::payroll
