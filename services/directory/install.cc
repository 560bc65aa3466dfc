#include "services/directory/install.h"

#include "libs/service/erasures.h"
#include "services/directory/api/endpoints.h"
#include "services/directory/projections/directory_view.h"
#include "services/directory/reactions/release_payees.h"

void aor::directory::Install(service::Host& host) {
  auto context = host.Open("directory");
  auto& view = context.Project(std::make_unique<DirectoryView>());
  const Tools tools{context.edge(), view, context.vault(), context.runtime()};
  context.React(std::make_unique<ReleasePayees>());
  context.Watch(std::make_unique<service::Erasures>(view, context.vault(), kErasedPrefix));
  context.Serve(OrganisationEndpoint(tools));
  context.Serve(PersonEndpoint(tools));
  context.Serve(AccountEndpoint(tools));
  context.Serve(ContactEndpoint(tools));
}
