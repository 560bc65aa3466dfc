// Which papers an engagement needs: they follow its kind.
#pragma once

#include <string>
#include <vector>

#include "aor/engagements/v1/engagements_events.pb.h"

namespace aor::engagements {
struct Paper {
  std::string paper_id;  // "<contract>-worker" for who works, "<contract>-client" for who hires
  v1::PaperKind kind;
};
std::vector<Paper> PapersOf(const std::string& contract_id, v1::EngagementKind kind);
}  // namespace aor::engagements
