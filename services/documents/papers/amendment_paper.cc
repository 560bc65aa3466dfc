// What changed in a contract after it was concluded: one paper for each side that it concerns.
#include <absl/strings/numbers.h>
#include <absl/strings/str_cat.h>

#include "libs/documents/papers/amendment.h"
#include "libs/ids/content_digest.h"
#include "libs/rpc/errors.h"
#include "services/documents/papers/agreed.h"
#include "services/documents/papers/drafting.h"

namespace aor::documents {
namespace {
using engagements::v1::RateState;

// The n-th change of a contract.
struct Change {
  uint32_t number = 0;
  google::protobuf::Timestamp recorded_at;
  std::optional<NewEnd> end;
  std::optional<RateState> before, now;  // rates
  std::string facts;                     // the same as bytes
};

// The rate that held on that day, of those that were agreed before.
std::optional<RateState> RateBefore(const engagements::v1::Contract& contract,
                                    const RateState& now) {
  std::optional<RateState> before;
  for (const auto& rate : contract.rates())
    if (rate.amendment() < now.amendment() &&
        (!before ||
         calendar::FromProto(rate.effective_from()) <= calendar::FromProto(now.effective_from())))
      before = rate;
  return before;
}

// What the last day was before the end with this number.
std::optional<calendar::Date> EndBefore(const engagements::v1::Contract& contract,
                                        uint32_t number) {
  std::optional<calendar::Date> end;
  if (contract.concluded().has_end()) end = calendar::FromProto(contract.concluded().end());
  for (const auto& extension : contract.extensions())
    if (extension.amendment() < number) end = calendar::FromProto(extension.end());
  return end;
}

std::optional<Change> ChangeOf(const engagements::v1::Contract& contract, uint32_t number) {
  for (const auto& extension : contract.extensions())
    if (extension.amendment() == number)
      return Change{number,
                    extension.recorded_at(),
                    NewEnd{calendar::FromProto(extension.previous_end()),
                           calendar::FromProto(extension.end()), true, extension.late()},
                    {},
                    {},
                    extension.SerializeAsString()};
  for (const auto& end : contract.ends())
    if (end.amendment() == number)
      return Change{number,
                    end.recorded_at(),
                    NewEnd{EndBefore(contract, number), calendar::FromProto(end.end()), false},
                    {},
                    {},
                    end.SerializeAsString()};
  for (const auto& rate : contract.rates())
    if (rate.amendment() == number)
      return Change{number, rate.recorded_at(),      {}, RateBefore(contract, rate),
                    rate,   rate.SerializeAsString()};
  return std::nullopt;
}

Half HalfOf(const engagements::v1::Contract& contract, v1::DocumentKind kind) {
  return {contract.concluded().engagement_kind(), kind != v1::DOCUMENT_KIND_CLIENT_AMENDMENT};
}

bool IsOfThisKind(const Half& half, v1::DocumentKind kind) {
  const bool is_contractor = half.engagement == engagements::v1::ENGAGEMENT_KIND_AOR;
  const bool has_amendments = half.engagement != engagements::v1::ENGAGEMENT_KIND_PERMANENT;
  return has_amendments &&
         (!half.of_worker || is_contractor == (kind == v1::DOCUMENT_KIND_MANDATE_AMENDMENT));
}

// What this side is paid, or pays.
const types::v1::Decimal& RateFor(const Half& half, const RateState& rate) {
  return half.of_worker ? rate.base_wage() : rate.tariff();
}

bool Concerns(const Half& half, const Change& change) {
  if (!change.now || !change.before) return change.end.has_value();
  return Plain(RateFor(half, *change.before)) != Plain(RateFor(half, *change.now));
}

bool IsEmployed(const Half& half) {
  return half.engagement != engagements::v1::ENGAGEMENT_KIND_AOR;
}

NewRate RateOf(const Agreed& agreed, const Change& change, Drafting& drafting) {
  const auto& terms = agreed.facts().terms();
  const bool is_wage = agreed.half.of_worker && IsEmployed(agreed.half);
  return {drafting.Name(is_wage ? "wage.base" : TariffName(terms.unit())),
          UnitWord(agreed.reader, UnitCode(terms.unit())),
          terms.currency_code(),
          Plain(RateFor(agreed.half, *change.before)),
          Plain(RateFor(agreed.half, *change.now)),
          calendar::FromProto(change.now->effective_from())};
}

std::string BasisOf(const Agreed& agreed, const Change& change, Drafting& drafting) {
  if (!IsEmployed(agreed.half)) return "";
  if (change.end) return change.end->is_extension ? drafting.Words("renewal") : "";
  return agreed.half.of_worker ? drafting.Words("wage_basis") : "";
}

Amendment::With WithWhom(const Half& half) {
  if (IsEmployed(half)) return half.of_worker ? Amendment::With::kWorker : Amendment::With::kClient;
  return half.of_worker ? Amendment::With::kContractor : Amendment::With::kBuyer;
}

Amendment AmendmentOf(const Agreed& agreed, const Change& change, Drafting& drafting) {
  const bool with_worker = agreed.half.of_worker;
  Amendment paper;
  paper.reader = agreed.reader;
  paper.number = change.number;
  paper.contract = agreed.facts().contract_id();
  paper.concluded = agreed.day();
  paper.issued = agreed.DayOf(change.recorded_at);
  paper.with = WithWhom(agreed.half);
  paper.agency = agreed.agency.party;
  const Party& who = IsEmployed(agreed.half) ? agreed.worker.party : agreed.supplier.party;
  paper.other = with_worker ? who : agreed.client.party;
  paper.object = absl::StrCat(agreed.facts().title(), " · ",
                              with_worker ? agreed.client.party.who.name : who.who.name);
  paper.end = change.end;
  if (!change.end) paper.rate = RateOf(agreed, change, drafting);
  paper.basis = BasisOf(agreed, change, drafting);
  paper.unchanged = drafting.Words("unchanged");
  return paper;
}

std::string Numbered(uint32_t number) { return absl::StrCat("/", number); }

v1::SourceRecord SourceOf(const Agreed& agreed, const Change& change, const std::string& words) {
  const std::string& id = agreed.facts().contract_id();
  v1::SourceRecord source;
  source.set_context("engagements");
  source.set_id(id);
  source.set_part(absl::StrCat(id, agreed.half.of_worker ? "-worker-" : "-client-", change.number));
  source.set_digest(ContentDigest(ContentDigest(agreed.facts().SerializeAsString()) +
                                  ContentDigest(change.facts) + ContentDigest(words)));
  return source;
}

// "<contract>/<number>"
struct Named {
  std::string contract_id;
  uint32_t number = 0;
};
Named NamedBy(const std::string& source_id) {
  const size_t slash = source_id.rfind('/');
  Named named{source_id.substr(0, slash)};
  if (slash == std::string::npos || !absl::SimpleAtoi(source_id.substr(slash + 1), &named.number))
    named.number = 0;
  return named;
}
}  // namespace

absl::StatusOr<Paper> AmendmentPaper(Records& records, const ClauseBook& clauses,
                                     const Wanted& wanted) {
  const Named named = NamedBy(wanted.source_id);
  if (named.number == 0)
    return rpc::FieldError("source_id", "name the contract and which change of it, such as c-7/1");
  const auto contract = records.Contract(wanted.tenant, named.contract_id);
  if (!contract.ok()) return contract.status();
  const auto change = ChangeOf(*contract, named.number);
  const Half half = HalfOf(*contract, wanted.kind);
  if (!change || !IsOfThisKind(half, wanted.kind) || !Concerns(half, *change))
    return rpc::NotFound("amendment with this paper", wanted.source_id);
  const auto agreed = AgreedOn(records, *contract, change->recorded_at, half, wanted);
  if (!agreed.ok()) return agreed.status();
  Drafting drafting(clauses, SettingOf(*agreed, wanted.kind, agreed->DayOf(change->recorded_at)),
                    agreed->reader.language, FactsOf(*agreed));
  Amendment amendment = AmendmentOf(*agreed, *change, drafting);
  if (auto status = drafting.Complete("amendment " + wanted.source_id); !status.ok()) return status;
  Paper paper{
      SourceOf(*agreed, *change, drafting.words()), PartiesOf(agreed->facts()), wanted.source_id,
      agreed->reader,
      [amendment = std::move(amendment)](const Press& press) { return Print(press, amendment); }};
  paper.detail = Numbered(change->number);
  return paper;
}
}  // namespace aor::documents
