#include "services/missions/api/registered.h"

#include "libs/eventsourcing/waiting.h"
#include "services/missions/projections/directory_rows.h"

namespace aor::missions {
Registered::Registered(const Tools& tools, const rpc::Caller& caller,
                       const std::string& consistency_token)
    : tools_(tools),
      tenant_(caller.tenant),
      seen_(eventsourcing::WaitFor(tools.view, consistency_token)) {}

Registered& Registered::Check(const char* kind, const std::string& field, const std::string& id) {
  if (!seen_.ok() || id.empty() || tools_.view.rows().Get(RegisteredKey(tenant_, kind, id)))
    return *this;
  violations_.push_back(
      {field, std::string("name a ") + kind + " of the directory, or register it there first"});
  return *this;
}

Registered& Registered::Client(const std::string& field, const std::string& id) {
  return Check(kClientKind, field, id);
}
Registered& Registered::LegalEntity(const std::string& field, const std::string& id) {
  return Check(kLegalEntityKind, field, id);
}
Registered& Registered::Person(const std::string& field, const std::string& id) {
  return Check(kPersonKind, field, id);
}
Registered& Registered::Supplier(const std::string& field, const std::string& id) {
  return Check(kSupplierKind, field, id);
}

absl::Status Registered::status() const {
  return seen_.ok() ? rpc::FieldErrors(violations_) : seen_;
}
}  // namespace aor::missions
