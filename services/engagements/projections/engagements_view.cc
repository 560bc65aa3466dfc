#include "services/engagements/projections/engagements_view.h"

#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"
#include "services/engagements/domain/pricing.h"

namespace aor::engagements {
using eventsourcing::BrokenHistory;
using eventsourcing::Happened;
using eventsourcing::Holds;
using eventsourcing::WritableRows;

std::string QuoteRow(const std::string& tenant, const std::string& quote) {
  return tenant + "/quote/" + quote;
}
std::string ContractRow(const std::string& tenant, const std::string& contract) {
  return tenant + "/contract/" + contract;
}
std::string AssignmentRow(const std::string& tenant, const std::string& contract) {
  return tenant + "/assignment/" + contract;
}
std::string QuotesOfClient(const std::string& tenant, const std::string& client) {
  return tenant + "/quote_of_client/" + client + "/";
}
std::string ContractsOfClient(const std::string& tenant, const std::string& client) {
  return tenant + "/contract_of_client/" + client + "/";
}
std::string ContractsOfWorker(const std::string& tenant, const std::string& worker) {
  return tenant + "/contract_of_worker/" + worker + "/";
}

v1::Figures FiguresOf(const v1::Price& price) {
  const Figures shown = Display(price);
  v1::Figures figures;
  *figures.mutable_margin_percent() = money::ToProto(shown.margin_percent);
  *figures.mutable_margin() = money::ToProto(shown.margin);
  *figures.mutable_tariff() = money::ToProto(shown.tariff);
  if (shown.coefficient) *figures.mutable_coefficient() = money::ToProto(*shown.coefficient);
  if (shown.coefficient_on_cost)
    *figures.mutable_coefficient_on_cost() = money::ToProto(*shown.coefficient_on_cost);
  return figures;
}

namespace {
constexpr std::string_view kQuoteStream = "quote-";

void DrawUp(const v1::QuoteDrawnUp& drawn_up, v1::Quote& quote) {
  quote.set_quote_id(drawn_up.quote_id());
  quote.set_client_id(drawn_up.client_id());
  quote.set_legal_entity_id(drawn_up.legal_entity_id());
  quote.set_engagement_kind(drawn_up.engagement_kind());
  quote.set_title(drawn_up.title());
  quote.set_template_id(drawn_up.template_id());
  quote.set_state(v1::QUOTE_STATE_OFFERED);
  *quote.mutable_price() = drawn_up.price();
  quote.set_waits_for_approval(!drawn_up.price().approval_reason().empty());
  if (drawn_up.has_valid_until()) *quote.mutable_valid_until() = drawn_up.valid_until();
}

void Reprice(const v1::QuoteRepriced& repriced, v1::Quote& quote) {
  *quote.mutable_price() = repriced.price();
  quote.clear_valid_until();
  if (repriced.has_valid_until()) *quote.mutable_valid_until() = repriced.valid_until();
  quote.set_waits_for_approval(!repriced.price().approval_reason().empty());
  quote.clear_approved();
  quote.clear_approved_at();
}

void Approve(const v1::QuoteApproved& approved, const google::protobuf::Timestamp& at,
             v1::Quote& quote) {
  quote.set_waits_for_approval(false);
  *quote.mutable_approved() = approved;
  *quote.mutable_approved_at() = at;
}

void Change(const v1::QuoteEvent& event, const google::protobuf::Timestamp& at, v1::Quote& quote) {
  using Event = v1::QuoteEvent;
  switch (event.kind_case()) {
    case Event::kQuoteDrawnUp: return DrawUp(event.quote_drawn_up(), quote);
    case Event::kQuoteRepriced: return Reprice(event.quote_repriced(), quote);
    case Event::kQuoteApproved: return Approve(event.quote_approved(), at, quote);
    case Event::kQuoteAccepted:
      quote.set_state(v1::QUOTE_STATE_ACCEPTED);
      quote.set_accepted_by(event.quote_accepted().accepted_by());
      return;
    case Event::kQuoteWithdrawn:
      quote.set_state(v1::QUOTE_STATE_WITHDRAWN);
      quote.set_withdrawal_reason(event.quote_withdrawn().reason());
      return;
    case Event::KIND_NOT_SET: break;
  }
  throw BrokenHistory("quote: unknown event");
}
}  // namespace

void ApplyQuote(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::QuoteEvent>(happened.event);
  const std::string& tenant = happened.commit.tenant();
  const std::string id = happened.stream.name().substr(kQuoteStream.size());
  auto quote = rows.Load<v1::Quote>(QuoteRow(tenant, id)).value_or(v1::Quote{});
  Change(event, happened.commit.recorded_at(), quote);
  if (event.has_quote_drawn_up()) {
    *quote.mutable_drawn_up_at() = happened.commit.recorded_at();
    rows.Put(QuotesOfClient(tenant, quote.client_id()) + id, id);
  }
  *quote.mutable_changed_at() = happened.commit.recorded_at();
  *quote.mutable_figures() = FiguresOf(quote.price());
  quote.set_version(happened.version);
  rows.Store(QuoteRow(tenant, id), quote);
}

void EngagementsView::Apply(const Happened& happened, WritableRows& rows) {
  if (Holds<v1::QuoteEvent>(happened.event)) return ApplyQuote(happened, rows);
  if (Holds<v1::ContractEvent>(happened.event)) return ApplyContract(happened, rows);
  throw BrokenHistory("engagements: unknown event " + happened.event.type());
}
}  // namespace aor::engagements
