#include "services/invoicing/api/month_status.h"

#include "aor/invoicing/v1/self_billing_service.pb.h"
#include "libs/operations/month_calendar.h"
#include "libs/rpc/edge.h"
#include "libs/rpc/sections.h"
#include "services/invoicing/api/confirming.h"
#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
using calendar::Instant;
using operations::v1::Waiting;

// What a fee waits for that is in no draft yet.
struct Need {
  std::string_view reason;
  std::string waits_for, sentence;
  operations::v1::PartyKind waits_for_kind = operations::v1::PARTY_KIND_UNSPECIFIED;
};

// One answer in the making.
class Status {
 public:
  Status(const rpc::Caller& caller, const v1::GetMonthStatusRequest& request,
         const eventsourcing::Rows& rows, Date month, Instant now,
         v1::GetMonthStatusResponse& response)
      : caller_(caller),
        request_(request),
        rows_(rows),
        basis_(caller.tenant, rows),
        month_(month),
        now_(now),
        response_(response) {
    if (const auto entity = basis_.Entity(request.legal_entity_id())) {
      zone_ = entity->zone();
      place_ = entity->address().country_code();
    }
  }
  std::vector<rpc::Section> Sections();

 private:
  bool AddDrafts(const std::string& party, std::string_view side);
  void AddDraft(const Draft& draft, const std::string& party, std::string_view side);
  bool AddSupplierInvoice(const v1::SupplierInvoice& invoice);
  bool AddContested(const v1::OpenItem& item);
  bool AddFee(const v1::FeeRow& row);
  std::optional<Need> NeedOf(const v1::FeeRow& row) const;
  bool HasOwnInvoice(const missions::v1::Fee& fee) const;
  Waiting& Add(const char* step, const std::string& record, const std::string& waits_for,
               std::optional<Date> since);
  Date Today() const { return calendar::DayAt(now_, Zone()); }
  bool InMonth(Date day) const { return month_ <= day && day <= calendar::LastOfMonth(month_); }
  std::string Zone() const { return calendar::IsZone(zone_) ? zone_ : "UTC"; }

  const rpc::Caller& caller_;
  const v1::GetMonthStatusRequest& request_;
  const eventsourcing::Rows& rows_;
  const Basis basis_;
  const Date month_;
  const Instant now_;
  v1::GetMonthStatusResponse& response_;
  std::string zone_, place_;
};

Waiting& Status::Add(const char* step, const std::string& record, const std::string& waits_for,
                     std::optional<Date> since) {
  Waiting& waiting = *response_.add_waiting();
  waiting.set_step(step);
  waiting.set_record(record);
  waiting.set_legal_entity_id(request_.legal_entity_id());
  waiting.set_waits_for(waits_for);
  if (since) operations::SetSince(waiting, calendar::StartOf(*since, Zone()));
  operations::SetDue(
      waiting, operations::MonthCalendar::Shipped().DueOf(step, month_, place_, Zone()), now_);
  return waiting;
}

// Before its period is over nobody waits for an invoice.
bool Status::AddDrafts(const std::string& party, std::string_view side) {
  if (side == billed::kClient && !request_.client_id().empty() && request_.client_id() != party)
    return false;
  const int before = response_.waiting_size();
  for (const auto& draft : DraftsOf(basis_, request_.legal_entity_id(), party, side))
    if (InMonth(draft.period_end) && calendar::StartOf(draft.period_end + 1, Zone()) <= now_)
      AddDraft(draft, party, side);
  return response_.waiting_size() > before;
}

