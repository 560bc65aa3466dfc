#include "services/timesheet/deadlines/deadlines.h"

#include <algorithm>
#include <set>

#include "libs/ids/uuid.h"
#include "services/timesheet/api/asking.h"
#include "services/timesheet/projections/contracts.h"
#include "services/timesheet/projections/keys.h"

namespace aor::timesheet {
namespace {
using calendar::Instant;
using eventsourcing::Request, eventsourcing::Rows;
constexpr const char* kActor = "timesheet-deadlines";

std::string TenantOf(std::string_view key) { return std::string(key.substr(0, key.find('/'))); }

bool IsIn(std::string_view key, std::string_view table) {
  return key.substr(key.find('/')).starts_with(table);
}

// Every row of one table, of all tenants.
template <class Row>
void ForEach(const Rows& rows, std::string_view table,
             const std::function<void(const std::string& tenant, const Row&)>& visit) {
  rows.Scan("", "", [&](std::string_view key, std::string_view value) {
    Row row;
    if (IsIn(key, table) && row.ParseFromArray(value.data(), static_cast<int>(value.size())))
      visit(TenantOf(key), row);
    return true;
  });
}

Asked AskAs(const char* actor, const Rows& rows, const RuleSets& rules, const std::string& tenant,
            const std::string& worker, calendar::Date monday) {
  Asked asked{{worker}, monday, {actor}, v1::ENTERED_AS_IMPORT, {}, {}, {}, {}, {}};
  for (const auto& row : ContractsOf(rows, tenant, worker))
    asked.contracts.push_back(ToContract(row, rules));
  return asked;
}

// A tick may come twice: the item names the request.
template <class Wish>
void Execute(eventsourcing::Runtime& runtime, const std::string& tenant, const char* method,
             const std::string& item, Wish wish) {
  Request request;
  request.tenant = tenant;
  request.key = wish.asked.worker.value;
  request.method = std::string("aor.timesheet.v1.") + method;
  request.request_id = DerivedId(tenant, item, method);
  request.body = item;
  request.actor = kActor;
  // What fails is tried again at the next tick: it is still due.
  (void)runtime.ExecuteAndWait(std::move(request), [wish = std::move(wish)](auto& transaction) {
    return DecideOnWeek(transaction, wish);
  });
}

class Tacit final : public eventsourcing::Deadline {
 public:
  Tacit(eventsourcing::Runtime& runtime, eventsourcing::View& awaiting,
        std::shared_ptr<const Known> known)
      : runtime_(runtime), awaiting_(awaiting), known_(std::move(known)) {}
  std::string name() const override { return "tacit-approval"; }
  void At(absl::Time now) override {
    const auto& rows = awaiting_.rows();
    ForEach<v1::AwaitingRow>(rows, "/awaiting/", [&](const auto& tenant, const auto& waiting) {
      const auto monday = calendar::MondayOfWeek(waiting.iso_week());
      const auto row = rows.Load<v1::ContractRow>(ContractKey(tenant, waiting.contract_id()));
      if (!monday || !row) return;
      const auto contract = ToContract(*row, known_->rules);
      const Instant since{std::chrono::seconds{waiting.complete_since().seconds()}};
      if (!contract.tacit_approval_days || waiting.contested_entry_ids_size() > 0) return;
      const auto due =
          TacitApprovalDue(*monday, contract.zone, since, *contract.tacit_approval_days);
      if (ToInstant(now) < due) return;
      ApproveHours wish{AskAs(kActor, rows, known_->rules, tenant, waiting.worker_id(), *monday),
                        contract.id, waiting.entries_version(), v1::APPROVED_BY_TACIT, ""};
      Execute(runtime_, tenant, "ApproveTacitly", waiting.SerializeAsString(), std::move(wish));
    });
  }

 private:
  eventsourcing::Runtime& runtime_;
  eventsourcing::View& awaiting_;
  const std::shared_ptr<const Known> known_;
};

class Late final : public eventsourcing::Deadline {
 public:
  Late(eventsourcing::Runtime& runtime, eventsourcing::View& awaiting,
       std::shared_ptr<const Known> known)
      : runtime_(runtime), awaiting_(awaiting), known_(std::move(known)) {}
  std::string name() const override { return "late-hours"; }
  void At(absl::Time time) override {
    const auto now = ToInstant(time);
    // Of a contract not met before, what came due in the last two months; after that, what came
    // due since.
    ForEach<v1::ContractRow>(
        awaiting_.rows(), "/contracts/", [&](const auto& tenant, const auto& row) {
          const bool is_new = met_.insert(tenant + "/" + row.contract_id()).second;
          const auto since = is_new ? now - std::chrono::days{62} : seen_;
          if (!row.without_hours()) Look(tenant, row, since, now);
        });
    seen_ = now - std::chrono::hours{1};  // the view may be a little behind
  }

 private:
  void Look(const std::string& tenant, const v1::ContractRow& row, Instant since, Instant now) {
    const auto contract = ToContract(row, known_->rules);
    const auto first = std::max(contract.start, calendar::DayAt(since, contract.zone) - 14);
    for (auto monday = calendar::MondayOf(first); contract.Covers(std::max(monday, first));
         monday += 7) {
      const auto due = HoursDue(monday, contract.zone);
      if (due > now) return;
      if (due > since && IsOpen(tenant, contract, row.worker_id(), monday))
        Record(tenant, contract, row.worker_id(), monday);
    }
  }
  bool IsOpen(const std::string& tenant, const Contract& contract, const std::string& worker,
              calendar::Date monday) const {
    const auto week = known_->view.rows().template Load<v1::Week>(
        WeekKey(tenant, calendar::IsoWeek(monday), worker, contract.id.value));
    if (contract.unit == Unit::kMonth && calendar::LastOfMonth(monday) > monday + 6) return false;
    return !week || (!week->has_complete() && !week->late());
  }
  void Record(const std::string& tenant, const Contract& contract, const std::string& worker,
              calendar::Date monday) {
    ReachHoursDue wish{AskAs(kActor, awaiting_.rows(), known_->rules, tenant, worker, monday),
                       contract.id};
    const auto item = StreamOf(wish.asked) + "/" + contract.id.value;
    Execute(runtime_, tenant, "RecordLateHours", item, std::move(wish));
  }

  eventsourcing::Runtime& runtime_;
  eventsourcing::View& awaiting_;
  const std::shared_ptr<const Known> known_;
  std::set<std::string> met_;  // contracts: one may be concluded after its first hours were due
  Instant seen_;
};
}  // namespace

std::unique_ptr<eventsourcing::Deadline> TacitApproval(eventsourcing::Runtime& runtime,
                                                       eventsourcing::View& awaiting,
                                                       std::shared_ptr<const Known> known) {
  return std::make_unique<Tacit>(runtime, awaiting, std::move(known));
}
std::unique_ptr<eventsourcing::Deadline> LateHours(eventsourcing::Runtime& runtime,
                                                   eventsourcing::View& awaiting,
                                                   std::shared_ptr<const Known> known) {
  return std::make_unique<Late>(runtime, awaiting, std::move(known));
}
}  // namespace aor::timesheet
