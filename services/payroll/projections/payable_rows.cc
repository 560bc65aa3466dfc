#include <set>

#include "aor/payroll/v1/payroll_resources.pb.h"
#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using eventsourcing::Happened;
using eventsourcing::WritableRows;

// Whose a record is, for its later events, which do not say it: each legal entity has its own
// chain, and two of them may use the same id.
void PutEntity(const Happened& happened, const char* table, const std::string& id,
               const std::string& entity, WritableRows& rows) {
  v1::PlaceRow place;
  place.set_id(entity);
  rows.Store(RowKey(happened.commit.tenant(), table, id, std::to_string(happened.chain)), place);
}

std::string EntityOf(const Happened& happened, const char* table, const std::string& id,
                     const WritableRows& rows) {
  const auto key = RowKey(happened.commit.tenant(), table, id, std::to_string(happened.chain));
  const auto place = rows.Load<v1::PlaceRow>(key);
  if (!place) throw eventsourcing::BrokenHistory("nothing was recorded before at " + key);
  return place->id();
}

// What is neither paid nor in a batch is found without reading all that ever was.
void StorePayable(const std::string& tenant, const v1::Payable& row, WritableRows& rows) {
  rows.Store(RowKey(tenant, "payable", row.legal_entity_id(), row.payable_id()), row);
  const auto unpaid = RowKey(tenant, "unpaid", row.legal_entity_id(), row.payable_id());
  if (row.state() == v1::PAYABLE_STATE_OPEN || row.state() == v1::PAYABLE_STATE_CONTESTED)
    rows.Put(unpaid, row.payable_id());
  else
    rows.Delete(unpaid);
}

void Recorded(const Happened& happened, const v1::PayableRecorded& recorded, WritableRows& rows) {
  v1::Payable row;
  row.set_payable_id(recorded.payable_id());
  row.set_payee_id(recorded.payee_id());
  *row.mutable_amount() = recorded.amount();
  row.set_legal_entity_id(recorded.legal_entity_id());
  row.set_payable_kind(recorded.payable_kind());
  row.set_reference(recorded.reference());
  *row.mutable_due() = recorded.due();
  row.set_source_id(recorded.source_id());
  row.set_run_id(recorded.run_id());
  *row.mutable_works() = recorded.works();
  if (recorded.has_purpose()) *row.mutable_purpose() = recorded.purpose();
  row.set_state(v1::PAYABLE_STATE_OPEN);
  *row.mutable_recorded_at() = happened.commit.recorded_at();
  StorePayable(happened.commit.tenant(), row, rows);
  PutEntity(happened, "payable-entity", row.payable_id(), row.legal_entity_id(), rows);
}

void Batch(const std::string& batch_id, v1::Payable& row) {
  row.set_state(v1::PAYABLE_STATE_BATCHED);
  row.set_batch_id(batch_id);
  row.clear_hold_reason();
  row.clear_hold_detail();
}

void Open(const std::string& hold_reason, const std::string& hold_detail, v1::Payable& row) {
  row.set_state(v1::PAYABLE_STATE_OPEN);
  row.clear_batch_id();
  row.set_hold_reason(hold_reason);
  row.set_hold_detail(hold_detail);
}

// What happens to a payable after it is recorded, in the order of its stream.
void Moved(const Happened& happened, const v1::PayableEvent& event, WritableRows& rows) {
  const std::string& tenant = happened.commit.tenant();
  const std::string id = happened.stream.name().substr(std::string_view("payable-").size());
  const std::string entity = EntityOf(happened, "payable-entity", id, rows);
  auto row = rows.Load<v1::Payable>(RowKey(tenant, "payable", entity, id)).value();
  using Event = v1::PayableEvent;
  switch (event.kind_case()) {
    case Event::kPayableBatched: Batch(event.payable_batched().batch_id(), row); break;
    case Event::kPayablePaid: row.set_state(v1::PAYABLE_STATE_PAID); break;
    case Event::kPayableHeld:
      Open(event.payable_held().reason(), event.payable_held().detail(), row);
      break;
    case Event::kPayableFreed:
    case Event::kPayableContestSettled: Open("", "", row); break;
    case Event::kPayableContested:
      row.set_state(v1::PAYABLE_STATE_CONTESTED);
      row.set_hold_reason("INVOICE_CONTESTED");
      break;
    case Event::kPayableRecorded:
    case Event::KIND_NOT_SET: throw eventsourcing::BrokenHistory("payable: unknown event");
  }
  StorePayable(tenant, row, rows);
}

void Proposed(const Happened& happened, const v1::BatchProposed& proposed, WritableRows& rows) {
  v1::Batch row;
  row.set_batch_id(proposed.batch_id());
  row.set_legal_entity_id(proposed.legal_entity_id());
  row.set_currency_code(proposed.currency_code());
  row.set_batch_kind(proposed.batch_kind());
  *row.mutable_execution_date() = proposed.execution_date();
  *row.mutable_items() = proposed.items();
  *row.mutable_total() = proposed.total();
  row.set_proposed_by(proposed.proposed_by());
  row.set_proposed_for(proposed.proposed_for());
  row.set_state(v1::BATCH_STATE_PROPOSED);
  *row.mutable_proposed_at() = happened.commit.recorded_at();
  const std::string& tenant = happened.commit.tenant();
  rows.Store(RowKey(tenant, "batch", row.legal_entity_id(), row.batch_id()), row);
  PutEntity(happened, "batch-entity", row.batch_id(), row.legal_entity_id(), rows);
  std::set<std::string> payees;
  for (const auto& item : row.items()) payees.insert(item.payee_id());
  v1::AnswersRow answers;
  answers.set_payees(static_cast<uint32_t>(payees.size()));
  rows.Store(RowKey(tenant, "batch-answers", row.legal_entity_id(), row.batch_id()), answers);
}

