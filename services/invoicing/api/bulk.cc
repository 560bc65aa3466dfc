#include "services/invoicing/api/bulk.h"

#include <tuple>

#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
constexpr uint32_t kDraftsOfACall = 100;

std::string_view SideOf(const v1::ConfirmAllDraftsRequest& request) {
  return request.self_billing() ? billed::kSupplier : billed::kClient;
}

eventsourcing::Request RequestFor(const rpc::Caller& caller,
                                  const v1::ConfirmAllDraftsRequest& request, const Draft& draft) {
  eventsourcing::Request wish;
  wish.tenant = caller.tenant;
  wish.key = request.legal_entity_id();
  wish.method = "aor.invoicing.v1.ConfirmAllDrafts";
  wish.request_id = DerivedId(caller.tenant, request.request_id(), draft.draft_id + draft.etag);
  wish.body = draft.draft_id + " " + draft.etag;
  wish.actor = caller.person.value;
  wish.on_behalf_of = caller.on_behalf_of;
  wish.reason = request.reason();
  wish.correlation_id = request.request_id();
  return wish;
}

void Report(const absl::StatusOr<eventsourcing::Committed>& committed,
            v1::ConfirmedDraft& confirmed, v1::ConfirmAllDraftsResponse& response) {
  if (!committed.ok()) {
    const std::string refusal = rpc::RefusalOf(committed.status());
    confirmed.set_refusal(refusal.empty() ? absl::StatusCodeToString(committed.status().code())
                                          : refusal);
    confirmed.set_what_to_do(std::string(committed.status().message()));
    return;
  }
  response.set_consistency_token(committed->token());
  const auto document = IssuedIn(*committed->commit);
  if (!document) return;
  confirmed.set_invoice_id(document->invoice_id());
  confirmed.set_number(document->number());
  *confirmed.mutable_payable() = document->payable();
}

absl::Status ConfirmOne(const rpc::Caller& caller, const v1::ConfirmAllDraftsRequest& request,
                        const Basis& basis, eventsourcing::Runtime& runtime, const Draft& draft,
                        v1::ConfirmAllDraftsResponse& response) {
  auto wanted = RequestFor(caller, request, draft);
  const auto side = SideOf(request);
  ToConfirm wish{draft.draft_id,
                 draft.etag,
                 DerivedId(caller.tenant, wanted.request_id, "invoice"),
                 side,
                 {},
                 "",
                 {}};
  const auto confirmable = Prepare(basis, wish, draft);
  if (!confirmable.ok()) return confirmable.status();
  auto& confirmed = *response.add_confirmed();
  confirmed.set_draft_id(draft.draft_id);
  response.set_last_draft_id(draft.draft_id);
  Report(runtime.ExecuteAndWait(std::move(wanted),
                                WishFor(request.legal_entity_id(), *confirmable).work),
         confirmed, response);
  return absl::OkStatus();
}

// Drafts come by party, then by id: was this one tried by the call before?
bool IsBehind(const std::string& draft_id, const std::string& party, const std::string& after) {
  const auto last = ParseDraftId(after);
  return last && std::tie(party, draft_id) <= std::tie(last->party_id, after);
}

std::vector<std::string> PartiesOf(const rpc::Caller& caller,
                                   const v1::ConfirmAllDraftsRequest& request,
                                   const eventsourcing::Rows& rows) {
  const bool suppliers = request.self_billing();
  const std::string& only = suppliers ? request.supplier_id() : request.client_id();
  if (!only.empty()) return {only};
  std::vector<std::string> parties;
  rows.Scan(
      RowPrefix(caller.tenant, suppliers ? "supplier_of" : "client_of", request.legal_entity_id()),
      "", [&](std::string_view, std::string_view id) {
        parties.emplace_back(id);
        return true;
      });
  return parties;
}
}  // namespace

absl::Status ConfirmAll(const rpc::Caller& caller, const v1::ConfirmAllDraftsRequest& request,
                        const eventsourcing::Rows& rows, eventsourcing::Runtime& runtime,
                        v1::ConfirmAllDraftsResponse& response) {
  const Basis basis(caller.tenant, rows);
  const int most = request.max_drafts() == 0 ? kDraftsOfACall : request.max_drafts();
  for (const auto& party : PartiesOf(caller, request, rows))
    for (const auto& draft : DraftsOf(basis, request.legal_entity_id(), party, SideOf(request))) {
      if (!Through(request, draft) || draft.lines.empty()) continue;
      if (IsBehind(draft.draft_id, party, request.after_draft_id())) continue;
      if (response.confirmed_size() == most) {
        response.set_more(true);
        return absl::OkStatus();
      }
      const auto status = ConfirmOne(caller, request, basis, runtime, draft, response);
      if (!status.ok()) return status;
    }
  return absl::OkStatus();
}
}  // namespace aor::invoicing
