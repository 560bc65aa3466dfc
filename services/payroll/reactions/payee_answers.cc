#include "services/payroll/reactions/payee_answers.h"

#include "aor/directory/v1/directory_events.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/payroll/api/batching.h"

namespace aor::payroll {
namespace {
constexpr char kPayeesReleased[] = "aor.directory.v1.AccountEvent/payees_released";

directory::v1::PayeesReleased AnswerIn(const eventsourcing::Happened& happened) {
  return eventsourcing::Decode<directory::v1::AccountEvent>(happened.event).payees_released();
}
}  // namespace

std::vector<std::string> PayeeAnswers::KeysOf(const eventsourcing::Happened& happened) const {
  if (happened.event.type() != kPayeesReleased) return {};
  return {AnswerIn(happened).legal_entity_id()};
}

void PayeeAnswers::React(const eventsourcing::Happened& happened, const std::string&,
                         eventsourcing::Transaction& transaction) {
  const auto answer = AnswerIn(happened);
  OnBatch(
      transaction, answer.batch_id(),
      batch::AnswerPayee{answer.owner_id(), answer.version(), answer.held(), answer.hold_reason()});
  if (!answer.held()) return;
  const auto items = transaction.Fold<batch::Batch, batch::Event>("batch-" + answer.batch_id())
                         .ItemsOf(answer.owner_id());
  for (const auto& item : items)
    OnPayable(transaction, item.payable_id,
              payable::HoldPayable{answer.batch_id(), answer.hold_reason()});
}
}  // namespace aor::payroll
