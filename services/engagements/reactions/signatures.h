// Whenever worker, supplier or client signed a contract's paper in documents: the paper of the
// contract bears that signature. The agency's own does not make a paper signed.
#pragma once

#include "libs/eventsourcing/reaction.h"

namespace aor::engagements {
class Signatures final : public eventsourcing::Reaction {
 public:
  std::string name() const override { return "signatures"; }
  std::vector<std::string> sources() const override { return {"documents"}; }
  std::vector<std::string> KeysOf(const eventsourcing::Happened& happened) const override;
  void React(const eventsourcing::Happened& happened, const std::string& key,
             eventsourcing::Transaction& transaction) override;
};
}  // namespace aor::engagements
