// From commands to wishes, and what the endpoints share.
#pragma once

#include <string>

#include "libs/eventsourcing/waiting.h"
#include "libs/rpc/wishes.h"
#include "services/invoicing/api/confirming.h"

namespace aor::invoicing {
// A refusal found while reading is told only once the request is known to be new.
rpc::Wish WishFor(const std::string& legal_entity_id, const Confirmable& confirmable);

// A wish that is made of what the read model knows by then.
template <class Request, class ToWish>
auto Reading(eventsourcing::View& view, const Request* request, ToWish to_wish) {
  return [&view, request, to_wish](const rpc::Caller& caller) -> absl::StatusOr<rpc::Wish> {
    if (auto seen = eventsourcing::WaitFor(view, request->consistency_token()); !seen.ok())
      return seen;
    return to_wish(*request, caller, Basis(caller.tenant, view.rows()));
  };
}

template <class Response>
void FillIssued(const eventsourcing::Committed& committed, Response& response) {
  const auto document = IssuedIn(*committed.commit);
  if (!document) return;
  response.set_invoice_id(document->invoice_id());
  response.set_number(document->number());
  response.set_type_code(document->type_code());
  *response.mutable_issue_date() = document->issue_date();
  *response.mutable_payable() = document->payable();
}

// Those of one party whose period has ended by a day, if one is given.
template <class Request>
bool Through(const Request& request, const Draft& draft) {
  return !request.has_through() || draft.period_end <= calendar::FromProto(request.through());
}

// One page of parties of a legal entity, with all their drafts.
template <class Request, class Response>
absl::Status ListDraftsOf(const Request& request, const std::string& party,
                          const std::string& prefix, std::string_view side, const Basis& basis,
                          const eventsourcing::Rows& rows, Response& response) {
  const auto add = [&](std::string_view id) {
    bool any = false;
    for (const auto& draft : DraftsOf(basis, request.legal_entity_id(), std::string(id), side)) {
      if (!Through(request, draft)) continue;
      *response.add_drafts() = ToProto(draft, side);
      any = true;
    }
    return any;
  };
  if (party.empty())
    return rpc::ListPage(rows, prefix, request.page_size(), request.page_token(), add,
                         response.mutable_next_page_token());
  add(party);
  return absl::OkStatus();
}

// Margins are the agency's: clients and suppliers see no cost.
bool SeesCosts(const rpc::Caller& caller);
void HideCosts(v1::InvoiceIssued& document);
}  // namespace aor::invoicing
