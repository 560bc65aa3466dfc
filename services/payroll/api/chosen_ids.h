// Ids that callers choose. Each legal entity decides on its own chain, so that two may give the
// same id at the same moment: rows are kept for each of them, and who names the id alone is asked
// whose.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "libs/eventsourcing/projection.h"

namespace aor::payroll {
// The id that is given, or one of the request: of this entity's, whatever another one's request
// ids.
std::string IdOr(const std::string& given, const std::string& tenant,
                 const std::string& legal_entity, const std::string& request_id, const char* kind);

// INVALID_ARGUMENT for the field where another legal entity has the id already. `places` is the
// prefix of the id's places, such as <tenant>/batch-entity/<batch>/.
absl::Status CheckFree(const eventsourcing::Rows& rows, const std::string& places,
                       const std::string& legal_entity, const char* field);

// Whose record it is: NOT_FOUND for nobody's or not the named one's, INVALID_ARGUMENT where several
// have the id and none is named.
absl::StatusOr<std::string> OwnerOf(const eventsourcing::Rows& rows, const std::string& places,
                                    const std::string& named, const char* kind,
                                    const std::string& id);
}  // namespace aor::payroll
