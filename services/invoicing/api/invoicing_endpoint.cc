#include <set>

#include "aor/invoicing/v1/invoicing_service.grpc.pb.h"
#include "libs/operations/run_operations.h"
#include "libs/rpc/chosen_ids.h"
#include "services/invoicing/api/endpoints.h"
#include "services/invoicing/api/invoice_run.h"
#include "services/invoicing/api/month_status.h"
#include "services/invoicing/api/reads.h"
#include "services/invoicing/domain/series.h"

namespace aor::invoicing {
namespace {
using eventsourcing::Committed;
using eventsourcing::Refused;
using eventsourcing::Transaction;
using rpc::Caller;
using rpc::Context;
using rpc::Reactor;
using rpc::Wish;

std::string_view KindName(v1::SeriesKind kind) {
  switch (kind) {
    case v1::SERIES_KIND_CREDIT_NOTE: return SeriesKind(invoice::Kind::kCreditNote);
    case v1::SERIES_KIND_SELF_BILLED: return SeriesKind(invoice::Kind::kSelfBilled);
    case v1::SERIES_KIND_SELF_BILLED_CREDIT: return SeriesKind(invoice::Kind::kSelfBilledCredit);
    default: return SeriesKind(invoice::Kind::kInvoice);
  }
}

// Books are kept for ten years (OR 958f, Code de commerce L123-22): no number comes twice in them.
constexpr int kYearsOfBooks = 10;

// The last number of the entity's other series with this prefix. None may go on after those of
// another kind, nor of a year in which more will come.
std::optional<uint64_t> UsedUpTo(Transaction& transaction, const v1::OpenSeriesRequest& request) {
  const auto last_year = (Today(transaction, "UTC") - 1).year() - 1;
  const auto kind = KindName(request.series_kind());
  std::optional<uint64_t> used;
  for (const auto other : {v1::SERIES_KIND_INVOICE, v1::SERIES_KIND_CREDIT_NOTE})
    for (int year = request.year() - kYearsOfBooks; year <= request.year() + 1; year++) {
      if (KindName(other) == kind && year == request.year()) continue;
      const auto& series = transaction.Fold<series::State, series::Event>(
          series::StreamOf(request.legal_entity_id(), KindName(other), "", year));
      if (!series.open || series.prefix != request.prefix()) continue;
      const bool is_over = KindName(other) == kind && year < request.year() && year <= last_year;
      used = std::max(used.value_or(0), is_over ? series.last_number : UINT64_MAX);
    }
  return used;
}

absl::StatusOr<Wish> ToWish(const v1::OpenSeriesRequest& request) {
  const bool of_supplier = request.series_kind() == v1::SERIES_KIND_SELF_BILLED ||
                           request.series_kind() == v1::SERIES_KIND_SELF_BILLED_CREDIT;
  if (of_supplier == request.supplier_id().empty())
    return rpc::FieldError("supplier_id", "name the supplier of a self-billed series, only then");
  return rpc::WishOf<series::State, series::Event, series::Command>(
      request.legal_entity_id(),
      series::StreamOf(request.legal_entity_id(), KindName(request.series_kind()),
                       request.supplier_id(), request.year()),
      [request](Transaction& transaction) {
        return series::Open{request.prefix(), request.last_number(),
                            UsedUpTo(transaction, request)};
      });
}

absl::StatusOr<Wish> ToWish(const v1::ConfirmInvoiceRequest& request, const Caller& caller,
                            const Basis& basis) {
  if (!request.purchase_order_decision().empty())
    return rpc::FieldError("purchase_order_decision",
                           "leave it empty: finance decides by DecideOnPurchaseOrder, and another "
                           "person confirms");
  const auto name = ParseDraftId(request.draft_id()).value_or(DraftName{});
  const std::string id = rpc::IdOr(request.invoice_id(), caller.tenant, name.legal_entity_id,
                                   request.request_id(), "invoice");
  if (auto free = rpc::CheckFree(basis.EntitiesWith(id), name.legal_entity_id, "invoice_id");
      !free.ok())
    return free;
  const ToConfirm wish{request.draft_id(),
                       request.etag(),
                       id,
                       billed::kClient,
                       {request.manual_lines().begin(), request.manual_lines().end()},
                       request.rounding_policy(),
                       {request.notes().begin(), request.notes().end()},
                       caller.person.value,
                       caller.on_behalf_of};
  const auto confirmable = Prepare(basis, wish);
  if (!confirmable.ok()) return confirmable.status();
  return WishFor(name.legal_entity_id, *confirmable);
}

absl::StatusOr<Wish> ToWish(const v1::DecideOnPurchaseOrderRequest& request, const Caller& caller,
                            const Basis& basis) {
  const auto decidable = PrepareDecision(basis, request, caller);
  if (!decidable.ok()) return decidable.status();
  return Wish{ParseDraftId(request.draft_id())->legal_entity_id,
              [decidable = *decidable,
               draft_id = request.draft_id()](Transaction& transaction) -> std::optional<Refused> {
                if (const auto* refused = std::get_if<Refused>(&decidable)) return *refused;
                return eventsourcing::DecideOn<order_decision::State, order_decision::Event,
                                               order_decision::Command>(
                    transaction, "order-decision-" + draft_id,
                    std::get<order_decision::DecideOnDraft>(decidable));
              }};
}

absl::StatusOr<Wish> ToWish(const v1::IssueCreditNoteRequest& request, const Caller& caller,
                            const Basis& basis) {
  const auto entity = basis.Entity(request.legal_entity_id());
  if (!entity) return rpc::NotFound("legal entity", request.legal_entity_id());
  const std::string id = rpc::IdOr(request.credit_note_id(), caller.tenant,
                                   request.legal_entity_id(), request.request_id(), "credit-note");
  if (auto free =
          rpc::CheckFree(basis.EntitiesWith(id), request.legal_entity_id(), "credit_note_id");
      !free.ok())
    return free;
  Crediting crediting{
      request.legal_entity_id(), request.invoice_id(), id, entity->zone(), request.reason(), {},
      request.bill_again()};
  for (const auto& line : request.lines()) {
    invoice::LineToCredit part{line.line_number(), {}, {}};
    if (line.has_quantity()) part.quantity = money::FromProto(line.quantity());
    if (part.quantity && part.quantity->unscaled <= 0)
      return rpc::FieldError("lines.quantity", "give a quantity above zero, or none for all");
    if (line.has_day()) part.day = calendar::FromProto(line.day());
    crediting.lines.push_back(part);
  }
  return Wish{request.legal_entity_id(), [crediting](Transaction& transaction) {
                return IssueCreditNote(transaction, crediting);
              }};
}

absl::StatusOr<Wish> ToWish(const v1::MarkUnbillableRequest& request, const Caller& caller,
                            const Basis& basis) {
  const auto contract = basis.Of(request.contract_id());
  if (!contract) return rpc::NotFound("contract", request.contract_id());
  std::set<Date> days;
  for (const auto& day : request.days()) days.insert(calendar::FromProto(day));
  billed::MarkUnbillable mark{request.contract_id(),
                              rpc::IdOr("", caller.tenant, contract->contract.legal_entity_id,
                                        request.request_id(), "unbillable"),
                              {},
                              request.reason(),
                              {}};
  for (const auto& [key, amount] : OpenWork(*contract, billed::kClient)) {
    const bool adds = amount.seconds > 0 || amount.quantity.unscaled > 0;
    if (adds && (days.empty() || days.contains(DueDay(contract->contract, key))))
      mark.billed.push_back(ToProto(contract->contract, key, amount));
  }
  mark.basis = SettledOf(contract->billed, billed::kClient, mark.billed);
  return rpc::WishFor<billed::State, billed::Event, billed::Command>(
      contract->contract.legal_entity_id, BilledStream(request.contract_id()), mark);
}

// A run of nobody's drafts would end well, and look like a month without work.
absl::Status CheckParties(const v1::RunInvoicesRequest& request, const Basis& basis) {
  if (!basis.Entity(request.legal_entity_id()))
    return rpc::NotFound("legal entity", request.legal_entity_id());
  if (!request.client_id().empty() && !basis.Client(request.client_id()))
    return rpc::NotFound("client", request.client_id());
  if (!request.supplier_id().empty() && !basis.Supplier(request.supplier_id()))
    return rpc::NotFound("supplier", request.supplier_id());
  return absl::OkStatus();
}

// A second part for one invoice would look like a repetition of the first.
absl::Status CheckAllocations(const v1::AllocatePaymentRequest& request) {
  std::set<std::string> named;
  for (int i = 0; i < request.allocations_size(); i++)
    if (!named.insert(request.allocations(i).invoice_id()).second)
      return rpc::FieldError("allocations[" + std::to_string(i) + "].invoice_id",
                             "name each invoice once, with the sum");
  return absl::OkStatus();
}

// What the bank has not booked yet is no payment. An unknown entity has issued nothing.
absl::Status CheckBooked(const v1::AllocatePaymentRequest& request, const Basis& basis,
                         absl::Time now) {
  const auto entity = basis.Entity(request.legal_entity_id());
  if (!entity) return absl::OkStatus();
  if (Today(now, entity->zone()) < calendar::FromProto(request.booked_on()))
    return rpc::FieldError("booked_on",
                           "give the day on which the bank booked it, today at the "
                           "latest");
  return absl::OkStatus();
}

std::optional<Refused> Allocate(Transaction& transaction,
                                const v1::AllocatePaymentRequest& request) {
  for (const auto& allocation : request.allocations()) {
    const std::string stream = InvoiceStream(allocation.invoice_id());
    const auto& issued = transaction.Fold<invoice::State, invoice::Event>(stream);
    if (!IssuedBy(issued, request.legal_entity_id()))
      return RefusedAs(invoice::Refusal::kNotIssued);
    const bool run_open = !operations::IsClosed(transaction, issued.document->run_id());
    const invoice::AllocatePayment command{money::FromProto(allocation.amount()),
                                           request.payment_reference(),
                                           calendar::FromProto(request.booked_on()), run_open};
    if (auto refused = eventsourcing::DecideOn<invoice::State, invoice::Event, invoice::Command>(
            transaction, stream, command))
      return refused;
  }
  return std::nullopt;
}

class InvoiceCalls final : public v1::InvoicingService::CallbackService {
 public:
  explicit InvoiceCalls(Tools tools) : tools_(std::move(tools)) {}

