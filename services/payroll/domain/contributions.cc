#include <algorithm>

#include "services/payroll/domain/slip_lines.h"

namespace aor::payroll {
namespace {
using money::Money;

money::Decimal Hundred() { return {100, 0}; }

std::vector<v1::PayslipLine> LinesOf(const std::vector<v1::PayslipVerified>& slips) {
  std::vector<v1::PayslipLine> lines;
  for (const auto& slip : slips)
    lines.insert(lines.end(), slip.lines().begin(), slip.lines().end());
  return lines;
}

bool HasEnded(const SlipInput& input) {
  return input.contract.end && *input.contract.end < input.today;
}
bool EndedInPeriod(const SlipInput& input) {
  return HasEnded(input) && calendar::MonthOf(*input.contract.end) == input.period;
}

bool NeedsCeiling(const v1::PayRule& rule) {
  return rule.from_ceilings() + rule.cap_ceilings() + rule.due_above_ceilings() > 0;
}

bool Runs(const OtherContract& contract, calendar::Date day) {
  return contract.start <= day && (!contract.end || day <= *contract.end);
}

int64_t DaysEmployed(const SlipInput& input, calendar::Date first, calendar::Date last) {
  int64_t days = 0;
  for (auto day = first; day <= last; ++day)
    days += Runs({input.contract.start, input.contract.end, {}}, day) ||
            std::ranges::any_of(input.others, [&](const auto& one) { return Runs(one, day); });
  return days;
}

// Of a month that the employer's contracts with the worker cover in part, as many days' share. Pay
// of a month that none of them covers, as after an end that was recorded since, has the whole.
Money MonthlyOf(const Sheet& sheet, const v1::Ceiling& ceiling) {
  const Money monthly = money::FromProto(ceiling.monthly());
  const auto first = calendar::FirstOfMonth(sheet.input.period);
  if (!ceiling.by_days_employed() || !first) return monthly;
  const auto last = calendar::LastOfMonth(*first);
  const int64_t days = DaysEmployed(sheet.input, *first, last);
  return days == 0 ? monthly : money::Share(monthly, days, last.day());
}

// None where a row neither has the limit nor counts it in ceilings.
std::optional<Money> LimitOf(const Sheet& sheet, bool has_amount, const types::v1::Money& amount,
                             uint32_t ceilings) {
  if (has_amount) return money::FromProto(amount);
  const auto* ceiling = ceilings > 0 ? sheet.book.CeilingOn(sheet.on) : nullptr;
  if (!ceiling) return std::nullopt;
  const Money monthly = MonthlyOf(sheet, *ceiling);
  return Money{monthly.currency, monthly.minor * ceilings};
}

// What a row counts on, before its own percentage: between its limits, of which the
// worker's other contracts with this employer have used a part.
Money BaseOf(const Sheet& sheet, const v1::PayRule& rule) {
  Money base = SumOf(rule.base(), sheet.lines, sheet.Zero());
  if (rule.due() == v1::DUE_ASSIGNMENT_END)
    base = base + SumOf(rule.base(), LinesOf(sheet.input.other_periods), sheet.Zero());
  const auto above = LimitOf(sheet, false, {}, rule.due_above_ceilings());
  if (above && !(*above < base)) return sheet.Zero();
  if (const auto cap =
          LimitOf(sheet, rule.has_monthly_cap(), rule.monthly_cap(), rule.cap_ceilings()))
    base = std::min(base, RoomLeft(sheet, rule.code(), *cap));
  if (const auto from =
          LimitOf(sheet, rule.has_monthly_from(), rule.monthly_from(), rule.from_ceilings()))
    base = std::max(base - *from, sheet.Zero());
  return rule.has_base_percent() ? money::Percent(base, money::FromProto(rule.base_percent()))
                                 : base;
}

// What this period's slips said of a row while the contract still ended in it: extended since,
// it owes the rest at its new end, and this stays paid.
void KeepPaid(Sheet& sheet, const v1::PayRule& rule) {
  for (const auto& paid : LinesOf(sheet.input.earlier)) {
    if (paid.code() != rule.code()) continue;
    const auto same =
        std::ranges::find_if(sheet.lines, [&](auto& line) { return SameLine(line, paid); });
    if (same == sheet.lines.end())
      sheet.lines.push_back(paid);
    else
      Add(*same, paid);
  }
}

// A running assignment owes nothing of this yet: what its slips paid all the same stands on drafts.
void NamePaidAhead(Sheet& sheet, const v1::PayRule& rule) {
  if (HasEnded(sheet.input)) return;
  std::optional<v1::PayslipLine> ahead;
  for (const auto* slips : {&sheet.input.earlier, &sheet.input.other_periods})
    for (const auto& paid : LinesOf(*slips)) {
      if (paid.code() != rule.code()) continue;
      if (ahead)
        Add(*ahead, paid);
      else
        ahead = paid;
    }
  if (ahead && ahead->amount().minor_units() != 0) sheet.paid_ahead.push_back(*std::move(ahead));
}

// Some causes leave nothing due, most of them only of an end before the agreed day; what was paid
// ahead of it is taken back.
bool IsDueAfterEnd(Sheet& sheet, const v1::PayRule& rule) {
  const auto& contract = sheet.input.contract;
  const auto names = [&](const auto& causes) {
    return std::ranges::find(causes, contract.end_cause) != causes.end();
  };
  const bool depends = !rule.not_due_after().empty() || !rule.not_due_after_early().empty();
  if (depends && contract.ended_early && contract.end_cause.empty())
    sheet.missing.insert(kEndCause);
  const bool ended_so_early = contract.ended_early && names(rule.not_due_after_early());
  return !ended_so_early && !names(rule.not_due_after());
}

// On the work of all periods, less what the slips of others said when the contract ended there.
void AddAtEnd(Sheet& sheet, const v1::PayRule& rule) {
  NamePaidAhead(sheet, rule);
  if (!EndedInPeriod(sheet.input)) return KeepPaid(sheet, rule);
  const Money base = IsDueAfterEnd(sheet, rule) ? BaseOf(sheet, rule) : sheet.Zero();
  auto line = LineOf(rule, base, money::FromProto(rule.percent()));
  for (const auto& paid : LinesOf(sheet.input.other_periods))
    if (paid.code() == rule.code()) Subtract(line, paid);
  sheet.lines.push_back(std::move(line));
}

void AddPercent(Sheet& sheet, const v1::PayRule& rule) {
  if (NeedsCeiling(rule) && !sheet.book.CeilingOn(sheet.on)) {
    sheet.missing.insert(kPayRules);
    return;
  }
  if (rule.due() == v1::DUE_ASSIGNMENT_END) return AddAtEnd(sheet, rule);
  sheet.lines.push_back(LineOf(rule, BaseOf(sheet, rule), money::FromProto(rule.percent())));
}

void AddSourceTax(Sheet& sheet, const v1::PayRule& rule) {
  if (!IsSourceTaxed(sheet)) return;
  const Profile& profile = *sheet.input.profile;
  if (profile.source_tax_canton.empty() || profile.source_tax_code.empty()) {
    sheet.missing.insert(kSourceTaxCode);
    return;
  }
  const auto* tariff =
      sheet.book.TariffOf(profile.source_tax_canton, profile.source_tax_code, sheet.on);
  const auto income = RateDeterminingIncome(sheet, rule);
  if (!tariff) sheet.missing.insert(kSourceTaxTariff);
  if (!tariff || !income) return;
  if (const auto percent = PercentOf(*tariff, *income))
    sheet.lines.push_back(LineBy(*tariff, rule, BaseOf(sheet, rule), *percent));
}

void AddPension(Sheet& sheet, const v1::PayRule& rule) {
  const auto insured = InsuredWage(sheet, rule);
  if (!insured || insured->minor == 0) return;
  const auto& plan = *sheet.book.PlanOf(sheet.input.contract.legal_entity.value, sheet.on);
  const auto credit = CreditOf(plan, YearAge(*sheet.input.profile->birth_date, sheet.on));
  if (!credit) return;
  const bool employer = rule.line_kind() == v1::LINE_KIND_EMPLOYER_CHARGE;
  const auto percent =
      employer ? money::Divide(*credit * money::FromProto(plan.employer_percent()), Hundred(), 4)
               : *credit;
  auto line = LineOf(rule, *insured, percent);
  line.set_source(plan.source());
  line.set_verification(VerificationOf(plan.status()));
  sheet.lines.push_back(line);
}

bool IsInDoubt(const Sheet& sheet, const v1::PayRule& rule) {
  return std::ranges::any_of(sheet.lines, [&](const auto& line) {
    return line.amount().minor_units() != 0 &&
           std::ranges::any_of(rule.unverified_with(), [&](const std::string& code) {
             return line.code() == code || line.code().starts_with(code + "_");
           });
  });
}

void SayDoubt(Sheet& sheet, const v1::PayRule& rule) {
  for (auto& line : sheet.lines) {
    if (line.code() != rule.code()) continue;
    line.set_verification(VerificationOf(v1::STATUS_UNVERIFIED));
    line.set_source(line.source() + "; " + rule.doubt());
  }
}

void AddRow(Sheet& sheet, const v1::PayRule& rule) {
  switch (rule.computation()) {
    case v1::COMPUTATION_SOURCE_TAX: return AddSourceTax(sheet, rule);
    case v1::COMPUTATION_WITHHOLDING: return AddWithholding(sheet, rule);
    case v1::COMPUTATION_PENSION: return AddPension(sheet, rule);
    default: return AddPercent(sheet, rule);
  }
}

// Nobody is employed before 13 (ArG art. 30): a later birth is a slip of the pen, by which
// insurances would silently end.
constexpr int kYoungest = 13;
std::optional<calendar::Date> BirthDateOf(const Sheet& sheet) {
  const auto birth = sheet.input.profile ? sheet.input.profile->birth_date : std::nullopt;
  return birth && YearAge(*birth, sheet.on) >= kYoungest ? birth : std::nullopt;
}

// Agreed with this employer, on that day of the contract's month on which it is most. 0: not
// every contract has a schedule.
money::Decimal WeeklyHours(const SlipInput& input) {
  const auto& own = input.contract;
  const auto first = calendar::FirstOfMonth(input.period).value_or(own.start);
  const auto last = calendar::LastOfMonth(first);
  money::Decimal most = own.weekly_hours;
  if (most == money::Decimal{}) return most;
  for (auto day = std::max(first, own.start); day <= std::min(own.end.value_or(last), last);
       ++day) {
    money::Decimal sum = own.weekly_hours;
    for (const auto& other : input.others) {
      if (!Runs(other, day)) continue;
      if (other.weekly_hours == money::Decimal{}) return {};
      sum = sum + other.weekly_hours;
    }
    most = std::max(most, sum);
  }
  return most;
}
}  // namespace

bool Counts(const v1::PayslipLine& line, const std::string& base) {
  if (base == "EARNINGS") return line.line_kind() == v1::LINE_KIND_EARNING;
  if (base == "WORK") return line.line_kind() == v1::LINE_KIND_EARNING && line.rule() == kTerms;
  return line.code() == base;
}

Money SumOf(const google::protobuf::RepeatedPtrField<std::string>& base,
            const std::vector<v1::PayslipLine>& lines, Money zero) {
  for (const auto& line : lines)
    if (std::ranges::any_of(base, [&](const auto& name) { return Counts(line, name); }))
      zero = zero + money::FromProto(line.amount());
  return zero;
}

v1::PayslipLine LineOf(const v1::PayRule& rule, const Money& base, const money::Decimal& percent) {
  v1::PayslipLine line;
  line.set_code(rule.code());
  line.set_label(rule.label());
  line.set_line_kind(rule.line_kind());
  *line.mutable_base() = money::ToProto(base);
  *line.mutable_rate() = money::ToProto(percent);
  Money amount = money::Percent(base, percent);
  if (rule.step() > 1) amount = money::ToStep(amount, rule.step());
  *line.mutable_amount() =
      money::ToProto(rule.line_kind() == v1::LINE_KIND_WORKER_DEDUCTION ? -amount : amount);
  line.set_rule(rule.rule_id());
  line.set_source(rule.source());
  line.set_verification(VerificationOf(rule.status()));
  return line;
}

v1::PayslipLine LineBy(const v1::TaxTariff& tariff, const v1::PayRule& rule, const Money& base,
                       const money::Decimal& percent) {
  auto line = LineOf(rule, base, percent);
  line.set_rule(rule.rule_id() + " " + tariff.canton() + " " + tariff.code());
  line.set_source(tariff.source());
  if (tariff.status() == v1::STATUS_UNVERIFIED)
    line.set_verification(VerificationOf(tariff.status()));
  return line;
}

Money RoomLeft(const Sheet& sheet, const std::string& code, Money limit) {
  for (const auto& line : LinesOf(sheet.input.elsewhere))
    if (line.code() == code) limit = limit - money::FromProto(line.base());
  return std::max(limit, sheet.Zero());
}

void AddRows(Sheet& sheet) {
  const auto& contract = sheet.input.contract;
  const Applicant who{contract.engagement_kind, contract.cba_id, contract.unit, BirthDateOf(sheet),
                      WeeklyHours(sheet.input)};
  if (sheet.input.profile && !who.birth_date && sheet.book.AsksForAge(who, sheet.on))
    sheet.missing.insert(kBirthDate);
  if (sheet.book.LacksRows(who, sheet.on)) sheet.missing.insert(kPayRules);
  const auto rules = sheet.book.RowsFor(who, sheet.on);
  for (const auto* rule : rules) AddRow(sheet, *rule);
  for (const auto* rule : rules)
    if (IsInDoubt(sheet, *rule)) SayDoubt(sheet, *rule);
  std::erase_if(sheet.lines, [](const auto& line) { return line.amount().minor_units() == 0; });
}
}  // namespace aor::payroll
