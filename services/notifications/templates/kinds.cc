#include "services/notifications/templates/kinds.h"

#include <algorithm>

namespace aor::notifications {
std::span<const Kind> Kinds() {
  using enum Field;
  static const auto& kinds = *new std::vector<Kind>{
      {"contract-concluded", "", false, {{"contract_id", kId}, {"start", kDate}}},
      {"contract-extended", "", true, {{"contract_id", kId}, {"end", kDate}}},
      {"contract-ending", "reminders", true, {{"contract_id", kId}, {"end", kDate}}},
      {"hours-due", "reminders", true, {{"contract_id", kId}, {"week", kId}}},
      {"hours-late", "reminders", true, {{"contract_id", kId}, {"week", kId}}},
      {"approval-waiting", "approvals", false, {{"contract_id", kId}, {"week", kId}}},
      {"approval-escalated", "approvals", false, {{"contract_id", kId}, {"week", kId}}},
      {"invoice-issued", "", false, {{"number", kId}, {"payable", kAmount}, {"due", kDate}}},
      {"payslip-ready", "", false, {{"payslip_id", kId}}},
      {"pay-sent", "payments", false, {{"payslip_id", kId}, {"amount", kAmount}, {"day", kDate}}},
      {"export-waiting", "payments", false, {{"batch_id", kId}}},
      {"session-cancelled",
       "",
       false,
       {{"session_id", kId}, {"day", kDate}, {"time", kId}, {"place", kId}}},
      {"convocation",
       "",
       false,
       {{"session_id", kId}, {"day", kDate}, {"time", kId}, {"place", kId}}},
      {"convocation-moved",
       "",
       false,
       {{"session_id", kId}, {"day", kDate}, {"time", kId}, {"place", kId}}},
      {"session-moved",
       "",
       false,
       {{"session_id", kId}, {"day", kDate}, {"time", kId}, {"place", kId}}},
      {"opportunity-offered", "", false, {{"mission_id", kId}}},
      {"mission-assigned", "", false, {{"mission_id", kId}}},
      {"mission-reassigned", "", false, {{"mission_id", kId}}},
      {"mission-completed", "", false, {{"mission_id", kId}}},
      {"session-proposed",
       "",
       false,
       {{"session_id", kId}, {"day", kDate}, {"time", kId}, {"place", kId}}},
      {"session-confirmed",
       "",
       false,
       {{"session_id", kId}, {"day", kDate}, {"time", kId}, {"place", kId}}},
      {"session-released",
       "",
       false,
       {{"session_id", kId}, {"day", kDate}, {"time", kId}, {"place", kId}}},
      {"session-called-off",
       "",
       false,
       {{"session_id", kId}, {"day", kDate}, {"time", kId}, {"place", kId}}},
      {"positioning-test", "", false, {{"session_id", kId}, {"day", kDate}}},
      {"questionnaire", "", false, {{"session_id", kId}, {"until", kDate}}},
      {"certificate-ready", "", false, {{"session_id", kId}, {"half_days", kNumber}}},
      {"credential-expiring", "reminders", false, {{"paper", kId}, {"end", kDate}}},
      {"credential-escalated",
       "reminders",
       false,
       {{"holder_id", kId}, {"paper", kId}, {"end", kDate}}},
      {"review-due",
       "reminders",
       false,
       {{"determination_id", kId}, {"worker_id", kId}, {"day", kDate}}},
      {"drift-found", "reminders", false, {{"determination_id", kId}, {"worker_id", kId}}},
      {"digest", "", false, {{"count", kNumber}}},
  };
  return kinds;
}

const Kind* KindOf(std::string_view id) {
  const auto kind = std::ranges::find(Kinds(), id, &Kind::id);
  return kind == Kinds().end() ? nullptr : &*kind;
}
}  // namespace aor::notifications
