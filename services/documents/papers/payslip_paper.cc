#include "libs/calendar/calendar.h"
#include "libs/documents/papers/payslip.h"
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

// What the employer bears, in the column of its own that French slips have.
PayLine EmployerLineOf(const PayslipLine& line) {
  PayLine printed = LineOf(line);
  printed.employer = printed.amount;
  printed.amount.minor = 0;
  return printed;
}

void AddLines(const PayslipVerified& verified, Payslip& slip) {
  for (const PayslipLine& line : verified.lines()) {
    switch (line.line_kind()) {
      case payroll::v1::LINE_KIND_EARNING: slip.earnings.push_back(LineOf(line)); break;
      case payroll::v1::LINE_KIND_WORKER_DEDUCTION: slip.deductions.push_back(LineOf(line)); break;
      case payroll::v1::LINE_KIND_EMPLOYER_CHARGE:
        if (slip.reader.country == "FR") slip.deductions.push_back(EmployerLineOf(line));
        break;
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
  slip.number = verified.payslip_id();
  slip.first = calendar::FirstOfMonth(verified.period()).value_or(calendar::Date());
  slip.last = calendar::LastOfMonth(slip.first);
  slip.issued = calendar::DayAt(
      calendar::Instant{std::chrono::seconds{row.verified_at().seconds()}}, employer.zone);
  slip.social_number = worker.identifier;
  slip.assignment = verified.contract_id();
  slip.corrects = verified.corrects_payslip_id();
  AddLines(verified, slip);
  slip.gross = money::FromProto(verified.gross());
  slip.payout = money::FromProto(verified.net());
  slip.deducted = {slip.gross.currency, 0};
  for (const PayLine& line : slip.deductions) slip.deducted = slip.deducted + line.amount;
  slip.net = slip.gross + slip.deducted;
  return slip;
}
}  // namespace

absl::StatusOr<Paper> PayslipPaper(Records& records, const Wanted& wanted) {
  const auto row = records.Payslip(wanted.tenant, wanted.source_id);
  if (!row.ok()) return row.status();
  if (row->pending()) return NotFinal("Its run is not closed; print it afterwards.");
  const PayslipVerified& verified = row->slip();
  const auto employer = records.LegalEntity(wanted.tenant, verified.legal_entity_id());
  if (!employer.ok()) return employer.status();
  const auto worker = records.Person(wanted.tenant, verified.worker_id());
  if (!worker.ok()) return worker.status();
  if (worker->erased) return Erased("The worker");
  Paper paper{SourceOf("payroll", wanted.source_id, verified),
              {},
              verified.payslip_id(),
              ReaderFor(wanted.language, worker->language, *employer),
              {}};
  paper.parties.set_worker_id(verified.worker_id());
  paper.parties.set_legal_entity_id(verified.legal_entity_id());
  paper.print = [slip = SlipOf(*row, *employer, *worker, paper.reader)](const Press& press) {
    return Print(press, slip);
  };
  return paper;
}
}  // namespace aor::documents
