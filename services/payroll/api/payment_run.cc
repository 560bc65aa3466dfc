#include <absl/strings/str_format.h>

#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/ids/uuid.h"
#include "libs/operations/run_operations.h"
#include "services/payroll/api/batching.h"
#include "services/payroll/api/runs.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using operations::Item;
using operations::Items;
using operations::LeftOut;
using operations::Outcome;
using operations::SettingOf;
using operations::v1::RunRow;
constexpr size_t kItemBytes = 400;  // on the batch and on the payable

class PaymentsRun final : public operations::RunKind {
 public:
  explicit PaymentsRun(Tools tools) : tools_(std::move(tools)) {}
  std::string name() const override { return kPaymentRun; }
  std::vector<std::string> RuleVersions() const override { return {}; }
  eventsourcing::View& view() const override { return tools_.view; }

  absl::StatusOr<Items> Draw(const RunRow& run, const std::string& after, size_t bytes,
                             bool) override {
    if (auto planned = Plan(run, after); !planned.ok()) return planned;
    Items drawn;
    size_t sum = 0;
    auto next = batches_.upper_bound(after);
    for (; next != batches_.end() && sum < bytes; ++next) {
      drawn.items.push_back(ItemOf(run, next->first, next->second));
      sum += drawn.items.back().bytes;
    }
    drawn.last = next == batches_.end();
    return drawn;
  }

 private:
  // Numbered behind what an earlier life of the process proposed.
  absl::Status Plan(const RunRow& run, const std::string& after) {
    const std::string id = run.tenant() + "/" + run.opened().run_id();
    if (id == planned_) return absl::OkStatus();
    const auto selection =
        SelectionOf(tools_.view.rows(), run.tenant(), run.opened().legal_entity_id(),
                    SettingOf(run.opened(), "currency_code"), SettingOf(run.opened(), "batch_kind"),
                    TodayOf(tools_, run.tenant(), run.opened().legal_entity_id()), {});
    if (!selection.ok()) return selection.status();
    batches_.clear();
    uint64_t number = after.empty() ? 0 : std::stoull(after);
    for (auto& items : ItemsOfAll(tools_.view.rows(), run.tenant(), *selection))
      batches_[absl::StrFormat("%06d", ++number)] = std::move(items);
    planned_ = id;
    return absl::OkStatus();
  }

  Item ItemOf(const RunRow& run, const std::string& key,
              const std::vector<batch::Item>& items) const {
    const auto& opened = run.opened();
    const std::string currency = items.front().amount.currency;
    const auto today = TodayOf(tools_, run.tenant(), opened.legal_entity_id());
    const auto wanted = SettingOf(run.opened(), "execution_date");
    const batch::ProposeBatch command{Uuid5(kDerivedIds, opened.run_id() + "/" + key),
                                      LegalEntityId{opened.legal_entity_id()},
                                      currency,
                                      SettingOf(run.opened(), "batch_kind"),
                                      calendar::ParseDate(wanted).value_or(calendar::NextBankingDay(
                                          today, batch::BankingPlace(currency))),
                                      today,
                                      items,
                                      PersonId{opened.opened_by()},
                                      opened.opened_for()};
    return {key, command.id, items.size() * kItemBytes,
            [command](eventsourcing::Transaction& transaction) -> Outcome {
              if (const auto refused = Propose(transaction, command)) return LeftOut{*refused, {}};
              return batch::TotalOf(command.items, command.currency);
            }};
  }

  const Tools tools_;
  std::string planned_;
  std::map<std::string, std::vector<batch::Item>> batches_;
};
}  // namespace

std::unique_ptr<operations::RunKind> PaymentRun(Tools tools) {
  return std::make_unique<PaymentsRun>(std::move(tools));
}
}  // namespace aor::payroll
