#include "services/directory/api/owners.h"

#include "services/directory/domain/organisation.h"
#include "services/directory/domain/person.h"

namespace aor::directory {
Owner OwnerOf(eventsourcing::Transaction& transaction, const std::string& owner) {
  const auto& person = transaction.Fold<person::Person, person::Event>("person-" + owner);
  Owner standing{!person.content_index.empty(), false, person.erased};
  const auto& organisation =
      transaction.Fold<organisation::Organisation, organisation::Event>("organisation-" + owner);
  standing.is_organisation =
      organisation.registration.kind_case() != organisation::Event::KIND_NOT_SET;
  return standing;
}
}  // namespace aor::directory
