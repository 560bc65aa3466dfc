#include "libs/eventsourcing/transaction.h"
#include "services/directory/projections/directory_view.h"

namespace aor::directory {
void ApplyContact(const std::string& tenant, const v1::ContactEvent& event,
                  eventsourcing::WritableRows& rows) {
  switch (event.kind_case()) {
    case v1::ContactEvent::kContactRecorded: {
      const auto& recorded = event.contact_recorded();
      return rows.Store(ContactKey(tenant, recorded.owner_id()), recorded);
    }
    case v1::ContactEvent::KIND_NOT_SET: break;
  }
  throw eventsourcing::BrokenHistory("contact: unknown event");
}
}  // namespace aor::directory
