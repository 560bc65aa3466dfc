// Withdraws what certifies that somebody took part, once the attendance that it rests on was
// corrected to nothing.
#pragma once

#include <string>

#include "libs/eventsourcing/projection.h"
#include "libs/eventsourcing/reaction.h"
#include "libs/eventsourcing/runtime.h"

namespace aor::documents {
class RevokedCertificates final : public eventsourcing::Deadline {
 public:
  RevokedCertificates(eventsourcing::Runtime& runtime, eventsourcing::View& view)
      : runtime_(runtime), view_(view) {}
  std::string name() const override { return "revoked-certificates"; }
  void At(absl::Time now) override;

 private:
  eventsourcing::Runtime& runtime_;
  eventsourcing::View& view_;
};
}  // namespace aor::documents
