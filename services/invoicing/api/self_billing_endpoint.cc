#include "aor/invoicing/v1/self_billing_service.grpc.pb.h"
#include "libs/rpc/chosen_ids.h"
#include "services/invoicing/api/endpoints.h"
#include "services/invoicing/api/wishes.h"
#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
using eventsourcing::Committed;
using eventsourcing::Refused;
using eventsourcing::Rows;
using eventsourcing::Transaction;
using rpc::Caller;
using rpc::Context;
using rpc::Reactor;
using rpc::Wish;

Wish ToSupplier(const std::string& entity, const std::string& supplier, supplier::Command command) {
  return rpc::WishFor<supplier::State, supplier::Event, supplier::Command>(
      entity, SupplierStream(entity, supplier), std::move(command));
}

absl::StatusOr<Wish> ToWish(const v1::GrantMandateRequest& request, const Caller&,
                            const Basis& basis) {
  if (!basis.Entity(request.legal_entity_id()))
    return rpc::NotFound("legal entity", request.legal_entity_id());
  if (!basis.Supplier(request.supplier_id()))
    return rpc::NotFound("supplier", request.supplier_id());
  supplier::GrantMandate command{request.supplier_id(),
                                 request.document_digest(),
                                 calendar::FromProto(request.effective_from()),
                                 {},
                                 request.contest_days()};
  if (request.has_effective_to()) command.to = calendar::FromProto(request.effective_to());
  return ToSupplier(request.legal_entity_id(), request.supplier_id(), command);
}

Wish ToWish(const v1::RevokeMandateRequest& request) {
  return ToSupplier(request.legal_entity_id(), request.supplier_id(),
                    supplier::RevokeMandate{request.supplier_id(),
                                            calendar::FromProto(request.effective_from())});
}

absl::StatusOr<Wish> ToWish(const v1::ConfirmSelfBilledInvoiceRequest& request,
                            const Caller& caller, const Basis& basis) {
  const auto name = ParseDraftId(request.draft_id()).value_or(DraftName{});
  const std::string id = rpc::IdOr(request.invoice_id(), caller.tenant, name.legal_entity_id,
                                   request.request_id(), "self-billed-invoice");
  if (auto free = rpc::CheckFree(basis.EntitiesWith(id), name.legal_entity_id, "invoice_id");
      !free.ok())
    return free;
  const ToConfirm wish{request.draft_id(), request.etag(), id, billed::kSupplier, {}, "", {}};
  const auto confirmable = Prepare(basis, wish);
  if (!confirmable.ok()) return confirmable.status();
  return WishFor(name.legal_entity_id, *confirmable);
}

absl::StatusOr<Wish> ToWish(const v1::ContestSelfBilledInvoiceRequest& request,
                            const Caller& caller, const Basis& basis) {
  const auto entity = basis.Entity(request.legal_entity_id());
  if (!entity) return rpc::NotFound("legal entity", request.legal_entity_id());
  return Wish{request.legal_entity_id(),
              [wish = request, by = caller.person.value,
               zone = entity->zone()](Transaction& transaction) -> std::optional<Refused> {
                const std::string stream = InvoiceStream(wish.invoice_id());
                const auto& state = transaction.Fold<invoice::State, invoice::Event>(stream);
                if (!IssuedBy(state, wish.legal_entity_id()) ||
                    state.document->supplier_id() != wish.supplier_id())
                  return RefusedAs(invoice::Refusal::kNotIssued);
                return eventsourcing::DecideOn<invoice::State, invoice::Event, invoice::Command>(
                    transaction, stream, invoice::Contest{by, Today(transaction, zone)});
              }};
}