  Reactor* OpenSeries(Context* context, const v1::OpenSeriesRequest* request,
                      v1::OpenSeriesResponse* response) override {
    return tools_.edge.Mutate(context, *request, response,
                              [=](const Caller&) { return ToWish(*request); });
  }
  Reactor* ConfirmInvoice(Context* context, const v1::ConfirmInvoiceRequest* request,
                          v1::ConfirmInvoiceResponse* response) override {
    return tools_.edge.Mutate(
        context, *request, response, Reading(request),
        [](const Committed& committed, auto& answer) { FillIssued(committed, answer); });
  }
  Reactor* DecideOnPurchaseOrder(Context* context, const v1::DecideOnPurchaseOrderRequest* request,
                                 v1::DecideOnPurchaseOrderResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, Reading(request));
  }
  Reactor* RunInvoices(Context* context, const v1::RunInvoicesRequest* request,
                       google::longrunning::Operation* response) override {
    return tools_.edge.Mutate(
        context, *request, response,
        [=, this](const Caller& caller) -> absl::StatusOr<Wish> {
          if (auto seen = eventsourcing::WaitFor(tools_.view, request->consistency_token());
              !seen.ok())
            return seen;
          const Basis basis(caller.tenant, tools_.view.rows());
          if (auto known = CheckParties(*request, basis); !known.ok()) return known;
          return operations::OpenRun(caller, RunWanted(*request, caller.tenant, tools_.view),
                                     request->request_id());
        },
        [](const Committed& committed, auto& answer) {
          operations::FillOpened("invoicing", committed, answer);
        });
  }
  Reactor* IssueCreditNote(Context* context, const v1::IssueCreditNoteRequest* request,
                           v1::IssueCreditNoteResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, Reading(request),
                              [](const Committed& committed, auto& answer) {
                                const auto note = IssuedIn(*committed.commit);
                                if (!note) return;
                                answer.set_credit_note_id(note->invoice_id());
                                answer.set_number(note->number());
                                *answer.mutable_payable() = note->payable();
                              });
  }
  Reactor* MarkUnbillable(Context* context, const v1::MarkUnbillableRequest* request,
                          v1::MarkUnbillableResponse* response) override {
    return tools_.edge.Mutate(context, *request, response, Reading(request));
  }
  Reactor* AllocatePayment(Context* context, const v1::AllocatePaymentRequest* request,
                           v1::AllocatePaymentResponse* response) override {
    return tools_.edge.Mutate(
        context, *request, response, [=, this](const Caller& caller) -> absl::StatusOr<Wish> {
          if (auto status = CheckAllocations(*request); !status.ok()) return status;
          const Basis basis(caller.tenant, tools_.view.rows());
          if (auto status = CheckBooked(*request, basis, tools_.clock.Now()); !status.ok())
            return status;
          return Wish{request->legal_entity_id(), [wish = *request](Transaction& transaction) {
                        return Allocate(transaction, wish);
                      }};
        });
  }

