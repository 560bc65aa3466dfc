// What the endpoint and its parts use; all of it outlives them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "libs/eventsourcing/clock.h"
#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/runtime.h"
#include "libs/money/money.h"
#include "libs/rpc/edge.h"
#include "services/engagements/clients/gate_client.h"
#include "services/engagements/domain/pricing.h"
#include "services/engagements/rules/rule_files.h"

namespace aor::engagements {
struct Tools {
  rpc::Edge edge;
  eventsourcing::View& view;    // of EngagementsView
  eventsourcing::View& places;  // of PlacesView
  eventsourcing::Runtime& runtime;
  const eventsourcing::Clock& clock;
  std::shared_ptr<const LoadedRules> loaded;
  std::shared_ptr<GateClient> gates;
};
// A field of a request that may be left out.
inline std::optional<money::Decimal> Optional(bool has, const types::v1::Decimal& proto) {
  return has ? std::optional(money::FromProto(proto)) : std::nullopt;
}
// Why something may lie below cost in a request, and who wants it.
template <class Request>
Loss LossOf(const Request& request, const rpc::Caller& caller) {
  return {request.approval_reason(), caller.person.value, caller.on_behalf_of};
}
// The calendar of the office: what "today" means for rules that are known by a day.
calendar::Date Today(absl::Time now);
std::string QuoteStream(const std::string& quote_id);
std::string ContractStream(const std::string& contract_id);
}  // namespace aor::engagements
