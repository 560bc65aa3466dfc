#include "services/engagements/api/answers.h"

#include <google/protobuf/util/time_util.h>

namespace aor::engagements {
namespace {
using google::protobuf::Timestamp;

bool KnownBy(const Timestamp& recorded, const Timestamp* by) {
  using google::protobuf::operator<=;
  return !by || recorded <= *by;
}

// The last day as it was known then. What was ended is extended no more.
std::optional<types::v1::Date> EndKnownBy(const v1::Contract& contract, const Timestamp* by) {
  std::optional<types::v1::Date> end;
  if (contract.concluded().has_end()) end = contract.concluded().end();
  for (const auto& extension : contract.extensions())
    if (KnownBy(extension.recorded_at(), by)) end = extension.end();
  for (const auto& ended : contract.ends())
    if (KnownBy(ended.recorded_at(), by)) end = ended.end();
  return end;
}

const v1::RateState* RateOn(const v1::Contract& contract, calendar::Date day, const Timestamp* by) {
  const v1::RateState* found = nullptr;
  for (const auto& rate : contract.rates())  // by day, then as agreed: the last one wins
    if (calendar::FromProto(rate.effective_from()) <= day && KnownBy(rate.recorded_at(), by))
      found = &rate;
  return found;
}

void HideCost(v1::Price& price) {
  price.clear_cost();
  price.clear_components();
  price.clear_held();
  price.clear_held_value();
  price.clear_gross_wage();
  price.clear_exact_tariff();
  price.clear_approval_reason();
  price.clear_proposed_by();
  price.clear_proposed_for();
}
}  // namespace

bool IsOffice(const rpc::Caller& caller) {
  for (const char* role :
       {"consultant", "finance", "compliance", "auditor", "administrator", "service"})
    if (caller.Has(role)) return true;
  return false;
}

bool MaySee(const rpc::Caller& caller, const v1::Quote& quote) {
  return IsOffice(caller) || caller.ActsFor("client", quote.client_id());
}

bool MaySee(const rpc::Caller& caller, const v1::Contract& contract) {
  const auto& facts = contract.concluded();
  return IsOffice(caller) || caller.ActsFor("client", facts.client_id()) ||
         caller.ActsFor("worker", facts.worker_id()) ||
         (!facts.supplier_id().empty() && caller.ActsFor("supplier", facts.supplier_id()));
}

void Redact(const rpc::Caller& caller, v1::Quote& quote) {
  if (IsOffice(caller)) return;
  HideCost(*quote.mutable_price());
  // A contractor's price passes through to the client; a wage stays with the agency.
  if (quote.engagement_kind() != v1::ENGAGEMENT_KIND_AOR) quote.mutable_price()->clear_base_wage();
  quote.clear_waits_for_approval();
  quote.clear_approved();
  quote.clear_approved_at();
  const auto tariff = quote.figures().tariff();
  quote.clear_figures();
  *quote.mutable_figures()->mutable_tariff() = tariff;
}

void Redact(const rpc::Caller& caller, v1::Contract& contract) {
  if (IsOffice(caller)) return;
  auto& facts = *contract.mutable_concluded();
  const bool hires = caller.ActsFor("client", facts.client_id());
  facts.mutable_terms()->clear_cost();
  if (hires) facts.mutable_terms()->clear_base_wage();
  if (!hires) facts.mutable_terms()->clear_tariff();
  if (!hires) facts.mutable_terms()->clear_fee_percent();
  contract.clear_proposed_rates();
  for (auto& rate : *contract.mutable_rates()) {
    rate.clear_cost();
    rate.clear_approval_reason();
    rate.clear_proposed_by();
    rate.clear_approved_by();
    hires ? rate.clear_base_wage() : rate.clear_tariff();
  }
}

bool RunsOn(const types::v1::Date& start, const std::optional<types::v1::Date>& end,
            calendar::Date day) {
  return calendar::FromProto(start) <= day && (!end || day <= calendar::FromProto(*end));
}

std::optional<v1::GetTermsResponse> TermsOn(const v1::Contract& contract, calendar::Date day,
                                            const Timestamp* recorded_by) {
  if (!KnownBy(contract.concluded_at(), recorded_by)) return std::nullopt;
  const auto end = EndKnownBy(contract, recorded_by);
  const v1::RateState* rate = RateOn(contract, day, recorded_by);
  if (!rate || !RunsOn(contract.concluded().start(), end, day)) return std::nullopt;
  v1::GetTermsResponse answer;
  v1::Terms& terms = *answer.mutable_terms();
  terms = contract.concluded().terms();
  *terms.mutable_base_wage() = rate->base_wage();
  *terms.mutable_tariff() = rate->tariff();
  *terms.mutable_cost() = rate->cost();
  *answer.mutable_rate_effective_from() = rate->effective_from();
  *answer.mutable_rate_recorded_at() = rate->recorded_at();
  *answer.mutable_start() = contract.concluded().start();
  if (end) *answer.mutable_end() = *end;
  return answer;
}
}  // namespace aor::engagements
