// Part payments and loans.
#include <absl/strings/str_join.h>

#include <algorithm>

#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/rpc/chosen_ids.h"
#include "services/payroll/api/endpoint.h"
#include "services/payroll/api/settlement.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using advances::Advances;
using eventsourcing::Committed;
using rpc::Caller;

// Above it a second person confirms a loan: above nothing, in money of which the rules say nothing.
money::Money LentAlone(const v1::LoanTerms& terms, const std::string& currency) {
  const auto alone = money::FromProto(terms.alone_up_to());
  return alone.currency == currency ? alone : money::Money{currency, 0};
}

// The payable of an advance has its id: no two workers' have the same one.
absl::Status CheckAdvanceId(const eventsourcing::Rows& rows, const std::string& tenant,
                            const std::string& legal_entity, const std::string& id) {
  if (advances::IsCarriedForward(id))
    return rpc::FieldError("advance_id",
                           "ids that begin with debt- or opening- are of debts that are carried "
                           "forward: choose another, or leave it out.");
  return rpc::CheckFree(EntitiesWith(rows, RowPrefix(tenant, "advance-entity", id)), legal_entity,
                        "advance_id");
}

// That a commit granted or asked for; the given one where nothing was left to decide.
std::string AdvanceIn(const Committed& committed, const std::string& given) {
  for (const auto& stream : committed.commit->streams())
    for (const auto& envelope : stream.events()) {
      if (!eventsourcing::Holds<v1::AdvanceEvent>(envelope)) continue;
      const auto event = eventsourcing::Decode<v1::AdvanceEvent>(envelope);
      if (event.has_part_payment_granted()) return event.part_payment_granted().advance_id();
      if (event.has_loan_granted()) return event.loan_granted().advance_id();
      if (event.has_loan_requested()) return event.loan_requested().advance_id();
    }
  return given;
}

std::optional<Refused> Naming(const std::set<std::string>& missing,
                              std::optional<Refused> refused) {
  if (refused && refused->name == Name(advances::Refusal::kNotPayable))
    refused->sentence += " Missing: " + absl::StrJoin(missing, ", ") + ".";
  return refused;
}

bool Waits(Transaction& transaction, const PersonId& worker, const std::string& id) {
  const auto& advances = transaction.Fold<Advances, advances::Event>("advances-" + worker.value);
  return advances.by_id.at(id).requested;
}

// Grants or confirms, and pays out what stands then.
template <class Command>
std::optional<Refused> Grant(Transaction& transaction, const Command& command,
                             const v1::Purpose& purpose, calendar::Date today) {
  if (auto refused = DecideOnAdvance(transaction, command.worker, command)) return refused;
  if (Waits(transaction, command.worker, command.id)) return std::nullopt;
  const auto& advances =
      transaction.Fold<Advances, advances::Event>("advances-" + command.worker.value);
  const auto amount = advances.by_id.at(command.id).amount;
  return RecordPayable(transaction, AdvancePayable(command.id, command.worker, command.legal_entity,
                                                   amount, purpose, today));
}

// Did the commit decide on what is paid out, this time or before?
bool PaysOut(const std::string& advance, const Committed& committed) {
  const auto payable = "payable-" + PayableOfAdvance(advance);
  return std::ranges::any_of(committed.commit->streams(),
                             [&](const auto& stream) { return stream.name() == payable; });
}
}  // namespace

