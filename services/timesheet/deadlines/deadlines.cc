#include "services/timesheet/deadlines/deadlines.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "libs/eventsourcing/ownership.h"
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

// What one table of news says since it was last read: a tick without news costs a seek for
// each chain.
class News {
 public:
  explicit News(const char* table) : table_(table) {}
  void Read(const Rows& rows,
            const std::function<void(const std::string& key, std::string_view value)>& visit) {
    for (uint32_t chain = 0; chain < eventlog::kChainCount; ++chain) {
      std::vector<std::pair<std::string, std::string>> fresh;  // visited without the iterator
      rows.Scan(NewsPrefix(table_, chain), read_to_[chain], [&](auto key, auto value) {
        if (key != read_to_[chain]) fresh.emplace_back(key, value);
        return true;
      });
      if (!fresh.empty()) read_to_[chain] = fresh.back().first;
      for (const auto& [key, value] : fresh) visit(key, value);
    }
  }

 private:
  const char* const table_;
  std::array<std::string, eventlog::kChainCount> read_to_;
};

Asked AskAs(const char* actor, const Rows& rows, const RuleSets& rules, const std::string& tenant,
            const std::string& worker, calendar::Date monday) {
  Asked asked{{worker}, monday, {actor}, v1::ENTERED_AS_IMPORT, {}, {}, {}, {}, {}};
  for (const auto& row : ContractsOf(rows, tenant, worker))
    asked.contracts.push_back(ToContract(row, rules));
  return asked;
}

// A tick may come twice: the item names the request.
template <class Wish>
absl::Status Execute(eventsourcing::Runtime& runtime, const std::string& tenant, const char* method,
                     const std::string& item, Wish wish) {
  Request request;
  request.tenant = tenant;
  request.key = wish.asked.worker.value;
  request.method = std::string("aor.timesheet.v1.") + method;
  request.request_id = DerivedId(tenant, item, method);
  request.body = item;
  request.actor = kActor;
  return runtime
      .ExecuteAndWait(
          std::move(request),
          [wish = std::move(wish)](auto& transaction) { return DecideOnWeek(transaction, wish); })
      .status();
}
bool IsRefused(const absl::Status& status) { return !eventsourcing::RefusalName(status).empty(); }

// What could not be done in one tick, for whoever looks after the process.
class Troubles {
 public:
  void Note(const absl::Status& status) {
    if (!IsRefused(status) && !eventsourcing::ElsewhereOf(status)) status_.Update(status);
  }
  // Ends the tick. What was due stays due.
  void Tell() {
    const absl::Status told = std::exchange(status_, absl::OkStatus());
    if (!told.ok()) throw std::runtime_error(std::string(told.message()));
  }

 private:
  absl::Status status_;
};

// Every complete week is met once and waits in the order of its due time.
class Tacit final : public eventsourcing::Deadline {
 public:
  Tacit(eventsourcing::Runtime& runtime, eventsourcing::View& awaiting,
        std::shared_ptr<const Known> known)
      : runtime_(runtime), awaiting_(awaiting), known_(std::move(known)) {}
  std::string name() const override { return "tacit-approval"; }
  void At(absl::Time time) override {
    const auto now = ToInstant(time);
    ++ticks_;
    news_.Read(awaiting_.rows(), [&](const auto& key, auto) { Meet({key}); });
    std::vector<Waiting> still;
    while (!due_.empty() && due_.begin()->first <= now) {
      auto waiting = std::move(due_.extract(due_.begin()).mapped());
      if (!IsGone(waiting.news) && !Approve(waiting, now)) still.push_back(std::move(waiting));
    }
    for (Waiting& waiting : still) Meet(std::move(waiting));
    troubles_.Tell();
  }

 private:
  static constexpr Instant kNever = Instant::max();
  static constexpr uint64_t kLongestPause = 64;  // ticks
  struct Waiting {
    std::string news;
    uint64_t next_tick = 0, pause = 1;
  };

  void Meet(Waiting waiting) {
    if (const Instant due = DueAt(waiting.news); due != kNever)
      due_.emplace(due, std::move(waiting));
  }
  // A thousand refused weeks are no thousand commands each second.
  void Pause(Waiting& waiting) const {
    waiting.next_tick = ticks_ + waiting.pause;
    waiting.pause = std::min(2 * waiting.pause, kLongestPause);
  }

  std::optional<v1::AwaitingRow> Load(const std::string& news) const {
    return awaiting_.rows().Load<v1::AwaitingRow>(news);
  }
  bool IsGone(const std::string& news) const { return !Load(news); }

  // At once while its contract is not known here: the engagements log may be behind.
  Instant DueAt(const std::string& news) const {
    const auto waiting = Load(news);
    if (!waiting) return Instant::min();
    const auto monday = calendar::MondayOfWeek(waiting->iso_week());
    const auto row = awaiting_.rows().Load<v1::ContractRow>(
        ContractKey(TenantOfNews(news, kComplete), waiting->contract_id()));
    if (!row) return Instant::min();
    const auto contract = ToContract(*row, known_->rules);
    if (!monday || !contract.tacit_approval_days) return kNever;
    const Instant since{std::chrono::seconds{waiting->complete_since().seconds()}};
    return TacitApprovalDue(*monday, contract.zone, since, *contract.tacit_approval_days);
  }

