#include "services/missions/install.h"

#include <cstdlib>
#include <iostream>

#include "libs/service/erasures.h"
#include "services/missions/api/endpoints.h"
#include "services/missions/api/participants.h"
#include "services/missions/deadlines/session_ends.h"
#include "services/missions/projections/missions_view.h"
#include "services/missions/rules/rule_files.h"

namespace aor::missions {
namespace {
constexpr int kCannotStart = 2;

std::shared_ptr<const Rules> LoadOrExit(Instant now) {
  auto files = ReadRuleFiles();
  auto rules = files.ok() ? ParseRules(*files, now) : files.status();
  if (rules.ok()) return *std::move(rules);
  std::cerr << "mission rules: " << rules.status().message() << std::endl;
  std::_Exit(kCannotStart);
}
}  // namespace

void Install(service::Host& host) {
  auto context = host.Open("missions");
  auto rules = LoadOrExit(ToInstant(context.clock().Now()));
  auto& view = context.Project(std::make_unique<MissionsView>());
  const Tools tools{context.edge(),  view, context.runtime(), context.vault(), context.clock(),
                    std::move(rules)};
  context.Watch(std::make_unique<SessionEnds>(tools));
  context.Watch(
      std::make_unique<service::Erasures>(view, context.vault(), kErasedPrefix, kParticipant));
  context.Serve(MissionEndpoint(tools));
  context.Serve(FeeEndpoint(tools));
  context.Serve(RollEndpoint(tools));
  context.Serve(FacilitatorEndpoint(tools));
}
}  // namespace aor::missions
