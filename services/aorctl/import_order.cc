#include "services/aorctl/import_order.h"

#include <absl/strings/str_split.h>

namespace aor::aorctl {
namespace {
// What taking another row may mend.
bool IsAboutWhatStands(const absl::Status& status) {
  return absl::IsNotFound(status) || absl::IsFailedPrecondition(status) ||
         absl::IsAlreadyExists(status);
}
}  // namespace

int RowsBefore::FollowedBy(const Subject& subject, const absl::Status& tried) const {
  if (!tried.ok() && !IsAboutWhatStands(tried)) return 0;
  if (const auto same = by_subject_.find(subject); !subject.empty() && same != by_subject_.end())
    return same->second;
  if (!absl::IsNotFound(tried)) return 0;
  // "There is no client acme; check the id."
  for (const auto word : absl::StrSplit(tried.message(), absl::ByAnyChar(" ;,.")))
    if (const auto named = by_id_.find(std::string(word)); named != by_id_.end())
      return named->second;
  return 0;
}

void RowsBefore::Add(const Subject& subject, int line) {
  by_subject_.emplace(subject, line);
  for (const auto& [path, id] : subject) by_id_.emplace(id, line);
}
}  // namespace aor::aorctl
