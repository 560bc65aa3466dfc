// The papers of a contract as it was concluded. Its facts, the employer's and the client's fill
// the words that rules/clauses has for the place, the kind and the day; nothing else is said.
#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>

#include "libs/documents/papers/agreement.h"
#include "libs/ids/content_digest.h"
#include "libs/rpc/errors.h"
#include "services/documents/papers/agreed.h"
#include "services/documents/papers/drafting.h"
#include "services/documents/papers/paper.h"

namespace aor::documents {
namespace {
using types::v1::Decimal;

std::optional<Half> HalfOf(v1::DocumentKind kind) {
  switch (kind) {
    case v1::DOCUMENT_KIND_ASSIGNMENT_CONTRACT:
      return Half{engagements::v1::ENGAGEMENT_KIND_TEMP, true};
    case v1::DOCUMENT_KIND_HIRE_OF_SERVICES_CONTRACT:
      return Half{engagements::v1::ENGAGEMENT_KIND_TEMP, false};
    case v1::DOCUMENT_KIND_EMPLOYMENT_CONTRACT:
      return Half{engagements::v1::ENGAGEMENT_KIND_EOR, true};
    case v1::DOCUMENT_KIND_CLIENT_CONTRACT:
      return Half{engagements::v1::ENGAGEMENT_KIND_EOR, false};
    case v1::DOCUMENT_KIND_MANDATE: return Half{engagements::v1::ENGAGEMENT_KIND_AOR, true};
    case v1::DOCUMENT_KIND_SERVICE_CONTRACT:
      return Half{engagements::v1::ENGAGEMENT_KIND_AOR, false};
    default: return std::nullopt;
  }
}

std::vector<Tariff> TariffOf(const Agreed& agreed, const Decimal& amount, Drafting& drafting) {
  const auto unit = agreed.facts().terms().unit();
  return {
      {drafting.Name(TariffName(unit)), UnitWord(agreed.reader, UnitCode(unit)), Plain(amount)}};
}

// The base wage and what the agreement puts on it, without what the employer pays beside it.
std::vector<WageLine> WageOf(const engagements::v1::Price& price, Drafting& drafting) {
  const money::Decimal gross = money::FromProto(price.gross_wage());
  money::Decimal reached = money::FromProto(price.base_wage());
  std::vector<WageLine> lines = {{drafting.Name("wage.base"), {}, reached, reached}};
  for (const auto& component : price.components()) {
    if (reached == gross) break;
    const money::Decimal amount = money::FromProto(component.amount());
    reached = reached + amount;
    lines.push_back({drafting.Name("wage." + absl::AsciiStrToLower(component.code())),
                     Plain(component.percent()), amount, reached});
  }
  return lines;
}

Assignment AssignmentOf(const Agreed& agreed, Drafting& drafting) {
  Assignment work;
  work.agency = agreed.agency.party;
  work.worker = agreed.worker.party;
  work.client = agreed.client.party;
  work.of_record = agreed.half.engagement == engagements::v1::ENGAGEMENT_KIND_EOR;
  work.licence = drafting.Words("licence");
  work.function = drafting.Words("function");
  work.qualification = drafting.Words("qualification");
  work.place_of_work = drafting.Words("place_of_work");
  work.start = calendar::FromProto(agreed.facts().start());
  if (agreed.facts().has_end()) work.end = calendar::FromProto(agreed.facts().end());
  work.notice = drafting.Words("notice");
  work.hours = drafting.Words("hours");
  work.agreement = drafting.Words("agreement");
  work.reason = drafting.Words("reason");
  work.safety = drafting.Words("safety");
  work.wage_of_reference = drafting.Words("wage_of_reference");
  return work;
}

AssignmentContract WithWorker(const Agreed& agreed, Drafting& drafting) {
  AssignmentContract paper;
  paper.reader = agreed.reader;
  paper.number = agreed.facts().contract_id();
  paper.issued = agreed.day();
  paper.assignment = AssignmentOf(agreed, drafting);
  paper.currency = agreed.facts().terms().currency_code();
  const auto unit = agreed.facts().terms().unit();
  paper.wage_per = unit == engagements::v1::UNIT_MONTH ? WagePer::kMonth
                   : unit == engagements::v1::UNIT_DAY ? WagePer::kDay
                                                       : WagePer::kHour;
  paper.wage = WageOf(agreed.quote.price(), drafting);
  paper.deductions = drafting.Deductions();
  paper.other_deductions = drafting.Words("other_deductions");
  paper.expenses = drafting.Words("expenses");
  paper.overtime = drafting.Words("overtime");
  paper.sickness = drafting.Words("sickness");
  paper.accident = drafting.Words("accident");
  paper.maternity = drafting.Words("maternity");
  paper.service = drafting.Words("service");
  paper.holidays = drafting.Words("holidays");
  paper.pay_days = drafting.Words("pay_days");
  paper.pension = drafting.Words("pension");
  return paper;
}

HireContract WithClient(const Agreed& agreed, Drafting& drafting) {
  HireContract paper;
  paper.reader = agreed.reader;
  paper.number = agreed.facts().contract_id();
  paper.issued = agreed.day();
  paper.assignment = AssignmentOf(agreed, drafting);
  paper.currency = agreed.facts().terms().currency_code();
  paper.tariffs = TariffOf(agreed, agreed.facts().terms().tariff(), drafting);
  paper.terms = drafting.Words("terms");
  if (agreed.facts().terms().supplements_billed())
    absl::StrAppend(&paper.terms, " ", drafting.Words("supplements_billed"));
  return paper;
}

ServiceAgreement OfContractor(const Agreed& agreed, Drafting& drafting) {
  const auto& terms = agreed.facts().terms();
  ServiceAgreement paper;
  paper.reader = agreed.reader;
  paper.number = agreed.facts().contract_id();
  paper.issued = agreed.day();
  paper.agency = agreed.agency.party;
  paper.contractor = agreed.supplier.party;
  paper.client = agreed.client.party;
  paper.services = drafting.Words("services");
  paper.deliverables = drafting.Words("deliverables");
  paper.place = drafting.Words("place");
  paper.start = calendar::FromProto(agreed.facts().start());
  if (agreed.facts().has_end()) paper.end = calendar::FromProto(agreed.facts().end());
  paper.notice = drafting.Words("notice");
  paper.currency = terms.currency_code();
  paper.tariffs =
      TariffOf(agreed, agreed.half.of_worker ? terms.base_wage() : terms.tariff(), drafting);
  paper.fee = drafting.Words("fee");
  paper.terms = drafting.Words("terms");
  paper.law = drafting.Words("law");
  paper.self_billed = terms.self_billed();
  return paper;
}

using Printer = std::function<absl::StatusOr<std::string>(const Press&)>;
template <class Sheet>
Printer PrinterOf(Sheet sheet) {
  return [sheet = std::move(sheet)](const Press& press) { return Print(press, sheet); };
}

Printer Drafted(const Agreed& agreed, Drafting& drafting) {
  if (agreed.half.engagement != engagements::v1::ENGAGEMENT_KIND_AOR)
    return agreed.half.of_worker ? PrinterOf(WithWorker(agreed, drafting))
                                 : PrinterOf(WithClient(agreed, drafting));
  ServiceAgreement paper = OfContractor(agreed, drafting);
  return agreed.half.of_worker ? PrinterOf(Mandate{std::move(paper)})
                               : PrinterOf(ServiceContract{std::move(paper)});
}

// As it was concluded, at the price that was accepted, in these words.
v1::SourceRecord SourceOf(const Agreed& agreed, const std::string& words) {
  v1::SourceRecord source;
  source.set_context("engagements");
  source.set_id(agreed.facts().contract_id());
  source.set_part(agreed.facts().contract_id() + (agreed.half.of_worker ? "-worker" : "-client"));
  source.set_digest(ContentDigest(ContentDigest(agreed.facts().SerializeAsString()) +
                                  ContentDigest(agreed.quote.price().SerializeAsString()) +
                                  ContentDigest(words)));
  return source;
}

absl::StatusOr<Agreed> AgreedIn(Records& records, const Wanted& wanted) {
  const auto contract = records.Contract(wanted.tenant, wanted.source_id);
  if (!contract.ok()) return contract.status();
  const auto half = HalfOf(wanted.kind);
  if (!half || contract->concluded().engagement_kind() != half->engagement)
    return rpc::NotFound("contract with this paper", wanted.source_id);
  return AgreedOn(records, *contract, contract->concluded_at(), *half, wanted);
}
}  // namespace

absl::StatusOr<Paper> ContractPaper(Records& records, const ClauseBook& clauses,
                                    const Wanted& wanted) {
  const auto agreed = AgreedIn(records, wanted);
  if (!agreed.ok()) return agreed.status();
  Drafting drafting(clauses, SettingOf(*agreed, wanted.kind, agreed->day()),
                    agreed->reader.language, FactsOf(*agreed));
  Printer print = Drafted(*agreed, drafting);
  const auto& facts = agreed->facts();
  if (auto status = drafting.Complete("contract " + facts.contract_id()); !status.ok())
    return status;
  Paper paper{SourceOf(*agreed, drafting.words()),
              {},
              facts.contract_id(),
              agreed->reader,
              std::move(print)};
  paper.parties = PartiesOf(facts);
  return paper;
}
}  // namespace aor::documents
