#include "services/directory/api/erasures.h"

#include <vector>

#include "services/directory/projections/directory_view.h"

namespace aor::directory {
void Erasures::At(absl::Time) {
  std::vector<std::string> due;
  const size_t prefix = std::string(kErasedPrefix).size();
  view_.rows().Scan(kErasedPrefix, "", [&](std::string_view key, std::string_view) {
    std::string subject(key.substr(prefix));
    if (!done_.contains(subject)) due.push_back(std::move(subject));
    return true;
  });
  for (const std::string& subject : due) {
    const size_t slash = subject.find('/');
    if (vault_.Erase(subject.substr(0, slash), subject.substr(slash + 1)).ok())
      done_.insert(subject);
  }
}
}  // namespace aor::directory
