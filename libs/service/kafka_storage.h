// Logs that live on Apache Kafka, with copies on this machine's disk.
#pragma once

#include <absl/status/statusor.h>

#include <memory>

#include "libs/service/storage.h"

namespace aor::service {
// Does not wait for a broker: CatchUp does.
absl::StatusOr<std::unique_ptr<Storage>> OpenKafka(const Config& config);
}  // namespace aor::service
