#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include <algorithm>

#include "services/aorctl/month.h"
#include "services/aorctl/print.h"
#include "services/aorctl/values.h"

namespace aor::aorctl {
namespace {
using google::protobuf::Timestamp;
using operations::v1::MonthStatus, operations::v1::Waiting;
constexpr int kMostRows = 200;  // of one table

std::string Day(const Timestamp& time) {
  const calendar::Instant instant{std::chrono::seconds{time.seconds()}};
  return time.seconds() == 0 ? "" : calendar::LocalText(instant, "UTC");
}
std::string Since(const Timestamp& time, calendar::Instant now) {
  const auto days = (now.time_since_epoch().count() - time.seconds()) / 86'400;
  if (time.seconds() == 0) return "";
  return days == 1 ? "1 day" : absl::StrCat(days, " days");
}
std::string Or(const std::string& name, const std::string& id) { return name.empty() ? id : name; }
std::string Count(uint32_t count) { return count == 0 ? "" : absl::StrCat(count); }

std::vector<std::string> RowOf(const MonthStatus& status, const std::string& name) {
  const auto step =
      std::ranges::find(status.steps(), name, [](const auto& one) { return one.step(); });
  if (step == status.steps().end()) return {};
  return {name, step->all() == 0 ? "" : absl::StrCat(step->done(), " of ", step->all()),
          Count(step->waiting()), Count(step->late())};
}

// In the order of the month; none where nobody answered.
std::vector<std::vector<std::string>> StepRows(const MonthStatus& status) {
  std::vector<std::vector<std::string>> rows;
  bool is_known = false;
  for (const auto& [context, step] : MonthSteps()) {
    const bool answered = HasAnswered(status, context);
    is_known |= answered;
    auto row = answered ? RowOf(status, step)
                        : std::vector<std::string>{step, "not known", "not known", "not known"};
    if (!row.empty()) rows.push_back(std::move(row));
  }
  if (!is_known) rows.clear();
  return rows;
}
}  // namespace

const std::vector<std::pair<std::string, std::string>>& MonthSteps() {
  static const auto& steps =
      *new std::vector<std::pair<std::string, std::string>>{{"timesheet", "HOURS"},
                                                            {"timesheet", "OVERTIME_CONFIRMATION"},
                                                            {"timesheet", "APPROVAL"},
                                                            {"timesheet", "CONTEST"},
                                                            {"timesheet", "VERIFICATION"},
                                                            {"invoicing", "INVOICE_DRAFT"},
                                                            {"invoicing", "SELF_BILLING_DRAFT"},
                                                            {"invoicing", "SUPPLIER_INVOICE"},
                                                            {"invoicing", "MISSION_FEE"},
                                                            {"invoicing", "CONTESTED_INVOICE"},
                                                            {"payroll", "PAYSLIP"},
                                                            {"payroll", "LOAN_CONFIRMATION"},
                                                            {"payroll", "PAYABLE"},
                                                            {"payroll", "BATCH_RELEASE"},
                                                            {"payroll", "PAYEE_ANSWERS"},
                                                            {"payroll", "PAYMENT_FILE"}};
  return steps;
}

bool HasAnswered(const MonthStatus& status, const std::string& context) {
  return std::ranges::none_of(status.not_answered(), [&](const std::string& missing) {
    return missing.starts_with(context + ":");
  });
}

absl::Status IsComplete(const MonthStatus& status) {
  std::vector<std::string> missing;
  for (const auto& one : status.not_answered()) missing.push_back(one.substr(0, one.find(':')));
  if (missing.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("this is not the whole month: ", absl::StrJoin(missing, ", "),
                   " did not answer, or not to you"));
}

std::string MonthTable(const MonthStatus& status, calendar::Instant now) {
  std::vector<std::vector<std::string>> waiting, colleagues;
  const auto& amount = *Waiting::descriptor()->FindFieldByNumber(Waiting::kAmountFieldNumber);
  for (const auto& one : status.waiting()) {
    if (waiting.size() == kMostRows) break;
    waiting.push_back({one.step(), Or(one.party_name(), one.party_id()),
                       Or(one.waits_for_name(), one.waits_for()), Since(one.since(), now),
                       absl::StrCat(Day(one.due()), one.late() ? " late" : ""),
                       FieldText(one, amount), absl::StrJoin(one.reasons(), " "), one.sentence()});
  }
  for (const auto& one : status.colleagues())
    colleagues.push_back({Or(one.name(), one.person_id()), Count(one.approved()),
                          Count(one.verified()), Day(one.last_at())});
  std::string text = status.month() + "\n";
  for (const auto& context : status.not_answered())
    absl::StrAppend(&text, "not answered: ", context, "\n");
  if (const auto steps = StepRows(status); !steps.empty())
    absl::StrAppend(&text, Table({"step", "done", "waiting", "late"}, steps), "\n");
  if (!waiting.empty())
    absl::StrAppend(&text, Table({"step", "about", "waits for", "since", "until (UTC)", "amount",
                                  "held by", "in words"},
                                 waiting));
  if (status.waiting_size() > kMostRows)
    absl::StrAppend(&text, "… and ", status.waiting_size() - kMostRows,
                    " more: --output=json, --legal_entity_id= or --client_id=\n");
  if (!colleagues.empty())
    absl::StrAppend(&text, "\n",
                    Table({"colleague", "approved", "verified", "last (UTC)"}, colleagues));
  return text;
}
}  // namespace aor::aorctl