absl::StatusOr<Wish> ToWish(const v1::SubmitSupplierInvoiceRequest& request, const Caller&,
                            const Basis& basis) {
  const auto contract = basis.Of(request.contract_id());
  if (!contract || contract->contract.supplier_id != request.supplier_id())
    return rpc::NotFound("contract", request.contract_id());
  const auto& currency = contract->contract.currency;
  if (request.net().currency_code() != currency ||
      (request.has_vat() && request.vat().currency_code() != currency))
    return rpc::FieldError("net", "bill in the currency of the contract");
  v1::SupplierInvoiceSubmitted invoice;
  invoice.set_supplier_id(request.supplier_id());
  invoice.set_supplier_invoice_number(request.supplier_invoice_number());
  invoice.set_contract_id(request.contract_id());
  *invoice.mutable_quantity() = request.quantity();
  *invoice.mutable_net() = request.net();
  *invoice.mutable_vat() = request.has_vat() ? request.vat() : money::ToProto(Money{currency, 0});
  *invoice.mutable_days() = request.days();
  *invoice.mutable_issue_date() = request.issue_date();
  invoice.set_legal_entity_id(contract->contract.legal_entity_id);
  return ToSupplier(contract->contract.legal_entity_id, request.supplier_id(),
                    supplier::SubmitInvoice{invoice, basis.ClaimableOf(*contract)});
}

// Its due date follows from its date: with one that is yet to come nobody would pay it.
absl::Status CheckDated(const v1::SubmitSupplierInvoiceRequest& request, const Basis& basis,
                        absl::Time now) {
  const auto contract = basis.Of(request.contract_id());
  const auto entity = contract ? basis.Entity(contract->contract.legal_entity_id) : std::nullopt;
  if (!entity) return absl::OkStatus();
  if (calendar::FromProto(request.issue_date()) <= Today(now, entity->zone()))
    return absl::OkStatus();
  return rpc::FieldError("issue_date", "give the date of the invoice, today at the latest");
}

// What the supplier's invoice claims, to be remembered as billed.
std::vector<v1::BilledTime> Claimed(const ContractBasis& contract,
                                    const v1::SupplierInvoiceSubmitted& invoice) {
  std::set<Date> days;
  for (const auto& day : invoice.days()) days.insert(calendar::FromProto(day));
  std::vector<v1::BilledTime> billed;
  for (const auto& [key, amount] : supplier::ClaimableWork(contract))
    if (days.contains(DueDay(contract.contract, key)))
      billed.push_back(ToProto(contract.contract, key, amount));
  return billed;
}

std::optional<Refused> Accept(Transaction& transaction, const ContractBasis& contract,
                              const v1::SupplierInvoiceSubmitted& invoice,
                              const supplier::AcceptInvoice& command) {
  using eventsourcing::DecideOn;
  const std::string& id = contract.contract.contract_id;
  if (auto refused = DecideOn<supplier::State, supplier::Event, supplier::Command>(
          transaction, SupplierStream(command.legal_entity_id, invoice.supplier_id()), command))
    return refused;
  const auto claimed = Claimed(contract, invoice);
  return DecideOn<billed::State, billed::Event, billed::Command>(
      transaction, BilledStream(id),
      billed::Bill{id, "own-" + command.supplier_invoice_number, std::string(billed::kSupplier),
                   claimed, SettledOf(contract.billed, billed::kSupplier, claimed)});
}

absl::StatusOr<Wish> ToWish(const v1::AcceptSupplierInvoiceRequest& request, const Caller& caller,
                            const Basis& basis, const Rows& rows) {
  const std::string stream = SupplierStream(request.legal_entity_id(), request.supplier_id());
  const auto row = rows.Load<v1::SupplierInvoice>(RowKey(
      caller.tenant, "supplier_invoice_by_number", stream, request.supplier_invoice_number()));
  const auto contract = row ? basis.Of(row->submitted().contract_id()) : std::nullopt;
  if (!contract) return rpc::NotFound("supplier invoice", request.supplier_invoice_number());
  const supplier::AcceptInvoice command{
      request.supplier_invoice_number(), request.legal_entity_id(), basis.ClaimableOf(*contract),
      request.payment_days() == 0 ? kPaymentDays : request.payment_days()};
  return Wish{request.legal_entity_id(), [command, contract = *contract,
                                          invoice = row->submitted()](Transaction& transaction) {
                return Accept(transaction, contract, invoice, command);
              }};
}

template <class Visit>
void ForEachSupplierEvent(const Committed& committed, Visit visit) {
  for (const auto& stream : committed.commit->streams())
    for (const auto& envelope : stream.events())
      if (eventsourcing::Holds<v1::SupplierEvent>(envelope))
        visit(eventsourcing::Decode<v1::SupplierEvent>(envelope));
}

