#include <map>

#include "aor/engagements/v1/wage_rules_service.grpc.pb.h"
#include "libs/rpc/whole_list.h"
#include "services/engagements/api/answers.h"
#include "services/engagements/api/engagements_endpoint.h"
#include "services/engagements/domain/contract.h"
#include "services/engagements/domain/terms.h"
#include "services/engagements/projections/engagements_view.h"

namespace aor::engagements {
namespace {
using eventsourcing::Rows;
using rpc::Caller;
using rpc::Context;
using rpc::Reactor;

calendar::Date DayOr(bool has, const types::v1::Date& date, calendar::Date today) {
  return has ? calendar::FromProto(date) : today;
}

void Fill(const Agreement& row, v1::ListAgreementsResponse::Agreement& agreement) {
  agreement.set_cba_id(row.cba_id);
  agreement.set_name(row.name);
  agreement.set_currency_code(row.currency);
  agreement.set_time_rules(row.time_rules);
  agreement.set_goes_first(row.goes_first);
  agreement.set_falls_back_to(row.falls_back_to);
  agreement.set_source(row.provenance.source);
  agreement.set_verification(std::string(Words(row.provenance.status)));
}

void Fill(const Step& step, v1::Component& component) {
  component.set_code(step.code);
  *component.mutable_percent() = money::ToProto(step.percent);
  component.set_source(step.source);
  component.set_verification(step.verification);
}

absl::Status List(const v1::ListAgreementsRequest& request, const RuleSet& rules,
                  calendar::Date today, v1::ListAgreementsResponse& response) {
  const auto day = DayOr(request.has_work_date(), request.work_date(), today);
  response.set_rule_version(rules.version);
  const auto agreements = AgreementsAt(rules, request.jurisdiction(), day, today);
  std::vector<std::string> ids;
  for (const auto& [id, row] : agreements) ids.push_back(id);
  return rpc::ListWhole(
      ids, request.page_size(), request.page_token(),
      [&](size_t place) { Fill(*agreements.at(ids[place]), *response.add_agreements()); },
      response.mutable_next_page_token());
}

absl::Status Answer(const v1::GetMinimumWageRequest& request, const RuleSet& rules,
                    calendar::Date today, v1::GetMinimumWageResponse& response) {
  const auto unit = request.unit() == v1::UNIT_UNSPECIFIED ? v1::UNIT_HOUR : request.unit();
  const Basis basis = FindBasis(
      rules, {request.jurisdiction(), request.cba_id(), request.skill(), unit,
              DayOr(request.has_work_date(), request.work_date(), today),
              DayOr(request.has_known_on(), request.known_on(), today), request.charge_set_id()});
  const auto hours = Optional(request.has_hours_per_unit(), request.hours_per_unit());
  const auto minimum = basis.floor ? MinimumPerUnit(*basis.floor, unit, hours) : std::nullopt;
  if (!basis.charges_known) return rpc::NotFound("charge set", request.charge_set_id());
  if (!minimum || !basis.agreement_known || !basis.wage_table_loaded)
    return rpc::NotFound("minimum wage of", request.jurisdiction());
  *response.mutable_minimum_wage() = money::ToProto(*minimum);
  response.set_currency_code(basis.floor->currency);
  response.set_source(basis.floor->source);
  response.set_verification(basis.floor->verification);
  response.set_rule_version(basis.rule_version);
  for (const auto* steps : {&basis.supplements, &basis.charges})
    for (const Step& step : *steps) Fill(step, *response.add_components());
  return absl::OkStatus();
}

// What is usual at the place first, then each set with items that hold there on the day.
void List(const v1::ListChargeSetsRequest& request, const RuleSet& rules, calendar::Date today,
          v1::ListChargeSetsResponse& response) {
  std::map<std::string, std::string> titles = {{"", "What is taken where none is chosen"}};
  for (const ChargeSet& row : rules.charge_sets)
    if (LiesIn(request.jurisdiction(), row.place)) titles[row.charge_set_id] = row.title;
  const auto day = DayOr(request.has_work_date(), request.work_date(), today);
  response.set_rule_version(rules.version);
  for (const auto& [id, title] : titles) {
    const Basis basis = FindBasis(
        rules, {request.jurisdiction(), "", v1::SKILL_UNSPECIFIED, v1::UNIT_HOUR, day, today, id});
    if (basis.charges.empty()) continue;
    auto& set = *response.add_charge_sets();
    set.set_charge_set_id(id);
    set.set_title(title);
    money::Decimal percent;
    for (const Step& step : basis.charges) {
      percent = percent + step.percent;
      Fill(step, *set.add_components());
    }
    *set.mutable_percent() = money::ToProto(percent);
  }
}

using Shortfall = v1::ListContractsBelowMinimumResponse::Shortfall;

// How far a running contract's wage lies below the minimum of the day, or that it is in another
// currency; nothing if neither.
std::optional<Shortfall> ShortfallOf(const v1::Contract& contract, const RuleSet& rules,
                                     calendar::Date day, calendar::Date today) {
  const auto& facts = contract.concluded();
  const auto held = TermsOn(contract, day, nullptr);
  if (!held || !IsEmployment(facts.engagement_kind())) return std::nullopt;
  const v1::Terms& terms = held->terms();
  const Basis basis = FindBasis(
      rules, {facts.jurisdiction(), terms.cba_id(), terms.skill(), terms.unit(), day, today});
  const auto minimum =
      basis.floor ? MinimumPerUnit(*basis.floor, terms.unit(), HoursOfUnit(terms)) : std::nullopt;
  if (!minimum) return std::nullopt;
  const bool same_currency = terms.currency_code() == basis.floor->currency;
  if (same_currency && !(money::FromProto(terms.base_wage()) < *minimum)) return std::nullopt;
  Shortfall shortfall;
  shortfall.set_contract_id(contract.contract_id());
  shortfall.set_client_id(facts.client_id());
  shortfall.set_worker_id(facts.worker_id());
  *shortfall.mutable_base_wage() = terms.base_wage();
  *shortfall.mutable_minimum_wage() = money::ToProto(*minimum);
  shortfall.set_source(basis.floor->source);
  shortfall.set_verification(basis.floor->verification);
  *shortfall.mutable_tariff() = terms.tariff();
  shortfall.set_currency_code(terms.currency_code());
  if (!same_currency) shortfall.set_minimum_currency_code(basis.floor->currency);
  return shortfall;
}

class WageRuleCalls final : public v1::WageRulesService::CallbackService {
 public:
  explicit WageRuleCalls(Tools tools) : tools_(std::move(tools)) {}

