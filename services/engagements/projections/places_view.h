// Where the agency's own companies and its clients' sites are, on which cost centres clients order,
// and who is registered, as the directory published it.
#pragma once

#include <string>

#include "aor/directory/v1/directory_events.pb.h"
#include "libs/eventsourcing/projection.h"

namespace aor::engagements {
//   <tenant>/entity/<id>             LegalEntityRegistered
//   <tenant>/site/<client>/<site>    SiteOpened
//   <tenant>/order/<client>/<number> PurchaseOrderPlaced, the last word
//   <tenant>/person/<id>             nothing: of whoever is registered and not erased
std::string EntityRow(const std::string& tenant, const std::string& entity);
std::string SiteRow(const std::string& tenant, const std::string& client, const std::string& site);
std::string OrdersOfClient(const std::string& tenant, const std::string& client);
std::string RegisteredRow(const std::string& tenant, const std::string& person);

class PlacesView final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "places"; }
  int version() const override { return 3; }
  std::vector<std::string> logs() const override { return {"directory"}; }
  void Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) override;
};
}  // namespace aor::engagements
