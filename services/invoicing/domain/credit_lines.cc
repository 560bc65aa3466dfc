#include <algorithm>

#include "services/invoicing/domain/invoice.h"
#include "services/invoicing/domain/totals.h"

namespace aor::invoicing::invoice {
namespace {
using enum Refusal;
constexpr Decimal kSecondsPerHour{3600, 0};

bool IsFee(const v1::InvoiceLine& line) { return line.category() == "FEE"; }

Amount AmountOfLine(const v1::InvoiceLine& line) {
  if (line.seconds() != 0) return {line.seconds(), {}};
  return {0, money::FromProto(line.quantity())};
}

// In the unit of the line.
Amount Wanted(const v1::InvoiceLine& line, const Decimal& quantity) {
  if (line.seconds() == 0) return {0, quantity};
  return {money::Round(quantity * kSecondsPerHour, 0).unscaled, {}};
}

bool Exceeds(const Amount& a, const Amount& b) {
  return a.seconds > b.seconds || a.quantity > b.quantity;
}

Credited SoFar(const CreditedLines& so_far, uint32_t line_number) {
  const auto known = so_far.find(line_number);
  return known == so_far.end() ? Credited{} : known->second;
}

bool IsCredited(const v1::InvoiceLine& line, const CreditedLines& so_far) {
  return SoFar(so_far, line.line_number()).net_minor == line.net().minor_units();
}

// What of a line's time is billed and not yet taken back.
Work LeftWork(const v1::InvoiceLine& line, const Credited& credited) {
  Work left = credited.work;
  for (const auto& time : line.billed()) Add(left, KeyOf(time), AmountOf(time));
  return left;
}

// The last days first, until `wanted` is reached; all of it when nothing is wanted.
Work Take(const Work& left, const LineToCredit& request, Amount wanted) {
  Work taken;
  for (auto piece = left.rbegin(); piece != left.rend(); ++piece) {
    if (request.day && piece->first.day != *request.day) continue;
    const Amount part = request.quantity ? Least(piece->second, wanted) : piece->second;
    Add(taken, piece->first, part);
    wanted = wanted - part;
  }
  return taken;
}

Amount Sum(const Work& work) {
  Amount sum;
  for (const auto& piece : work) sum = sum + piece.second;
  return sum;
}

v1::CreditedLine CreditedOf(const v1::InvoiceLine& line, const Amount& amount, const Money& net,
                            const Work& taken) {
  v1::CreditedLine credited;
  credited.set_line_number(line.line_number());
  credited.set_seconds(amount.seconds);
  if (amount.quantity.unscaled != 0) *credited.mutable_quantity() = money::ToProto(amount.quantity);
  *credited.mutable_net() = money::ToProto(net);
  for (const auto& [key, part] : taken) *credited.add_billed() = ToProto(key, Amount{} - part);
  return credited;
}

bool HasWorkOn(const v1::InvoiceLine& line, Date day) {
  return std::ranges::any_of(line.billed(),
                             [&](const auto& time) { return KeyOf(time).day == day; });
}

using OneCredited = std::variant<v1::CreditedLine, Refusal>;

OneCredited CreditOne(const CreditedLines& so_far, const v1::InvoiceLine& line,
                      const LineToCredit& request) {
  if (request.day && !HasWorkOn(line, *request.day)) return kNoWorkOnDay;
  if (request.quantity && Wanted(line, *request.quantity).zero()) return kQuantityTooSmall;
  const Credited credited = SoFar(so_far, line.line_number());
  const Amount left = AmountOfLine(line) - credited.amount;
  const Money net = money::FromProto(line.net());
  const Money net_left = net - Money{net.currency, credited.net_minor};
  if (net_left.minor == 0 && left.zero()) return kNothingCredited;
  const Work work_left = LeftWork(line, credited);
  if (!request.quantity && !request.day) return CreditedOf(line, left, net_left, work_left);

  const Amount wanted = request.quantity ? Wanted(line, *request.quantity) : Amount{};
  const Work taken = Take(work_left, request, wanted);
  const Amount amount = line.billed().empty() ? wanted : Sum(taken);
  if (amount.zero()) return kNothingCredited;
  if (Exceeds(amount, left) || Exceeds(wanted, amount)) return kCreditsMore;
  if (amount == left) return CreditedOf(line, left, net_left, work_left);
  return CreditedOf(line, amount, LineNet(net.currency, money::FromProto(line.price()), amount),
                    taken);
}

// The fee on the work that is credited, all of it with the last of the work, unless the fee is
// credited by itself. `so_far`: with `credited`.
void AddFee(const State& state, const v1::InvoiceLine& fee, const CreditedLines& so_far,
            std::vector<v1::CreditedLine>& credited) {
  const auto carries = [&](const v1::InvoiceLine& line) {
    return line.contract_id() == fee.contract_id() && CarriesFee(line) && SameVat(line, fee);
  };
  const auto& lines = state.document->lines();
  Money base{fee.net().currency_code(), 0};
  for (const auto& part : credited) {
    if (part.line_number() == fee.line_number()) return;
    const auto& line = *std::ranges::find(lines, part.line_number(), &v1::InvoiceLine::line_number);
    if (carries(line)) base = base + money::FromProto(part.net());
  }
  const bool is_last = std::ranges::all_of(
      lines, [&](const auto& line) { return !carries(line) || IsCredited(line, so_far); });
  const int64_t left = fee.net().minor_units() - SoFar(state.credited, fee.line_number()).net_minor;
  Money part = money::Percent(base, money::FromProto(fee.fee_percent()));
  part.minor = is_last && base.minor > 0 ? left : std::min(part.minor, left);
  if (part.minor > 0) credited.push_back(CreditedOf(fee, {}, part, {}));
}

std::vector<LineToCredit> AllLines(const State& state) {
  std::vector<LineToCredit> lines;
  for (const auto& line : state.document->lines())
    if (!IsCredited(line, state.credited)) lines.push_back({line.line_number(), {}, {}});
  return lines;
}

Money LeftPayable(const State& state) {
  const Money payable = money::FromProto(state.document->payable());
  return {payable.currency, std::max<int64_t>(0, payable.minor - state.credited_minor)};
}

// A line that was taken off, by hand or by a correction, goes with what it was taken off from.
std::optional<Refusal> RefuseNet(const State& state,
                                 const std::vector<v1::CreditedLine>& credited) {
  int64_t net = 0, left = 0;
  for (const auto& part : credited) net += part.net().minor_units();
  for (const auto& line : state.document->lines()) left += line.net().minor_units();
  for (const auto& [line, before] : state.credited) left -= before.net_minor;
  if (net < 0) return kBelowZero;
  return net > left ? std::optional(kCreditsMore) : std::nullopt;
}

// What the note that takes the last of the invoice comes to; none for another note, and where
// corrected hours were credited that are not of its lines alone.
std::optional<Money> LastPayable(const State& state,
                                 const std::vector<v1::CreditedLine>& credited) {
  CreditedLines all = state.credited;
  for (const auto& part : credited) Count(part, all);
  const bool is_last = std::ranges::all_of(state.document->lines(),
                                           [&](const auto& line) { return IsCredited(line, all); });
  if (!is_last || state.follows_corrections) return std::nullopt;
  return LeftPayable(state);
}

bool IsAlike(const v1::InvoiceLine& a, const v1::InvoiceLine& b) {
  return a.contract_id() == b.contract_id() && a.category() == b.category() && SameVat(a, b) &&
         (IsFee(a) ? money::FromProto(a.fee_percent()) == money::FromProto(b.fee_percent())
                   : money::FromProto(a.price()) == money::FromProto(b.price()));
}

// The work that a line of a note takes back.
Work TakenBy(const v1::InvoiceLine& part) {
  Work taken;
  for (const auto& time : part.billed()) Add(taken, KeyOf(time), Amount{} - AmountOf(time));
  return taken;
}

// Is all of it left of the line?
bool Leaves(const v1::InvoiceLine& line, const Credited& so_far, const v1::InvoiceLine& part,
            const Work& taken) {
  const Work left = LeftWork(line, so_far);
  const bool has_work = std::ranges::all_of(taken, [&](const auto& piece) {
    const auto found = left.find(piece.first);
    return Exceeds(piece.second, {}) && found != left.end() &&
           !Exceeds(piece.second, found->second);
  });
  const int64_t net = part.net().minor_units();
  return has_work && net >= 0 && net <= line.net().minor_units() - so_far.net_minor;
}

// What a line of a note of corrected hours takes of one line of the invoice.
std::optional<v1::CreditedLine> PartOf(const v1::InvoiceIssued& original,
                                       const v1::InvoiceLine& part, const CreditedLines& so_far) {
  const Work taken = TakenBy(part);
  if (taken.empty() && !IsFee(part)) return std::nullopt;
  const auto line = std::ranges::find_if(original.lines(), [&](const auto& one) {
    return IsAlike(one, part) && Leaves(one, SoFar(so_far, one.line_number()), part, taken);
  });
  if (line == original.lines().end()) return std::nullopt;
  return CreditedOf(*line, Sum(taken), money::FromProto(part.net()), taken);
}

Money CostOfPart(const v1::InvoiceLine& line, const v1::CreditedLine& part) {
  const Money cost = money::FromProto(line.cost());
  if (line.net().minor_units() <= 0) return {cost.currency, 0};
  return money::Share(cost, part.net().minor_units(), line.net().minor_units());
}
}  // namespace

Crediting CreditLines(const State& state, const std::vector<LineToCredit>& wanted) {
  if (!state.document) return kNotIssued;
  if (state.kind == Kind::kCreditNote || state.kind == Kind::kSelfBilledCredit)
    return kCreditsANote;
  const auto& lines = state.document->lines();
  CreditedLines so_far = state.credited;  // a line may be wanted twice, for two of its days
  std::vector<v1::CreditedLine> credited;
  for (const auto& request : wanted.empty() ? AllLines(state) : wanted) {
    const auto line = std::ranges::find(lines, request.line_number, &v1::InvoiceLine::line_number);
    if (line == lines.end()) return kUnknownLine;
    const auto one = CreditOne(so_far, *line, request);
    if (const auto* refusal = std::get_if<Refusal>(&one)) return *refusal;
    credited.push_back(std::get<v1::CreditedLine>(one));
    Count(credited.back(), so_far);
  }
  if (credited.empty()) return kNothingCredited;
  for (const auto& line : lines)
    if (IsFee(line)) AddFee(state, line, so_far, credited);
  if (const auto refusal = RefuseNet(state, credited)) return *refusal;
  return credited;
}

std::vector<v1::CreditedLine> CorrectedLines(const State& original, const v1::InvoiceIssued& note) {
  CreditedLines so_far = original.credited;
  std::vector<v1::CreditedLine> lines;
  for (const auto& part : note.lines()) {
    auto taken = PartOf(*original.document, part, so_far);
    if (!taken) return {};
    Count(*taken, so_far);
    lines.push_back(*std::move(taken));
  }
  return lines;
}

void SettleNote(v1::InvoiceIssued& note, const State& original,
                const std::vector<v1::CreditedLine>& credited) {
  std::vector<Vat> vats;
  for (const auto& row : original.document->vat())
    vats.push_back({row.category(), money::FromProto(row.percent()), row.exemption_reason(),
                    row.exemption_code()});
  if (const auto payable = LastPayable(original, credited)) return Settle(note, *payable, vats);
  Settle(note, original.document->net().currency_code(), vats);
  const Money left = LeftPayable(original);
  if (!original.follows_corrections && note.payable().minor_units() > left.minor)
    Settle(note, left, vats);  // many small notes round up to more than the invoice
}

std::vector<v1::InvoiceLine> NoteLines(const v1::InvoiceIssued& original,
                                       const std::vector<v1::CreditedLine>& credited,
                                       bool cost_falls) {
  std::vector<v1::InvoiceLine> note;
  for (const auto& part : credited) {
    v1::InvoiceLine line =
        *std::ranges::find(original.lines(), part.line_number(), &v1::InvoiceLine::line_number);
    Money cost = CostOfPart(line, part);
    if (!cost_falls) cost.minor = 0;
    if (line.has_cost()) *line.mutable_cost() = money::ToProto(cost);
    const Amount amount{part.seconds(), money::FromProto(part.quantity())};
    *line.mutable_quantity() =
        money::ToProto(amount.zero() ? Decimal{1, 0} : PrintedQuantity(amount));
    if (amount.zero())
      *line.mutable_price() = money::ToProto(money::ToDecimal(money::FromProto(part.net())));
    line.set_seconds(part.seconds());
    if (line.net().minor_units() != part.net().minor_units()) line.clear_fee_base();
    *line.mutable_net() = part.net();
    *line.mutable_billed() = part.billed();
    line.set_line_number(note.size() + 1);
    note.push_back(std::move(line));
  }
  return note;
}
}  // namespace aor::invoicing::invoice
