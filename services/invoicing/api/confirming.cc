#include "services/invoicing/api/confirming.h"

#include <algorithm>

#include "libs/rpc/errors.h"

namespace aor::invoicing {
namespace {
using eventsourcing::Refused;
constexpr char kSelfBillingNote[] = "Autofacturation";
constexpr size_t kBilledPart = 8;  // of an etag

Refused Changed() {
  return {"DRAFT_CHANGED", "Its hours or terms changed since you read the draft: read it again."};
}

std::optional<Refused> Moved(const std::optional<Draft>& draft, const std::string& etag) {
  if (!draft) return RefusedAs(billed::Refusal::kAlreadyBilled);
  if (draft->etag == etag) return std::nullopt;
  if (draft->etag.substr(0, kBilledPart) != etag.substr(0, kBilledPart))
    return RefusedAs(billed::Refusal::kAlreadyBilled);
  return Changed();
}

std::optional<Billing> BillingOf(const Basis& basis, const DraftName& name, std::string_view side) {
  return side == billed::kSupplier ? basis.SupplierBilling(name.legal_entity_id, name.party_id)
                                   : basis.ClientBilling(name.legal_entity_id, name.party_id);
}

v1::InvoiceLine ToLine(const v1::ManualLine& manual, const std::string& currency, const Vat& vat) {
  const Decimal price = money::FromProto(manual.price());
  const Decimal quantity = money::FromProto(manual.quantity());
  v1::InvoiceLine line;
  line.set_contract_id(manual.contract_id());
  line.set_description(manual.description());
  line.set_category("MANUAL");
  *line.mutable_quantity() = manual.quantity();
  line.set_unit_code(manual.unit_code().empty() ? "C62" : manual.unit_code());
  *line.mutable_price() = manual.price();
  *line.mutable_net() = money::ToProto(money::Times(currency, price, quantity));
  line.set_vat_category(vat.category);
  *line.mutable_vat_percent() = money::ToProto(vat.percent);
  *line.mutable_cost() = manual.has_cost() ? manual.cost() : money::ToProto(Money{currency, 0});
  return line;
}

// What is taken off stays within what is billed: below zero it would be a credit note.
bool FallsBelowZero(const ToConfirm& wish, const Draft& draft) {
  Money net = draft.totals.net;
  for (const auto& manual : wish.manual_lines)
    net = net + money::Times(draft.currency, money::FromProto(manual.price()),
                             money::FromProto(manual.quantity()));
  return net.minor < 0;
}

bool IsOfParty(const Basis& basis, const DraftName& name, std::string_view side,
               const std::string& contract) {
  const auto of = basis.Of(contract);
  if (!of || of->contract.legal_entity_id != name.legal_entity_id) return false;
  return name.party_id ==
         (side == billed::kSupplier ? of->contract.supplier_id : of->contract.client_id);
}

absl::Status CheckLine(const v1::ManualLine& manual, const std::string& path, const Draft& draft) {
  if (manual.price().unscaled() < 0)
    return rpc::FieldError(path + ".price", "give a price above zero and a negative quantity");
  if (manual.quantity().unscaled() == 0)
    return rpc::FieldError(path + ".quantity", "give how many there are; below zero to take off");
  if (manual.has_cost() && manual.cost().currency_code() != draft.currency)
    return rpc::FieldError(path + ".cost", "give it in the currency of the draft");
  return absl::OkStatus();
}

absl::Status CheckManual(const Basis& basis, const DraftName& name, const ToConfirm& wish,
                         const Draft& draft) {
  if (wish.manual_lines.empty()) return absl::OkStatus();
  if (draft.credit)
    return rpc::FieldError("manual_lines", "a credit note takes no lines: add them to an invoice");
  for (size_t i = 0; i < wish.manual_lines.size(); i++) {
    const std::string path = "manual_lines[" + std::to_string(i) + "]";
    const auto& manual = wish.manual_lines[i];
    if (auto status = CheckLine(manual, path, draft); !status.ok()) return status;
    if (!manual.contract_id().empty() && !IsOfParty(basis, name, wish.side, manual.contract_id()))
      return rpc::FieldError(path + ".contract_id",
                             "name a contract of " + name.party_id + ", or none");
  }
  if (FallsBelowZero(wish, draft))
    return rpc::FieldError("manual_lines", "take off at most what the invoice comes to");
  return absl::OkStatus();
}

// What the documents so far have taken of an order with a ceiling.
OrderLimit LimitOf(const Basis& basis, const PurchaseOrder& order, const Drawn& drawn,
                   const DraftName& name) {
  const Money none{order.ceiling->currency, 0};
  OrderLimit limit{order, drawn, none, none, {}};
  for (const auto& contract : basis.OnOrder(order.client_id, order.number)) {
    if (contract.net.currency != order.ceiling->currency) continue;
    if (contract.legal_entity_id == name.legal_entity_id)
      limit.contracts.push_back(contract.contract_id);
    else
      limit.elsewhere = limit.elsewhere + contract.net;
    limit.seen = limit.seen + contract.net;
  }
  return limit;
}

struct Ordered {
  std::vector<Hold> holds;
  std::vector<OrderLimit> limits;  // to be looked at again in the commit
};

// A draft that gives back needs no order.
Ordered OrdersOf(const Basis& basis, const DraftName& name, const Draft& draft,
                 const std::vector<v1::InvoiceLine>& lines) {
  Ordered ordered;
  if (draft.credit || draft.orders.empty()) return ordered;
  for (const auto& [number, drawn] : DrawnOf(lines, draft.orders, draft.purchase_order)) {
    const auto order = basis.Order(name.party_id, number);
    Money used{drawn.net.currency, 0};
    if (order && order->ceiling && order->client_id == name.party_id) {
      ordered.limits.push_back(LimitOf(basis, *order, drawn, name));
      used = ordered.limits.back().seen;
    }
    if (auto hold = HoldOf(name.party_id, number, drawn, order, used))
      ordered.holds.push_back(*std::move(hold));
  }
  return ordered;
}

void AddHold(const Hold& hold, v1::Draft& draft) {
  auto& shown = *draft.add_holds();
  shown.set_reason(std::string(hold.reason));
  shown.set_purchase_order(hold.purchase_order);
  if (hold.ceiling) *shown.mutable_ceiling() = money::ToProto(*hold.ceiling);
  if (hold.left) *shown.mutable_left() = money::ToProto(*hold.left);
  if (hold.wanted) *shown.mutable_wanted() = money::ToProto(*hold.wanted);
  shown.set_what_to_do(hold.sentence);
  std::string name(hold.reason);
  if (hold.left) name += " (" + hold.purchase_order + ": " + money::ToString(*hold.left) + " left)";
  if (draft.has_decided() && hold.reason != kNoVatRules) return;
  draft.set_held(draft.held().empty() ? name : draft.held() + ", " + name);
}

// That covers the draft with this net.
std::optional<v1::PurchaseOrderDecided> DecisionOn(const Basis& basis, const Draft& draft,
                                                   const Money& net) {
  auto decided = basis.OrderDecision(draft.draft_id);
  if (!decided || !order_decision::Covers(*decided, draft.etag, net)) return std::nullopt;
  return decided;
}

Money NetOf(const v1::InvoiceIssued& document, const std::string& currency) {
  Money net{currency, 0};
  for (const auto& line : document.lines()) net = net + money::FromProto(line.net());
  return net;
}

// Covered by its orders, which are looked at again in the commit; or let through by two.
std::optional<Refused> PassOrders(const Basis& basis, const DraftName& name, const ToConfirm& wish,
                                  Confirmation& confirmation) {
  auto& document = confirmation.document;
  const auto& draft = confirmation.draft;
  auto ordered = OrdersOf(basis, name, draft, {document.lines().begin(), document.lines().end()});
  if (ordered.holds.empty()) {
    confirmation.limits = std::move(ordered.limits);
    return std::nullopt;
  }
  const auto decided = DecisionOn(basis, draft, NetOf(document, draft.currency));
  if (!decided) return RefusedAs(ordered.holds.front());
  if (order_decision::IsOwn(*decided, wish.by) ||
      order_decision::IsOwn(*decided, wish.on_behalf_of))
    return RefusedAs(order_decision::Refusal::kSamePerson);
  document.set_purchase_order_decision(decided->decision());
  document.set_purchase_order_decided_by(decided->decided_by());
  return std::nullopt;
}

void SetParties(const DraftName& name, const ToConfirm& wish, v1::InvoiceIssued& document) {
  document.set_legal_entity_id(name.legal_entity_id);
  if (wish.side == billed::kClient) document.set_client_id(name.party_id);
  if (wish.side == billed::kSupplier) document.set_supplier_id(name.party_id);
}

v1::InvoiceIssued DocumentOf(const Draft& draft, const DraftName& name, const ToConfirm& wish,
                             const Vat& vat) {
  v1::InvoiceIssued document;
  document.set_invoice_id(wish.invoice_id);
  SetParties(name, wish, document);
  *document.mutable_period()->mutable_start() = calendar::ToProto(draft.period_start);
  *document.mutable_period()->mutable_end() = calendar::ToProto(draft.period_end);
  document.set_purchase_order(draft.purchase_order);
  document.set_agreement(draft.agreement);
  document.set_beneficiary_id(draft.beneficiary_id);
  for (const auto& line : draft.lines) *document.add_lines() = line;
  for (const auto& manual : wish.manual_lines) {
    auto& line = *document.add_lines() = ToLine(manual, draft.currency, vat);
    line.set_line_number(document.lines_size());
  }
  document.set_corrects_invoice_id(draft.corrects_invoice_id);
  document.set_rounding_policy(wish.rounding_policy);
  if (wish.side == billed::kSupplier) document.add_notes(kSelfBillingNote);
  for (const auto& note : wish.notes) document.add_notes(note);
  for (const auto& row : draft.totals.vat)
    if (!row.exemption_reason().empty()) document.add_notes(row.exemption_reason());
  return document;
}
}  // namespace

std::optional<DraftName> ParseDraftId(const std::string& draft_id) {
  const size_t first = draft_id.find('~');
  const size_t second = first == std::string::npos ? first : draft_id.find('~', first + 1);
  if (second == std::string::npos) return std::nullopt;
  return DraftName{draft_id.substr(0, first), draft_id.substr(first + 1, second - first - 1)};
}

std::vector<Draft> DraftsWithoutHolds(const Basis& basis, const std::string& legal_entity_id,
                                      const std::string& party_id, std::string_view side) {
  const auto billing = BillingOf(basis, {legal_entity_id, party_id}, side);
  if (!billing) return {};
  return Drafts(*billing, side == billed::kSupplier ? basis.OfSupplier(legal_entity_id, party_id)
                                                    : basis.OfClient(legal_entity_id, party_id));
}

std::vector<Draft> DraftsOf(const Basis& basis, const std::string& legal_entity_id,
                            const std::string& party_id, std::string_view side) {
  auto drafts = DraftsWithoutHolds(basis, legal_entity_id, party_id, side);
  if (side == billed::kSupplier) return drafts;
  for (auto& draft : drafts) {
    auto held = OrdersOf(basis, {legal_entity_id, party_id}, draft, draft.lines).holds;
    if (held.empty()) continue;
    draft.decided = DecisionOn(basis, draft, draft.totals.net);
    for (auto& hold : held) draft.holds.push_back(std::move(hold));
  }
  return drafts;
}

namespace {
std::optional<Draft> Named(const std::string& draft_id, const Basis& basis, std::string_view side,
                           decltype(&DraftsOf) drafts_of) {
  const auto name = ParseDraftId(draft_id);
  if (!name) return std::nullopt;
  auto drafts = drafts_of(basis, name->legal_entity_id, name->party_id, side);
  const auto found = std::ranges::find(drafts, draft_id, &Draft::draft_id);
  return found == drafts.end() ? std::nullopt : std::optional(std::move(*found));
}
}  // namespace

std::optional<Draft> FindDraft(const Basis& basis, const std::string& draft_id,
                               std::string_view side) {
  return Named(draft_id, basis, side, DraftsOf);
}

absl::StatusOr<Confirmable> Prepare(const Basis& basis, const ToConfirm& wish) {
  return Prepare(basis, wish, Named(wish.draft_id, basis, wish.side, DraftsWithoutHolds));
}

absl::StatusOr<Confirmable> Prepare(const Basis& basis, const ToConfirm& wish,
                                    const std::optional<Draft>& draft) {
  const auto name = ParseDraftId(wish.draft_id);
  if (!name) return rpc::FieldError("draft_id", "give the id of a draft as it was listed");
  if (!wish.rounding_policy.empty() && wish.rounding_policy != kCashRounding)
    return rpc::FieldError("rounding_policy", "give CASH-0.05, or none");
  const auto entity = basis.Entity(name->legal_entity_id);
  const auto billing = BillingOf(basis, *name, wish.side);
  if (!entity || !billing) return rpc::NotFound("draft", wish.draft_id);
  if (const auto refused = Moved(draft, wish.etag)) return *refused;
  if (const auto hold = std::ranges::find(draft->holds, kNoVatRules, &Hold::reason);
      hold != draft->holds.end())
    return RefusedAs(*hold);
  // The smallest Swiss coin is of five centimes (coinage ordinance, SR 941.101); of euro cents all
  // are paid.
  if (!wish.rounding_policy.empty() && draft->currency != "CHF")
    return rpc::FieldError("rounding_policy", "leave it empty: CASH-0.05 rounds CHF alone");
  if (const auto status = CheckManual(basis, *name, wish, *draft); !status.ok()) return status;

  Confirmation confirmation;
  confirmation.draft = *draft;
  confirmation.side = wish.side;
  confirmation.document = DocumentOf(*draft, *name, wish, VatOn(billing->vat, draft->period_end));
  if (wish.side == billed::kClient)
    if (auto refused = PassOrders(basis, *name, wish, confirmation)) return *std::move(refused);
  confirmation.zone = entity->zone();
  if (const auto client = basis.Client(name->party_id); client && client->payment_terms_days() > 0)
    confirmation.payment_days = client->payment_terms_days();
  confirmation.vats = draft->vats;
  return confirmation;
}

absl::StatusOr<Decidable> PrepareDecision(const Basis& basis,
                                          const v1::DecideOnPurchaseOrderRequest& request,
                                          const rpc::Caller& caller) {
  if (!ParseDraftId(request.draft_id()))
    return rpc::FieldError("draft_id", "give the id of a draft as it was listed");
  const auto draft = FindDraft(basis, request.draft_id(), billed::kClient);
  if (const auto refused = Moved(draft, request.etag())) return *refused;
  order_decision::DecideOnDraft command;
  auto& facts = command.facts;
  facts.set_draft_id(draft->draft_id);
  facts.set_etag(draft->etag);
  *facts.mutable_net() = money::ToProto(draft->totals.net);
  for (const auto& hold : draft->holds)
    if (hold.reason != kNoVatRules) facts.add_holds(std::string(hold.reason));
  facts.set_decision(request.decision());
  facts.set_decided_by(caller.person.value);
  facts.set_decided_for(caller.on_behalf_of);
  facts.set_role("finance");
  return command;
}

v1::Draft ToProto(const Draft& draft, std::string_view side) {
  v1::Draft proto;
  proto.set_draft_id(draft.draft_id);
  proto.set_etag(draft.etag);
  if (const auto name = ParseDraftId(draft.draft_id)) {
    proto.set_legal_entity_id(name->legal_entity_id);
    if (side == billed::kClient) proto.set_client_id(name->party_id);
    if (side == billed::kSupplier) proto.set_supplier_id(name->party_id);
  }
  proto.set_period(draft.period);
  *proto.mutable_dates()->mutable_start() = calendar::ToProto(draft.period_start);
  *proto.mutable_dates()->mutable_end() = calendar::ToProto(draft.period_end);
  proto.set_purchase_order(draft.purchase_order);
  proto.set_credit(draft.credit);
  *proto.mutable_lines() = {draft.lines.begin(), draft.lines.end()};
  *proto.mutable_vat() = {draft.totals.vat.begin(), draft.totals.vat.end()};
  *proto.mutable_net() = money::ToProto(draft.totals.net);
  *proto.mutable_vat_total() = money::ToProto(draft.totals.vat_total);
  *proto.mutable_payable() = money::ToProto(draft.totals.payable);
  proto.set_corrects_invoice_id(draft.corrects_invoice_id);
  proto.set_frozen_pieces(draft.frozen);
  proto.set_gated_pieces(draft.gated);
  if (draft.decided) *proto.mutable_decided() = *draft.decided;
  for (const auto& hold : draft.holds) AddHold(hold, proto);
  for (const auto& row : draft.totals.vat)
    if (!row.exemption_reason().empty()) proto.add_notes(row.exemption_reason());
  return proto;
}
}  // namespace aor::invoicing
