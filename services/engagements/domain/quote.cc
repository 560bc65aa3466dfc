#include "services/engagements/domain/quote.h"

#include <google/protobuf/util/message_differencer.h>

#include <stdexcept>

namespace aor::engagements {
namespace {
using Events = std::vector<QuoteEvent>;
using google::protobuf::util::MessageDifferencer;
using enum Reason;

QuoteDecision AlreadyTrue() { return Events{}; }

std::optional<money::Decimal> Optional(bool has, const types::v1::Decimal& proto) {
  if (!has) return std::nullopt;
  return money::Decimal{proto.unscaled(), proto.scale()};
}

using Day = std::optional<calendar::Date>;

bool IsOver(const Quote& quote, const Day& today) {
  return today && quote.valid_until && *quote.valid_until < *today;
}

template <class Offer>
void OfferFor30Days(const Day& today, Offer& offer) {
  if (today) *offer.mutable_valid_until() = calendar::ToProto(*today + kQuoteValidDays);
}

template <class Offer>
Day LastDayOf(const Offer& offer) {
  if (!offer.has_valid_until()) return std::nullopt;
  return calendar::FromProto(offer.valid_until());
}

QuoteDecision Repriced(const Quote& quote, const Priced& priced, const Day& today) {
  if (const auto* refusal = std::get_if<Refusal>(&priced)) return *refusal;
  const auto& price = std::get<v1::Price>(priced);
  if (MessageDifferencer::Equals(price, quote.price) && !IsOver(quote, today)) return AlreadyTrue();
  QuoteEvent event;
  *event.mutable_quote_repriced()->mutable_price() = price;
  OfferFor30Days(today, *event.mutable_quote_repriced());
  return Events{event};
}

// Why the price of this quote may not change; nothing if it may.
std::optional<Refusal> RefuseChange(const Quote& quote, uint64_t seen_version) {
  switch (quote.status) {
    case QuoteStatus::kNone: return kQuoteUnknown;
    case QuoteStatus::kAccepted: return kQuoteAccepted;
    case QuoteStatus::kWithdrawn: return kQuoteWithdrawn;
    case QuoteStatus::kOffered: break;
  }
  if (seen_version != 0 && seen_version != quote.version) return kQuoteChanged;
  return std::nullopt;
}

QuoteDecision On(const Quote& quote, const DrawUpQuote& command) {
  const Priced priced = PriceUp(command.wish, command.basis);
  QuoteEvent event;
  auto& drawn_up = *event.mutable_quote_drawn_up();
  drawn_up.set_quote_id(command.quote_id);
  drawn_up.set_client_id(command.client_id);
  drawn_up.set_legal_entity_id(command.legal_entity_id);
  drawn_up.set_engagement_kind(command.wish.kind);
  drawn_up.set_title(command.title);
  drawn_up.set_template_id(command.template_id);
  if (const auto* price = std::get_if<v1::Price>(&priced)) *drawn_up.mutable_price() = *price;

  if (quote.status != QuoteStatus::kNone) {
    v1::QuoteDrawnUp known = quote.drawn_up;
    known.clear_valid_until();
    return MessageDifferencer::Equals(drawn_up, known) ? AlreadyTrue() : kQuoteExists;
  }
  if (command.client_id.empty() || command.legal_entity_id.empty()) return kPartyMissing;
  if (const auto* refusal = std::get_if<Refusal>(&priced)) return *refusal;
  OfferFor30Days(command.today, drawn_up);
  return Events{event};
}

QuoteDecision On(const Quote& quote, const RepriceQuote& command) {
  const Priced priced = quote.status == QuoteStatus::kNone
                            ? Priced(Refusal(kQuoteUnknown))
                            : Hold(quote.price, quote.drawn_up.engagement_kind(), command.held,
                                   command.value, command.loss);
  const auto* price = std::get_if<v1::Price>(&priced);
  const bool is_open = quote.status != QuoteStatus::kOffered || !IsOver(quote, command.today);
  if (price && is_open && MessageDifferencer::Equals(*price, quote.price)) return AlreadyTrue();
  if (const auto refusal = RefuseChange(quote, command.seen_version)) return *refusal;
  return Repriced(quote, priced, command.today);
}

Wish WishOf(const Quote& quote, const ChangeBaseWage& command) {
  const v1::Price& price = quote.price;
  Wish wish;
  wish.kind = quote.drawn_up.engagement_kind();
  wish.currency = price.currency_code();
  wish.unit = price.unit();
  wish.base_wage = command.base_wage;
  wish.hours_per_unit = Optional(price.has_hours_per_unit(), price.hours_per_unit());
  wish.held = price.held();
  wish.held_value = Optional(price.has_held_value(), price.held_value());
  wish.fee_percent = Optional(price.has_fee_percent(), price.fee_percent());
  const bool placed = wish.kind == v1::ENGAGEMENT_KIND_PERMANENT && !wish.fee_percent;
  wish.fixed_fee = Optional(placed, price.fee());
  wish.loss = command.loss;
  if (wish.loss.reason.empty()) wish.loss.reason = price.approval_reason();
  // A supplier's price that passes through goes on passing through.
  const bool passes_through = wish.kind == v1::ENGAGEMENT_KIND_AOR &&
                              price.held() == v1::HELD_TARIFF &&
                              Optional(true, price.tariff()) == Optional(true, price.cost());
  if (passes_through) wish.held = v1::HELD_UNSPECIFIED;
  return wish;
}

QuoteDecision On(const Quote& quote, const ChangeBaseWage& command) {
  const auto now = Optional(true, quote.price.base_wage());
  const bool is_open = quote.status != QuoteStatus::kOffered || !IsOver(quote, command.today);
  if (quote.status != QuoteStatus::kNone && is_open && now == command.base_wage)
    return AlreadyTrue();
  if (const auto refusal = RefuseChange(quote, command.seen_version)) return *refusal;
  return Repriced(quote, PriceUp(WishOf(quote, command), command.basis), command.today);
}

// In either's own name or another's.
bool IsProposer(const v1::Price& price, const std::string& person) {
  return !person.empty() && (person == price.proposed_by() || person == price.proposed_for());
}

QuoteDecision On(const Quote& quote, const ApproveQuote& command) {
  if (quote.approved) return AlreadyTrue();
  if (const auto refusal = RefuseChange(quote, command.seen_version)) return *refusal;
  if (!WaitsForApproval(quote)) return kNothingToApprove;
  if (IsProposer(quote.price, command.by) || IsProposer(quote.price, command.on_behalf_of))
    return kSamePerson;
  QuoteEvent event;
  auto& approved = *event.mutable_quote_approved();
  approved.set_approved_by(command.by);
  approved.set_approved_for(command.on_behalf_of);
  approved.set_role(command.role);
  approved.set_reason(command.reason);
  return Events{event};
}

QuoteDecision On(const Quote& quote, const AcceptQuote& command) {
  if (quote.status == QuoteStatus::kAccepted) return AlreadyTrue();
  if (const auto refusal = RefuseChange(quote, command.seen_version)) return *refusal;
  if (IsOver(quote, command.today))
    return Refusal(kQuoteExpired,
                   "Its last day was " + calendar::ToString(*quote.valid_until) + ".");
  if (command.accepted_by.empty()) return kPartyMissing;
  if (WaitsForApproval(quote)) return kQuoteNotApproved;
  QuoteEvent event;
  auto& accepted = *event.mutable_quote_accepted();
  accepted.set_quote_id(quote.drawn_up.quote_id());
  accepted.set_accepted_by(command.accepted_by);
  *accepted.mutable_price() = quote.price;
  return Events{event};
}

QuoteDecision On(const Quote& quote, const WithdrawQuote& command) {
  if (quote.status == QuoteStatus::kWithdrawn) return AlreadyTrue();
  if (quote.status == QuoteStatus::kNone) return kQuoteUnknown;
  QuoteEvent event;
  event.mutable_quote_withdrawn()->set_reason(command.reason);
  return Events{event};
}
}  // namespace

QuoteDecision Decide(const Quote& quote, const QuoteCommand& command) {
  return std::visit([&](const auto& wish) { return On(quote, wish); }, command);
}

Quote Evolve(Quote quote, const QuoteEvent& event) {
  quote.version++;
  switch (event.kind_case()) {
    case QuoteEvent::kQuoteDrawnUp:
      quote.status = QuoteStatus::kOffered;
      quote.drawn_up = event.quote_drawn_up();
      quote.price = quote.drawn_up.price();
      quote.valid_until = LastDayOf(quote.drawn_up);
      return quote;
    case QuoteEvent::kQuoteApproved: quote.approved = true; return quote;
    case QuoteEvent::kQuoteRepriced:
      quote.price = event.quote_repriced().price();
      quote.approved = false;
      quote.valid_until = LastDayOf(event.quote_repriced());
      return quote;
    case QuoteEvent::kQuoteAccepted: quote.status = QuoteStatus::kAccepted; return quote;
    case QuoteEvent::kQuoteWithdrawn: quote.status = QuoteStatus::kWithdrawn; return quote;
    case QuoteEvent::KIND_NOT_SET: break;
  }
  // A newer release wrote this stream: refuse to decide on half a history.
  throw std::runtime_error("quote: unknown event " + event.ShortDebugString());
}

bool WaitsForApproval(const Quote& quote) {
  return !quote.price.approval_reason().empty() && !quote.approved;
}

Question QuestionOf(const v1::Price& price, calendar::Date known_on) {
  return {price.jurisdiction(),
          price.cba_id(),
          price.skill(),
          price.unit(),
          calendar::FromProto(price.work_date()),
          known_on,
          price.charge_set_id()};
}
}  // namespace aor::engagements
