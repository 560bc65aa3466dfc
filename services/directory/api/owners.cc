#include "services/directory/api/owners.h"

#include "services/directory/domain/organisation.h"
#include "services/directory/domain/person.h"

namespace aor::directory {
Owner OwnerOf(eventsourcing::Transaction& transaction, const std::string& owner) {
  const auto& person = transaction.Fold<person::Person, person::Event>("person-" + owner);
  const Owner as_person{!person.content_index.empty(), person.erased};
  const auto& organisation =
      transaction.Fold<organisation::Organisation, organisation::Event>("organisation-" + owner);
  const bool is_organisation =
      organisation.registration.kind_case() != organisation::Event::KIND_NOT_SET;
  return {as_person.known || is_organisation, as_person.erased};
}
}  // namespace aor::directory