// A draft of contested work alone waits for the decision, which the timesheet shows.
void Status::AddDraft(const Draft& draft, const std::string& party, std::string_view side) {
  const bool client = side == billed::kClient;
  if (draft.lines.empty() && draft.holds.empty()) return;
  const bool mandated =
      client || draft.credit || basis_.HasMandate(request_.legal_entity_id(), party, Today());
  Waiting& waiting =
      Add(client ? "INVOICE_DRAFT" : "SELF_BILLING_DRAFT", draft.draft_id,
          draft.holds.empty() && mandated ? "consultant" : "finance", draft.period_end + 1);
  waiting.set_party_id(party);
  waiting.set_party_kind(client ? operations::v1::PARTY_KIND_CLIENT
                                : operations::v1::PARTY_KIND_SUPPLIER);
  *waiting.mutable_amount() = money::ToProto(draft.totals.payable);
  std::string why =
      draft.credit ? "a credit note waits to be confirmed" : "a draft waits to be confirmed";
  for (const auto& hold : draft.holds) {
    waiting.add_reasons(std::string(hold.reason));
    why = hold.sentence;
  }
  if (draft.decided)
    why = draft.decided->decided_by() + " decided against its order: another person confirms it";
  if (!mandated) {
    waiting.add_reasons(std::string(Name(supplier::Refusal::kNoMandate)));
    why = Sentence(supplier::Refusal::kNoMandate);
  }
  if (draft.frozen > 0) waiting.add_reasons("CONTESTED_HOURS");
  if (draft.gated > 0) waiting.add_reasons("GATE_CLOSED");
  waiting.set_sentence(draft.period + " of " + party + ": " + why);
}

bool Status::AddSupplierInvoice(const v1::SupplierInvoice& invoice) {
  const auto& submitted = invoice.submitted();
  if (invoice.state() == v1::SUPPLIER_INVOICE_STATE_ACCEPTED ||
      invoice.state() == v1::SUPPLIER_INVOICE_STATE_REJECTED)
    return false;
  const Date issued = calendar::FromProto(submitted.issue_date());
  const bool of_month = submitted.days().empty()
                            ? InMonth(issued)
                            : std::ranges::any_of(submitted.days(), [&](const auto& day) {
                                return InMonth(calendar::FromProto(day));
                              });
  if (!of_month) return false;
  const bool held = invoice.state() == v1::SUPPLIER_INVOICE_STATE_HELD;
  Waiting& waiting = Add("SUPPLIER_INVOICE", submitted.supplier_invoice_number(),
                         held ? submitted.supplier_id() : "finance", issued);
  if (held) waiting.set_waits_for_kind(operations::v1::PARTY_KIND_SUPPLIER);
  waiting.set_party_id(submitted.supplier_id());
  waiting.set_party_kind(operations::v1::PARTY_KIND_SUPPLIER);
  *waiting.mutable_amount() =
      money::ToProto(money::FromProto(submitted.net()) +
                     (submitted.has_vat() ? money::FromProto(submitted.vat())
                                          : Money{submitted.net().currency_code(), 0}));
  std::string why = held ? "held" : "waits to be accepted";
  if (held) waiting.add_reasons(invoice.held().reason());
  for (const auto& day : invoice.held().unmatched_days())
    why += ", not approved: " + calendar::ToString(calendar::FromProto(day));
  waiting.set_sentence(submitted.supplier_invoice_number() + " of " + submitted.supplier_id() +
                       ": " + why + ".");
  return true;
}

// Of the claims that are open, what somebody said no to.
bool Status::AddContested(const v1::OpenItem& item) {
  if (!item.contested()) return false;
  const auto invoice = rows_.Load<v1::Invoice>(
      RowKey(caller_.tenant, "invoice", request_.legal_entity_id(), item.invoice_id()));
  if (!invoice || !InMonth(calendar::FromProto(invoice->document().period().end()))) return false;
  Waiting& waiting = Add("CONTESTED_INVOICE", item.invoice_id(), "finance",
                         calendar::FromProto(invoice->contested().contested_on()));
  waiting.set_party_id(item.supplier_id());
  waiting.set_party_kind(operations::v1::PARTY_KIND_SUPPLIER);
  *waiting.mutable_amount() = item.open();
  waiting.add_reasons("CONTESTED");
  waiting.set_sentence(item.number() + " in the name of " + item.supplier_id() +
                       ": the supplier contests it; credit it, or agree with the supplier.");
  return true;
}

bool Status::HasOwnInvoice(const missions::v1::Fee& fee) const {
  bool found = false;
  rows_.Scan(
      RowPrefix(caller_.tenant, "supplier_invoice", request_.legal_entity_id(), fee.supplier_id()),
      "", [&](std::string_view, std::string_view bytes) {
        const auto invoice = ParsedRow<v1::SupplierInvoice>(bytes);
        found = invoice.submitted().contract_id() == fee.fee_id() &&
                invoice.state() != v1::SUPPLIER_INVOICE_STATE_REJECTED;
        return !found;
      });
  return found;
}

