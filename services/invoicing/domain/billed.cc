#include "services/invoicing/domain/billed.h"

#include <algorithm>
#include <stdexcept>

namespace aor::invoicing::billed {
namespace {
using enum Refusal;
std::vector<Event> AlreadyTrue() { return {}; }

std::string Done(std::string_view side, const std::string& id) {
  return std::string(side) + " " + id;
}

const Work& SideOf(const State& state, std::string_view side) {
  return side == kSupplier ? state.supplier : state.client;
}
const Work& GivenUpOf(const State& state, std::string_view side) {
  return side == kSupplier ? state.unbillable_by_supplier : state.unbillable;
}

// Is there a piece of which less than nothing would remain billed?
bool BelowNothing(const State& state, std::string_view side,
                  const std::vector<v1::BilledTime>& times) {
  Work after = SideOf(state, side);
  for (const auto& time : times) Add(after, PieceOf(time), AmountOf(time));
  return std::ranges::any_of(after, [](const auto& piece) { return IsNegative(piece.second); });
}

template <class Message>
void SetBilled(Message& message, const std::vector<v1::BilledTime>& times) {
  *message.mutable_billed() = {times.begin(), times.end()};
}

Event Billed(const std::string& contract, const std::string& invoice, const std::string& side,
             const std::vector<v1::BilledTime>& times, const std::optional<Money>& net,
             const std::string& corrects) {
  Event event;
  auto& billed = *event.mutable_work_billed();
  if (net) *billed.mutable_net() = money::ToProto(*net);
  billed.set_corrects_invoice_id(corrects);
  billed.set_contract_id(contract);
  billed.set_invoice_id(invoice);
  billed.set_side(side);
  SetBilled(billed, times);
  return event;
}

Event Unbillable(const std::string& contract, const std::string& mark,
                 const std::vector<v1::BilledTime>& times, const std::string& reason,
                 const std::string& side = "") {
  Event event;
  auto& marked = *event.mutable_work_marked_unbillable();
  marked.set_contract_id(contract);
  marked.set_mark_id(mark);
  marked.set_reason(reason);
  marked.set_side(side);
  SetBilled(marked, times);
  return event;
}

std::vector<v1::BilledTime> Turned(std::vector<v1::BilledTime> times) {
  for (auto& time : times) time = ToProto(KeyOf(time), Amount{} - AmountOf(time));
  return times;
}

Decision On(const State& state, const Bill& command) {
  const std::string of = command.is_one_of_several ? command.corrects_invoice_id : "";
  const bool as_read = SettledOf(state, command.side, command.billed, of) == command.basis;
  if (state.done.contains(Done(command.side, command.invoice_id)))
    return as_read ? Decision(kIdUsed) : AlreadyTrue();
  if (!as_read) return kAlreadyBilled;
  if (command.billed.empty()) return kNothingToBill;
  if (BelowNothing(state, command.side, command.billed)) return kTakesBackMore;
  return std::vector{Billed(command.contract_id, command.invoice_id, command.side, command.billed,
                            command.net, command.corrects_invoice_id)};
}

Decision On(const State& state, const TakeBack& command) {
  if (state.done.contains(Done(command.side, command.credit_note_id))) return AlreadyTrue();
  if (command.billed.empty()) return kNothingToBill;
  if (!command.bill_again && command.reason.empty()) return kReasonMissing;
  if (BelowNothing(state, command.side, command.billed)) return kTakesBackMore;

  std::vector happened{Billed(command.contract_id, command.credit_note_id, command.side,
                              command.billed, command.net, command.corrects_invoice_id)};
  if (!command.bill_again)
    happened.push_back(Unbillable(command.contract_id, command.credit_note_id,
                                  Turned(command.billed), command.reason,
                                  command.side == kSupplier ? command.side : ""));
  return happened;
}

Decision On(const State& state, const MarkUnbillable& command) {
  if (state.done.contains(command.mark_id)) return AlreadyTrue();
  if (SettledOf(state, kClient, command.billed) != command.basis) return kAlreadyBilled;
  if (command.billed.empty()) return kNothingToBill;
  if (command.reason.empty()) return kReasonMissing;
  return std::vector{
      Unbillable(command.contract_id, command.mark_id, command.billed, command.reason)};
}

// Of the invoice that it corrects first, then of what was billed at the same price and VAT, then of
// what was billed last.
void TakeOff(std::vector<BilledPart>& parts, const BilledPart& negative) {
  const auto likeness = [&](const BilledPart& part) {
    return (part.invoice_id == negative.invoice_id ? 2 : 0) + (part.at == negative.at ? 1 : 0);
  };
  Amount wanted = Amount{} - negative.amount;
  for (int alike = 3; alike >= 0; --alike)
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
      if (likeness(*part) != alike) continue;
      const Amount taken = Least(part->amount, wanted);
      part->amount = part->amount - taken;
      wanted = wanted - taken;
    }
  std::erase_if(parts, [](const BilledPart& part) { return part.amount.zero(); });
}

State WithBilled(State state, const v1::WorkBilled& billed) {
  Work& side = billed.side() == kSupplier ? state.supplier : state.client;
  for (const auto& time : billed.billed()) {
    const WorkKey key = PieceOf(time);
    Add(side, key, AmountOf(time));
    auto& parts = state.parts[{billed.side(), key}];
    BilledPart part = PartOf(time);
    const bool adds = time.seconds() > 0 || time.quantity().unscaled() > 0;
    part.invoice_id = adds ? billed.invoice_id() : billed.corrects_invoice_id();
    if (adds)
      parts.push_back(std::move(part));
    else
      TakeOff(parts, part);
  }
  if (billed.side() == kClient) state.client_net += billed.net().minor_units();
  state.done.insert(Done(billed.side(), billed.invoice_id()));
  return state;
}

State WithUnbillable(State state, const v1::WorkMarkedUnbillable& marked) {
  Work& side = marked.side() == kSupplier ? state.unbillable_by_supplier : state.unbillable;
  for (const auto& time : marked.billed()) Add(side, PieceOf(time), AmountOf(time));
  state.done.insert(marked.mark_id());
  return state;
}

// What is given up absorbs what is open in its own direction, and turns nothing round.
template <class Number>
Number Absorbed(const Number& open, const Number& given_up) {
  const Number none{};
  return given_up < none ? std::max(std::min(none, open), given_up)
                         : std::min(std::max(none, open), given_up);
}
Amount Absorbed(const Amount& open, const Amount& given_up) {
  return {Absorbed(open.seconds, given_up.seconds), Absorbed(open.quantity, given_up.quantity)};
}
}  // namespace

