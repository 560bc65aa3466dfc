#include "libs/eventsourcing/waiting.h"
#include "libs/ids/uuid.h"
#include "services/credentials/api/facts.h"
#include "services/credentials/api/wishes.h"
#include "services/credentials/domain/gate_override.h"

namespace aor::credentials {
namespace {
using eventsourcing::Transaction;
using rpc::Caller;
using MakeOverride = std::function<gate_override::Command(calendar::Date today)>;

// Of a contract, or of all of a worker's; the same words in each of the three requests.
MaybeWish OnOverride(const auto& request, const Tools& tools, const Caller& caller,
                     MakeOverride make) {
  std::string zone = kHouseZone;
  if (!request.contract_id().empty()) {
    const auto contract = ContractIn(tools.view.rows(), caller.tenant, request.contract_id());
    if (!contract || contract->subject().worker_id() != request.worker_id())
      return rpc::FieldError("contract_id", "name a contract of this worker, or none for all");
    zone = contract->zone();
  }
  const std::string& of =
      request.contract_id().empty() ? request.worker_id() : request.contract_id();
  const std::string stream = "override-" + v1::Gate_Name(request.gate()) + "-" + of;
  return rpc::Wish{request.worker_id(), [=](Transaction& transaction) {
                     return eventsourcing::DecideOn<gate_override::Override, gate_override::Event>(
                         transaction, stream, make(DayAt(transaction.now(), zone)));
                   }};
}
}  // namespace

std::string IdOf(const v1::RequestOverrideRequest& request, const std::string& tenant) {
  return DerivedId(tenant, request.request_id(), "override");
}

MaybeWish ToWish(const v1::RequestOverrideRequest& request, const Caller& caller,
                 const Tools& tools) {
  v1::OverrideRequested facts;
  facts.set_override_id(IdOf(request, caller.tenant));
  facts.set_worker_id(request.worker_id());
  facts.set_contract_id(request.contract_id());
  facts.set_gate(request.gate());
  *facts.mutable_first_day() = request.first_day();
  *facts.mutable_last_day() = request.last_day();
  facts.set_requested_by(caller.person.value);
  facts.set_on_behalf_of(caller.on_behalf_of);
  if (auto seen = eventsourcing::WaitFor(tools.view, request.consistency_token()); !seen.ok())
    return seen;
  if (const auto stranger =
          RefuseStranger(request.worker_id(), "", caller.tenant, tools.view.rows()))
    return rpc::Wish{request.worker_id(), [=](Transaction&) { return stranger; }};
  auto why = tools.vault.Seal(caller.tenant, request.worker_id(),
                              OverridePlace(facts.override_id()), request.why());
  if (!why.ok()) return why.status();
  *facts.mutable_reason() = *std::move(why);
  return OnOverride(request, tools, caller, [=](calendar::Date today) {
    return gate_override::Request{facts, today};
  });
}

MaybeWish ToWish(const v1::GrantOverrideRequest& request, const Caller& caller,
                 const Tools& tools) {
  return OnOverride(request, tools, caller, [=](calendar::Date today) {
    return gate_override::Grant{request.override_id(), caller.person.value, caller.on_behalf_of,
                                "compliance", today};
  });
}

MaybeWish ToWish(const v1::EndOverrideRequest& request, const Caller& caller, const Tools& tools) {
  return OnOverride(request, tools, caller, [=, by = caller.person.value](calendar::Date) {
    return gate_override::End{request.override_id(), by, calendar::FromProto(request.last_day())};
  });
}
}  // namespace aor::credentials