rpc::Reactor* Endpoint::GrantPartPayment(Context* context,
                                         const v1::GrantPartPaymentRequest* request,
                                         v1::GrantPartPaymentResponse* response) {
  return tools_.edge.Mutate<v1::GrantPartPaymentRequest, v1::GrantPartPaymentResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        if (auto status = eventsourcing::WaitFor(tools_.view, request->consistency_token());
            !status.ok())
          return status;
        const auto sketch = desk_.Draw(tools_.view.rows(), caller.tenant, request->contract_id(),
                                       request->period());
        if (!sketch.ok()) return sketch.status();
        const auto& contract = sketch->contract;
        if (request->amount().currency_code() != contract.currency)
          return rpc::FieldError("amount.currency_code", "Pay in " + contract.currency + ".");
        const std::string& entity = contract.legal_entity.value;
        const std::string id = rpc::IdOr(request->advance_id(), caller.tenant, entity,
                                         request->request_id(), "advance");
        if (auto free = CheckAdvanceId(tools_.view.rows(), caller.tenant, entity, id); !free.ok())
          return free;
        const advances::GrantPartPayment command{id,
                                                 contract.worker,
                                                 contract.legal_entity,
                                                 contract.id,
                                                 money::FromProto(request->amount()),
                                                 NetBeforeRecoveries(sketch->draft),
                                                 std::max(1u, request->recovery_slips()),
                                                 caller.person,
                                                 caller.on_behalf_of,
                                                 sketch->draft.missing};
        const auto today = TodayOf(tools_, caller.tenant, entity);
        const auto purpose = payable::For("PART_PAYMENT", request->period());
        return rpc::Wish{
            entity, [=, sketch = *sketch](Transaction& transaction) -> std::optional<Refused> {
              if (IsStale(transaction, sketch)) return DraftChanged();
              return Naming(command.missing, Grant(transaction, command, purpose, today));
            }};
      },
      [request](const Committed& committed, v1::GrantPartPaymentResponse& answer) {
        answer.set_advance_id(AdvanceIn(committed, request->advance_id()));
        answer.set_payable_id(PayableOfAdvance(answer.advance_id()));
      });
}

rpc::Reactor* Endpoint::GrantLoan(Context* context, const v1::GrantLoanRequest* request,
                                  v1::GrantLoanResponse* response) {
  return tools_.edge.Mutate<v1::GrantLoanRequest, v1::GrantLoanResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        if (auto status = eventsourcing::WaitFor(tools_.view, request->consistency_token());
            !status.ok())
          return status;
        const auto amount = money::FromProto(request->amount());
        const auto& rows = tools_.view.rows();
        const auto& entity_id = request->legal_entity_id();
        const auto entity = rows.Load<v1::EntityRow>(RowKey(caller.tenant, "entity", entity_id));
        if (!entity) return rpc::NotFound("legal entity", entity_id);
        if (!rows.Get(RowKey(caller.tenant, "person", request->worker_id())))
          return rpc::NotFound("worker", request->worker_id());
        if (amount.currency != entity->currency_code())
          return rpc::FieldError("amount.currency_code",
                                 "Lend in " + entity->currency_code() + ".");
        const std::string id = rpc::IdOr(request->advance_id(), caller.tenant, entity_id,
                                         request->request_id(), "advance");
        if (auto free = CheckAdvanceId(rows, caller.tenant, entity_id, id); !free.ok()) return free;
        const auto today = TodayOf(tools_, caller.tenant, entity_id);
        const auto& terms = tools_.books->LoansIn(amount.currency, today);
        const advances::GrantLoan command{id,
                                          PersonId{request->worker_id()},
                                          LegalEntityId{request->legal_entity_id()},
                                          amount,
                                          request->has_cap_percent()
                                              ? money::FromProto(request->cap_percent())
                                              : money::FromProto(terms.cap_percent()),
                                          LentAlone(terms, amount.currency),
                                          caller.person,
                                          caller.on_behalf_of};
        return rpc::Wish{request->legal_entity_id(), [=](Transaction& transaction) {
                           return Grant(transaction, command, payable::For("LOAN", ""), today);
                         }};
      },
      [request](const Committed& committed, v1::GrantLoanResponse& answer) {
        answer.set_advance_id(AdvanceIn(committed, request->advance_id()));
        answer.set_waits_for_confirmation(!PaysOut(answer.advance_id(), committed));
      });
}

rpc::Reactor* Endpoint::ConfirmLoan(Context* context, const v1::ConfirmLoanRequest* request,
                                    v1::ConfirmLoanResponse* response) {
  return tools_.edge.Mutate<v1::ConfirmLoanRequest, v1::ConfirmLoanResponse>(
      context, *request, response,
      [this, request](const Caller& caller) -> absl::StatusOr<rpc::Wish> {
        const advances::ConfirmLoan command{request->advance_id(), PersonId{request->worker_id()},
                                            LegalEntityId{request->legal_entity_id()},
                                            caller.person, caller.on_behalf_of};
        const auto today = TodayOf(tools_, caller.tenant, request->legal_entity_id());
        return rpc::Wish{request->legal_entity_id(), [=](Transaction& transaction) {
                           return Grant(transaction, command, payable::For("LOAN", ""), today);
                         }};
      });
}
}  // namespace aor::payroll
