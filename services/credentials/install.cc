#include "services/credentials/install.h"

#include "libs/service/erasures.h"
#include "services/credentials/api/endpoints.h"
#include "services/credentials/deadlines/expiring_gauge.h"
#include "services/credentials/deadlines/gate_watch.h"
#include "services/credentials/projections/credentials_view.h"
#include "services/credentials/rules/rule_files.h"

namespace aor::credentials {
namespace {
std::shared_ptr<const RuleBook> RulesFor(service::Context& context) {
  auto files = ReadRuleFiles();
  auto rules = files.ok() ? ParseRules(*files) : files.status();
  if (!rules.ok()) context.CannotStart(rules.status());
  return *std::move(rules);
}
}  // namespace

void Install(service::Host& host) {
  auto context = host.Open("credentials");
  auto rules = RulesFor(context);
  auto& view = context.Project(std::make_unique<CredentialsView>());
  const Tools tools{context.edge(),  view, context.runtime(), context.vault(), context.clock(),
                    std::move(rules)};
  context.Watch(std::make_unique<GateWatch>(context.runtime(), view));
  context.Watch(std::make_unique<ExpiringGauge>(view, context.registry()));
  context.Watch(std::make_unique<service::Erasures>(view, context.vault(), kErasedPrefix));
  context.Serve(CredentialEndpoint(tools));
  context.Serve(GateEndpoint(tools));
}
}  // namespace aor::credentials
