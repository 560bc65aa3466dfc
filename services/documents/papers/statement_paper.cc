// What a worker was paid in a year, from the slips that are verified by now.
#include <absl/strings/str_split.h>

#include <algorithm>

#include "libs/documents/papers/yearly_statement.h"
#include "libs/ids/content_digest.h"
#include "libs/rpc/errors.h"
#include "services/documents/papers/paper.h"

namespace aor::documents {
namespace {
using payroll::v1::PayslipLine;
using Slips = std::vector<payroll::v1::Payslip>;

// <worker>/<legal entity>/<year>
struct Year {
  std::string worker, legal_entity, year;
};
std::optional<Year> YearNamed(const std::string& source_id) {
  const std::vector<std::string> parts = absl::StrSplit(source_id, '/');
  if (parts.size() != 3 || parts[2].size() != 4 ||
      !std::ranges::all_of(parts[2], [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  return Year{parts[0], parts[1], parts[2]};
}

calendar::Date MonthOf(const payroll::v1::PayslipVerified& slip) {
  return calendar::FirstOfMonth(slip.period()).value_or(calendar::Date());
}

// Of one code and label there is one line, where it first came.
void Add(const PayslipLine& line, std::vector<YearLine>& lines) {
  const auto amount = money::FromProto(line.amount());
  const auto same = std::ranges::find_if(lines, [&](const YearLine& known) {
    return known.code == line.code() && known.text == line.label();
  });
  if (same != lines.end()) return same->amount = same->amount + amount, void();
  lines.push_back({line.label(), amount, line.code()});
  if (line.has_training()) lines.back().training = line.training();
}

void Add(const payroll::v1::PayslipVerified& slip, YearlyStatement& statement) {
  const SlipName name = SlipNameOf(slip);
  YearSlip row{MonthOf(slip),  name.number, money::FromProto(slip.gross()), {}, {}, {},
               name.correction};
  row.payout = money::FromProto(slip.net());
  row.deducted = row.others = {row.payout.currency, 0};
  for (const PayslipLine& line : slip.lines()) {
    const auto amount = money::FromProto(line.amount());
    switch (line.line_kind()) {
      case payroll::v1::LINE_KIND_EARNING: Add(line, statement.earnings); break;
      case payroll::v1::LINE_KIND_WORKER_DEDUCTION:
        Add(line, statement.deductions);
        row.deducted = row.deducted + amount;
        break;
      case payroll::v1::LINE_KIND_EMPLOYER_CHARGE: break;
      default: Add(line, statement.others); row.others = row.others + amount;
    }
  }
  statement.slips.push_back(row);
}

void SetTotals(YearlyStatement& statement) {
  const auto sum = [&](money::Money YearSlip::*amount) {
    money::Money total{statement.slips.front().payout.currency, 0};
    for (const YearSlip& slip : statement.slips) total = total + slip.*amount;
    return total;
  };
  statement.gross = sum(&YearSlip::gross);
  statement.deducted = sum(&YearSlip::deducted);
  statement.net = statement.gross + statement.deducted;
  statement.payout = sum(&YearSlip::payout);
}

// Issued when the last of its slips was verified.
YearlyStatement StatementOf(const Year& year, const Slips& slips, const Known& employer,
                            const Known& worker, Reader reader) {
  YearlyStatement statement;
  statement.reader = std::move(reader);
  statement.employer = employer.party, statement.worker = worker.party;
  statement.number = year.worker + " " + year.year;
  statement.social_number = worker.identifier;
  statement.year = std::stoi(year.year);
  statement.first = MonthOf(slips.front().slip());
  statement.last = calendar::LastOfMonth(MonthOf(slips.back().slip()));
  int64_t verified = 0;
  for (const auto& slip : slips) {
    Add(slip.slip(), statement);
    verified = std::max(verified, slip.verified_at().seconds());
  }
  statement.issued =
      calendar::DayAt(calendar::Instant{std::chrono::seconds{verified}}, employer.zone);
  SetTotals(statement);
  return statement;
}

v1::SourceRecord SourceOfYear(const std::string& source_id, const Slips& slips) {
  std::string facts;
  for (const auto& slip : slips) facts += ContentDigest(slip.slip().SerializeAsString());
  v1::SourceRecord source;
  source.set_context("payroll");
  source.set_id(source_id);
  source.set_digest(ContentDigest(facts));
  return source;
}

absl::Status CheckFinal(const Slips& slips, const std::string& source_id) {
  if (slips.empty()) return rpc::NotFound("payslips of the year", source_id);
  if (std::ranges::any_of(slips, [](const auto& slip) { return slip.pending(); }))
    return NotFinal("A run with one of its slips is not closed; print it afterwards.");
  return absl::OkStatus();
}
}  // namespace

absl::StatusOr<Paper> StatementPaper(Records& records, const Wanted& wanted) {
  const auto year = YearNamed(wanted.source_id);
  if (!year) return rpc::FieldError("source_id", "give <worker>/<legal entity>/<year>");
  const auto slips =
      records.PayslipsOfYear(wanted.tenant, year->worker, year->legal_entity, year->year);
  if (!slips.ok()) return slips.status();
  if (auto status = CheckFinal(*slips, wanted.source_id); !status.ok()) return status;
  const auto employer = records.LegalEntity(wanted.tenant, year->legal_entity);
  if (!employer.ok()) return employer.status();
  const auto worker = records.Person(wanted.tenant, year->worker);
  if (!worker.ok()) return worker.status();
  if (worker->erased) return Erased("The worker");
  Paper paper{SourceOfYear(wanted.source_id, *slips),
              {},
              year->worker + "-" + year->year,
              ReaderFor(wanted.language, worker->language, *employer),
              {}};
  paper.parties.set_worker_id(year->worker);
  paper.parties.set_legal_entity_id(year->legal_entity);
  paper.print = [statement = StatementOf(*year, *slips, *employer, *worker, paper.reader)](
                    const Press& press) { return Print(press, statement); };
  return paper;
}
}  // namespace aor::documents
