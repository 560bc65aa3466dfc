#include "services/engagements/api/quote_wishes.h"

#include "libs/ids/uuid.h"

namespace aor::engagements {
namespace {
using eventsourcing::Refused;
using eventsourcing::Transaction;

// Another client's quote does not exist on this client's chain, whatever its id.
std::optional<Refused> DecideOnQuote(Transaction& transaction, const std::string& client,
                                     const std::string& quote_id, const QuoteCommand& command) {
  const std::string stream = QuoteStream(quote_id);
  const Quote& quote = transaction.Fold<Quote, QuoteEvent>(stream);
  if (quote.status != QuoteStatus::kNone && quote.drawn_up.client_id() != client)
    return Refused{std::string(Name(Reason::kQuoteUnknown)),
                   std::string(Sentence(Reason::kQuoteUnknown))};
  return eventsourcing::DecideOn<Quote, QuoteEvent, QuoteCommand>(transaction, stream, command);
}
}  // namespace

calendar::Date Today(absl::Time now) {
  return calendar::DayAt(calendar::Instant(std::chrono::seconds(absl::ToUnixSeconds(now))),
                         "Europe/Zurich");
}
std::string QuoteStream(const std::string& quote_id) { return "quote-" + quote_id; }
std::string ContractStream(const std::string& contract_id) { return "contract-" + contract_id; }

Asked Ask(const v1::QuoteWish& request, const RuleSet& rules, absl::Time now) {
  Asked asked;
  Wish& wish = asked.wish;
  wish.kind = request.engagement_kind();
  wish.currency = request.currency_code();
  wish.unit = request.unit();
  wish.base_wage = money::FromProto(request.base_wage());
  wish.hours_per_unit = Optional(request.has_hours_per_unit(), request.hours_per_unit());
  wish.held = request.held();
  wish.held_value = Optional(request.has_held_value(), request.held_value());
  wish.fee_percent = Optional(request.has_fee_percent(), request.fee_percent());
  wish.fixed_fee = Optional(request.has_fixed_fee(), request.fixed_fee());
  wish.loss.reason = request.approval_reason();
  const calendar::Date today = Today(now);
  const calendar::Date work_date =
      request.has_work_date() ? calendar::FromProto(request.work_date()) : today;
  asked.basis = FindBasis(rules, {request.jurisdiction(), request.cba_id(), request.skill(),
                                  request.unit(), work_date, today, request.charge_set_id()});
  return asked;
}

Priced Preview(const v1::PreviewQuoteRequest& request, const RuleSet& rules, absl::Time now) {
  const Asked asked = Ask(request.wish(), rules, now);
  const Priced fresh = PriceUp(asked.wish, asked.basis);
  const v1::Price& shown = request.displayed();
  const bool usable =
      shown.exact_tariff().numerator() > 0 && shown.exact_tariff().denominator() > 0;
  const auto* price = std::get_if<v1::Price>(&fresh);
  if (!price || !usable || !asked.wish.held_value) return fresh;
  if (money::FromProto(shown.cost()) != money::FromProto(price->cost()) ||
      money::FromProto(shown.base_wage()) != money::FromProto(price->base_wage()))
    return fresh;
  v1::Price from = *price;
  *from.mutable_exact_tariff() = shown.exact_tariff();
  from.set_approval_reason(shown.approval_reason());
  from.set_proposed_by(shown.proposed_by());
  from.set_proposed_for(shown.proposed_for());
  return Hold(std::move(from), asked.wish.kind, asked.wish.held, *asked.wish.held_value,
              asked.wish.loss);
}

std::string IdOf(const v1::CreateQuoteRequest& request, const std::string& tenant) {
  return request.quote_id().empty() ? DerivedId(tenant, request.request_id(), "quote")
                                    : request.quote_id();
}

absl::StatusOr<rpc::Wish> ToWish(const v1::CreateQuoteRequest& request, const rpc::Caller& caller,
                                 const Tools& tools) {
  if (money::MinorDigits(request.wish().currency_code()) > 3)
    return rpc::FieldError("wish.currency_code", "name a currency that is paid out");
  const std::string id = IdOf(request, caller.tenant);
  const Loss loss = LossOf(request.wish(), caller);
  return rpc::Wish{
      request.client_id(), [request, id, loss, loaded = tools.loaded](Transaction& transaction) {
        Asked asked = Ask(request.wish(), loaded->rules, transaction.now());
        asked.wish.loss = loss;
        return DecideOnQuote(
            transaction, request.client_id(), id,
            DrawUpQuote{id, request.client_id(), request.legal_entity_id(), request.title(),
                        request.template_id(), asked.wish, asked.basis, Today(transaction.now())});
      }};
}

absl::StatusOr<rpc::Wish> ToWish(const v1::RepriceQuoteRequest& request, const rpc::Caller& caller,
                                 const Tools& tools) {
  const Loss loss = LossOf(request, caller);
  if (request.has_base_wage() == request.has_held_value())
    return rpc::FieldError("held_value", "give either held with its value, or a base wage");
  if (request.has_held_value())
    return rpc::Wish{request.client_id(), [request, loss](Transaction& transaction) {
                       const RepriceQuote command{request.version(), request.held(),
                                                  money::FromProto(request.held_value()), loss,
                                                  Today(transaction.now())};
                       return DecideOnQuote(transaction, request.client_id(), request.quote_id(),
                                            command);
                     }};
  return rpc::Wish{
      request.client_id(), [request, loss, loaded = tools.loaded](Transaction& transaction) {
        const auto& quote = transaction.Fold<Quote, QuoteEvent>(QuoteStream(request.quote_id()));
        ChangeBaseWage command{request.version(),
                               money::FromProto(request.base_wage()),
                               {},
                               loss,
                               Today(transaction.now())};
        if (quote.status != QuoteStatus::kNone)
          command.basis =
              FindBasis(loaded->rules, QuestionOf(quote.price, Today(transaction.now())));
        return DecideOnQuote(transaction, request.client_id(), request.quote_id(), command);
      }};
}

rpc::Wish ToWish(const v1::ApproveQuoteRequest& request, const rpc::Caller& caller) {
  const ApproveQuote command{request.version(), caller.person.value, caller.on_behalf_of, "finance",
                             request.reason()};
  return {request.client_id(), [request, command](Transaction& transaction) {
            return DecideOnQuote(transaction, request.client_id(), request.quote_id(), command);
          }};
}

rpc::Wish ToWish(const v1::AcceptQuoteRequest& request, const std::string& caller) {
  const std::string by = request.accepted_by().empty() ? caller : request.accepted_by();
  return {request.client_id(), [request, by](Transaction& transaction) {
            return DecideOnQuote(transaction, request.client_id(), request.quote_id(),
                                 AcceptQuote{request.version(), by, Today(transaction.now())});
          }};
}

rpc::Wish ToWish(const v1::WithdrawQuoteRequest& request) {
  return {request.client_id(), [request](Transaction& transaction) {
            return DecideOnQuote(transaction, request.client_id(), request.quote_id(),
                                 WithdrawQuote{request.reason()});
          }};
}
}  // namespace aor::engagements