class SelfBillingCalls final : public v1::SelfBillingService::CallbackService {
 public:
  explicit SelfBillingCalls(Tools tools) : tools_(std::move(tools)) {}

  Reactor* GrantMandate(Context* context, const v1::GrantMandateRequest* request,
                        v1::GrantMandateResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, Reading(request));
  }
  Reactor* RevokeMandate(Context* context, const v1::RevokeMandateRequest* request,
                         v1::RevokeMandateResponse* response) override {
    return tools_.edge.Mutate(context, *request, response,
                              [=](const Caller&) { return ToWish(*request); });
  }
  Reactor* ConfirmSelfBilledInvoice(Context* context,
                                    const v1::ConfirmSelfBilledInvoiceRequest* request,
                                    v1::ConfirmSelfBilledInvoiceResponse* response) override {
    return tools_.edge.Mutate(
        context, *request, response, Reading(request),
        [](const Committed& committed, auto& answer) { FillIssued(committed, answer); });
  }
  Reactor* ContestSelfBilledInvoice(Context* context,
                                    const v1::ContestSelfBilledInvoiceRequest* request,
                                    v1::ContestSelfBilledInvoiceResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, Reading(request));
  }
  Reactor* SubmitSupplierInvoice(Context* context, const v1::SubmitSupplierInvoiceRequest* request,
                                 v1::SubmitSupplierInvoiceResponse* response) override {
    return tools_.edge.Mutate(
        context, *request, response,
        invoicing::Reading(tools_.view, request,
                           [this](const auto& wanted, const Caller& caller,
                                  const Basis& basis) -> absl::StatusOr<Wish> {
                             if (auto dated = CheckDated(wanted, basis, tools_.clock.Now());
                                 !dated.ok())
                               return dated;
                             return ToWish(wanted, caller, basis);
                           }),
        [](const Committed& committed, auto& answer) {
          ForEachSupplierEvent(committed, [&](const auto& event) {
            if (!event.has_supplier_invoice_held()) return;
            const auto& held = event.supplier_invoice_held();
            answer.set_held(true);
            answer.set_hold_reason(held.reason());
            *answer.mutable_unmatched_days() = held.unmatched_days();
          });
        });
  }
  Reactor* AcceptSupplierInvoice(Context* context, const v1::AcceptSupplierInvoiceRequest* request,
                                 v1::AcceptSupplierInvoiceResponse* response) override {
    return tools_.edge.Mutate(
        context, *request, response,
        [=, this](const Caller& caller) -> absl::StatusOr<Wish> {
          if (auto seen = eventsourcing::WaitFor(tools_.view, request->consistency_token());
              !seen.ok())
            return seen;
          const Rows& rows = tools_.view.rows();
          return ToWish(*request, caller, Basis(caller.tenant, rows), rows);
        },
        [](const Committed& committed, auto& answer) {
          ForEachSupplierEvent(committed, [&](const auto& event) {
            if (!event.has_supplier_invoice_accepted()) return;
            *answer.mutable_payable() = event.supplier_invoice_accepted().payable();
            *answer.mutable_due_date() = event.supplier_invoice_accepted().due_date();
          });
        });
  }
  Reactor* RejectSupplierInvoice(Context* context, const v1::RejectSupplierInvoiceRequest* request,
                                 v1::RejectSupplierInvoiceResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, [=](const Caller& caller) {
      return ToSupplier(request->legal_entity_id(), request->supplier_id(),
                        supplier::RejectInvoice{request->supplier_invoice_number(),
                                                request->reason(), caller.person.value});
    });
  }
  Reactor* ListSelfBillingDrafts(Context* context, const v1::ListSelfBillingDraftsRequest* request,
                                 v1::ListSelfBillingDraftsResponse* response) override {
    return tools_.edge.Read(
        context, *request, response, tools_.view,
        [=](const Caller& caller, const Rows& rows, auto& answer) {
          const auto status =
              ListDraftsOf(*request, request->supplier_id(),
                           RowPrefix(caller.tenant, "supplier_of", request->legal_entity_id()),
                           billed::kSupplier, Basis(caller.tenant, rows), rows, answer);
          if (!SeesCosts(caller))
            for (auto& draft : *answer.mutable_drafts())
              for (auto& line : *draft.mutable_lines()) line.clear_cost();
          return status;
        });
  }
  Reactor* ListMandates(Context* context, const v1::ListMandatesRequest* request,
                        v1::ListMandatesResponse* response) override {
    return tools_.edge.Read(
        context, *request, response, tools_.view,
        [=](const Caller& caller, const Rows& rows, auto& answer) {
          std::string prefix = RowPrefix(caller.tenant, "mandate", request->legal_entity_id());
          if (!request->supplier_id().empty()) prefix += request->supplier_id() + "/";
          const auto keep = [&](std::string_view bytes) {
            return answer.add_mandates()->ParseFromArray(bytes.data(),
                                                         static_cast<int>(bytes.size()));
          };
          return rpc::ListPage(rows, prefix, request->page_size(), request->page_token(), keep,
                               answer.mutable_next_page_token());
        });
  }
  Reactor* GetSelfBillingDraft(Context* context, const v1::GetSelfBillingDraftRequest* request,
                               v1::GetSelfBillingDraftResponse* response) override {
    return tools_.edge.Read(
        context, *request, response, tools_.view,
        [=](const Caller& caller, const Rows& rows, auto& answer) -> absl::Status {
          const auto draft =
              FindDraft(Basis(caller.tenant, rows), request->draft_id(), billed::kSupplier);
          if (!draft) return rpc::NotFound("draft", request->draft_id());
          auto shown = ToProto(*draft, billed::kSupplier);
          if (!request->supplier_id().empty() && request->supplier_id() != shown.supplier_id())
            return rpc::NotFound("draft", request->draft_id());
          if (!SeesCosts(caller))
            for (auto& line : *shown.mutable_lines()) line.clear_cost();
          *answer.mutable_draft() = std::move(shown);
          return absl::OkStatus();
        });
  }
  Reactor* GetSupplierInvoice(Context* context, const v1::GetSupplierInvoiceRequest* request,
                              v1::GetSupplierInvoiceResponse* response) override {
    return tools_.edge.Read(
        context, *request, response, tools_.view,
        [=](const Caller& caller, const Rows& rows, auto& answer) -> absl::Status {
          const auto row = rows.Load<v1::SupplierInvoice>(
              RowKey(caller.tenant, "supplier_invoice", request->legal_entity_id(),
                     request->supplier_id(), request->supplier_invoice_number()));
          if (!row) return rpc::NotFound("supplier invoice", request->supplier_invoice_number());
          *answer.mutable_supplier_invoice() = *row;
          return absl::OkStatus();
        });
  }
  Reactor* ListSupplierInvoices(Context* context, const v1::ListSupplierInvoicesRequest* request,
                                v1::ListSupplierInvoicesResponse* response) override {
    return tools_.edge.Read(
        context, *request, response, tools_.view,
        [=](const Caller& caller, const Rows& rows, auto& answer) {
          const auto keep = [&](std::string_view bytes) {
            v1::SupplierInvoice row;
            row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
            if (request->state() != v1::SUPPLIER_INVOICE_STATE_UNSPECIFIED &&
                request->state() != row.state())
              return false;
            *answer.add_supplier_invoices() = std::move(row);
            return true;
          };
          std::string prefix =
              RowPrefix(caller.tenant, "supplier_invoice", request->legal_entity_id());
          if (!request->supplier_id().empty()) prefix += request->supplier_id() + "/";
          return rpc::ListPage(rows, prefix, request->page_size(), request->page_token(), keep,
                               answer.mutable_next_page_token());
        });
  }

 private:
  template <class Request>
  std::function<absl::StatusOr<Wish>(const Caller&)> Reading(const Request* request) {
    return invoicing::Reading(tools_.view, request,
                              [](const auto& wanted, const Caller& caller, const Basis& basis) {
                                return ToWish(wanted, caller, basis);
                              });
  }

  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> SelfBillingEndpoint(Tools tools) {
  return std::make_unique<SelfBillingCalls>(std::move(tools));
}
}  // namespace aor::invoicing
