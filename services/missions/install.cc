#include "services/missions/install.h"

#include <cstdlib>
#include <iostream>

#include "libs/service/erasures.h"
#include "services/missions/api/endpoints.h"
#include "services/missions/api/participants.h"
#include "services/missions/deadlines/session_ends.h"
#include "services/missions/projections/missions_view.h"
#include "services/missions/rules/quality_files.h"
#include "services/missions/rules/rule_files.h"

namespace aor::missions {
namespace {
constexpr int kCannotStart = 2;

template <class All>
All OrExit(const char* what, absl::StatusOr<All> rules) {
  if (rules.ok()) return *std::move(rules);
  std::cerr << what << ": " << rules.status().message() << std::endl;
  std::_Exit(kCannotStart);
}
std::shared_ptr<const Rules> LoadRules(Instant now) {
  constexpr char kWhat[] = "mission rules";
  return OrExit(kWhat, ParseRules(OrExit(kWhat, ReadRuleFiles()), now));
}
std::shared_ptr<const QualityBook> LoadQuality() {
  constexpr char kWhat[] = "mission quality";
  return OrExit(kWhat, ParseQuality(OrExit(kWhat, ReadQualityFiles())));
}
}  // namespace

void Install(service::Host& host) {
  auto context = host.Open("missions");
  auto rules = LoadRules(ToInstant(context.clock().Now()));
  auto quality = LoadQuality();
  auto& view = context.Project(std::make_unique<MissionsView>());
  const Tools tools{context.edge(),    view,
                    context.runtime(), context.vault(),
                    context.clock(),   std::move(rules),
                    std::move(quality)};
  context.Watch(std::make_unique<SessionEnds>(tools));
  context.Watch(
      std::make_unique<service::Erasures>(view, context.vault(), kErasedPrefix, kParticipant));
  context.Serve(MissionEndpoint(tools));
  context.Serve(FeeEndpoint(tools));
  context.Serve(FundingEndpoint(tools));
  context.Serve(RollEndpoint(tools));
  context.Serve(FacilitatorEndpoint(tools));
  context.Serve(QualityEndpoint(tools));
  context.Serve(ComplaintEndpoint(tools));
  context.Serve(InvitationEndpoint(tools));
}
}  // namespace aor::missions
