#include "services/payroll/api/draft_desk.h"

#include <algorithm>

#include "aor/payroll/v1/payroll_rows.pb.h"
#include "libs/ids/uuid.h"
#include "libs/rpc/errors.h"
#include "services/payroll/domain/payslip.h"
#include "services/payroll/projections/pay_book.h"

namespace aor::payroll {
namespace {
using eventsourcing::Rows;

template <class Row>
std::vector<Row> AllRows(const Rows& rows, const std::string& prefix) {
  std::vector<Row> all;
  rows.Scan(prefix, "", [&](std::string_view, std::string_view value) {
    Row row;
    if (row.ParseFromArray(value.data(), static_cast<int>(value.size())))
      all.push_back(std::move(row));
    return true;
  });
  return all;
}

// One that was agreed after the end, while work went on, counts from there (E33).
EarlierEnd EarlierEndOf(const v1::EarlierEndRow& row, const std::string& zone) {
  const calendar::Instant at(std::chrono::seconds(row.replaced_at().seconds()));
  EarlierEnd earlier{std::nullopt, calendar::DayAt(at, zone)};
  if (!row.has_end()) return earlier;
  earlier.end = calendar::FromProto(row.end());
  earlier.replaced_on = std::min(earlier.replaced_on, *earlier.end + 1);
  return earlier;
}

Contract ContractOf(const v1::ContractRow& row, const std::string& zone) {
  Contract contract;
  contract.id = ContractId{row.contract_id()};
  contract.worker = PersonId{row.worker_id()};
  contract.legal_entity = LegalEntityId{row.legal_entity_id()};
  contract.engagement_kind = row.engagement_kind();
  contract.jurisdiction = row.jurisdiction();
  contract.currency = row.currency_code();
  contract.unit = row.unit();
  contract.cba_id = row.cba_id();
  contract.daily_hours = money::FromProto(row.daily_hours());
  contract.weekly_hours = money::FromProto(row.weekly_hours());
  contract.start = calendar::FromProto(row.start());
  if (row.has_end()) contract.end = calendar::FromProto(row.end());
  contract.ended_early = row.ended_early();
  contract.end_cause = row.end_cause();
  for (const auto& earlier : row.earlier_ends())
    contract.earlier_ends.push_back(EarlierEndOf(earlier, zone));
  for (const auto& wage : row.wages())
    contract.base_wages[calendar::FromProto(wage.effective_from())] =
        money::FromProto(wage.base_wage());
  return contract;
}

// Verified hours of the month; time zone data of the last week that was measured.
void AddHours(const Rows& rows, const std::string& tenant, SlipInput& input,
              std::string& tz_version) {
  for (const auto& work :
       AllRows<v1::WorkRow>(rows, RowPrefix(tenant, "work", input.contract.id.value)))
    for (const auto& time : work.time()) {
      if (calendar::MonthOf(calendar::FromProto(time.day())) != input.period) continue;
      input.verified.push_back(time);
      tz_version = work.tz_version();
    }
}

void AddOwnSlips(const Rows& rows, const std::string& tenant, SlipInput& input) {
  const std::string& contract = input.contract.id.value;
  for (auto& row : AllRows<v1::Payslip>(rows, RowKey(tenant, "slip", contract + "-"))) {
    if (row.slip().contract_id() != contract) continue;
    auto& slips = row.slip().period() == input.period ? input.earlier : input.other_periods;
    slips.push_back(std::move(*row.mutable_slip()));
  }
  // DELTA-10 sorts before DELTA-2, and before REGULAR.
  const auto order = [](const v1::PayslipVerified& slip) {
    const auto& kind = slip.run_kind();
    return kind.starts_with("DELTA-") ? std::stoi(kind.substr(6)) : 0;
  };
  std::ranges::sort(input.earlier, {}, order);
}

void AddSlipsElsewhere(const Rows& rows, const std::string& tenant, SlipInput& input) {
  const auto& contract = input.contract;
  for (const auto& place : AllRows<v1::PlaceRow>(
           rows, RowPrefix(tenant, "worker-slip", contract.worker.value, input.period))) {
    const auto row = rows.Load<v1::Payslip>(RowKey(tenant, "slip", place.id()));
    if (row && row->slip().contract_id() != contract.id.value &&
        row->slip().legal_entity_id() == contract.legal_entity.value)
      input.elsewhere.push_back(row->slip());
  }
}

// At most 52 weeks back from the period's end.
void AddWeeks(const Rows& rows, const std::string& tenant, SlipInput& input) {
  const auto& contract = input.contract;
  const auto first = calendar::FirstOfMonth(input.period);
  if (!first) return;
  const auto last_week = calendar::IsoWeek(calendar::LastOfMonth(*first));
  const auto first_week = calendar::IsoWeek(calendar::LastOfMonth(*first) - 52 * 7);
  const auto prefix =
      RowPrefix(tenant, "weeks", contract.legal_entity.value, contract.worker.value);
  rows.Scan(prefix, "", [&](std::string_view key, std::string_view) {
    const auto rest = key.substr(prefix.size());
    const std::string week(rest.substr(0, rest.find('/')));
    if (first_week < week && week <= last_week) input.weeks.insert(week);
    return true;
  });
  const auto opening = rows.Load<v1::OpeningWeeksRow>(
      RowKey(tenant, "opening-weeks", contract.legal_entity.value, contract.worker.value));
  if (!opening) return;
  input.opening_weeks = opening->weeks();
  input.opening_as_of = calendar::FromProto(opening->as_of());
}

void AddOtherContracts(const Rows& rows, const std::string& tenant, SlipInput& input) {
  const auto& own = input.contract;
  const auto add = [&](std::string_view, std::string_view id) {
    const auto row = rows.Load<v1::ContractRow>(RowKey(tenant, "contract", id));
    if (!row || id == own.id.value || !IsPaidBySlip(row->engagement_kind())) return true;
    auto& other = input.others.emplace_back();
    other.start = calendar::FromProto(row->start());
    if (row->has_end()) other.end = calendar::FromProto(row->end());
    other.weekly_hours = money::FromProto(row->weekly_hours());
    return true;
  };
  rows.Scan(RowPrefix(tenant, "worker-contract", own.legal_entity.value, own.worker.value), "",
            add);
}

OpenAdvance Open(const v1::Advance& row) {
  OpenAdvance advance{row.advance_id(), row.kind() == v1::ADVANCE_KIND_LOAN,
                      money::FromProto(row.open()), 1, money::FromProto(row.cap_percent())};
  advance.slips_left = std::max<int64_t>(1, int64_t{row.recovery_slips()} - row.recoveries_size());
  return advance;
}

// Part payments before loans.
void AddAdvances(const Rows& rows, const std::string& tenant, SlipInput& input) {
  for (const auto& row :
       AllRows<v1::Advance>(rows, RowPrefix(tenant, "advance", input.contract.worker.value)))
    if (row.legal_entity_id() == input.contract.legal_entity.value &&
        row.open().minor_units() > 0 && !row.waits_for_confirmation())
      input.advances.push_back(Open(row));
  std::ranges::stable_sort(input.advances, {}, &OpenAdvance::is_loan);
}

MissionFee FeeOf(const v1::MissionFeeRow& row) {
  return {row.fee_id(),
          row.title(),
          money::FromProto(row.base()),
          {row.percent(), 0},
          row.has_travel() ? money::FromProto(row.travel()) : money::Money{},
          calendar::FromProto(row.worked_on()),
          row.source(),
          row.verified(),
          row.training()};
}

// Those of training missions in the month. One that is given up after it was paid is taken back by
// the next slip; one that is only held stands where it was paid already.
void AddFees(const Rows& rows, const std::string& tenant, SlipInput& input) {
  const auto& contract = input.contract;
  for (const auto& row : AllRows<v1::MissionFeeRow>(
           rows,
           RowPrefix(tenant, "mission-fee", contract.legal_entity.value, contract.worker.value))) {
    if (calendar::MonthOf(calendar::FromProto(row.worked_on())) != input.period) continue;
    if (ContractOfFee(rows, tenant, row) != contract.id.value) continue;
    const auto withheld = rows.Load<v1::WithheldFeeRow>(RowKey(tenant, "withheld", row.fee_id()));
    const bool is_paid = rows.Get(RowKey(tenant, "fee-slips", row.fee_id())).has_value();
    if (withheld && (withheld->given_up() || !is_paid)) continue;
    input.fees.push_back(FeeOf(row));
  }
}

// A change within a month holds from the next one (E36). What was not said by then is none.
void TaxAtSourceAs(const Profile& before, Profile& profile) {
  const bool settled = before.permit == "C" || before.permit == "CITIZEN";
  if (!before.permit.empty()) profile.permit = before.permit;
  if (before.source_tax_canton.empty() && !settled) return;
  profile.source_tax_canton = before.source_tax_canton;
  profile.source_tax_code = before.source_tax_code;
}

// The first day of the month on which the worker is employed here.
calendar::Date EmployedFrom(const SlipInput& input) {
  const auto first = calendar::FirstOfMonth(input.period).value_or(input.contract.start);
  auto from = std::max(first, input.contract.start);
  for (const auto& other : input.others)
    if (!other.end || *other.end >= first) from = std::min(from, std::max(first, other.start));
  return from;
}

// Whoever is engaged within the month is taxed as they were then, not as an earlier time said.
Profile TaxedAs(const DraftDesk::KnownProfile& known, const SlipInput& input) {
  Profile profile = known.last;
  const bool was_so = profile.since && *profile.since <= EmployedFrom(input);
  if (known.first && !was_so) TaxAtSourceAs(*known.first, profile);
  return profile;
}

void AddRaise(const BelowMinimum& raise, v1::DraftPayslip& resource) {
  auto& below = *resource.add_below_minimum();
  *below.mutable_agreed() = money::ToProto(raise.agreed);
  *below.mutable_minimum() = money::ToProto(raise.minimum);
  *below.mutable_first_day() = calendar::ToProto(raise.first_day);
  below.set_source(raise.source);
  below.set_verification(raise.verification);
}
}  // namespace

bool IsPaidBySlip(const std::string& engagement_kind) {
  return engagement_kind == "TEMP" || engagement_kind == "EOR";
}

std::string Sketch::etag() const {
  std::string content = draft.slip.SerializeAsString();
  for (const auto& part : draft.missing) content += "/" + part;
  return Uuid5(kDerivedIds, content);
}

absl::StatusOr<DraftDesk::Profiles> DraftDesk::ProfilesFor(const std::string& tenant,
                                                           const std::vector<std::string>& workers,
                                                           const std::string& period) const {
  const auto first = calendar::FirstOfMonth(period);
  if (!first) return rpc::FieldError("period", "Give a month such as 2026-10.");
  const auto at_last = directory_.ProfilesOf(tenant, workers, calendar::LastOfMonth(*first));
  if (!at_last.ok()) return at_last.status();
  Profiles profiles;
  std::vector<std::string> changed;
  for (const auto& [worker, last] : *at_last) {
    profiles[worker].last = last;
    if (!last.since || *last.since > *first) changed.push_back(worker);
  }
  const auto at_first = directory_.ProfilesOf(tenant, changed, *first);
  if (!at_first.ok()) return at_first.status();
  for (const auto& [worker, before] : *at_first) profiles[worker].first = before;
  return profiles;
}

absl::StatusOr<Sketch> DraftDesk::Draw(const Rows& rows, const std::string& tenant,
                                       const std::string& contract, const std::string& period,
                                       const Profiles& profiles) const {
  const auto row = rows.Load<v1::ContractRow>(RowKey(tenant, "contract", contract));
  if (!row || !IsPaidBySlip(row->engagement_kind())) return rpc::NotFound("contract", contract);
  SlipInput input;
  const std::string zone = ZoneOf(rows, tenant, row->legal_entity_id());
  input.contract = ContractOf(*row, zone);
  input.period = period;
  input.today = calendar::DayAt(
      calendar::Instant{std::chrono::seconds{absl::ToUnixSeconds(clock_.Now())}}, zone);
  std::string tz_version;
  AddHours(rows, tenant, input, tz_version);
  AddOwnSlips(rows, tenant, input);
  AddSlipsElsewhere(rows, tenant, input);
  AddWeeks(rows, tenant, input);
  AddOtherContracts(rows, tenant, input);
  AddAdvances(rows, tenant, input);
  AddFees(rows, tenant, input);
  const auto profile = profiles.find(row->worker_id());
  if (profile != profiles.end()) input.profile = TaxedAs(profile->second, input);
  Sketch sketch{Prefill(input, books_.Of(row->jurisdiction())),
                input.contract,
                input.earlier.size() + input.other_periods.size(),
                {},
                {},
                money::FromProto(books_.LoansIn(row->currency_code(), input.today).cap_percent())};
  for (const auto& advance : input.advances) sketch.open_advances.emplace(advance.id, advance.open);
  for (const auto* slips : {&input.earlier, &input.elsewhere})
    for (const auto& slip : *slips) sketch.month_slips.insert(slip.payslip_id());
  sketch.draft.slip.set_tz_version(tz_version);
  return sketch;
}

absl::StatusOr<Sketch> DraftDesk::Draw(const Rows& rows, const std::string& tenant,
                                       const std::string& contract,
                                       const std::string& period) const {
  const auto row = rows.Load<v1::ContractRow>(RowKey(tenant, "contract", contract));
  if (!row) return rpc::NotFound("contract", contract);
  const auto profiles = ProfilesFor(tenant, {row->worker_id()}, period);
  if (!profiles.ok()) return profiles.status();
  return Draw(rows, tenant, contract, period, *profiles);
}

std::optional<v1::NegativePayslipApproved> ApprovalOf(const Rows& rows, const std::string& tenant,
                                                      const v1::PayslipVerified& slip) {
  auto row =
      rows.Load<v1::NegativePayslipApproved>(RowKey(tenant, "slip-approval", slip.payslip_id()));
  if (!row || row->figures() != payslip::FiguresOf(slip)) return std::nullopt;
  return row;
}

v1::DraftPayslip ToResource(const Sketch& sketch, const Rows& rows, const std::string& tenant) {
  v1::DraftPayslip resource;
  *resource.mutable_slip() = sketch.draft.slip;
  for (const auto& part : sketch.draft.missing) resource.add_missing(part);
  resource.set_payable(sketch.draft.missing.empty() && !sketch.draft.empty());
  resource.mutable_paid_ahead()->Add(sketch.draft.paid_ahead.begin(),
                                     sketch.draft.paid_ahead.end());
  for (const auto& raise : sketch.draft.below_minimum) AddRaise(raise, resource);
  resource.set_etag(sketch.etag());
  if (auto approved = ApprovalOf(rows, tenant, sketch.draft.slip))
    *resource.mutable_approved() = *std::move(approved);
  resource.set_has_unverified(std::ranges::any_of(sketch.draft.slip.lines(), [](const auto& line) {
    return line.verification() == "unverified";
  }));
  return resource;
}
}  // namespace aor::payroll
