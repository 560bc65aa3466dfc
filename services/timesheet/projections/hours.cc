#include "services/timesheet/projections/hours.h"

#include <algorithm>

#include "aor/engagements/v1/engagements_events.pb.h"
#include "aor/timesheet/v1/timesheet_rows.pb.h"
#include "libs/eventsourcing/event_types.h"
#include "services/timesheet/projections/closed_gates.h"
#include "services/timesheet/projections/contracts.h"
#include "services/timesheet/projections/keys.h"
#include "services/timesheet/projections/weeks.h"

namespace aor::timesheet {
namespace {
using eventsourcing::Happened, eventsourcing::WritableRows;

class Hours final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "hours"; }
  int version() const override { return 3; }
  std::vector<std::string> logs() const override {
    return {"timesheet", "engagements", "credentials"};
  }
  void Apply(const Happened& happened, WritableRows& rows) override {
    ApplyToContracts(happened, rows);
    ApplyToWeeks(happened, rows);
    ApplyToClosedGates(happened, rows);
  }
};

class Awaiting final : public eventsourcing::Projection {
 public:
  std::string name() const override { return "awaiting"; }
  int version() const override { return 3; }
  std::vector<std::string> logs() const override { return {"timesheet", "engagements"}; }
  void Apply(const Happened& happened, WritableRows& rows) override {
    ApplyToContracts(happened, rows);
    if (happened.event.type() == "aor.engagements.v1.ContractEvent/contract_concluded")
      Announce(happened, rows);
    if (happened.event.type().starts_with("aor.timesheet.v1.")) ApplyOwn(happened, rows);
  }

 private:
  static std::string News(const char* table, const Happened& happened,
                          const std::string& contract) {
    return NewsKey(table, happened.chain, happened.at.sequence, happened.commit.tenant(), contract);
  }
  static void Announce(const Happened& happened, WritableRows& rows) {
    const auto event = eventsourcing::Decode<aor::engagements::v1::ContractEvent>(happened.event);
    const auto& contract = event.contract_concluded().contract_id();
    rows.Put(News(kConcluded, happened, contract), ContractKey(happened.commit.tenant(), contract));
  }
  static void ApplyOwn(const Happened& happened, WritableRows& rows) {
    const auto event = eventsourcing::Decode<v1::WeekEvent>(happened.event);
    const auto [worker, iso_week] = NameOf(happened.stream.name());
    const auto forget = [&](const std::string& contract) {
      const auto key = AwaitingKey(happened.commit.tenant(), iso_week, worker, contract);
      if (const auto news = rows.Get(key)) rows.Delete(*news), rows.Delete(key);
    };
    if (event.has_week_declared_complete()) {
      const auto& complete = event.week_declared_complete();
      forget(complete.contract_id());
      v1::AwaitingRow row;
      row.set_worker_id(worker);
      row.set_iso_week(iso_week);
      row.set_contract_id(complete.contract_id());
      row.set_entries_version(complete.entries_version());
      *row.mutable_complete_since() = happened.commit.recorded_at();
      const auto news = News(kComplete, happened, row.contract_id());
      rows.Store(news, row);
      rows.Put(AwaitingKey(happened.commit.tenant(), iso_week, worker, row.contract_id()), news);
    }
    const auto contest = [&](const std::string& contract, auto change) {
      const auto news = rows.Get(AwaitingKey(happened.commit.tenant(), iso_week, worker, contract));
      auto row = news ? rows.Load<v1::AwaitingRow>(*news) : std::nullopt;
      if (!row) return;
      change(*row->mutable_contested_entry_ids());
      rows.Store(*news, *row);
    };
    if (event.has_hours_contested())
      contest(event.hours_contested().contract_id(),
              [&](auto& ids) { ids = event.hours_contested().entry_ids(); });
    if (event.has_contest_decided())
      contest(event.contest_decided().contract_id(), [&](auto& ids) {
        for (const auto& id : event.contest_decided().entry_ids())
          ids.erase(std::remove(ids.begin(), ids.end(), id), ids.end());
      });
    if (event.has_hours_approved()) forget(event.hours_approved().measured().contract_id());
    if (event.has_entry_recorded()) forget(event.entry_recorded().contract_id());
    if (event.has_entry_corrected()) forget(event.entry_corrected().contract_id());
    if (event.has_entry_reversed()) forget(event.entry_reversed().contract_id());
  }
};
}  // namespace

std::unique_ptr<eventsourcing::Projection> HoursProjection() { return std::make_unique<Hours>(); }
std::unique_ptr<eventsourcing::Projection> AwaitingProjection() {
  return std::make_unique<Awaiting>();
}
}  // namespace aor::timesheet
