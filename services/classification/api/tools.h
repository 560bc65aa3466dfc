// What the endpoint works with.
#pragma once

#include <memory>

#include "libs/eventsourcing/clock.h"
#include "libs/eventsourcing/projection.h"
#include "libs/rpc/edge.h"
#include "services/classification/rules/rule_files.h"

namespace aor::classification {
struct Tools {
  rpc::Edge edge;
  eventsourcing::View& view;
  const eventsourcing::Clock& clock;
  std::shared_ptr<const RuleBooks> books;
};
calendar::Date Today(absl::Time now);
}  // namespace aor::classification