  // False: it has to be tried again.
  bool Approve(Waiting& item, Instant now) {
    const auto waiting = Load(item.news);
    if (!waiting || DueAt(item.news) > now) return !waiting;
    if (item.next_tick > ticks_) return false;
    if (waiting->contested_entry_ids_size() > 0) return false;  // until that is decided
    const std::string tenant = TenantOfNews(item.news, kComplete);
    if (!awaiting_.rows().Get(ContractKey(tenant, waiting->contract_id()))) return false;
    ApproveHours wish{AskAs(kActor, awaiting_.rows(), known_->rules, tenant, waiting->worker_id(),
                            *calendar::MondayOfWeek(waiting->iso_week())),
                      {waiting->contract_id()},
                      waiting->entries_version(),
                      v1::APPROVED_BY_TACIT,
                      ""};
    const auto approved =
        Execute(runtime_, tenant, "ApproveTacitly", waiting->SerializeAsString(), std::move(wish));
    troubles_.Note(approved);
    if (!approved.ok()) Pause(item);
    return approved.ok();
  }

  eventsourcing::Runtime& runtime_;
  eventsourcing::View& awaiting_;
  const std::shared_ptr<const Known> known_;
  News news_{kComplete};
  std::multimap<Instant, Waiting> due_;
  Troubles troubles_;
  uint64_t ticks_ = 0;
};

// Contracts are looked at when they become known, and all of them when hours were due in
// the zone of one.
class Late final : public eventsourcing::Deadline {
 public:
  Late(eventsourcing::Runtime& runtime, eventsourcing::View& awaiting,
       std::shared_ptr<const Known> known)
      : runtime_(runtime), awaiting_(awaiting), known_(std::move(known)) {}
  std::string name() const override { return "late-hours"; }
  void At(absl::Time time) override {
    known_->view.rows();  // one that stopped ends this tick before it forgets anything
    const auto now = ToInstant(time);
    if (seen_[1] == Instant{}) seen_ = {now, now};
    const auto failed = std::exchange(failed_, {});
    for (const Open& open : failed) Record(open);
    if (WasDueSince(seen_[0], now)) LookAtAll(now);
    // What came due in the last two months before a contract was met.
    news_.Read(awaiting_.rows(), [&](const std::string&, std::string_view contract) {
      Look(std::string(contract), now - std::chrono::days{62}, now);
    });
    seen_ = {seen_[1], now};
    troubles_.Tell();
  }

 private:
  struct Open {
    std::string contract;  // its row's key
    calendar::Date monday;
  };

  bool WasDueSince(Instant since, Instant now) const {
    return std::ranges::any_of(zones_, [&](const std::string& zone) {
      const auto monday = calendar::MondayOf(calendar::DayAt(now, zone));
      const auto due = HoursDue(monday - 7, zone);
      return (due <= now ? due : HoursDue(monday - 14, zone)) > since;
    });
  }
  void LookAtAll(Instant now) {
    std::vector<std::string> contracts;
    for (const std::string& tenant : tenants_)
      awaiting_.rows().Scan(ContractKey(tenant, ""), "", [&](auto key, auto) {
        contracts.emplace_back(key);
        return true;
      });
    for (const std::string& contract : contracts) Look(contract, seen_[0], now);
  }
  void Look(const std::string& key, Instant since, Instant now) {
    const auto row = awaiting_.rows().Load<v1::ContractRow>(key);
    if (!row || row->without_hours()) return;
    tenants_.insert(TenantOf(key));
    zones_.insert(row->zone());
    const auto contract = ToContract(*row, known_->rules);
    const auto first = std::max(contract.start, calendar::DayAt(since, contract.zone) - 14);
    for (auto monday = calendar::MondayOf(first); contract.Covers(std::max(monday, first));
         monday += 7) {
      const auto due = HoursDue(monday, contract.zone);
      if (due > now) return;
      if (due > since) Record({key, monday});
    }
  }
  bool IsOpen(const std::string& tenant, const v1::ContractRow& row, calendar::Date monday) const {
    if (row.unit() == v1::CONTRACT_UNIT_MONTH && calendar::LastOfMonth(monday) > monday + 6)
      return false;
    const auto week = known_->view.rows().Load<v1::Week>(
        WeekKey(tenant, calendar::IsoWeek(monday), row.worker_id(), row.contract_id()));
    return !week || (!week->has_complete() && !week->late());
  }
  // What fails is tried again at each tick, until the week is complete or late: also by whoever
  // else decides on it.
  void Record(const Open& open) {
    const std::string tenant = TenantOf(open.contract);
    const auto row = awaiting_.rows().Load<v1::ContractRow>(open.contract);
    if (!row || !IsOpen(tenant, *row, open.monday)) return;
    ReachHoursDue wish{
        AskAs(kActor, awaiting_.rows(), known_->rules, tenant, row->worker_id(), open.monday),
        {row->contract_id()}};
    const auto item = StreamOf(wish.asked) + "/" + row->contract_id();
    const auto done = Execute(runtime_, tenant, "RecordLateHours", item, std::move(wish));
    troubles_.Note(done);
    if (!done.ok() && !IsRefused(done)) failed_.push_back(open);
  }

  eventsourcing::Runtime& runtime_;
  eventsourcing::View& awaiting_;
  const std::shared_ptr<const Known> known_;
  News news_{kConcluded};
  std::set<std::string> zones_, tenants_;  // of the contracts met
  std::vector<Open> failed_;
  Troubles troubles_;
  // The two last looks: each due time is met by two, since the view may be a little behind.
  std::array<Instant, 2> seen_{};
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
