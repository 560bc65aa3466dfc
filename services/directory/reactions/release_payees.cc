#include "services/directory/reactions/release_payees.h"

#include <algorithm>
#include <set>

#include "aor/payroll/v1/payroll_events.pb.h"
#include "services/directory/domain/account.h"
#include "services/directory/domain/person.h"

namespace aor::directory {
namespace {
constexpr char kBatchReleased[] = "aor.payroll.v1.BatchEvent/batch_released";

payroll::v1::BatchReleased Batch(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<payroll::v1::BatchEvent>(happened.event).batch_released();
}

uint32_t VersionSeen(const payroll::v1::BatchReleased& batch, const std::string& payee) {
  const auto place = std::ranges::find(batch.payee_ids(), payee) - batch.payee_ids().begin();
  return place < batch.account_versions_size() ? batch.account_versions(static_cast<int>(place))
                                               : 0;
}
}  // namespace

std::vector<std::string> ReleasePayees::KeysOf(const eventsourcing::Happened& happened) const {
  if (happened.event.type() != kBatchReleased) return {};
  const auto batch = Batch(happened);
  const std::set<std::string> payees(batch.payee_ids().begin(), batch.payee_ids().end());
  return {payees.begin(), payees.end()};
}

void ReleasePayees::React(const eventsourcing::Happened& happened, const std::string& key,
                          eventsourcing::Transaction& transaction) {
  const auto batch = Batch(happened);
  account::ReleasePayee command;
  command.owner = key;
  command.batch = batch.batch_id();
  command.legal_entity = batch.legal_entity_id();
  command.version_seen = VersionSeen(batch, key);
  command.now = calendar::Instant{std::chrono::seconds{absl::ToUnixSeconds(transaction.now())}};
  command.owner_erased = transaction.Fold<person::Person, person::Event>("person-" + key).erased;
  eventsourcing::DecideOn<account::Accounts, account::Event, account::Command>(
      transaction, "account-" + key, command);
}
}  // namespace aor::directory
