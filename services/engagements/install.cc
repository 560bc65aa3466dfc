#include "services/engagements/install.h"

#include <cstdlib>
#include <iostream>

#include "services/engagements/api/engagements_endpoint.h"
#include "services/engagements/clients/gate_client.h"
#include "services/engagements/projections/engagements_view.h"
#include "services/engagements/projections/places_view.h"
#include "services/engagements/reactions/signatures.h"

namespace aor::engagements {
namespace {
constexpr int kCannotStart = 2;

std::shared_ptr<const LoadedRules> LoadRulesOrExit() {
  auto loaded = LoadRules(RulesDirectory());
  if (loaded.ok()) return std::make_shared<const LoadedRules>(*std::move(loaded));
  std::cerr << "engagements rules: " << loaded.status().message() << std::endl;
  std::_Exit(kCannotStart);
}
}  // namespace

void Install(service::Host& host) {
  auto loaded = LoadRulesOrExit();
  auto context = host.Open("engagements");
  auto& view = context.Project(std::make_unique<EngagementsView>());
  auto& places = context.Project(std::make_unique<PlacesView>());
  context.React(std::make_unique<Signatures>());
  std::shared_ptr<GateClient> gates = GatesOver(
      context.ChannelTo("credentials"),
      [context](const std::string& tenant) mutable { return context.ServiceToken(tenant); });
  const Tools tools{
      context.edge(),  view, places, context.runtime(), context.clock(), std::move(loaded),
      std::move(gates)};
  context.Serve(EngagementsEndpoint(tools));
  context.Serve(WageRulesEndpoint(tools));
}
}  // namespace aor::engagements
