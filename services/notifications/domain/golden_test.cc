// One stored sample of every event: what is in the logs today can be read for ever.
#include "libs/eventsourcing/testing/golden.h"

#include <gtest/gtest.h>

#include "services/notifications/domain/message.h"
#include "services/notifications/domain/recipient.h"

namespace aor::notifications {
namespace {
using eventsourcing::CheckSamples;

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  CheckSamples<message::Message, message::Event>(GOLDEN "/message");
  CheckSamples<recipient::Recipient, recipient::Event>(GOLDEN "/recipient");
}
}  // namespace
}  // namespace aor::notifications
