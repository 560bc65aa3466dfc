#include "libs/service/erasures.h"

#include <stdexcept>

namespace aor::service {
void Erasures::At(absl::Time) {
  absl::Status failed;
  view_.rows().Scan(prefix_, "", [&](std::string_view key, std::string_view) {
    const std::string erased(key.substr(prefix_.size()));
    if (done_.contains(erased)) return true;
    const size_t slash = erased.find('/');
    const auto status = vault_.Erase(erased.substr(0, slash), kind_ + erased.substr(slash + 1));
    if (status.ok()) done_.insert(erased);
    failed.Update(status);
    return true;
  });
  if (!failed.ok())
    throw std::runtime_error("keys of erased people still stand: " + std::string(failed.message()));
}
}  // namespace aor::service
