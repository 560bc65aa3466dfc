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
  const std::string stream = "batch-" + answer.batch_id();
  eventsourcing::Insist(OnBatch(transaction, answer.batch_id(),
                                batch::AnswerPayee{answer.owner_id(), answer.version(),
                                                   answer.held(), answer.hold_reason()}),
                        stream);
  const auto batch = transaction.Fold<batch::Batch, batch::Event>(stream);
  if (!answer.held() || batch.withdrawn) return;  // then its payables are free already
  for (const auto& item : batch.ItemsOf(answer.owner_id()))
    eventsourcing::Insist(OnPayable(transaction, item.payable_id,
                                    payable::HoldPayable{answer.batch_id(), answer.hold_reason()}),
                          "payable-" + item.payable_id);
}
}  // namespace aor::payroll
