// Ids that callers choose. Each legal entity decides on its own chain, so that two may give the
// same id at the same moment: rows are kept for each of them, and who names the id alone is asked
// whose.
#pragma once

#include <absl/status/status.h>

#include <string>
#include <vector>

namespace aor::rpc {
// The id that is given, or one of the request: of this entity's, whatever another one's request
// ids.
std::string IdOr(const std::string& given, const std::string& tenant,
                 const std::string& legal_entity, const std::string& request_id, const char* kind);

// INVALID_ARGUMENT for the field where one of the `entities` that have the id is another.
absl::Status CheckFree(const std::vector<std::string>& entities, const std::string& legal_entity,
                       const char* field);

// INVALID_ARGUMENT for legal_entity_id: several have the id, and none was named.
absl::Status SayWhose(const std::vector<std::string>& entities);
}  // namespace aor::rpc
