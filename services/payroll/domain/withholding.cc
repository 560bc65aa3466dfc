#include <algorithm>

#include "services/payroll/domain/slip_lines.h"

namespace aor::payroll {
namespace {
using money::Money;
using Lines = std::vector<v1::PayslipLine>;

// Pay less the contributions that the law lets be deducted.
Money NetTaxable(const RuleBook& book, const v1::PayRule& rule, const Lines& lines, Money zero) {
  Money taxable = SumOf(rule.base(), lines, zero);
  for (const auto& row : book.rules().rules())
    for (const auto& line : lines)
      if (row.deductible() && line.rule() == row.rule_id())
        taxable = taxable + money::FromProto(line.amount());
  return taxable;
}

// What earlier slips of the period withheld at one rate.
struct Withheld {
  Money base;
  std::optional<v1::PayslipLine> line;  // none: nothing was withheld, at a rate of zero
};

class Past {
 public:
  Past(const Sheet& sheet, const v1::PayRule& rule) : zero_(sheet.Zero()) {
    for (const auto& slip : sheet.input.earlier) Take(sheet, rule, slip);
  }
  Money taxed() const {
    Money sum = zero_;
    for (const auto& one : withheld_) sum = sum + one.base;
    return sum;
  }
  // Less pay than was taxed: the latest is given back first, at the rate that it had.
  void GiveBack(Money base) {
    for (auto one = withheld_.rbegin(); one != withheld_.rend() && zero_ < base; ++one) {
      const Money back = std::min(base, std::max(one->base, zero_));
      one->base = one->base - back;
      base = base - back;
    }
  }
  const std::vector<Withheld>& withheld() const { return withheld_; }
  Money TakeAt(const money::Decimal& rate) {
    Money base = zero_;
    std::erase_if(withheld_, [&](const Withheld& one) {
      const bool same = one.line && money::FromProto(one.line->rate()) == rate;
      if (same) base = base + one.base;
      return same;
    });
    return base;
  }

 private:
  void Take(const Sheet& sheet, const v1::PayRule& rule, const v1::PayslipVerified& slip) {
    const Lines lines(slip.lines().begin(), slip.lines().end());
    Money free = NetTaxable(sheet.book, rule, lines, zero_);
    for (const auto& line : lines) {
      if (line.code() != rule.code()) continue;
      Add(money::FromProto(line.base()), line);
      free = free - money::FromProto(line.base());
    }
    if (free.minor != 0) Add(free, std::nullopt);
  }
  void Add(const Money& base, const std::optional<v1::PayslipLine>& line) {
    const auto same = std::ranges::find_if(withheld_, [&](const Withheld& one) {
      return one.line.has_value() == line.has_value() &&
             (!line || money::FromProto(one.line->rate()) == money::FromProto(line->rate()));
    });
    if (same == withheld_.end()) return withheld_.push_back({base, line});
    same->base = same->base + base;
  }

  Money zero_;
  std::vector<Withheld> withheld_;
};

// At the rate that a verified slip had.
v1::PayslipLine LineAsBefore(const v1::PayRule& rule, const Withheld& before) {
  auto line = LineOf(rule, before.base, money::FromProto(before.line->rate()));
  line.set_label(before.line->label());
  line.set_rule(before.line->rule());
  line.set_source(before.line->source());
  line.set_verification(before.line->verification());
  return line;
}

// What is not taxed yet, at the rate of now. With what slips withheld at the same one it is one
// amount, rounded once.
void AddAtRateOfNow(Sheet& sheet, const v1::PayRule& rule, const Money& base, const Money& income,
                    Past& past) {
  const auto at = [&](const money::Decimal& rate) { return base + past.TakeAt(rate); };
  if (sheet.input.profile->pas_rate) {
    const auto rate = *sheet.input.profile->pas_rate;
    return sheet.lines.push_back(LineOf(rule, at(rate), rate));
  }
  const bool neutral = sheet.book.rules().unknown_pas_rate() == v1::UNKNOWN_RATE_NEUTRAL;
  const auto* tariff = neutral ? sheet.book.TariffOf("FR", "NEUTRAL", sheet.on) : nullptr;
  if (!tariff) {
    sheet.missing.insert(kPasRate);
    return;
  }
  if (const auto percent = PercentOf(*tariff, income))
    sheet.lines.push_back(LineBy(*tariff, rule, at(*percent), *percent));
}

// Contributions take it down, taxes do not.
Money NetSocial(const v1::PayRule* tax, const Lines& lines, Money gross) {
  for (const auto& line : lines)
    if (line.line_kind() == v1::LINE_KIND_WORKER_DEDUCTION && (!tax || line.code() != tax->code()))
      gross = gross + money::FromProto(line.amount());
  return gross;
}
}  // namespace

void StateNetFigures(const RuleBook& book, calendar::Date on, const Lines& lines,
                     v1::PayslipVerified& slip) {
  const auto& rows = book.rules().rules();
  const auto tax = std::ranges::find_if(rows, [](const v1::PayRule& row) {
    return row.computation() == v1::COMPUTATION_WITHHOLDING;
  });
  const bool is_taxed = tax != rows.end();
  const Money gross = money::FromProto(slip.gross());
  if (is_taxed)
    *slip.mutable_net_taxable() =
        money::ToProto(NetTaxable(book, *tax, lines, Money{gross.currency, 0}));
  if (book.StatesNetSocial(on))
    *slip.mutable_net_social() =
        money::ToProto(NetSocial(is_taxed ? &*tax : nullptr, lines, gross));
}

void AddWithholding(Sheet& sheet, const v1::PayRule& rule) {
  if (!sheet.input.profile) return;
  const Money taxable = NetTaxable(sheet.book, rule, sheet.lines, sheet.Zero());
  Past past(sheet, rule);
  Money rest = taxable - past.taxed();
  if (rest < sheet.Zero()) {
    past.GiveBack(-rest);
    rest = sheet.Zero();
  }
  AddAtRateOfNow(sheet, rule, rest, taxable, past);
  for (const auto& before : past.withheld())
    if (before.line) sheet.lines.push_back(LineAsBefore(rule, before));
}
}  // namespace aor::payroll
