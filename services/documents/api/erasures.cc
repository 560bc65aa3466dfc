#include "services/documents/api/erasures.h"

#include "services/documents/projections/documents_view.h"

namespace aor::documents {
void Erasures::At(absl::Time) {
  const size_t prefix = std::string(kErasedPrefix).size();
  view_.rows().Scan(kErasedPrefix, "", [&](std::string_view key, std::string_view) {
    const std::string subject(key.substr(prefix));
    if (done_.contains(subject)) return true;
    const size_t slash = subject.find('/');
    if (vault_.Erase(subject.substr(0, slash), subject.substr(slash + 1)).ok())
      done_.insert(subject);
    return true;
  });
}
}  // namespace aor::documents