  Reactor* ListAgreements(Context* context, const v1::ListAgreementsRequest* request,
                          v1::ListAgreementsResponse* response) override {
    return tools_.edge.Run(context, *request, [=, this](const Caller&) {
      return List(*request, tools_.loaded->rules, Now(), *response);
    });
  }
  Reactor* ListChargeSets(Context* context, const v1::ListChargeSetsRequest* request,
                          v1::ListChargeSetsResponse* response) override {
    return tools_.edge.Run(context, *request, [=, this](const Caller&) {
      List(*request, tools_.loaded->rules, Now(), *response);
      return absl::OkStatus();
    });
  }
  Reactor* GetMinimumWage(Context* context, const v1::GetMinimumWageRequest* request,
                          v1::GetMinimumWageResponse* response) override {
    return tools_.edge.Run(context, *request, [=, this](const Caller&) {
      return Answer(*request, tools_.loaded->rules, Now(), *response);
    });
  }
  Reactor* ListContractsBelowMinimum(Context* context,
                                     const v1::ListContractsBelowMinimumRequest* request,
                                     v1::ListContractsBelowMinimumResponse* response) override {
    return tools_.edge
        .Read<v1::ListContractsBelowMinimumRequest, v1::ListContractsBelowMinimumResponse>(
            context, *request, response, tools_.view,
            [=, this](const Caller& caller, const Rows& rows,
                      v1::ListContractsBelowMinimumResponse& answer) {
              const auto visit = [&](std::string_view value) {
                v1::Contract contract;
                contract.ParseFromArray(value.data(), static_cast<int>(value.size()));
                const auto found = ShortfallOf(contract, tools_.loaded->rules,
                                               calendar::FromProto(request->on()), Now());
                if (found) *answer.add_shortfalls() = *found;
                return found.has_value();
              };
              return rpc::ListPage(rows, ContractRow(caller.tenant, ""), request->page_size(),
                                   request->page_token(), visit, answer.mutable_next_page_token());
            });
  }

 private:
  calendar::Date Now() const { return Today(tools_.clock.Now()); }

  Tools tools_;
};
}  // namespace

std::unique_ptr<grpc::Service> WageRulesEndpoint(Tools tools) {
  return std::make_unique<WageRuleCalls>(std::move(tools));
}
}  // namespace aor::engagements
