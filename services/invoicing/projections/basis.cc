#include "services/invoicing/projections/basis.h"

#include <algorithm>
#include <set>

#include "aor/invoicing/v1/self_billing_service.pb.h"
#include "services/invoicing/projections/rows.h"

namespace aor::invoicing {
namespace {
using directory::v1::ClientRegistered;
using directory::v1::LegalEntityRegistered;
constexpr std::string_view kCategoryPrefix = "CATEGORY_";
constexpr char kFranchise[] = "TVA non applicable, article 293 B du CGI";
constexpr char kBelowThreshold[] = "Not subject to Swiss VAT (below the threshold, MWSTG art. 10)";

Unit UnitOf(const engagements::v1::Terms& terms) {
  switch (terms.unit()) {
    case engagements::v1::UNIT_DAY: return Unit::kDay;
    case engagements::v1::UNIT_MONTH: return Unit::kMonth;
    case engagements::v1::UNIT_FIXED: return Unit::kFixed;
    default: return Unit::kHour;
  }
}

void AddRates(const v1::ContractRow& row, Contract& contract) {
  const auto& terms = row.concluded().terms();
  contract.rates.push_back({contract.start, money::FromProto(terms.tariff()),
                            money::FromProto(terms.base_wage()), money::FromProto(terms.cost())});
  for (const auto& agreed : row.rates())
    contract.rates.push_back(
        {calendar::FromProto(agreed.effective_from()), money::FromProto(agreed.tariff()),
         money::FromProto(agreed.base_wage()), money::FromProto(agreed.cost())});
  std::ranges::stable_sort(contract.rates, {}, &Rate::from);
}

Contract ContractOf(const v1::ContractRow& row) {
  const auto& concluded = row.concluded();
  const auto& terms = concluded.terms();
  Contract contract;
  contract.contract_id = concluded.contract_id();
  contract.worker_id = concluded.worker_id();
  contract.supplier_id = concluded.supplier_id();
  contract.client_id = concluded.client_id();
  contract.legal_entity_id = concluded.legal_entity_id();
  contract.purchase_order = concluded.purchase_order();
  contract.title = concluded.title();
  contract.currency = terms.currency_code();
  contract.unit = UnitOf(terms);
  contract.permanent = concluded.engagement_kind() == engagements::v1::ENGAGEMENT_KIND_PERMANENT;
  contract.supplements_billed = terms.supplements_billed();
  contract.expenses_billed = terms.expenses_billed();
  contract.self_billed = terms.self_billed();
  contract.fee_percent = money::FromProto(terms.fee_percent());
  contract.fixed_fee = money::FromProto(terms.fixed_fee());
  contract.start = calendar::FromProto(concluded.start());
  if (row.has_end()) contract.end = calendar::FromProto(row.end());
  if (row.has_sessions()) {
    contract.unit = row.is_part() ? Unit::kPart : Unit::kSession;
    contract.sessions = money::FromProto(row.sessions());
    if (row.has_work()) contract.work = row.work();
  }
  if (row.has_training()) contract.training = row.training();
  contract.beneficiary_id = row.beneficiary_id();
  AddRates(row, contract);
  return contract;
}

WorkKey KeyOf(const timesheet::v1::Measured& measured, const timesheet::v1::TimeLine& line) {
  const std::string name = timesheet::v1::Category_Name(line.category());
  return {measured.iso_week(), calendar::FromProto(line.day()),
          name.substr(std::min(name.size(), kCategoryPrefix.size())),
          money::FromProto(line.percent())};
}

void AddCauses(const timesheet::v1::Measured& measured, Approved& approved) {
  for (const auto& line : measured.lines())
    for (const auto& cause : line.caused_on())
      approved.caused[KeyOf(measured, line)][calendar::FromProto(cause.day())].seconds +=
          cause.time().seconds();
}

Approved ApprovedOf(const std::vector<v1::WorkRow>& weeks) {
  Approved approved;
  for (const auto& row : weeks) {
    AddWork(row.approved(), approved.work);
    AddCauses(row.approved(), approved);
    approved.versions[row.approved().iso_week()] = row.approved().entries_version();
    if (row.contested().entry_ids().empty() || row.approved_since()) continue;
    auto& days = approved.contested[row.contested().iso_week()];
    for (const auto& day : row.contested().days()) days.insert(calendar::FromProto(day));
  }
  return approved;
}

Consolidation ConsolidationOf(const ClientRegistered& client) {
  switch (client.consolidation()) {
    case directory::v1::CONSOLIDATION_PURCHASE_ORDER: return Consolidation::kPurchaseOrder;
    case directory::v1::CONSOLIDATION_CONTRACT: return Consolidation::kContract;
    default: return Consolidation::kClient;
  }
}

using VatStatuses = std::map<Date, directory::v1::VatStatus>;  // each from its day on

VatStatuses StatusesOf(const v1::SupplierRow& row) {
  const auto day = [](const types::v1::Date& from) {
    return calendar::IsDate(from) ? calendar::FromProto(from) : Date(1900, 1, 1);
  };
  VatStatuses statuses{{day(row.registered().vat_status_from()), row.registered().vat_status()}};
  for (const auto& status : row.statuses())
    statuses[day(status.effective_from())] = status.vat_status();
  return statuses;
}

// What a supplier charges from a status on, until the next one.
void AddVat(directory::v1::VatStatus status, Date from, std::optional<Date> until,
            const Trade& trade, std::vector<VatFrom>& vats) {
  if (status == directory::v1::VAT_STATUS_FRANCHISE_293B)
    return vats.push_back({from, {"E", {}, kFranchise}});
  if (status == directory::v1::VAT_STATUS_NOT_LIABLE_CH)
    return vats.push_back({from, {"O", {}, kBelowThreshold}});
  const auto rates = VatRatesOf(trade);
  vats.push_back({from, VatOn(rates, from)});
  for (const VatFrom& rate : rates)
    if (from < rate.from && (!until || rate.from < *until)) vats.push_back(rate);
}
}  // namespace

void AddWork(const timesheet::v1::Measured& measured, Work& work) {
  for (const auto& line : measured.lines())
    Add(work, KeyOf(measured, line), {line.time().seconds(), money::FromProto(line.quantity())});
}

std::optional<LegalEntityRegistered> Basis::Entity(const std::string& id) const {
  return rows_.Load<LegalEntityRegistered>(RowKey(tenant_, "entity", id));
}

std::optional<ClientRegistered> Basis::Client(const std::string& id) const {
  return rows_.Load<ClientRegistered>(RowKey(tenant_, "client", id));
}

std::optional<v1::SupplierRow> Basis::Supplier(const std::string& id) const {
  return rows_.Load<v1::SupplierRow>(RowKey(tenant_, "supplier", id));
}

std::optional<Billing> Basis::ClientBilling(const std::string& entity,
                                            const std::string& client) const {
  const auto seller = Entity(entity);
  if (!seller) return std::nullopt;
  const auto buyer = Client(client).value_or(ClientRegistered{});
  Billing billing;
  billing.legal_entity_id = entity;
  billing.party_id = client;
  if (buyer.billing_cadence() == directory::v1::BILLING_CADENCE_WEEKLY)
    billing.cadence = Cadence::kWeekly;
  billing.consolidation = ConsolidationOf(buyer);
  const Trade trade{seller->address().country_code(), buyer.address().country_code(),
                    buyer.vat_number()};
  billing.vat = VatRatesOf(trade);
  billing.training_vat =
      ExemptRatesOf(trade, v1::EXEMPTION_KIND_TRAINING, ExemptDaysOf(entity, ""), billing.vat);
  return billing;
}

std::vector<ExemptDays> Basis::ExemptDaysOf(const std::string& entity,
                                            const std::string& supplier) const {
  std::vector<ExemptDays> attested;
  const auto row = rows_.Load<v1::ExemptionsRow>(ExemptionsKey(tenant_, entity, supplier));
  if (!row) return attested;
  for (const auto& known : row->exemptions()) {
    const auto& facts = known.attested();
    ExemptDays days{facts.exemption_kind(), calendar::FromProto(facts.valid_from()), std::nullopt};
    if (facts.has_valid_to()) days.to = calendar::FromProto(facts.valid_to());
    if (known.has_ended()) days.to = calendar::FromProto(known.ended().valid_to());
    if (!days.to || days.from <= *days.to) attested.push_back(days);
  }
  return attested;
}

std::optional<Billing> Basis::SupplierBilling(const std::string& entity,
                                              const std::string& supplier) const {
  const auto buyer = Entity(entity);
  const auto row = Supplier(supplier);
  if (!buyer || !row) return std::nullopt;
  const auto& home = buyer->address().country_code();
  const auto& country = row->registered().address().country_code();
  const Trade trade{country.empty() ? home : country, home, buyer->vat_number()};
  Billing billing;
  billing.legal_entity_id = entity;
  billing.party_id = supplier;
  billing.side = billed::kSupplier;
  const auto statuses = StatusesOf(*row);
  for (auto status = statuses.begin(); status != statuses.end(); ++status) {
    const auto next = std::next(status);
    AddVat(status->second, status->first,
           next == statuses.end() ? std::nullopt : std::optional(next->first), trade, billing.vat);
  }
  billing.training_vat = ExemptRatesOf(trade, v1::EXEMPTION_KIND_TRAINING,
                                       ExemptDaysOf(entity, supplier), billing.vat);
  return billing;
}

bool Basis::HasMandate(const std::string& entity, const std::string& supplier, Date day) const {
  bool found = false;
  rows_.Scan(RowPrefix(tenant_, "mandate", entity, supplier), "",
             [&](std::string_view, std::string_view bytes) {
               const auto mandate = ParsedRow<v1::Mandate>(bytes);
               const auto& granted = mandate.granted();
               const auto from = [](const types::v1::Date& at) { return calendar::FromProto(at); };
               found = from(granted.effective_from()) <= day &&
                       (!granted.has_effective_to() || day <= from(granted.effective_to())) &&
                       (!mandate.has_revoked_from() || day < from(mandate.revoked_from()));
               return !found;
             });
  return found;
}

std::vector<v1::WorkRow> Basis::WorkOf(const std::string& contract) const {
  std::vector<v1::WorkRow> weeks;
  rows_.Scan(RowPrefix(tenant_, "work", contract), "",
             [&](std::string_view, std::string_view bytes) {
               weeks.emplace_back().ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
               return true;
             });
  return weeks;
}

std::optional<Money> Basis::SlipsOf(const std::string& contract, const std::string& period) const {
  std::optional<Money> cost;
  rows_.Scan(RowPrefix(tenant_, "slip", contract, period), "",
             [&](std::string_view, std::string_view bytes) {
               types::v1::Money slip;
               slip.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
               const Money amount = money::FromProto(slip);
               cost = cost ? *cost + amount : amount;
               return true;
             });
  return cost;
}

std::optional<ContractBasis> Basis::Of(const std::string& contract) const {
  const auto row = rows_.Load<v1::ContractRow>(RowKey(tenant_, "contract", contract));
  if (!row || !row->has_concluded()) return std::nullopt;
  ContractBasis basis{ContractOf(*row), ApprovedOf(WorkOf(contract)), BilledOf(contract),
                      HeldOf(contract)};
  if (row->withheld()) basis.approved.contested[kUnmeasured];  // all of it
  return basis;
}

std::map<std::string, HeldDays> Basis::HeldOf(const std::string& contract) const {
  const auto row = rows_.Load<v1::GatesRow>(RowKey(tenant_, "gates", contract));
  std::map<std::string, HeldDays> held;
  if (!row) return held;
  const auto add = [&](std::string_view side, const auto& closed) {
    for (const auto& days : closed)
      held[std::string(side)].emplace_back(
          calendar::FromProto(days.first_day()),
          days.has_last_day() ? calendar::FromProto(days.last_day()) : Date::max());
  };
  add(billed::kClient, row->billing());
  add(billed::kSupplier, row->fee());
  return held;
}

std::vector<std::string> Basis::EntitiesWith(const std::string& invoice_id) const {
  std::set<std::string> entities;
  rows_.Scan(RowPrefix(tenant_, "invoice_entity", invoice_id), "",
             [&](std::string_view, std::string_view entity) {
               entities.emplace(entity);
               return true;
             });
  return {entities.begin(), entities.end()};
}

billed::State Basis::BilledOf(const std::string& contract) const {
  billed::State state;
  if (const auto row = rows_.Load<v1::BilledRow>(RowKey(tenant_, "billed", contract)))
    for (const auto& event : row->events()) state = billed::Evolve(std::move(state), event);
  return state;
}

std::vector<ContractBasis> Basis::Below(const std::string& prefix) const {
  std::vector<ContractBasis> bases;
  rows_.Scan(prefix, "", [&](std::string_view, std::string_view contract) {
    if (auto basis = Of(std::string(contract))) bases.push_back(std::move(*basis));
    return true;
  });
  return bases;
}

std::vector<ContractBasis> Basis::OfClient(const std::string& entity,
                                           const std::string& client) const {
  return Below(RowPrefix(tenant_, "of_client", entity, client));
}

std::vector<ContractBasis> Basis::ForClient(const std::string& entity,
                                            const std::string& client) const {
  return Below(RowPrefix(tenant_, "for_client", entity, client));
}

std::vector<ContractBasis> Basis::OfSupplier(const std::string& entity,
                                             const std::string& supplier) const {
  return Below(RowPrefix(tenant_, "of_supplier", entity, supplier));
}

supplier::Claimable Basis::ClaimableOf(const ContractBasis& basis) const {
  supplier::Claimable claimable;
  claimable.currency = basis.contract.currency;
  claimable.self_billed = basis.contract.self_billed;
  const auto billing = SupplierBilling(basis.contract.legal_entity_id, basis.contract.supplier_id);
  const bool is_training = IsTraining(basis.contract);
  for (const auto& [key, amount] : supplier::ClaimableWork(basis)) {
    const Date day = DueDay(basis.contract, key);
    const Decimal price = *PriceOf(basis.contract, key, billed::kSupplier);
    const Decimal vat = billing ? VatOn(VatFor(*billing, is_training), day).percent : Decimal{};
    claimable.days[day].push_back({amount, price, vat});
  }
  return claimable;
}
}  // namespace aor::invoicing
