// Records under ids that callers chose (libs/rpc/chosen_ids.h), which two legal entities may have.
#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "aor/payroll/v1/payroll_resources.pb.h"
#include "libs/eventsourcing/projection.h"

namespace aor::payroll {
// Whose record it is: NOT_FOUND for nobody's or not the named one's, INVALID_ARGUMENT where several
// have the id and none is named. `places` is the prefix of the id's places, such as
// <tenant>/batch-entity/<batch>/.
absl::StatusOr<std::string> OwnerOf(const eventsourcing::Rows& rows, const std::string& places,
                                    const std::string& named, const char* kind,
                                    const std::string& id);
// The batch of that owner.
absl::StatusOr<v1::Batch> BatchNamed(const eventsourcing::Rows& rows, const std::string& tenant,
                                     const std::string& legal_entity, const std::string& id);
}  // namespace aor::payroll
