#include "libs/documents/papers/invoice_lines.h"

#include <absl/strings/str_cat.h>

#include "libs/documents/papers/needs.h"

namespace aor::documents {
namespace {
// As invoicing names what it bills, in small letters.
constexpr const char* kBilled[] = {"line.base",      "line.day",     "line.month",
                                   "line.fixed",     "line.session", "line.placement",
                                   "line.overtime",  "line.night",   "line.sunday",
                                   "line.expense",   "line.fee",     "line.public_holiday",
                                   "line.extra_work"};
constexpr const char* kParts[] = {"line.part_coordinator", "line.part_facilitator",
                                  "line.part_trainer", "line.part_coach"};

// "overtime supplement 25 %", "agency fee 4 % of EUR 11,160.00"
std::string BilledText(const Desk& desk, const std::string& key, const InvoiceLine& line) {
  std::string said = desk.Say(key);
  if (line.percent) absl::StrAppend(&said, " ", desk.figures.Percent(*line.percent));
  if (!line.fee_base) return said;
  return desk.Say("line.part_of",
                  {{"part", said}, {"whole", desk.figures.Currency(*line.fee_base)}});
}
}  // namespace

std::string LineText(const Desk& desk, const InvoiceLine& line) {
  if (line.bill) return BillText(desk, *line.bill);
  const std::string what = line.training ? TrainingText(desk, *line.training) : line.text;
  const std::string key = KeyIn(kBilled, "line.", line.code);
  const bool is_said = key.empty() || (line.training && !line.training->session_id().empty());
  std::string text = is_said ? what : BilledText(desk, key, line);
  if (!is_said && !what.empty()) text = desk.Say("line.what", {{"work", what}, {"billed", text}});
  return line.contract.empty() ? text : absl::StrCat(text, " · ", line.contract);
}

std::string TrainingText(const Desk& desk, const types::v1::TrainingWork& work) {
  std::string text = desk.Say("line.mission", {{"mission", work.mission_id()}});
  const std::string part = KeyIn(kParts, "line.part_", work.part());
  if (!part.empty()) absl::StrAppend(&text, ", ", desk.Say(part));
  if (!work.session_id().empty()) absl::StrAppend(&text, " ", work.session_id());
  if (work.has_worked_on())
    text = desk.Say(
        "line.on_day",
        {{"work", text}, {"day", desk.figures.Day(calendar::FromProto(work.worked_on()))}});
  return work.travel_included() ? absl::StrCat(text, ", ", desk.Say("line.travel")) : text;
}

std::vector<TextNeed> InvoiceLineNeeds() {
  std::vector<TextNeed> needs = {{"line.what", "work billed"},
                                 {"line.part_of", "part whole"},
                                 {"line.mission", "mission"},
                                 {"line.on_day", "work day"},
                                 {"line.travel"}};
  for (const char* key : kBilled) needs.push_back({key});
  for (const char* key : kParts) needs.push_back({key});
  return needs;
}
}  // namespace aor::documents