  Reactor* ListDrafts(Context* context, const v1::ListDraftsRequest* request,
                      v1::ListDraftsResponse* response) override {
    return Read(context, request, response);
  }
  Reactor* ListSeries(Context* context, const v1::ListSeriesRequest* request,
                      v1::ListSeriesResponse* response) override {
    return Read(context, request, response);
  }
  Reactor* ListUnbillableMarks(Context* context, const v1::ListUnbillableMarksRequest* request,
                               v1::ListUnbillableMarksResponse* response) override {
    return Read(context, request, response);
  }
  Reactor* GetDraft(Context* context, const v1::GetDraftRequest* request,
                    v1::GetDraftResponse* response) override {
    return Read(context, request, response);
  }
  Reactor* GetInvoice(Context* context, const v1::GetInvoiceRequest* request,
                      v1::GetInvoiceResponse* response) override {
    return Read(context, request, response);
  }
  Reactor* ListInvoices(Context* context, const v1::ListInvoicesRequest* request,
                        v1::ListInvoicesResponse* response) override {
    return Read(context, request, response);
  }
  Reactor* ListOpenItems(Context* context, const v1::ListOpenItemsRequest* request,
                         v1::ListOpenItemsResponse* response) override {
    return Read(context, request, response);
  }
  Reactor* GetMonthStatus(Context* context, const v1::GetMonthStatusRequest* request,
                          v1::GetMonthStatusResponse* response) override {
    return tools_.edge.Read(context, *request, response, tools_.view,
                            [=, this](const Caller& caller, const Rows& rows, auto& answer) {
                              const calendar::Instant now{
                                  std::chrono::seconds{absl::ToUnixSeconds(tools_.clock.Now())}};
                              return Answer(caller, *request, rows, now, answer);
                            });
  }
  Reactor* GetMargins(Context* context, const v1::GetMarginsRequest* request,
                      v1::GetMarginsResponse* response) override {
    return Read(context, request, response);
  }
  Reactor* GetHistory(Context* context, const v1::GetHistoryRequest* request,
                      v1::GetHistoryResponse* response) override {
    return Read(context, request, response);
  }

 private:
  template <class Request, class Response>
  Reactor* Read(Context* context, const Request* request, Response* response) {
    return tools_.edge.Read(context, *request, response, tools_.view,
                            [=](const Caller& caller, const Rows& rows, Response& answer) {
                              return Answer(caller, *request, rows, answer);
                            });
  }
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

std::unique_ptr<grpc::Service> InvoicingEndpoint(Tools tools) {
  return std::make_unique<InvoiceCalls>(std::move(tools));
}
}  // namespace aor::invoicing
