#include "libs/service/erasures.h"

namespace aor::service {
void Erasures::At(absl::Time) {
  view_.rows().Scan(prefix_, "", [&](std::string_view key, std::string_view) {
    const std::string erased(key.substr(prefix_.size()));
    if (done_.contains(erased)) return true;
    const size_t slash = erased.find('/');
    if (vault_.Erase(erased.substr(0, slash), kind_ + erased.substr(slash + 1)).ok())
      done_.insert(erased);
    return true;
  });
}
}  // namespace aor::service