// None for a fee that is billed, in a draft, or claimed by an invoice: these are listed themselves.
std::optional<Need> Status::NeedOf(const v1::FeeRow& row) const {
  const auto& fee = row.payable().fee();
  const auto contract = basis_.Of(fee.fee_id());
  if (!contract || OpenWork(*contract, billed::kSupplier).empty()) return std::nullopt;
  if (!row.withheld_because().empty())
    return Need{
        "FEE_WITHHELD", "permanent_team",
        "it is withheld (" + row.withheld_because() + "): release it, or agree to refuse it."};
  const bool own = fee.paper() == missions::v1::FEE_PAPER_OWN_INVOICE;
  if (!own && fee.paper() != missions::v1::FEE_PAPER_SELF_BILLED) return std::nullopt;
  if (!basis_.Supplier(fee.supplier_id()))
    return Need{"SUPPLIER_UNKNOWN", "finance",
                "register the supplier '" + fee.supplier_id() + "' in the directory."};
  if (own && !HasOwnInvoice(fee))
    return Need{"OWN_INVOICE_MISSING", fee.supplier_id(),
                "it is paid on the supplier's own invoice: submit it for the contract " +
                    fee.fee_id() + ".",
                operations::v1::PARTY_KIND_SUPPLIER};
  return std::nullopt;
}

bool Status::AddFee(const v1::FeeRow& row) {
  const auto& fee = row.payable().fee();
  const Date worked_on = calendar::FromProto(fee.worked_on());
  const auto need = InMonth(worked_on) ? NeedOf(row) : std::nullopt;
  if (!need) return false;
  Waiting& waiting = Add("MISSION_FEE", fee.fee_id(), need->waits_for, worked_on);
  waiting.set_waits_for_kind(need->waits_for_kind);
  const bool is_person = fee.supplier_id().empty();
  waiting.set_party_id(is_person ? fee.payee_id() : fee.supplier_id());
  waiting.set_party_kind(is_person ? operations::v1::PARTY_KIND_PERSON
                                   : operations::v1::PARTY_KIND_SUPPLIER);
  *waiting.mutable_amount() = fee.amount();
  waiting.add_reasons(std::string(need->reason));
  waiting.set_sentence("Fee of " + waiting.party_id() + ", training mission " +
                       row.payable().mission_id() + ": " + need->sentence);
  return true;
}

std::vector<rpc::Section> Status::Sections() {
  const auto& tenant = caller_.tenant;
  const auto& entity = request_.legal_entity_id();
  std::vector<rpc::Section> sections = {
      {RowPrefix(tenant, "client_of", entity), [this](std::string_view client) {
         return AddDrafts(std::string(client), billed::kClient);
       }}};
  if (!request_.client_id().empty()) return sections;
  sections.push_back({RowPrefix(tenant, "supplier_of", entity), [this](std::string_view supplier) {
                        return AddDrafts(std::string(supplier), billed::kSupplier);
                      }});
  sections.push_back(
      {RowPrefix(tenant, "supplier_invoice", entity), [this](std::string_view bytes) {
         return AddSupplierInvoice(ParsedRow<v1::SupplierInvoice>(bytes));
       }});
  sections.push_back({RowPrefix(tenant, "fee", entity), [this](std::string_view bytes) {
                        return AddFee(ParsedRow<v1::FeeRow>(bytes));
                      }});
  sections.push_back({RowPrefix(tenant, "open", entity), [this](std::string_view bytes) {
                        return AddContested(ParsedRow<v1::OpenItem>(bytes));
                      }});
  return sections;
}
}  // namespace

absl::Status Answer(const rpc::Caller& caller, const v1::GetMonthStatusRequest& request,
                    const eventsourcing::Rows& rows, Instant now,
                    v1::GetMonthStatusResponse& response) {
  const auto month = calendar::FirstOfMonth(request.month());
  if (!month) return rpc::FieldError("month", "give a month such as 2026-10");
  Status status(caller, request, rows, *month, now, response);
  return rpc::ListSections(rows, status.Sections(), request.page_size(), request.page_token(),
                           response.mutable_next_page_token());
}
}  // namespace aor::invoicing
