#include "services/directory/reactions/release_payees.h"

#include <map>
#include <set>

#include "aor/operations/v1/run_events.pb.h"
#include "aor/payroll/v1/payroll_events.pb.h"
#include "services/directory/domain/account.h"
#include "services/directory/domain/person.h"

namespace aor::directory {
namespace {
constexpr char kBatchReleased[] = "aor.payroll.v1.BatchEvent/batch_released";
// Payroll's runs are of no concern here, but a type that no linked message knows stops a reaction.
[[maybe_unused]] const auto* const kRuns = operations::v1::RunEvent::descriptor();

payroll::v1::BatchReleased Batch(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<payroll::v1::BatchEvent>(happened.event).batch_released();
}
}  // namespace

std::vector<std::string> ReleasePayees::KeysOf(const eventsourcing::Happened& happened) const {
  if (happened.event.type() != kBatchReleased) return {};
  const auto batch = Batch(happened);
  const std::set<std::string> payees(batch.payee_ids().begin(), batch.payee_ids().end());
  return {payees.begin(), payees.end()};
}

struct ReleasePayees::Released {
  std::string event_id;
  std::string batch, legal_entity;
  std::map<std::string, uint32_t> versions;  // seen by who released it, by payee; 0 for none
};

std::shared_ptr<const ReleasePayees::Released> ReleasePayees::ReleasedBy(
    const eventsourcing::Happened& happened) {
  const std::lock_guard lock(mutex_);
  if (last_ && last_->event_id == happened.event.event_id()) return last_;
  const auto batch = Batch(happened);
  auto released = std::make_shared<Released>(
      Released{happened.event.event_id(), batch.batch_id(), batch.legal_entity_id(), {}});
  for (int i = 0; i < batch.payee_ids_size(); ++i)
    released->versions[batch.payee_ids(i)] =
        i < batch.account_versions_size() ? batch.account_versions(i) : 0;
  return last_ = std::move(released);
}

void ReleasePayees::React(const eventsourcing::Happened& happened, const std::string& key,
                          eventsourcing::Transaction& transaction) {
  const auto released = ReleasedBy(happened);
  account::ReleasePayee command;
  command.owner = key;
  command.batch = released->batch;
  command.legal_entity = released->legal_entity;
  command.version_seen = released->versions.at(key);
  command.now = calendar::Instant{std::chrono::seconds{absl::ToUnixSeconds(transaction.now())}};
  command.owner_erased = transaction.Fold<person::Person, person::Event>("person-" + key).erased;
  const std::string stream = "account-" + key;
  eventsourcing::Insist(
      eventsourcing::DecideOn<account::Accounts, account::Event, account::Command>(transaction,
                                                                                   stream, command),
      stream);
}
}  // namespace aor::directory
