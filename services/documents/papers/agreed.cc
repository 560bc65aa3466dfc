#include "services/documents/papers/agreed.h"

#include <absl/strings/str_replace.h>

#include "libs/money/money.h"

namespace aor::documents {
namespace {
absl::Status AddParties(Records& records, const std::string& tenant,
                        const google::protobuf::Timestamp& at, Agreed& agreed) {
  const auto& facts = agreed.contract.concluded();
  const auto put = [](absl::StatusOr<Known> known, Known& into) {
    if (known.ok()) into = *std::move(known);
    return known.status();
  };
  if (auto s = put(records.LegalEntity(tenant, {facts.legal_entity_id(), at}), agreed.agency);
      !s.ok())
    return s;
  if (auto s = put(records.Client(tenant, {facts.client_id(), at}), agreed.client); !s.ok())
    return s;
  if (auto s = put(records.Person(tenant, facts.worker_id()), agreed.worker); !s.ok()) return s;
  if (agreed.worker.erased) return Erased("The worker");
  if (agreed.half.engagement == engagements::v1::ENGAGEMENT_KIND_AOR)
    return put(records.Supplier(tenant, {facts.supplier_id(), at}), agreed.supplier);
  return absl::OkStatus();
}

// 8.4, or 8,4 as the reader's country writes it.
std::string Figure(const types::v1::Decimal& value, const Reader& reader) {
  const std::string figure = money::ToString(Plain(value));
  const bool comma = reader.country != "CH" && reader.language != "en";
  return comma ? absl::StrReplaceAll(figure, {{".", ","}}) : figure;
}
}  // namespace

absl::StatusOr<Agreed> AgreedOn(Records& records, const engagements::v1::Contract& contract,
                                const google::protobuf::Timestamp& at, const Half& half,
                                const Wanted& wanted) {
  const auto quote = records.Quote(wanted.tenant, contract.concluded().quote_id());
  if (!quote.ok()) return quote.status();
  Agreed agreed{half, contract, *quote, {}, {}, {}, {}, ""};
  if (auto status = AddParties(records, wanted.tenant, at, agreed); !status.ok()) return status;
  const auto& facts = agreed.facts();
  if (const auto site = records.Site(wanted.tenant, facts.client_id(), facts.site_id()); site.ok())
    agreed.site = *site;
  const std::string& own = half.of_worker ? agreed.worker.language : agreed.client.language;
  agreed.reader = ReaderFor(wanted.language, own, agreed.agency);
  return agreed;
}

v1::Parties PartiesOf(const engagements::v1::ContractConcluded& facts) {
  v1::Parties parties;
  parties.set_worker_id(facts.worker_id());
  parties.set_client_id(facts.client_id());
  parties.set_supplier_id(facts.supplier_id());
  parties.set_legal_entity_id(facts.legal_entity_id());
  return parties;
}

KnownFacts FactsOf(const Agreed& agreed) {
  const auto& facts = agreed.facts();
  const auto& clauses = facts.clauses();
  const auto& employer = agreed.agency.employer;
  const auto figure = [&](bool given, const types::v1::Decimal& value) {
    return given ? Figure(value, agreed.reader) : "";
  };
  const auto count = [](uint32_t number) { return number == 0 ? "" : std::to_string(number); };
  return {{"title", facts.title()},
          {"reason_for_use", facts.reason_for_use()},
          {"work", clauses.work()},
          {"qualification", clauses.qualification()},
          {"schedule", clauses.schedule()},
          {"reason_details", clauses.reason_details()},
          {"risks", clauses.risks()},
          {"equipment", clauses.equipment()},
          {"wage_of_reference", clauses.wage_of_reference()},
          {"expenses", clauses.expenses()},
          {"deliverables", clauses.deliverables()},
          {"place", clauses.place().empty() ? agreed.site : clauses.place()},
          {"weekly_hours", figure(facts.terms().has_weekly_hours(), facts.terms().weekly_hours())},
          {"daily_hours", figure(facts.terms().has_daily_hours(), facts.terms().daily_hours())},
          {"fee_percent", figure(facts.terms().has_fee_percent(), facts.terms().fee_percent())},
          {"site", agreed.site},
          {"licence_number", employer.licence_number()},
          {"licence_authority", employer.licence_authority()},
          {"surety", employer.surety()},
          {"accident_insurer", employer.accident_insurer()},
          {"sickness_insurer", employer.sickness_insurer()},
          {"pension_fund", employer.pension_fund()},
          {"provident_fund", employer.provident_fund()},
          {"pay_day", count(employer.pay_day())},
          {"payment_days", count(agreed.client.payment_days)},
          {"seat", agreed.agency.party.who.address.town}};
}

// Of work that is hired out the law of its place; of a contractor's that of the agent's seat.
Setting SettingOf(const Agreed& agreed, v1::DocumentKind kind, calendar::Date day) {
  const bool is_contractor = agreed.half.engagement == engagements::v1::ENGAGEMENT_KIND_AOR;
  return {kind,
          is_contractor ? agreed.agency.party.who.address.country : agreed.facts().jurisdiction(),
          agreed.facts().terms().cba_id(), !agreed.facts().has_end(), day};
}

std::string TariffName(engagements::v1::Unit unit) {
  switch (unit) {
    case engagements::v1::UNIT_DAY: return "tariff.day";
    case engagements::v1::UNIT_MONTH: return "tariff.month";
    default: return "tariff.hour";
  }
}
}  // namespace aor::documents
