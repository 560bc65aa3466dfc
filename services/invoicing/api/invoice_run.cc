#include "services/invoicing/api/invoice_run.h"

#include <algorithm>

#include "libs/ids/content_digest.h"
#include "libs/ids/uuid.h"
#include "libs/operations/run_operations.h"
#include "services/invoicing/projections/rows.h"
#include "services/invoicing/rules/vat.h"

namespace aor::invoicing {
namespace {
using operations::Item;
using operations::Items;
using operations::LeftOut;
using operations::Outcome;
using operations::SettingOf;
using operations::v1::RunOpened;
using operations::v1::RunRow;
constexpr char kInvoices[] = "invoices", kSelfBilling[] = "self-billing";
constexpr size_t kContractBytes = 250;  // of what is remembered as billed, beside its pieces
constexpr size_t kPieceBytes = 30;      // price and VAT of each, which its line says once

void Set(RunOpened& opened, const char* name, const std::string& value) {
  if (value.empty()) return;
  auto& setting = *opened.add_settings();
  setting.set_name(name);
  setting.set_value(value);
}

std::string RatesVersion() {
  std::string texts;
  for (const char* const* file = kVatFiles; *file; file++) texts += *file;
  return "VAT " + ContentDigest(texts);
}

// Clients, or suppliers, in the order of their ids.
std::vector<std::string> PartiesOf(const RunOpened& opened, const std::string& tenant,
                                   const eventsourcing::Rows& rows) {
  if (auto only = SettingOf(opened, "party_id"); !only.empty()) return {only};
  const char* table = opened.run_kind() == kSelfBilling ? "supplier_of" : "client_of";
  std::vector<std::string> parties;
  rows.Scan(RowPrefix(tenant, table, opened.legal_entity_id()), "",
            [&](std::string_view, std::string_view id) {
              parties.emplace_back(id);
              return true;
            });
  std::ranges::sort(parties);
  return parties;
}

// Each piece stands on the invoice and on its contract.
size_t BytesOf(const Draft& draft) {
  size_t bytes = 0;
  for (const auto& line : draft.lines)
    bytes += 2 * line.ByteSizeLong() + line.billed_size() * kPieceBytes + kContractBytes;
  return bytes;
}

class Run final : public operations::RunKind {
 public:
  Run(const char* name, eventsourcing::View& view) : name_(name), view_(view) {}
  std::string name() const override { return name_; }
  std::vector<std::string> RuleVersions() const override { return {RatesVersion()}; }
  eventsourcing::View& view() const override { return view_; }

  // A key is <party>/<draft>; a party's drafts are drawn together.
  absl::StatusOr<Items> Draw(const RunRow& run, const std::string& after, size_t bytes,
                             bool) override {
    const std::string party = after.substr(0, after.find('/'));
    const auto parties = PartiesOf(run.opened(), run.tenant(), view_.rows());
    const Basis basis(run.tenant(), view_.rows());
    Items drawn;
    size_t sum = 0;
    auto next = std::ranges::lower_bound(parties, party);
    for (; next != parties.end() && sum < bytes; ++next)
      if (auto status = DrawParty(run, basis, *next, after, sum, drawn.items); !status.ok())
        return status;
    drawn.last = next == parties.end();
    return drawn;
  }

 private:
  std::string_view side() const {
    return name_ == kSelfBilling ? billed::kSupplier : billed::kClient;
  }

  absl::Status DrawParty(const RunRow& run, const Basis& basis, const std::string& party,
                         const std::string& after, size_t& sum, std::vector<Item>& items) const {
    const auto through = calendar::ParseDate(SettingOf(run.opened(), "through"));
    for (auto& draft : DraftsWithoutHolds(basis, run.opened().legal_entity_id(), party, side())) {
      const std::string key = party + "/" + draft.draft_id;
      const bool behind = after.starts_with(party + "/") && key <= after;
      if (behind || draft.lines.empty() || (through && draft.period_end > *through)) continue;
      auto item = ItemOf(run, basis, key, std::move(draft));
      if (!item.ok()) return item.status();
      sum += item->bytes;
      items.push_back(*std::move(item));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Item> ItemOf(const RunRow& run, const Basis& basis, const std::string& key,
                              Draft draft) const {
    const std::string& run_id = run.opened().run_id();
    const std::string id = draft.draft_id;
    const size_t bytes = BytesOf(draft);
    const ToConfirm wish{id,
                         draft.etag,
                         Uuid5(kDerivedIds, run_id + "/" + id),
                         side(),
                         {},
                         "",
                         {},
                         run.opened().opened_by(),
                         run.opened().opened_for()};
    auto confirmable = Prepare(basis, wish, std::move(draft));
    if (!confirmable.ok()) return confirmable.status();
    if (const auto* refused = std::get_if<eventsourcing::Refused>(&*confirmable))
      return Item{
          key, id, 0,
          [left = LeftOut{*refused, {}}](eventsourcing::Transaction&) -> Outcome { return left; }};
    auto confirmation = std::get<Confirmation>(*std::move(confirmable));
    confirmation.document.set_run_id(run_id);
    return Item{key, id, bytes,
                [confirmation = std::move(confirmation)](eventsourcing::Transaction& transaction) {
                  return DecideOne(transaction, confirmation);
                }};
  }

  static Outcome DecideOne(eventsourcing::Transaction& transaction,
                           const Confirmation& confirmation) {
    if (const auto refused = Issue(transaction, confirmation)) return LeftOut{*refused, {}};
    const auto& issued = transaction.Fold<invoice::State, invoice::Event>(
        InvoiceStream(confirmation.document.invoice_id()));
    const Money payable = money::FromProto(issued.document->payable());
    return confirmation.draft.credit ? -payable : payable;
  }

  const std::string name_;
  eventsourcing::View& view_;
};
}  // namespace

std::unique_ptr<operations::RunKind> InvoiceRun(eventsourcing::View& view) {
  return std::make_unique<Run>(kInvoices, view);
}
std::unique_ptr<operations::RunKind> SelfBillingRun(eventsourcing::View& view) {
  return std::make_unique<Run>(kSelfBilling, view);
}

RunOpened RunWanted(const v1::RunInvoicesRequest& request, const std::string& tenant,
                    const eventsourcing::View& view) {
  RunOpened opened;
  opened.set_run_kind(request.self_billing() ? kSelfBilling : kInvoices);
  opened.set_legal_entity_id(request.legal_entity_id());
  Set(opened, "through", calendar::ToString(calendar::FromProto(request.through())));
  Set(opened, "party_id", request.self_billing() ? request.supplier_id() : request.client_id());
  for (auto& place : view.Applied()) *opened.add_sources() = std::move(place);
  opened.add_rule_versions(RatesVersion());
  opened.set_expected(PartiesOf(opened, tenant, view.rows()).size());
  return opened;
}
}  // namespace aor::invoicing
