#include <absl/strings/str_cat.h>
#include <absl/strings/strip.h>

#include <algorithm>
#include <tuple>

#include "libs/calendar/calendar.h"
#include "libs/documents/papers/payslip.h"
#include "services/documents/papers/drafting.h"
#include "services/documents/papers/paper.h"

namespace aor::documents {
namespace {
using payroll::v1::PayslipLine;
using payroll::v1::PayslipVerified;

// An amount at a percentage, hours or days at a price, or an amount alone.
PayLine LineOf(const PayslipLine& line) {
  PayLine printed{line.label(), {}, {}, money::FromProto(line.amount())};
  printed.code = line.code();
  if (line.has_training()) printed.training = line.training();
  if (line.has_rate()) printed.rate = Plain(line.rate());
  if (line.has_base())
    printed.base = money::FromProto(line.base());
  else if (line.has_quantity())
    printed.base = PayLine::Units{Plain(line.quantity()), line.seconds() != 0 ? "h" : ""};
  return printed;
}

bool IsFrench(const Payslip& slip) { return slip.reader.country == "FR"; }

// What the employer bears, on the line of the worker's part of the same base, or on one of its own.
void AddEmployers(const PayslipLine& line, std::vector<PayLine>& deductions) {
  PayLine own = LineOf(line);
  const std::string code(absl::StripSuffix(line.code(), "_EMPLOYER"));
  auto beside = std::ranges::find_if(deductions, [&](const PayLine& one) {
    return one.code == code && one.base == own.base && !one.employer;
  });
  if (beside == deductions.end()) {
    PayLine alone = own;
    alone.code = code;
    alone.rate.reset();
    alone.amount.minor = 0;
    beside = deductions.insert(deductions.end(), std::move(alone));
  }
  beside->employer = own.amount;
  beside->employer_rate = own.rate;
}

// A French slip says what is left before tax, then the tax; and what the employer bears.
void AddFrenchDeductions(const PayslipVerified& verified, Payslip& slip) {
  slip.by_risk = true;
  for (const PayslipLine& line : verified.lines())
    if (line.line_kind() == payroll::v1::LINE_KIND_WORKER_DEDUCTION)
      (line.code() == "PAS" ? slip.taxes : slip.deductions).push_back(LineOf(line));
  for (const PayslipLine& line : verified.lines())
    if (line.line_kind() == payroll::v1::LINE_KIND_EMPLOYER_CHARGE)
      AddEmployers(line, slip.deductions);
}

void AddLines(const PayslipVerified& verified, Payslip& slip) {
  if (IsFrench(slip)) AddFrenchDeductions(verified, slip);
  for (const PayslipLine& line : verified.lines()) {
    switch (line.line_kind()) {
      case payroll::v1::LINE_KIND_EARNING: slip.earnings.push_back(LineOf(line)); break;
      case payroll::v1::LINE_KIND_WORKER_DEDUCTION:
        if (!IsFrench(slip)) slip.deductions.push_back(LineOf(line));
        break;
      case payroll::v1::LINE_KIND_EMPLOYER_CHARGE: break;
      default: slip.others.push_back(LineOf(line));
    }
  }
}

Payslip SlipOf(const payroll::v1::Payslip& row, const Known& employer, const Known& worker,
               Reader reader) {
  const PayslipVerified& verified = row.slip();
  Payslip slip;
  slip.reader = std::move(reader);
  slip.employer = employer.party;
  slip.worker = worker.party;
  const SlipName name = SlipNameOf(verified);
  slip.number = name.number, slip.correction = name.correction;
  slip.first = calendar::FirstOfMonth(verified.period()).value_or(calendar::Date());
  slip.last = calendar::LastOfMonth(slip.first);
  slip.issued = calendar::DayAt(
      calendar::Instant{std::chrono::seconds{row.verified_at().seconds()}}, employer.zone);
  slip.social_number = worker.identifier;
  slip.assignment = verified.contract_id();
  if (!verified.corrects_payslip_id().empty()) slip.corrects = name.number;
  AddLines(verified, slip);
  slip.gross = money::FromProto(verified.gross());
  slip.payout = money::FromProto(verified.net());
  slip.deducted = {slip.gross.currency, 0};
  for (const PayLine& line : slip.deductions) slip.deducted = slip.deducted + line.amount;
  slip.net = slip.gross + slip.deducted;
  if (IsFrench(slip) && verified.has_employer_charges())
    slip.employer_charges = money::FromProto(verified.employer_charges());
  if (verified.has_net_social()) slip.net_social = money::FromProto(verified.net_social());
  if (verified.has_net_taxable()) slip.net_taxable = money::FromProto(verified.net_taxable());
  return slip;
}

// Up to this slip, as slips were verified; nothing where one of them does not say it.
absl::StatusOr<std::optional<money::Money>> TaxableOfYear(Records& records,
                                                          const std::string& tenant,
                                                          const payroll::v1::Payslip& row) {
  const auto& slip = row.slip();
  if (!slip.has_net_taxable()) return std::nullopt;
  const auto slips = records.PayslipsOfYear(tenant, slip.worker_id(), slip.legal_entity_id(),
                                            slip.period().substr(0, slip.period().find('-')));
  if (!slips.ok()) return slips.status();
  const auto place = [](const payroll::v1::Payslip& one) {
    return std::tuple(one.verified_at().seconds(), one.verified_at().nanos(),
                      one.slip().payslip_id());
  };
  money::Money sum{slip.net_taxable().currency_code(), 0};
  for (const auto& one : *slips) {
    if (place(row) < place(one)) continue;
    if (!one.slip().has_net_taxable()) return std::nullopt;
    sum = sum + money::FromProto(one.slip().net_taxable());
  }
  return sum;
}

// The same in every language: "c1-2026-10-2" of the second correction.
std::string RecordedNumber(const PayslipVerified& verified) {
  const SlipName name = SlipNameOf(verified);
  return name.correction == 0 ? name.number : absl::StrCat(name.number, "-", name.correction);
}

// The post, of its contract; an older one may be in no book.
absl::StatusOr<engagements::v1::ContractConcluded> ContractOf(Records& records,
                                                              const std::string& tenant,
                                                              const std::string& id) {
  const auto contract = records.Contract(tenant, id);
  if (absl::IsNotFound(contract.status())) return engagements::v1::ContractConcluded();
  if (!contract.ok()) return contract.status();
  return contract->concluded();
}

// What the law of the place asks the slip to name; what of it nobody has stated.
std::vector<std::string> AddParticulars(const ClauseBook& clauses,
                                        const engagements::v1::ContractConcluded& contract,
                                        const Known& employer, Payslip& slip) {
  Drafting drafting(clauses,
                    {v1::DOCUMENT_KIND_PAYSLIP, slip.reader.country, contract.terms().cba_id(),
                     !contract.has_end(), slip.last},
                    slip.reader.language,
                    {{"collective_agreement", employer.employer.collective_agreement()}});
  slip.agreement = drafting.Words("collective_agreement");
  if (!IsFrench(slip)) return {};
  slip.qualification = contract.clauses().qualification();
  const auto& establishment = employer.particulars.establishment_number();
  const auto& activity = employer.particulars.activity_code();
  auto& numbers = slip.employer.registrations;
  if (!establishment.empty()) numbers.push_back("SIRET " + establishment);
  if (!activity.empty()) numbers.push_back("APE " + activity);
  return drafting.Lacking({{"title", slip.function},
                           {"qualification", slip.qualification},
                           {"collective_agreement", slip.agreement},
                           {"establishment_number", establishment},
                           {"activity_code", activity}});
}

// Of what the directory may come to say otherwise: another paper.
std::string BesideTheSlip(const Known& employer, const Payslip& slip) {
  const auto& stated = employer.particulars;
  if (!IsFrench(slip)) return "";
  return absl::StrCat(stated.establishment_number(), "\n", stated.activity_code(), "\n",
                      slip.agreement);
}
}  // namespace

absl::StatusOr<Paper> PayslipPaper(Records& records, const ClauseBook& clauses,
                                   const Wanted& wanted) {
  const auto row = records.Payslip(wanted.tenant, wanted.source_id);
  if (!row.ok()) return row.status();
  if (row->pending()) return NotFinal("Its run is not closed; print it afterwards.");
  const PayslipVerified& verified = row->slip();
  const auto employer = records.LegalEntity(wanted.tenant, verified.legal_entity_id());
  if (!employer.ok()) return employer.status();
  const auto worker = records.Person(wanted.tenant, verified.worker_id());
  if (!worker.ok()) return worker.status();
  if (worker->erased) return Erased("The worker");
  const auto contract = ContractOf(records, wanted.tenant, verified.contract_id());
  if (!contract.ok()) return contract.status();
  const auto of_year = TaxableOfYear(records, wanted.tenant, *row);
  if (!of_year.ok()) return of_year.status();
  Paper paper{SourceOf("payroll", wanted.source_id, verified),
              {},
              RecordedNumber(verified),
              ReaderFor(wanted.language, worker->language, *employer),
              {}};
  paper.parties.set_worker_id(verified.worker_id());
  paper.parties.set_legal_entity_id(verified.legal_entity_id());
  Payslip slip = SlipOf(*row, *employer, *worker, paper.reader);
  slip.function = contract->title();
  slip.taxable_of_year = *of_year;
  paper.lacking = AddParticulars(clauses, *contract, *employer, slip);
  paper.source = With(std::move(paper.source), BesideTheSlip(*employer, slip));
  paper.print = [slip = std::move(slip)](const Press& press) { return Print(press, slip); };
  return paper;
}
}  // namespace aor::documents
