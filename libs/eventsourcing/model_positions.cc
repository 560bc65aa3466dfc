// How far a view has come, for tokens and for operators.
#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/model.h"

namespace aor::eventsourcing {
std::vector<eventlog::v1::Position> Projector::Model::Applied() const {
  const Fold now = Serving();
  std::vector<eventlog::v1::Position> all;
  for (size_t log = 0; log < logs_.size(); ++log)
    for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
      if (const auto& at = now.at[log][chain]; at.sequence > 0)
        all.push_back(PositionAt(logs_[log], chain, at));
  return all;
}

std::vector<ViewPosition> Projector::Model::Positions() const {
  const Fold now = Serving();
  std::vector<ViewPosition> all;
  for (size_t log = 0; log < logs_.size(); ++log)
    for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain)
      all.push_back({id(), logs_[log], chain, now.at[log][chain].sequence,
                     sources_[log]->TailOf(chain).sequence});
  return all;
}
}  // namespace aor::eventsourcing
