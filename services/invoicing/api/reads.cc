#include "services/invoicing/api/reads.h"

#include "aor/invoicing/v1/invoicing_rows.pb.h"
#include "libs/rpc/chosen_ids.h"
#include "services/invoicing/domain/series.h"
#include "services/invoicing/projections/margins.h"
#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
bool SameOrAny(const std::string& wanted, const std::string& is) {
  return wanted.empty() || wanted == is;
}

bool IsPending(const std::string& tenant, const std::string& run_id, const Rows& rows) {
  return !run_id.empty() && rows.Get(RowKey(tenant, "open-run", run_id));
}

// Outside it is shown once its run is closed.
bool Show(v1::Invoice& invoice, const rpc::Caller& caller, const Rows& rows) {
  invoice.set_pending(IsPending(caller.tenant, invoice.document().run_id(), rows));
  if (SeesCosts(caller)) return true;
  HideCosts(*invoice.mutable_document());
  return !invoice.pending();
}

// Of the id, those that the caller may see: one, unless two legal entities chose it at once.
std::vector<v1::Invoice> Named(const rpc::Caller& caller, const v1::GetInvoiceRequest& request,
                               const Rows& rows) {
  std::vector<v1::Invoice> named;
  for (const auto& entity : Basis(caller.tenant, rows).EntitiesWith(request.invoice_id())) {
    auto invoice =
        rows.Load<v1::Invoice>(RowKey(caller.tenant, "invoice", entity, request.invoice_id()));
    if (invoice && SameOrAny(request.legal_entity_id(), entity) &&
        SameOrAny(request.client_id(), invoice->document().client_id()) &&
        SameOrAny(request.supplier_id(), invoice->document().supplier_id()) &&
        Show(*invoice, caller, rows))
      named.push_back(*std::move(invoice));
  }
  return named;
}

std::vector<std::string> EntitiesOf(const std::vector<v1::Invoice>& invoices) {
  std::vector<std::string> entities;
  for (const auto& invoice : invoices) entities.push_back(invoice.document().legal_entity_id());
  return entities;
}

// The narrowest list that has all that is asked for; none when nobody is named.
std::string PrefixOf(const std::string& tenant, const v1::ListInvoicesRequest& request) {
  if (!request.client_id().empty())
    return RowPrefix(tenant, "invoices_of", "client", request.client_id());
  if (!request.supplier_id().empty())
    return RowPrefix(tenant, "invoices_of", "supplier", request.supplier_id());
  if (!request.legal_entity_id().empty())
    return RowPrefix(tenant, "invoices_of", "entity", request.legal_entity_id());
  return "";
}
}  // namespace

absl::Status Answer(const rpc::Caller& caller, const v1::ListDraftsRequest& request,
                    const Rows& rows, v1::ListDraftsResponse& response) {
  return ListDraftsOf(request, request.client_id(),
                      RowPrefix(caller.tenant, "client_of", request.legal_entity_id()),
                      billed::kClient, Basis(caller.tenant, rows), rows, response);
}

absl::Status Answer(const rpc::Caller& caller, const v1::GetDraftRequest& request, const Rows& rows,
                    v1::GetDraftResponse& response) {
  const Basis basis(caller.tenant, rows);
  const auto draft = FindDraft(basis, request.draft_id(), billed::kClient);
  if (!draft) return rpc::NotFound("draft", request.draft_id());
  *response.mutable_draft() = ToProto(*draft, billed::kClient);
  return absl::OkStatus();
}

absl::Status Answer(const rpc::Caller& caller, const v1::GetInvoiceRequest& request,
                    const Rows& rows, v1::GetInvoiceResponse& response) {
  const auto found = Named(caller, request, rows);
  if (found.empty()) return rpc::NotFound("invoice", request.invoice_id());
  if (found.size() > 1) return rpc::SayWhose(EntitiesOf(found));
  *response.mutable_invoice() = found.front();
  return absl::OkStatus();
}

absl::Status Answer(const rpc::Caller& caller, const v1::ListInvoicesRequest& request,
                    const Rows& rows, v1::ListInvoicesResponse& response) {
  const std::string prefix = PrefixOf(caller.tenant, request);
  if (prefix.empty())
    return rpc::FieldError("legal_entity_id", "name a legal entity, a client or a supplier");
  const auto keep = [&](std::string_view bytes) {
    auto invoice = ParsedRow<v1::Invoice>(bytes);
    const auto& document = invoice.document();
    if (!SameOrAny(request.legal_entity_id(), document.legal_entity_id()) ||
        !SameOrAny(request.client_id(), document.client_id()) ||
        !SameOrAny(request.supplier_id(), document.supplier_id()))
      return false;
    if (!Show(invoice, caller, rows)) return false;
    *response.add_invoices() = std::move(invoice);
    return true;
  };
  return rpc::ListPage(rows, prefix, request.page_size(), request.page_token(), keep,
                       response.mutable_next_page_token());
}

