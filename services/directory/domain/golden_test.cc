// One stored sample of every event: what is in the logs today can be read for ever.
#include "libs/eventsourcing/testing/golden.h"

#include <gtest/gtest.h>

#include "services/directory/domain/account.h"
#include "services/directory/domain/contact.h"
#include "services/directory/domain/organisation.h"
#include "services/directory/domain/person.h"

namespace aor::directory {
namespace {
using eventsourcing::CheckSamples;

TEST(GoldenTest, EveryEventIsReadAndFolded) {
  CheckSamples<organisation::Organisation, organisation::Event>(GOLDEN "/organisation");
  CheckSamples<person::Person, person::Event>(GOLDEN "/person");
  CheckSamples<account::Accounts, account::Event>(GOLDEN "/account");
  CheckSamples<contact::Contact, contact::Event>(GOLDEN "/contact");
}
}  // namespace
}  // namespace aor::directory
