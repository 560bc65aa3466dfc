#include "services/notifications/templates/kinds.h"

#include <algorithm>

namespace aor::notifications {
namespace {
using Fields = std::vector<NamedField>;

Fields With(Fields fields, const Fields& more) {
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

std::vector<Kind> AllKinds() {
  using enum Field;
  const Fields place = {{"session_id", kId}, {"day", kDate}, {"time", kId}, {"place", kId}};
  const Fields times = With(place, {{"last_day", kDate}, {"end_time", kId}});
  const Fields convoked = With(times, {{"half_days", kNumber}});
  return {
      {"contract-concluded", "", false, {{"contract_id", kId}, {"start", kDate}}},
      {"contract-extended", "", true, {{"contract_id", kId}, {"end", kDate}}},
      {"contract-ending", "reminders", true, {{"contract_id", kId}, {"end", kDate}}},
      {"hours-due", "reminders", true, {{"contract_id", kId}, {"week", kWeek}}},
      {"hours-late", "reminders", true, {{"contract_id", kId}, {"week", kWeek}}},
      {"approval-waiting", "approvals", false, {{"contract_id", kId}, {"week", kWeek}}},
      {"approval-escalated", "approvals", false, {{"contract_id", kId}, {"week", kWeek}}},
      {"invoice-issued", "", false, {{"number", kId}, {"payable", kAmount}, {"due", kDate}}},
      {"credit-note-issued", "", false, {{"number", kId}, {"payable", kAmount}, {"corrects", kId}}},
      {"self-billed-issued", "", false, {{"number", kId}, {"payable", kAmount}, {"until", kDate}}},
      {"self-billed-corrected",
       "",
       false,
       {{"number", kId}, {"payable", kAmount}, {"corrects", kId}}},
      {"payslip-ready", "", false, {{"payslip_id", kId}}},
      {"pay-sent", "payments", false, {{"payslip_id", kId}, {"amount", kAmount}, {"day", kDate}}},
      {"export-waiting", "payments", false, {{"batch_id", kId}}},
      {"session-cancelled", "", false, place},
      {"convocation", "", false, convoked},
      {"convocation-moved", "", false, convoked},
      {"session-moved", "", false, times},
      {"opportunity-offered", "", false, {{"mission_id", kId}}},
      {"mission-assigned", "", false, {{"mission_id", kId}}},
      {"mission-reassigned", "", false, {{"mission_id", kId}}},
      {"mission-completed", "", false, {{"mission_id", kId}}},
      {"session-proposed", "", false, times},
      {"session-confirmed", "", false, times},
      {"session-released", "", false, place},
      {"session-called-off", "", false, place},
      {"positioning-test", "", false, {{"session_id", kId}, {"day", kDate}}},
      {"questionnaire", "questionnaires", false, {{"session_id", kId}, {"until", kDate}}},
      {"certificate-ready", "", false, {{"session_id", kId}, {"half_days", kNumber}}},
      {"certificate-replaced",
       "",
       false,
       {{"session_id", kId}, {"half_days", kNumber}, {kSuperseded, kNumber}, {kCause, kId}}},
      {"credential-expiring", "reminders", false, {{"paper", kId}, {"end", kDate}}},
      {"credential-escalated",
       "reminders",
       false,
       {{"holder_id", kParty}, {"paper", kId}, {"end", kDate}}},
      {"review-due",
       "reminders",
       false,
       {{"determination_id", kId}, {"worker_id", kParty}, {"day", kDate}}},
      {"drift-found", "reminders", false, {{"determination_id", kId}, {"worker_id", kParty}}},
      {"digest", "", false, {{"count", kNumber}}},
  };
}
}  // namespace

std::span<const Kind> Kinds() {
  static const auto& kinds = *new std::vector<Kind>(AllKinds());
  return kinds;
}

const Kind* KindOf(std::string_view id) {
  const auto kind = std::ranges::find(Kinds(), id, &Kind::id);
  return kind == Kinds().end() ? nullptr : &*kind;
}

bool IsOf(const Kind* kind, std::string_view name, Field field) {
  return kind && std::ranges::any_of(kind->fields, [&](const NamedField& each) {
           return each.name == name && each.field == field;
         });
}
}  // namespace aor::notifications
