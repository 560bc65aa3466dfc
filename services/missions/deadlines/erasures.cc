#include "services/missions/deadlines/erasures.h"

#include "services/missions/api/participants.h"
#include "services/missions/projections/missions_view.h"

namespace aor::missions {
void Erasures::At(absl::Time) {
  const size_t prefix = std::string(kErasedPrefix).size();
  view_.rows().Scan(kErasedPrefix, "", [&](std::string_view key, std::string_view) {
    const std::string erased(key.substr(prefix));
    if (done_.contains(erased)) return true;
    const size_t slash = erased.find('/');
    if (vault_.Erase(erased.substr(0, slash), SubjectOf(erased.substr(slash + 1))).ok())
      done_.insert(erased);
    return true;
  });
}
}  // namespace aor::missions
