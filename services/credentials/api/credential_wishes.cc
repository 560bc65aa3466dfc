#include "libs/eventsourcing/row_key.h"
#include "libs/eventsourcing/waiting.h"
#include "libs/ids/content_digest.h"
#include "libs/ids/uuid.h"
#include "services/credentials/api/wishes.h"
#include "services/credentials/domain/adoption.h"
#include "services/credentials/domain/credential.h"

namespace aor::credentials {
namespace {
using calendar::FromProto;
using eventsourcing::Transaction;
using rpc::Caller;

// On the policies of a scope: a chain of its own.
MaybeWish OnScope(const v1::Scope& scope, adoption::Command command) {
  const std::string stream =
      "policies-" + v1::ScopeKind_Name(scope.scope_kind()) + "-" + scope.scope_id();
  return rpc::Wish{scope.scope_id(), [=](Transaction& transaction) {
                     return eventsourcing::DecideOn<adoption::Adoptions, adoption::Event>(
                         transaction, stream, command);
                   }};
}

using MakeCommand = std::function<credential::Command(absl::Time now)>;
MaybeWish OnCredential(const std::string& holder, const std::string& kind, MakeCommand make) {
  const std::string stream = "credential-" + kind + "-" + holder;
  return rpc::Wish{holder, [=](Transaction& transaction) {
                     return eventsourcing::DecideOn<credential::Credential, credential::Event>(
                         transaction, stream, make(transaction.now()));
                   }};
}

// Of its words and of those of the kinds that it names.
std::string VersionOf(const v1::Policy& policy, const std::vector<v1::CredentialKind>& kinds) {
  std::string words = policy.SerializeAsString();
  for (const auto& kind : kinds) words += kind.SerializeAsString();
  return "sha256:" + ContentDigest(words);
}

absl::Status CheckEvidence(const v1::DepositCredentialRequest& request) {
  if (!request.document_id().empty() && request.digest().empty())
    return rpc::FieldError("digest", "name the document's digest, as `documents` gave it");
  return absl::OkStatus();
}

absl::StatusOr<v1::CredentialDeposited> Deposited(const v1::DepositCredentialRequest& request,
                                                  const std::string& holder, const Caller& caller,
                                                  const Tools& tools) {
  v1::CredentialDeposited facts;
  facts.set_credential_id(IdOf(request, caller.tenant));
  facts.set_holder_id(holder);
  facts.set_kind_id(request.kind_id());
  facts.set_issuer(request.issuer());
  *facts.mutable_valid_from() = request.valid_from();
  if (request.has_valid_to()) *facts.mutable_valid_to() = request.valid_to();
  facts.set_zone(request.zone());
  facts.set_client_id(request.client_id());
  if (!request.digest().empty()) {
    facts.mutable_evidence()->set_document_id(request.document_id());
    facts.mutable_evidence()->set_digest(request.digest());
    facts.mutable_evidence()->set_media_type(request.media_type());
  }
  facts.set_deposited_by(caller.person.value);
  facts.set_on_behalf_of(caller.on_behalf_of);
  if (request.number().empty()) return facts;
  auto number =
      tools.vault.Seal(caller.tenant, holder, NumberPlace(facts.credential_id()), request.number());
  if (!number.ok()) return number.status();
  auto index =
      tools.vault.BlindIndex(caller.tenant, "credential/" + request.kind_id(), request.number());
  if (!index.ok()) return index.status();
  *facts.mutable_number() = *std::move(number);
  facts.set_number_index(*std::move(index));
  return facts;
}
}  // namespace

std::string IdOf(const v1::DepositCredentialRequest& request, const std::string& tenant) {
  return request.credential_id().empty() ? DerivedId(tenant, request.request_id(), "credential")
                                         : request.credential_id();
}

absl::StatusOr<v1::Scope> ScopeOf(const std::string& client, const std::string& programme) {
  v1::Scope scope;
  if (!client.empty() && !programme.empty())
    return rpc::FieldError("programme_id", "name the client or the programme, not both");
  scope.set_scope_kind(!client.empty()      ? v1::SCOPE_KIND_CLIENT
                       : !programme.empty() ? v1::SCOPE_KIND_PROGRAMME
                                            : v1::SCOPE_KIND_AGENCY);
  scope.set_scope_id(!client.empty() ? client : !programme.empty() ? programme : "agency");
  return scope;
}

absl::StatusOr<std::string> HolderNamed(const std::string& worker, const std::string& supplier) {
  if (worker.empty() == supplier.empty())
    return rpc::FieldError("worker_id", "name the worker or the supplier, one of the two");
  return worker.empty() ? supplier : worker;
}

MaybeWish ToWish(const v1::AdoptPolicyRequest& request, const Caller& caller, const Tools& tools) {
  const auto scope = ScopeOf(request.client_id(), request.programme_id());
  if (!scope.ok()) return scope.status();
  const auto from = FromProto(request.effective_from());
  const auto* policy = tools.rules->PolicyOn(request.policy_id(), from);
  if (!policy) policy = tools.rules->PolicyNamed(request.policy_id());
  if (!policy) return rpc::FieldError("policy_id", "name one that ListPolicies shows");
  const auto kinds = tools.rules->KindsOf(*policy, from);
  v1::PolicyAdopted facts;
  *facts.mutable_scope() = *scope;
  facts.set_policy_version(VersionOf(*policy, kinds));
  *facts.mutable_policy() = *policy;
  facts.mutable_kinds()->Add(kinds.begin(), kinds.end());
  *facts.mutable_effective_from() = request.effective_from();
  facts.set_adopted_by(caller.person.value);
  return OnScope(*scope, adoption::Adopt{std::move(facts)});
}

MaybeWish ToWish(const v1::EndAdoptionRequest& request, const Caller& caller, const Tools&) {
  const auto scope = ScopeOf(request.client_id(), request.programme_id());
  if (!scope.ok()) return scope.status();
  v1::AdoptionEnded facts;
  *facts.mutable_scope() = *scope;
  facts.set_policy_id(request.policy_id());
  *facts.mutable_last_day() = request.last_day();
  facts.set_ended_by(caller.person.value);
  return OnScope(*scope, adoption::End{std::move(facts)});
}

MaybeWish ToWish(const v1::DepositCredentialRequest& request, const Caller& caller,
                 const Tools& tools) {
  const auto holder = HolderNamed(request.worker_id(), request.supplier_id());
  if (!holder.ok()) return holder.status();
  if (auto wrong = CheckEvidence(request); !wrong.ok()) return wrong;
  const auto* kind =
      tools.rules->KindOn(request.kind_id(), DayAt(tools.clock.Now(), request.zone()));
  if (!kind) return rpc::FieldError("kind_id", "name one that ListPolicies shows and that holds");
  if (kind->holder() == v1::HOLDER_WORKER && request.worker_id().empty())
    return rpc::FieldError("supplier_id", "leave it out, and name the person in worker_id: " +
                                              kind->title() + " is looked for with the worker");
  if (auto seen = eventsourcing::WaitFor(tools.view, request.consistency_token()); !seen.ok())
    return seen;
  if (const auto stranger = RefuseStranger(request.worker_id(), request.supplier_id(),
                                           caller.tenant, tools.view.rows()))
    return rpc::Wish{*holder, [=](Transaction&) { return stranger; }};
  auto facts = Deposited(request, *holder, caller, tools);
  if (!facts.ok()) return facts.status();
  return OnCredential(*holder, request.kind_id(),
                      [facts = *std::move(facts), kind = *kind](absl::Time now) {
                        return credential::Deposit{facts, kind, DayAt(now, facts.zone())};
                      });
}

MaybeWish ToWish(const v1::AcceptCredentialRequest& request, const Caller& caller,
                 const Tools& tools) {
  const auto* known = tools.rules->KindOn(request.kind_id(), DayAt(tools.clock.Now(), kHouseZone));
  const auto kind = known ? *known : v1::CredentialKind();
  const auto worker =
      tools.view.rows()
          .Get(eventsourcing::RowKey(caller.tenant, "worker-of", request.holder_id()))
          .value_or("");
  return OnCredential(request.holder_id(), request.kind_id(), [=](absl::Time now) {
    return credential::Accept{request.credential_id(), caller.person.value,
                              caller.on_behalf_of,     kind,
                              DayAt(now, kHouseZone),  worker};
  });
}

MaybeWish ToWish(const v1::RejectCredentialRequest& request, const Caller& caller,
                 const Tools& tools) {
  const auto why = tools.vault.Seal(caller.tenant, request.holder_id(),
                                    RejectionPlace(request.credential_id()), request.why());
  if (!why.ok()) return why.status();
  return OnCredential(request.holder_id(), request.kind_id(),
                      [=, by = caller.person.value, why = *why](absl::Time) {
                        return credential::Reject{request.credential_id(), by, why};
                      });
}

MaybeWish ToWish(const v1::RevokeCredentialRequest& request, const Caller& caller,
                 const Tools& tools) {
  const auto why = tools.vault.Seal(caller.tenant, request.holder_id(),
                                    RevocationPlace(request.credential_id()), request.why());
  if (!why.ok()) return why.status();
  return OnCredential(request.holder_id(), request.kind_id(),
                      [=, by = caller.person.value, why = *why](absl::Time) {
                        return credential::Revoke{request.credential_id(), by,
                                                  FromProto(request.effective_from()),
                                                  request.forged(), why};
                      });
}

MaybeWish ToWish(const v1::RequestUpdateRequest& request, const Caller& caller,
                 const Tools& tools) {
  auto why = tools.vault.Seal(caller.tenant, request.holder_id(),
                              UpdatePlace(request.holder_id(), request.kind_id()), request.why());
  if (!why.ok()) return why.status();
  v1::UpdateRequested facts;
  facts.set_holder_id(request.holder_id());
  facts.set_kind_id(request.kind_id());
  *facts.mutable_due_on() = request.due_on();
  facts.set_requested_by(caller.person.value);
  *facts.mutable_reason() = *std::move(why);
  return OnCredential(request.holder_id(), request.kind_id(), [=](absl::Time now) {
    return credential::RequestUpdate{facts, DayAt(now, kHouseZone)};
  });
}
}  // namespace aor::credentials