Work Open(const Work& whole, const State& state, std::string_view side) {
  Work open = Difference(whole, SideOf(state, side));
  for (const auto& [key, amount] : GivenUpOf(state, side)) {
    const auto piece = open.find(key);
    if (piece != open.end()) Add(open, key, Amount{} - Absorbed(piece->second, amount));
  }
  return open;
}

namespace {
// What one invoice billed of a piece and is not taken back.
Amount BilledBy(const std::string& invoice_id, const State& state, std::string_view side,
                const WorkKey& key) {
  Amount billed;
  const auto parts = state.parts.find({std::string(side), key});
  if (parts == state.parts.end()) return billed;
  for (const auto& part : parts->second)
    if (part.invoice_id == invoice_id) billed = billed + part.amount;
  return billed;
}
}  // namespace

Work SettledOf(const State& state, std::string_view side, const std::vector<v1::BilledTime>& pieces,
               const std::string& invoice_id) {
  Work settled;
  std::set<WorkKey> keys;
  for (const auto& piece : pieces) keys.insert(PieceOf(piece));
  if (!invoice_id.empty()) {
    for (const WorkKey& key : keys) Add(settled, key, BilledBy(invoice_id, state, side, key));
    return settled;
  }
  for (const Work* work : {&SideOf(state, side), &GivenUpOf(state, side)})
    for (const WorkKey& key : keys)
      if (const auto found = work->find(key); found != work->end())
        Add(settled, key, found->second);
  return settled;
}

std::vector<BilledPart> LastBilled(const State& state, std::string_view side, const WorkKey& key,
                                   Amount amount) {
  std::vector<BilledPart> last;
  const auto known = state.parts.find({std::string(side), key});
  if (known != state.parts.end())
    for (auto part = known->second.rbegin(); part != known->second.rend(); ++part) {
      const Amount taken = Least(part->amount, amount);
      if (!taken.zero()) last.push_back({taken, part->at, part->invoice_id});
      amount = amount - taken;
    }
  if (!amount.zero()) last.push_back({amount, std::nullopt});
  return last;
}

Decision Decide(const State& state, const Command& command) {
  return std::visit([&](const auto& wish) { return On(state, wish); }, command);
}

State Evolve(State state, const Event& event) {
  switch (event.kind_case()) {
    case Event::kWorkBilled: return WithBilled(std::move(state), event.work_billed());
    case Event::kWorkMarkedUnbillable:
      return WithUnbillable(std::move(state), event.work_marked_unbillable());
    case Event::KIND_NOT_SET: break;
  }
  throw std::runtime_error("billed: unknown event " + event.ShortDebugString());
}

std::string_view Name(Refusal refusal) {
  switch (refusal) {
    case kAlreadyBilled: return "ALREADY_BILLED";
    case kNothingToBill: return "NOTHING_TO_BILL";
    case kTakesBackMore: return "TAKES_BACK_MORE_THAN_BILLED";
    case kReasonMissing: return "REASON_MISSING";
    case kIdUsed: return "ID_USED";
  }
  throw std::logic_error("billed: unknown refusal");
}

std::string_view Sentence(Refusal refusal) {
  switch (refusal) {
    case kAlreadyBilled:
      return "Work of this contract was billed since you read the draft: read it again.";
    case kNothingToBill: return "Nothing of this work is open: approve hours first.";
    case kTakesBackMore:
      return "More would be taken back than is billed: corrected hours were credited since. Credit "
             "its lines by day, each with at most the quantity that is left.";
    case kReasonMissing: return "Say why this work is not to be billed.";
    case kIdUsed:
      return "Other work of this contract was billed under this id: choose another, or leave it "
             "out.";
  }
  throw std::logic_error("billed: unknown refusal");
}
}  // namespace aor::invoicing::billed
