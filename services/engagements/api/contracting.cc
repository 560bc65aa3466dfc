#include "services/engagements/api/contracting.h"

#include <algorithm>

namespace aor::engagements {
namespace {
using calendar::Date;
using credentials::v1::Subject;
using eventsourcing::Transaction;
constexpr size_t kKindPrefix = std::string_view("ENGAGEMENT_KIND_").size();

// What stands on the client's chain now: no view has to catch up first. Nothing is decided.
absl::Status Look(const auto& request, const rpc::Caller& caller, const Tools& tools,
                  const std::function<void(Transaction&)>& look) {
  if (!tools.runtime.DecidesOn(caller.tenant, request.client_id())) return absl::OkStatus();
  eventsourcing::Request wanted;
  wanted.tenant = caller.tenant;
  wanted.key = request.client_id();
  wanted.method = "aor.engagements.v1.LookBeforeTheGate";
  wanted.request_id = wanted.body = request.request_id();
  wanted.actor = caller.person.value;
  wanted.validate_only = true;
  wanted.is_forwarded = true;
  const auto looked = tools.runtime.ExecuteAndWait(wanted, [&](Transaction& transaction) {
    look(transaction);
    return std::optional<eventsourcing::Refused>();
  });
  return looked.status();
}

Subject SubjectOf(const v1::ContractConcluded& facts) {
  Subject subject;
  subject.set_contract_id(facts.contract_id());
  subject.set_worker_id(facts.worker_id());
  subject.set_supplier_id(facts.supplier_id());
  subject.set_client_id(facts.client_id());
  subject.set_engagement_kind(v1::EngagementKind_Name(facts.engagement_kind()).substr(kKindPrefix));
  subject.set_jurisdiction(facts.jurisdiction());
  subject.set_role(facts.title());
  return subject;
}

// The rules name what is missing of these; who is asked about nobody has nothing to say.
bool IsDescribed(const v1::ContractConcluded& facts) {
  return !facts.worker_id().empty() && !facts.jurisdiction().empty() &&
         facts.engagement_kind() != v1::ENGAGEMENT_KIND_UNSPECIFIED;
}

// What is agreed late is held against the papers of today.
absl::StatusOr<Gate> AskFor(const v1::ContractConcluded& facts, Date first,
                            const std::string& token, const rpc::Caller& caller,
                            const Tools& tools) {
  return tools.gates->Ask(credentials::v1::GATE_CONTRACTING, caller.tenant, SubjectOf(facts),
                          std::max(first, Today(tools.clock.Now())), token);
}

// A client's contract that fits, as it stands. Nothing where the rules will say why.
absl::StatusOr<std::optional<Contract>> Running(const auto& request, const rpc::Caller& caller,
                                                const Tools& tools,
                                                const std::function<bool(const Contract&)>& fits) {
  std::optional<Contract> runs;
  const auto looked = Look(request, caller, tools, [&](Transaction& transaction) {
    const auto& known =
        transaction.Fold<Contract, ContractEvent>(ContractStream(request.contract_id()));
    if (known.concluded && known.facts.client_id() == request.client_id() && fits(known))
      runs = known;
  });
  if (!looked.ok()) return looked;
  return runs;
}
}  // namespace

absl::StatusOr<Gate> AskToConclude(const v1::ContractConcluded& facts,
                                   const v1::ConcludeContractRequest& request,
                                   const rpc::Caller& caller, const Tools& tools) {
  v1::ContractConcluded wanted = facts;
  bool to_decide = false;
  const auto looked = Look(request, caller, tools, [&](Transaction& transaction) {
    const auto& quote = transaction.Fold<Quote, QuoteEvent>(QuoteStream(facts.quote_id()));
    const auto& known =
        transaction.Fold<Contract, ContractEvent>(ContractStream(facts.contract_id()));
    to_decide = !known.concluded && quote.status == QuoteStatus::kAccepted;
    if (wanted.engagement_kind() == v1::ENGAGEMENT_KIND_UNSPECIFIED)
      wanted.set_engagement_kind(quote.drawn_up.engagement_kind());
    if (wanted.title().empty()) wanted.set_title(quote.drawn_up.title());
  });
  if (!looked.ok()) return looked;
  if (!to_decide || !IsDescribed(wanted)) return Gate{};
  return AskFor(wanted, calendar::FromProto(wanted.start()), request.consistency_token(), caller,
                tools);
}

absl::StatusOr<Gate> AskToExtend(const v1::ExtendContractRequest& request,
                                 const rpc::Caller& caller, const Tools& tools) {
  const auto runs = Running(request, caller, tools, [&](const Contract& known) {
    return known.end && *known.end < calendar::FromProto(request.end());
  });
  if (!runs.ok()) return runs.status();
  if (!*runs) return Gate{};
  return AskFor((*runs)->facts, *(*runs)->end + 1, request.consistency_token(), caller, tools);
}

// Of that very day: what was shown since may be about it, too.
absl::StatusOr<Gate> AskToStart(const v1::RecordStartRequest& request, const rpc::Caller& caller,
                                const Tools& tools) {
  const Date day = calendar::FromProto(request.started_on());
  const auto runs =
      Running(request, caller, tools, [&](const Contract& known) { return known.started != day; });
  if (!runs.ok()) return runs.status();
  if (!*runs) return Gate{};
  return tools.gates->Ask(credentials::v1::GATE_STARTING, caller.tenant, SubjectOf((*runs)->facts),
                          day, request.consistency_token());
}
}  // namespace aor::engagements
