#include "libs/documents/papers/training_bill.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include "libs/documents/papers/needs.h"

namespace aor::documents {
namespace {
const char* KeyOf(HalfDay::Part part) {
  switch (part) {
    case HalfDay::Part::kMorning: return "bill.morning";
    case HalfDay::Part::kAfternoon: return "bill.afternoon";
    case HalfDay::Part::kEvening: return "bill.evening";
  }
  throw std::invalid_argument("bill: no such part of a day");
}

// "13/10/2026 morning, afternoon": each day once.
std::string HalfDaysText(const Desk& desk, const std::vector<HalfDay>& half_days) {
  std::string text;
  std::optional<calendar::Date> before;
  for (const HalfDay& half_day : half_days) {
    if (!text.empty()) text += ", ";
    if (before != half_day.day) absl::StrAppend(&text, desk.figures.Day(half_day.day), " ");
    text += desk.Say(KeyOf(half_day.part));
    before = half_day.day;
  }
  return text;
}

std::string AttendanceText(const Desk& desk, const SessionHeld::Attendance& attendance) {
  std::vector<std::string> names;
  for (const auto& [name, half_days] : attendance.names)
    names.push_back(absl::StrCat(name, " (", half_days, ")"));
  if (names.size() < attendance.present)
    names.push_back(desk.Say(
        "bill.more", {{"count", absl::StrCat(attendance.present - attendance.names.size())}}));
  const std::string said =
      desk.Say("bill.present", {{"present", absl::StrCat(attendance.present)},
                                {"half_days", absl::StrCat(attendance.half_days)}});
  return names.empty() ? said : absl::StrCat(said, ". ", absl::StrJoin(names, ", "));
}
}  // namespace

std::string BillText(const Desk& desk, const TrainingBill& bill) {
  std::string work = absl::StrCat(desk.Say("line.mission", {{"mission", bill.mission}}), ", ",
                                  desk.Say(bill.is_training ? "bill.training" : "bill.workshop"));
  if (!bill.title.empty()) absl::StrAppend(&work, " ", bill.title);
  if (bill.instalment > 0)
    absl::StrAppend(&work, ", ",
                    desk.Say("bill.instalment", {{"number", absl::StrCat(bill.instalment)}}));
  std::string billed = desk.Say("bill.clients_part");
  if (!bill.is_part) billed = desk.Say("line.session");
  if (!bill.agreement.empty())
    billed = desk.Say("bill.funders_part", {{"agreement", bill.agreement}});
  return desk.Say("line.what", {{"work", work}, {"billed", billed}});
}

std::vector<std::string> BillDetails(const Desk& desk, const TrainingBill& bill) {
  if (!bill.delivered) return {};
  std::vector<std::string> details = {
      desk.Say("bill.together", {{"sessions", absl::StrCat(bill.sessions)},
                                 {"amount", desk.figures.Currency(*bill.delivered)}})};
  for (const TrainingBill::Other& other : bill.others) {
    const std::string by =
        other.agreement.empty() ? "" : desk.Say("bill.by", {{"agreement", other.agreement}});
    details.push_back(desk.Say(
        "bill.other",
        {{"payer", other.payer}, {"by", by}, {"amount", desk.figures.Currency(other.amount)}}));
  }
  return details;
}

std::string HeldText(const Desk& desk, const SessionHeld& held) {
  const std::string called =
      held.title.empty() ? held.number : absl::StrCat(held.title, " · ", held.number);
  const std::string text =
      desk.Say("line.what", {{"work", called}, {"billed", HalfDaysText(desk, held.half_days)}});
  return held.attendance ? absl::StrCat(text, ". ", AttendanceText(desk, *held.attendance)) : text;
}

std::vector<TextNeed> TrainingBillNeeds() {
  return {{"bill.workshop"},
          {"bill.training"},
          {"bill.instalment", "number"},
          {"bill.funders_part", "agreement"},
          {"bill.clients_part"},
          {"bill.together", "sessions amount"},
          {"bill.other", "payer by amount"},
          {"bill.by", "agreement"},
          {"bill.morning"},
          {"bill.afternoon"},
          {"bill.evening"},
          {"bill.present", "present half_days"},
          {"bill.more", "count"}};
}
}  // namespace aor::documents
