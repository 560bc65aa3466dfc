#include "services/missions/projections/directory_rows.h"

#include "aor/directory/v1/directory_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/row_key.h"

namespace aor::missions {
using directory::v1::OrganisationEvent;
using directory::v1::PersonEvent;

std::string RegisteredKey(const std::string& tenant, const std::string& kind,
                          const std::string& id) {
  return eventsourcing::RowKey(tenant, "registered", kind, id);
}

void ApplyDirectory(const eventsourcing::Happened& happened, eventsourcing::WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const auto key = [&](const char* kind, const std::string& id) {
    return RegisteredKey(tenant, kind, id);
  };
  if (eventsourcing::Holds<OrganisationEvent>(happened.event)) {
    const auto event = eventsourcing::Decode<OrganisationEvent>(happened.event);
    if (event.has_client_registered())
      rows.Put(key(kClientKind, event.client_registered().client_id()), "");
    if (event.has_legal_entity_registered())
      rows.Put(key(kLegalEntityKind, event.legal_entity_registered().legal_entity_id()), "");
    if (event.has_supplier_registered())
      rows.Put(key(kSupplierKind, event.supplier_registered().supplier_id()), "");
  }
  if (!eventsourcing::Holds<PersonEvent>(happened.event)) return;
  const auto event = eventsourcing::Decode<PersonEvent>(happened.event);
  if (event.has_person_registered())
    rows.Put(key(kPersonKind, event.person_registered().person_id()), "");
  if (event.has_person_erased()) rows.Delete(key(kPersonKind, event.person_erased().person_id()));
}
}  // namespace aor::missions
