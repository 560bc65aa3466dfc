// One stored sample of every event: what is in the logs today can be read for ever.
#include "libs/eventsourcing/testing/golden.h"

#include <gtest/gtest.h>

#include "services/credentials/domain/adoption.h"
#include "services/credentials/domain/credential.h"
#include "services/credentials/domain/gate_days.h"
#include "services/credentials/domain/gate_override.h"

namespace aor::credentials {
namespace {
using eventsourcing::CheckSamples;
using eventsourcing::SampleOf;

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  const auto deposited =
      SampleOf<v1::CredentialEvent>(GOLDEN "/credential", "credential_deposited");
  CheckSamples<credential::Credential, v1::CredentialEvent>(GOLDEN "/credential",
                                                            credential::Evolve({}, deposited));
  const auto requested = SampleOf<v1::OverrideEvent>(GOLDEN "/override", "override_requested");
  CheckSamples<gate_override::Override, v1::OverrideEvent>(GOLDEN "/override",
                                                           gate_override::Evolve({}, requested));
  CheckSamples<adoption::Adoptions, v1::AdoptionEvent>(GOLDEN "/adoption");
  CheckSamples<gate_days::Told, v1::GateEvent>(GOLDEN "/gate");
}
}  // namespace
}  // namespace aor::credentials
