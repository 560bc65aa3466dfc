#include "libs/operations/runs_view.h"

#include "libs/eventsourcing/commits.h"
#include "libs/eventsourcing/event_types.h"
#include "libs/eventsourcing/transaction.h"

namespace aor::operations {
namespace {
using eventsourcing::Happened;
using eventsourcing::WritableRows;
constexpr int kMostLeft = 1000;  // that an answer lists
constexpr char kOpen[] = "*/open/";

void Opened(const Happened& happened, const v1::RunOpened& opened, v1::RunRow& row) {
  *row.mutable_opened() = opened;
  row.set_tenant(happened.commit.tenant());
  row.set_reason(happened.commit.reason());
  auto& metadata = *row.mutable_metadata();
  metadata.set_run_id(opened.run_id());
  metadata.set_run_kind(opened.run_kind());
  metadata.set_legal_entity_id(opened.legal_entity_id());
  metadata.set_period(opened.period());
  metadata.set_opened_by(opened.opened_by());
  *metadata.mutable_opened_at() = happened.commit.recorded_at();
  metadata.set_expected(opened.expected());
}

void Advanced(const Happened& happened, const v1::RunAdvanced& advanced, v1::RunRow& row) {
  auto& metadata = *row.mutable_metadata();
  *metadata.mutable_advanced_at() = happened.commit.recorded_at();
  metadata.set_done(metadata.done() + advanced.done());
  metadata.set_left(metadata.left() + advanced.left_size());
  metadata.set_chunks(advanced.chunk());
  row.set_after(advanced.after());
  for (const auto& left : advanced.left())
    if (row.result().left_size() < kMostLeft) *row.mutable_result()->add_left() = left;
}

void Closed(const Happened& happened, const v1::RunClosed& closed, v1::RunRow& row) {
  *row.mutable_closed() = closed;
  auto& result = *row.mutable_result();
  result.set_done(closed.done());
  *result.mutable_sums() = closed.sums();
  result.set_digest(closed.digest());
  *result.mutable_closed_at() = happened.commit.recorded_at();
}

const std::string& IdOf(const v1::RunEvent& event) {
  switch (event.kind_case()) {
    case v1::RunEvent::kRunOpened: return event.run_opened().run_id();
    case v1::RunEvent::kRunAdvanced: return event.run_advanced().run_id();
    case v1::RunEvent::kRunCancellationRequested:
      return event.run_cancellation_requested().run_id();
    case v1::RunEvent::kRunClosed: return event.run_closed().run_id();
    case v1::RunEvent::KIND_NOT_SET: break;
  }
  throw eventsourcing::BrokenHistory("runs: unknown event");
}
}  // namespace

std::string RunKey(const std::string& tenant, const std::string& run_id) {
  return RunPrefix(tenant) + run_id;
}
std::string RunPrefix(const std::string& tenant) { return tenant + "/run/"; }

void RunsView::Apply(const Happened& happened, WritableRows& rows) {
  if (!eventsourcing::Holds<v1::RunEvent>(happened.event)) return;
  const auto event = eventsourcing::Decode<v1::RunEvent>(happened.event);
  const std::string& tenant = happened.commit.tenant();
  const std::string key = RunKey(tenant, IdOf(event));
  auto row = rows.Load<v1::RunRow>(key).value_or(v1::RunRow{});
  if (event.has_run_opened()) Opened(happened, event.run_opened(), row);
  if (event.has_run_advanced()) Advanced(happened, event.run_advanced(), row);
  if (event.has_run_cancellation_requested())
    row.mutable_metadata()->set_cancellation_requested(true);
  if (event.has_run_closed()) Closed(happened, event.run_closed(), row);
  row.mutable_metadata()->set_consistency_token(
      eventsourcing::TokenOf(happened.commit.log(), happened.chain, happened.at));
  rows.Store(key, row);
  const std::string open = kOpen + tenant + "/" + IdOf(event);
  row.has_closed() ? rows.Delete(open) : rows.Put(open, key);
}

std::vector<v1::RunRow> OpenRuns(const eventsourcing::Rows& rows) {
  std::vector<v1::RunRow> open;
  rows.Scan(kOpen, "", [&](std::string_view, std::string_view key) {
    if (auto row = rows.Load<v1::RunRow>(key)) open.push_back(std::move(*row));
    return true;
  });
  return open;
}
}  // namespace aor::operations
