#include <absl/strings/str_format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/eventlog/chain.h"
#include "services/payroll/api/runs.h"
#include "services/payroll/api/settlement.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using operations::Item;
using operations::Items;
using operations::LeftOut;
using operations::Outcome;
using operations::v1::RunRow;
constexpr size_t kAtOnce = 500;       // profiles of one question to the directory
constexpr size_t kOtherEvents = 900;  // bytes of what is paid, counted and owed, beside the slip

// A contract's place in the run: first contracts of workers, then second ones; within these
// in the order in which payments draw them, so that a batch finds its payables together.
struct Place {
  size_t round;
  v1::DueRow due;
  std::string key;
};

std::string KeyOf(const std::string& tenant, size_t round, const v1::DueRow& due) {
  return absl::StrFormat("%d~%02d~%s", round, eventlog::ChainOf(tenant + "/" + due.worker_id()),
                         due.contract_id());
}

class PayslipsRun final : public operations::RunKind {
 public:
  explicit PayslipsRun(Tools tools)
      : tools_(std::move(tools)), desk_(*tools_.books, *tools_.directory, tools_.clock) {}
  std::string name() const override { return kPayslipRun; }
  std::vector<std::string> RuleVersions() const override { return tools_.books->Versions(); }
  eventsourcing::View& view() const override { return tools_.view; }

  absl::StatusOr<Items> Draw(const RunRow& run, const std::string& after, size_t bytes,
                             bool all_seen) override {
    Plan(run);
    const auto first = std::ranges::upper_bound(std::as_const(places_), after, {}, &Place::key);
    const bool same_round = first == places_.begin() || first == places_.end() ||
                            std::prev(first)->round == first->round;
    Items drawn;
    if (!same_round && !all_seen) return drawn;
    size_t sum = 0;
    auto next = first;
    while (next != places_.end() && sum < bytes && next->round == first->round) {
      const auto end =
          std::find_if(next, next + std::min<size_t>(kAtOnce, places_.end() - next),
                       [&](const Place& place) { return place.round != first->round; });
      if (auto status = DrawSome(run, next, end, bytes, sum, drawn.items); !status.ok())
        return status;
    }
    drawn.last = next == places_.end();
    // A round without items leaves nothing to be seen: the next one may follow at once.
    if (drawn.items.empty() && !drawn.last && all_seen)
      return Draw(run, std::prev(next)->key, bytes, all_seen);
    return drawn;
  }

 private:
  using Next = std::vector<Place>::const_iterator;

  // Computed once for a run, and again after a restart: what came since stands behind or
  // waits for the next run.
  void Plan(const RunRow& run) {
    const std::string id = run.tenant() + "/" + run.opened().run_id();
    if (id == planned_) return;
    places_.clear();
    std::map<std::string, size_t> contracts;  // of a worker
    tools_.view.rows().Scan(
        RowPrefix(run.tenant(), "due", run.opened().legal_entity_id(), run.opened().period()), "",
        [&](std::string_view, std::string_view value) {
          v1::DueRow due;
          due.ParseFromArray(value.data(), static_cast<int>(value.size()));
          const size_t round = contracts[due.worker_id()]++;
          std::string key = KeyOf(run.tenant(), round, due);
          places_.push_back({round, std::move(due), std::move(key)});
          return true;
        });
    std::ranges::sort(places_, {}, &Place::key);
    asked_from_ = asked_to_ = 0;
    planned_ = id;
  }

  // A chunk takes fewer than are asked for at once: the next one takes the rest.
  absl::Status Ask(const RunRow& run, Next first, Next end) {
    const size_t from = first - places_.cbegin();
    if (asked_from_ <= from && from < asked_to_) return absl::OkStatus();
    std::vector<std::string> workers;
    for (auto place = first; place != end; ++place) workers.push_back(place->due.worker_id());
    auto profiles = desk_.ProfilesFor(run.tenant(), workers, run.opened().period());
    if (!profiles.ok()) return profiles.status();
    profiles_ = *std::move(profiles);
    asked_from_ = from;
    asked_to_ = end - places_.cbegin();
    return absl::OkStatus();
  }

  absl::Status DrawSome(const RunRow& run, Next& next, Next end, size_t bytes, size_t& sum,
                        std::vector<Item>& items) {
    if (auto asked = Ask(run, next, end); !asked.ok()) return asked;
    end = std::min(end, places_.cbegin() + static_cast<std::ptrdiff_t>(asked_to_));
    const auto today = TodayOf(tools_, run.tenant(), run.opened().legal_entity_id());
    for (; next != end && sum < bytes; ++next) {
      auto item = DrawOne(run, *next, profiles_, today);
      if (!item) continue;
      sum += item->bytes;
      items.push_back(std::move(*item));
    }
    return absl::OkStatus();
  }

  std::optional<Item> DrawOne(const RunRow& run, const Place& place,
                              const DraftDesk::Profiles& profiles, calendar::Date today) const {
    const auto& rows = tools_.view.rows();
    const std::string& contract = place.due.contract_id();
    auto sketch = desk_.Draw(rows, run.tenant(), contract, run.opened().period(), profiles);
    if (!sketch.ok()) {
      if (rows.Get(RowKey(run.tenant(), "contract", contract))) return std::nullopt;  // not by slip
      return Item{
          place.key, contract, 0, [](Transaction&) -> Outcome {
            return LeftOut{
                {"CONTRACT_UNKNOWN", "The contract has not arrived yet; try again shortly."}, {}};
          }};
    }
    if (sketch->draft.empty()) return std::nullopt;
    sketch->draft.slip.set_run_id(run.opened().run_id());
    const size_t bytes = sketch->draft.slip.ByteSizeLong() * 3 / 2 + kOtherEvents;
    return Item{place.key, contract, bytes,
                [verification = Verification{*std::move(sketch), PersonId{run.opened().opened_by()},
                                             today, run.opened().opened_for()}](
                    Transaction& transaction) { return DecideOne(transaction, verification); }};
  }

  static Outcome DecideOne(Transaction& transaction, const Verification& verification) {
    if (const auto refused = Settle(transaction, verification)) {
      const auto& missing = verification.sketch.draft.missing;
      return LeftOut{*refused, {missing.begin(), missing.end()}};
    }
    return money::FromProto(verification.sketch.draft.slip.net());
  }

  const Tools tools_;
  const DraftDesk desk_;
  std::string planned_;
  std::vector<Place> places_;
  DraftDesk::Profiles profiles_;  // of the places between these
  size_t asked_from_ = 0, asked_to_ = 0;
};
}  // namespace

std::unique_ptr<operations::RunKind> PayslipRun(Tools tools) {
  return std::make_unique<PayslipsRun>(std::move(tools));
}
}  // namespace aor::payroll