void Released(const Happened& happened, const v1::BatchReleased& released, v1::Batch& row) {
  row.set_released_by(released.released_by());
  row.set_state(released.payee_ids().empty() ? v1::BATCH_STATE_ANSWERED : v1::BATCH_STATE_RELEASED);
  *row.mutable_released_at() = happened.commit.recorded_at();
}

// One batch, in the row keys of its tables.
struct Place {
  const std::string& tenant;
  std::string entity, id;
  std::string Key(const char* table) const { return RowKey(tenant, table, entity, id); }
  std::string Key(const char* table, const std::string& payee) const {
    return RowKey(tenant, table, entity, id, payee);
  }
};

// One more is known to be paid or held. The row of a batch is not written again for each of
// hundreds.
void CountAnswer(const Place& at, WritableRows& rows) {
  const auto counted = at.Key("batch-answers");
  auto answers = rows.Load<v1::AnswersRow>(counted).value();
  answers.set_answered(answers.answered() + 1);
  rows.Store(counted, answers);
  if (answers.answered() < answers.payees()) return;
  auto row = rows.Load<v1::Batch>(at.Key("batch")).value();
  if (row.state() != v1::BATCH_STATE_RELEASED) return;
  row.set_state(v1::BATCH_STATE_ANSWERED);
  rows.Store(at.Key("batch"), row);
}

void Answered(const Place& at, const v1::BatchPayeeAnswered& answered, WritableRows& rows) {
  rows.Store(at.Key("batch-answer", answered.payee_id()), answered);
  CountAnswer(at, rows);
}

void Held(const Place& at, const v1::BatchPayeeHeld& held, WritableRows& rows) {
  rows.Store(at.Key("batch-hold", held.payee_id()), held);
  if (!rows.Get(at.Key("batch-answer", held.payee_id()))) CountAnswer(at, rows);
}

void Stored(const Happened& happened, const v1::PaymentFileStored& stored, v1::Batch& row) {
  row.set_message_id(stored.message_id());
  row.set_digest(stored.digest());
  row.set_transactions(stored.transactions());
  *row.mutable_paid() = stored.total();
  row.set_state(v1::BATCH_STATE_STORED);
  *row.mutable_stored_at() = happened.commit.recorded_at();
}

void Withdrawn(const Happened& happened, const v1::BatchWithdrawn& withdrawn, v1::Batch& row) {
  row.set_withdrawn_by(withdrawn.withdrawn_by());
  row.set_withdrawn_for(withdrawn.withdrawn_for());
  row.set_withdraw_reason(withdrawn.reason());
  row.set_state(v1::BATCH_STATE_WITHDRAWN);
  *row.mutable_withdrawn_at() = happened.commit.recorded_at();
}
}  // namespace

void ApplyPayable(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::PayableEvent>(happened.event);
  if (event.has_payable_recorded()) return Recorded(happened, event.payable_recorded(), rows);
  Moved(happened, event, rows);
}

void ApplyBatch(const Happened& happened, WritableRows& rows) {
  const auto event = eventsourcing::Decode<v1::BatchEvent>(happened.event);
  if (event.has_batch_proposed()) return Proposed(happened, event.batch_proposed(), rows);
  const std::string id = happened.stream.name().substr(std::string_view("batch-").size());
  const Place at{happened.commit.tenant(), EntityOf(happened, "batch-entity", id, rows), id};
  if (event.has_batch_payee_answered()) return Answered(at, event.batch_payee_answered(), rows);
  if (event.has_batch_payee_held()) return Held(at, event.batch_payee_held(), rows);
  auto row = rows.Load<v1::Batch>(at.Key("batch"));
  if (!row) throw eventsourcing::BrokenHistory("unknown batch " + id);
  if (event.has_batch_released()) Released(happened, event.batch_released(), *row);
  if (event.has_batch_withdrawn()) Withdrawn(happened, event.batch_withdrawn(), *row);
  if (event.has_payment_file_stored()) {
    Stored(happened, event.payment_file_stored(), *row);
    rows.Store(at.Key("file"), event.payment_file_stored());
  }
  rows.Store(at.Key("batch"), *row);
}

std::optional<v1::Batch> BatchAt(const eventsourcing::Rows& rows, const std::string& tenant,
                                 const std::string& legal_entity, const std::string& batch_id) {
  const Place at{tenant, legal_entity, batch_id};
  auto batch = rows.Load<v1::Batch>(at.Key("batch"));
  if (!batch) return std::nullopt;
  rows.Scan(at.Key("batch-answer", ""), "", [&](std::string_view, std::string_view value) {
    return batch->add_answers()->ParseFromArray(value.data(), static_cast<int>(value.size()));
  });
  rows.Scan(at.Key("batch-hold", ""), "", [&](std::string_view, std::string_view value) {
    return batch->add_holds()->ParseFromArray(value.data(), static_cast<int>(value.size()));
  });
  return batch;
}

std::vector<std::string> EntitiesWith(const eventsourcing::Rows& rows, const std::string& prefix) {
  std::set<std::string> entities;
  rows.Scan(prefix, "", [&](std::string_view, std::string_view value) {
    entities.insert(ParsedRow<v1::PlaceRow>(value).id());
    return true;
  });
  return {entities.begin(), entities.end()};
}
}  // namespace aor::payroll