absl::Status Answer(const rpc::Caller& caller, const v1::ListOpenItemsRequest& request,
                    const Rows& rows, v1::ListOpenItemsResponse& response) {
  const auto keep = [&](std::string_view bytes) {
    const auto item = ParsedRow<v1::OpenItem>(bytes);
    const bool late = !request.has_due_by() ||
                      calendar::FromProto(item.due_date()) <= calendar::FromProto(request.due_by());
    if (!late || !SameOrAny(request.client_id(), item.client_id()) ||
        IsPending(caller.tenant, item.run_id(), rows))
      return false;
    *response.add_items() = item;
    return true;
  };
  return rpc::ListPage(rows, RowPrefix(caller.tenant, "open", request.legal_entity_id()),
                       request.page_size(), request.page_token(), keep,
                       response.mutable_next_page_token());
}

absl::Status Answer(const rpc::Caller& caller, const v1::ListSeriesRequest& request,
                    const Rows& rows, v1::ListSeriesResponse& response) {
  const auto keep = [&](std::string_view bytes) {
    const auto row = ParsedRow<v1::SeriesRow>(bytes);
    const auto named = series::ParseStream(row.stream(), request.legal_entity_id());
    if (!named || (request.year() != 0 && request.year() != named->year)) return false;
    v1::SeriesKind kind = v1::SERIES_KIND_UNSPECIFIED;
    v1::SeriesKind_Parse("SERIES_KIND_" + named->kind, &kind);
    auto& series = *response.add_series();
    series.set_legal_entity_id(request.legal_entity_id());
    series.set_series_kind(kind);
    series.set_supplier_id(named->supplier_id);
    series.set_year(named->year);
    series.set_prefix(row.prefix());
    series.set_opening_number(row.opening_number());
    series.set_last_number(row.last_number());
    series.set_last_text(row.last_text());
    if (row.has_last_issue_date()) *series.mutable_last_issue_date() = row.last_issue_date();
    return true;
  };
  return rpc::ListPage(rows, RowPrefix(caller.tenant, "series"), request.page_size(),
                       request.page_token(), keep, response.mutable_next_page_token());
}

absl::Status Answer(const rpc::Caller& caller, const v1::ListUnbillableMarksRequest& request,
                    const Rows& rows, v1::ListUnbillableMarksResponse& response) {
  const auto fits = [&](const std::string& id) {
    const auto row = rows.Load<v1::ContractRow>(RowKey(caller.tenant, "contract", id));
    return SameOrAny(request.contract_id(), id) && row &&
           SameOrAny(request.legal_entity_id(), row->concluded().legal_entity_id()) &&
           SameOrAny(request.client_id(), row->concluded().client_id());
  };
  const auto keep = [&](std::string_view bytes) {
    auto row = ParsedRow<v1::BilledRow>(bytes);
    bool any = false;
    for (auto& event : *row.mutable_events()) {
      if (!event.has_work_marked_unbillable()) continue;
      if (!fits(event.work_marked_unbillable().contract_id())) return false;
      *response.add_marks() = std::move(*event.mutable_work_marked_unbillable());
      any = true;
    }
    return any;
  };
  return rpc::ListPage(rows, RowPrefix(caller.tenant, "billed"), request.page_size(),
                       request.page_token(), keep, response.mutable_next_page_token());
}

absl::Status Answer(const rpc::Caller& caller, const v1::GetMarginsRequest& request,
                    const Rows& rows, v1::GetMarginsResponse& response) {
  const auto first = calendar::FirstOfMonth(request.month());
  if (!first) return rpc::FieldError("month", "give a month such as 2026-10");
  const Basis basis(caller.tenant, rows);
  const auto add = [&](std::string_view client) {
    if (!SameOrAny(request.client_id(), std::string(client))) return false;
    for (auto& margin : MarginsOf(basis, rows, caller.tenant, request.legal_entity_id(),
                                  std::string(client), *first, calendar::LastOfMonth(*first)))
      *response.add_margins() = std::move(margin);
    return true;
  };
  return rpc::ListPage(rows, RowPrefix(caller.tenant, "client_of", request.legal_entity_id()),
                       request.page_size(), request.page_token(), add,
                       response.mutable_next_page_token());
}

absl::Status Answer(const rpc::Caller& caller, const v1::GetHistoryRequest& request,
                    const Rows& rows, v1::GetHistoryResponse& response) {
  const auto keep = [&](std::string_view bytes) {
    *response.add_entries() = ParsedRow<v1::HistoryEntry>(bytes);
    return true;
  };
  return rpc::ListPage(rows, RowPrefix(caller.tenant, "history", request.stream()),
                       request.page_size(), request.page_token(), keep,
                       response.mutable_next_page_token());
}
}  // namespace aor::invoicing
