#include "libs/documents/papers/status_tables.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include "libs/documents/layout/unprintable.h"

namespace aor::documents {
namespace {
constexpr double kNarrow = Mm(24), kMiddle = Mm(40);

// What it leans to, and the source of that, in one cell.
std::string LeanText(const Desk& desk, const StatusFactor& factor) {
  const std::string lean =
      factor.lean ? StatusText(desk, *factor.lean) : desk.Say("status.neither");
  return factor.open ? absl::StrCat(lean, "\n", desk.Say("status.open")) : lean;
}

std::string SaidText(const Desk& desk, const StatusAnswer& answer) {
  return absl::StrCat(answer.said_by, "\n", desk.figures.Day(answer.said_on));
}
}  // namespace

std::string StatusText(const Desk& desk, WorkStatus status) {
  switch (status) {
    case WorkStatus::kContractor: return desk.Say("status.contractor");
    case WorkStatus::kEmployee: return desk.Say("status.employee");
    case WorkStatus::kUndetermined: return desk.Say("status.undetermined");
  }
  return "";
}

Table FactorTable(const Desk& desk, const StatusFinding& found) {
  Table table;
  table.columns = {{.heading = desk.Say("status.factor"), .width = kMiddle},
                   {.heading = desk.Say("status.lean"), .width = kNarrow},
                   {desk.Say("status.because")},
                   {.heading = desk.Say("status.source"), .width = kMiddle}};
  for (const StatusFactor& factor : found.factors)
    table.rows.push_back({{factor.title, LeanText(desk, factor), factor.because, factor.source}});
  return table;
}

Table AnswerTable(const Desk& desk, const StatusFinding& found) {
  Table table;
  table.columns = {{desk.Say("status.question")},
                   {.heading = desk.Say("status.answer"), .width = kNarrow},
                   {.heading = desk.Say("status.said_by"), .width = kNarrow},
                   {.heading = desk.Say("status.evidence"), .width = kMiddle}};
  for (const StatusAnswer& answer : found.answers)
    table.rows.push_back(
        {{answer.question, answer.answer.empty() ? desk.Say("status.unknown") : answer.answer,
          SaidText(desk, answer), absl::StrJoin(answer.evidence, "\n")}});
  return table;
}

void CheckFinding(const StatusFinding& found) {
  CheckStated("worker", found.worker);
  CheckStated("reason", found.reason);
  if (found.answers.empty()) throw Unprintable("the determination rests on no answer");
}

std::vector<TextNeed> StatusTableNeeds() {
  return {{"status.contractor"}, {"status.employee"}, {"status.undetermined"}, {"status.neither"},
          {"status.open"},       {"status.factor"},   {"status.lean"},         {"status.because"},
          {"status.source"},     {"status.question"}, {"status.answer"},       {"status.said_by"},
          {"status.evidence"},   {"status.unknown"}};
}
}  // namespace aor::documents
