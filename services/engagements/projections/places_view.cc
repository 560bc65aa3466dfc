#include "services/engagements/projections/places_view.h"

#include "libs/eventsourcing/event_types.h"

namespace aor::engagements {
using directory::v1::OrganisationEvent;
namespace {
void ApplyPerson(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) {
  const auto event = eventsourcing::Decode<directory::v1::PersonEvent>(happened.event);
  const std::string& tenant = happened.commit.tenant();
  if (event.has_person_registered())
    rows.Put(RegisteredRow(tenant, event.person_registered().person_id()), "");
  if (event.has_person_erased())
    rows.Delete(RegisteredRow(tenant, event.person_erased().person_id()));
}
}  // namespace

std::string EntityRow(const std::string& tenant, const std::string& entity) {
  return tenant + "/entity/" + entity;
}
std::string SiteRow(const std::string& tenant, const std::string& client, const std::string& site) {
  return tenant + "/site/" + client + "/" + site;
}

std::string OrdersOfClient(const std::string& tenant, const std::string& client) {
  return tenant + "/order/" + client + "/";
}

std::string RegisteredRow(const std::string& tenant, const std::string& person) {
  return tenant + "/person/" + person;
}

void PlacesView::Apply(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) {
  static const auto& entity_type =
      *new std::string("aor.directory.v1.OrganisationEvent/legal_entity_registered");
  static const auto& site_type = *new std::string("aor.directory.v1.OrganisationEvent/site_opened");
  static const auto& order_type =
      *new std::string("aor.directory.v1.OrganisationEvent/purchase_order_placed");
  static const auto& registered_type =
      *new std::string("aor.directory.v1.PersonEvent/person_registered");
  static const auto& erased_type = *new std::string("aor.directory.v1.PersonEvent/person_erased");
  const std::string& type = happened.event.type();
  if (type == registered_type || type == erased_type) return ApplyPerson(happened, rows);
  if (type != entity_type && type != site_type && type != order_type) return;
  const auto event = eventsourcing::Decode<OrganisationEvent>(happened.event);
  const std::string& tenant = happened.commit.tenant();
  if (event.has_legal_entity_registered()) {
    const auto& entity = event.legal_entity_registered();
    rows.Store(EntityRow(tenant, entity.legal_entity_id()), entity);
  } else if (event.has_purchase_order_placed()) {
    const auto& order = event.purchase_order_placed();
    rows.Store(OrdersOfClient(tenant, order.client_id()) + order.number(), order);
  } else {
    const auto& site = event.site_opened();
    rows.Store(SiteRow(tenant, site.client_id(), site.site_id()), site);
  }
}
}  // namespace aor::engagements
