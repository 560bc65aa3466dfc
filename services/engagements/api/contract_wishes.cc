#include "services/engagements/api/contract_wishes.h"

#include <set>

#include "libs/eventsourcing/waiting.h"
#include "libs/ids/uuid.h"
#include "libs/rpc/errors.h"
#include "services/engagements/api/contracting.h"
#include "services/engagements/domain/papers.h"
#include "services/engagements/domain/terms.h"
#include "services/engagements/projections/engagements_view.h"
#include "services/engagements/projections/places_view.h"

namespace aor::engagements {
namespace {
using directory::v1::PurchaseOrderPlaced;
using eventsourcing::Refused;
using eventsourcing::Transaction;
constexpr absl::Duration kPlacesWait = absl::Seconds(2);

calendar::Date DayAt(absl::Time now, const std::string& zone) {
  return calendar::DayAt(calendar::Instant(std::chrono::seconds(absl::ToUnixSeconds(now))), zone);
}

std::optional<Refused> Refuse(Reason reason) {
  return Refused{std::string(Name(reason)), std::string(Sentence(reason))};
}

// Another client's contract does not exist on this client's chain, whatever its id.
std::optional<Refused> DecideOnContract(Transaction& transaction, const std::string& client,
                                        const std::string& contract_id,
                                        const ContractCommand& command) {
  const std::string stream = ContractStream(contract_id);
  const Contract& contract = transaction.Fold<Contract, ContractEvent>(stream);
  if (contract.concluded && contract.facts.client_id() != client)
    return Refuse(Reason::kContractUnknown);
  return eventsourcing::DecideOn<Contract, ContractEvent, ContractCommand>(transaction, stream,
                                                                           command);
}

v1::ContractConcluded FactsOf(const v1::ConcludeContractRequest& request, const std::string& id) {
  v1::ContractConcluded facts;
  facts.set_contract_id(id);
  facts.set_quote_id(request.quote_id());
  facts.set_engagement_kind(request.engagement_kind());
  facts.set_worker_id(request.worker_id());
  facts.set_supplier_id(request.supplier_id());
  facts.set_client_id(request.client_id());
  facts.set_legal_entity_id(request.legal_entity_id());
  facts.set_site_id(request.site_id());
  facts.set_title(request.title());
  *facts.mutable_start() = request.start();
  if (request.has_end()) *facts.mutable_end() = request.end();
  if (request.has_terms()) *facts.mutable_terms() = request.terms();
  facts.set_purchase_order(request.purchase_order());
  facts.set_cost_centre(request.cost_centre());
  facts.set_reason_for_use(request.reason_for_use());
  if (request.has_clauses()) *facts.mutable_clauses() = request.clauses();
  return facts;
}

// Where the work is, and from which country it is lent: as the directory says. What the law forbids
// between two places would not bind who could state others.
std::string LookUpPlaces(const std::string& tenant, const Tools& tools,
                         v1::ContractConcluded& facts) {
  const auto& rows = tools.places.rows();
  if (const auto site = rows.Load<directory::v1::SiteOpened>(
          SiteRow(tenant, facts.client_id(), facts.site_id()))) {
    facts.set_zone(site->zone());
    facts.set_jurisdiction(site->jurisdiction());
  }
  const auto entity =
      rows.Load<directory::v1::LegalEntityRegistered>(EntityRow(tenant, facts.legal_entity_id()));
  return entity ? entity->address().country_code() : "";
}

// Who employs and who works, as the directory says.
struct Parties {
  std::string employer_currency;
  bool worker_known = false;
};
Parties LookUpParties(const std::string& tenant, const Tools& tools,
                      const v1::ContractConcluded& facts) {
  const auto& rows = tools.places.rows();
  const auto entity =
      rows.Load<directory::v1::LegalEntityRegistered>(EntityRow(tenant, facts.legal_entity_id()));
  return {entity ? entity->currency_code() : "",
          rows.Get(RegisteredRow(tenant, facts.worker_id())).has_value()};
}

// By purchase order: the one of the contract's own order, or else those of the client's orders,
// each once, up to the one that is asked for.
std::map<std::string, std::string> CostCentresOf(const v1::ContractConcluded& facts,
                                                 const std::string& tenant, const Tools& tools) {
  const std::string& wanted = facts.cost_centre();
  const std::string orders = OrdersOfClient(tenant, facts.client_id());
  if (wanted.empty()) return {};
  if (const auto own =
          tools.places.rows().Load<PurchaseOrderPlaced>(orders + facts.purchase_order());
      own && !own->cost_centre().empty())
    return {{own->number(), own->cost_centre()}};
  std::map<std::string, std::string> cost_centres;
  std::set<std::string> seen;
  tools.places.rows().Scan(orders, "", [&](std::string_view, std::string_view bytes) {
    PurchaseOrderPlaced order;
    order.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    if (!order.cost_centre().empty() && seen.insert(order.cost_centre()).second)
      cost_centres[order.number()] = order.cost_centre();
    return order.cost_centre() != wanted;
  });
  return cost_centres;
}

absl::Status CheckStated(const v1::ConcludeContractRequest& request,
                         const v1::ContractConcluded& facts, const std::string& country) {
  std::vector<rpc::FieldViolation> violations;
  const auto check = [&](const char* field, const std::string& stated, const std::string& is) {
    if (!stated.empty() && !is.empty() && stated != is)
      violations.push_back(
          {field, "the directory says " + is + ": leave it out, or correct it there"});
  };
  check("zone", request.zone(), facts.zone());
  check("jurisdiction", request.jurisdiction(), facts.jurisdiction());
  check("employer_country", request.employer_country(), country);
  return rpc::FieldErrors(violations);
}

ConcludeContract CommandOf(v1::ContractConcluded facts, const std::string& country,
                           const RuleSet& rules, Transaction& transaction) {
  ConcludeContract command;
  command.quote = transaction.Fold<Quote, QuoteEvent>(QuoteStream(facts.quote_id()));
  const auto& drawn_up = command.quote.drawn_up;
  if (facts.engagement_kind() == v1::ENGAGEMENT_KIND_UNSPECIFIED)
    facts.set_engagement_kind(drawn_up.engagement_kind());
  if (facts.title().empty()) facts.set_title(drawn_up.title());
  const calendar::Date today = Today(transaction.now());
  const calendar::Date start = calendar::FromProto(facts.start());
  Question question = QuestionOf(command.quote.price, today);
  question.jurisdiction = facts.jurisdiction();
  question.work_date = start;
  command.basis = FindBasis(rules, question);
  command.limit = FindLimit(rules, facts.jurisdiction(), facts.engagement_kind(), start, today);
  command.employer_country = country;
  command.zone_known = !facts.zone().empty() && calendar::IsZone(facts.zone());
  command.wanted = std::move(facts);
  return command;
}

// Each client has its own chain, and everybody after this knows contracts by tenant and id alone.
absl::Status CheckFree(const std::string& tenant, const v1::ContractConcluded& facts,
                       const Tools& tools) {
  const auto known = tools.view.rows().Load<v1::Contract>(ContractRow(tenant, facts.contract_id()));
  if (!known || known->concluded().client_id() == facts.client_id()) return absl::OkStatus();
  return rpc::FieldError("contract_id",
                         "another client's contract has this id: choose another, or leave it out");
}

absl::Status CheckTermsOf(const v1::ConcludeContractRequest& request, const RuleSet& rules) {
  std::vector<rpc::FieldViolation> violations;
  for (const auto& wrong : CheckTerms(request.terms(), TimeRulesOf(rules)))
    violations.push_back({"terms." + wrong.field, wrong.what_to_do});
  return rpc::FieldErrors(violations);
}

// Which papers a caller without an office may sign: the worker's or the client's own.
std::optional<Reason> RefuseSigner(const v1::SignPaperRequest& request, const rpc::Caller& caller,
                                   const Contract& contract) {
  if (caller.Has("consultant") || caller.Has("service")) return std::nullopt;
  const bool works = caller.ActsFor("worker", contract.facts.worker_id()) &&
                     IsOfWorker(request.contract_id(), request.paper_id());
  const bool hires = caller.ActsFor("client", contract.facts.client_id()) &&
                     IsOfClient(request.contract_id(), request.paper_id());
  if (works || hires) return std::nullopt;
  return contract.concluded ? Reason::kPaperUnknown : Reason::kContractUnknown;
}
}  // namespace

std::string IdOf(const v1::ConcludeContractRequest& request, const std::string& tenant) {
  return request.contract_id().empty() ? DerivedId(tenant, request.request_id(), "contract")
                                       : request.contract_id();
}

absl::StatusOr<rpc::Wish> ToWish(const v1::ConcludeContractRequest& request,
                                 const rpc::Caller& caller, const Tools& tools) {
  const std::string& tenant = caller.tenant;
  if (auto held = CheckTermsOf(request, tools.loaded->rules); !held.ok()) return held;
  if (auto applied = eventsourcing::WaitFor(tools.places, request.consistency_token(), kPlacesWait);
      !applied.ok())
    return applied;
  const std::string id = IdOf(request, tenant);
  v1::ContractConcluded facts = FactsOf(request, id);
  if (auto free = CheckFree(tenant, facts, tools); !free.ok()) return free;
  const std::string country = LookUpPlaces(tenant, tools, facts);
  if (auto stated = CheckStated(request, facts, country); !stated.ok()) return stated;
  const auto cost_centres = CostCentresOf(facts, tenant, tools);
  const auto parties = LookUpParties(tenant, tools, facts);
  const auto gate = AskToConclude(facts, request, caller, tools);
  if (!gate.ok()) return gate.status();
  return rpc::Wish{request.client_id(), [facts, country, cost_centres, parties, id, gate = *gate,
                                         loaded = tools.loaded](Transaction& transaction) {
                     auto command = CommandOf(facts, country, loaded->rules, transaction);
                     command.cost_centres = cost_centres;
                     command.employer_currency = parties.employer_currency;
                     command.worker_known = parties.worker_known;
                     command.contracting = gate;
                     return DecideOnContract(transaction, facts.client_id(), id, command);
                   }};
}

rpc::Wish ToWish(const v1::SignPaperRequest& request, const rpc::Caller& caller) {
  const bool office = caller.Has("consultant") || caller.Has("service");
  const std::string by =
      office && !request.signed_by().empty() ? request.signed_by() : caller.person.value;
  return {request.client_id(),
          [request, caller, by](Transaction& transaction) -> std::optional<Refused> {
            const auto& contract =
                transaction.Fold<Contract, ContractEvent>(ContractStream(request.contract_id()));
            if (const auto reason = RefuseSigner(request, caller, contract)) return Refuse(*reason);
            return DecideOnContract(transaction, request.client_id(), request.contract_id(),
                                    SignPaper{request.paper_id(), by, request.method()});
          }};
}

absl::StatusOr<rpc::Wish> ToWish(const v1::ExtendContractRequest& request,
                                 const rpc::Caller& caller, const Tools& tools) {
  const auto gate = AskToExtend(request, caller, tools);
  if (!gate.ok()) return gate.status();
  return rpc::Wish{
      request.client_id(),
      [request, gate = *gate, loaded = tools.loaded](Transaction& transaction) {
        const auto& contract =
            transaction.Fold<Contract, ContractEvent>(ContractStream(request.contract_id()));
        const calendar::Date today = Today(transaction.now());
        ExtendContract command{calendar::FromProto(request.end()), today, {}, gate};
        if (contract.concluded)
          command.limit = FindLimit(loaded->rules, contract.facts.jurisdiction(),
                                    contract.facts.engagement_kind(), command.end, today);
        return DecideOnContract(transaction, request.client_id(), request.contract_id(), command);
      }};
}

absl::StatusOr<rpc::Wish> ToWish(const v1::RecordStartRequest& request, const rpc::Caller& caller,
                                 const Tools& tools) {
  const auto gate = AskToStart(request, caller, tools);
  if (!gate.ok()) return gate.status();
  return rpc::Wish{
      request.client_id(), [request, gate = *gate](Transaction& transaction) {
        const auto& contract =
            transaction.Fold<Contract, ContractEvent>(ContractStream(request.contract_id()));
        RecordStart command{calendar::FromProto(request.started_on()), {}, gate};
        if (contract.concluded) command.today = DayAt(transaction.now(), contract.facts.zone());
        return DecideOnContract(transaction, request.client_id(), request.contract_id(), command);
      }};
}

rpc::Wish ToWish(const v1::EndContractRequest& request) {
  return {request.client_id(), [request](Transaction& transaction) {
            return DecideOnContract(transaction, request.client_id(), request.contract_id(),
                                    EndContract{calendar::FromProto(request.end()),
                                                request.reason(), request.end_cause()});
          }};
}

rpc::Wish ToWish(const v1::AgreeRateRequest& request, const rpc::Caller& caller,
                 const Tools& tools) {
  const Loss loss = LossOf(request, caller);
  return {request.client_id(), [request, loss, loaded = tools.loaded](Transaction& transaction) {
            const auto& contract =
                transaction.Fold<Contract, ContractEvent>(ContractStream(request.contract_id()));
            AgreeRate command;
            command.base_wage = Optional(request.has_base_wage(), request.base_wage());
            command.tariff = Optional(request.has_tariff(), request.tariff());
            command.effective_from = calendar::FromProto(request.effective_from());
            command.loss = loss;
            if (contract.concluded)
              command.basis = FindBasis(loaded->rules, QuestionOf(contract, command.effective_from,
                                                                  Today(transaction.now())));
            return DecideOnContract(transaction, request.client_id(), request.contract_id(),
                                    command);
          }};
}

rpc::Wish ToWish(const v1::ApproveRateRequest& request, const rpc::Caller& caller) {
  const ApproveRate command{calendar::FromProto(request.effective_from()),
                            money::FromProto(request.tariff()), caller.person.value,
                            caller.on_behalf_of, "finance"};
  return {request.client_id(), [request, command](Transaction& transaction) {
            return DecideOnContract(transaction, request.client_id(), request.contract_id(),
                                    command);
          }};
}
}  // namespace aor::engagements
