#include "libs/rpc/errors.h"
#include "services/credentials/api/reads.h"
#include "services/credentials/api/wishes.h"
#include "services/credentials/projections/credentials_view.h"

namespace aor::credentials {
namespace {
using eventsourcing::ParsedRow;
using eventsourcing::RowPrefix;
using eventsourcing::Rows;
using rpc::Caller;

// CH is about CH-GE too, and CH-GE is asked about by CH.
bool IsOf(const std::string& wanted, const std::string& is) {
  return wanted.empty() || is.empty() || wanted == is || wanted.starts_with(is + "-") ||
         is.starts_with(wanted + "-");
}

// Who may read what is sealed of a holder.
bool Opens(const Caller& caller, const std::string& holder) {
  return MayReadWhy(caller) || caller.ActsFor("worker", holder) ||
         caller.ActsFor("supplier", holder);
}

v1::ShownCredential Shown(v1::CredentialFact fact, const Caller& caller,
                          const vault::Vault& vault) {
  const auto& deposited = fact.deposited();
  const std::string& id = deposited.credential_id();
  v1::ShownCredential shown;
  if (Opens(caller, deposited.holder_id())) {
    shown.set_number(Opened(vault, caller.tenant, NumberPlace(id), deposited.number()));
    shown.set_rejected_because(
        Opened(vault, caller.tenant, RejectionPlace(id), fact.rejected().reason()));
    if (!fact.revocations().empty())
      shown.set_revoked_because(Opened(vault, caller.tenant, RevocationPlace(id),
                                       fact.revocations().rbegin()->revoked().reason()));
  }
  *shown.mutable_fact() = std::move(fact);
  return shown;
}

void AddUpdates(const std::string& holder, const Caller& caller, const Rows& rows,
                const vault::Vault& vault, v1::ListCredentialsResponse& response) {
  rows.Scan(RowPrefix(caller.tenant, "update", holder), "",
            [&](std::string_view, std::string_view value) {
              auto fact = ParsedRow<v1::UpdateFact>(value);
              if (fact.has_answered_at()) return true;
              auto& update = *response.add_updates();
              if (Opens(caller, holder))
                update.set_because(Opened(vault, caller.tenant,
                                          UpdatePlace(holder, fact.requested().kind_id()),
                                          fact.requested().reason()));
              *update.mutable_fact() = std::move(fact);
              return true;
            });
}
}  // namespace

bool MayReadWhy(const Caller& caller) {
  return caller.Has("consultant") || caller.Has("compliance");
}

absl::Status List(const v1::ListPoliciesRequest& request, const RuleBook& rules,
                  v1::ListPoliciesResponse& response) {
  for (const auto& policy : rules.rules().policies())
    if (IsOf(request.jurisdiction(), policy.jurisdiction())) *response.add_policies() = policy;
  *response.mutable_kinds() = rules.rules().kinds();
  return absl::OkStatus();
}

absl::Status List(const v1::ListAdoptionsRequest& request, const Caller& caller, const Rows& rows,
                  v1::ListAdoptionsResponse& response) {
  const auto scope = ScopeOf(request.client_id(), request.programme_id());
  if (!scope.ok()) return scope.status();
  auto adopted =
      rows.Load<v1::AdoptionFacts>(ScopeKey(caller.tenant, scope->scope_kind(), scope->scope_id()));
  if (adopted) response.mutable_adoptions()->Swap(adopted->mutable_facts());
  return absl::OkStatus();
}

absl::Status List(const v1::ListCredentialsRequest& request, const Caller& caller, const Rows& rows,
                  const vault::Vault& vault, v1::ListCredentialsResponse& response) {
  const auto holder = HolderNamed(request.worker_id(), request.supplier_id());
  if (!holder.ok()) return holder.status();
  if (request.page_token().empty()) AddUpdates(*holder, caller, rows, vault, response);
  const auto visit = [&](std::string_view value) {
    *response.add_credentials() = Shown(ParsedRow<v1::CredentialFact>(value), caller, vault);
    return true;
  };
  return rpc::ListPage(rows, RowPrefix(caller.tenant, "credential", *holder), request.page_size(),
                       request.page_token(), visit, response.mutable_next_page_token());
}

absl::Status List(const v1::ListOverridesRequest& request, const Caller& caller, const Rows& rows,
                  const vault::Vault& vault, v1::ListOverridesResponse& response) {
  const std::string prefix = request.worker_id().empty()
                                 ? RowPrefix(caller.tenant, "override")
                                 : RowPrefix(caller.tenant, "override", request.worker_id());
  const auto visit = [&](std::string_view value) {
    auto fact = ParsedRow<v1::OverrideFact>(value);
    auto& shown = *response.add_overrides();
    const auto& asked = fact.requested();
    if (MayReadWhy(caller))
      shown.set_because(
          Opened(vault, caller.tenant, OverridePlace(asked.override_id()), asked.reason()));
    *shown.mutable_fact() = std::move(fact);
    return true;
  };
  return rpc::ListPage(rows, prefix, request.page_size(), request.page_token(), visit,
                       response.mutable_next_page_token());
}
}  // namespace aor::credentials
